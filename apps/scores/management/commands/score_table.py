"""`manage.py score_table`: score any table of figures by any framework and method. It needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.scores.engine.score import UnfitFigures, score_panel
from apps.scores.engine.stirring import Stirring
from apps.scores.tables.cells import BadTable
from apps.scores.tables.figures import read_figures
from apps.scores.tables.frameworks import FrameworkTable, read_framework
from apps.scores.tables.methods import read_method
from apps.scores.tables.studying import read_limits, write_study
from apps.scores.tables.writing import Steps, write_scores


class Command(BaseCommand):
    help = (
        "Score a table of figures by a framework and a method, all of them files: docs/method.md says what is in them. "
        "No database is needed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--framework", required=True, type=Path, help="CSV: code, parent, level, name, weight, …")
        parser.add_argument(
            "--figures", required=True, type=Path, help="CSV: area, period, code, value; group if need be"
        )
        parser.add_argument(
            "--method", required=True, type=Path, help="JSON: the choices that differ from the standing method"
        )
        parser.add_argument(
            "--out", required=True, type=Path, help="CSV to write: a score of every area, period, element"
        )
        parser.add_argument(
            "--study", type=Path, metavar="DIR", help="folder for how sure the scores are, and what each choice moves"
        )
        parser.add_argument(
            "--limits", type=Path, help="CSV: area, period, code, lower, upper: 95%% limits, for the study"
        )
        parser.add_argument("--draws", type=int, default=1000, help="how many draws a study takes")
        parser.add_argument("--steps", type=Path, metavar="DIR", help="folder for the table after every step")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            method = read_method(options["method"])
            table = read_framework(options["framework"])
            figures = read_figures(options["figures"], table, method)
            limits = read_limits(options["limits"], figures, table) if options["limits"] else None
            stirring = Stirring(draws=options["draws"])
        except (BadTable, ValueError) as error:
            raise CommandError(str(error)) from None
        steps = Steps(options["steps"], figures, table) if options["steps"] else None
        try:
            found = score_panel(figures.panel, table.framework, method, keep=steps)
        except UnfitFigures as error:
            raise CommandError(f"{options['figures'].name}, {_indicator(table, error.column)}: {error}") from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        rows = write_scores(options["out"], figures, table, found, method.within)
        if steps:
            steps.finish(found)
        if options["study"]:
            write_study(options["study"], figures, table, method, found, limits=limits, stirring=stirring)
        for sentence in (*table.noticed, *figures.noticed):
            self.stderr.write(sentence)
        self.stdout.write(
            f"{rows:,} rows of {len(figures.areas):,} areas in {len(figures.panel.periods)} periods "
            f"are in {options['out']}."
        )


def _indicator(table: FrameworkTable, column: int) -> str:
    framework = table.framework
    return f"indicator “{framework.codes[framework.indicators[column]]}”"
