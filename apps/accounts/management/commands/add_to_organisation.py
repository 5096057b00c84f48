"""`manage.py add_to_organisation robin@example.org ambleton-council --role organiser`: who belongs to whom."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.access.roles import ORGANISATION_ROLES, Role
from apps.accounts.actions import add_to_organisation
from apps.accounts.models import Organisation, User
from apps.common.errors import Refused


class Command(BaseCommand):
    help = "Say that someone with an account belongs to an organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("organisation", help="as open_organisation named it")
        parser.add_argument("--role", default=str(Role.STAFF), choices=sorted(map(str, ORGANISATION_ROLES)))

    def handle(self, *, email: str, organisation: str, role: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        body = Organisation.objects.filter(slug=organisation).first()
        if person is None:
            raise CommandError(f"Nobody has an account as {email}. Open one first: manage.py open_account")
        if body is None:
            raise CommandError(f"There is no organisation “{organisation}”. Open it first: manage.py open_organisation")
        try:
            add_to_organisation(by=OPERATOR, organisation=body, person=person, role=role)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{person.name} belongs to {body.name}: {Role(role).label}.")
