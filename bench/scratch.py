"""A scratch site of the laptop size, made before anything else is imported."""

import atexit
import logging
import os
import shutil
import tempfile

import django

FOLDER = tempfile.mkdtemp(prefix="tpi-bench-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "HTTPS", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)
os.environ |= {"VAR_DIR": FOLDER, "DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
django.setup()
# Nobody listens for the bell here: jobs are taken up in this process, so that only the work is timed.
logging.disable(logging.ERROR)
