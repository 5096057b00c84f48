"""Every public page, made anew and kept, beside an empty view and a plain page: in one process, in the same run."""

from collections.abc import Callable
from typing import Any

import numpy as np
from django.core.cache import caches
from django.test import Client

from bench.harness import Timing, side_by_side
from tpi_platform.wsgi import settle

HOST = "localhost"
#: Pages by name, and what the packed HTML of each may weigh, in bytes.
PAGES = {
    "/": 60_000,
    "/areas/": 15_000,
    "/areas/upper/bristol/": 30_000,
    "/areas/upper/bristol/place-environment/": 15_000,
    "/areas/upper/bristol/smoking/": 15_000,
    "/areas/upper/bristol/changes/": 15_000,
    "/areas/upper/bristol/like/": 15_000,
    "/areas/upper/bristol/indicators/": 30_000,
    "/areas/upper/bristol/trends/": 30_000,
    "/areas/upper/bristol/in-words/": 15_000,
    "/areas/upper/bristol/brief/": 15_000,
    "/compare/upper/?area=bristol&area=reading&area=derby": 15_000,
    "/grid/district/?level=all": 60_000,
    "/elements/": 15_000,
    "/elements/district/smoking/": 60_000,
    "/elements/upper/health/?order=value": 60_000,
    "/search/?q=recycling": 15_000,
    "/quality/": 15_000,
    "/data/": 15_000,
    "/editions/": 15_000,
    "/embed/wheel/upper/bristol/": 15_000,
    "/what-if/upper/bristol/": 15_000,
    "/practice/": 15_000,
    "/indicators/": 15_000,
    "/indicators/smoking/": 15_000,
    "/sources/": 15_000,
    "/releases/": 15_000,
    "/releases/calendar/": 15_000,
    "/errata/": 15_000,
    "/method/": 15_000,
    "/about/": 15_000,
}


def reading(rounds: int) -> tuple[list[Timing], list[Timing]]:
    """Each page made anew beside the plain page; each as it is kept, and told to be the same, beside the empty view."""
    settle()
    client = Client(headers={"host": HOST})
    made = {"a plain page": _anew(client, "/plain/")} | {page: _anew(client, page) for page in PAGES}
    kept = {"an empty view": asking(client, "/empty/")}
    for page in PAGES:
        kept[f"{page} as kept"] = asking(client, page)
        kept[f"{page} the same"] = _the_same(client, page)
    return with_p95(side_by_side(made, rounds), client), with_p95(side_by_side(kept, rounds))


def asking(client: Client, page: str, status: int = 200, **headers: str) -> Callable[[], Any]:
    """Ask for a page as a browser does that takes packed bytes."""

    def get() -> Any:
        answer = client.get(page, headers={"accept-encoding": "gzip", **headers})
        assert answer.status_code == status, (page, answer.status_code)
        return answer

    return get


def _the_same(client: Client, page: str) -> Callable[[], Any]:
    """Ask for it as a browser does that holds it."""
    return asking(client, page, 304, **{"if-none-match": asking(client, page)().headers["ETag"]})


def _anew(client: Client, page: str) -> Callable[[], Any]:
    get = asking(client, page)

    def anew() -> Any:
        caches["pages"].clear()
        return get()

    return anew


def with_p95(timings: list[Timing], client: Client | None = None) -> list[Timing]:
    """Each with the 95th percentile beside that of the reference, and what its HTML weighs."""
    least = np.quantile(timings[0].seconds, 0.95)
    found = []
    for timing in timings:
        said = f"p95 {np.quantile(timing.seconds, 0.95) / least:.1f}x"
        if client and timing.reference:
            size = len(client.get(timing.name, headers={"accept-encoding": "gzip"}).content)
            said += f", {size / 1000:.1f} kB" + ("" if size <= PAGES[timing.name] else ": TOO HEAVY")
        found.append(Timing(timing.name, timing.seconds, timing.reference, said))
    return found
