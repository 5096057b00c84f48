"""The Celery app: two queues, and a beat whose only work is to sweep for jobs that nobody took up."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_platform.settings")

app = Celery("tpi_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = [Queue("prompt"), Queue("heavy")]
app.conf.task_default_queue = "prompt"
app.autodiscover_tasks(["apps.background"])


@app.on_after_finalize.connect
def _schedule(sender: Celery, **_: object) -> None:
    from django.conf import settings  # noqa: PLC0415 - settings are ready only now

    sender.add_periodic_task(settings.JOB_SWEEP_SECONDS, sender.signature("background.sweep"), name="sweep")
