"""The examples of docs/api.md are asked of the small world, and its answers have the form that the page shows."""

import json
import re

import pytest
from django.test import Client

from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```\nGET (\S+)\n```\n```(json|csv)\n(.*?)```", PAGE, re.S)


def form_of(shown, answered, where="answer"):
    """Every difference in form between what is shown and what came: keys that are missing, values of another type."""
    if isinstance(shown, dict):
        if not isinstance(answered, dict):
            return [f"{where} is no object"]
        missing = [f"{where}.{key} is missing" for key in shown if key not in answered]
        return missing + [
            wrong for key in shown if key in answered for wrong in form_of(shown[key], answered[key], f"{where}.{key}")
        ]
    if isinstance(shown, list) and not shown:
        return [] if answered == [] else [f"{where} is {answered!r}, shown as none"]
    if isinstance(shown, list):
        return form_of(shown[0], answered[0], f"{where}[0]")
    same = shown is None or answered is None or isinstance(answered, type(shown))
    return [] if same else [f"{where} is {answered!r}, shown as {shown!r}"]


def test_there_are_examples():
    assert len(EXAMPLES) == 6


@pytest.mark.parametrize(("address", "form", "shown"), EXAMPLES, ids=[address for address, _, _ in EXAMPLES])
def test_an_example_is_answered_as_the_page_shows(address, form, shown, small_world):
    response = Client().get(address.replace("E06000023", small_world.areas["Castle Vale"].code))

    text = response.content.decode()
    if form == "csv":
        assert [line.split(":")[0] for line in text.splitlines()[:5]] == [
            line.split(":")[0] for line in shown.splitlines()
        ]
    else:
        expected, answered = json.loads(shown), json.loads(text)
        assert form_of(expected, answered) == []
        assert set(answered["items"][0]) == set(expected["items"][0]) if "items" in expected else True
        assert response.status_code == expected.get("status", 200)


def test_the_page_names_every_parameter_that_an_endpoint_knows(small_world):
    for path, named in re.findall(r"^\| `(/api/v1/[a-z/]*)` \|[^|]*\|([^|]*)\|$", PAGE, re.M):
        refusal = Client().get(path, {"unknown": "1"}).json()["detail"]
        known = set(re.findall(r"(?:here: |; )(\w+) \(", refusal))

        assert (path, set(re.findall(r"`(\w+)`", named))) == (path, known)
