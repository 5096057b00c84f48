"""Opening a workspace, saying what it is for, who takes part as a partner, and what the public sees."""

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.workspaces import actions
from apps.workspaces.models import Partner, Workspace
from tests.factories.areas import AreaFactory
from tests.partnership import build_partnership
from tests.records import as_saved, last_event, on_record

pytestmark = pytest.mark.django_db


def open_workspace(**changes):
    asked = {"by": OPERATOR, "name": "Ambleton together", "purpose": "To thrive together."}
    areas = changes.pop("areas", None) or [AreaFactory()]
    return actions.open_workspace(**(asked | changes), areas=areas)


@pytest.fixture
def guild(partnership):
    """A partner for which nobody speaks."""
    organisation = open_organisation(by=OPERATOR, name="Guild of Menders", sector="civil-society")
    add_to_organisation(by=OPERATOR, organisation=organisation, person=partnership.lead, role=Role.ORGANISER)
    return actions.add_partner(by=partnership.lead, workspace=partnership.workspace, organisation=organisation)


def test_a_workspace_opens_for_its_areas_and_nobody_sees_it_yet():
    areas = [AreaFactory(), AreaFactory()]

    opened = as_saved(open_workspace(name=" Ambleton together ", purpose=" To thrive. ", areas=areas))

    assert (opened.name, opened.slug, opened.purpose) == ("Ambleton together", "ambleton-together", "To thrive.")
    assert (opened.version, opened.is_public, opened.is_demonstration) == (1, False, False)
    assert set(opened.areas.all()) == set(areas)
    assert (opened.members.count(), opened.partners.count()) == (0, 0)
    assert (last_event().verb, last_event().subject_id, last_event().scope_id) == (
        Verb.WORKSPACE_OPENED,
        opened.pk,
        opened.pk,
    )
    assert Version.objects.get().words == {"name": "Ambleton together", "purpose": "To thrive."}


def test_an_invented_workspace_is_marked_so():
    assert open_workspace(is_demonstration=True).is_demonstration


def test_two_workspaces_of_one_name_have_addresses_of_their_own():
    assert [open_workspace().slug, open_workspace().slug] == ["ambleton-together", "ambleton-together-2"]


def test_a_workspace_is_for_at_least_one_area():
    with pytest.raises(Refused, match="at least one area"):
        actions.open_workspace(by=OPERATOR, name="Nowhere", purpose="None.", areas=iter(()))

    assert not Workspace.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 141}, "name"),
        ({"purpose": " "}, "purpose"),
        ({"purpose": "x" * 2001}, "purpose"),
    ],
)
def test_a_workspace_that_cannot_be_so_is_not_opened(changes, field):
    with pytest.raises(ValidationError) as wrong:
        open_workspace(**changes)

    assert list(wrong.value.message_dict) == [field]
    assert not Workspace.objects.exists()
    assert not Event.objects.exists()


def change(partnership, words, **given):
    asked = {"by": partnership.lead, "workspace": partnership.workspace, "based_on": 1} | given
    return actions.change_workspace(words=words, **asked)


def test_a_lead_changes_what_it_says_of_itself_and_its_address_stays(partnership):
    changed = as_saved(change(partnership, {"name": " Brighter Ambleton "}, reason="It is more than a plan."))

    assert (changed.name, changed.purpose, changed.version) == ("Brighter Ambleton", "To thrive together.", 2)
    assert changed.slug == "ambleton-together"
    version = Version.objects.get(subject_kind="workspace", number=2)
    assert (version.words, version.reason, version.by) == (
        changed.words(),
        "It is more than a plan.",
        partnership.lead,
    )
    assert (last_event().verb, last_event().subject_label) == (Verb.WORKSPACE_CHANGED, "Brighter Ambleton")


def test_the_second_of_two_leads_is_told_and_saves_nothing(partnership):
    change(partnership, {"purpose": "First."})

    with pytest.raises(Overtaken):
        change(partnership, {"purpose": "Second."})

    assert as_saved(partnership.workspace).purpose == "First."


