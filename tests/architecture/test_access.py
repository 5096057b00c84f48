"""Every view says whom it is for, and every address opens to those and to nobody else: the whole matrix."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from apps.access.permissions import Permission
from apps.access.roles import GRANTS, Role
from apps.activity.models import Event, Version
from apps.background.models import Job
from tests.architecture.furnishing import Furnished, furnish
from tests.architecture.routes import Route, all_routes
from tests.partnership import build_partnership

#: Views without a mark, each with its reason.
UNMARKED: dict[str, str] = {}
ROUTES = all_routes()
PUBLIC = [route for route in ROUTES if route.access == "public"]
#: Those of programs, which show a token: no session opens them, whoever's it is (tests/api/test_imports.py).
BY_TOKEN = [route for route in ROUTES if route.access == "token"]
GUARDED = [route for route in ROUTES if route.access not in ("public", "token")]
OF_A_WORKSPACE = [route for route in ROUTES if route.scope == "workspace"]
#: Where roles are held that open addresses: everywhere (on an account), in the workspace, in the organisation.
EVERYWHERE, WORKSPACE, ORGANISATION = "", "workspace", "organisation"
#: Who comes to an address, with the roles by which the table of grants knows them, by where they are held.
WHO: dict[str, dict[str, Role]] = {
    "visitor": {},
    "stranger": {},
    "viewer": {WORKSPACE: Role.VIEWER},
    "contributor": {WORKSPACE: Role.CONTRIBUTOR},
    "lead": {WORKSPACE: Role.LEAD, ORGANISATION: Role.STAFF},
    "lead of another workspace": {},
    "organiser of a partner": {ORGANISATION: Role.ORGANISER},
    "steward": {EVERYWHERE: Role.STEWARD},
    "curator": {EVERYWHERE: Role.CURATOR},
    "administrator": {EVERYWHERE: Role.ADMINISTRATOR},
}
OUTSIDE = [who for who, roles in WHO.items() if who != "visitor" and WORKSPACE not in roles]
#: Routes that only change something: to ask for them with GET is refused, after the question whether one may.
POST_ONLY = {
    "desks:boundaries_remove",
    "desks:delivery_accept",
    "desks:delivery_decline",
    "desks:delivery_map",
    "desks:derivation_end",
    "accounts:passkey_begin",
    "accounts:session_end",
    "accounts:sign_on_disconnect",
    "desks:organisation_sign_on_approve",
    "desks:organisation_sign_on_decline",
    "work:organisation_sign_on_demand",
    "work:organisation_sign_on_end",
    "accounts:sessions_end",
    "accounts:sign_out",
    "accounts:token_revoke",
    "desks:import_accept",
    "desks:import_decline",
    "desks:import_check",
    "desks:import_withdraw",
    "desks:import_release",
    "desks:early_add",
    "desks:early_remove",
    "desks:erratum_withdraw",
    "desks:reorganisation_accept",
    "desks:reorganisation_again",
    "desks:reorganisation_apply",
    "desks:reorganisation_area_remove",
    "desks:reorganisation_redraft",
    "desks:reorganisation_undo",
    "desks:expected_call_off",
    "desks:expected_again",
    "desks:announcement_end",
    "desks:report_decide",
    "work:comment_report",
    "work:announcement_dismiss",
    "desks:person_give",
    "desks:person_take",
    "desks:person_suspend",
    "desks:person_unsuspend",
    "desks:organisation_council",
    "desks:organisation_decline",
    "desks:organisation_domains",
    "desks:organisation_reopen",
    "desks:organisation_unverify",
    "desks:organisation_verify",
    "desks:run_start",
    "desks:run_publish",
    "desks:run_unpublish",
    "desks:run_study",
    "desks:job_retry",
    "desks:candidates_search",
    "desks:case_start",
    "desks:case_submit",
    "desks:case_send_back",
    "desks:case_publish",
    "desks:case_retire",
    "reports:schedule_end",
    "work:calendar_revoke",
    "work:comment_hide",
    "work:comment_withdraw",
    "work:contribution_remove",
    "work:evidence_remove",
    "work:document_remove",
    "work:involvement_remove",
    "work:tag_remove",
    "work:goal_comment",
    "work:goal_reopen",
    "work:goal_show",
    "work:initiative_comment",
    "work:initiative_confirm",
    "work:initiative_move",
    "work:initiative_share",
    "work:initiative_show",
    "work:measure_resume",
    "work:measure_retire",
    "work:member_deputy_end",
    "work:initiatives_take_up",
    "work:member_role",
    "work:workspace_quiet_end",
    "desks:quiet_period_end",
    "desks:feature_end",
    "work:dependency_end",
    "work:milestone_move",
    "work:milestone_undo",
    "work:risk_reopen",
    "work:notifications_read",
    "work:organisation_invitation_again",
    "work:organisation_invitation_revoke",
    "work:organisation_join",
    "work:organisation_domain_confirm",
    "work:organisation_logo_remove",
    "work:organisation_submit",
    "work:workspace_invitation_again",
    "work:workspace_invitation_revoke",
    "work:person_role",
    "work:partner_show",
    "work:partner_invitation_revoke",
    "work:sight_take",
    "work:request_answer",
    "work:request_withdraw",
    "work:workspace_export",
    "work:workspace_restore",
    "work:workspace_seen",
    "work:workspace_show",
}
#: Guarded routes that answer those they are for with something other than a page, and why.
TO_THOSE_IT_IS_FOR = {
    "accounts:passkey": ({404}, "a passkey of someone else is none"),
    "accounts:passkey_remove": ({404}, "a passkey of someone else is none"),
    "work:spreadsheet_brought": ({200, 404}, "a table is for whoever brought it"),
    "work:enter": ({302}, "leads on to one's desk or workspace"),
    "work:goal_carry": ({302}, "the area of this goal is in force, so it leads back to the goal"),
    "work:invitation_answer": ({404}, "to whoever has another address there is no such invitation"),
    "work:training_reset": ({404}, "this workspace is not for training, so there is nothing to set back"),
    "work:member_deputy": ({200, 403}, "a lead names one for anyone; others for themselves"),
    "work:initiative_sight": ({302, 403}, "this one is shared, so it leads back; only its lead’s people decide"),
    "work:interest_withdraw": ({200, 403}, "one’s own, and those of one’s organisation"),
    "work:member_remove": ({200, 403}, "anyone may leave; only a lead may remove someone else"),
    "desks:delivery_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:derivation_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:import_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:run_progress": ({286}, "what it watches is over, so htmx is told to stop asking"),
    "desks:sample": ({200, 404}, "offered by a demonstration only"),
    "desks:practice": ({200, 404}, "offered by a demonstration only"),
    "explore:early": ({200, 404, 405}, "for those on the list of the release"),
    "files:download": ({200, 404}, "for the people of the file's scope; this one is for stewards"),
}
#: Public routes that answer with something other than a page when nothing is asked of them, and why.
OTHER_ANSWERS = {
    "accounts:email_confirm": ({404}, "the link of a letter that was never sent"),
    "accounts:password_choose": ({404}, "the link of a letter that was never sent"),
    "accounts:passkey_enter": ({405}, "only by POST"),
    "accounts:passkey_enter_begin": ({405}, "only by POST"),
    "accounts:second_step_begin": ({405}, "only by POST"),
    "accounts:second_step": ({302}, "leads back to the password, which comes first"),
    "accounts:sign_on": ({200, 302}, "whoever is signed in already is led on"),
    "accounts:sign_on_back": ({409}, "nobody was led away with this browser"),
    "accounts:sign_on_connect": ({302}, "leads back, where no provider said who someone is"),
    "accounts:sign_on_welcome": ({302}, "leads back, where no provider said who someone is"),
    "accounts:sign_up": ({200, 302}, "whoever is signed in already is led on"),
    "accounts:sign_up_confirm": ({404}, "the link of a letter that was never sent"),
    "accounts:sign_in": ({200, 302}, "whoever is signed in already is led on"),
    "accounts:sign_out": ({405}, "only by POST"),
    "api:changes": ({400}, "both an area and an element have to be named"),
    "api:explanations": ({400}, "both an area and an element have to be named"),
    "api:figures": ({400}, "an element or an area has to be named"),
    "api:scores": ({400}, "an element or an area has to be named"),
    "api:missing": ({404}, "what is said where there is nothing"),
    "work:calendar_file": ({404}, "the secret of nobody's calendar"),
    "explore:area_any": ({301, 302}, "leads to the area's page at its own tier"),
    "explore:compare_any": ({302}, "leads to comparing in the upper tier"),
    "explore:grid_any": ({302}, "leads to the grid of the upper tier"),
    "pages:health": ({200, 503}, "says whether the site is well"),
}
#: What may come back when a form is sent empty by someone who may send it: done, refused, or asked for what is missing.
TO_AN_EMPTY_FORM = {200, 302, 400, 405, 409, 422}
#: Routes that may answer an empty form in another way besides, and why.
ASKS_MORE = {
    "work:workspace_invitation_again": (403, "only who may invite to the organisation sends it again"),
    "work:comment_withdraw": (403, "only its author takes a comment back"),
    "work:training_reset": (404, "this workspace is not for training, so there is nothing to set back"),
    "work:member_deputy": (403, "only a lead names one for someone else"),
    "work:member_deputy_end": (403, "only a lead ends that of someone else"),
    "work:member_remove": (403, "only a lead may remove someone else"),
    "accounts:token_revoke": (404, "a token of someone else is none"),
    "work:spreadsheet": (403, "whoever reads takes the table out; only who may log brings one in"),
    "work:spreadsheet_brought": (404, "a table is for whoever brought it"),
    "work:initiative_move": (404, "nothing is said of where to move it"),
    "work:milestone_move": (404, "nothing is said of where to move it"),
    "work:initiative_share": (403, "only the people of the partner that leads it decide"),
    "work:initiative_sight": (403, "only the people of the partner that leads it decide"),
    "work:initiative_show": (403, "only the people of the partner that leads it decide"),
    "work:interest_withdraw": (403, "one’s own, and those of one’s organisation"),
    "work:sight_take": (403, "only the people of the partner that leads it decide"),
    "work:organisation_join": (404, "an address by which nobody joins"),
    "work:partner_show": (403, "only the people of the partner decide"),
}


def expected(route: Route, who: str) -> set[int]:
    """With which statuses an address may answer someone's GET."""
    if route.access == "public":
        return OTHER_ANSWERS.get(route.name, ({200}, ""))[0]
    if route.access == "token":
        return {401}
    if who == "visitor":
        return {302}
    role = WHO[who].get(route.scope)
    if route.scope and role is None:
        return {404}
    if route.access != "signed-in" and route.access not in GRANTS[role or Role.VISITOR]:
        return {403}
    return {405} if route.name in POST_ONLY else TO_THOSE_IT_IS_FOR.get(route.name, ({200}, ""))[0]


