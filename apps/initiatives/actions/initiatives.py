"""Logging what partners do, keeping it true, and naming the goals it is meant to serve."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.goals.models import Goal
from apps.initiatives.actions.milestones import add_step
from apps.initiatives.actions.taking_part import taking_part
from apps.initiatives.actions.telling import leave_to_its_lead, require_dates, tell
from apps.initiatives.holding import held_partner, locked, opened
from apps.initiatives.models import Contribution, Initiative
from apps.initiatives.plans import InitiativePlan, Service
from apps.initiatives.queries import leaves_the_public, may_decide_sight
from apps.initiatives.sorts import fits
from apps.initiatives.states import INITIATIVE
from apps.workspaces.models import Workspace
from apps.workspaces.quiet import insist_not_quiet

#: Two presses of a button within this are one.
JUST_NOW = timedelta(minutes=1)


@transaction.atomic
def log_initiative(*, by: Any, workspace: Workspace, plan: InitiativePlan, key: UUID | None = None) -> Initiative:
    """Log a policy or an initiative, with the goals it serves and its first milestones; under one `key` only once."""
    # A form sent twice: the second waits here until the first is committed, and then finds it.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require_held(by, Permission.INITIATIVE_EDIT, on=workspace)
    key = key or uuid4()
    if logged := workspace.initiatives.filter(key=key).first():
        return logged
    require_dates(starts=plan.starts, ends=plan.ends)
    initiative = Initiative(
        workspace=workspace,
        kind=plan.kind,
        sort=plan.sort,
        title=plan.title.strip(),
        summary=plan.summary.strip(),
        lead=held_partner(workspace, plan.lead).organisation,
        is_kept=plan.is_kept,
        **plan.more(),
        key=key,
        logged_by_id=by.pk,
        looked_after_by_id=by.pk,
    )
    _save(initiative, by)
    if plan.is_kept:
        _keep_to_its_lead(by, initiative)
    initiative.areas.set(_areas(workspace, plan.areas))
    initiative.partners.set(taking_part(initiative, plan.partners))
    for service in plan.serves:
        _say_anew(by, _contribution(initiative, service.goal), service)
    for step in plan.milestones:
        add_step(by, initiative, step, uuid4())
    keep_version(initiative, by=by)
    record(Verb.INITIATIVE_LOGGED, actor=by, subject=initiative, scope=workspace, details=_told(plan))
    return initiative


@transaction.atomic
def change_initiative(
    *, by: Any, initiative: Initiative, based_on: int, words: Mapping[str, Any], reason: str = ""
) -> Initiative:
    """Change what is written of it; what is not in `words` stays. Whoever changes it vouches for all of it.

    The public sees it by its lead's decision, so with a new lead it is not shown until they say so; nor when someone
    else than its lead's people changed it. Only those people, and the workspace's leads, hand it to another partner.
    """
    initiative = opened(by, initiative)
    insist_current(initiative, based_on)
    strange = set(words) - {*Initiative.WORDS, *Initiative.CHOSEN}
    if strange:
        raise LookupError(f"Not words of an initiative: {', '.join(sorted(strange))}.")
    before = initiative.words()
    is_hidden = leaves_the_public(initiative, by)
    if "lead" in words and words["lead"] != initiative.lead:
        _insist_may_hand_over(by, initiative, words["lead"])
        is_hidden = initiative.is_public
        initiative.lead = held_partner(initiative.workspace, words["lead"]).organisation
    _write(initiative, words)
    changed = sorted(name for name, value in initiative.words().items() if value != before[name])
    if not changed:
        return initiative
    initiative.version += 1
    initiative.is_public &= not is_hidden
    _save(initiative, by)
    keep_version(initiative, by=by, reason=reason)
    return tell(Verb.INITIATIVE_CHANGED, by, initiative, is_hidden, changed=changed, reason=reason)


@transaction.atomic
def move_initiative(*, by: Any, initiative: Initiative, move: str) -> Initiative:
    """Change its status by a move of the state table. Raises LookupError for a move that there is not."""
    initiative = opened(by, initiative)
    before = initiative.status
    initiative.status = INITIATIVE.after(before, move)
    initiative.save(update_fields=["status"])
    is_hidden = leave_to_its_lead(by, initiative)
    return tell(Verb.INITIATIVE_MOVED, by, initiative, is_hidden, before=before, after=initiative.status)


@transaction.atomic
def confirm_initiative(*, by: Any, initiative: Initiative) -> Initiative:
    """Say that all that is written of it is still correct. Who has just said so says nothing new."""
    initiative = opened(by, initiative)
    if initiative.confirmed_by_id == by.pk and timezone.now() - initiative.confirmed_at < JUST_NOW:
        return initiative
    _vouch(initiative, by)
    initiative.save(update_fields=["confirmed_at", "confirmed_by"])
    return tell(Verb.INITIATIVE_CONFIRMED, by, initiative)


@transaction.atomic
def show_initiative(*, by: Any, initiative: Initiative, is_public: bool) -> Initiative:
    """Decide whether the public sees it: only the people of the partner that leads it do."""
    initiative = locked(initiative)
    partner = initiative.workspace.partners.filter(organisation=initiative.lead).first()
    if partner is None:
        require(by, Permission.PARTNER_SHOW)
    else:
        require_held(by, Permission.PARTNER_SHOW, on=partner)
    if initiative.is_public == is_public:
        return initiative
    if initiative.is_kept:
        raise Refused(_("It is kept to some partners. Share it with everyone in this workspace first."))
    if is_public:
        insist_not_quiet(initiative.workspace)
    initiative.is_public = is_public
    initiative.save(update_fields=["is_public"])
    said = _("The public may see it from now on.") if is_public else _("The public no longer sees it.")
    return tell(Verb.INITIATIVE_SHOWN, by, initiative, said=said, is_public=is_public)


@transaction.atomic
def serve_goal(
    *,
    by: Any,
    initiative: Initiative,
    goal: Goal,
    mechanism: str,
    effect_from: date | None = None,
    based_on: int | None = None,
) -> Contribution:
    """Say that it is meant to serve a goal of its workspace, and how; said again, it is said anew.

    Where `based_on` is given it is the version that was opened of what is said of this goal, 0 when there was none.
    Raises Overtaken when someone else wrote of it since, Goal.DoesNotExist for a goal of another workspace.
    """
    initiative = opened(by, initiative)
    contribution = _contribution(initiative, goal)
    # What is not meant any more is overtaken by whoever begins without it: its words are among the versions.
    if based_on is not None and contribution.pk and (based_on or contribution.is_meant):
        insist_current(contribution, based_on)
    if _say_anew(by, contribution, Service(goal, mechanism, effect_from)):
        is_hidden = leave_to_its_lead(by, initiative)
        tell(Verb.INITIATIVE_LINKED, by, initiative, is_hidden, goal=str(contribution.goal), serves=True)
    return contribution


@transaction.atomic
def stop_serving(*, by: Any, initiative: Initiative, goal: Goal) -> Initiative:
    """Say that it is not meant to serve a goal any more; its words are kept. Nothing happens where it was not."""
    initiative = opened(by, initiative)
    contribution = initiative.contributions.meant().filter(goal=goal).first()
    if contribution is None:
        return initiative
    contribution.rewrite({"is_meant": False})
    contribution.save()
    keep_version(contribution, by=by)
    said = _("Not meant to serve “%(goal)s” any more.") % {"goal": goal}
    meant = {"mechanism": contribution.mechanism, "effect_from": contribution.effect_from}
    is_hidden = leave_to_its_lead(by, initiative)
    return tell(Verb.INITIATIVE_LINKED, by, initiative, is_hidden, said=said, goal=str(goal), serves=False, **meant)


def _write(initiative: Initiative, words: Mapping[str, Any]) -> None:
    """Put other words in, all but who leads it, which is decided before."""
    for name in set(words) & set(Initiative.WORDS) - {"lead"}:
        setattr(initiative, name, words[name].strip() if isinstance(words[name], str) else words[name])
    require_dates(starts=initiative.starts, ends=initiative.ends)
    if "areas" in words:
        initiative.areas.set(_areas(initiative.workspace, words["areas"]))
    # Asked also where nobody speaks of them: a new lead may have been one of them.
    initiative.partners.set(taking_part(initiative, words.get("partners", initiative.partners.all())))


def _vouch(initiative: Initiative, by: Any) -> None:
    initiative.confirmed_at, initiative.confirmed_by_id = timezone.now(), by.pk


def _save(initiative: Initiative, by: Any) -> None:
    """Whoever writes of it vouches for it."""
    _vouch(initiative, by)
    if not fits(initiative.kind, initiative.sort):
        raise ValidationError({"sort": _("This sort does not fit: choose one of the sorts of its kind.")})
    initiative.full_clean(exclude=["logged_by", "confirmed_by", "thread"])
    initiative.save()


def _keep_to_its_lead(by: Any, initiative: Initiative) -> None:
    """Keep what is logged to the partner that leads it: what someone keeps from others they have to see themselves."""
    partner = initiative.workspace.partners.get(organisation=initiative.lead)
    if not can(by, Permission.PARTNER_SHOW, on=partner):
        sentence = _("Only the people of %(lead)s can keep what it leads to themselves. Choose your own partner.")
        raise ValidationError({"sight": sentence % {"lead": initiative.lead}})
    initiative.kept_to.set([partner])


def _insist_may_hand_over(by: Any, initiative: Initiative, to: Organisation) -> None:
    partner = initiative.workspace.partners.filter(organisation=initiative.lead).first()
    if initiative.is_kept and not (
        may_decide_sight(initiative, by) and initiative.kept_to.filter(organisation=to).exists()
    ):
        sentence = _("It is kept. Only the people of %(lead)s hand it over, to a partner that sees it already.")
        raise ValidationError({"lead": sentence % {"lead": initiative.lead}})
    # What a partner led that is gone is nobody's, and waits for whoever takes it on.
    if partner is None or can(by, Permission.PARTNER_SHOW, on=partner):
        return
    if not can(by, Permission.PARTNER_EDIT, on=initiative.workspace):
        sentence = _("Only the people of %(lead)s, or a lead of the workspace, can hand it to another partner.")
        raise ValidationError({"lead": sentence % {"lead": initiative.lead}})


def _told(plan: InitiativePlan) -> dict[str, Any]:
    goals = [str(service.goal) for service in plan.serves]
    return {"goals": goals, "milestones": [step.title for step in plan.milestones]}


def _areas(workspace: Workspace, areas: Collection[Area]) -> Collection[Area]:
    if not {area.pk for area in areas} <= set(workspace.areas.values_list("pk", flat=True)):
        raise ValidationError({"areas": _("Choose among the areas of this workspace.")})
    return areas


def _contribution(initiative: Initiative, goal: Goal) -> Contribution:
    """What is or was said of a goal of its workspace; one that nobody has written yet is its version 0."""
    goal = Goal.objects.filter(workspace=initiative.workspace).get(pk=goal.pk)
    known = initiative.contributions.filter(goal=goal).select_related("goal").first()
    return known or Contribution(initiative=initiative, goal=goal, is_meant=False, version=0)


def _say_anew(by: Any, contribution: Contribution, service: Service) -> bool:
    """Write what is said of a goal, and keep it as a version; whether it was anything new."""
    require_dates(effect_from=service.effect_from)
    goal = contribution.goal
    if goal.state == Goal.State.CLOSED and not contribution.is_meant:
        raise Refused(_("“%(goal)s” is closed. Open it again before something new is to serve it.") % {"goal": goal})
    if not contribution.rewrite(service.words()):
        return False
    contribution.full_clean()
    contribution.save()
    keep_version(contribution, by=by)
    return True
