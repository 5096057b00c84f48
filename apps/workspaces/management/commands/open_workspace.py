"""`manage.py open_workspace "Ambleton together" --area ambleton --lead robin@example.org --partner …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.models import Organisation, User
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.workspaces.actions import add_member, add_partner, open_workspace
from apps.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Open a workspace with its first partner and its lead, who then takes in everybody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--purpose", required=True, help="what the partners share it for, in a sentence")
        parser.add_argument("--area", action="append", required=True, help="an area, as in the address of its page")
        parser.add_argument("--partner", required=True, help="the first organisation, as open_organisation named it")
        parser.add_argument("--lead", required=True, help="the email address of one of its people")
        parser.add_argument("--again", action="store_true", help="though there is one of this name")

    def handle(self, **options: Any) -> None:
        known = Workspace.objects.filter(name__iexact=options["name"].strip()).first()
        if known and not options["again"]:
            raise CommandError(
                f"{known.name} is open already at /w/{known.slug}/. To open another so named, add --again"
            )
        areas = list(Area.objects.filter(slug__in=options["area"]))
        if missing := set(options["area"]) - {area.slug for area in areas}:
            raise CommandError(
                f"There is no area {', '.join(sorted(missing))}. Write it as in the address of its page."
            )
        person = User.objects.filter(email__iexact=options["lead"]).first()
        if person is None:
            raise CommandError(f"Nobody has an account as {options['lead']}. Open one first: manage.py open_account")
        try:
            opened = _open(options["name"], options["purpose"], areas, _organisation(options["partner"]), person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{opened.name} is open at /w/{opened.slug}/, and {person.name} leads it.")


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no organisation “{slug}”. Open it first: manage.py open_organisation")
    return found


@transaction.atomic
def _open(name: str, purpose: str, areas: list[Area], organisation: Organisation, person: User) -> Workspace:
    """All of it, or nothing where any of it is refused."""
    workspace = open_workspace(by=OPERATOR, name=name, purpose=purpose, areas=areas)
    partner = add_partner(by=OPERATOR, workspace=workspace, organisation=organisation)
    add_member(by=OPERATOR, workspace=workspace, person=person, partner=partner, role=Role.LEAD)
    return workspace
