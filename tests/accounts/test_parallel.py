"""Whoever is let go while they do something in an organisation."""

import pytest
from django.db import connection

from apps.access.checks import OPERATOR, AccessDenied
from apps.accounts import actions
from tests.access.waiting import overtaken_by

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]

DEEDS = {
    "change it": lambda by, council, someone: actions.change_organisation(
        by=by, organisation=council, based_on=1, words={"description": "Not what it was."}
    ),
    "add someone": lambda by, council, someone: actions.add_to_organisation(
        by=by, organisation=council, person=someone(), role="organiser"
    ),
    "remove someone": lambda by, council, someone: actions.remove_from_organisation(
        by=by, organisation=council, person=council.people.exclude(person=by).first().person
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_an_organiser_who_is_removed_meanwhile_does_nothing_any_more(deed, partnership, organiser, someone):
    council = partnership.council
    actions.add_to_organisation(by=OPERATOR, organisation=council, person=someone(), role="organiser")

    result = overtaken_by(
        lambda: actions.remove_from_organisation(by=OPERATOR, organisation=council, person=organiser),
        lambda: deed(organiser, council, someone),
    )

    assert isinstance(result, AccessDenied), result
