"""The demonstration's case study is published once, says of itself that it is invented, and is then left alone."""

import pytest
from django.db import OperationalError, connection

from apps.accounts.models import User
from apps.activity.models import Event
from apps.activity.queries import versions_of
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.desks.example_case import example_is_wanted, is_searched, publish_example
from apps.desks.management.commands.set_up import open_demonstration_accounts, set_up_example_case
from apps.desks.partnership_story import CURATOR, EXAMPLE, STORY
from apps.framework.models import Element
from apps.practice.actions import change_case, draft_from, retire_case
from apps.practice.models import CaseStudy
from apps.practice.queries import missing_of, published_cases
from tests.factories.areas import AreaFactory
from tests.practice.changes import bring_changes, candidate_of

TOLD = [Verb.CASE_DRAFTED, Verb.CASE_CHANGED, Verb.CASE_SUBMITTED, Verb.CASE_PUBLISHED]


@pytest.fixture
def world(small_world, settings):
    """The small world, the people of a demonstration and its areas; candidates are found in figures of five years."""
    settings.CANDIDATE_LEAST_AREAS = 3
    open_demonstration_accounts()
    for slug in STORY.areas:
        AreaFactory(name=slug.capitalize(), slug=slug)
    bring_changes(small_world)
    return small_world


@pytest.fixture
def juno(world):
    """The curator of the demonstration."""
    return User.objects.get(email=CURATOR)


def told():
    """What happened to case studies, in order."""
    return list(Event.objects.filter(subject_kind="case-study").order_by("pk").values_list("verb", flat=True))


def is_stopped_after_one_more():
    """Whether publishing it is stopped once one more thing has happened; else it is done."""
    left = 1

    def execute(run, sql, params, many, context):
        nonlocal left
        if sql.startswith('INSERT INTO "activity_event"'):
            left -= 1
            if left < 0:
                raise OperationalError("database or disk is full")
        return run(sql, params, many, context)

    try:
        with connection.execute_wrapper(execute):
            publish_example()
    except OperationalError:
        return True
    return False


def test_it_is_begun_from_the_largest_change_and_published(world, juno):
    case = publish_example()

    assert list(published_cases()) == [case]
    assert (case.candidate, case.facts["before"]) == (candidate_of(world), 17.5)
    assert (case.drafted_by, case.published_by) == (juno, juno)
    assert missing_of(case) == []
    assert told() == TOLD


def test_it_is_marked_and_says_of_itself_that_it_is_invented(world):
    case = publish_example()

    assert case.is_demonstration
    for name, words in case.words().items():
        assert "%(" not in words, name
    assert "nvented" in case.title
    assert "it says nothing of what anyone in Ambleton did or did not do" in case.summary
    assert "Invented." in case.what_was_done
    assert "not tested for chance" in case.doubts


def test_where_its_element_has_no_candidate_it_goes_without_figures(small_world):
    open_demonstration_accounts()
    for slug in STORY.areas:
        AreaFactory(name=slug.capitalize(), slug=slug)
    run_waiting()

    case = publish_example()

    assert (case.area.slug, case.element.code, case.facts) == (STORY.areas[0], EXAMPLE.code, {})
    assert case.state == CaseStudy.State.PUBLISHED
    assert "anyone in Calderdale" in case.summary


def test_it_may_be_stopped_after_anything_and_is_there_once(world):
    stops = 0
    while is_stopped_after_one_more():
        stops += 1
        assert stops < 10

    case = CaseStudy.objects.get()
    assert stops == len(TOLD) - 1
    assert told() == TOLD
    assert [version.number for version in versions_of(case)] == [2, 1]


def test_it_is_wanted_where_it_can_be_and_is_not_yet(world):
    before = example_is_wanted()
    is_stopped_after_one_more()
    halfway = example_is_wanted()
    publish_example()

    assert (before, halfway, example_is_wanted()) == (True, True, False)


@pytest.mark.parametrize("missing", ["areas", "element", "figures"])
def test_it_is_not_wanted_where_it_cannot_be(missing, request, db):
    if missing != "figures":
        request.getfixturevalue("small_world")
    if missing != "areas":
        for slug in STORY.areas:
            AreaFactory(name=slug.capitalize(), slug=slug)
    if missing == "element":
        Element.objects.filter(code=EXAMPLE.code).update(code="something-else")

    assert not example_is_wanted()


@pytest.mark.parametrize("became", ["changed", "retired"])
def test_once_published_it_is_never_touched_again_nor_put_back(became, world, juno):
    case, said = publish_example(), []
    if became == "changed":
        change_case(by=juno, case=case, based_on=2, words={"title": "Quite another title"})
    else:
        retire_case(by=juno, case=case)
    before = told()

    set_up_example_case(said.append)

    assert said == []
    assert told() == before
    assert CaseStudy.objects.count() == 1


def test_what_someone_writes_about_the_same_change_stays_theirs(world, juno):
    theirs = draft_from(by=juno, candidate=candidate_of(world))

    case = publish_example()

    theirs.refresh_from_db()
    assert (theirs.title, theirs.state, theirs.version) == ("Recycling in Ambleton", CaseStudy.State.DRAFT, 1)
    assert (case.area.name, case.is_demonstration) == ("Northshire", True)


def test_in_a_world_that_is_searched_it_is_set_up_without_waiting(world):
    said = []

    set_up_example_case(said.append)

    assert said == []
    assert published_cases().get().is_demonstration


def test_a_run_is_searched_once_a_worker_has_come_to_it(small_world):
    before = is_searched()
    run_waiting()

    assert (before, is_searched()) == (False, True)


def test_where_nothing_is_published_nothing_is_searched(db):
    assert not is_searched()
