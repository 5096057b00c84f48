"""An organisation asks to join a workspace, and its leads answer."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import held
from apps.accounts.models import Organisation, User
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.workspaces.models import JoinRequest, Member, Partner, Workspace
from apps.workspaces.states import JOIN_REQUEST


@transaction.atomic
def ask_to_join(*, by: Any, workspace: Workspace, organisation: Organisation, words: str) -> JoinRequest:
    """Ask for an organisation to be taken in as a partner; the leads are told. One request waits at a time."""
    organisation = held(organisation)
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.PARTNER_ASK, on=organisation)
    if not Workspace.objects.shown().filter(pk=workspace.pk).exists():
        raise Refused(_("There is no such workspace that can be asked."))
    if workspace.partners.filter(organisation=organisation).exists():
        raise Refused(_("%(organisation)s is a partner there already.") % {"organisation": organisation})
    if workspace.join_requests.filter(organisation=organisation, state=JoinRequest.State.WAITING).exists():
        waits = _("%(organisation)s has asked already, and waits for an answer.")
        raise Refused(waits % {"organisation": organisation})
    asked = JoinRequest(workspace=workspace, organisation=organisation, words=words.strip(), asked_by=by)
    asked.full_clean()
    asked.save()
    leads = workspace.members.filter(role=Role.LEAD).values_list("person_id", flat=True)
    details = {"said": f"{organisation}: {asked.words}", "organisation": organisation.pk}
    record(Verb.PARTNER_ASKED, actor=by, subject=workspace, scope=workspace, details=details, tell=list(leads))
    return asked


@transaction.atomic
def accept_request(*, by: Any, asked: JoinRequest) -> Partner:
    """Take the organisation in; whoever asked is its first member, a contributor, if they still belong to it."""
    held(asked.organisation)
    asked = _held(asked, by)
    asked.state = JOIN_REQUEST.after(asked.state, "accept")
    _answered(asked, by, "")
    partner, _made = Partner.objects.get_or_create(workspace=asked.workspace, organisation=asked.organisation)
    record(Verb.PARTNER_ADDED, actor=by, subject=partner, scope=asked.workspace)
    if (person := asked.asked_by) and _may_be_member(asked, person):
        Member.objects.create(workspace=asked.workspace, person=person, partner=partner, role=Role.CONTRIBUTOR)
        said, where = {"said": str(person), "to_you": _("You are a contributor there.")}, asked.workspace
        record(Verb.MEMBER_ADDED, actor=by, subject=where, scope=where, details=said, tell=[person.pk])
    return partner


@transaction.atomic
def decline_request(*, by: Any, asked: JoinRequest, answer: str) -> JoinRequest:
    """Decline, with words that whoever asked reads."""
    asked = _held(asked, by)
    if not answer.strip():
        raise Refused(_("Say in a sentence why not: whoever asked reads it."))
    asked.state = JOIN_REQUEST.after(asked.state, "decline")
    _note(Verb.PARTNER_DECLINED, by, asked)
    return _answered(asked, by, answer.strip())


@transaction.atomic
def withdraw_request(*, by: Any, asked: JoinRequest) -> JoinRequest:
    """Take a request back that nobody has answered yet."""
    asked = _as_it_is(asked)
    require(by, Permission.PARTNER_ASK, on=asked.organisation)
    asked.state = JOIN_REQUEST.after(asked.state, "withdraw")
    asked.save(update_fields=["state"])
    _note(Verb.PARTNER_UNASKED, by, asked)
    return asked


def _held(asked: JoinRequest, by: Any) -> JoinRequest:
    # The workspace first, as everyone does who changes who is in it.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=asked.workspace_id)
    require(by, Permission.PARTNER_EDIT, on=workspace)
    return _as_it_is(asked)


def _as_it_is(asked: JoinRequest) -> JoinRequest:
    found = JoinRequest.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("organisation", "workspace", "asked_by").get(pk=asked.pk)


def _note(verb: Verb, by: Any, asked: JoinRequest) -> None:
    details = {"said": str(asked.organisation), "organisation": asked.organisation_id}
    record(verb, actor=by, subject=asked.workspace, scope=asked.workspace, details=details)


def _answered(asked: JoinRequest, by: Any, answer: str) -> JoinRequest:
    asked.answer, asked.answered_at = answer, timezone.now()
    asked.answered_by_id = by.pk
    asked.full_clean()
    asked.save()
    return asked


def _may_be_member(asked: JoinRequest, person: User) -> bool:
    # Held: whoever takes them from the organisation waits, and then finds them here.
    belonging = asked.organisation.people.select_for_update(no_key=True).filter(person=person)
    return bool(belonging) and not asked.workspace.members.filter(person=person).exists()
