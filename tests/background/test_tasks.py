"""The two Celery tasks do no more than call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.background import tasks
from apps.background.actions import ask
from apps.background.models import Job

pytestmark = pytest.mark.django_db


def test_the_task_does_the_job_of_a_row(done):
    job = ask("test.note", key="one", subject_id=5)

    tasks.run(job.pk)

    assert done == [5]
    assert str(Job.objects.get(pk=job.pk)) == "test.note one (done)"


def test_the_sweep_is_a_task(rung):
    job = ask("test.note", key="one")
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=1))

    tasks.sweep_jobs()

    assert rung() == [job.pk]
