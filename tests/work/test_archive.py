"""The pages by which a workspace is opened, archived, restored and taken away."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.initiatives.actions import add_document, involve, tag_initiative
from apps.workspaces.actions import archive_workspace, change_workspace
from apps.workspaces.models import Workspace
from tests.factories.accounts import UserFactory
from tests.work.acting import comment, log, show
from tests.work.reading import at, said


@pytest.fixture
def organiser(partnership, signed_in):
    """The browser of an organiser of the charity, who is in no workspace."""
    person = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=partnership.charity, person=person, role=Role.ORGANISER)
    return signed_in(person)


def address_of(partnership):
    return f"/work/organisations/{partnership.charity.slug}/workspaces/open/"


def archived(partnership):
    return archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")


def test_a_workspace_is_opened_from_the_page_of_an_organisation(partnership, organiser):
    assertContains(organiser.get(f"/work/organisations/{partnership.charity.slug}/"), address_of(partnership))
    page = organiser.get(address_of(partnership))
    assertContains(page, "Good Neighbours is its first partner and you are its first lead")
    assertContains(page, 'type="checkbox"', count=2)

    words = {"name": "Fair Ambleton", "purpose": "To be fair.", "areas": [partnership.world.areas["Ambleton"].code]}
    answer = organiser.post(address_of(partnership), words)

    assertRedirects(answer, "/w/fair-ambleton/")
    assertContains(organiser.get("/w/fair-ambleton/people/"), "Good Neighbours")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Give the workspace a name."),
        ({"purpose": " "}, "Say what the workspace is for."),
        ({"areas": []}, "Choose at least one area."),
        ({"areas": ["E99999999"]}, "Choose among the areas listed."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(partnership, organiser, changes, sentence):
    words = {"name": "Fair Ambleton", "purpose": "To be fair.", "areas": [partnership.world.areas["Ambleton"].code]}

    page = organiser.post(address_of(partnership), words | changes)

    assert page.status_code == 422
    assertContains(page, sentence, status_code=422)
    assertContains(page, (words | changes)["name"] or "To be fair.", status_code=422)
    assert Workspace.objects.count() == 1


def test_who_works_in_one_area_has_it_chosen_and_who_said_none_chooses_among_all(partnership, organiser):
    charity = partnership.charity
    charity.areas.set([partnership.world.areas["Dunmere"]])
    assertContains(organiser.get(address_of(partnership)), "checked")

    charity.areas.clear()

    assert Area.objects.in_force().count() < 20
    assertContains(organiser.get(address_of(partnership)), 'type="checkbox"', count=Area.objects.in_force().count())


def test_more_areas_than_can_be_ticked_are_a_list(partnership, organiser, monkeypatch):
    monkeypatch.setattr("apps.work.forms.workspaces._FEW", 1)

    assertContains(organiser.get(address_of(partnership)), '<select name="areas"')


def test_a_lead_archives_a_workspace_and_restores_it(partnership, lead):
    assertContains(lead.get(at(partnership, "workspace_edit")), at(partnership, "workspace_archive"))
    assertContains(lead.get(at(partnership, "workspace_archive")), "Archive this workspace?")

    answer = lead.post(at(partnership, "workspace_archive"), {"reason": "The work goes on elsewhere."})

    assertRedirects(answer, at(partnership, "workspace"))
    page = lead.get(at(partnership, "workspace"))
    assertContains(page, "This workspace is in the archive")
    assertNotContains(page, at(partnership, "goal_choose"))
    assertContains(lead.get(at(partnership, "activity")), "The work goes on elsewhere.")
    assertContains(lead.get("/work/"), "In the archive")
    assertRedirects(lead.post(at(partnership, "workspace_restore")), at(partnership, "workspace"))
    assertNotContains(lead.get(at(partnership, "workspace")), "This workspace is in the archive")


def test_no_reason_is_no_archive(partnership, lead):
    page = lead.post(at(partnership, "workspace_archive"), {"reason": ""})

    assertContains(page, "Say in a sentence why it is archived", status_code=422)
    assert Workspace.objects.get().archived_at is None


def test_others_read_what_is_in_the_archive_and_are_told_who_restores_it(partnership, contributor):
    archived(partnership)

    assertContains(contributor.get(at(partnership, "goals")), "A lead can restore it.")
    assert contributor.post(at(partnership, "workspace_restore")).status_code == 403
    assert contributor.get(at(partnership, "goal_choose")).status_code == 403


def opened(answer):
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ambleton-together.zip"'
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def rows_of(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def test_all_of_a_workspace_is_taken_away_as_one_archive(partnership, lead):
    goal = partnership.goal(marks="2026: 35", contributors=[partnership.charity])
    initiative = log(partnership, title="=SUM(A1)")
    comment(partnership, goal, text="Well done.")
    evidence = show(partnership, initiative)
    change_workspace(by=partnership.lead, workspace=partnership.workspace, based_on=1, words={"purpose": "To do well."})

    archive = opened(lead.post(at(partnership, "workspace_export")))

    assert [row["title"] for row in rows_of(archive, "goals")] == [goal.title]
    assert rows_of(archive, "goals")[0]["baseline"] == str(goal.baseline)
    assert rows_of(archive, "goals")[0]["marks"] == "2026-12-31: 35"
    assert rows_of(archive, "goals")[0]["success"] == goal.success
    assert rows_of(archive, "contributors") == [{"goal": str(goal.pk), "organisation": str(partnership.charity)}]
    assert rows_of(archive, "standings")[0]["unforeseen"] == "few"
    assert [row["title"] for row in rows_of(archive, "initiatives")] == ["'=SUM(A1)"]
    assert [row["text"] for row in rows_of(archive, "comments")] == ["Well done."]
    assert {row["name"] for row in rows_of(archive, "members")} >= {"Olive Officer", "Vi Viewer"}
    assert len(rows_of(archive, "partners")) == 4
    assert archive.read(f"files/{evidence.file_id}-tonnes.csv") == b"month,tonnes\n2026-01,12\n"
    versions = json.loads(archive.read("versions.json"))
    assert [each["words"]["purpose"] for each in versions if each["kind"] == "workspace"] == [
        "To thrive together.",
        "To do well.",
    ]
    assert "Ambleton together" in archive.read("README.txt").decode()
    assert json.loads(archive.read("workspace.json"))["purpose"] == "To do well."
    assert not any(b"@" in archive.read(name) for name in archive.namelist())


def test_what_an_initiative_says_of_itself_is_in_the_archive(partnership, lead):
    made = log(partnership, sort="project", groups=["older", "carers"], budget=100, partners=[partnership.charity])
    member = partnership.workspace.members.get(person=partnership.contributor)
    involve(by=partnership.lead, initiative=made, member=member, does="runs it")
    tag_initiative(by=partnership.lead, initiative=made, codes=["recycling"])
    plan = SimpleUploadedFile("plan.txt", b"We plan.")
    document = add_document(by=partnership.lead, initiative=made, title="Plan", upload=plan)

    archive = opened(lead.post(at(partnership, "workspace_export")))

    number = str(made.pk)
    row = rows_of(archive, "initiatives")[0]
    assert (row["sort"], row["groups"], row["budget"]) == ("project", "older; carers", "100")
    assert rows_of(archive, "taking_part") == [{"initiative": number, "organisation": "Good Neighbours"}]
    assert [(each["name"], each["does"]) for each in rows_of(archive, "working_on")] == [("Harper Health", "runs it")]
    assert rows_of(archive, "elements") == [{"initiative": number, "element": "recycling"}]
    assert [each["file_name"] for each in rows_of(archive, "documents")] == ["plan.txt"]
    assert archive.read(f"files/{document.file_id}-plan.txt") == b"We plan."


def test_whoever_takes_it_away_is_in_the_activity_and_nothing_of_another_workspace_is_in_it(partnership, lead):
    archive = opened(lead.post(at(partnership, "workspace_export")))

    assert Event.objects.filter(verb=Verb.WORKSPACE_EXPORTED, actor=partnership.lead).count() == 1
    assert {row["kind"] for row in rows_of(archive, "activity")} <= {"workspace", "partner"}
    assert "downloaded all of" in said(lead.get(at(partnership, "activity")))


def test_what_is_in_the_archive_can_still_be_taken_away_by_its_leads_alone(partnership, lead, contributor):
    archived(partnership)

    assert "workspace.json" in opened(lead.post(at(partnership, "workspace_export"))).namelist()
    assert contributor.post(at(partnership, "workspace_export")).status_code == 403
    assert lead.get(at(partnership, "workspace_export")).status_code == 405


def test_a_large_one_comes_a_piece_at_a_time_and_is_the_same(partnership, lead, monkeypatch):
    whole = opened(lead.post(at(partnership, "workspace_export")))
    monkeypatch.setattr("apps.work.views.archive.WHOLE", 100)

    answer = lead.post(at(partnership, "workspace_export"))

    assert answer.streaming
    assert opened(answer).namelist() == whole.namelist()
