"""How it goes is in what a workspace, an organisation and a person take away, and in nothing of anybody else's."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.rooms import rooms
from apps.initiatives.actions import (
    add_dependency,
    add_measure,
    change_risk,
    correct_count,
    count_delivery,
    raise_risk,
    write_update,
)
from apps.initiatives.models import NoNudges
from apps.initiatives.plans import MeasurePlan, RiskPlan
from apps.work.exporting import packed
from apps.work.organisation_export import packed_for
from tests.kept import MARK, keep_draft
from tests.work.acting import log
from tests.work.reading import said


def tables(packed_file):
    with packed_file:
        archive = zipfile.ZipFile(io.BytesIO(packed_file.read()))
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")}
    return {name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


@pytest.fixture
def told(partnership):
    """What the trust says of what the council leads, and what the council made of it since."""
    by, initiative = partnership.contributor, log(partnership)
    write_update(by=by, initiative=initiative, happened="The bins came.", upcoming="We hand them out.")
    write_update(by=partnership.lead, initiative=initiative, happened="The council’s line.", upcoming="Next.")
    measure = add_measure(by=by, initiative=initiative, plan=MeasurePlan("Bins", "bins"))
    count = count_delivery(by=by, measure=measure, day=date(2026, 1, 31), number=Decimal(500))
    correct_count(by=by, count=count, day=date(2026, 1, 31), number=Decimal(50))
    risk = raise_risk(by=by, initiative=initiative, plan=RiskPlan("risk", "Prices may rise.", 2, 3))
    change_risk(by=partnership.lead, risk=risk, based_on=1, words={"what": "The council’s words."})
    add_dependency(by=by, initiative=initiative, outside="The grant")
    return initiative


def test_a_workspace_takes_all_of_it_along_as_far_as_its_reader_sees(told, partnership):
    keep_draft(partnership, partnership.goal())

    mine = tables(packed(partnership.workspace, partnership.lead))

    assert [row["happened"] for row in mine["updates"]] == ["The bins came.", "The council’s line."]
    assert [(row["number"], bool(row["corrects"])) for row in mine["counts"]] == [("500.00", False), ("50.00", True)]
    assert [row["what"] for row in mine["risks"]] == ["The council’s words."]
    assert [row["outside"] for row in mine["dependencies"]] == ["The grant"]
    assert MARK not in str(mine)


def test_an_organisation_takes_along_what_its_own_people_wrote(told, partnership):
    mine = tables(packed_for(partnership.health, with_names=False))

    assert [row["happened"] for row in mine["updates"]] == ["The bins came."]
    assert len(mine["counts"]) == 2
    assert [row["what"] for row in mine["risks"]] == ["Prices may rise."]
    assert "The council’s" not in str({name: mine[name] for name in ("updates", "counts", "risks")})


def test_a_person_is_told_what_they_wrote_and_nudges_are_forgotten_with_the_account(told, partnership):
    person = partnership.contributor
    NoNudges.objects.create(person=person)
    of = {room.name: room for room in rooms()}

    assert "The bins came." in str(of["delivery"].told(person))
    assert "since" in str(of["nudges"].told(person))
    of["nudges"].let_go(person, "a former member")

    assert not NoNudges.objects.exists()


def test_letters_that_ask_are_turned_off_and_on(partnership, contributor):
    url = reverse("work:nudges")

    off = said(contributor.post(url, {"wanted": "no"}, follow=True))
    assert "You get none" in off
    assert NoNudges.objects.get().person == partnership.contributor
    contributor.post(url, {"wanted": "yes"})

    assert "we ask you by email for two lines" in said(contributor.get(url))
