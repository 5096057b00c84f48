import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import open_account
from apps.accounts.models import User
from apps.activity.models import Event
from apps.activity.verbs import Verb

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
