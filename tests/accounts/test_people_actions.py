import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.models import User
from apps.accounts.people_actions import give_role, suspend_account, take_role, unsuspend_account
from apps.accounts.token_actions import account_of, make_token
from apps.activity.models import Event
from apps.common.errors import Refused

WHY = "They asked for it."


def test_a_role_is_given_and_taken_with_the_reason_kept(administrator, stranger):
    give_role(by=administrator, person=stranger, role="steward", reason=WHY)
    assert User.objects.get(pk=stranger.pk).platform_roles == ["steward"]

    take_role(by=administrator, person=stranger, role="steward", reason=WHY)
    assert User.objects.get(pk=stranger.pk).platform_roles == []

    events = Event.objects.filter(subject_kind="user", subject_id=stranger.pk)
    assert {event.verb for event in events} == {"role.given", "role.taken"}
    assert all(event.details == {"role": "steward", "reason": WHY} for event in events)


def test_nobody_gives_themselves_a_role(administrator):
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        give_role(by=administrator, person=administrator, role="steward", reason=WHY)

    assert User.objects.get(pk=administrator.pk).platform_roles == ["administrator"]


@pytest.mark.parametrize("deed", [give_role, take_role])
@pytest.mark.parametrize("role", [Role.STEWARD, Role.CURATOR, None])
def test_roles_are_for_administrators_to_give_and_take(deed, role, someone, stranger):
    with pytest.raises(AccessDenied, match="You may not give people roles"):
        deed(by=someone(*([role] if role else [])), person=stranger, role="curator", reason=WHY)


def test_whoever_lost_the_role_meanwhile_gives_none(administrator, someone, stranger):
    before = User.objects.get(pk=administrator.pk)
    take_role(by=someone(Role.ADMINISTRATOR), person=administrator, role="administrator", reason=WHY)

    with pytest.raises(AccessDenied):
        give_role(by=before, person=stranger, role="administrator", reason=WHY)


def test_the_last_administrator_stays_one(administrator):
    for deed in (
        lambda: take_role(by=administrator, person=administrator, role="administrator", reason=WHY),
        lambda: take_role(by=OPERATOR, person=administrator, role="administrator", reason=WHY),
        lambda: suspend_account(by=OPERATOR, person=administrator, reason=WHY),
    ):
        with pytest.raises(Refused, match="at least one administrator"):
            deed()


def test_one_who_is_suspended_does_not_count_as_another_administrator(administrator, someone):
    other = someone(Role.ADMINISTRATOR)
    suspend_account(by=administrator, person=other, reason=WHY)

    with pytest.raises(Refused, match="at least one administrator"):
        take_role(by=administrator, person=administrator, role="administrator", reason=WHY)


def test_nobody_suspends_themselves(administrator, someone):
    someone(Role.ADMINISTRATOR)

    with pytest.raises(Refused, match="Nobody suspends their own account"):
        suspend_account(by=administrator, person=administrator, reason=WHY)


@pytest.mark.parametrize("deed", [suspend_account, unsuspend_account])
def test_a_reason_is_needed(deed, administrator, stranger):
    with pytest.raises(ValidationError, match="Say why"):
        deed(by=administrator, person=stranger, reason="  ")


@pytest.mark.parametrize("role", ["operator", "visitor", "lead", "", "king"])
def test_only_roles_of_the_platform_are_given(role, administrator, stranger):
    with pytest.raises(ValidationError, match="one of the roles offered"):
        give_role(by=administrator, person=stranger, role=role, reason=WHY)


def test_a_suspended_account_loses_its_sessions_and_tokens_for_good(administrator, steward, signed_in):
    browser, other = signed_in(steward), signed_in(administrator)
    _token, secret = make_token(by=steward, name="nightly", days=9)
    assert browser.get("/desk/").status_code == 200
    assert account_of(secret) == steward

    suspend_account(by=administrator, person=steward, reason=WHY)
    assert browser.get("/desk/").status_code == 302
    assert account_of(secret) is None

    unsuspend_account(by=administrator, person=steward, reason=WHY)
    assert browser.get("/desk/").status_code == 302
    assert account_of(secret) is None
    assert other.get("/work/").status_code == 200
    assert signed_in(steward).get("/desk/").status_code == 200
