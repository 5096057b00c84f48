"""Naming what could go wrong or stands in the way, saying what is done about it, closing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.actions import insist_current, keep_version
from apps.activity.verbs import Verb
from apps.initiatives.actions.telling import tell
from apps.initiatives.holding import insist_sees, opened
from apps.initiatives.models import Initiative, Risk
from apps.initiatives.plans import RiskPlan
from apps.initiatives.states import RISK


@transaction.atomic
def raise_risk(*, by: Any, initiative: Initiative, plan: RiskPlan, key: UUID | None = None) -> Risk:
    """Name a risk or a blocker; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if raised := initiative.risks.filter(key=key).first():
        return raised
    insist_sees(initiative, plan.owner)
    risk = Risk(initiative=initiative, kind=plan.kind, owner=plan.owner, raised_by_id=by.pk, key=key)
    risk.what, risk.response = plan.what.strip(), plan.response.strip()
    risk.likelihood, risk.seriousness = plan.likelihood, plan.seriousness
    _save(risk)
    keep_version(risk, by=by)
    tell(Verb.RISK_RAISED, by, initiative, said=risk.what, risk=risk.pk)
    return risk


@transaction.atomic
def change_risk(*, by: Any, risk: Risk, based_on: int, words: Mapping[str, Any]) -> Risk:
    """Say otherwise what it is, how much it weighs, who looks after it or what is done; what it was is kept.

    Raises Overtaken when someone else changed it since the version `based_on`.
    """
    initiative, risk = _held(by, risk)
    insist_current(risk, based_on)
    if not risk.rewrite(words):
        return risk
    if "owner" in words:
        insist_sees(initiative, words["owner"])
    _save(risk)
    keep_version(risk, by=by)
    tell(Verb.RISK_CHANGED, by, initiative, said=risk.what, risk=risk.pk)
    return risk


@transaction.atomic
def close_risk(*, by: Any, risk: Risk, why: str) -> Risk:
    """It is none any more, and why."""
    initiative, risk = _held(by, risk)
    if risk.state == Risk.State.CLOSED and risk.closing == why.strip():
        return risk
    risk.state = RISK.after(risk.state, "close")
    risk.closing = why.strip()
    if not risk.closing:
        raise ValidationError({"why": _("Say in a sentence why it is closed.")})
    _save(risk)
    tell(Verb.RISK_CLOSED, by, initiative, said=risk.closing, risk=risk.pk)
    return risk


@transaction.atomic
def reopen_risk(*, by: Any, risk: Risk) -> Risk:
    """It is one again. Why it had been closed stays in the activity."""
    initiative, risk = _held(by, risk)
    if risk.state == Risk.State.OPEN:
        return risk
    risk.state, risk.closing = RISK.after(risk.state, "reopen"), ""
    _save(risk)
    tell(Verb.RISK_REOPENED, by, initiative, said=risk.what, risk=risk.pk)
    return risk


def _held(by: Any, risk: Risk) -> tuple[Initiative, Risk]:
    initiative = opened(by, risk.initiative)
    return initiative, initiative.risks.select_for_update().get(pk=risk.pk)


def _save(risk: Risk) -> None:
    risk.full_clean(exclude=["raised_by", "owner"])
    risk.save()
