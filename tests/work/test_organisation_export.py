"""What an organisation's people wrote and did, as one archive for a request for information."""

import csv
import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, change_organisation, remove_from_organisation
from apps.accounts.life_actions import merge_organisations
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.conversations.actions import post_comment
from apps.goals.local_actions import add_figures
from apps.goals.local_reading import read_lines
from apps.initiatives.actions import add_document, add_evidence, change_initiative
from apps.initiatives.sight_actions import give_sight, take_sight
from apps.work.organisation_export import packed_for
from tests.initiatives.making import log, upload
from tests.kept import MARK, keep_draft
from tests.records import as_saved, last_event
from tests.work.reading import said


@pytest.fixture
def written(partnership):
    """The trust's initiative, which the council changed once, with evidence of both and talk of both."""
    health, council = partnership.contributor, partnership.lead
    initiative = log(partnership, by=health, lead=partnership.health, title="Walking groups", summary="We walk.")
    change_initiative(by=council, initiative=initiative, based_on=1, words={"summary": "The council's words."})
    partnership.goal(by=council, title="The council's goal")
    own_goal = partnership.goal(by=health, code="smoking", title="The trust's goal", lead=partnership.health)
    add_evidence(by=health, initiative=initiative, title="Walkers", upload=upload("walkers.csv"))
    add_evidence(by=council, initiative=initiative, title="Paths", upload=upload("paths.csv"))
    for who, text, of in ((health, "=We ask.", "Ambleton Health"), (council, "We answer.", "Ambleton Council")):
        post_comment(by=who, on=own_goal, text=text, speaking_for=of, key=uuid4())
        own_goal.refresh_from_db()
    return initiative


def opened(packed):
    with packed:
        archive = zipfile.ZipFile(io.BytesIO(packed.read()))
    return archive, {name: archive.read(name).decode() for name in archive.namelist()}


def table(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"])))


def test_what_its_people_wrote_and_did_is_in_it_and_what_others_wrote_is_not(written, partnership):
    archive, files = opened(packed_for(partnership.health, with_names=False))

    assert [row["title"] for row in table(files, "initiatives")] == ["Walking groups"]
    assert [row["title"] for row in table(files, "goals")] == ["The trust's goal"]
    assert [row["text"] for row in table(files, "comments")] == ["'=We ask."]
    assert [row["title"] for row in table(files, "evidence")] == ["Walkers"]
    assert [name.partition("-")[2] for name in archive.namelist() if name.startswith("files/")] == ["walkers.csv"]
    assert {row["did"] for row in table(files, "activity")} == {
        Verb.INITIATIVE_LOGGED,
        Verb.GOAL_SET,
        Verb.EVIDENCE_ADDED,
        Verb.COMMENT_POSTED,
    }
    for others in ("The council's words.", "We answer.", "Paths", "The council's goal"):
        assert [name for name, text in files.items() if others in text] == []


def test_documents_that_its_people_added_are_in_it_with_their_files(written, partnership):
    add = {"initiative": written, "upload": upload("plan.csv")}
    add_document(by=partnership.contributor, title="Ours", **add)
    add_document(by=partnership.lead, initiative=written, title="Theirs", link="https://example.org")

    archive, files = opened(packed_for(partnership.health, with_names=False))

    assert [(row["title"], row["file_name"]) for row in table(files, "documents")] == [("Ours", "plan.csv")]
    assert [name for name in archive.namelist() if name.endswith("-plan.csv")]
    assert [name for name, text in files.items() if "Theirs" in text] == []


def test_what_others_wrote_of_its_initiative_is_not_in_it(written, partnership):
    words = {"whom": "Others' whom.", "places": "Others' places.", "funding": "Others' funding.", "budget": 987_654}
    change_initiative(by=partnership.lead, initiative=written, based_on=2, words=words)

    _archive, files = opened(packed_for(partnership.health, with_names=True))

    assert [name for name, text in files.items() if "Others'" in text or "987654" in text] == []


def test_every_version_is_in_it_and_the_words_where_its_people_wrote_them(written, partnership):
    _archive, files = opened(packed_for(partnership.health, with_names=False))

    versions = [each for each in json.loads(files["versions.json"]) if each["kind"] == "initiative"]

    assert [(each["version"], each["by"], "words" in each) for each in versions] == [
        (1, "contributor, of Ambleton Health", True),
        (2, "someone of another partner", False),
    ]


def test_without_names_no_table_names_anyone(written, partnership):
    _archive, files = opened(packed_for(partnership.health, with_names=False))

    assert [name for name, text in files.items() if "Harper" in text or "Olive" in text] == []
    assert {row["author"] for row in table(files, "comments")} == {"contributor, of Ambleton Health"}


def test_with_names_its_own_people_are_named_and_nobody_else(written, partnership):
    _archive, files = opened(packed_for(partnership.health, with_names=True))

    assert {row["who"] for row in table(files, "activity")} == {"Harper Health"}
    assert {row["author"] for row in table(files, "comments")} == {"Harper Health"}
    assert [name for name, text in files.items() if "Olive" in text] == []


def test_the_read_me_says_what_to_look_for(written, partnership):
    _archive, files = opened(packed_for(partnership.health, with_names=False))

    for words in ("personal data", "the\n  confidence of others", "do not name people"):
        assert words.replace("\n  ", " ") in files["README.txt"].replace("\n  ", " ")


def test_what_those_wrote_who_left_stays_in_it_whatever_it_was_called_then(written, partnership):
    health, left = partnership.health, partnership.someone(Role.CONTRIBUTOR, "health")
    add_evidence(by=left, initiative=written, title="Maps", note="Where they walk.")
    change_organisation(by=OPERATOR, organisation=health, based_on=1, words={"name": "Ambleton Care"})
    remove_from_organisation(by=OPERATOR, organisation=health, person=left)
    run_waiting()

    _archive, files = opened(packed_for(as_saved(health), with_names=False))

    assert [row["text"] for row in table(files, "comments")] == ["'=We ask."]
    added = {row["title"]: row["added_by"] for row in table(files, "evidence")}
    assert added["Maps"] == "former member, of Ambleton Care"


def test_whoever_speaks_for_another_partner_there_counts_as_that_partners(written, partnership):
    """Of the council's lead who belongs to the trust as well nothing is in it."""
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=partnership.lead, role=Role.STAFF)

    _archive, files = opened(packed_for(partnership.health, with_names=True))

    assert "Olive" not in files["activity.csv"]
    assert [row["title"] for row in table(files, "evidence")] == ["Walkers"]


