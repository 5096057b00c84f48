"""Why a score changed, in words and drawn: each step with its change, and the indicators behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from apps.charts.history import Point
from apps.charts.waterfall import Bar
from apps.common.numbers import number, signed
from apps.common.periods import label, parse
from apps.explore import drawing
from apps.figures.queries import figure_history
from apps.scores.changes import Change, Changes, Step
from apps.scores.progress import Progress, progress_of
from apps.scores.queries import AreaProfile, Reading
from apps.scores.readings import Words

#: Each kind of step: its name, and what it means.
KINDS: dict[str, tuple[Words, Words]] = {
    "method": (_later("The method"), _later("The rules by which scores are made were changed.")),
    "group": (
        _later("The areas compared"),
        _later("Areas joined or left the group, as when councils merge; everyone is compared with another average."),
    ),
    "indicators": (
        _later("The set of indicators"),
        _later("An indicator is scored now that was not before, or the other way round."),
    ),
    "others-revised": (
        _later("Other areas’ revisions"),
        _later(
            "Publishers corrected figures of other areas for the same period. Scores are relative, so that this moves "
            "the average everyone is held to."
        ),
    ),
    "own-revised": (
        _later("Its own revisions"),
        _later("Publishers corrected figures of this area for the same period."),
    ),
    "others-figures": (
        _later("Other areas’ new figures"),
        _later(
            "Figures of a newer period, or the first ones, came out for the others. Where theirs rise more, one that "
            "stays as it was scores lower."
        ),
    ),
    "own-figures": (
        _later("Its own new figures"),
        _later("Figures of a newer period, or the first ones, came out for this area."),
    ),
}  # fmt: skip
# Two numbers of two decimals differ by a hundredth or not at all; parts are shown to three.
_HAIR, _FINE = 0.005, 0.0005


@dataclass(frozen=True)
class ToldPart:
    """What one indicator did in a step; `reading` is None for the rules of averaging."""

    reading: Reading | None
    name: Words
    change: float
    note: str


@dataclass(frozen=True)
class ToldStep:
    """One step as the table has it: the changes shown add up, since levels are rounded and not their differences."""

    name: Words
    means: Words
    after: float
    change: float
    parts: tuple[ToldPart, ...]

    @property
    def indicators(self) -> int:
        """How many indicators had a part in it."""
        return sum(part.reading is not None for part in self.parts)


@dataclass(frozen=True)
class ToldChange:
    """One element: its score before and after, what is said of it, its steps, and the picture of them."""

    reading: Reading
    before: float | None
    after: float | None
    sentence: str
    steps: tuple[ToldStep, ...]
    picture: SafeString

    @property
    def change(self) -> float:
        """The change as two decimals show it; 0 where one end has no score."""
        return 0.0 if self.before is None or self.after is None else round(self.after, 2) - round(self.before, 2)


def told(profile: AreaProfile, changes: Changes, reading: Reading) -> ToldChange:
    """The change of one element."""
    change = changes.elements[reading.code]
    steps = tuple(_steps(profile, changes, change))
    return ToldChange(
        reading=reading,
        before=change.before,
        after=change.after,
        sentence=_sentence(reading, change, steps),
        steps=steps,
        picture=_picture(profile, reading, change, steps),
    )


def moved(profile: AreaProfile, changes: Changes, readings: Sequence[Reading]) -> list[ToldChange]:
    """The elements at or below some whose score two decimals show to be another, in published order."""
    found = []
    for reading in readings:
        change = changes.elements[reading.code]
        if _shown(change.before) != _shown(change.after):
            found.append(told(profile, changes, reading))
        found += moved(profile, changes, reading.children)
    return found


@dataclass(frozen=True)
class ToldProgress:
    """How an element moved over the years, or why that cannot be tracked yet (`reason`)."""

    progress: Progress
    sentence: str
    parts: tuple[ToldPart, ...]
    picture: SafeString


def value(profile: AreaProfile, reading: Reading) -> list[str]:
    """Why the figure of an indicator is another than years ago, in sentences; none above indicators or without two.

    Between two periods of one indicator nothing but the area's own figures can change, unless the way of counting did:
    what is published about another base period on is not compared with what came before.
    """
    if not reading.is_indicator:
        return []
    element = profile.edition.elements.get(code=reading.code)
    versions = figure_history(reading.code, profile.area, profile.run.imports)
    current = [each for each in versions if each.current and each.value is not None]
    since = parse(element.base_period).start if element.base_period else None
    comparable = [each for each in current if since is None or parse(each.period).start >= since]
    if len(comparable) < 2:
        return [_("There are no two figures of this indicator that can be compared over time.")] if current else []
    first, last = comparable[0], comparable[-1]
    words = {
        "before": number(first.value, reading.decimals),
        "after": number(last.value, reading.decimals),
        "first": label(first.period, reading.period_type),
        "last": label(last.period, reading.period_type),
        "change": signed((last.value or 0.0) - (first.value or 0.0), reading.decimals),
    }
    told = [
        _(
            "From %(first)s to %(last)s the figure went from %(before)s to %(after)s (%(change)s). All of that is the "
            "area’s own figures: no other area, no indicator and no rule has a part in it."
        )
        % words
    ]
    if len(comparable) < len(current):
        told.append(_("Figures from before %(first)s cannot be compared with it and are left out here.") % words)
    for end in (first, last):
        former = [each for each in versions if each.period == end.period and not each.current]
        if former and former[-1].value != end.value:
            told.append(
                _("The figure for %(period)s was %(was)s when it first came out; it has been revised to %(now)s.")
                % {
                    "period": label(end.period, reading.period_type),
                    "was": number(former[-1].value, reading.decimals) or _("missing"),
                    "now": number(end.value, reading.decimals),
                }
            )
    return told


def progress(profile: AreaProfile, reading: Reading) -> ToldProgress | None:
    """The progress score of an element above indicators; None for an indicator, whose own figures tell."""
    if reading.is_indicator:
        return None
    element = profile.edition.elements.get(code=reading.code)
    found = progress_of(profile.area, profile.tier, element, profile.run)
    parts = []
    for code, change in sorted(found.parts, key=lambda part: -abs(part[1])):
        below = profile.find(code)
        parts.append(ToldPart(below, below.name if below else code, change, ""))
    points = [Point(point.when, point.label, point.score) for point in found.points]
    drawn = drawing.progress_line(points, element=reading.name, area=profile.area.local_name)
    return ToldProgress(found, _progress_sentence(reading, found), tuple(parts), drawn)


def _progress_sentence(reading: Reading, found: Progress) -> str:
    if not found.points:
        return found.reason
    first, last = found.points[0], found.points[-1]
    words = {
        "element": reading.name,
        "first": first.label,
        "last": last.label,
        "before": number(first.score, 2),
        "after": number(last.score, 2),
        "change": signed(round(last.score, 2) - round(first.score, 2)),
    }
    sentence = _(
        "From %(first)s to %(last)s the progress score of %(element)s went from %(before)s to %(after)s (%(change)s)."
    )
    said = sentence % words
    if first.group is None or last.group is None:
        return said
    others = signed(round(last.group, 2) - round(first.group, 2))
    return f"{said} {_('The average of its group moved by %(others)s meanwhile.') % {'others': others}}"


def _steps(profile: AreaProfile, changes: Changes, change: Change) -> list[ToldStep]:
    steps, level = [], change.before
    for step in change.steps:
        # Without a score on the way the next step with one carries the change of both.
        if step.after is None or level is None:
            continue
        shown = round(step.after, 2) - round(level, 2)
        level = step.after
        if abs(shown) >= _HAIR or any(abs(part.change) >= _HAIR for part in step.parts):
            name, means = KINDS[step.kind]
            parts = tuple(_parts(profile, changes, step))
            steps.append(ToldStep(name, means, step.after, shown, parts))
    return steps


def _parts(profile: AreaProfile, changes: Changes, step: Step) -> list[ToldPart]:
    parts = []
    for part in sorted(step.parts, key=lambda part: -abs(part.change)):
        if abs(part.change) < _FINE:
            continue
        reading = profile.find(part.code) if part.code else None
        name = reading.name if reading else part.code or _("How parts are averaged")
        parts.append(ToldPart(reading, name, part.change, _note(changes, reading, step.kind)))
    return parts


def _note(changes: Changes, reading: Reading | None, kind: str) -> str:
    """From which figure to which, where the step is about the area's own ones."""
    used = changes.indicators.get(reading.code) if reading else None
    if reading is None or used is None:
        return ""
    periods = (used.period_before, used.period_after)
    old, new = (label(period, reading.period_type) if period else "" for period in periods)
    values = [number(value, reading.decimals) for value in (used.value_before, used.value_after)]
    if kind == "own-revised" and used.period_before == used.period_after:
        return _("%(before)s is now %(after)s (%(period)s)") % {"before": values[0], "after": values[1], "period": new}
    if kind in ("own-figures", "others-figures") and old and new and old != new:
        words = {"before": old, "after": new, "value": values[0], "now": values[1]}
        if kind == "others-figures" or not all(values):
            return _("from %(before)s to %(after)s") % words
        return _("%(value)s (%(before)s), now %(now)s (%(after)s)") % words
    if kind == "indicators":
        return _("not scored any more") if not new else _("scored now") if not old else ""
    return ""


