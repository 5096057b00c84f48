"""What people do with their own organisations, and what an administrator says of them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts import organisation_actions as actions
from apps.accounts.actions import add_to_organisation, leave_organisation, open_organisation, remove_from_organisation
from apps.accounts.life_actions import close_organisation
from apps.accounts.models import Organisation
from apps.accounts.queries import organisations_to_join, similar_organisations, why_declined
from apps.activity.models import Notification
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from tests.factories.areas import AreaFactory
from tests.records import as_saved, last_event, on_record
from tests.rights import those_who_may


@pytest.fixture
def robin(someone):
    return someone(name="Robin Ash", email="robin@loom.example")


def open_own(by, name="Loom Ltd", **changes):
    return actions.open_own_organisation(**({"by": by, "name": name, "sector": "business"} | changes))


@pytest.fixture
def loom(robin):
    """An organisation that Robin opened, and organises."""
    return open_own(robin)


@pytest.fixture
def verified(loom, administrator):
    return actions.verify_organisation(by=administrator, organisation=loom, domains=["loom.example"])


def told(person):
    run_waiting()
    return [(each.verb, each.event.details.get("said")) for each in Notification.objects.filter(person=person)]


def test_whoever_opens_an_organisation_is_its_organiser_and_it_is_not_verified(robin):
    area = AreaFactory()

    opened = as_saved(open_own(robin, " Loom Ltd ", areas=[area], description=" It weaves. "))

    assert (opened.name, opened.description, list(opened.areas.all())) == ("Loom Ltd", "It weaves.", [area])
    assert (opened.is_verified, opened.opened_by, opened.council_of) == (False, robin, None)
    assert opened.roles_of(robin) == {Role.ORGANISER}
    assert last_event().verb == Verb.ORGANISATION_JOINED


def test_what_the_operator_opens_is_verified(db):
    assert as_saved(open_organisation(by=OPERATOR, name="Weft", sector="other")).is_verified


def test_nobody_without_an_account_opens_one(db):
    with pytest.raises(AccessDenied, match="You may not open an organisation"):
        open_own(AnonymousUser())


def test_sent_twice_it_is_opened_once(robin):
    assert open_own(robin) == open_own(robin, "LOOM LTD")
    assert Organisation.objects.count() == 1


def test_a_fourth_unverified_one_of_a_person_is_refused_until_one_is_verified(robin, administrator):
    opened = [open_own(robin, name) for name in ("Warp", "Weft", "Woof")]

    with pytest.raises(Refused, match="Three organisations that you opened are not verified yet"):
        open_own(robin, "Yarn")
    actions.decline_organisation(by=administrator, organisation=opened[0], reason="Unknown.")
    with pytest.raises(Refused):
        open_own(robin, "Yarn")
    actions.verify_organisation(by=administrator, organisation=opened[1])

    assert open_own(robin, "Yarn").name == "Yarn"


def test_closing_them_makes_no_room_for_more_on_the_same_day(robin):
    for name in ("Warp", "Weft", "Woof"):
        close_organisation(by=robin, organisation=open_own(robin, name), reason="A try.")

    with pytest.raises(Refused, match="Open another tomorrow"):
        open_own(robin, "Yarn")
    Organisation.objects.filter(name="Warp").update(opened_at=timezone.now() - timedelta(days=1))

    assert open_own(robin, "Yarn").name == "Yarn"


def test_an_organisation_called_new_has_an_address_of_its_own(robin):
    assert open_own(robin, "New").slug == "new-organisation"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ambleton Borough Council", True),
        ("The Council of Ambleton", True),
        ("Ambelton Council", True),
        ("Ambleton Health", False),
        ("Brackford Council", False),
    ],
)
def test_names_that_may_mean_the_same_are_found(name, found, db):
    council = open_organisation(by=OPERATOR, name="Ambleton Council", sector="local-government")

    assert similar_organisations(name) == ([council] if found else [])


def test_its_organisers_are_told_that_it_is_verified_and_public_pages_are_made_anew(loom, robin, administrator):
    before = seen_version()

    actions.verify_organisation(by=administrator, organisation=loom, domains=["loom.example", "LOOM.org"])

    assert as_saved(loom).is_verified
    assert [str(domain) for domain in loom.domains.all()] == ["loom.example", "loom.org"]
    assert seen_version() != before
    assert told(robin) == [(Verb.ORGANISATION_VERIFIED, "")]
    with pytest.raises(Refused, match="verified already"):
        actions.verify_organisation(by=administrator, organisation=loom)


def test_its_organisers_are_told_why_it_was_declined_and_ask_again(loom, robin, administrator):
    staff = add_to_organisation(by=OPERATOR, organisation=loom, person=administrator, role=Role.STAFF).person

    actions.decline_organisation(by=administrator, organisation=loom, reason=" Give a website. ")

    assert told(robin) == [(Verb.ORGANISATION_DECLINED, "Give a website.")]
    assert told(staff) == []
    assert why_declined(as_saved(loom)) == "Give a website."
    assert loom not in Organisation.objects.waiting()
    with pytest.raises(Refused, match="does not wait"):
        actions.decline_organisation(by=administrator, organisation=loom, reason="Again.")
    actions.submit_organisation(by=robin, organisation=loom)
    assert loom in Organisation.objects.waiting()
    assert why_declined(as_saved(loom)) == ""
    with pytest.raises(Refused, match="Nothing is to be asked for"):
        actions.submit_organisation(by=robin, organisation=loom)


def test_verification_is_taken_back_with_a_reason(verified, robin, administrator):
    actions.unverify_organisation(by=administrator, organisation=verified, reason="It is no more.")

    assert not as_saved(verified).is_verified
    assert told(robin)[0] == (Verb.ORGANISATION_UNVERIFIED, "It is no more.")
    assert organisations_to_join(administrator) == []


def test_a_reason_is_needed(loom, administrator):
    with pytest.raises(ValidationError, match="Say why"):
        actions.decline_organisation(by=administrator, organisation=loom, reason="  ")

    assert not as_saved(loom).declined_at


@pytest.mark.parametrize("domain", ["gmail.com", "co.uk", "nhs.uk", "loom", "@loom.example", "lo om.example", "-a.uk"])
def test_a_domain_that_is_not_one_organisations_own_is_refused_and_nothing_is_done(domain, loom, administrator):
    with pytest.raises(ValidationError, match="cannot be the domain of one organisation"):
        actions.verify_organisation(by=administrator, organisation=loom, domains=[domain])

    assert not loom.domains.exists()


def test_whoever_has_an_address_in_its_domains_joins_by_themselves(verified, someone):
    wren = someone(email="wren@LOOM.example")
    assert organisations_to_join(wren) == [verified]

    actions.join_organisation(by=wren, organisation=verified)

    assert verified.roles_of(wren) == {Role.STAFF}
    assert organisations_to_join(wren) == []
    with pytest.raises(Refused, match="You belong to Loom Ltd already"):
        actions.join_organisation(by=wren, organisation=verified)


@pytest.mark.parametrize("email", ["wren@loom.example.org", "wren@sub.loom.example", "loom.example@else.example"])
def test_nobody_else_joins_by_themselves(email, verified, someone):
    wren, before = someone(email=email), on_record()

    with pytest.raises(Refused, match="Ask an organiser to invite you"):
        actions.join_organisation(by=wren, organisation=verified)

    assert on_record() == before


def test_an_address_that_waits_to_be_confirmed_opens_nothing(verified, someone):
    wren = someone(email="wren@loom.example")
    EmailAddress.objects.create(user=wren, email="wren@loom.example", verified=False, primary=True)

    with pytest.raises(Refused):
        actions.join_organisation(by=wren, organisation=verified)


def test_an_unverified_organisation_is_joined_by_nobody(verified, someone, administrator):
    wren = someone(email="wren@loom.example")
    actions.unverify_organisation(by=administrator, organisation=verified, reason="It is no more.")

    with pytest.raises(Refused):
        actions.join_organisation(by=wren, organisation=verified)


def test_an_administrator_says_of_which_area_it_is_the_council(administrator, robin, loom):
    area = AreaFactory()
    council = open_own(robin, "Ambleton Council", sector="local-government")

    actions.set_council(by=administrator, organisation=council, area=area)
    with pytest.raises(ValidationError, match="Only an organisation of local government"):
        actions.set_council(by=administrator, organisation=loom, area=area)

    assert as_saved(council).council_of == area
    actions.set_council(by=administrator, organisation=council, area=None)
    assert as_saved(council).council_of is None


def test_anyone_leaves_and_what_they_were_told_goes_with_them(verified, robin, someone):
    wren = someone()
    add_to_organisation(by=OPERATOR, organisation=verified, person=wren, role=Role.ORGANISER)
    run_waiting()
    assert Notification.objects.filter(person=robin).exists()

    leave_organisation(by=robin, organisation=verified)

    assert verified.audience() == {wren.pk}
    assert not Notification.objects.filter(person=robin).exists()
    assert last_event().details == {"person": robin.pk}


def test_the_last_organiser_hands_over_before_they_leave(loom, robin, someone):
    wren = someone(name="Wren")
    add_to_organisation(by=OPERATOR, organisation=loom, person=wren, role=Role.STAFF)
    for deed in (
        lambda: leave_organisation(by=robin, organisation=loom),
        lambda: actions.change_organisation_role(by=robin, organisation=loom, person=robin, role="staff"),
    ):
        with pytest.raises(Refused, match="Make someone else an organiser first"):
            deed()

    actions.change_organisation_role(by=robin, organisation=loom, person=wren, role="organiser")
    assert last_event().details["said"] == "Wren, organiser of the organisation"
    actions.change_organisation_role(by=robin, organisation=loom, person=robin, role="staff")
    leave_organisation(by=robin, organisation=loom)

    assert loom.roles_of(wren) == {Role.ORGANISER}


def test_whoever_does_not_belong_leaves_nothing_and_is_given_no_role(loom, robin, someone):
    wren = someone(name="Wren")

    with pytest.raises(Refused, match="Wren does not belong"):
        leave_organisation(by=wren, organisation=loom)
    with pytest.raises(Refused, match="do not belong"):
        actions.change_organisation_role(by=robin, organisation=loom, person=wren, role="staff")


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMINISTRATOR])
def test_a_role_of_somewhere_else_is_none_here(role, loom, robin):
    with pytest.raises(ValidationError):
        actions.change_organisation_role(by=robin, organisation=loom, person=robin, role=role)

    assert loom.roles_of(robin) == {Role.ORGANISER}


ADMINISTER = {"administrator", "operator"}
DEEDS = {
    "verify": (lambda made, by: actions.verify_organisation(by=by, organisation=made.loom), ADMINISTER),
    "decline": (lambda made, by: actions.decline_organisation(by=by, organisation=made.loom, reason="No."), ADMINISTER),
    "take back": (
        lambda made, by: actions.unverify_organisation(by=by, organisation=made.known, reason="No."),
        ADMINISTER,
    ),
    "set domains": (
        lambda made, by: actions.set_domains(by=by, organisation=made.known, domains=["weft.example"]),
        ADMINISTER,
    ),
    "name it a council": (lambda made, by: actions.set_council(by=by, organisation=made.loom, area=None), ADMINISTER),
    "ask again": (
        lambda made, by: actions.submit_organisation(by=by, organisation=made.declined),
        {"organiser", "operator"},
    ),
    "give a role": (
        lambda made, by: actions.change_organisation_role(
            by=by, organisation=made.loom, person=made.staff, role="organiser"
        ),
        {"organiser", "operator"},
    ),
}


def test_who_may_do_what(robin, loom, administrator, someone):
    declined, staff = open_own(robin, "Woof"), someone()
    actions.decline_organisation(by=administrator, organisation=declined, reason="No.")
    add_to_organisation(by=OPERATOR, organisation=loom, person=staff, role=Role.STAFF)
    known = open_organisation(by=OPERATOR, name="Weft", sector="other")
    made = SimpleNamespace(loom=loom, declined=declined, known=known, staff=staff)
    people = {
        "visitor": AnonymousUser(),
        "stranger": someone(),
        "steward": someone(Role.STEWARD),
        "curator": someone(Role.CURATOR),
        "staff": staff,
        "organiser": robin,
        "administrator": administrator,
        "operator": OPERATOR,
    }

    may = {name: those_who_may(lambda by, deed=deed: deed(made, by), people) for name, (deed, _) in DEEDS.items()}

    assert may == {name: allowed for name, (_, allowed) in DEEDS.items()}


def test_an_organiser_still_removes_others(loom, robin, someone):
    wren = someone()
    add_to_organisation(by=OPERATOR, organisation=loom, person=wren, role=Role.STAFF)

    with pytest.raises(AccessDenied):
        remove_from_organisation(by=wren, organisation=loom, person=robin)
    remove_from_organisation(by=robin, organisation=loom, person=wren)

    assert loom.audience() == {robin.pk}
