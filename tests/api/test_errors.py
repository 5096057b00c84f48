import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import Throttled

from apps.api.errors import Unasked, problem_details
from apps.common.errors import Refused


@pytest.mark.parametrize(
    ("error", "status", "title", "detail"),
    [
        (Unasked("Say which."), 400, "The question is not clear", "Say which."),
        (PermissionDenied("You may not."), 403, "Not allowed", "You may not."),
        (Http404(), 404, "Not found", "There is nothing at this address."),
        (Refused("Not before noon."), 409, "Not possible now", "Not before noon."),
        (Throttled(detail="Too many."), 429, "Not possible", "Too many."),
        (
            ValueError("inside"),
            500,
            "Something went wrong",
            "Nobody foresaw this. It has been noted; try again in a while.",
        ),
    ],
)
def test_every_error_is_a_problem_with_a_sentence(error, status, title, detail):
    response = problem_details(error, {})

    assert response.data == {"type": "about:blank", "title": title, "status": status, "detail": detail}
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