def marked(organisation):
    """The files in which a word of what is kept stands."""
    archive, files = opened(packed_for(organisation, with_names=True))
    return {name for name, text in files.items() if MARK in text} | {
        name for name in archive.namelist() if MARK in name
    }


def test_what_is_kept_to_it_is_in_it_as_its_own_record_and_for_no_other_partner(partnership):
    kept = keep_draft(partnership, partnership.goal())
    attached = f"files/{kept.evidence.file_id}-{MARK}file.csv"

    assert {"initiatives.csv", "versions.json", "evidence.csv", "activity.csv", attached} <= marked(
        partnership.business
    )
    for other in (partnership.council, partnership.health, partnership.charity):
        assert marked(other) == set()
    assert "though they speak for it in no workspace" in opened(packed_for(partnership.business, with_names=False))[1][
        "README.txt"
    ].replace("\n", " ")


def test_another_partner_that_called_itself_the_same_reads_nothing_that_this_one_said(written, partnership):
    charity, business = partnership.charity, partnership.business
    kept, shared = keep_draft(partnership, partnership.goal()).initiative, as_saved(written)
    for on in (kept, shared):
        post_comment(by=partnership.business_member, on=on, text=f"{MARK}said", speaking_for=business.name, key=uuid4())
    change_organisation(by=OPERATOR, organisation=charity, based_on=1, words={"name": business.name})

    assert marked(as_saved(charity)) == set()
    assert "comments.csv" in marked(business)


def test_of_what_it_sees_no_longer_nothing_is_in_it_not_even_what_its_people_said_of_it(partnership):
    kept, by = keep_draft(partnership, partnership.goal()).initiative, partnership.business_member
    give_sight(by=by, initiative=kept, partner=partnership.partners["health"])
    post_comment(
        by=partnership.contributor, on=kept, text=f"We like {MARK}.", speaking_for="Ambleton Health", key=uuid4()
    )
    assert marked(partnership.health) == {"comments.csv", "activity.csv"}

    take_sight(by=by, initiative=kept, partner=partnership.partners["health"])

    assert marked(partnership.health) == set()


