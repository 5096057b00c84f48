"""`manage.py put_together`: ask for the file of everything of each publication that has none yet."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.background.actions import ask
from apps.scores.jobs import EVERYTHING
from apps.scores.models import Run
from apps.scores.queries import first_published


class Command(BaseCommand):
    help = "Ask for the file with all of it of every run that was published before there were such files."

    def handle(self, *args: Any, **options: Any) -> None:
        seen = set(first_published().values_list("subject_id", flat=True))
        runs = Run.objects.filter(pk__in=seen, everything=None, taken_back_at=None).order_by("pk")
        for run in runs:
            ask(EVERYTHING, key=f"everything-{run.pk}", subject_id=run.pk)
        self.stdout.write(f"{len(runs)} files are asked for; a worker puts them together.")
