"""How an indicator is made of others is declared, changed and ended: each version is kept, and its figures follow."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.figures.delivered import Subject
from apps.figures.derivation.arithmetic import DIVIDING, OF_DISTRICTS, RESIDENTS, ROLES, Kind
from apps.figures.derivation.declared import circle, name_in, names_now
from apps.figures.derivation.jobs import ask_derivation
from apps.figures.ground import subjects
from apps.figures.models import Derivation
from apps.framework.models import Edition
from apps.framework.queries import current_edition

#: A divisor older than this says nothing of what is divided.
LONGEST_REACH = 10
_LARGEST_FACTOR = 1e9
_SHARE = re.compile(r"%|per ?cent", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    """What is said of how an indicator is made; `inputs` leads from the part that each plays to its code."""

    code: str
    kind: str
    inputs: Mapping[str, str]
    why: str
    factor: float = 1.0
    reach: int = 0
    accepted_by_itself: bool = False

    def drafted(self) -> Derivation:
        """The derivation that would be declared, not kept."""
        return Derivation(
            code=self.code,
            kind=self.kind,
            inputs=dict(self.inputs),
            why=self.why,
            factor=self.factor,
            reach=self.reach,
            accepted_by_itself=self.accepted_by_itself,
        )


@transaction.atomic
def declare_derivation(*, by: Any, plan: Plan) -> Derivation:
    """Say how an indicator is made of others. Its figures are worked out at once, and whenever an input changes."""
    require(by, Permission.FIGURES_IMPORT)
    _one_at_a_time()
    known = Derivation.objects.filter(code=plan.code, ended_at__isnull=True).first()
    if known and _says_the_same(known, plan):
        return known
    if known:
        raise Refused(
            _("How “%(name)s” is made is declared already. Change that declaration, or end it first.")
            % {"name": name_in(names_now(), plan.code)}
        )
    insist_possible(plan)
    last = Derivation.objects.filter(code=plan.code).order_by("-version").first()
    return _keep(plan, by, Verb.DERIVATION_DECLARED, version=last.version + 1 if last else 1)


@transaction.atomic
def change_derivation(*, by: Any, derivation: Derivation, plan: Plan) -> Derivation:
    """Say otherwise how an indicator is made: a new version; the one before is kept, and what came of it."""
    require(by, Permission.FIGURES_IMPORT)
    _one_at_a_time()
    derivation = Derivation.objects.select_for_update().get(pk=derivation.pk)
    if derivation.ended_at is not None:
        if (later := derivation.replaced_by) and _says_the_same(later, plan):
            return later
        raise Refused(
            _("Someone changed or ended this declaration meanwhile. Open the one in force, then change that.")
        )
    if plan.code != derivation.code:
        raise Refused(_("A declaration stays with its indicator. End this one, and declare the other."))
    if _says_the_same(derivation, plan):
        raise Refused(_("Nothing was changed. Change how it is made, or leave it as it is."))
    insist_possible(plan)
    derivation.ended_by, derivation.ended_at = _account(by), timezone.now()
    derivation.save(update_fields=["ended_by", "ended_at"])
    changed = _keep(plan, by, Verb.DERIVATION_CHANGED, version=derivation.version + 1)
    derivation.replaced_by = changed
    derivation.save(update_fields=["replaced_by"])
    return changed


@transaction.atomic
def end_derivation(*, by: Any, derivation: Derivation, why: str) -> Derivation:
    """Figures of an indicator are not derived any more. Those in force stay until they are withdrawn."""
    require(by, Permission.FIGURES_IMPORT)
    _one_at_a_time()
    derivation = Derivation.objects.select_for_update().get(pk=derivation.pk)
    if derivation.ended_at is not None:
        raise Refused(_("This declaration is not in force any more."))
    derivation.ended_by, derivation.ended_at, derivation.end_reason = _account(by), timezone.now(), why
    derivation.full_clean(exclude=["job"])
    derivation.save(update_fields=["ended_by", "ended_at", "end_reason"])
    record(Verb.DERIVATION_ENDED, actor=by, subject=derivation, details={"why": why})
    return derivation


def insist_possible(plan: Plan) -> None:
    """Raises Refused, with a sentence, where an indicator cannot be made so."""
    if plan.kind not in ROLES or set(plan.inputs) != set(ROLES[plan.kind]):
        raise Refused(_("Say of what it is made: each part of the formula needs an indicator."))
    known = subjects()
    for code in (plan.code, *(code for code in plan.inputs.values() if code != RESIDENTS)):
        if code not in known:
            raise Refused(_("There is no indicator “%(code)s”. Choose one, or add it first.") % {"code": code[:60]})
    for role, code in plan.inputs.items():
        if code == RESIDENTS and role not in DIVIDING:
            raise Refused(_("Residents can only be what something is divided by or weighted by. Choose an indicator."))
    if len(set(plan.inputs.values())) < len(plan.inputs):
        raise Refused(_("Both parts are the same indicator. Choose two."))
    _insist_on_numbers(plan)
    _insist_no_circle(plan)
    _insist_on_units(plan, known)


def _insist_on_numbers(plan: Plan) -> None:
    if not (math.isfinite(plan.factor) and 0 < plan.factor <= _LARGEST_FACTOR):
        raise Refused(_("The number that the quotient is multiplied by must lie above 0, such as 100 or 1,000."))
    if not 0 <= plan.reach <= LONGEST_REACH:
        raise Refused(_("A divisor may be up to %(years)d years older, no more.") % {"years": LONGEST_REACH})


def _insist_no_circle(plan: Plan) -> None:
    found = circle(plan.code, plan.inputs.values())
    if found:
        names = names_now()
        chain = _(", which is made of ").join(f"“{name_in(names, code)}”" for code in found)
        raise Refused(_("It would be made of itself: %(chain)s. Choose another input.") % {"chain": chain})


def _insist_on_units(plan: Plan, known: Mapping[str, Subject]) -> None:
    target = known[plan.code]
    inputs = {role: known[code] for role, code in plan.inputs.items() if code != RESIDENTS}
    if plan.kind == Kind.GAP:
        _insist_same_unit(inputs["first"], inputs["second"])
    if plan.kind in OF_DISTRICTS:
        _insist_same_unit(inputs["parts"], target)
        for subject in inputs.values():
            if subject.upper_only:
                raise Refused(
                    _("“%(name)s” is kept for counties and single-tier areas only: districts have no figures of it.")
                    % {"name": subject.name}
                )
    if plan.kind == Kind.SUM and _SHARE.match(inputs["parts"].unit):
        raise Refused(
            _("“%(name)s” is counted in “%(unit)s”, and shares cannot be added up. Take their weighted mean.")
            % {"name": inputs["parts"].name, "unit": inputs["parts"].unit}
        )


def _insist_same_unit(one: Subject, other: Subject) -> None:
    if one.unit.casefold() != other.unit.casefold():
        raise Refused(
            _("“%(one)s” is counted in “%(unit)s”, “%(other)s” in “%(else)s”. They have to be in the same unit.")
            % {"one": one.name, "unit": one.unit, "other": other.name, "else": other.unit}
        )


def _one_at_a_time() -> None:
    """Two declarations that close a circle together would each see none: the second waits, and sees the first."""
    if edition := current_edition():
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def _says_the_same(derivation: Derivation, plan: Plan) -> bool:
    fields = ("code", "kind", "inputs", "factor", "reach", "accepted_by_itself", "why")
    other = plan.drafted()
    return all(getattr(derivation, name) == getattr(other, name) for name in fields)


def _keep(plan: Plan, by: Any, verb: Verb, *, version: int) -> Derivation:
    derivation = plan.drafted()
    derivation.version, derivation.declared_by = version, _account(by)
    derivation.full_clean(exclude=["job"])
    derivation.save()
    record(verb, actor=by, subject=derivation, details={"version": version, "why": plan.why})
    derivation.job = ask_derivation(derivation)
    derivation.save(update_fields=["job"])
    return derivation


def _account(by: Any) -> Any:
    """Whoever works at the command line has no account."""
    return by if by.pk else None
