"""`manage.py verify_audit`: whether every event is as it was when it was sealed, or which row is not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.activity.sealed import verify


class Command(BaseCommand):
    help = "Follow the chain of events from its beginning, and name the first row that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--noted", default="", metavar="PLACE:HASH", help="an end that was noted elsewhere before")

    def handle(self, *, noted: str, **options: Any) -> None:
        verdict = verify(noted)
        if verdict.wrong:
            raise CommandError(f"{verdict.wrong} {verdict.links} links before it hold.")
        self.stdout.write(f"{verdict.links} events are as they were when they were sealed.")
        self.stdout.write(f"{verdict.erased} of them had their details erased; {verdict.waiting} wait to be sealed.")
        self.stdout.write(f"The chain ends at {verdict.end}. Note that elsewhere, and give it next time as --noted.")
