"""A scratch site of the laptop size, made before anything else is imported."""

import atexit
import logging
import os
import shutil
import tempfile

import django

FOLDER = tempfile.mkdtemp(prefix="tpi-bench-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
# The laptop size, but for a database that is empty and named on purpose.
NAMED = os.environ.get("BENCH_DATABASE_URL")
for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "HTTPS", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)
os.environ |= {"VAR_DIR": FOLDER, "DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
if NAMED:
    os.environ |= {"DATABASE_URL": NAMED, "SECRET_KEY": "bench" * 20, "ALLOWED_HOSTS": "localhost", "HTTPS": "no"}
django.setup()
# Nobody listens for the bell here: jobs are taken up in this process, so that only the work is timed.
logging.disable(logging.ERROR)
