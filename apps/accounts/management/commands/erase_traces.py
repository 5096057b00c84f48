"""`manage.py erase_traces --days 365` or `--of robin@example.org`: forget from where things were done."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.accounts.models import User
from apps.activity.trace_actions import erase_traces


class Command(BaseCommand):
    help = "Erase network addresses and browsers of events: those older than some days, or those of one person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, help="those that are older than so many days")
        parser.add_argument("--of", metavar="EMAIL", help="those of the person with this email address")

    def handle(self, *, days: int | None, of: str | None, **options: Any) -> None:
        if days is None and of is None:
            raise CommandError("Say which: --days 365, or --of robin@example.org.")
        person = User.objects.filter(email__iexact=of).first() if of else None
        if of and person is None:
            raise CommandError(f"Nobody has an account with the address {of}.")
        before = None if days is None else timezone.now() - timedelta(days=days)
        many = erase_traces(by=OPERATOR, of=person.pk if person else None, before=before)
        self.stdout.write(f"Erased: {many}.")
