"""What is kept to some partners does not exist for anybody else: in no page, list, count, feed, file or export."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.activity.models import Event
from apps.goals.models import Goal
from tests.architecture.furnishing import Furnished
from tests.architecture.routes import Route, all_routes
from tests.kept import MARK, MARKS, Kept, keep_draft

ROUTES = all_routes()
#: Whoever may come and does not speak for the partner that keeps it: who has most rights, who has least, who has none.
OTHERS = ["lead", "contributor", "viewer", "organiser of a partner", "administrator", "steward", "stranger", "visitor"]
#: What is asked of lists besides, so that the filters are walked too.
NARROWED = {
    "work:activity": ("?about=initiatives", "?about=talk"),
    "work:initiatives": (
        "?kind=initiative",
        "?status=proposed",
        "?sort=project",
        "?group=older",
        "?element=recycling",
        "?page=2",
    ),
    "desks:audit": ("?kind=initiative", "?page=2"),
    "desks:audit_export": ("?kind=initiative",),
}
#: What differs between two readings of one page: tokens of forms, and keys by which they are known.
_EACH_TIME = re.compile(
    rb"""(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce-)[^"']+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"""
)


@pytest.fixture
def goal(furnished):
    return Goal.objects.get(workspace=furnished.partnership.workspace)


@pytest.fixture
def kept(furnished, goal):
    return keep_draft(furnished.partnership, goal)


@pytest.fixture
def kept_furnished(furnished, kept):
    """The same addresses with the numbers of what is kept in them."""
    return Furnished(furnished.partnership, furnished.numbers | numbers_of(kept))


def numbers_of(kept: Kept) -> dict[str, dict[str, Any]]:
    pk = {"pk": kept.initiative.pk}
    partner = kept.initiative.workspace.partners.get(organisation__name="Ambleton Council")
    return {
        "work:initiative": pk,
        "work:contribution": pk | {"goal_pk": kept.initiative.contributions.get().goal_id},
        "work:milestone": pk | {"milestone_pk": kept.milestone.pk},
        "work:evidence": pk | {"evidence_pk": kept.evidence.pk},
        "work:update_write": pk,
        "work:measure": pk | {"measure_pk": kept.measure.pk, "count_pk": kept.count.pk},
        "work:risk": pk | {"risk_pk": kept.risk.pk},
        "work:dependency": pk | {"dependency_pk": kept.waits.pk},
        "work:interest_": pk | {"interest_pk": kept.interest.pk},
        "work:involvement": pk | {"involvement_pk": kept.involvement.pk},
        "work:document": pk | {"document_pk": kept.document.pk},
        "work:tag": pk | {"tag_pk": kept.tag.pk},
        "work:sight_take": pk | {"partner_pk": partner.pk},
        "work:comment": {"pk": kept.comment.pk},
        "files:": {"file_id": kept.evidence.file_id},
        "desks:audit_event": {"pk": Event.objects.filter(subject_kind="initiative").latest("pk").pk},
    }


def readings(browser: Client, furnished: Furnished, routes: list[Route] = ROUTES) -> Iterator[tuple[str, bytes]]:
    """Every address and what it answers when it is read, also narrowed."""
    for route in routes:
        address = furnished.address(route)
        for more in ("", *NARROWED.get(route.name, ())):
            yield route.name + more, text_of(browser.get(address + more))


def answers(browser: Client, furnished: Furnished, routes: list[Route] = ROUTES) -> Iterator[tuple[str, bytes]]:
    """Every address and what it answers to an empty form; exports are among them. Nothing is changed."""
    # The public ones last: one of them signs out.
    for route in sorted(routes, key=lambda each: each.access == "public"):
        with transaction.atomic():
            yield f"{route.name} (sent)", text_of(browser.post(furnished.address(route)))
            transaction.set_rollback(True)


