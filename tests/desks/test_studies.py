import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import AccessDenied
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.scores.actions import start_run, study_run
from apps.scores.models import Study
from apps.scores.studies import PART, begin_studies


def page(run):
    return reverse("desks:run_detail", args=[run.pk])


def test_a_run_shows_its_studies_when_they_are_done(small_world, signed_in):
    response = signed_in(small_world.steward).get(page(small_world.run))

    assertContains(response, "How sure the scores are", count=3)
    assertContains(response, "done, ", count=4)
    assertNotContains(response, "Study what is missing")


def test_how_far_a_study_is_can_be_seen(small_world, signed_in):
    Study.objects.all().delete()
    begin_studies(small_world.run)

    response = signed_in(small_world.steward).get(page(small_world.run))

    assertContains(response, "0 of 2 parts done", count=4)


def test_a_part_that_failed_leads_to_the_jobs(small_world, signed_in):
    Study.objects.all().delete()
    study = begin_studies(small_world.run)[0]
    Job.objects.filter(kind=PART, key=f"study-{study.pk}-0").update(state=Job.State.FAILED, reason="Why.")

    response = signed_in(small_world.steward).get(page(small_world.run))

    assertContains(response, "failed, needs a person", count=1)


def test_what_is_missing_is_studied_on_demand(small_world, signed_in):
    Study.objects.filter(kind=Study.Kind.SENSITIVITY).delete()
    browser = signed_in(small_world.steward)
    assertContains(browser.get(page(small_world.run)), "Study what is missing")

    response = browser.post(reverse("desks:run_study", args=[small_world.run.pk]))
    run_waiting()

    assertRedirects(response, page(small_world.run), fetch_redirect_response=False)
    assert Study.objects.filter(finished_at__isnull=False).count() == 4


def test_asking_again_is_answered_kindly(small_world, signed_in):
    browser = signed_in(small_world.steward)

    response = browser.post(reverse("desks:run_study", args=[small_world.run.pk]), follow=True)

    assertContains(response, "All that can be studied of this run has been, or is being worked on.")


def test_a_run_that_is_not_finished_is_not_studied(small_world):
    waiting = start_run(by=small_world.steward, edition=small_world.edition)

    with pytest.raises(Refused, match="not finished yet"):
        study_run(by=small_world.steward, run=waiting)


def test_only_who_may_start_runs_may_have_them_studied(small_world, stranger):
    with pytest.raises(AccessDenied):
        study_run(by=stranger, run=small_world.run)
