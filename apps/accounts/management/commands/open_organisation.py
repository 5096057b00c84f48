"""`manage.py open_organisation "Ambleton Council" --sector local-government --area ambleton`: who takes part."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.accounts.models import Organisation
from apps.accounts.sectors import Sector
from apps.areas.models import Area


class Command(BaseCommand):
    help = "Open an organisation: a council, a trust, a business, a charity. People are added by add_to_organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--sector", required=True, choices=list(Sector.values))
        parser.add_argument("--area", action="append", default=[], help="where it works: an area as its page's address")
        parser.add_argument("--council-of", default="", help="the area whose council it is")
        parser.add_argument("--website", default="")
        parser.add_argument("--again", action="store_true", help="though there is one of this name")

    def handle(self, *, name: str, sector: str, area: list[str], **options: Any) -> None:
        known = Organisation.objects.filter(name__iexact=name.strip()).first()
        if known and not options["again"]:
            raise CommandError(
                f"{known.name} is open already. Commands know it as {known.slug}. To open another so named, add --again"
            )
        council_of = self._area(options["council_of"]) if options["council_of"] else None
        try:
            opened = open_organisation(
                by=OPERATOR,
                name=name,
                sector=sector,
                areas=[self._area(slug) for slug in area],
                council_of=council_of,
                website=options["website"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{opened.name} is open. Commands know it as {opened.slug}.")

    def _area(self, slug: str) -> Area:
        found = Area.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no area “{slug}”. Write it as in the address of its page.")
        return found
