"""Organisations and their people, from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.access.roles import Role
from apps.accounts.models import Organisation
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


def call(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def open_council():
    AreaFactory(name="Ambleton", slug="ambleton")
    options = ("--sector", "local-government", "--area", "ambleton", "--council-of", "ambleton")
    return call("open_organisation", "Ambleton Council", *options)


def test_an_organisation_is_opened_and_says_by_what_name_commands_know_it():
    said = open_council()

    opened = Organisation.objects.get()
    assert said == "Ambleton Council is open. Commands know it as ambleton-council.\n"
    assert (opened.slug, opened.council_of.name, [area.name for area in opened.areas.all()]) == (
        "ambleton-council",
        "Ambleton",
        ["Ambleton"],
    )


def test_a_name_that_is_taken_opens_nothing_unless_one_says_so():
    open_council()

    with pytest.raises(CommandError, match="Ambleton Council is open already. Commands know it as ambleton-council."):
        call("open_organisation", " ambleton council", "--sector", "other")
    again = call("open_organisation", "Ambleton Council", "--sector", "other", "--again")

    assert "Commands know it as ambleton-council-2." in again
    assert Organisation.objects.count() == 2


def test_an_area_that_there_is_not_opens_nothing():
    with pytest.raises(CommandError, match="There is no area “nowhere”"):
        call("open_organisation", "Loom Ltd", "--sector", "business", "--area", "nowhere")

    assert not Organisation.objects.exists()


def test_only_local_government_is_a_council():
    AreaFactory(name="Ambleton", slug="ambleton")

    with pytest.raises(CommandError, match="Only an organisation of local government"):
        call("open_organisation", "Loom Ltd", "--sector", "business", "--council-of", "ambleton")


def test_someone_is_said_to_belong_to_an_organisation(someone):
    open_council()
    person = someone(name="Robin Ash", email="robin@example.org")

    said = call("add_to_organisation", "Robin@example.org", "ambleton-council", "--role", "organiser")

    assert said == "Robin Ash belongs to Ambleton Council: organiser of the organisation.\n"
    assert Organisation.objects.get().roles_of(person) == {Role.ORGANISER}


def test_whoever_belongs_to_it_already_is_not_added_again(someone):
    open_council()
    someone(email="robin@example.org")
    call("add_to_organisation", "robin@example.org", "ambleton-council")

    with pytest.raises(CommandError, match="belongs to Ambleton Council already"):
        call("add_to_organisation", "robin@example.org", "ambleton-council")


@pytest.mark.parametrize(
    ("email", "organisation", "said"),
    [
        ("nobody@example.org", "ambleton-council", "Nobody has an account"),
        ("robin@example.org", "loom", "no organisation “loom”"),
    ],
)
def test_who_or_what_there_is_not_is_said(email, organisation, said, someone):
    open_council()
    someone(email="robin@example.org")

    with pytest.raises(CommandError, match=said):
        call("add_to_organisation", email, organisation)
