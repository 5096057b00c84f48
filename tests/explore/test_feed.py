"""What is new, as Atom: each thing once, under an id that stays, and nothing that the public does not see."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from apps.access.checks import OPERATOR
from apps.figures.actions.errata import publish_erratum
from apps.figures.calendar_actions import expect_release, move_release
from apps.figures.source_actions import register_source
from apps.scores.actions import unpublish_run
from tests.figures.vintages import bring

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
SOURCE = {"title": "Smoking", "publisher": "Office of Figures", "licence": "OGL v3.0", "attribution": "Thanks."}


def entries(address="/feed/"):
    found = ElementTree.fromstring(Client().get(address).content).findall("atom:entry", ATOM)
    return {entry.findtext("atom:id", "", ATOM): entry for entry in found}


def titles(found):
    return [entry.findtext("atom:title", "", ATOM) for entry in found.values()]


def test_the_feed_is_atom_with_what_each_entry_needs(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        response = visitor.get("/feed/")

    root = ElementTree.fromstring(response.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert root.findtext("atom:id", "", ATOM)
    assert root.findtext("atom:updated", "", ATOM)
    assert not response.cookies
    found = root.findall("atom:entry", ATOM)
    for entry in found:
        assert all(entry.findtext(f"atom:{name}", "", ATOM) for name in ("id", "title", "updated"))
        link = entry.find("atom:link", ATOM).attrib["href"].removeprefix("http://testserver").split("#")[0]
        assert visitor.get(link).status_code == 200
    assert len({entry.findtext("atom:id", "", ATOM) for entry in found}) == len(found)
    assert response.content == Client().get("/feed/").content


def test_releases_stand_in_both_feeds_under_one_id(small_world):
    assert set(entries("/releases/feed/")) < set(entries())


def test_publications_corrections_and_dates_that_moved_are_new(small_world):
    held = set(entries())
    source = register_source(by=OPERATOR, code="smoking-source", words=SOURCE)
    words = {"precision": "month", "on": date(2031, 5, 1), "standing": "provisional", "note": ""}
    expected = expect_release(by=OPERATOR, source=source, words=words)
    for version, month in ((1, 6), (2, 7)):
        moved = {"on": date(2031, month, 1)}
        move_release(by=OPERATOR, expected=expected, based_on=version, words=moved, reason="The publisher said so.")
    publish_erratum(by=OPERATOR, imported=small_world.imports["smoking"], wrong="Too high.", right="Lower.")
    bring(small_world)
    small_world.publish()

    found = entries()

    assert held < set(found)
    said = titles({key: entry for key, entry in found.items() if key not in held})
    assert "Announced release of Smoking: expected June 2031, not May 2031" in said
    assert "Announced release of Smoking: expected July 2031, not June 2031" in said
    assert "Correction: Smoking" in said
    assert f"Published: Small edition, run {small_world.run.pk}" in said


def test_what_is_taken_back_is_said_to_be_so_under_the_same_id(small_world):
    bring(small_world)
    run = small_world.publish()
    published = next(key for key, each in entries().items() if f"run {run.pk}" in each.findtext("atom:title", "", ATOM))

    unpublish_run(by=OPERATOR, run=run)

    assert entries()[published].findtext("atom:title", "", ATOM) == f"Taken back: Small edition, run {run.pk}"


@pytest.mark.django_db
def test_before_the_first_publication_the_feed_is_empty():
    assert not entries()
