"""Logging what partners do, keeping it true, and saying what shows it."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
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
from apps.common.kinds import kind_of
from apps.files import actions as files
from apps.goals.models import Goal
from apps.initiatives.holding import held_partner, locked, opened
from apps.initiatives.models import Contribution, Evidence, Initiative, Milestone
from apps.initiatives.plans import InitiativePlan, Service, Step
from apps.initiatives.queries import leaves_the_public, may_decide_sight
from apps.initiatives.states import INITIATIVE
from apps.workspaces.models import Workspace
from apps.workspaces.quiet import insist_not_quiet

#: Dates outside of these are slips of the finger.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
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
    _require_dates(starts=plan.starts, ends=plan.ends)
    initiative = Initiative(
        workspace=workspace,
        kind=plan.kind,
        title=plan.title.strip(),
        summary=plan.summary.strip(),
        lead=held_partner(workspace, plan.lead).organisation,
        is_kept=plan.is_kept,
        starts=plan.starts,
        ends=plan.ends,
        status=plan.status,
        key=key,
        logged_by_id=by.pk,
        looked_after_by_id=by.pk,
    )
    _save(initiative, by)
    if plan.is_kept:
        _keep_to_its_lead(by, initiative)
    initiative.areas.set(_areas(workspace, plan.areas))
    for service in plan.serves:
        _say_anew(by, _contribution(initiative, service.goal), service)
    for step in plan.milestones:
        _add_step(initiative, step, uuid4())
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
    strange = set(words) - {*Initiative.WORDS, "areas"}
    if strange:
        raise LookupError(f"Not words of an initiative: {', '.join(sorted(strange))}.")
    before = initiative.words()
    is_hidden = leaves_the_public(initiative, by)
    if "lead" in words and words["lead"] != initiative.lead:
        _insist_may_hand_over(by, initiative, words["lead"])
        is_hidden = initiative.is_public
        initiative.lead = held_partner(initiative.workspace, words["lead"]).organisation
    for name in set(words) & set(Initiative.WORDS) - {"lead"}:
        setattr(initiative, name, words[name].strip() if isinstance(words[name], str) else words[name])
    _require_dates(starts=initiative.starts, ends=initiative.ends)
    if "areas" in words:
        initiative.areas.set(_areas(initiative.workspace, words["areas"]))
    changed = sorted(name for name, value in initiative.words().items() if value != before[name])
    if not changed:
        return initiative
    initiative.version += 1
    initiative.is_public &= not is_hidden
    _save(initiative, by)
    keep_version(initiative, by=by, reason=reason)
    return _say(Verb.INITIATIVE_CHANGED, by, initiative, is_hidden, changed=changed, reason=reason)


@transaction.atomic
def move_initiative(*, by: Any, initiative: Initiative, move: str) -> Initiative:
    """Change its status by a move of the state table. Raises LookupError for a move that there is not."""
    initiative = opened(by, initiative)
    before = initiative.status
    initiative.status = INITIATIVE.after(before, move)
    initiative.save(update_fields=["status"])
    is_hidden = _leave_to_its_lead(by, initiative)
    return _say(Verb.INITIATIVE_MOVED, by, initiative, is_hidden, before=before, after=initiative.status)


@transaction.atomic
def confirm_initiative(*, by: Any, initiative: Initiative) -> Initiative:
    """Say that all that is written of it is still correct. Who has just said so says nothing new."""
    initiative = opened(by, initiative)
    if initiative.confirmed_by_id == by.pk and timezone.now() - initiative.confirmed_at < JUST_NOW:
        return initiative
    _vouch(initiative, by)
    initiative.save(update_fields=["confirmed_at", "confirmed_by"])
    return _say(Verb.INITIATIVE_CONFIRMED, by, initiative)


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
    return _say(Verb.INITIATIVE_SHOWN, by, initiative, said=said, is_public=is_public)


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
        is_hidden = _leave_to_its_lead(by, initiative)
        _say(Verb.INITIATIVE_LINKED, by, initiative, is_hidden, goal=str(contribution.goal), serves=True)
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
    is_hidden = _leave_to_its_lead(by, initiative)
    return _say(Verb.INITIATIVE_LINKED, by, initiative, is_hidden, said=said, goal=str(goal), serves=False, **meant)


@transaction.atomic
def add_milestone(*, by: Any, initiative: Initiative, title: str, due: date, key: UUID | None = None) -> Milestone:
    """Add a step, by a date; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.milestones.filter(key=key).first():
        return added
    milestone = _add_step(initiative, Step(title, due), key)
    _say(Verb.MILESTONE_ADDED, by, initiative, milestone=milestone.title)
    return milestone


@transaction.atomic
def reach_milestone(*, by: Any, milestone: Milestone, on: date) -> Milestone:
    """Say that a step was reached, on a day that has come."""
    initiative = opened(by, milestone.initiative)
    milestone = initiative.milestones.get(pk=milestone.pk)
    if milestone.reached_on == on:
        return milestone
    if milestone.reached_on:
        raise Refused(_("This milestone is reached already. Take that back first if the day is wrong."))
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come. Give the day on which it was reached.")})
    _require_dates(on=on)
    milestone.reached_on, milestone.reached_by_id = on, by.pk
    milestone.save(update_fields=["reached_on", "reached_by"])
    _say(Verb.MILESTONE_REACHED, by, initiative, milestone=milestone.title, on=on)
    return milestone


