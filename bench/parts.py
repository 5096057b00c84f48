"""What is timed: compiling the starter set, loading it, scoring it, and one area's page."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np
from django.test import Client

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.reading import read_areas
from apps.background.claim import run_waiting
from apps.common.tiers import Tier
from apps.figures.actions import accept_import, start_import
from apps.figures.compiling import starter
from apps.figures.models import Figure
from apps.figures.snapshots import gather_figures
from apps.figures.starter_set import starter_files
from apps.framework.actions import draft_edition, freeze_edition
from apps.framework.models import Edition
from apps.framework.reading import DEFINITIONS, read_edition
from apps.scores.actions import publish_run, start_run
from apps.scores.arrays import COLUMNS, framework_of, read_area, tier_inputs
from apps.scores.computing import compute_tier
from apps.scores.engine.method import Method
from apps.scores.engine.score import score
from apps.scores.models import AreaScores, Run, RunTier
from apps.scores.runs import indicator_codes
from bench.harness import Timing, seconds_of, side_by_side

AREA_PAGE = "/areas/upper/bristol/"
HOST = "localhost"


def compiling(data: Path) -> list[Timing]:
    """From publishers' files to the starter set, once; beside it, reading the same files as bytes."""
    areas, edition = read_areas(), read_edition(DEFINITIONS / "2026-starter")
    files = [path for path in data.rglob("*") if path.is_file()]
    read = Timing("read every file in the data folder", [seconds_of(lambda: [path.read_bytes() for path in files])])
    compiled = seconds_of(lambda: starter.build(data, areas, edition))
    return [read, Timing("compile the starter set", [compiled], read)]


def loading() -> list[Timing]:
    """The import path for every starter file, as the demonstration goes it, in this process."""
    load_areas(by=OPERATOR)
    freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))
    copied, checked, loaded = zip(*(_imported(path) for path in starter_files()), strict=True)
    memory = Timing("copy one starter file in memory", copied)
    note = f"all {len(loaded)} files: {sum(checked) + sum(loaded):.1f} s for {Figure.objects.count():,} figures"
    return [
        memory,
        Timing("upload and check one starter file", checked, memory),
        Timing("accept and load one starter file", loaded, memory, note),
    ]


def _imported(path: Path) -> tuple[float, float, float]:
    """Import one file; the seconds to copy it, to have it checked and to have it loaded."""
    content = path.read_bytes()
    marks = [time.perf_counter()]
    bytearray(content)
    marks.append(time.perf_counter())
    imported = start_import(by=OPERATOR, name=path.name, content=content)
    run_waiting()
    marks.append(time.perf_counter())
    imported.refresh_from_db()
    accept_import(by=OPERATOR, imported=imported)
    run_waiting()
    marks.append(time.perf_counter())
    return marks[1] - marks[0], marks[2] - marks[1], marks[3] - marks[2]


def scoring(rounds: int) -> list[Timing]:
    """The engine on the upper tier, the tier with choosing and packing, and a whole run with storing both tiers."""
    edition, method = Edition.objects.get(), Method()
    _executed(edition)
    inputs = tier_inputs(edition, Tier.UPPER, method)
    figures = gather_figures(indicator_codes(edition))
    columns, inside = _engine_input(inputs)
    framework, transforms = framework_of(inputs.nodes), [node.transform for node in inputs.nodes if node.level == 1]
    size = f"{columns.shape[0]} areas x {columns.shape[1]} indicators"
    engine = side_by_side(
        {
            f"copy the engine's input in memory, {size}": columns.copy,
            "engine: score one tier": lambda: score(columns, framework, method, inside, transforms),
            "choose periods, score and pack one tier": lambda: compute_tier(figures, inputs, method, edition.as_at),
        },
        rounds * 4,
    )
    packed = [bytes(row) for row in AreaScores.objects.values_list("packed", flat=True)]
    whole = side_by_side(
        {
            "copy the packed results of a run in memory": lambda: [bytearray(row) for row in packed],
            "whole run through its job, with nothing new to score": lambda: _executed(edition),
        },
        max(rounds // 4, 3),
    )
    publish_run(by=OPERATOR, run=Run.objects.filter(state=Run.State.DONE).latest("pk"))
    return engine + whole


def _executed(edition: Edition) -> None:
    start_run(by=OPERATOR, edition=edition)
    run_waiting()


def _engine_input(inputs: Any) -> tuple[Any, Any]:
    """The figures that the last run scored, areas x indicators, and who is in the reference group."""
    tier = RunTier.objects.filter(tier=inputs.tier).latest("pk")
    leaves = [index for index, node in enumerate(inputs.nodes) if node.level == 1]
    by_code = dict(tier.by_area.values_list("area__code", "packed"))
    value = COLUMNS.index("value")
    rows = [read_area(bytes(by_code[code]), len(inputs.nodes))[leaves, value] for code in inputs.areas]
    return np.array(rows), np.isin(np.array(inputs.areas), np.array(inputs.scored))


def reading(rounds: int) -> list[Timing]:
    """One area's page beside an empty one: in this process, and over HTTP from the server that the demo uses."""
    client = Client()
    assert client.get(AREA_PAGE, headers={"host": HOST}).status_code == 200
    inside = side_by_side(
        {
            "an empty page, in process": lambda: client.get("/empty/", headers={"host": HOST}),
            "an area's page, in process": lambda: client.get(AREA_PAGE, headers={"host": HOST}),
        },
        rounds * 2,
    )
    with _served() as get:
        over_http = side_by_side(
            {
                "an empty page, over HTTP": lambda: get("/empty/"),
                "an area's page, over HTTP": lambda: get(AREA_PAGE),
            },
            rounds * 2,
        )
    return inside + over_http


@contextmanager
def _served() -> Any:
    """A gunicorn as the supervisor starts it, and a way to get a page from it."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tpi_platform.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"]
    options = ["--worker-class=gthread", "--workers=2", "--threads=4", "--log-level=error"]
    server = subprocess.Popen([*command, *options])
    get = _getter(port)
    try:
        _patiently(lambda: get("/empty/"))
        for _ in range(20):
            get(AREA_PAGE)
        yield get
    finally:
        server.terminate()
        server.wait(20)


def _getter(port: int) -> Callable[[str], bytes]:
    def get(path: str) -> bytes:
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", path, headers={"Host": HOST})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        assert answer.status == 200, answer.status
        return body

    return get


def _patiently(act: Callable[[], object]) -> None:
    for _ in range(200):
        try:
            act()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the web server did not come up")