def _sentence(reading: Reading, change: Change, steps: Sequence[ToldStep]) -> str:
    words = {"element": reading.name, "before": number(change.before, 2), "after": number(change.after, 2)}
    if change.before is None and change.after is None:
        return _("%(element)s had no score then, and has none now.") % words
    if change.before is None:
        return _("%(element)s had no score then, and has one of %(after)s now.") % words
    if change.after is None:
        return _("%(element)s had a score of %(before)s then, and has none now.") % words
    if words["before"] == words["after"]:
        if steps:
            return _("%(element)s stayed at %(after)s: what moved it one way and the other came to nothing.") % words
        return _("%(element)s stayed at %(after)s.") % words
    words["change"] = signed(round(change.after, 2) - round(change.before, 2))
    sentence = _("%(element)s went from %(before)s to %(after)s (%(change)s).") % words
    most = max(steps, key=lambda step: abs(step.change), default=None)
    if most is None:
        return sentence
    largest = (
        _("The largest step: %(name)s (%(change)s).") if len(steps) > 1 else _("All of it: %(name)s (%(change)s).")
    )
    named = {"name": str(most.name)[:1].lower() + str(most.name)[1:], "change": signed(most.change)}
    return f"{sentence} {largest % named}"


def _picture(profile: AreaProfile, reading: Reading, change: Change, steps: Sequence[ToldStep]) -> SafeString:
    level, bars = round(change.before or 0.0, 2), []
    for step in steps:
        bars.append(Bar(str(step.name), level, round(step.after, 2), signed(step.change)))
        level = round(step.after, 2)
    return drawing.change_steps(
        bars,
        before=change.before,
        after=change.after,
        code=reading.code,
        element=reading.name,
        area=profile.area.local_name,
    )


def _shown(score: float | None) -> float | None:
    return None if score is None else round(score, 2)
