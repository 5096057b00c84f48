"""`manage.py try_forecasts`: how forecasts of goals would have done on every long series that is published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.goals.forecasting import NOMINAL, Trial
from apps.goals.queries import trials_of
from apps.scores.queries import published_run

#: Years ahead.
HORIZONS = (1, 3, 5)
_HEAD = (
    f"| indicator | figures | {' | '.join(f'held, {n} on' for n in HORIZONS)} "
    f"| {' | '.join(f'pace, error, {n} on' for n in HORIZONS)} | shown |"
)


class Command(BaseCommand):
    help = "Try the forecasts of goals on the past of every published indicator; prints a table in Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        run = published_run()
        if run is None:
            raise CommandError("No scores are published yet, so there is nothing to try forecasts on.")
        lines = trials_of(run, HORIZONS)
        self.stdout.write(_HEAD)
        self.stdout.write(f"|---|--:|{'--:|' * (2 * len(HORIZONS))}---|")
        for line in lines:
            held = " | ".join(_share(trial) for trial in line.trials)
            error = " | ".join(_error(trial) for trial in line.trials)
            self.stdout.write(f"| {line.element.name} | {line.figures} | {held} | {error} | {line.said} |")
        self._sum_up([line.trials for line in lines])

    def _sum_up(self, trials: list[tuple[Trial, ...]]) -> None:
        for place, ahead in enumerate(HORIZONS):
            enough = [each[place] for each in trials if each[place].is_enough]
            shown = [trial for trial in enough if trial.is_trusted]
            self.stdout.write(
                f"Years ahead: {ahead}. Of {len(enough)} indicators that could be tried, {len(shown)} are shown; there "
                f"{_mean(shown)} of ranges held, of all {_mean(enough)}; meant are {NOMINAL:.0%}."
            )


def _mean(trials: list[Trial]) -> str:
    return f"{sum(trial.held for trial in trials) / len(trials):.0%}" if trials else "–"


def _share(trial: Trial) -> str:
    return f"{trial.held:.0%}" if trial.is_enough else "–"


def _error(trial: Trial) -> str:
    return f"{trial.pace:g}, {trial.error:.2f}" if trial.is_enough and trial.error is not None else "–"
