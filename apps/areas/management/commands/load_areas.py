"""`manage.py load_areas`: bring the areas in line with their definition files, after a new version came with others."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.common.errors import Refused


class Command(BaseCommand):
    help = "Bring areas, their names in Welsh, former codes and reference groups in line with the definition files."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = load_areas(by=OPERATOR)
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        self.stdout.write(f"{count} areas are as their files say.")
