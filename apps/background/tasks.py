"""The only two Celery tasks there are: run the job of a row, and sweep."""

from celery import shared_task

from apps.background import claim, registry
from apps.background.sweep import sweep


@shared_task(name="background.run")
def run(job_id: int) -> None:
    claim.run(job_id)


@shared_task(name="background.sweep")
def sweep_jobs() -> None:
    sweep()
    for look in registry.looking():
        look()
