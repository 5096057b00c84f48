"""Whatever is sent, no page of goals, initiatives and talk breaks, and no database is asked what it cannot take."""

import pytest
from django.db import connection, transaction

from tests.work import acting
from tests.work.reading import at

HOSTILE = {
    "NUL": "4\x005",
    "NUL alone": "\x00",
    "ten thousand characters": "x" * 10_000,
    "a number of thirty digits": "9" * 30,
    "a number of five thousand digits": "9" * 5_000,
    "too large for a float": "1e400",
    "no number": "NaN",
    "below zero": "-1",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "digits of another script": "٤٥",
    "script": '<script>alert(1)</script>"><img src=x>',
}
RECYCLING = {"area": "ambleton", "tier": "upper", "element": "recycling", "measure": "value"}


@pytest.fixture
def as_strict_as_postgresql():
    """PostgreSQL keeps no NUL, neither in text nor in JSON, where SQLite says nothing."""

    def refuse(execute, sql, params, many, context):
        found = [each for each in params or () if isinstance(each, str) and ("\x00" in each or "\\u0000" in each)]
        assert not found, f"NUL sent to the database: {sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def things(partnership):
    """A goal, an initiative that serves it, and its milestone."""
    goal = partnership.goal()
    initiative = acting.log(partnership, goal)
    return goal, initiative, acting.step(partnership, initiative)


def forms(partnership, goal, initiative, milestone):
    """The address of every form with what would be taken there."""
    aim = {"title": "Less waste", "target": "45", "due": "2028-12-31", "lead": partnership.council.pk, "why": "So."}
    aim |= {"shape": "straight", "success": "It moved."}
    new_aim = aim | {"baseline_period": goal.baseline_period}
    begun = {"kind": "policy", "title": "Bins", "summary": "Two.", "lead": partnership.council.pk}
    begun |= {"areas": goal.area_id, "starts": "2026-01-01", "ends": "2027-01-01"}
    serves = {"goal": goal.pk, "mechanism": "Bins.", "effect_from": "2027-01-01"}
    first_step = {"status": "paused", "milestone": "Bought", "due": "2027-01-01", "key": ""}
    comment = {"text": "So?", "key": "", "answers": ""}
    of_the_goal = {
        "goal_edit": aim | {"version": "1", "reason": "Late."},
        "goal_close": {"note": "Reached."},
        "goal_show": {"is_public": "yes"},
        "goal_comment": comment,
    }
    of_the_initiative = {
        "initiative_edit": begun | {"version": "1", "reason": "So."},
        "initiative_move": {"move": "start"},
        "initiative_show": {"is_public": "yes"},
        "initiative_comment": comment,
        "contribution_set": serves,
        "milestone_add": {"title": "Bought", "due": "2027-01-01", "key": ""},
        "evidence_add": {"title": "T", "note": "Twelve.", "link": "https://example.org/", "milestone": "", "key": ""},
    }
    reaching = at(partnership, "milestone_reach", initiative.pk, milestone.pk)
    return [
        (at(partnership, "goal_set", **RECYCLING), new_aim),
        (at(partnership, "goal_set", **RECYCLING), new_aim | {"preview": "yes"}),
        (at(partnership, "initiative_log"), begun | serves | first_step),
        *((at(partnership, name, goal.pk), filled) for name, filled in of_the_goal.items()),
        *((at(partnership, name, initiative.pk), filled) for name, filled in of_the_initiative.items()),
        (reaching, {"on": "2026-01-01"}),
    ]


def questions(partnership, initiative):
    """The address of every page that can be asked something, and what it is asked."""
    return [
        (at(partnership, "goals"), {"state": "", "area": ""}),
        (at(partnership, "goal_choose"), {"area": "ambleton", "tier": "upper", "q": ""}),
        (at(partnership, "goal_set"), RECYCLING),
        (at(partnership, "initiatives"), {"kind": "", "status": "", "lead": "", "goal": "", "page": ""}),
        (at(partnership, "initiative_log"), {"goal": "", "kind": ""}),
        (at(partnership, "contribution_set", initiative.pk), {"goal": ""}),
        (at(partnership, "evidence_add", initiative.pk), {"milestone": ""}),
    ]


def answer(send, address, data):
    """What comes back; whatever was changed is as before when the next is sent."""
    with transaction.atomic():
        response = send(address, data)
        transaction.set_rollback(True)
    return response


def broken(found, statuses):
    """Which of the pages that came back are none that should, or hold what was sent as markup."""
    return [
        (address, field, page.status_code)
        for address, field, page in found
        if page.status_code not in statuses or "<img src=x>" in page.content.decode()
    ]


@pytest.mark.usefixtures("as_strict_as_postgresql")
@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_into_a_field_is_taken_or_refused_in_words(what, partnership, things, lead):
    found = [
        (address, field, answer(lead.post, address, filled | {field: HOSTILE[what]}))
        for address, filled in forms(partnership, *things)
        for field in filled
    ]

    assert len(found) > 60
    assert broken(found, {200, 302, 404, 409, 422}) == []


@pytest.mark.usefixtures("as_strict_as_postgresql")
@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_an_address_asks_is_answered_or_not_found(what, partnership, things, lead):
    _, initiative, _ = things
    found = [
        (address, field, answer(lead.get, address, asked | {field: HOSTILE[what]}))
        for address, asked in questions(partnership, initiative)
        for field in asked
    ]

    assert broken(found, {200, 404}) == []


@pytest.mark.parametrize("name", ["goal", "goal_edit", "goal_versions", "goal_close", "initiative", "initiative_edit"])
@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 30, "9" * 5_000])
def test_a_number_in_an_address_that_is_none_of_a_thing_is_not_found(number, name, partnership, lead):
    address = at(partnership, name, 1).replace("/1/", f"/{number}/")

    assert lead.get(address).status_code == 404
