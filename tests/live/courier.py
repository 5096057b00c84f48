"""The platform's own Celery app for `celery -A`, told to import the tests' kinds of job as well."""

from tpi_platform.celery import app

app.conf.imports = ("tests.live.kinds",)
