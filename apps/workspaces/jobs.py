"""Who leaves an organisation no longer speaks for it."""

from apps.accounts.models import OrganisationPerson
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
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
