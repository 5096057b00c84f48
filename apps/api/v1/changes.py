"""Changes: why one score of one area is another than in the run that readers saw before, step by step."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from apps.api.endpoints import csv_answer, endpoint, insist
from apps.api.parameters import Parameter, Query, number
from apps.api.v1.explanations import ONE_SCORE, score_named
from apps.scores.changes import changes_between
from apps.scores.models import Run
from apps.scores.queries import earlier_runs, former_run

COLUMNS = ("step", "indicator", "change", "score_after")


_SINCE = Parameter("the number of an earlier published run of the edition; the one before if left out", number(999_999))


_UNTIL = Parameter("the number of a published run of the edition, the present one if left out", number(999_999))


@endpoint(**ONE_SCORE, since=_SINCE, until=_UNTIL)
def change(run: Run | None, query: Query) -> HttpResponse | dict[str, Any]:
    run = insist(run)
    area, element, tier = score_named(run, query)
    earlier = earlier_runs(run)
    run = _numbered([run, *earlier], query["until"]) or run
    former = _numbered([each for each in earlier if each.pk < run.pk], query["since"]) or former_run(run)
    if former is None:
        raise Http404(_("These are the first scores that were published: there is nothing to compare with."))
    try:
        found = changes_between(former, run, tier, area)
    except ValueError as untold:
        raise Http404(_("This change cannot be split: %(why)s") % {"why": untold}) from None
    if found is None or element.code not in found.elements:
        raise Http404(_("There is no score of both runs to compare: another edition, or an area that was not scored."))
    of = found.elements[element.code]
    rows = [
        (step.kind, part.code or None, part.change, step.after if part is step.parts[-1] else None)
        for step in of.steps
        for part in step.parts
    ]
    if query["format"] == "csv":
        return csv_answer(run, "changes", COLUMNS, rows)
    facts: dict[str, Any] = {"area": area.code, "name": area.name, "tier": tier, "element": element.code}
    facts |= {"run": run.pk, "former_run": former.pk}
    scores = {"before": of.before, "after": of.after}
    return {**facts, **scores, "items": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}


def _numbered(runs: list[Run], asked: int | None) -> Run | None:
    """The run of a number, None where none was asked for."""
    if not asked:
        return None
    found = next((run for run in runs if run.pk == asked), None)
    if found is None:
        raise Http404(_("Readers never saw a run of this number of this edition before, or it was taken back."))
    return found
