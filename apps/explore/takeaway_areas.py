"""An area, and an element in an area, as tables to take away: the same readings that their pages show."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.tiers import Tier
from apps.explore import wording
from apps.explore.queries import ElementDetail, PastFigure
from apps.explore.sheets import Absent, Cell, Column, Sheet, Standing
from apps.explore.takeaway import NOTHING, Behind, figure_cell, or_absent, score_cell, standing_of
from apps.framework.models import Element
from apps.scores.explaining import Explained
from apps.scores.queries import AreaProfile, Reading


def area_columns() -> tuple[Column, ...]:
    """What an area's table has: one row for each element."""
    return (
        Column("level", _("Level")),
        Column("element", _("Element"), note=_("Its code, the same in every table and in the API.")),
        Column("name", _("Name")),
        Column("score", _("Score"), "number", _("0 to 10"), _("5 is the average of the group.")),
        Column(
            "low", _("Range from"), "number", _("0 to 10"), _("In 95 of 100 draws the score lies in the range."),
            decimals=1,
        ),
        Column("high", _("Range to"), "number", _("0 to 10"), decimals=1),
        Column("band", _("Band"), note=_("Than the average of the group.")),
        Column("figure", _("Figure"), "number", note=_("In the unit that stands beside it.")),
        Column("lower", _("Lower limit"), "number", note=_("95% limits, where the source gives them.")),
        Column("upper", _("Upper limit"), "number"),
        Column("group-mean", _("Group’s average"), "number", note=_("Of the figure, in the same unit.")),
        Column("unit", _("Unit")),
        Column("period", _("Period")),
        Column("direction", _("Direction"), note=_("1: more counts as higher; -1: less counts as higher.")),
        Column("basis", _("How the figure was reached")),
        Column("why", _("Why there is no score")),
    )  # fmt: skip


def area_standing(request: HttpRequest, profile: AreaProfile, *, current: bool = True) -> Standing:
    """What an area's page stands on; its permanent address names edition and run."""
    run = profile.run
    permanent = reverse("explore:edition_area", args=[run.edition.code, run.pk, profile.tier, profile.area.slug])
    return standing_of(request, run, _area_title(profile), permanent, current=current)


def area_sheet(
    standing: Standing,
    profile: AreaProfile,
    behind: Behind = NOTHING,
    hrefs: bool = False,
) -> Sheet:
    """Every element of an area, in published order."""
    readings = [each for headline in profile.headlines for each in _everything(headline)]
    notes = [wording.where_it_stands(profile), _group_note(profile)]
    return Sheet(
        name=f"{profile.area.slug}-{profile.tier}",
        title=_area_title(profile),
        columns=area_columns(),
        rows=tuple(_area_row(profile, each) for each in readings),
        standing=standing,
        notes=tuple(note for note in notes if note),
        sources=behind.sources,
        errata=behind.errata,
        hrefs=tuple(_past_address(profile, each) for each in readings) if hrefs else (),
    )


def element_standing(request: HttpRequest, profile: AreaProfile, reading: Reading, *, current: bool = True) -> Standing:
    """What the page of an element in an area stands on."""
    permanent = _past_address(profile, reading)
    return standing_of(request, profile.run, _element_title(profile, reading), permanent, current=current)


def element_sheet(
    standing: Standing,
    profile: AreaProfile,
    reading: Reading,
    detail: ElementDetail,
    explained: Explained | None,
    behind: Behind = NOTHING,
) -> Sheet:
    """The table of an element's page: of an indicator its figures, newest first; of any other its parts."""
    parts = explained.children if explained else ()
    rows = (
        tuple(_past_row(reading, past) for past in reversed(detail.history))
        if reading.is_indicator
        else tuple(_part_row(part) for part in parts)
    )
    notes = [wording.compared(reading, profile.area.local_name), _group_note(profile), reading.quality_note]
    notes += [_mean_note(reading)] if reading.is_indicator else []
    return Sheet(
        name=f"{profile.area.slug}-{profile.tier}-{reading.code}",
        title=_element_title(profile, reading),
        columns=past_columns(reading) if reading.is_indicator else part_columns(),
        rows=rows,
        standing=standing,
        notes=tuple(str(note) for note in notes if note),
        sources=behind.sources,
        errata=behind.errata,
        hrefs=() if reading.is_indicator else tuple(_past_address(profile, part.reading) for part in parts),
    )


def past_columns(reading: Reading | None = None) -> tuple[Column, ...]:
    """What the table of one indicator in one area has: a row for each figure that came in."""
    unit = reading.unit if reading else ""
    return (
        Column("period", _("Period")),
        Column("figure", _("Figure"), "number", unit),
        Column("lower", _("Lower limit"), "number", unit, _("95% limits, where the source gives them.")),
        Column("upper", _("Upper limit"), "number", unit),
        Column("release", _("Release")),
        Column("standing", _("Standing"), note=_("scored, current, since revised or withdrawn")),
        Column("basis", _("How the figure was reached")),
    )


