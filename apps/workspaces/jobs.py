"""Who leaves an organisation no longer speaks for it; what follows an area that ended is an area of its workspaces."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import OrganisationPerson
from apps.activity.actions import record
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Area, Reorganisation
from apps.areas.queries import heirs_of
from apps.background.work import Work
from apps.workspaces.leaving import is_last_lead, let_go
from apps.workspaces.models import Member, Workspace


@on(Verb.ORGANISATION_LEFT, name="workspaces.leavers")
def let_leavers_go(work: Work, event: Event) -> None:
    """Take whoever left an organisation out of the workspaces in which they spoke for it. Safe to run twice.

    The last lead of a workspace stays until there is another: nobody else could let anyone in.
    """
    spoke = Member.objects.filter(person_id=event.details["person"], partner__organisation_id=event.subject_id)
    with work.finishing():
        for pk in spoke.order_by("workspace_id").values_list("workspace_id", flat=True):
            # As actions hold it, so that of two leads who go at once one stays; and read as they are then.
            Workspace.objects.select_for_update(no_key=True).get(pk=pk)
            member = spoke.select_related("person", "partner", "workspace").filter(workspace=pk).first()
            if member and not _is_back(member) and not is_last_lead(member):
                let_go(member, by=None)


def _is_back(member: Member) -> bool:
    organisation = member.partner.organisation_id
    return OrganisationPerson.objects.filter(organisation=organisation, person=member.person_id).exists()


@on(Verb.REORGANISATION_APPLIED, name="workspaces.follow")
def follow_reorganisation(work: Work, event: Event) -> None:
    """Workspaces for areas that ended are for those that follow too, and say so. Safe to run twice.

    The areas of before stay: what was done for them, and its goals, stay where they are.
    """
    ended = Area.objects.filter(became__new_area__reorganisation=event.subject_id)
    touched = Workspace.objects.filter(areas__in=ended).order_by("pk").values_list("pk", flat=True).distinct()
    with work.finishing():
        # It may have been undone by now; then nothing follows.
        changed = Reorganisation.objects.filter(pk=event.subject_id, state=Reorganisation.State.APPLIED).first()
        for pk in touched if changed else ():
            workspace = Workspace.objects.select_for_update(no_key=True).get(pk=pk)
            theirs = workspace.areas.filter(pk__in=ended.values("pk"), ended__isnull=False)
            _take_in(workspace, list(theirs), event.subject_id)


def _take_in(workspace: Workspace, ended: list[Area], reorganisation: int) -> None:
    here = set(workspace.areas.values_list("pk", flat=True))
    heirs = {heir.pk: heir for area in ended for heir in heirs_of(area) if heir.pk not in here}
    if not heirs or ended[0].ended is None:
        return
    workspace.areas.add(*heirs.values())
    said = _("%(old)s ended on %(day)s. What follows is an area of this workspace from now on: %(new)s.") % {
        "old": ", ".join(area.name for area in ended),
        "day": date_format(ended[0].ended, "j F Y"),
        "new": ", ".join(sorted(heir.name for heir in heirs.values())),
    }
    details = {"said": said, "reorganisation": reorganisation, "areas": sorted(heirs)}
    # Of a workspace that rests in the archive nobody is told; it stands in its activity.
    tell: list[int] | None = [] if workspace.archived_at else None
    record(Verb.WORKSPACE_FOLLOWED, actor=None, subject=workspace, scope=workspace, details=details, tell=tell)


@on(Verb.REORGANISATION_UNDONE, name="workspaces.return")
def return_from_reorganisation(work: Work, event: Event) -> None:
    """Take areas out of workspaces again that a reorganisation brought there and that never were. Safe to run twice."""
    followed = Event.objects.filter(verb=Verb.WORKSPACE_FOLLOWED, details__reorganisation=event.subject_id)
    with work.finishing():
        for told in followed.order_by("pk"):
            workspace = Workspace.objects.select_for_update(no_key=True).filter(pk=told.subject_id).first()
            gone = workspace.areas.filter(pk__in=told.details["areas"], ended__isnull=False) if workspace else None
            if workspace and gone:
                said = ", ".join(gone.values_list("name", flat=True))
                workspace.areas.remove(*gone)
                details = {"said": said}
                record(Verb.WORKSPACE_RETURNED, actor=None, subject=workspace, scope=workspace, details=details)
