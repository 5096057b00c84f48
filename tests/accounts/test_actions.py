"""Opening accounts and organisations, saying what an organisation is and who belongs to it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import (
    add_to_organisation,
    change_organisation,
    open_account,
    open_organisation,
    remove_from_organisation,
)
from apps.accounts.models import Organisation, User
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from tests.factories.areas import AreaFactory
from tests.records import as_saved, last_event, on_record
from tests.rights import those_who_may

PASSWORD = "a-long-quiet-river"


def test_the_operator_opens_an_account_and_it_is_recorded(db):
    user = open_account(
        by=OPERATOR, email=" Robin@EXAMPLE.org ", name=" Robin Ash ", password=PASSWORD, platform_roles=[Role.STEWARD]
    )

    assert (user.email, user.name, user.platform_roles) == ("Robin@example.org", "Robin Ash", ["steward"])
    assert user.check_password(PASSWORD)
    event = Event.objects.get()
    assert (event.verb, event.subject_id, event.actor) == (Verb.ACCOUNT_OPENED, user.pk, None)
    assert event.details == {"roles": ["steward"]}


def test_a_new_account_is_nobody_special(db):
    user = open_account(by=OPERATOR, email="robin@example.org", name="Robin", password=PASSWORD)

    assert user.platform_roles == []
    assert not user.is_demonstration


@pytest.mark.parametrize("role", ["", Role.STEWARD])
def test_others_may_not_open_accounts(role, someone):
    by = someone(role) if role else someone()

    with pytest.raises(AccessDenied, match="You may not open an account for someone"):
        open_account(by=by, email="robin@example.org", name="Robin", password=PASSWORD)

    assert not User.objects.filter(email="robin@example.org").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "robin@example.org"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"email": "not an address"}, "email"),
        ({"name": "  "}, "name"),
        ({"platform_roles": ["king"]}, "platform_roles"),
        ({"platform_roles": ["operator"]}, "platform_roles"),
        ({"platform_roles": ["visitor"]}, "platform_roles"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(db, change, field):
    asked = {"email": "robin@example.org", "name": "Robin", "password": PASSWORD} | change

    with pytest.raises(ValidationError) as refusal:
        open_account(by=OPERATOR, **asked)

    assert list(refusal.value.message_dict) == [field]
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_an_address_has_one_account_whatever_its_case(db):
    open_account(by=OPERATOR, email="robin@example.org", name="Robin", password=PASSWORD)

    with pytest.raises(ValidationError, match="already an account with this email address"):
        open_account(by=OPERATOR, email="ROBIN@example.org", name="Robin too", password=PASSWORD)


def open_loom(**changes):
    return open_organisation(**({"by": OPERATOR, "name": "Loom Ltd", "sector": "business"} | changes))


@pytest.fixture
def loom(db):
    return open_loom()


@pytest.fixture
def join(loom, someone):
    """Someone comes to belong to the organisation: `join(Role.STAFF, name="Robin Ash")`."""

    def make(role=Role.STAFF, **fields):
        person = someone(**fields)
        add_to_organisation(by=OPERATOR, organisation=loom, person=person, role=role)
        return person

    return make


def test_an_organisation_opens_with_what_is_said_of_it(db):
    area = AreaFactory()

    opened = as_saved(
        open_loom(name=" Loom Ltd ", description=" It weaves. ", website=" https://loom.example/ ", areas=iter([area]))
    )

    assert (opened.name, opened.slug, opened.sector) == ("Loom Ltd", "loom-ltd", "business")
    assert (opened.description, opened.website) == ("It weaves.", "https://loom.example/")
    assert (opened.council_of, opened.is_demonstration, opened.version) == (None, False, 1)
    assert list(opened.areas.all()) == [area]
    assert (last_event().verb, last_event().subject_id, last_event().scope_kind) == (
        Verb.ORGANISATION_OPENED,
        opened.pk,
        "",
    )
    assert Version.objects.get().words == opened.words()


def test_a_council_is_the_council_of_its_area_and_an_invented_one_is_marked_so(db):
    area = AreaFactory()

    opened = open_loom(sector="local-government", council_of=area, is_demonstration=True)

    assert as_saved(opened).council_of == area
    assert as_saved(opened).is_demonstration


def test_two_organisations_of_one_name_have_addresses_of_their_own(loom):
    assert open_loom(name="LOOM, Ltd.").slug == "loom-ltd-2"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": " "}, "name", "cannot be blank"),
        ({"name": "x" * 141}, "name", "at most 140"),
        ({"sector": "guild"}, "sector", "not a valid choice"),
        ({"website": "loom"}, "website", "valid URL"),
        ({"council_of": AreaFactory}, "__all__", "Only an organisation of local government"),
    ],
)
def test_an_organisation_that_cannot_be_so_is_not_opened(changes, field, sentence, db):
    given = {name: value() if callable(value) else value for name, value in changes.items()}

    with pytest.raises(ValidationError) as wrong:
        open_loom(**given)

    assert sentence in wrong.value.message_dict[field][0]
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()


def test_an_organiser_changes_what_is_said_of_it_and_its_address_stays(loom, join):
    organiser = join(Role.ORGANISER)

    changed = change_organisation(
        by=organiser, organisation=loom, based_on=1, words={"name": " Loom and Sons "}, reason="They grew up."
    )

    changed = as_saved(changed)
    assert (changed.name, changed.slug, changed.version) == ("Loom and Sons", "loom-ltd", 2)
    version = Version.objects.get(subject_kind="organisation", number=2)
    assert (version.words, version.reason, version.by) == (changed.words(), "They grew up.", organiser)
    assert (last_event().verb, last_event().subject_label) == (Verb.ORGANISATION_CHANGED, "Loom and Sons")


def test_the_second_of_two_organisers_is_told_and_saves_nothing(loom, join):
    first, second = join(Role.ORGANISER), join(Role.ORGANISER)
    change_organisation(by=first, organisation=loom, based_on=1, words={"description": "First."})

    with pytest.raises(Overtaken):
        change_organisation(by=second, organisation=loom, based_on=1, words={"description": "Second."})

    assert as_saved(loom).description == "First."


def test_what_cannot_be_said_of_it_is_not_kept(loom):
    with pytest.raises(ValidationError, match="cannot be blank"):
        change_organisation(by=OPERATOR, organisation=loom, based_on=1, words={"name": " "})
    with pytest.raises(LookupError, match="sector"):
        change_organisation(by=OPERATOR, organisation=loom, based_on=1, words={"sector": "health"})

    assert as_saved(loom).words() == loom.words()
    assert (as_saved(loom).version, as_saved(loom).sector) == (1, "business")


@pytest.mark.parametrize("role", ["staff", "organiser"])
def test_a_person_comes_to_belong_to_an_organisation(role, loom, someone):
    robin = someone(name="Robin Ash")

    belonging = add_to_organisation(by=OPERATOR, organisation=loom, person=robin, role=role)

    assert (belonging.organisation, belonging.person) == (loom, robin)
    assert loom.roles_of(robin) == {Role(role)}
    assert loom.audience() == {robin.pk}
    event = last_event()
    assert (event.verb, event.subject_id) == (Verb.ORGANISATION_JOINED, loom.pk)
    assert event.details == {"person": robin.pk, "role": role}


def test_a_person_belongs_once_and_to_as_many_organisations_as_they_like(loom, join):
    robin = join(name="Robin Ash")

    with pytest.raises(Refused, match="Robin Ash belongs to Loom Ltd already"):
        add_to_organisation(by=OPERATOR, organisation=loom, person=robin, role=Role.ORGANISER)
    add_to_organisation(by=OPERATOR, organisation=open_loom(name="Weft"), person=robin, role=Role.STAFF)

    assert loom.roles_of(robin) == {Role.STAFF}
    assert robin.belongs_to.count() == 2


@pytest.mark.parametrize("role", [Role.LEAD, Role.STEWARD, Role.OPERATOR])
def test_one_belongs_in_a_role_of_an_organisation(role, loom, someone):
    with pytest.raises(ValidationError) as wrong:
        add_to_organisation(by=OPERATOR, organisation=loom, person=someone(), role=role)

    assert list(wrong.value.message_dict) == ["role"]
    assert not loom.people.exists()


def test_a_person_leaves_and_what_happened_stays(loom, join):
    robin, other = join(), join()

    remove_from_organisation(by=OPERATOR, organisation=loom, person=robin)

    assert loom.audience() == {other.pk}
    event = last_event()
    assert (event.verb, event.subject_id, event.details) == (Verb.ORGANISATION_LEFT, loom.pk, {"person": robin.pk})
    assert Event.objects.filter(verb=Verb.ORGANISATION_JOINED).count() == 2


def test_whoever_does_not_belong_cannot_be_removed(loom, someone):
    robin, before = someone(name="Robin Ash"), on_record()

    with pytest.raises(Refused, match="Robin Ash does not belong to Loom Ltd"):
        remove_from_organisation(by=OPERATOR, organisation=loom, person=robin)

    assert on_record() == before


def test_the_last_organiser_stays_until_there_is_another(loom, join):
    first = join(Role.ORGANISER)

    with pytest.raises(Refused, match="An organisation needs at least one organiser"):
        remove_from_organisation(by=first, organisation=loom, person=first)
    second = join(Role.ORGANISER)
    remove_from_organisation(by=first, organisation=loom, person=first)

    assert loom.audience() == {second.pk}


def test_an_edit_that_changes_nothing_is_none(loom):
    before = on_record()

    change_organisation(by=OPERATOR, organisation=loom, based_on=1, words={"name": f" {loom.name} "})

    assert on_record() == before


ORGANISERS = {"organiser", "operator"}
DEEDS = {
    "open": (lambda loom, person, by: open_loom(by=by), {"operator"}),
    "change": (
        lambda loom, person, by: change_organisation(by=by, organisation=loom, based_on=1, words={"name": "Weft"}),
        ORGANISERS,
    ),
    "add": (
        lambda loom, person, by: add_to_organisation(by=by, organisation=loom, person=person, role=Role.STAFF),
        ORGANISERS,
    ),
    "remove": (
        lambda loom, person, by: remove_from_organisation(
            by=by, organisation=loom, person=loom.people.get(role="staff").person
        ),
        ORGANISERS,
    ),
}


def test_who_may_do_what_with_an_organisation(loom, join, someone):
    elsewhere = someone()
    add_to_organisation(by=OPERATOR, organisation=open_loom(name="Weft"), person=elsewhere, role=Role.ORGANISER)
    people = {
        "visitor": AnonymousUser(),
        "stranger": someone(),
        "steward": someone(Role.STEWARD),
        "curator": someone(Role.CURATOR),
        "staff": join(Role.STAFF),
        "organiser": join(Role.ORGANISER),
        "organiser of another": elsewhere,
        "operator": OPERATOR,
    }
    person = someone()

    may = {
        name: those_who_may(lambda by, deed=deed: deed(loom, person, by), people) for name, (deed, _) in DEEDS.items()
    }

    assert may == {name: allowed for name, (_, allowed) in DEEDS.items()}
