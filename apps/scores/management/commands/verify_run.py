"""`manage.py verify_run [ID]`: recompute a run, the published one by default, and compare it bit for bit.

Or, by `--file everything.zip`, check the file of a whole run and make its scores again; that needs no database.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.scores.models import Run
from apps.scores.queries import published_run
from apps.scores.verifying import verify
from apps.scores.verifying_file import verify_file

_SHOWN = 20


class Command(BaseCommand):
    help = "Recompute a run from its snapshot, method and edition, and compare every number bit for bit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=int, help="the number of the run; the published one when left out")
        parser.add_argument(
            "--file", type=Path, help="the file of a whole run, everything.zip, instead of the database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self.stdout.write(_of_file(options["file"]))
            return
        run = _run(options["run"])
        found = verify(run)
        if not found.same:
            shown = "\n".join(f"- {sentence}" for sentence in found.differences[:_SHOWN])
            raise CommandError(f"Run {run.pk} could not be repeated ({len(found.differences)} differences):\n{shown}")
        self.stdout.write(
            f"Run {run.pk}: all {found.numbers:,} numbers are the same, bit for bit. Results {run.result_sha256}."
        )


def _run(number: int | None) -> Run:
    if number is None:
        if run := published_run():
            return run
        raise CommandError("Nothing is published yet. Give the number of a run, as in: manage.py verify_run 3")
    if run := Run.objects.select_related("edition").filter(pk=number).first():
        return run
    raise CommandError(f"There is no run {number}. The steward's desk lists the runs.")


def _of_file(path: Path) -> str:
    try:
        found = verify_file(path)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from None
    if not found.same:
        shown = "\n".join(f"- {sentence}" for sentence in found.differences[:_SHOWN])
        raise CommandError(f"{path.name} is not as it was made ({len(found.differences)} differences):\n{shown}")
    return f"{path.name}: every checksum is right, and all {found.numbers:,} rows of scores came out the same again."