@transaction.atomic
def take_back_milestone(*, by: Any, milestone: Milestone) -> Milestone:
    """Say that a step is not reached after all."""
    initiative = opened(by, milestone.initiative)
    milestone = initiative.milestones.get(pk=milestone.pk)
    if milestone.reached_on is None:
        return milestone
    milestone.reached_on = milestone.reached_by = None
    milestone.save(update_fields=["reached_on", "reached_by"])
    _say(Verb.MILESTONE_UNREACHED, by, initiative, milestone=milestone.title)
    return milestone


@transaction.atomic
def add_evidence(
    *,
    by: Any,
    initiative: Initiative,
    title: str,
    note: str = "",
    link: str = "",
    upload: "UploadedFile[Any] | None" = None,
    milestone: Milestone | None = None,
    key: UUID | None = None,
) -> Evidence:
    """Keep what shows that something was done or came of it: words, a link, a file; under one `key` only once.

    The file is for whoever may see the workspace, of what is kept for whoever sees that. Raises Milestone.DoesNotExist
    for one of another initiative.
    """
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.evidence.filter(key=key).first():
        return added
    evidence = Evidence(initiative=initiative, title=title.strip(), note=note.strip(), link=link.strip(), key=key)
    evidence.milestone = initiative.milestones.get(pk=milestone.pk) if milestone else None
    evidence.added_by_id = by.pk
    if upload:
        evidence.file = files.attach(
            by=by,
            scope=initiative if initiative.is_kept else initiative.workspace,
            permission=Permission.INITIATIVE_EDIT,
            name=upload.name or "",
            content=upload.read(),
        )
    evidence.full_clean(exclude=["added_by"])
    evidence.save()
    _say(Verb.EVIDENCE_ADDED, by, initiative, evidence=evidence.title)
    return evidence


@transaction.atomic
def remove_evidence(*, by: Any, evidence: Evidence) -> Initiative:
    """Take evidence away, and its file with it; that there was some stays in the activity."""
    initiative = opened(by, evidence.initiative)
    found = initiative.evidence.select_related("file").defer("file__content").filter(pk=evidence.pk).first()
    if found is None:
        raise Refused(_("This evidence is gone already."))
    title, stored = found.title, found.file
    found.delete()
    if stored:
        # What came while it was kept is still filed under it, also where it is shared by now.
        scope = initiative if stored.scope_kind == kind_of(initiative).name else initiative.workspace
        files.discard(by=by, scope=scope, permission=Permission.INITIATIVE_EDIT, stored=stored)
    return _say(Verb.EVIDENCE_REMOVED, by, initiative, evidence=title)


def _vouch(initiative: Initiative, by: Any) -> None:
    initiative.confirmed_at, initiative.confirmed_by_id = timezone.now(), by.pk


def _save(initiative: Initiative, by: Any) -> None:
    """Whoever writes of it vouches for it."""
    _vouch(initiative, by)
    initiative.full_clean(exclude=["logged_by", "confirmed_by", "thread"])
    initiative.save()


def _leave_to_its_lead(by: Any, initiative: Initiative) -> bool:
    """Take it from the public where it is not its lead's word any more; whether that was so."""
    is_hidden = leaves_the_public(initiative, by)
    if is_hidden:
        initiative.is_public = False
        initiative.save(update_fields=["is_public"])
    return is_hidden


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


def _say(verb: Verb, by: Any, initiative: Initiative, is_hidden: bool = False, **details: Any) -> Initiative:
    said = details.pop("said", "") or details.get("milestone") or details.get("evidence") or details.get("goal")
    said = said or details.get("reason", "")
    if "after" in details:
        said = str(Initiative.Status(details["after"]).label)
    if is_hidden:
        details["is_public"] = False
        hidden = _("not shown to the public until the people of %(lead)s show it again") % {"lead": initiative.lead}
        said = f"{said} ({hidden})" if said else hidden
    record(verb, actor=by, subject=initiative, scope=initiative.workspace, details={"said": said, **details})
    return initiative


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
    _require_dates(effect_from=service.effect_from)
    goal = contribution.goal
    if goal.state == Goal.State.CLOSED and not contribution.is_meant:
        raise Refused(_("“%(goal)s” is closed. Open it again before something new is to serve it.") % {"goal": goal})
    if not contribution.rewrite(service.words()):
        return False
    contribution.full_clean()
    contribution.save()
    keep_version(contribution, by=by)
    return True


def _add_step(initiative: Initiative, step: Step, key: UUID) -> Milestone:
    _require_dates(due=step.due)
    milestone = Milestone(initiative=initiative, title=step.title.strip(), due=step.due, key=key)
    milestone.full_clean(exclude=["reached_by"])
    milestone.save()
    return milestone


def _require_dates(**days: date | None) -> None:
    wrong = {name: _("Check the year.") for name, day in days.items() if day and not FIRST_DAY <= day <= LAST_DAY}
    if wrong:
        raise ValidationError(wrong)
