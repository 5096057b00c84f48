import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.scores.models import Study

ADDRESS = "/method/other-choices/"


def test_every_other_choice_stands_with_what_it_would_move(small_world, visitor):
    study = Study.objects.get(run_tier__run=small_world.run, run_tier__tier="upper", kind=Study.Kind.SENSITIVITY)
    effect = next(each for each in study.found["effects"] if each["key"] == "k-more")
    points = effect["roots"]["local-conditions"]["points"]

    response = visitor.get(ADDRESS)

    assertContains(response, "A standard deviation is worth 2 points", count=2)
    assertContains(response, f"<b>{points:.2f}</b>")
    assertContains(response, "at most")
    assertContains(response, "Errors of the figures, where limits are published")
    assertContains(response, 'id="tier-upper"')
    assertContains(response, 'id="tier-district"')


def test_what_was_not_varied_is_named_with_the_reason(small_world, visitor):
    study = Study.objects.get(run_tier__run=small_world.run, run_tier__tier="upper", kind=Study.Kind.SENSITIVITY)
    study.found["skipped"] = [{"code": "smoking", "why": "unused"}]
    study.save()

    assertContains(visitor.get(ADDRESS), "(it is not scored at this tier)")


def test_while_nothing_is_worked_out_it_says_so(small_world, visitor):
    Study.objects.all().delete()

    assertContains(visitor.get(ADDRESS), "Not worked out yet")


@pytest.mark.django_db
def test_before_anything_is_published_it_says_so_too(visitor):
    response = visitor.get(ADDRESS)

    assertContains(response, "Not worked out yet")
    assertNotContains(response, "<table")


def test_the_method_page_leads_there(small_world, visitor):
    assertContains(visitor.get(reverse("pages:method")), f'href="{ADDRESS}"')