def expected_of_post(route: Route, who: str) -> set[int]:
    """With which statuses an address may answer when someone sends nothing to it."""
    opened = expected(route, who)
    if route.access == "token":
        return opened
    if route.access == "public":
        return TO_AN_EMPTY_FORM | opened
    if who == "visitor" or opened <= {403, 404}:
        return opened
    return TO_AN_EMPTY_FORM | ({ASKS_MORE[route.name][0]} if route.name in ASKS_MORE else set())


def answers(browser: Client, furnished: Furnished, routes: list[Route]) -> Iterator[tuple[Route, Any]]:
    """What each address answers to an empty form; what that changed is as before when the next one is asked."""
    for route in routes:
        with transaction.atomic():
            response = browser.post(furnished.address(route))
            transaction.set_rollback(True)
        yield route, response


def strange(found, table, who):
    """What came back other than the table says."""
    return {
        route.name: response.status_code for route, response in found if response.status_code not in table(route, who)
    }


def test_every_view_says_whom_it_is_for():
    silent = [route.name for route in ROUTES if route.access is None and route.name not in UNMARKED]

    assert silent == []


def test_every_mark_is_public_or_signed_in_or_by_token_or_a_permission():
    assert {route.access for route in ROUTES} <= {"public", "signed-in", "token", *Permission}


