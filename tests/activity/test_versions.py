"""What was written of a thing before, version by version."""

from datetime import date

import pytest

from apps.activity.models import Version
from apps.activity.queries import versions_of
from apps.activity.versions import Said, version_lines
from apps.goals.actions import revise_goal
from apps.initiatives.actions import change_initiative
from apps.initiatives.models import Initiative
from tests.initiatives.making import log


@pytest.fixture
def cafe(partnership):
    return log(partnership, starts=date(2026, 1, 1))


@pytest.fixture
def rewrite(partnership, cafe):
    """Somebody changes some words: `rewrite(title="Repair shop")`."""

    def change(by=partnership.lead, reason="", **words):
        now = Initiative.objects.get()
        return change_initiative(by=by, initiative=now, based_on=now.version, words=words, reason=reason)

    return change


def lines_of(thing):
    return version_lines(thing, versions_of(thing))


def test_the_first_version_is_told_by_all_that_it_said(cafe, partnership):
    line, *more = lines_of(cafe)

    assert more == []
    assert (line.is_first, line.version.number, line.version.by_label) == (True, 1, "Olive Officer")
    assert set(line.said) == {
        Said("kind", "", "initiative"),
        Said("title", "", "Repair cafe"),
        Said("what it does", "", "Mend what is broken."),
        Said("led by", "", "Loom Ltd"),
        Said("starts", "", "1 January 2026"),
    }


def test_every_other_is_told_by_what_it_changed_newest_first(cafe, rewrite):
    rewrite(title="Repair shop", reason="It moved.")
    rewrite(summary="Mend and teach.")

    third, second, first = lines_of(cafe)

    assert third.said == (Said("what it does", "Mend what is broken.", "Mend and teach."),)
    assert second.said == (Said("title", "Repair cafe", "Repair shop"),)
    assert (second.version.reason, second.version.by_label) == ("It moved.", "Olive Officer")
    assert [line.is_first for line in (third, second, first)] == [False, False, True]


def test_each_sort_of_field_is_told_in_words(cafe, rewrite, partnership):
    areas = partnership.world.areas
    rewrite(
        kind="policy",
        lead=partnership.health,
        areas=[areas["Brackford"], areas["Ambleton"]],
        starts=None,
        ends=date(2027, 3, 1),
    )

    said = {each.label: (each.before, each.now) for each in lines_of(cafe)[0].said}

    assert said == {
        "kind": ("initiative", "policy"),
        "led by": ("Loom Ltd", "Ambleton Health"),
        "areas": ("", "Ambleton, Brackford"),
        "starts": ("1 January 2026", ""),
        "ends": ("", "1 March 2027"),
    }


def test_numbers_are_told_as_they_are(partnership):
    goal = partnership.goal()
    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 50.0}, reason="We can do more.")

    assert lines_of(goal)[0].said == (Said("target", "45.0", "50.0"),)


def test_of_a_field_that_there_is_no_more_nothing_is_told(cafe):
    Version.objects.update(words={"motto": "Mend.", "title": "Repair cafe"})

    assert lines_of(cafe)[0].said == (Said("title", "", "Repair cafe"),)


def test_a_choice_or_a_thing_that_there_is_no_more_does_no_harm(cafe):
    Version.objects.update(words={"kind": "experiment", "lead": 987654, "areas": [987654]})

    assert lines_of(cafe)[0].said == (Said("kind", "", "experiment"),)


def test_of_no_versions_there_is_nothing_to_tell(cafe):
    assert version_lines(cafe, []) == []


def test_however_many_versions_there_are_each_relation_is_read_once(
    cafe, rewrite, partnership, django_assert_num_queries
):
    areas = partnership.world.areas
    for number in range(3):
        rewrite(title=f"Title {number}", areas=[areas["Ambleton"]], lead=partnership.health)
        rewrite(areas=[areas["Brackford"]], lead=partnership.charity)
    versions = versions_of(cafe)

    with django_assert_num_queries(2):
        lines = version_lines(cafe, versions)

    assert len(lines) == 7
