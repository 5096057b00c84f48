"""Elements and editions: their names, and what the database itself refuses."""

import pytest
from django.db import IntegrityError

from apps.access.checks import OPERATOR
from apps.framework.actions import draft_edition
from apps.framework.models import Element

pytestmark = pytest.mark.django_db


def test_things_are_called_by_their_names() -> None:
    edition = draft_edition(by=OPERATOR)

    assert str(edition) == "Open-data starter framework 2026"
    assert str(edition.elements.get(code="land-use")) == "Land Use"


@pytest.mark.parametrize("change", [{"weight": 0}, {"direction": None}, {"unit": ""}, {"level": 2}])
def test_the_database_refuses_an_indicator_that_is_only_half_one(change: dict[str, object]) -> None:
    draft_edition(by=OPERATOR)

    with pytest.raises(IntegrityError):
        Element.objects.filter(code="burglary").update(**change)
