"""What is done with workspaces, their partners and their members."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import held
from apps.accounts.models import Organisation, User
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.queries import latest_event_in
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.common.slugs import free_slug
from apps.workspaces.leaving import is_last_lead, let_go, make_way
from apps.workspaces.models import Member, Partner, Workspace
from apps.workspaces.quiet import insist_not_quiet, quiet_until


@transaction.atomic
def open_workspace(
    *,
    by: Any,
    name: str,
    purpose: str,
    areas: Iterable[Area],
    organisation: Organisation | None = None,
    is_demonstration: bool = False,
) -> Workspace:
    """Open a workspace for one or more areas. Raises ValidationError on a field that cannot be so.

    `organisation`: whose organiser opens it; it is the first partner, and whoever opens it the first lead.
    """
    organisation = held(organisation) if organisation is not None else None
    if organisation is not None and by.pk is not None:
        # Held, so that nobody takes them out of the organisation until they are in the workspace.
        organisation.people.select_for_update(no_key=True).filter(person_id=by.pk).first()
    require(by, Permission.WORKSPACE_OPEN, on=organisation)
    covered = list(areas)
    if not covered:
        raise Refused(_("A workspace is for at least one area. Name one."))
    workspace = Workspace(
        name=name.strip(),
        slug=free_slug(name, Workspace.objects),
        purpose=purpose.strip(),
        is_demonstration=is_demonstration,
    )
    workspace.full_clean()
    workspace.save()
    workspace.areas.set(covered)
    keep_version(workspace, by=by)
    record(Verb.WORKSPACE_OPENED, actor=by, subject=workspace, scope=workspace)
    if organisation is not None:
        partner = Partner.objects.create(workspace=workspace, organisation=organisation)
        record(Verb.PARTNER_ADDED, actor=by, subject=partner, scope=workspace)
        if by.pk is not None:
            Member.objects.create(workspace=workspace, person=by, partner=partner, role=Role.LEAD)
    return workspace


@transaction.atomic
def archive_workspace(*, by: Any, workspace: Workspace, reason: str) -> Workspace:
    """Archive a workspace: its people read it, nobody changes anything in it, and the public does not see it."""
    workspace = _held(workspace)
    require(by, Permission.WORKSPACE_ARCHIVE, on=workspace)
    if not reason.strip():
        raise Refused(_("Say in a sentence why it is archived: whoever opens it later reads that."))
    workspace.archived_at = timezone.now()
    workspace.save(update_fields=["archived_at"])
    record(Verb.WORKSPACE_ARCHIVED, actor=by, subject=workspace, scope=workspace, details={"said": reason.strip()})
    return workspace


@transaction.atomic
def restore_workspace(*, by: Any, workspace: Workspace) -> Workspace:
    """Take a workspace out of the archive: everyone is again what they were, and the public sees what it saw.

    While a quiet period is on the public does not see it: its leads show it again once that is over.
    """
    workspace = _held(workspace)
    require(by, Permission.WORKSPACE_RESTORE, on=workspace)
    workspace.archived_at = None
    workspace.is_public = workspace.is_public and not quiet_until(workspace)
    workspace.save(update_fields=["archived_at", "is_public"])
    record(Verb.WORKSPACE_RESTORED, actor=by, subject=workspace, scope=workspace)
    return workspace


@transaction.atomic
def note_export(*, by: Any, workspace: Workspace) -> None:
    """Note that someone takes all of a workspace away; its people find that in the activity."""
    require_held(by, Permission.WORKSPACE_EXPORT, on=workspace)
    record(Verb.WORKSPACE_EXPORTED, actor=by, subject=workspace, scope=workspace)


@transaction.atomic
def change_workspace(
    *, by: Any, workspace: Workspace, based_on: int, words: Mapping[str, Any], reason: str = ""
) -> Workspace:
    """Change what a workspace says of itself. Raises Overtaken when someone else saved it after version `based_on`."""
    workspace = _held(workspace)
    require(by, Permission.WORKSPACE_EDIT, on=workspace)
    insist_current(workspace, based_on)
    if not workspace.rewrite(words):
        return workspace
    workspace.full_clean()
    workspace.save()
    keep_version(workspace, by=by, reason=reason)
    record(Verb.WORKSPACE_CHANGED, actor=by, subject=workspace, scope=workspace)
    return workspace


@transaction.atomic
def show_workspace(*, by: Any, workspace: Workspace, is_public: bool) -> Workspace:
    """Let the public see that a workspace exists, or no longer."""
    workspace = _held(workspace)
    require(by, Permission.WORKSPACE_EDIT, on=workspace)
    if workspace.is_public == is_public:
        return workspace
    if is_public:
        if workspace.is_training:
            raise Refused(_("This workspace is for training, so the public never sees it."))
        insist_not_quiet(workspace)
    workspace.is_public = is_public
    workspace.save(update_fields=["is_public"])
    said = _("The public sees it from now on.") if is_public else _("The public no longer sees it.")
    record(Verb.WORKSPACE_SHOWN, actor=by, subject=workspace, scope=workspace, details={"said": said})
    return workspace


@transaction.atomic
def add_partner(*, by: Any, workspace: Workspace, organisation: Organisation) -> Partner:
    """Take an organisation in at once: for a lead who is an organiser of it too. All others are invited.

    The public does not see it until its own people say so.
    """
    organisation = held(organisation)
    workspace = _held(workspace)
    require(by, Permission.PARTNER_EDIT, on=workspace)
    # So nobody becomes a partner without the yes of one of its own organisers.
    require(by, Permission.PARTNER_ASK, on=organisation)
    if workspace.partners.filter(organisation=organisation).exists():
        raise Refused(_("%(organisation)s is a partner here already.") % {"organisation": organisation.name})
    partner = Partner.objects.create(workspace=workspace, organisation=organisation)
    record(Verb.PARTNER_ADDED, actor=by, subject=partner, scope=workspace)
    return partner


@transaction.atomic
def remove_partner(*, by: Any, partner: Partner) -> None:
    """Let a partner go that nobody speaks for any more; what it did stays."""
    workspace = _held(partner.workspace)
    require(by, Permission.PARTNER_EDIT, on=workspace)
    found = workspace.partners.filter(pk=partner.pk).first()
    if found is None:
        raise Refused(_("%(partner)s is no partner of this workspace any more.") % {"partner": partner})
    if found.members.exists():
        raise Refused(_("People still speak for %(partner)s here. Remove them first.") % {"partner": partner})
    details = {"organisation": found.organisation_id}
    record(Verb.PARTNER_REMOVED, actor=by, subject=found, scope=workspace, details=details)
    found.delete()


@transaction.atomic
def show_partner(*, by: Any, partner: Partner, is_public: bool) -> Partner:
    """Let the public see that a partner takes part, or no longer: for its own people to decide."""
    partners = Partner.objects.select_for_update(of=("self",), no_key=True).select_related("workspace")
    partner = partners.get(pk=partner.pk)
    require_held(by, Permission.PARTNER_SHOW, on=partner)
    if partner.is_public == is_public:
        return partner
    if is_public:
        insist_not_quiet(partner.workspace)
    if is_public and not partner.organisation.is_verified:
        sentence = _("%(partner)s is not verified yet, and the public sees verified organisations only. See its page.")
        raise Refused(sentence % {"partner": partner})
    partner.is_public = is_public
    partner.save(update_fields=["is_public"])
    said = _("The public sees it from now on.") if is_public else _("The public no longer sees it.")
    record(Verb.PARTNER_SHOWN, actor=by, subject=partner, scope=partner.workspace, details={"said": said})
    return partner


@transaction.atomic
def add_member(*, by: Any, workspace: Workspace, person: User, partner: Partner, role: str) -> Member:
    """Take a person in, who speaks for a partner and belongs to its organisation."""
    workspace = _held(workspace)
    require(by, Permission.MEMBER_EDIT, on=workspace)
    if partner.workspace_id != workspace.pk:
        raise Refused(_("%(partner)s is no partner of this workspace.") % {"partner": partner})
    # Held: whoever takes them from the organisation waits, and then finds them here.
    if not partner.organisation.people.select_for_update(no_key=True).filter(person=person):
        raise Refused(
            _("%(person)s does not belong to %(partner)s, so they cannot speak for it.")
            % {"person": person.name, "partner": partner}
        )
    if workspace.members.filter(person=person).exists():
        raise Refused(_("%(person)s is a member of this workspace already.") % {"person": person.name})
    member = Member(workspace=workspace, person=person, partner=partner, role=Role(role))
    member.full_clean()
    member.save()
    named = {"person": person.name, "role": Role(role).label}
    details = {"said": _("%(person)s, %(role)s") % named, "to_you": _("You are a %(role)s there.") % named}
    record(Verb.MEMBER_ADDED, actor=by, subject=workspace, scope=workspace, details=details, tell=[person.pk])
    if role == Role.LEAD:
        make_way(member)
    return member


@transaction.atomic
def change_role(*, by: Any, member: Member, role: str) -> Member:
    """Give a member another role. A workspace keeps at least one lead."""
    workspace = _held(member.workspace)
    require(by, Permission.MEMBER_EDIT, on=workspace)
    member = _as_they_are(member)
    if member.role == Role(role):
        return member
    if Role(role) != Role.LEAD:
        _insist_another_lead(member)
    member.role = Role(role)
    member.full_clean()
    member.save(update_fields=["role"])
    details = {"said": _("%(person)s, %(role)s") % {"person": member.person, "role": Role(role).label}}
    record(Verb.MEMBER_CHANGED, actor=by, subject=workspace, scope=workspace, details=details)
    if role == Role.LEAD:
        make_way(member)
    return member


@transaction.atomic
def remove_member(*, by: Any, member: Member) -> None:
    """Let a member go: a lead may remove anyone, anyone may leave. What they wrote stays, under their name."""
    workspace = _held(member.workspace)
    if by.pk is None or by.pk != member.person_id:
        require(by, Permission.MEMBER_EDIT, on=workspace)
    member = _as_they_are(member)
    _insist_another_lead(member)
    let_go(member, by=by)


@transaction.atomic
def mark_seen(*, by: Any, workspace: Workspace, up_to: int | None = None) -> None:
    """A member says that they have seen all that happened, until now or until the event of a number.

    What they have seen stays seen, whatever an older page says.
    """
    # Of two events at the same instant the one with the lower number may be committed second, after someone saw the
    # other. It is then not marked as new to them, but stands in the activity, and whoever is told of it is told.
    require_held(by, Permission.WORKSPACE_VIEW, on=workspace)
    latest = latest_event_in(workspace)
    seen = latest if up_to is None else min(up_to, latest)
    workspace.members.filter(person_id=by.pk, seen_up_to__lt=seen).update(seen_up_to=seen)


def _held(workspace: Workspace) -> Workspace:
    # Whoever changes who is in a workspace holds its row: of two leads who remove each other one is refused. What
    # someone may is asked after it, when nobody can take it from them any more.
    return Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def _as_they_are(member: Member) -> Member:
    """A member as they are now, in a workspace that is held."""
    found = member.workspace.members.select_related("person").filter(pk=member.pk).first()
    if found is None:
        raise Refused(_("They are no member of this workspace any more."))
    return found


def _insist_another_lead(member: Member) -> None:
    if is_last_lead(member):
        raise Refused(_("A workspace needs at least one lead. Make someone else a lead first."))
