"""`manage.py remove_second_step robin@example.org`: for someone who lost their phone and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.accounts.factor_actions import remove_second_step
from apps.accounts.models import User


class Command(BaseCommand):
    help = "Let someone sign in by their password alone again. Make sure first that it is them who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has an account as {email}. Write the address that they sign in with.")
        if remove_second_step(by=OPERATOR, account=person):
            self.stdout.write(f"{person.name} signs in by password alone, and can ask for a second step again.")
        else:
            self.stdout.write(f"{person.name} is asked for no second step. Nothing was done.")
