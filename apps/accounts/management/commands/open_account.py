"""`manage.py open_account robin@example.org --name "Robin Ash" --role steward`: the first account, and any other."""

import getpass
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.access.roles import PLATFORM_ROLES
from apps.accounts.actions import open_account


class Command(BaseCommand):
    help = "Open an account for someone. Without --ask-password a password is made up and shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="how the person is called on the site")
        parser.add_argument("--role", action="append", default=[], choices=sorted(map(str, PLATFORM_ROLES)))
        parser.add_argument("--ask-password", action="store_true", help="type the password instead")

    def handle(self, *, email: str, name: str, role: list[str], ask_password: bool, **options: Any) -> None:
        password = _asked_for() if ask_password else secrets.token_urlsafe(15)
        try:
            user = open_account(by=OPERATOR, email=email, name=name, password=password, platform_roles=role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{user.name} can now sign in as {user.email}.")
        if not ask_password:
            self.stdout.write(f"The password, shown only this once: {password}")


def _asked_for() -> str:
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise CommandError("The two passwords differ. Nothing was done; try again.")
    return password