@pytest.mark.parametrize(("scope", "least"), [(WORKSPACE, 30), (ORGANISATION, 5)])
def test_every_address_in_a_scope_asks_whether_one_may_see_it(scope, least):
    named = {route.name for route in ROUTES if f"{scope}_slug" in route.parameters}

    assert {route.name for route in ROUTES if route.scope == scope} == named
    assert len(named) >= least


def test_every_name_is_taken_once():
    names = [route.name for route in ROUTES]

    assert sorted(names) == sorted(set(names))


def test_every_exception_is_a_route():
    exceptions = {*UNMARKED, *POST_ONLY, *OTHER_ANSWERS, *TO_THOSE_IT_IS_FOR, *ASKS_MORE}

    assert exceptions <= {route.name for route in ROUTES}


def unsaid(found):
    """Refusals that do not say what one may not do."""
    return [
        route.name
        for route, response in found
        if response.status_code == 403 and "You may not" not in response.content.decode()
    ]


def kept_by_caches(found):
    """Guarded pages that somebody's cache might keep."""
    pages = [(route, response) for route, response in found if route in GUARDED and response.status_code < 400]
    return [route.name for route, page in pages if page.headers["Cache-Control"] != "private, no-store"]


def left_behind():
    """How many traces anything that is done leaves."""
    return Event.objects.count(), Version.objects.count(), Job.objects.count()