def part_columns() -> tuple[Column, ...]:
    """What the table of an element above indicators has: a row for each part."""
    return (
        Column("element", _("Element")),
        Column("name", _("Part")),
        Column("score", _("Score"), "number", _("0 to 10")),
        Column("share", _("Counts for"), "number", _("share of 1"), decimals=4),
        Column("adds", _("Adds"), "number", _("points"), _("From the middle of the scale; together the whole score.")),
        Column("band", _("Band")),
        Column("figure", _("Figure"), "number"),
        Column("unit", _("Unit")),
        Column("period", _("Period")),
        Column("why", _("Why there is no score")),
    )


def _everything(reading: Reading) -> Iterator[Reading]:
    yield reading
    for child in reading.children:
        yield from _everything(child)


def _area_row(profile: AreaProfile, reading: Reading) -> tuple[Cell, ...]:
    compared = profile.in_group
    nothing = Absent("not-compared", _("the area is compared with no other"))
    return (
        str(Element.Level(reading.level).label),
        reading.code,
        reading.name,
        score_cell(reading) if compared else nothing,
        _range_cell(reading.low) if compared else nothing,
        _range_cell(reading.high) if compared else nothing,
        str(reading.band.word) if compared and reading.band else "",
        figure_cell(reading, reading.value),
        _limit(reading, reading.lower),
        _limit(reading, reading.upper),
        _mean(reading),
        reading.unit,
        reading.period_label,
        str(reading.direction or ""),
        str(reading.basis_label),
        str(reading.reason),
    )


def _past_row(reading: Reading, past: PastFigure) -> tuple[Cell, ...]:
    figure = past.figure
    scored = figure.period == reading.period and reading.score is not None
    words = (
        _("withdrawn") if figure.withdrawn
        else _("since revised") if not figure.current
        else _("scored") if scored else _("current")
    )  # fmt: skip
    kind, label = figure.absence or "no-figure", str(past.absence_label) or _("no figure")
    no_limit = _("no limits come with the figure")
    return (
        past.period_label,
        or_absent(figure.value, kind, label, reading.decimals),
        or_absent(figure.lower, "no-limit", no_limit, reading.decimals),
        or_absent(figure.upper, "no-limit", no_limit, reading.decimals),
        figure.release,
        words,
        figure.basis,
    )


def _part_row(part: Explained) -> tuple[Cell, ...]:
    reading = part.reading
    no_part = _("it has no part in the score")
    return (
        reading.code,
        reading.name,
        score_cell(reading),
        or_absent(part.share, "no-part", no_part),
        or_absent(part.adds, "no-part", no_part),
        str(reading.band.word) if reading.band else "",
        figure_cell(reading, reading.value),
        reading.unit,
        reading.period_label,
        str(reading.reason),
    )


def _range_cell(value: float | None) -> Cell:
    return or_absent(value, "no-range", _("how sure the score is has not been worked out, or there is no score"), 1)


def _limit(reading: Reading, value: float | None) -> Cell:
    if reading.value is None or not reading.is_indicator:
        return figure_cell(reading, None)
    return or_absent(value, "no-limit", _("no limits come with the figure"), reading.decimals)


def _mean(reading: Reading) -> Cell:
    if not reading.is_indicator:
        return figure_cell(reading, None)
    return or_absent(reading.group_mean, "no-average", _("there is no average of the group"), reading.decimals)


def _mean_note(reading: Reading) -> str:
    if reading.group_mean is None:
        return ""
    return _("Average of its group: %(mean)s %(unit)s.") % {
        "mean": f"{reading.group_mean:.{reading.decimals}f}", "unit": reading.unit,
    }  # fmt: skip


def _group_note(profile: AreaProfile) -> str:
    if not profile.in_group:
        return profile.group_note
    return _("Scores are relative to the areas of the group: %(group)s.") % {"group": profile.group_name}


def _area_title(profile: AreaProfile) -> str:
    words = {"area": profile.area.local_name, "tier": Tier(profile.tier).label}
    return _("%(area)s (%(tier)s): scores and figures") % words


def _element_title(profile: AreaProfile, reading: Reading) -> str:
    words = {"element": reading.name, "area": profile.area.local_name, "tier": Tier(profile.tier).label}
    return _("%(element)s in %(area)s (%(tier)s)") % words


def _past_address(profile: AreaProfile, reading: Reading) -> str:
    run = profile.run
    places = [run.edition.code, run.pk, profile.tier, profile.area.slug, reading.code]
    return reverse("explore:edition_element", args=places)
