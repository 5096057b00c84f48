"""What every answer tells the browser to refuse, on every address of the site."""

import re

import pytest
from django.test import Client

from apps.access.roles import GRANTS, Role
from tests.architecture.routes import all_routes
from tests.markup import faults_of

ROUTES = all_routes()


@pytest.fixture
def answers(furnished, browser_of):
    """An answer of every address: of public ones to nobody in particular, else to someone they are for."""
    browsers = {who: browser_of(who) for who in ("visitor", "lead", "steward", "curator")}
    return {route.name: browsers[_who(route)].get(furnished.address(route)) for route in ROUTES}


def _who(route):
    if route.access == "public":
        return "visitor"
    if route.scope == "workspace" or route.access == "signed-in":
        return "lead"
    return "steward" if route.access in GRANTS[Role.STEWARD] else "curator"


#: Public pages with a form that changes something: each holds a token, and is one reader's own.
WITH_A_TOKEN = {
    "accounts:sign_in",
    "accounts:sign_up",
    "accounts:password_forgotten",
    "accounts:sign_on",
    "accounts:sign_on_back",
}

#: What other sites may show in a frame: nothing there acts, and nobody is known (tests/explore/test_charted.py).
FRAMED = {"explore:embed", "explore:embed_of_area"}


def policy_of(answer):
    directives = (part.strip().split(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_answer_carries_what_browsers_obey_holds_nothing_that_they_would_refuse_and_is_valid_html(answers):
    for name, answer in answers.items():
        if name not in FRAMED:
            has_a_strict_policy(name, answer)
            assert (name, {header: answer.headers.get(header) for header in ALWAYS}) == (name, ALWAYS)
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            page = answer.content.decode()
            holds_nothing_refused(name, page)
            assert (name, faults_of(page) if "<html" in page else []) == (name, [])


def has_a_strict_policy(name, answer):
    policy = policy_of(answer)

    assert policy["default-src"] == ["'none'"], name
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"], name
    assert policy["form-action"] == policy["style-src"] == ["'self'"], name
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(sum(policy.values(), [])), name


def holds_nothing_refused(name, page):
    assert not re.search(r"<[^>]+\sstyle=|<style\b|\son[a-z]+=\"", page), name
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or "application/json" in script, (name, script)


def test_public_pages_are_the_same_bytes_for_two_readers_and_set_no_cookie(answers):
    public = {route.name for route in ROUTES if route.access == "public"} - WITH_A_TOKEN

    for name in sorted(public):
        answer = answers[name]
        assert (name, len(answer.cookies)) == (name, 0)
        if answer.status_code == 200:
            address = f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}".removesuffix("?")
            assert (name, Client().get(address).content) == (name, answer.content)
