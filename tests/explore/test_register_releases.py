"""What the registers hand out: files to keep, sources, releases under their months, and the feed of them."""

import csv
import io
from xml.etree import ElementTree

from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.areas.models import Area
from apps.figures.actions import withdraw_import
from apps.figures.release import read_release
from apps.scores.actions import unpublish_run
from tests.factories.areas import AreaFactory
from tests.figures.vintages import bring
from tests.world import NEW, OLD

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def table(response):
    """The `# key: value` lines of a file, and its rows by column."""
    lines = list(csv.reader(io.StringIO(response.content.decode())))
    head = [line[0] for line in lines if line[0].startswith("# ")]
    columns, *rows = lines[len(head) :]
    return head, [dict(zip(columns, row, strict=True)) for row in rows]


def entries(response):
    return ElementTree.fromstring(response.content).findall("atom:entry", ATOM)


def test_the_figures_of_an_indicator_are_a_file_that_names_its_source(small_world, visitor):
    bring(small_world, 55.5)
    small_world.publish()

    response = visitor.get("/indicators/recycling/figures.csv")
    head, rows = table(response)

    assert response.headers["Content-Disposition"] == 'attachment; filename="recycling-figures.csv"'
    assert head[:4] == ["# code: recycling", "# name: Recycling", "# unit: per cent", "# source: recycling-source"]
    assert "# licence: OGL v3.0" in head
    assert "# also-from: Recycling, by area; 2025; OGL v3.0; Contains public sector information." in head
    assert len(rows) == 20
    ambleton = {row["period"]: row for row in rows if row["area-name"] == "Ambleton"}
    assert (ambleton[NEW]["value"], ambleton[NEW]["release"], ambleton[NEW]["vintage"]) == ("55.5", "2026", "2026")
    assert (ambleton[OLD]["value"], ambleton[OLD]["release"]) == ("30", "1")
    missing = [row for row in rows if row["area-name"] == "Tiny Isle"]
    assert {(row["value"], row["absence"]) for row in missing} == {("", "suppressed")}


def test_the_head_of_the_file_is_read_like_that_of_a_release(small_world, visitor):
    content = visitor.get("/indicators/recycling/figures.csv").content.decode()
    head = [line for line in content.splitlines() if line.startswith(("# ", '"# '))]

    release = read_release("\n".join([*head, "area,period,value", "E1,2024,3"]).encode())

    assert release.header["attribution"] == "Contains public sector information."


def test_no_cell_of_a_file_is_a_formula(small_world, visitor):
    Area.objects.filter(name="Ambleton").update(name="=HYPERLINK(1)")
    bring(small_world, -5.5, code="life-expectancy", vintage="@SUM(1)")
    small_world.publish()

    _head, rows = table(visitor.get("/indicators/life-expectancy/figures.csv"))

    (changed,) = [row for row in rows if row["value"] == "-5.5"]
    assert changed["area-name"] == "'=HYPERLINK(1)"
    assert changed["release"] == changed["vintage"] == "'@SUM(1)"


def test_the_table_of_coverage_is_a_file(small_world, visitor):
    _head, rows = table(visitor.get("/indicators/smoking/coverage.csv"))

    first = rows[0]
    assert [(row["tier"], row["period"]) for row in rows] == [
        ("upper", NEW), ("upper", OLD), ("district", NEW), ("district", OLD),
    ]  # fmt: skip
    assert (first["areas"], first["with-figure"], first["with-limits"]) == ("7", "6", "0")
    assert (first["missing:suppressed"], first["missing:unmentioned"], first["basis:published"]) == ("1", "0", "6")


def test_an_area_that_no_release_mentions_is_counted_as_such(small_world, visitor):
    AreaFactory.create_batch(2)
    bring(small_world, 55.5)
    small_world.publish()

    upper, _district = visitor.get("/indicators/recycling/").context["page"].tables

    assert upper.kinds[-1] == "not in any release"
    assert {line.missing[-1] for line in upper.lines} == {2}


def test_every_source_is_listed_with_what_uses_it(small_world, visitor):
    response = visitor.get("/sources/")

    assertContains(response, "5 sources, by publisher.")
    assertContains(response, '<a href="/sources/smoking-source/">Smoking, by area</a>', html=True)
    assertContains(response, '<a href="/indicators/smoking/">Smoking</a>', html=True)
    assertContains(response, "Contains public sector information.", count=5)


def test_a_source_has_all_its_vintages_and_releases(small_world, visitor):
    bring(small_world)
    small_world.publish()

    response = visitor.get("/sources/recycling-source/")

    assertContains(response, "2026; 2025")
    assert [line.release for _name, line in response.context["source"].releases] == ["2026", "1"]


def test_the_code_of_a_vintage_leads_to_its_source(small_world, visitor):
    bring(small_world)
    small_world.publish()

    assertRedirects(visitor.get("/sources/recycling-source-2/"), "/sources/recycling-source/")


def test_releases_are_listed_newest_first_under_their_month(small_world, visitor):
    later = bring(small_world)
    small_world.publish()

    response = visitor.get("/releases/")

    (month,) = response.context["months"]
    assert month.releases[0].line.import_id == later.pk
    assert len(month.releases) == 6
    followed = [each.line.import_id for each in month.releases if each.place.followed]
    assert followed == [small_world.imports["recycling"].pk]
    assertContains(response, "A later release has followed.", count=1)
    assertContains(response, f'href="/indicators/recycling/#release-{later.pk}"')


def test_long_registers_of_releases_have_pages(small_world, visitor):
    for number in range(48):
        bring(small_world, 20 + number / 10, vintage=str(number))
    small_world.publish()

    first, second = visitor.get("/releases/"), visitor.get("/releases/?page=2")

    assert sum(len(month.releases) for month in first.context["months"]) == 50
    assert sum(len(month.releases) for month in second.context["months"]) == 3
    assert len(entries(visitor.get("/releases/feed/"))) == 50


def test_a_withdrawn_release_stays_in_the_register_and_says_so(small_world, visitor):
    later = bring(small_world)
    small_world.publish()
    withdraw_import(by=OPERATOR, imported=later)
    small_world.publish()

    response = visitor.get("/releases/")

    assertContains(response, "Withdrawn since: none of its figures counts any more.", count=1)
    assertNotContains(response, f"/indicators/recycling/#release-{later.pk}")
    assert len(entries(visitor.get("/releases/feed/"))) == 5
    assertNotContains(visitor.get("/indicators/recycling/"), f'id="release-{later.pk}"')


def test_a_release_whose_publication_was_taken_back_is_not_in_the_register(small_world, visitor):
    bring(small_world)
    run = small_world.publish()

    unpublish_run(by=small_world.steward, run=run)

    assertContains(visitor.get("/releases/"), "5 releases, newest first.")


def test_the_feed_is_atom_and_leads_to_each_release(small_world, visitor):
    later = bring(small_world)
    small_world.publish()

    response = visitor.get("/releases/feed/")
    newest = entries(response)[0]

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert newest.find("atom:title", ATOM).text == "Recycling: figures of 2026"
    link = newest.find("atom:link", ATOM).attrib["href"]
    assert link == f"http://testserver/indicators/recycling/#release-{later.pk}"
    assert "1 revised" in newest.find("atom:summary", ATOM).text


def test_what_xml_cannot_hold_is_left_out_of_the_feed(small_world, visitor):
    bring(small_world, vintage="20\ufffe26")
    small_world.publish()

    assert entries(visitor.get("/releases/feed/"))[0].find("atom:title", ATOM).text == "Recycling: figures of 2026"
