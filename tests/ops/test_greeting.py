"""What `make demo` says when the site is up."""

import pytest

from ops.supervisor import __main__ as supervisor

ADDRESS = "http://127.0.0.1:8000/"


@pytest.mark.parametrize("said", ["yes", "on", "", None])
def test_a_demonstration_says_as_whom_one_signs_in(said, monkeypatch, capsys):
    monkeypatch.delenv("DEMONSTRATION", raising=False)
    if said is not None:
        monkeypatch.setenv("DEMONSTRATION", said)

    supervisor._greet(ADDRESS)

    told = capsys.readouterr().out
    assert f"The site is at {ADDRESS}" in told
    assert f"with the password {supervisor.PASSWORD}" in told
    assert all(person.email in told for person in supervisor.DEMO)


@pytest.mark.parametrize("said", ["no", "off"])
def test_a_site_without_invented_people_names_none(said, monkeypatch, capsys):
    monkeypatch.setenv("DEMONSTRATION", said)

    supervisor._greet(ADDRESS)

    told = capsys.readouterr().out
    assert f"The site is at {ADDRESS}" in told
    assert "manage.py open_account" in told
    assert supervisor.PASSWORD not in told
    assert not any(person.email in told for person in supervisor.DEMO)