def test_what_cannot_be_said_of_it_is_not_kept(partnership):
    with pytest.raises(ValidationError, match="cannot be blank"):
        change(partnership, {"name": " "})
    with pytest.raises(LookupError, match="is_public"):
        change(partnership, {"is_public": True})

    assert as_saved(partnership.workspace).words() == partnership.workspace.words()
    assert (as_saved(partnership.workspace).version, as_saved(partnership.workspace).is_public) == (1, False)


def test_a_workspace_is_shown_and_hidden_again_and_each_is_told_once(partnership):
    for is_public in (False, True, True, False):
        actions.show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=is_public)

    said = Event.objects.filter(verb=Verb.WORKSPACE_SHOWN).order_by("pk").values_list("details__said", flat=True)
    assert list(said) == ["The public sees it from now on.", "The public no longer sees it."]
    assert not as_saved(partnership.workspace).is_public


def test_a_page_that_is_out_of_date_hides_what_another_lead_has_shown(partnership):
    out_of_date = as_saved(partnership.workspace)
    change(partnership, {"name": "Brighter Ambleton"})
    actions.show_workspace(by=partnership.lead, workspace=as_saved(partnership.workspace), is_public=True)

    actions.show_workspace(by=partnership.lead, workspace=out_of_date, is_public=False)

    assert not as_saved(partnership.workspace).is_public
    assert as_saved(partnership.workspace).name == "Brighter Ambleton"


def test_an_organisation_becomes_a_partner_that_the_public_does_not_see(partnership, guild):
    assert (guild.workspace, guild.is_public) == (partnership.workspace, False)
    event = last_event()
    assert (event.verb, event.subject_kind, event.subject_label) == (Verb.PARTNER_ADDED, "partner", "Guild of Menders")
    assert (event.scope_id, event.actor) == (partnership.workspace.pk, partnership.lead)


def test_an_organisation_is_a_partner_once_in_each_workspace(partnership, guild):
    apart = build_partnership(partnership.world, "Brackford apart")
    given = {"organisation": guild.organisation}

    with pytest.raises(Refused, match="Guild of Menders is a partner here already"):
        actions.add_partner(by=partnership.lead, workspace=partnership.workspace, **given)
    actions.add_partner(by=OPERATOR, workspace=apart.workspace, **given)

    assert Partner.objects.filter(**given).count() == 2


def test_a_lead_who_is_no_organiser_of_it_adds_no_organisation_and_invites_it_instead(partnership):
    mates = open_organisation(by=OPERATOR, name="Mates", sector="other")

    with pytest.raises(AccessDenied, match="decide whether this organisation joins a workspace"):
        actions.add_partner(by=partnership.lead, workspace=partnership.workspace, organisation=mates)


def test_a_partner_goes_once_nobody_speaks_for_it(partnership, guild):
    actions.remove_partner(by=partnership.lead, partner=guild)

    assert not partnership.workspace.partners.filter(organisation=guild.organisation).exists()
    assert (last_event().verb, last_event().subject_label) == (Verb.PARTNER_REMOVED, "Guild of Menders")
    # The partner is gone: what else is about its organisation is found by this.
    assert last_event().details == {"organisation": guild.organisation_id}


def test_a_partner_for_whom_people_speak_stays(partnership):
    with pytest.raises(Refused, match="People still speak for Good Neighbours"):
        actions.remove_partner(by=partnership.lead, partner=partnership.partners["charity"])

    assert as_saved(partnership.partners["charity"])


def test_a_partner_that_is_gone_already_is_refused_kindly(partnership, guild):
    actions.remove_partner(by=partnership.lead, partner=as_saved(guild))
    before = on_record()

    with pytest.raises(Refused, match="Guild of Menders is no partner of this workspace any more"):
        actions.remove_partner(by=partnership.lead, partner=guild)

    assert on_record() == before


def test_a_partner_is_shown_and_hidden_again_and_each_is_told_once(partnership):
    partner = partnership.partners["business"]

    for is_public in (False, True, True, False):
        actions.show_partner(by=partnership.business_member, partner=partner, is_public=is_public)

    events = Event.objects.filter(verb=Verb.PARTNER_SHOWN, subject_id=partner.pk).order_by("pk")
    assert [event.details["said"] for event in events] == [
        "The public sees it from now on.",
        "The public no longer sees it.",
    ]
    assert not as_saved(partner).is_public
