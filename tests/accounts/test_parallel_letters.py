"""Two who follow one link at once, or use one code."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core.exceptions import ValidationError
from django.db import connection

from apps.accounts.factor_actions import take_second_step
from apps.accounts.letter_actions import ask_to_sign_up, choose_password, confirm_sign_up
from apps.accounts.letters import hashed
from apps.accounts.models import Letter, User
from apps.common.errors import Refused
from tests.access.waiting import overtaken_by

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]

PASSWORD, OTHER = "a-long-quiet-river", "seven-green-kettles"


def sent(secret, **fields):
    """A letter to robin@example.org whose link holds `secret`."""
    letter = ask_to_sign_up(email="robin@example.org", name="Robin", password=PASSWORD, origin="")
    Letter.objects.filter(pk=letter.pk).update(secret_sha256=hashed(secret), **fields)


def test_one_link_opens_one_account_and_the_second_who_follows_it_is_refused():
    sent("one")

    result = overtaken_by(lambda: confirm_sign_up(secret="one"), lambda: confirm_sign_up(secret="one"))

    assert isinstance(result, Refused), result
    assert User.objects.filter(email="robin@example.org").count() == 1


def test_of_two_links_to_one_address_one_opens_the_account():
    sent("one")
    sent("two")

    result = overtaken_by(lambda: confirm_sign_up(secret="one"), lambda: confirm_sign_up(secret="two"))

    assert isinstance(result, Refused), result
    assert User.objects.filter(email="robin@example.org").count() == 1


def test_one_link_chooses_one_password(someone):
    robin = someone(email="robin@example.org")
    sent("one", kind=Letter.Kind.PASSWORD)

    result = overtaken_by(
        lambda: choose_password(secret="one", password=PASSWORD), lambda: choose_password(secret="one", password=OTHER)
    )

    assert isinstance(result, Refused), result
    assert User.objects.get(pk=robin.pk).check_password(PASSWORD)


def test_one_code_is_good_for_one_of_two_who_send_it_at_once(someone, monkeypatch):
    monkeypatch.setattr("apps.accounts.factors.time.time", lambda: 1_800_000_000)
    robin, secret = someone(), generate_totp_secret()
    Authenticator.objects.create(user=robin, type="totp", data={"secret": get_adapter().encrypt(secret), "counter": -1})
    code = format_hotp_value(hotp_value(secret, 60_000_000))

    result = overtaken_by(
        lambda: take_second_step(account=robin.pk, code=code), lambda: take_second_step(account=robin.pk, code=code)
    )

    assert isinstance(result, ValidationError), result
