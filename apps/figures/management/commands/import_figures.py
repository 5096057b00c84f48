"""Bring files of figures in at the command line, by the same way as on the desk, and say what became of them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.checks import OPERATOR
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.figures.actions import accept_import, bring_file
from apps.figures.models import Delivery, Import


class Command(BaseCommand):
    help = "Bring in files of figures: releases, publishers' files as they are, tables. Says what became of each cell."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--accept", action="store_true", help="Accept whatever changes something; rows left out stay out."
        )
        parser.add_argument(
            "--release", default="", help="When the files were published, as their publisher writes it."
        )

    def handle(self, *, files: list[Path], accept: bool, release: str, **options: Any) -> None:
        faulty = [self._bring(path, release, accept) for path in files].count(False)
        if faulty:
            raise CommandError(f"{faulty} of {len(files)} files could not be read: see above.")

    def _bring(self, path: Path, release: str, accept: bool) -> bool:
        try:
            content = path.open("rb")
        except OSError as error:
            self.stderr.write(f"{path}: cannot be opened ({error.strerror}).")
            return False
        facts = {"release": release, "vintage": release} if release else {}
        try:
            with content:
                brought = bring_file(by=OPERATOR, name=path.name, content=content, facts=facts)
        except Refused as refusal:
            self.stderr.write(f"{path.name}: {refusal.sentence}")
            return False
        run_waiting()
        brought.refresh_from_db()
        if isinstance(brought, Import):
            return self._tell_import(brought, accept, path.name)
        return self._tell_delivery(brought, accept)

    def _tell_delivery(self, delivery: Delivery, accept: bool) -> bool:
        if delivery.state == Delivery.State.REFUSED:
            self.stderr.write(f"{delivery}: {delivery.refusal}")
            return False
        total = sum(delivery.fates.values())
        told = ", ".join(f"{count:,} {fate}" for fate, count in delivery.fates.items())
        self.stdout.write(
            f"{delivery}: {delivery.get_state_display()}; {total:,} cells" + (f": {told}" if told else "")
        )
        for problem in delivery.problems.all()[:5]:
            self.stdout.write(f"  {problem}")
        if delivery.state == Delivery.State.UNMAPPED:
            series = delivery.table.get("series", [])
            named = ", ".join(name or "one series" for name, *_ in series[:5])
            for note in delivery.table.get("notes", []):
                self.stdout.write(f"  {note}")
            self.stdout.write(f"  Say on its page how to read it. It holds {len(series)} series: {named}")
        told_all = [
            self._tell_import(each, accept, f"  {each.element_code}") for each in delivery.imports.order_by("pk")
        ]
        return all(told_all)

    def _tell_import(self, imported: Import, accept: bool, name: str) -> bool:
        if imported.state == Import.State.REFUSED:
            self.stderr.write(f"{name}: {imported.refusal}")
            return False
        if accept and imported.state == Import.State.CHECKED and imported.new + imported.revised:
            accept_import(by=OPERATOR, imported=imported)
            run_waiting()
            imported.refresh_from_db()
        self.stdout.write(
            f"{name}: {imported.get_state_display()}; {imported.rows:,} rows: {imported.new:,} new, "
            f"{imported.revised:,} revised, {imported.unchanged:,} unchanged, {imported.refused:,} left out"
        )
        return True
