"""API tokens: made once, kept as a hash, good for a time, revoked for good."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.accounts.models import ApiToken
from apps.accounts.token_actions import PREFIX, account_of, make_token, revoke_token
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused


def test_of_a_secret_only_its_hash_is_kept(steward):
    token, secret = make_token(by=steward, name="nightly", days=30)

    assert secret.startswith(PREFIX)
    assert len(secret) >= len(PREFIX) + 43
    assert secret not in str(ApiToken.objects.values().get())
    assert secret not in str(list(Event.objects.values_list("details", flat=True)))
    assert account_of(secret) == steward
    assert account_of(secret).token_name == "nightly"


def test_the_day_on_which_it_was_used_last_is_kept(steward):
    token, secret = make_token(by=steward, name="nightly", days=30)

    account_of(secret)

    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


@pytest.mark.parametrize("secret", ["", "tpi_", "tpi_" + "x" * 43, "x" * 5000])
def test_what_is_no_token_is_nobody_s(steward, secret):
    assert account_of(secret) is None


def test_one_that_is_over_or_revoked_opens_nothing(steward):
    over, first = make_token(by=steward, name="over", days=1)
    ApiToken.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked, second = make_token(by=steward, name="revoked", days=1)
    revoke_token(by=steward, token=revoked)
    revoke_token(by=steward, token=revoked)

    assert account_of(first) is account_of(second) is None
    assert Event.objects.filter(verb=Verb.TOKEN_REVOKED).count() == 1


def test_one_of_an_account_that_was_closed_opens_nothing(steward):
    secret = make_token(by=steward, name="nightly", days=1)[1]
    type(steward).objects.filter(pk=steward.pk).update(is_active=False)

    assert account_of(secret) is None


def test_only_those_who_may_import_make_one(curator):
    with pytest.raises(AccessDenied):
        make_token(by=curator, name="nightly", days=1)


def test_a_name_is_free_again_once_its_token_is_revoked(steward):
    token, _secret = make_token(by=steward, name="nightly", days=1)
    with pytest.raises(Refused, match="already"):
        make_token(by=steward, name="nightly", days=1)

    revoke_token(by=steward, token=token)

    assert make_token(by=steward, name="nightly", days=1)[0].pk != token.pk


@pytest.mark.parametrize("days", [0, 367])
def test_none_is_good_for_ever(steward, days):
    with pytest.raises(ValidationError):
        make_token(by=steward, name="nightly", days=days)


def test_nobody_revokes_that_of_another(steward, curator):
    with pytest.raises(AccessDenied):
        revoke_token(by=curator, token=make_token(by=steward, name="nightly", days=1)[0])


def test_the_page_shows_a_secret_once(steward, signed_in):
    browser = signed_in(steward)
    address = reverse("accounts:tokens")

    made = browser.post(address, {"name": "nightly", "days": 30})
    again = browser.post(address, {"name": "nightly", "days": 30})

    assert PREFIX in made.text
    assert again.status_code == 422
    assert PREFIX not in again.text + browser.get(address).text


def test_the_page_revokes_one_of_ones_own_only(steward, someone, signed_in):
    token, secret = make_token(by=steward, name="nightly", days=30)
    address = reverse("accounts:token_revoke", args=[token.pk])

    assert signed_in(someone("steward")).post(address).status_code == 404
    assert account_of(secret) is not None
    signed_in(steward).post(address)
    assert account_of(secret) is None
