import io
import sys

import pytest
from django.core.management import CommandError, call_command

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import User

PASSWORD = "a-long-quiet-river"


@pytest.fixture
def bootstrap(db, monkeypatch):
    """Runs the command with a password on standard input."""

    def run(*arguments, password=PASSWORD):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        out = io.StringIO()
        call_command("bootstrap_admin", *arguments, stdout=out)
        return out.getvalue()

    return run


def test_the_first_administrator_signs_in_with_the_password_from_standard_input(bootstrap):
    said = bootstrap("ada@example.org", "Ada Byron")

    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert can(user, Permission.ADMIN_VIEW)
    assert PASSWORD not in said


def test_a_second_one_is_opened_only_when_asked_for(bootstrap):
    bootstrap("ada@example.org", "Ada Byron")

    with pytest.raises(CommandError, match="There is an administrator already: Ada Byron"):
        bootstrap("bea@example.org", "Bea Byron")
    bootstrap("cyd@example.org", "Cyd Byron", "--another")

    assert set(User.objects.values_list("name", flat=True)) == {"Ada Byron", "Cyd Byron"}


def test_an_administrator_who_may_not_come_in_is_none(bootstrap):
    bootstrap("ada@example.org", "Ada Byron")
    User.objects.update(is_active=False)

    assert "Bea Byron can now sign in" in bootstrap("bea@example.org", "Bea Byron")


def test_a_weak_password_opens_nothing(bootstrap):
    with pytest.raises(CommandError, match="at least 12 characters"):
        bootstrap("ada@example.org", "Ada Byron", password="short")

    assert not User.objects.exists()