def test_what_was_kept_to_one_of_two_that_merged_is_not_in_it_until_it_is_taken_up(partnership, administrator):
    keep_draft(partnership, partnership.goal())

    merge_organisations(by=administrator, organisation=partnership.business, into=partnership.charity, reason="One.")

    assert marked(partnership.charity) == set()


def test_what_someone_wrote_before_they_came_or_after_they_left_is_not_in_it(written, partnership):
    """They wrote it for the business, and are a member no more, so that nothing else says so."""
    person = partnership.someone(Role.CONTRIBUTOR, "business", name="Mo Mover")
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=person, role=Role.STAFF)
    remove_from_organisation(by=OPERATOR, organisation=partnership.health, person=person)
    add_evidence(by=person, initiative=written, title="Between", note="Of the business.", upload=upload("between.csv"))
    remove_from_organisation(by=OPERATOR, organisation=partnership.business, person=person)
    run_waiting()
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=person, role=Role.STAFF)

    archive, files = opened(packed_for(partnership.health, with_names=True))

    assert [row["title"] for row in table(files, "evidence")] == ["Walkers"]
    assert "Mo Mover" not in files["activity.csv"]
    assert [name.partition("-")[2] for name in archive.namelist() if name.startswith("files/")] == ["walkers.csv"]
    assert "Between" in opened(packed_for(partnership.business, with_names=True))[1]["evidence.csv"]


def test_of_whoever_belonged_to_two_partners_and_is_no_member_any_more_nothing_is_in_either(written, partnership):
    person = partnership.someone(Role.CONTRIBUTOR, "business", name="Bea Both")
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=person, role=Role.STAFF)
    add_evidence(by=person, initiative=written, title="Whose", note="Who knows?")
    assert "Whose" in opened(packed_for(partnership.business, with_names=True))[1]["evidence.csv"]

    remove_from_organisation(by=OPERATOR, organisation=partnership.business, person=person)
    run_waiting()

    for each in (partnership.health, partnership.business):
        assert "Whose" not in opened(packed_for(each, with_names=True))[1]["evidence.csv"]


def test_what_became_part_of_it_is_in_it(written, partnership, administrator):
    merge_organisations(by=administrator, organisation=partnership.health, into=partnership.charity, reason="Merged.")

    _archive, files = opened(packed_for(partnership.charity, with_names=False))

    assert [row["title"] for row in table(files, "initiatives")] == ["Walking groups"]
    assert [row["text"] for row in table(files, "comments")] == ["'=We ask."]


def test_its_organisers_take_it_away_and_that_is_recorded(written, partnership, organiser, lead, signed_in):
    address, browser = reverse("work:organisation_export", args=[partnership.council.slug]), signed_in(organiser)

    page = browser.get(address)
    plain, named = browser.post(address), browser.post(address, {"names": "with"})

    assert "The README in it says what to look for." in said(page)
    assert plain.headers["Content-Disposition"] == 'attachment; filename="ambleton-council.zip"'
    assert "Olive" not in zipfile.ZipFile(io.BytesIO(plain.getvalue())).read("activity.csv").decode()
    assert "Olive" in zipfile.ZipFile(io.BytesIO(named.getvalue())).read("activity.csv").decode()
    assert (last_event().verb, last_event().details["said"]) == (
        Verb.ORGANISATION_EXPORTED,
        "with the names of people",
    )
    assert lead.get(address).status_code == 403
    assert browser.post(address, {"names": "nonsense"}).status_code == 422


def test_measures_and_figures_that_its_people_added_are_in_it(partnership):
    measure = partnership.measure("2022; 40", by=partnership.contributor)
    add_figures(by=partnership.lead, measure=measure, figures=read_lines("2023; 44"))
    partnership.measure("2022; 1", name="The council's own")

    _archive, files = opened(packed_for(partnership.health, with_names=False))

    assert [row["name"] for row in table(files, "local_measures")] == ["Weekly club visits"]
    assert [row["value"] for row in table(files, "local_figures")] == ["40.0"]
    assert "The council's own" not in "".join(files.values())
