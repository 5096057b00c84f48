"""Registering sources, changing what is said of them, and what a load then leaves alone."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.figures.models import Problem, RegisteredSource
from apps.figures.queries import provenance
from apps.figures.registers import release_lines
from apps.figures.source_actions import change_source, register_source
from tests.figures.test_actions import checked

WORDS = {
    "title": "Smoking in every area",
    "publisher": "Office of Figures",
    "licence": "OGL v3.0",
    "attribution": "Contains public sector information.",
    "url": "https://figures.example/smoking",
    "contact": "smoking@figures.example",
}


def registered(world, **words):
    return register_source(by=world.steward, code="smoking-source", words=WORDS | words)


def changed(world):
    """The rows of smoking with one value that differs."""
    first, *rest = world.rows("smoking")
    return [replace(first, value="15"), *rest]


def test_a_registered_source_is_recorded_with_what_was_said(small_world):
    source = registered(small_world)

    event = Event.objects.get(verb=Verb.SOURCE_REGISTERED)
    assert event.subject_id == source.pk
    assert event.details["after"]["contact"] == "smoking@figures.example"
    assert Version.objects.get(subject_kind="source", subject_id=source.pk).number == 1


def test_a_form_sent_twice_registers_one_source(small_world):
    assert registered(small_world) == registered(small_world)
    assert Event.objects.filter(verb=Verb.SOURCE_REGISTERED).count() == 1


def test_a_code_that_is_taken_is_refused(small_world):
    registered(small_world)

    with pytest.raises(Refused, match="is that of “Smoking in every area” already"):
        registered(small_world, title="Another")


@pytest.mark.parametrize("url", ["ftp://figures.example", "javascript:alert(1)", "https://good.example@bad.example"])
def test_only_an_address_on_the_web_is_kept(small_world, url):
    with pytest.raises(ValidationError) as wrong:
        registered(small_world, url=url)

    assert list(wrong.value.message_dict) == ["url"]


def test_a_source_whose_address_would_be_another_page_is_not_registered(small_world):
    with pytest.raises(ValidationError):
        register_source(by=small_world.steward, code="new", words=WORDS)


def test_whoever_may_not_import_registers_nothing(small_world, curator):
    with pytest.raises(AccessDenied):
        register_source(by=curator, code="smoking-source", words=WORDS)
    assert not RegisteredSource.objects.exists()


def test_a_change_records_what_was_and_what_is(small_world):
    source = registered(small_world)

    change_source(by=small_world.steward, source=source, based_on=1, words={"licence": "CC BY 4.0"}, reason="It moved")

    event = Event.objects.get(verb=Verb.SOURCE_CHANGED)
    assert event.details == {"changed": {"licence": {"before": "OGL v3.0", "after": "CC BY 4.0"}}, "reason": "It moved"}


def test_a_change_that_changes_nothing_is_none(small_world):
    source = registered(small_world)

    assert change_source(by=small_world.steward, source=source, based_on=1, words=WORDS).version == 1
    assert not Event.objects.filter(verb=Verb.SOURCE_CHANGED).exists()


def test_whoever_saves_second_is_told_and_overwrites_nothing(small_world):
    source = registered(small_world)
    change_source(by=small_world.steward, source=source, based_on=1, words={"licence": "CC BY 4.0"})

    with pytest.raises(Overtaken):
        change_source(by=small_world.steward, source=source, based_on=1, words={"licence": "None"})
    source.refresh_from_db()
    assert source.licence == "CC BY 4.0"


def test_readers_see_what_is_registered_and_the_import_keeps_what_its_file_said(small_world):
    registered(small_world)

    (line,) = release_lines([small_world.imports["smoking"].pk])
    assert line.title == "Smoking in every area"
    assert provenance("smoking").title == "Smoking in every area"
    assert small_world.imports["smoking"].header["title"] != "Smoking in every area"


def test_a_load_leaves_what_a_steward_said_as_it_is_and_tells_what_its_file_says(small_world):
    source = registered(small_world)

    imported = small_world.bring("smoking", changed(small_world), release="2")

    source.refresh_from_db()
    assert source.words() == {**WORDS, "two_people": False}
    (problem,) = Problem.objects.filter(imported=imported, sentence__contains="registered is")
    assert (problem.column, problem.severity, problem.line) == ("title", "warned", 1)
    (line,) = release_lines([imported.pk])
    assert line.title == "Smoking in every area"


def test_a_file_that_says_the_same_is_not_pointed_out(small_world):
    registered(small_world, title=small_world.imports["smoking"].header["title"])

    imported = small_world.bring("smoking", changed(small_world), release="2")

    assert not Problem.objects.filter(imported=imported, sentence__contains="registered is").exists()


def one_person(source, by):
    source.refresh_from_db()
    return change_source(by=by, source=source, based_on=source.version, words={**WORDS, "two_people": False})


def test_no_steward_alone_ends_that_two_people_sign_off(small_world, someone):
    source = registered(small_world, two_people=True)

    assert one_person(source, small_world.steward).two_people
    assert one_person(source, small_world.steward).two_people
    assert Event.objects.filter(verb=Verb.SOURCE_CHANGED).count() == 1

    ended = one_person(source, someone(Role.STEWARD))
    assert (ended.two_people, ended.one_asked_at) == (False, None)


def test_saving_it_with_the_tick_turns_down_that_one_person_be_enough(small_world, someone):
    source = registered(small_world, two_people=True)
    asked = one_person(source, small_world.steward)

    kept = change_source(
        by=someone(Role.STEWARD), source=asked, based_on=asked.version, words={**WORDS, "two_people": True}
    )

    assert kept.one_asked_at is None
    assert one_person(source, someone(Role.STEWARD)).two_people


def test_two_people_sign_off_for_as_long_as_figures_wait(small_world):
    source = register_source(by=small_world.steward, code="recycling-source", words={**WORDS, "two_people": True})
    checked(small_world, {"Ambleton": 55.5})

    with pytest.raises(Refused, match="Accept or decline them first"):
        one_person(source, small_world.steward)
