"""The page on which a lead hands over what someone looked after."""

from apps.workspaces.actions import remove_member
from tests.work.acting import log
from tests.work.reading import at, offered, said


def test_what_a_leaver_looked_after_needs_the_leads_until_it_is_handed_over(partnership, lead, contributor):
    goal, initiative = partnership.goal(by=partnership.contributor), log(partnership, by=partnership.contributor)
    members = partnership.workspace.members.select_related("workspace", "person")
    assert "is not here any more" not in said(lead.get(at(partnership, "workspace")))
    remove_member(by=partnership.lead, member=members.get(person=partnership.contributor))

    home = lead.get(at(partnership, "workspace"))
    assert "Harper Health : is not here any more: hand over" in said(home) or (
        "Harper Health: is not here any more: hand over" in said(home)
    )
    assert at(partnership, "handover") in offered(home)
    assert "Harper Health (not here any more)" in said(lead.get(at(partnership, "handover")))
    sent = {
        "looked_after": partnership.contributor.pk,
        "member": members.get(person=partnership.business_member).pk,
    }
    done = lead.post(at(partnership, "handover"), sent, follow=True)

    assert "Handed over: 2 things." in said(done)
    assert "is not here any more" not in said(lead.get(at(partnership, "workspace")))
    assert "Looked after by Bo Business" in said(lead.get(at(partnership, "goal", goal.pk)))
    assert "Looked after by Bo Business." in said(lead.get(at(partnership, "initiative", initiative.pk)))


def test_only_leads_come_to_it_and_what_is_missing_is_said(partnership, lead, contributor):
    partnership.goal()

    assert contributor.get(at(partnership, "handover")).status_code == 403
    assert lead.post(at(partnership, "handover"), {"looked_after": "x"}).status_code == 422
