"""What the figures said of an area that moved beyond its group, as it is kept with a case study and told to readers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.common.numbers import amount, in_unit, number, signed
from apps.common.periods import label
from apps.framework.models import Element
from apps.practice.models import Candidate

_SMALL = 10


@dataclass(frozen=True)
class Finding:
    """Two figures of an indicator in an area, and how its group moved meanwhile. The words are those of then."""

    run: int
    edition: str
    as_at: str
    element: str
    unit: str
    decimals: int
    direction: int
    transform: str
    from_period: str
    to_period: str
    from_label: str
    to_label: str
    before: float
    after: float
    group_change: float
    group_size: int
    passed: int
    lead: float
    limits_apart: bool | None

    @classmethod
    def of(cls, candidate: Candidate) -> "Finding":
        """What a candidate says; its run's edition and its element are read."""
        element, run = candidate.element, candidate.run
        return cls(
            run=run.pk,
            edition=run.edition.name,
            as_at=run.as_at.isoformat(),
            element=element.name,
            unit=element.unit,
            decimals=element.decimals,
            direction=element.direction or 1,
            transform=element.transform,
            from_period=candidate.from_period,
            to_period=candidate.to_period,
            from_label=label(candidate.from_period, element.period_type),
            to_label=label(candidate.to_period, element.period_type),
            before=candidate.before,
            after=candidate.after,
            group_change=candidate.group_change,
            group_size=candidate.group_size,
            passed=candidate.passed,
            lead=candidate.lead,
            limits_apart=candidate.limits_apart,
        )

    @classmethod
    def kept(cls, facts: Mapping[str, Any]) -> "Finding | None":
        """What is kept with a case study; None for one that was begun without figures."""
        return cls(**facts) if facts else None

    def as_facts(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @property
    def was(self) -> str:
        return amount(self.before, self.unit, self.decimals)

    @property
    def is_now(self) -> str:
        return amount(self.after, self.unit, self.decimals)

    @property
    def unit_words(self) -> str:
        """The unit without the sign that stands at the figure."""
        return in_unit(self.after, self.unit, self.decimals).rest

    @property
    def own_change(self) -> str:
        return self._change(self.after - self.before, self.decimals)

    @property
    def group_moved(self) -> str:
        """The middle of the group's changes; a small one of whole figures is told to a tenth."""
        return self._change(
            self.group_change, self.decimals if abs(self.group_change) >= _SMALL else self.decimals or 1
        )

    @property
    def further_than(self) -> str:
        """How far ahead it is, counted in areas: exact, on the scale on which the indicator is scored."""
        others = self.group_size - 1
        whom = (
            _("each of the %(others)d other areas of its group")
            if self.passed == others
            else _("%(passed)d of the %(others)d other areas of its group")
        ) % {"passed": self.passed, "others": others}
        if self.transform == Element.Transform.LOG:
            return _("As a share of where it started, it moved further than %(whom)s.") % {"whom": whom}
        if self.transform in (Element.Transform.SQRT, Element.Transform.RECIPROCAL):
            return _("On the scale on which it is scored, it moved further than %(whom)s.") % {"whom": whom}
        return _("It moved further than %(whom)s.") % {"whom": whom}

    @property
    def spreads(self) -> str:
        """The same in spreads of the group's changes."""
        return _("%(lead)s spreads beyond the middle of its group") % {"lead": number(self.lead, 1)}

    @property
    def better_way(self) -> str:
        return _("higher is better") if self.direction == 1 else _("lower is better")

    @property
    def limits_note(self) -> str:
        """What the source's own limits say of the change; empty where there are none."""
        if self.limits_apart is None:
            return ""
        if self.limits_apart:
            return _("The source’s 95% limits of the two figures lie apart.")
        return _("The source’s 95% limits of the two figures overlap, so this may be chance in the sample alone.")

    def _change(self, change: float, decimals: int) -> str:
        written = signed(change, decimals)
        return _("%(change)s points") % {"change": written} if self.unit.startswith("%") else written
