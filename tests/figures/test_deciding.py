"""What is decided of figures: by one person or by two, now or for a time to come, and who sees them before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.background.queries import standing
from apps.common.errors import Refused
from apps.figures.actions import accept_import, check_again, decline_import, release_import, start_import
from apps.figures.actions.early import keep_out, let_in_early, look_early
from apps.figures.early import early_releases_for, offices_published
from apps.figures.models import EarlyReader, Import
from apps.figures.release import write_release
from apps.figures.source_actions import register_source
from apps.framework.models import Element
from tests.figures.derived import declared, kept, states
from tests.figures.test_actions import checked, in_force
from tests.world import NEW, release_of, row_of

WORDS = {"title": "Of figures", "publisher": "Office of Figures", "licence": "OGL v3.0", "attribution": "Thanks."}


def soon(**after):
    return timezone.now() + timedelta(**after)


@pytest.fixture
def second(someone):
    return someone(Role.STEWARD)


@pytest.fixture
def for_two(small_world):
    """A checked import of a source that asks for two people."""
    register_source(by=small_world.steward, code="recycling-source", words={**WORDS, "two_people": True})
    return checked(small_world, {"Ambleton": 55.5})


def held(world, **after):
    imported = checked(world, {"Ambleton": 55.5})
    return accept_import(by=world.steward, imported=imported, until=soon(**(after or {"hours": 5})))


def at_its_time(imported):
    """As if the time until which it is held had come."""
    Import.objects.filter(pk=imported.pk).update(held_until=soon(seconds=-1))
    Job.objects.filter(kind="figures.release").update(due_at=soon(seconds=-1))


def test_the_first_of_two_signs_and_the_second_brings_into_force(small_world, for_two, second):
    signed = accept_import(by=small_world.steward, imported=for_two)
    run_waiting()

    assert (signed.state, signed.signed_by, signed.decided_by) == (Import.State.SIGNED, small_world.steward, None)
    assert in_force(small_world, "Ambleton") != 55.5

    accepted = accept_import(by=second, imported=for_two)
    run_waiting()

    assert (accepted.signed_by, accepted.decided_by) == (small_world.steward, second)
    assert in_force(small_world, "Ambleton") == 55.5


def test_two_are_asked_too_where_a_file_names_another_source_than_the_figures_that_it_replaces(small_world, for_two):
    decline_import(by=small_world.steward, imported=for_two)
    rows = [row_of(small_world.areas["Ambleton"].code, NEW, 44.4)]
    release = release_of(Element.objects.get(code="recycling"), rows, "3")
    content = write_release(replace(release, header=release.header | {"source": "someone-elses"}))
    other = start_import(by=small_world.steward, name="other.csv", content=content)
    run_waiting()

    assert accept_import(by=small_world.steward, imported=other).state == Import.State.SIGNED


def test_nobody_signs_twice(small_world, for_two):
    accept_import(by=small_world.steward, imported=for_two)

    with pytest.raises(Refused, match="someone else has to"):
        accept_import(by=small_world.steward, imported=for_two)


def test_the_operator_counts_as_one_person(for_two):
    accept_import(by=OPERATOR, imported=for_two)

    with pytest.raises(Refused, match="someone else has to"):
        accept_import(by=OPERATOR, imported=for_two)


def test_a_signature_is_for_what_was_checked_then(small_world, for_two, second):
    accept_import(by=small_world.steward, imported=for_two)
    check_again(by=second, imported=for_two)
    run_waiting()
    for_two.refresh_from_db()

    assert (for_two.state, for_two.signed_by) == (Import.State.CHECKED, None)


def test_what_the_first_signed_may_be_declined_by_either(small_world, for_two, second):
    accept_import(by=small_world.steward, imported=for_two)

    assert decline_import(by=second, imported=for_two).state == Import.State.DECLINED


def test_held_figures_come_into_force_at_their_time_and_not_before(small_world):
    imported = held(small_world)
    run_waiting()
    imported.refresh_from_db()
    assert (imported.state, in_force(small_world, "Ambleton") == 55.5) == (Import.State.HELD, False)

    at_its_time(imported)
    run_waiting()
    imported.refresh_from_db()

    assert (imported.state, in_force(small_world, "Ambleton")) == (Import.State.LOADED, 55.5)
    assert Event.objects.filter(verb=Verb.IMPORT_RELEASED, subject_id=imported.pk).count() == 1


def test_what_is_due_later_is_no_work_that_waits(small_world):
    imported = checked(small_world, {"Ambleton": 55.5})
    before = standing().waiting

    accept_import(by=small_world.steward, imported=imported, until=soon(days=3))

    assert standing().waiting == before


def test_held_figures_that_others_overtook_are_given_back_to_a_person(small_world):
    imported = held(small_world)
    later = checked(small_world, {"Brackford": 44}, release="3")
    accept_import(by=small_world.steward, imported=later)
    run_waiting()

    at_its_time(imported)
    run_waiting()
    imported.refresh_from_db()

    assert (imported.state, imported.held_until) == (Import.State.CHECKED, None)
    assert in_force(small_world, "Ambleton") != 55.5
    with pytest.raises(Refused, match="Check again"):
        accept_import(by=small_world.steward, imported=imported)


def test_held_figures_wait_while_another_file_of_their_indicator_is_loaded(small_world):
    imported = held(small_world)
    Import.objects.filter(element_code="recycling", state=Import.State.LOADED).update(
        state=Import.State.LOADING, sequence=None
    )
    at_its_time(imported)
    run_waiting()
    imported.refresh_from_db()

    assert imported.state == Import.State.HELD
    assert Job.objects.get(kind="figures.release", state=Job.State.ASKED).due_at > timezone.now()


def test_held_figures_may_be_let_go_or_declined_before(small_world):
    imported = held(small_world)
    release_import(by=small_world.steward, imported=imported)
    run_waiting()
    assert in_force(small_world, "Ambleton") == 55.5

    other = accept_import(
        by=small_world.steward, imported=checked(small_world, {"Ambleton": 66}, release="3"), until=soon(hours=1)
    )
    decline_import(by=small_world.steward, imported=other)
    at_its_time(other)
    run_waiting()
    assert in_force(small_world, "Ambleton") == 55.5


def test_the_two_set_the_time_and_neither_of_them_drops_it_alone(small_world, for_two, second, someone):
    accept_import(by=small_world.steward, imported=for_two, until=soon(hours=2))
    agreed = accept_import(by=second, imported=for_two)
    assert agreed.state == Import.State.HELD

    with pytest.raises(Refused, match="together with someone else"):
        release_import(by=second, imported=for_two)
    assert release_import(by=someone(Role.STEWARD), imported=for_two).state == Import.State.LOADING


def test_a_time_that_has_passed_is_refused(small_world):
    with pytest.raises(Refused, match="has passed"):
        accept_import(by=small_world.steward, imported=checked(small_world, {"Ambleton": 55.5}), until=soon(minutes=-1))


def test_someone_on_the_list_sees_the_figures_in_the_last_hours_only(small_world, stranger, settings):
    imported = held(small_world, hours=30)
    let_in_early(by=small_world.steward, imported=imported, email=stranger.email.upper(), office="Director of health")
    (release,) = early_releases_for(stranger)
    assert not release.is_open
    with pytest.raises(Refused):
        look_early(by=stranger, imported=imported)

    settings.EARLY_ACCESS_HOURS = 36
    (row,) = look_early(by=stranger, imported=imported)

    assert (row.area, row.cell.value) == (small_world.areas["Ambleton"].code, 55.5)
    assert early_releases_for(stranger)[0].is_open
    assert Event.objects.filter(verb=Verb.EARLY_SEEN, actor=stranger).count() == 1
    assert offices_published([*Import.objects.values_list("pk", flat=True)]) == []


def test_figures_that_the_framework_has_no_place_for_any_more_are_not_seen_early(small_world, stranger):
    imported = held(small_world)
    let_in_early(by=small_world.steward, imported=imported, email=stranger.email, office="Director of health")
    Element.objects.filter(code=imported.element_code).update(unit="tonnes")

    with pytest.raises(Refused, match="have to be checked again first"):
        look_early(by=stranger, imported=imported)

    assert not Event.objects.filter(verb=Verb.EARLY_SEEN).exists()


def test_the_offices_of_those_who_looked_are_published_once_figures_are_out(small_world, stranger, second):
    imported = held(small_world)
    for account, office in ((stranger, "Director of health"), (second, "Head of press")):
        let_in_early(by=small_world.steward, imported=imported, email=account.email, office=office)
    look_early(by=stranger, imported=imported)
    at_its_time(imported)
    run_waiting()

    assert offices_published(small_world.run.imports) == []
    (published,) = offices_published([*small_world.run.imports, imported.pk])

    assert (published.imported, published.offices) == (imported, ("Director of health",))
    assert early_releases_for(stranger) == []


def test_who_has_looked_stays_on_the_list(small_world, stranger, second):
    imported = held(small_world)
    readers = [
        let_in_early(by=small_world.steward, imported=imported, email=each.email, office="Office")
        for each in (stranger, second)
    ]
    look_early(by=stranger, imported=imported)

    keep_out(by=small_world.steward, reader=readers[1])
    with pytest.raises(Refused, match="seen the figures already"):
        keep_out(by=small_world.steward, reader=readers[0])

    assert EarlyReader.objects.get() == readers[0]


@pytest.mark.parametrize(
    ("email", "office", "sentence"),
    [
        ("nobody@example.org", "Office", "Nobody has an account"),
        (None, "", "blank"),
        (None, "x" * 201, "at most 200"),
    ],
)
def test_the_list_takes_people_with_an_account_and_an_office(email, office, sentence, small_world, stranger):
    with pytest.raises(Refused, match=sentence):
        let_in_early(by=small_world.steward, imported=held(small_world), email=email or stranger.email, office=office)


def test_figures_in_force_have_no_list(small_world, stranger):
    with pytest.raises(Refused, match="not in force yet"):
        let_in_early(
            by=small_world.steward, imported=small_world.imports["recycling"], email=stranger.email, office="Office"
        )


def test_only_stewards_decide_whom_to_let_in(small_world, stranger):
    imported = held(small_world)

    with pytest.raises(AccessDenied):
        let_in_early(by=stranger, imported=imported, email=stranger.email, office="Office")
    with pytest.raises(AccessDenied):
        release_import(by=stranger, imported=imported)


def test_what_is_derived_waits_too_where_two_people_are_asked_for(small_world):
    register_source(by=small_world.steward, code="derived-ratio", words={**WORDS, "two_people": True})
    kept(small_world)

    declared(small_world)

    assert states("ratio") == [Import.State.CHECKED]
