import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from apps.background.actions import ask
from apps.background.models import Job
from apps.common.errors import Refused
from apps.common.middleware import RefusedMiddleware
from apps.pages import views
from apps.pages.health import SILENCE

PUBLIC = ["pages:about", "pages:method", "pages:gallery"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_the_same_for_everyone_and_holds_no_token(name):
    first, second = Client().get(reverse(name)), Client().get(reverse(name))

    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert b"csrf" not in first.content.lower()
    assert b"nonce" not in first.content


@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_is_signed_in_sees_the_way_to_the_desk_and_nobody_keeps_that_page(name, signed_in, steward):
    response = signed_in(steward).get(reverse(name))

    assert response.headers["Cache-Control"] == "private, no-store"
    assertContains(response, "Your desk")
    assertNotContains(response, "Sign in</a>")


@pytest.mark.django_db
def test_the_method_page_tells_the_rules_before_anything_is_published(visitor):
    response = visitor.get(reverse("pages:method"))

    assertTemplateUsed(response, "pages/method.html")
    assertContains(response, "score = 5 + 1.67 × z")
    assertContains(response, "Nothing is published yet.")


@pytest.mark.django_db
def test_the_method_page_tells_by_which_rules_a_goal_stands(visitor):
    page = visitor.get(reverse("pages:method")).content.decode()

    assert '<h2 id="goals">' in page
    assert "at least 90%" in " ".join(page.split())
    assert "2 years more" in " ".join(page.split())


def test_the_method_page_takes_its_numbers_from_the_published_run(small_world, visitor):
    small_world.run.method["k"] = 2.5
    small_world.run.method["least_coverage"] = 0.75
    small_world.run.save()

    response = visitor.get(reverse("pages:method"))

    assertContains(response, "score = 5 + 2.50 × z")
    assertContains(response, "at least 75% of what belongs to it")
    assertContains(response, f"Run {small_world.run.pk}")


def test_the_method_page_says_how_many_are_compared(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        response = visitor.get(reverse("pages:method"))

    assertContains(response, ": 6 areas")
    assertContains(response, ": 8 areas")


def test_what_the_published_run_was_made_from_is_there_for_anyone(small_world, visitor):
    page = visitor.get(reverse("pages:method"))
    address = reverse("pages:bundle", args=[small_world.run.pk, "upper"])
    assertContains(page, f'href="{address}"')

    answer = visitor.get(address)

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == [
            "README.txt",
            "figures.csv",
            "framework.csv",
            "manifest.json",
            "method.json",
            "scores.csv",
        ]


@pytest.mark.parametrize(("run", "tier"), [(1, "upper"), (0, "elsewhere")])
def test_of_no_other_run_or_tier_is_there_a_file(run, tier, small_world, visitor):
    address = reverse("pages:bundle", args=[small_world.run.pk + run, tier])

    assert visitor.get(address).status_code == 404


def test_about_names_the_edition_and_who_checked_it(small_world, visitor):
    response = visitor.get(reverse("pages:about"))

    assertContains(response, "Chris Checker")
    assertContains(response, "30 June 2027")


@pytest.mark.django_db
def test_the_gallery_shows_every_component_and_every_drawing(visitor):
    response = visitor.get(reverse("pages:gallery"))

    shown = {template.name for template in response.templates}
    components = Path(settings.BASE_DIR, "templates", "components").glob("*.html")
    assert {f"components/{path.name}" for path in components} <= shown
    assert all(f'class="{name}"' in response.text for name in ("wheel", "strip", "history", "track"))
    assertContains(response, "22 November 2026")


@pytest.mark.django_db
def test_the_gallery_links_an_error_to_its_field(visitor):
    response = visitor.get(reverse("pages:gallery"))

    assertContains(response, '<a href="#id_email">Enter a valid email address.</a>', html=True)
    assertContains(response, 'aria-describedby="id_email_helptext id_email_error"')


@pytest.mark.django_db
def test_health_says_what_is_degraded_and_goes_on(visitor, settings):
    settings.REDIS_URL = ""

    response = visitor.get(reverse("pages:health"))

    assert response.status_code == 200
    assert json.loads(response.content) == {
        "state": "degraded", "database": "answers", "broker": "not set", "work": "taken up",
    }  # fmt: skip
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_health_names_a_broker_that_does_not_answer(visitor, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    assert json.loads(visitor.get(reverse("pages:health")).content)["broker"] == "does not answer"


@pytest.mark.django_db
def test_health_is_well_when_the_broker_answers(visitor, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(redis.Redis, "ping", lambda self: True)

    assert json.loads(visitor.get(reverse("pages:health")).content)["state"] == "ok"


@pytest.mark.django_db
def test_health_fails_when_the_database_does_not_answer(client, settings):
    def no_answer(*_):
        raise OperationalError("gone, at secret-host")

    settings.REDIS_URL = ""
    with connection.execute_wrapper(no_answer):
        response = client.get(reverse("pages:health"))

    assert response.status_code == 503
    assert json.loads(response.content)["database"] == "does not answer"
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_health_says_when_work_waits_for_a_worker(visitor):
    job = ask("scores.execute", key="1", subject_id=1)
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - 2 * SILENCE)

    assert json.loads(visitor.get(reverse("pages:health")).content)["work"] == "waits for a worker"


@pytest.mark.django_db
def test_a_missing_page_is_said_kindly(visitor):
    response = visitor.get("/no/such/page/")

    assert response.status_code == 404
    assertTemplateUsed(response, "pages/not_found.html")


def test_someone_without_the_right_reads_the_sentence(signed_in, stranger):
    response = signed_in(stranger).get(reverse("desks:home"))

    assertContains(response, "You may not open the steward&#x27;s desk.", status_code=403)


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("accounts:sign_in"), {})

    assertContains(response, "This form was open for too long", status_code=403)


@pytest.mark.django_db
def test_an_address_that_makes_no_sense_gets_a_kind_page(rf):
    response = views.bad_request(rf.get("/"), ValueError("no"))

    assert response.status_code == 400
    assert "could not be understood" in response.text


def test_a_broken_page_asks_nothing_of_the_database():
    response = views.broken(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Something broke on our side" in response.text


@pytest.mark.django_db
def test_a_refusal_shows_its_sentence(rf):
    refusal = RefusedMiddleware(lambda request: None).process_exception(rf.get("/"), Refused("Not <now>."))

    assert refusal.status_code == 409
    assert "Not &lt;now&gt;." in refusal.text


@pytest.mark.django_db
def test_only_a_demonstration_says_that_it_is_one(visitor, settings):
    settings.DEMONSTRATION = False
    plain = visitor.get(reverse("pages:about")).text
    settings.DEMONSTRATION = True
    shown = visitor.get(reverse("pages:about"), headers={"Cache-Control": "no-cache"}).text

    assert "This is a demonstration." not in plain
    assert "This is a demonstration." in shown


def test_style_and_script_weigh_at_most_60_kilobytes():
    files = [*Path(settings.BASE_DIR, "static").rglob("*.css"), *Path(settings.BASE_DIR, "static").rglob("*.js")]
    ours = sum(len(gzip.compress(path.read_bytes())) for path in files)

    assert ours < 40_000


def test_a_member_who_may_not_is_sent_to_those_who_can_let_them(partnership, signed_in):
    response = signed_in(partnership.viewer).get("/w/ambleton-together/goals/choose/")

    assertContains(response, "You may not set or change goals in this workspace.", status_code=403)
    assertContains(response, 'href="/w/ambleton-together/people/"', status_code=403)
    assertContains(response, 'href="/w/ambleton-together/"', status_code=403)
