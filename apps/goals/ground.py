"""What a goal is held to while it is set or changed, held until the end: the published run, or its local measure."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import Refused
from apps.goals.local_series import Ground, LocalSeries
from apps.goals.models import Goal, LocalMeasure
from apps.goals.plans import GoalPlan
from apps.goals.series import GoalSeries, RunSeries, series_codes
from apps.scores.models import Publication, Run


@dataclass(frozen=True)
class Held:
    """The day to which silence is measured; the day and the run of published figures, or the local measure."""

    on: date
    as_at: date | None = None
    run: Run | None = None
    measure: LocalMeasure | None = None

    def series_for(self, goal: Goal) -> Ground:
        """What a goal that stands is held to."""
        if self.measure:
            return LocalSeries(self.measure)
        assert self.run is not None
        return RunSeries.for_goals(self.run, [goal])

    def series_of(self, plan: GoalPlan) -> GoalSeries:
        """What a goal that is planned may be set on."""
        if self.measure:
            return LocalSeries(self.measure).found
        assert self.run is not None
        assert plan.element is not None
        return RunSeries(self.run, series_codes(plan.element)).of(plan.area, plan.tier, plan.element, plan.measure)


def held_for(about: Goal | GoalPlan) -> Held:
    """Hold what a goal rests on, before the goal itself. Raises Refused where nothing is published.

    Whoever publishes, or changes figures of a local measure, holds the same row: a goal is set either before that, and
    is found by it, or after it, and is held to the new figures at once.
    """
    if about.local_measure:
        rows = LocalMeasure.objects.select_for_update(of=("self",)).select_related("workspace")
        measure = rows.get(pk=about.local_measure.pk)
        return Held(timezone.localdate(), measure=measure)
    publication = Publication.objects.select_for_update().first()
    if publication is None:
        raise Refused(_("No scores are published yet, so there are no figures to start from."))
    return Held(timezone.localdate(publication.published_at), publication.run.as_at, run=publication.run)
