"""What every endpoint has in common."""

import json

import pytest
from django.test import Client

from apps.api import endpoints
from apps.scores.models import Run
from tests.world import NEW, row_of

ADDRESSES = [
    "",
    "areas/",
    "areas/{area}/",
    "elements/",
    "elements/smoking/",
    "figures/?element=smoking",
    "figures/?area={area}&format=csv",
    "scores/?area={area}",
    "scores/?element=health&tier=upper",
    "runs/published/",
]


@pytest.fixture
def addresses(small_world):
    """One of every kind of address."""
    return [f"/api/v1/{address.format(area=small_world.areas['Dunmere'].code)}" for address in ADDRESSES]


def test_every_answer_says_what_it_stands_on(addresses, small_world):
    answers = [Client().get(address) for address in addresses]

    for answer in answers:
        text = answer.content.decode()
        assert answer.status_code == 200
        assert small_world.edition.code in text
        assert "relative to the areas of the same tier" in text
        assert "not the published scores of the Thriving Places Index" in text
        assert "under the licence of its publisher" in text
        if answer.headers["Content-Type"] == "application/json":
            assert json.loads(text)["about"]["run"] == small_world.run.pk


def test_every_answer_may_be_kept_by_caches_and_read_by_other_sites(addresses):
    answers = [Client().get(address) for address in addresses]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=60"}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert not any("Cookie" in answer.headers.get("Vary", "") or answer.cookies for answer in answers)


def test_an_answer_that_has_not_changed_is_not_sent_again(addresses):
    for address in addresses:
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_signed_in_reader_gets_the_same_bytes(addresses, signed_in, steward):
    browser = signed_in(steward)

    assert [browser.get(address).content for address in addresses] == [
        Client().get(address).content for address in addresses
    ]


def test_a_head_request_says_the_same_without_the_body(addresses):
    for address in addresses:
        head, get = Client().head(address), Client().get(address)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_can_be_changed_from_here(addresses, method):
    answers = [getattr(Client(enforce_csrf_checks=True), method)(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {405}
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert not {"POST", "PUT", "PATCH", "DELETE"} & set(answers[0].headers["Allow"].split(", "))


@pytest.mark.parametrize("name", ["api_key", "area__code", "edition__runs__started_by__password", "\x00", "order_by"])
def test_an_unknown_parameter_is_refused_everywhere(addresses, name):
    answers = [Client().get(address.split("?")[0], {name: "x"}) for address in addresses]

    assert {answer.status_code for answer in answers} == {400}
    assert all("is not a parameter here" in answer.json()["detail"] for answer in answers)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "text/csv"])
def test_what_a_browser_claims_to_accept_changes_nothing(addresses, accept):
    for address in addresses:
        assert Client().get(address, headers={"Accept": accept}).content == Client().get(address).content


def test_a_new_publication_changes_the_answer_and_its_tag(small_world, ask):
    area = small_world.areas["Dunmere"]
    before = ask("scores/", area=area.code)
    small_world.bring("smoking", [row_of(area.code, NEW, 33.0)], release="2")
    small_world.publish()

    after = ask("scores/", headers={"If-None-Match": before.headers["ETag"]}, area=area.code)

    assert after.status_code == 200
    assert after.json()["about"]["run"] == small_world.run.pk != before.json()["about"]["run"]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_before_the_first_publication_there_is_nothing_to_say_about_scores(db, problem, ask):
    assert problem("scores/", 404, area="E06000001") == "Nothing has been published yet."
    assert problem("runs/published/", 404) == "Nothing has been published yet."
    assert ask("").json()["about"]["run"] is None
    assert ask("elements/").json()["items"] == []


def test_an_unknown_address_is_a_problem_too(db, problem):
    assert "What there is stands at /api/v1/" in problem("nothing/here", 404)


def test_what_nobody_foresaw_says_nothing_of_the_inside(small_world, problem, monkeypatch, caplog):
    def broken():
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(endpoints, "published_run", broken)

    sentence = problem("areas/", 500)

    assert "secret" not in sentence
    assert "secret of the house" in caplog.text


def test_more_parameters_than_any_question_needs_are_refused(small_world):
    query = "&".join(f"p{number}=1" for number in range(2000))

    response = Client().get(f"/api/v1/areas/?{query}")

    assert (response.status_code, response.json()["detail"]) == (400, "This request cannot be read.")


def test_the_manifest_holds_what_is_needed_to_compute_the_scores_again(small_world, ask):
    manifest = ask("runs/published/").json()
    run = Run.objects.get(pk=small_world.run.pk)

    assert manifest["sha256_of_figures"] == run.snapshot.sha256
    assert manifest["sha256_of_scores"] == run.result_sha256
    assert manifest["engine_version"] == run.engine_version
    assert manifest["method"] == run.method
    assert manifest["edition"]["code"] == "small"
    assert manifest["tiers"]["upper"]["areas"] == 7
    assert manifest["tiers"]["upper"]["in_group"] == 6


def test_the_index_names_every_endpoint(small_world, ask):
    named = ask("").json()["endpoints"]

    assert len(named) == 9
    for path in named:
        filled = path.replace("areas/{code}", f"areas/{small_world.areas['Dunmere'].code}")
        assert Client().get(filled.replace("{code}", "smoking")).status_code in {200, 400}
