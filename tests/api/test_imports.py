"""Programs bring in figures: with a token, by the actions of the desk, and with nothing but a token."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.token_actions import make_token, revoke_token
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.figures.actions import map_delivery
from apps.figures.delivered import Choices, Chosen
from apps.figures.models import Delivery, Import
from apps.figures.release import write_release
from apps.framework.models import Element
from tests.architecture.routes import all_routes
from tests.figures.test_source_actions import changed, registered
from tests.world import release_of

BY_TOKEN = [route for route in all_routes() if route.access == "token"]


class Program:
    """What shows one token with all it asks."""

    def __init__(self, secret, at="127.0.0.1"):
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=at, headers={"authorization": f"Bearer {secret}"})

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path, content=b"", media_type="text/csv"):
        return self.client.post(f"/api/v1/{path}", content, content_type=media_type)


@pytest.fixture
def program(small_world):
    return Program(make_token(by=small_world.steward, name="nightly", days=9)[1])


@pytest.fixture
def release(small_world):
    return write_release(release_of(Element.objects.get(code="smoking"), changed(small_world), "2"))


def test_a_release_is_brought_looked_at_and_accepted(program, release, small_world):
    brought = program.post("imports/?name=smoking.csv", release)
    assert brought.status_code == 201
    links = brought.json()["import"]["links"]
    run_waiting()

    checked = program.client.get(links["self"]).json()
    assert checked["import"]["state"] == "checked"
    assert checked["import"]["counts"]["revised"] == 1
    assert checked["problems"]["paging"]["total"] == len(checked["problems"]["items"])

    assert program.client.post(links["accept"]).json()["import"]["state"] == "loading"
    run_waiting()
    assert program.client.get(links["self"]).json()["import"]["state"] == "loaded"


def test_what_a_program_did_is_recorded_under_its_account_with_the_name_of_its_token(program, release, small_world):
    program.post("imports/?name=smoking.csv", release)

    event = Event.objects.filter(verb=Verb.IMPORT_STARTED).first()
    assert (event.actor, event.details["token"]) == (small_world.steward, "nightly")


def test_a_file_may_come_as_a_form(program, release):
    response = program.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("smoking.csv", release)})

    assert response.status_code == 201
    assert Import.objects.first().file.name == "smoking.csv"


def test_a_table_becomes_a_delivery_and_a_registered_source_need_not_be_told_again(program, small_world):
    registered(small_world)
    table = b"area,period,value\nE06999999,2024,12\n"

    brought = program.post("imports/?name=table.csv&source=smoking-source&release=June 2026", table)

    assert brought.status_code == 201
    facts = Delivery.objects.get().choices["facts"]
    assert facts["title"] == "Smoking in every area"
    assert facts["vintage"] == facts["release"] == "June 2026"
    run_waiting()
    told = program.client.get(brought.json()["delivery"]["links"]["self"]).json()
    assert told["delivery"]["state"] == "unmapped"


def test_a_table_with_headings_of_two_lines_is_read_by_what_was_said_of_an_earlier_one(program, small_world):
    table = "Council,Recycled,,Burnt,\n,2023,2024,2023,2024\nAmbleton,41,42,1,2\n"
    links = program.post("imports/?name=first.csv", table.encode()).json()["delivery"]["links"]
    run_waiting()
    first = program.client.get(links["self"]).json()["delivery"]
    chosen = {"Recycled": Chosen("recycling", whole=False)}
    choices = Choices(line=1, heading_lines=2, series=chosen, facts={"source": "survey", "title": "Survey"})
    map_delivery(by=small_world.steward, delivery=Delivery.objects.get(), choices=choices)
    run_waiting()

    links = program.post("imports/?name=later.csv", table.replace("42", "43").encode()).json()["delivery"]["links"]
    run_waiting()
    later = program.client.get(links["self"]).json()["delivery"]

    assert (first["state"], later["state"]) == ("unmapped", "read")
    assert "The headings seem to take two lines, from line 1 on." in " ".join(first["notes"])
    assert [each["indicator"] for each in later["imports"]] == ["recycling"]


def test_an_import_is_declined(program, release):
    links = program.post("imports/?name=smoking.csv", release).json()["import"]["links"]
    run_waiting()

    assert program.client.post(links["decline"]).json()["import"]["state"] == "declined"
    again = program.client.post(links["accept"])
    assert (again.status_code, again.json()["title"]) == (409, "Not possible now")


def test_a_file_larger_than_the_small_limit_of_forms_is_taken(program, settings):
    assert program.post("imports/?name=large.csv", b"area,period,value\n" + b"x,2024,1\n" * 300_000).status_code == 201


@pytest.mark.parametrize(
    ("path", "content", "status", "sentence"),
    [
        ("imports/", b"x", 400, "Name the file"),
        ("imports/?name=x.csv", b" ", 409, "The file is empty."),
        ("imports/?name=x.csv&colour=red", b"x", 400, "is not a parameter here"),
        ("imports/?name=x.csv&title=a%E2%80%AEb", b"x", 400, "“title”: There is an invisible character"),
        ("imports/?name=x.csv&source=a%00b", b"x", 400, "“source”: There is an invisible character"),
        ("imports/?name=x.csv", b"x" * 1001, 413, "The file is larger than"),
        ("imports/987654321/accept/", b"", 404, "There is no import of this number."),
        ("deliveries/987654321/decline/", b"", 404, "There is no delivery of this number."),
    ],
)
def test_what_cannot_be_done_is_said_as_a_problem(program, settings, path, content, status, sentence):
    settings.UPLOAD_MAX_BYTES = 1000

    response = program.post(path, content)

    assert response.status_code == response.json()["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert sentence in response.json()["detail"]


def test_what_only_takes_a_file_says_so(program):
    response = program.get("imports/")

    assert (response.status_code, response.json()["detail"]) == (405, "Send it with POST.")


def address(route):
    return route.address({name: 1 for name in route.parameters})


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_token_nothing_opens_not_even_to_a_steward_s_session(small_world, signed_in, method):
    assert len(BY_TOKEN) == 7
    for browser in (Client(), signed_in(small_world.steward)):
        for route in BY_TOKEN:
            response = getattr(browser, method)(address(route))
            assert response.status_code == 401, route.name
            assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'
            assert response.headers["Cache-Control"] == "private, no-store"
            assert response.json()["title"] == "A token is needed"


def test_a_token_of_someone_who_may_not_import_any_more_is_told_so(small_world, program):
    steward = small_world.steward
    steward.platform_roles = []
    steward.save()

    for route in BY_TOKEN:
        for method in ("get", "post"):
            response = getattr(program.client, method)(address(route))
            assert (response.status_code, response.json()["detail"]) == (403, "You may not import figures.")
    steward.platform_roles = ["steward"]
    steward.save()


def test_a_token_opens_no_page_of_the_desk(program):
    assert program.client.get("/desk/imports/").status_code == 302


def test_a_revoked_token_opens_nothing(small_world, release):
    token, secret = make_token(by=small_world.steward, name="old", days=9)
    revoke_token(by=small_world.steward, token=token)

    assert Program(secret).post("imports/?name=x.csv", release).status_code == 401
    assert not Import.objects.filter(release="2").exists()


def test_too_many_wrong_tokens_from_one_address_are_turned_away(small_world, program):
    wrong = Program("tpi_wrong", at="192.0.2.7")
    answers = [wrong.get("imports/1/").status_code for _try in range(12)]

    assert answers == [401] * 10 + [429] * 2
    assert program.get(f"imports/{small_world.imports['smoking'].pk}/").status_code == 200


_PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", _PART + b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", _PART + b"x: " + b"y" * 100_000 + b"\r\n\r\n1\r\n--x--\r\n"),
    ],
    ids=["without a boundary", "not base64", "endless headers"],
)
def test_a_form_that_is_none_is_said_to_be_none(media_type, content, program):
    response = program.post("imports/", content, media_type)

    assert response.status_code == 400
    assert response.json()["detail"] == "What was sent is not the form that its Content-Type says it is."


def test_what_is_sent_piece_by_piece_is_asked_for_its_length(program, release):
    response = program.client.post(
        "/api/v1/imports/?name=smoking.csv", b"", content_type="text/csv", headers={"transfer-encoding": "chunked"}
    )

    assert response.status_code == 400
    assert "Say with it how long it is (Content-Length)" in response.json()["detail"]
    assert not Import.objects.filter(file__name="smoking.csv", state=Import.State.UPLOADED).exists()


def test_where_a_file_has_no_room_on_its_way_it_is_said(program, release, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "is-not-there")
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0

    response = program.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("smoking.csv", release)})

    assert response.status_code == 507
    assert response.json()["detail"].startswith("There is no room here for the file at the moment")
