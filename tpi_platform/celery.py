"""The Celery app: two queues, and a beat whose only work is to sweep for jobs that nobody took up."""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_platform.settings")

app = Celery("tpi_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Each queue on an exchange of its own: by default both would hang on one, and each bell would ring in both.
app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in ("prompt", "heavy")]
app.conf.task_default_queue = "prompt"
app.autodiscover_tasks(["apps.background"])


@app.on_after_finalize.connect
def _schedule(sender: Celery, **_: object) -> None:
    from django.conf import settings  # noqa: PLC0415 - settings are ready only now

    # A sweep that nobody made in time is stale: it expires rather than pile up while no worker is there.
    seconds = settings.JOB_SWEEP_SECONDS
    sender.add_periodic_task(seconds, sender.signature("background.sweep"), name="sweep", expires=seconds)
