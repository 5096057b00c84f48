"""What a request calls finds room in one piece of stack, however deep the server stands that calls it."""

import resource
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.common.middleware import RoomMiddleware

#: Deeper than two of the pieces of 16 kB that Python takes its stack in.
_DEPTHS = 400
_CALLS = 50


def _deep(depth: int) -> None:
    if depth:
        _deep(depth - 1)
    else:
        for _turn in range(_CALLS):
            _leaf()


def _leaf() -> int:
    return 1


def _asked_for(act: Callable[[], object]) -> int:
    """How often the system was asked for memory, by the pages that were touched for the first time."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    act()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_loop_asks_for_memory_by_where_it_stands() -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        for depth in range(_DEPTHS):
            _deep(depth)
        return HttpResponse()

    roomy = RoomMiddleware(page)
    roomy(HttpRequest())
    # At some depth each turn of the loop would: 50 of them there, and that at two depths at least.
    assert _asked_for(lambda: roomy(HttpRequest())) < _CALLS
