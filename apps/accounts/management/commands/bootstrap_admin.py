"""`manage.py bootstrap_admin ada@example.org "Ada Byron"`: the first administrator, who gives others their roles."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_account
from apps.accounts.queries import holding


class Command(BaseCommand):
    help = "Open the first administrator's account. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="how the person is called on the site")
        parser.add_argument("--another", action="store_true", help="open one although there is an administrator")

    def handle(self, *, email: str, name: str, another: bool, **options: Any) -> None:
        if not another and (known := holding(Role.ADMINISTRATOR).first()):
            raise CommandError(
                f"There is an administrator already: {known.name}. They can give the role to others at their desk. "
                "To open another account for one here, add --another."
            )
        try:
            user = open_account(
                by=OPERATOR, email=email, name=name, password=_password(), platform_roles=[Role.ADMINISTRATOR]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{user.name} can now sign in as {user.email}, and is an administrator.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise CommandError("The two passwords differ. Nothing was done; try again.")
    return password
