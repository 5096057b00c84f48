"""What every answer tells the browser to refuse, on every address of the site."""

import re

import pytest
from django.test import Client

from apps.common.tiers import Tier
from tests.architecture.routes import all_routes

ROUTES = all_routes()


@pytest.fixture
def answers(small_world, steward, signed_in):
    """An answer of every address: of public ones to nobody in particular, of guarded ones to a steward."""
    area = small_world.areas["Dunmere"]
    values = {"tier": Tier.UPPER, "slug": area.slug, "pk": small_world.run.pk, "file_id": 1}
    browsers = {True: Client(), False: signed_in(steward)}
    found = {}
    for route in ROUTES:
        code = area.code if route.name == "api:area" else "smoking"
        filled = {name: (values | {"code": code})[name] for name in route.parameters}
        found[route.name] = browsers[route.access == "public"].get(route.address(filled))
    return found


def policy_of(answer):
    directives = (part.strip().split(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_every_answer_carries_a_strict_policy(answers):
    for name, answer in answers.items():
        policy = policy_of(answer)

        assert policy["default-src"] == ["'none'"], name
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"], name
        assert policy["form-action"] == policy["style-src"] == ["'self'"], name
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(sum(policy.values(), [])), name


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_carries(header, value, answers):
    assert {
        name: answer.headers.get(header) for name, answer in answers.items() if answer.headers.get(header) != value
    } == {}


def test_no_page_holds_what_its_policy_would_refuse(answers):
    for name, answer in answers.items():
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            page = answer.content.decode()

            assert not re.search(r"<[^>]+\sstyle=|<style\b|\son[a-z]+=\"", page), name
            for script in re.findall(r"<script\b[^>]*>", page):
                assert "src=" in script or "application/json" in script, (name, script)


def test_public_pages_are_the_same_bytes_for_two_readers(small_world, answers):
    for route in ROUTES:
        answer = answers[route.name]
        if route.access == "public" and answer.status_code == 200 and route.name not in {"accounts:sign_in"}:
            again = Client().get(answer.request["PATH_INFO"])

            assert (route.name, again.content) == (route.name, answer.content)


def test_public_pages_set_no_cookie(answers):
    public = {route.name for route in ROUTES if route.access == "public"} - {"accounts:sign_in"}

    assert [name for name in sorted(public) if answers[name].cookies] == []
