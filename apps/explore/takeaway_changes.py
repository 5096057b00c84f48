"""What changed in an area as a table to take away: every step of every score that the page tells of."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.explore.changing import ToldChange
from apps.explore.sheets import Absent, Cell, Column, Sheet, Standing
from apps.explore.takeaway import Behind, or_absent, standing_of


def changes_columns() -> tuple[Column, ...]:
    """What a table of changes has: for each element its score before, then one row for each step."""
    return (
        Column("element", _("Element")),
        Column("name", _("Name")),
        Column("step", _("Step"), note=_("In this order, each after those before it; together they are the change.")),
        Column("change", _("Change"), "number", _("points")),
        Column("score", _("Score after it"), "number", _("0 to 10")),
    )


def changes_standing(request: HttpRequest, context: Mapping[str, Any]) -> Standing:
    """What the page stands on; its permanent address names both runs."""
    profile, former, chosen = context["profile"], context["former"], context["chosen"]
    asked = {"since": former.pk, "until": profile.run.pk} | ({"of": chosen.code} if chosen else {})
    here = reverse("explore:changes", args=[profile.tier, profile.area.slug])
    return standing_of(request, profile.run, _title(context), f"{here}?{urlencode(asked)}", current=context["now"])


def changes_sheet(standing: Standing, context: Mapping[str, Any], behind: Behind) -> Sheet:
    """The steps of the elements that the page explains, and of those below them that moved."""
    profile, former = context["profile"], context["former"]
    words = {
        "old": former.pk,
        "before": date_format(former.finished_at, "j F Y"),
        "new": profile.run.pk,
        "now": date_format(profile.run.finished_at, "j F Y"),
    }
    notes = [
        _("From run %(old)s, computed on %(before)s, to run %(new)s, computed on %(now)s.") % words,
        _(
            "Scores are relative: one may change though nothing changed here, since others did. That a score moved "
            "does not say that life here got better or worse."
        ),
        *(told.sentence for told in context["told"]),
    ]
    told = [*context["told"], *context["moved"]]
    return Sheet(
        name=f"{profile.area.slug}-{profile.tier}-changes",
        title=_title(context),
        columns=changes_columns(),
        rows=tuple(row for each in told for row in _rows(each)),
        standing=standing,
        notes=tuple(notes),
        sources=behind.sources,
        errata=behind.errata,
    )


def _rows(told: ToldChange) -> Iterator[tuple[Cell, ...]]:
    code, name = told.reading.code, told.reading.name
    no_step = Absent("not-applicable", _("this is where the steps begin, or end"))
    yield code, name, _("Before"), no_step, or_absent(told.before, "no-score", _("there is no score"))
    for step in told.steps:
        yield code, name, str(step.name), step.change, step.after
    if not told.steps:
        yield code, name, _("Now"), no_step, or_absent(told.after, "no-score", _("there is no score"))


def _title(context: Mapping[str, Any]) -> str:
    words = {"area": context["profile"].area.local_name}
    if context["chosen"]:
        words["element"] = context["chosen"].name
        return _("What changed in %(area)s, and why: %(element)s") % words
    return _("What changed in %(area)s, and why") % words
