"""An area in plain sentences, which fill themselves anew from the figures of each publication: for a report's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.common.numbers import in_unit
from apps.common.periods import in_short, parse
from apps.explore import lexicon
from apps.explore.wording import where_it_stands
from apps.figures.queries import current_rows
from apps.scores.arrays import number, read_area
from apps.scores.models import AreaScores
from apps.scores.queries import AreaProfile, Reading
from apps.scores.trend import Point, Trend, Verdict, recent_trend

#: How many indicators are told as standing out, on either side.
STANDING_OUT = 5
_FAR, _NEAR = 4, 2


@dataclass(frozen=True)
class Section:
    """Paragraphs under one heading, each of whole sentences about one thing; never without any."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """The scores of an area that readers saw before, by element code; `same` where they are of the same edition."""

    run: int
    same: bool
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class Trends:
    """The trend of each indicator that could be tested; `ends` are its first and last figure of those tested."""

    tested: Mapping[str, Trend]
    ends: Mapping[str, tuple[float, float]]
    all: int

    def found(self, readings: Iterable[Reading], towards: int | None = None) -> list[Reading]:
        """The indicators with a trend; `towards` 1 those that go towards thriving, -1 the others, None all."""
        return [
            reading
            for reading in readings
            if (way := way_of(self.tested.get(reading.code), reading)) and towards in (None, way)
        ]


def way_of(trend: Trend | None, reading: Reading) -> int:
    """1 where a trend goes towards thriving, -1 where away from it, 0 where there is none."""
    if trend is None or trend.verdict not in (Verdict.INCREASING, Verdict.DECREASING):
        return 0
    return (1 if trend.verdict == Verdict.INCREASING else -1) * (reading.direction or 0)


def trends_of(profile: AreaProfile) -> Trends:
    """The published test on the figures that the published run rests on, for every indicator at once: two queries."""
    points: dict[str, list[Point]] = {}
    codes = [reading.code for reading in profile.indicators()]
    for code, _area, period, value, lower, upper, _absence, _basis in current_rows(
        codes, profile.area, profile.run.imports
    ):
        if value is not None:
            points.setdefault(code, []).append(Point(parse(period), value, lower, upper))
    tested: dict[str, Trend] = {}
    ends: dict[str, tuple[float, float]] = {}
    for code, found in points.items():
        trend = recent_trend(found)
        if trend.first is None or trend.last is None:
            continue
        values = {point.period: point.value or 0.0 for point in found}
        tested[code], ends[code] = trend, (values[trend.first], values[trend.last])
    return Trends(tested, ends, len(codes))


def scores_before(profile: AreaProfile) -> Before | None:
    """What readers saw before the published run; None where it is the first, or did not score the area: one query."""
    rows = AreaScores.objects.filter(
        run_tier__run=profile.run.instead_of_id or 0, run_tier__tier=profile.tier, area=profile.area
    )
    row = rows.select_related("run_tier__run").first()
    if row is None or profile.area.code not in row.run_tier.scored:
        return None
    table = read_area(bytes(row.packed), len(row.run_tier.elements))
    scores = {code: number(line[0]) for code, line in zip(row.run_tier.elements, table, strict=True)}
    run = row.run_tier.run
    return Before(run.pk, run.edition_id == profile.run.edition_id, scores)


def in_words(profile: AreaProfile, trends: Trends, before: Before | None) -> list[Section]:
    """The sections of the page, in the order in which they are read; those with nothing to say are left out."""
    sections = [
        Section("stands", _("How it stands"), tuple(_standing(profile))),
        Section("high", _("What stands out as high"), tuple(_standing_out(profile, high=True))),
        Section("low", _("What stands out as low"), tuple(_standing_out(profile, high=False))),
        Section("moved", _("What moved"), (*_trends(profile, trends), *_moved(profile, before))),
        Section("unknown", _("What is not known"), tuple(_unknown(profile))),
    ]
    return [section for section in sections if section.paragraphs]


def as_text(area: str, sections: Iterable[Section], corrected: Sequence[str], source: str) -> str:
    """The page as plain text: corrections before what they concern, each paragraph on a line, the source at the end."""
    parts = [area]
    if corrected:
        parts.append("\n".join([_("Corrections"), *corrected]))
    parts += ["\n".join([section.title, *section.paragraphs]) for section in sections]
    return "\n\n".join([*parts, source]) + "\n"


def citation(profile: AreaProfile, *, site: str, address: str) -> str:
    """How the page is quoted: whose it is, of which run and day, and where it stands."""
    words = {
        "site": site,
        "area": profile.area.local_name,
        "edition": profile.edition.name,
        "as_at": lexicon.day(profile.run.as_at),
        "run": profile.run.pk,
        "address": address,
    }
    if profile.run.published_at is None:
        return _("%(site)s: %(area)s. %(edition)s, figures as at %(as_at)s, run %(run)s. %(address)s") % words
    words["on"] = lexicon.day(profile.run.published_at)
    return (
        _("%(site)s: %(area)s. %(edition)s, figures as at %(as_at)s, run %(run)s, published on %(on)s. %(address)s")
        % words
    )


def said_trend(reading: Reading, trends: Trends) -> str:
    """The trend of one indicator in words; empty where there is none."""
    trend = trends.tested.get(reading.code)
    if trend is None or trend.first is None or trend.last is None or not reading.direction:
        return ""
    written = [in_unit(each, reading.unit, reading.decimals) for each in trends.ends[reading.code]]
    periods = (in_short(trend.first.text, reading.period_type), in_short(trend.last.text, reading.period_type))
    return lexicon.trend(
        reading.name, trend.verdict, reading.direction, ends=(written[0].amount, str(written[1])), periods=periods
    )


def said_unknown(profile: AreaProfile) -> list[str]:
    """What has no figure here, by kind; what is measured nowhere; what has a figure that is not scored."""
    missing: dict[str, list[str]] = {}
    unscored = []
    for reading in profile.indicators():
        if reading.value is None:
            kind = reading.absence if reading.period or reading.absence else ""
            missing.setdefault(kind, []).append(reading.name)
        elif profile.in_group and reading.score is None:
            unscored.append(reading.name)
    said = [lexicon.unknown(kind, names) for kind, names in sorted(missing.items())]
    if unscored:
        said.append(lexicon.unscored(unscored))
    if empty := [reading.name for reading in _empty(profile.headlines)]:
        said.append(lexicon.nothing_measured(empty))
    return said


def said_certainty(profile: AreaProfile) -> list[str]:
    """How many figures are modelled, and how many scored indicators come with limits."""
    known = [reading for reading in profile.indicators() if reading.value is not None]
    said = [lexicon.modelled(sum(reading.modelled for reading in known), len(known))] if known else []
    scored = [reading for reading in known if reading.score is not None]
    if scored:
        with_limits = sum(reading.lower is not None and reading.upper is not None for reading in scored)
        said.append(lexicon.limits(with_limits, len(scored)))
    return said


def _standing(profile: AreaProfile) -> list[str]:
    said = [where_it_stands(profile)]
    for headline in profile.headlines:
        if headline.score is not None:
            said.append(" ".join(_headline(headline, len(profile.run_tier.scored) - 1)))
    return said


def _headline(headline: Reading, others: int) -> list[str]:
    found = headline.range
    said = [lexicon.standing(headline.name, headline.score or 0.0, headline.low, headline.high)]
    said.append(lexicon.certainty(found.against_mean if found else None))
    if found and found.clearly_above is not None and found.clearly_below is not None and others > 0:
        rest = others - found.clearly_above - found.clearly_below
        said.append(lexicon.others(found.clearly_above, found.clearly_below, rest))
    return [*said, lexicon.coverage(headline.coverage)]


def _standing_out(profile: AreaProfile, *, high: bool) -> list[str]:
    if not profile.in_group:
        return []
    found = profile.strengths(STANDING_OUT) if high else profile.challenges(STANDING_OUT)
    chosen = [each for each in found if each.band and (each.band.step >= _FAR if high else each.band.step <= _NEAR)]
    if not chosen:
        return [
            _("No indicator scores higher than about the average of the group.")
            if high
            else _("No indicator scores lower than about the average of the group.")
        ]
    return [" ".join(_indicator(reading)) for reading in chosen]


def _indicator(reading: Reading) -> list[str]:
    said = [lexicon.standing(reading.name, reading.score or 0.0, reading.low, reading.high)]
    if reading.range:
        said.append(lexicon.certainty(reading.range.against_mean))
    if reading.value is not None and reading.direction:
        said.append(
            lexicon.figure(
                reading.value, reading.group_mean, reading.direction,
                unit=reading.unit, decimals=reading.decimals, period=reading.period_label,
            )
        )  # fmt: skip
    return said


def _trends(profile: AreaProfile, trends: Trends) -> list[str]:
    found = trends.found(profile.indicators())
    counted = lexicon.tested(len(trends.tested), trends.all, len(found))
    return [counted, *(said_trend(reading, trends) for reading in found)]


def _moved(profile: AreaProfile, before: Before | None) -> list[str]:
    if not profile.in_group:
        return []
    if before is None:
        return [_("No scores were published of it before, so there is nothing to compare them with.")]
    if not before.same:
        return [_("The scores before belong to another edition, which is another index; the two are not compared.")]
    said = [lexicon.moved(each.name, before.scores.get(each.code), each.score) for each in profile.headlines]
    return [*said, _("Scores are relative: one may change because other areas did.")]


def _unknown(profile: AreaProfile) -> list[str]:
    return [*said_unknown(profile), *said_certainty(profile)]


def _empty(readings: Iterable[Reading]) -> Iterable[Reading]:
    for reading in readings:
        if not reading.is_indicator and not reading.children:
            yield reading
        yield from _empty(reading.children)