def text_of(response: Any) -> bytes:
    """All that is read in an answer, in what it is called and where it leads, of an archive the files in it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    return content + str(sorted(response.headers.items())).encode()


def told(found: Iterator[tuple[str, bytes]]) -> dict[str, set[str]]:
    """The words of what is kept that are read, by the address."""
    marks = {where: set(re.findall(rf"{MARK}[a-z]*", text.decode(errors="replace"))) for where, text in found}
    return {where: words for where, words in marks.items() if words}


@pytest.mark.parametrize("who", OTHERS)
def test_no_word_of_it_is_read_by_anybody_else_wherever_they_go(who, furnished, kept_furnished, browser_of):
    if connection.vendor == "postgresql" and who not in {"lead", "visitor"}:
        pytest.skip("the same rights, asked of another database: those two who differ most are asked there")
    browser = browser_of(who)
    # What the public reads is read by who has most rights and by who has none: it is the same for all in between.
    routes = [route for route in ROUTES if route.access != "public" or who in {"lead", "visitor"}]
    others = [route for route in routes if furnished.values(route) != kept_furnished.values(route)]

    read = told(readings(browser, furnished, others)) | told(readings(browser, kept_furnished, routes))
    answered = told(answers(browser, furnished, others)) | told(answers(browser, kept_furnished, routes))

    assert read == {}
    assert answered == {}


def test_whoever_speaks_for_the_partner_reads_every_word_of_it(kept_furnished, signed_in):
    browser = signed_in(kept_furnished.partnership.business_member)

    read = told(readings(browser, kept_furnished))

    assert set().union(*read.values()) == MARKS
    assert {"work:initiatives", "work:initiative", "work:goal", "work:activity", "files:download"} <= set(read)


@pytest.mark.parametrize("who", ["lead", "viewer", "visitor"])
def test_every_page_is_the_same_whether_there_is_one_or_not(who, furnished, goal, browser_of):
    browser = browser_of(who)
    # The pages of one's own account say when one came, and nothing of any workspace.
    routes = [route for route in ROUTES if not route.name.startswith("accounts:")]
    before = {where: bare(text) for where, text in readings(browser, furnished, routes)}

    keep_draft(furnished.partnership, goal)

    after = {where: bare(text) for where, text in readings(browser, furnished, routes)}
    assert [where for where in before if before[where] != after[where]] == []


def bare(text: bytes) -> bytes:
    return _EACH_TIME.sub(b"", text)


def its_own(furnished: Furnished, kept: Furnished) -> Iterator[tuple[Route, dict[str, Any]]]:
    """The addresses with its numbers in them."""
    for route in ROUTES:
        if route.name != "desks:audit_event" and furnished.values(route) != kept.values(route):
            yield route, kept.values(route)


@pytest.mark.parametrize("who", ["lead", "viewer", "organiser of a partner", "administrator", "stranger", "visitor"])
def test_its_own_addresses_answer_as_those_of_one_that_never_was(who, furnished, kept_furnished, browser_of):
    browser, found = browser_of(who), {}

    for route, values in its_own(furnished, kept_furnished):
        never = values | {next(name for name in reversed(route.parameters) if name != "workspace_slug"): 987654321}
        if "pk" in values:
            never["pk"] = 987654321
        for method in ("get", "head", "post", "put", "patch", "delete", "options"):
            ask = getattr(browser, method)
            there, nowhere = ask(route.address(values)), ask(route.address(never))
            assert (route.name, method, there.status_code) == (route.name, method, nowhere.status_code)
            assert bare(there.content) == bare(nowhere.content)
            found[route.name, method] = there.status_code

    assert len({name for name, _method in found}) > 20
    assert set(found.values()) <= {302, 403, 404, 405}
    if who == "lead":
        opened = {name for (name, method), status in found.items() if method in ("get", "post") and status == 404}
        assert opened == {name for name, _method in found}


@pytest.mark.parametrize("who", OTHERS[:-1])
def test_nobody_else_is_told_of_it(who, kept, people):
    told_of = people[who].notifications.filter(event__subject_kind="initiative", event__subject_id=kept.initiative.pk)

    assert not told_of.exists()
