"""A workspace, from the command line."""

import shlex
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.models import Organisation, User
from apps.workspaces.models import Workspace
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db
OPTIONS = {"purpose": "To thrive together.", "area": ["ambleton"], "partner": "loom-ltd", "lead": "robin@example.org"}


@pytest.fixture
def robin(someone):
    """Of the organisation that opens the workspace."""
    AreaFactory(name="Ambleton", slug="ambleton")
    loom = open_organisation(by=OPERATOR, name="Loom Ltd", sector="business")
    person = someone(name="Robin Ash", email="robin@example.org")
    add_to_organisation(by=OPERATOR, organisation=loom, person=person, role=Role.STAFF)
    return person


def open_workspace(**options):
    out = StringIO()
    call_command("open_workspace", "Ambleton together", **{**OPTIONS, **options}, stdout=out)
    return out.getvalue()


def test_a_workspace_opens_with_its_first_partner_and_its_lead(robin):
    said = open_workspace()

    workspace = Workspace.objects.get()
    assert said == "Ambleton together is open at /w/ambleton-together/, and Robin Ash leads it.\n"
    assert workspace.roles_of(robin) == {Role.LEAD}
    assert [str(partner) for partner in workspace.partners.all()] == ["Loom Ltd"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"area": ["nowhere"]}, "There is no area nowhere"),
        ({"partner": "none"}, "no organisation “none”"),
        ({"lead": "nobody@example.org"}, "Nobody has an account"),
    ],
)
def test_what_there_is_not_is_said_and_nothing_is_opened(options, said, robin):
    with pytest.raises(CommandError, match=said):
        open_workspace(**options)

    assert not Workspace.objects.exists()


def test_a_lead_from_elsewhere_is_refused_and_nothing_is_opened(robin, someone):
    someone(name="Alex Elsewhere", email="alex@example.org")

    with pytest.raises(CommandError, match="does not belong to Loom Ltd"):
        open_workspace(lead="alex@example.org")

    assert not Workspace.objects.exists()


def test_a_name_that_is_taken_opens_nothing_unless_one_says_so(robin):
    open_workspace()

    with pytest.raises(CommandError, match="Ambleton together is open already at /w/ambleton-together/."):
        open_workspace()

    assert "/w/ambleton-together-2/" in open_workspace(again=True)
    assert Workspace.objects.count() == 2


def the_first_workspace():
    """The commands that docs/running.md gives for it, as words."""
    told = (settings.BASE_DIR / "docs" / "running.md").read_text("utf-8").split("**The first workspace**")[1]
    lines = told.split("\n\n")[1].replace("\\\n", " ").splitlines()
    commands = [shlex.split(line) for line in lines]
    assert {tuple(words[:2]) for words in commands} == {(".venv/bin/python", "manage.py")}
    return [words[2:] for words in commands]


def test_the_first_workspace_opens_word_for_word_as_the_docs_say_and_only_once(db):
    AreaFactory(name="Calderdale", slug="calderdale")

    for words in the_first_workspace():
        call_command(*words, stdout=StringIO())
    for words in the_first_workspace():
        with pytest.raises(CommandError, match="already"):
            call_command(*words, stdout=StringIO())

    workspace = Workspace.objects.get()
    assert [member.person.name for member in workspace.members.all()] == ["Olive Officer"]
    assert User.objects.count() == Organisation.objects.count() == 1