def test_the_sweep_meets_refusals_and_guarded_pages_to_judge():
    for who in ["viewer", "stranger", "curator"]:
        assert sum(403 in expected(route, who) for route in GUARDED) > 10
    for who in ["lead", "steward", "curator"]:
        assert sum(200 in expected(route, who) for route in GUARDED) > 10


@pytest.mark.parametrize("who", WHO)
def test_an_address_opens_to_those_it_is_for_and_to_nobody_else_and_reading_changes_nothing(who, furnished, browser_of):
    browser, before = browser_of(who), left_behind()

    found = [(route, browser.get(furnished.address(route))) for route in ROUTES]

    assert strange(found, expected, who) == {}
    assert unsaid(found) == []
    assert kept_by_caches(found) == []
    assert left_behind() == before


@pytest.mark.parametrize("who", WHO)
def test_a_form_sent_empty_is_taken_from_those_it_is_for_and_from_nobody_else(who, furnished, browser_of):
    # The public ones last: one of them signs out.
    found = list(answers(browser_of(who), furnished, [*GUARDED, *BY_TOKEN, *PUBLIC]))

    assert strange(found, expected_of_post, who) == {}
    assert unsaid(found) == []


def test_whoever_is_not_signed_in_is_sent_to_the_same_place_whether_a_thing_exists_or_not(furnished):
    for route in GUARDED:
        nowhere = route.address(dict.fromkeys(route.parameters, 987654321))
        for method in ("get", "post"):
            for address in (furnished.address(route), nowhere):
                response = getattr(Client(), method)(address)

                assert (route.name, response.status_code) == (route.name, 302)
                assert response.url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("who", OUTSIDE)
def test_to_whoever_is_outside_a_workspace_looks_like_one_that_there_never_was(who, furnished, browser_of):
    browser = browser_of(who)

    for route in OF_A_WORKSPACE:
        values = furnished.values(route)
        there = browser.get(route.address(values))
        nowhere = browser.get(route.address(values | {"workspace_slug": "never-was"}))

        assert (route.name, there.status_code, there.content) == (route.name, 404, nowhere.content)
        assert dict(there.headers) == dict(nowhere.headers)


def test_what_belongs_to_another_workspace_is_not_found_under_ones_own(furnished, partnership, curator, signed_in):
    apart = furnish(build_partnership(partnership.world, "Brackford apart"), curator)
    browser = signed_in(partnership.lead)
    found = {}

    for route in OF_A_WORKSPACE:
        own, others = furnished.values(route), apart.values(route)
        for parameter in set(own) - {"workspace_slug"}:
            mixed = route.address(own | {parameter: others[parameter]})
            statuses = (browser.get(mixed).status_code, browser.post(mixed).status_code)
            found[route.name, parameter] = {status for status in statuses if status != 405}

    assert len(found) > 25
    assert {name: statuses for name, statuses in found.items() if statuses != {404}} == {}


@pytest.mark.parametrize("who", ["lead", "steward", "curator"])
def test_what_changes_something_needs_the_token_of_the_page(who, furnished, people):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people[who])
    before = left_behind()

    refused = {route.name: browser.post(furnished.address(route)).status_code for route in GUARDED}

    assert set(refused.values()) == {403}
    assert left_behind() == before


def test_a_file_is_for_the_people_of_its_scope_and_to_others_there_is_none(furnished, browser_of):
    evidence = furnished.partnership.workspace.initiatives.get().evidence.get()
    route = next(route for route in ROUTES if route.name == "files:download")
    address = route.address({"file_id": evidence.file_id})

    found = {who: browser_of(who).get(address).status_code for who in WHO}

    assert found == {who: 302 if who == "visitor" else 200 if WORKSPACE in WHO[who] else 404 for who in WHO}


def test_a_file_without_a_scope_is_for_stewards(furnished, browser_of):
    route = next(route for route in ROUTES if route.name == "files:download")

    found = {who: browser_of(who).get(furnished.address(route)).status_code for who in WHO}

    assert found == {who: 302 if who == "visitor" else 200 if who == "steward" else 404 for who in WHO}
