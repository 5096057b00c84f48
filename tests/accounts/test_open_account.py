import getpass
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User


def open_account(*arguments):
    out = StringIO()
    call_command("open_account", "robin@example.org", "--name", "Robin Ash", *arguments, stdout=out)
    return out.getvalue()


def test_a_password_is_made_up_and_shown_once(db):
    said = open_account("--role", "steward")

    user = User.objects.get()
    assert user.platform_roles == ["steward"]
    assert user.check_password(said.strip().rsplit(" ", 1)[-1])


def test_a_password_can_be_typed_and_is_then_not_shown(db, monkeypatch):
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "a-long-quiet-river")

    said = open_account("--ask-password")

    assert User.objects.get().check_password("a-long-quiet-river")
    assert "river" not in said


def test_a_password_typed_differently_the_second_time_opens_nothing(db, monkeypatch):
    typed = iter(["a-long-quiet-river", "a-long-quiet-rivet"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))

    with pytest.raises(CommandError, match="The two passwords differ"):
        open_account("--ask-password")

    assert not User.objects.exists()


def test_a_taken_address_is_refused_in_a_sentence(db):
    open_account()

    with pytest.raises(CommandError, match="already exists"):
        open_account()
