"""Every view says whom it is for, and every address opens to those and to nobody else."""

import pytest
from django.test import Client

from apps.access.permissions import Permission
from apps.access.roles import GRANTS, PLATFORM_ROLES, Role
from apps.background.models import Job
from apps.figures.actions import start_import
from apps.figures.models import Import
from apps.files.models import StoredFile
from apps.scores.models import Run
from tests.architecture.routes import Route, all_routes

#: Views without a mark, each with its reason.
UNMARKED: dict[str, str] = {}
ROUTES = all_routes()
GUARDED = [route for route in ROUTES if route.access != "public"]
#: Routes that only change something: to ask for them with GET is refused, after the question whether one may.
POST_ONLY = {
    "accounts:sign_out",
    "desks:import_accept",
    "desks:import_decline",
    "desks:import_check",
    "desks:import_withdraw",
    "desks:run_start",
    "desks:run_publish",
    "desks:job_retry",
}
#: Guarded routes that answer a steward with something other than a page, and why.
TO_A_STEWARD = {
    "desks:import_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:run_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:sample": ({200, 404}, "offered by a demonstration only"),
    "desks:practice": ({200, 404}, "offered by a demonstration only"),
}
#: Public routes that answer with something other than a page when nothing is asked of them, and why.
OTHER_ANSWERS = {
    "accounts:sign_out": ({405}, "only by POST"),
    "api:figures": ({400}, "an element or an area has to be named"),
    "api:scores": ({400}, "an element or an area has to be named"),
    "api:missing": ({404}, "what is said where there is nothing"),
    "explore:area_any": ({301, 302}, "leads to the area's page at its own tier"),
    "pages:health": ({200, 503}, "says whether the site is well"),
}


@pytest.fixture
def fill(small_world):
    """A route's address, with things that exist in the place of its parameters."""
    area = small_world.areas["Dunmere"]
    with_pk = {
        "desks:import": Import.objects.order_by("pk").first(),
        "desks:run": Run.objects.first(),
        "desks:job": Job.objects.order_by("pk").first(),
        "files:": StoredFile.objects.order_by("pk").first(),
    }

    def address(route: Route) -> str:
        values = {"tier": "upper", "slug": area.slug, "code": "smoking"}
        if route.name == "api:missing":
            return "/api/v1/nothing-here"
        if route.name.startswith("api:area"):
            values["code"] = area.code
        for prefix, thing in with_pk.items():
            if route.name.startswith(prefix):
                values |= {"pk": thing.pk, "file_id": thing.pk}
        unknown = set(route.parameters) - set(values)
        assert not unknown, f"{route.name} has parameters this table does not know: {unknown}"
        return route.address({name: values[name] for name in route.parameters})

    return address


def statuses(browser: Client, fill, routes: list[Route]) -> dict[str, int]:
    return {route.name: browser.get(fill(route)).status_code for route in routes}


def test_every_view_says_whom_it_is_for():
    silent = [route.name for route in ROUTES if route.access is None and route.name not in UNMARKED]

    assert silent == []


def test_every_mark_is_public_or_a_permission():
    assert {route.access for route in ROUTES if route.access != "public"} <= set(Permission)


def test_every_name_is_taken_once():
    names = [route.name for route in ROUTES]

    assert sorted(names) == sorted(set(names))


def test_every_exception_is_a_route():
    assert set(UNMARKED) | POST_ONLY | set(OTHER_ANSWERS) | set(TO_A_STEWARD) <= {route.name for route in ROUTES}


def test_public_addresses_open_to_everyone(fill, someone, signed_in):
    public = [route for route in ROUTES if route.access == "public"]
    expected = {route.name: OTHER_ANSWERS.get(route.name, ({200}, ""))[0] for route in public}

    for who in ("nobody", "stranger", *sorted(PLATFORM_ROLES)):
        roles = [who] if who in PLATFORM_ROLES else []
        found = statuses(Client() if who == "nobody" else signed_in(someone(*roles)), fill, public)
        if who != "nobody":
            assert found.pop("accounts:sign_in") == 302
        assert (who, {name: code for name, code in found.items() if code not in expected[name]}) == (who, {})


def test_whoever_is_not_signed_in_is_sent_to_sign_in(fill):
    for route in GUARDED:
        for method in ("get", "post"):
            response = getattr(Client(), method)(fill(route))

            assert (route.name, response.status_code) == (route.name, 302)
            assert response.url.startswith("/sign-in/?next=")


def test_whoever_is_not_signed_in_learns_nothing_of_what_exists(small_world):
    for route in GUARDED:
        if route.parameters:
            response = Client().get(route.address(dict.fromkeys(route.parameters, 987654321)))

            assert (route.name, response.status_code) == (route.name, 302)


def test_whoever_holds_no_role_is_refused_everything_guarded(fill, stranger, signed_in):
    browser = signed_in(stranger)

    for route in GUARDED:
        for method in ("get", "post"):
            response = getattr(browser, method)(fill(route))

            assert (route.name, method, response.status_code) == (route.name, method, 403)
            assert "You may not" in response.content.decode()


@pytest.mark.parametrize("role", sorted(PLATFORM_ROLES))
def test_a_role_opens_what_the_table_grants_it(role, fill, someone, signed_in):
    browser = signed_in(someone(role))

    found = statuses(browser, fill, GUARDED)

    expected = {route.name: opening(route) if route.access in GRANTS[Role(role)] else {403} for route in GUARDED}
    assert {name: status for name, status in found.items() if status not in expected[name]} == {}


def opening(route: Route) -> set[int]:
    if route.name in POST_ONLY:
        return {405}
    return TO_A_STEWARD.get(route.name, ({200}, ""))[0]


def test_nothing_guarded_is_ever_kept_by_a_cache(fill, steward, signed_in):
    browser = signed_in(steward)

    answers = {route.name: browser.get(fill(route)) for route in GUARDED}

    pages = {name: answer for name, answer in answers.items() if answer.status_code < 400}
    assert len(pages) > 5
    assert [name for name, answer in pages.items() if answer.headers["Cache-Control"] != "private, no-store"] == []


def test_what_changes_something_needs_the_token_of_the_page(fill, steward):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(steward)
    before = (Import.objects.count(), Run.objects.count(), Job.objects.count())

    refused = {route.name: browser.post(fill(route)).status_code for route in GUARDED}

    assert set(refused.values()) == {403}
    assert (Import.objects.count(), Run.objects.count(), Job.objects.count()) == before


def test_a_file_someone_brought_is_not_for_everyone(steward, stranger, signed_in):
    imported = start_import(by=steward, name="figures.csv", content=b"# code: x\n")
    routes = [route for route in ROUTES if route.name.startswith("files:")]

    assert [route.access for route in routes] == [Permission.FILES_READ]
    assert signed_in(stranger).get(routes[0].address({"file_id": imported.file_id})).status_code == 403
