"""The whole road of a file: upload, check, accept, load, score, compare, publish."""

from django.urls import reverse

from apps.background.claim import run_waiting
from apps.figures.models import Import
from apps.scores.models import Run
from apps.scores.queries import area_profile, published_run
from tests.desks.bringing import read, release, upload


def test_a_newer_release_ends_up_on_the_areas_page(small_world, desk):
    area = small_world.areas["Ambleton"]
    before = area_profile(area, "upper").find("recycling").score

    imported, page = upload(desk, release(small_world, {"Ambleton": 99.5, "W06000015": 3}))
    assert "Checking the file" in read(desk, page)
    assert desk.get(f"{page}progress/").status_code == 200
    run_waiting()
    still = desk.get(f"{page}progress/")
    assert (still.status_code, still.headers["HX-Refresh"]) == (286, "true")

    report = read(desk, page)
    assert "0 new and 1 revised figures come into force together" in report
    assert "1 row is left out." in report
    assert "“W06000015” is the code of somewhere in Wales." in report
    assert ">99.50<" in report.replace("\n", "").replace(" ", "")

    accepted = desk.post(f"{page}accept/", follow=True).content.decode()
    assert "Accepted. The figures are being loaded" in accepted
    assert "Loading the figures" in accepted
    run_waiting(limit=1)
    assert "Seeing whether the scores change" in read(desk, page)
    # Two listen: to see whether scores change, and whether derived figures do.
    run_waiting(limit=2)
    assert "Working out the scores anew" in read(desk, page)
    run_waiting()
    run = Run.objects.get(cause=imported)
    run_page = reverse("desks:run_detail", args=[run.pk])
    assert run_page in read(desk, page)
    assert published_run() == small_world.run

    compared = read(desk, run_page)
    assert f"Compared with run {small_world.run.pk}, which readers see" in compared
    assert "Yes, publish it" in compared
    published = desk.post(f"{run_page}publish/", follow=True).content.decode()
    assert "Published. Readers see this run from now on." in published
    assert "Readers see this run." in published
    assert published_run() == run
    assert area_profile(area, "upper").find("recycling").score > before


def test_a_second_click_has_one_effect_and_a_kind_sentence(small_world, desk):
    imported, page = upload(desk, release(small_world, {"Ambleton": 99.5}))
    run_waiting()

    desk.post(f"{page}accept/")
    second = desk.post(f"{page}accept/", follow=True).content.decode()
    run_waiting()
    run_page = reverse("desks:run_detail", args=[Run.objects.get(cause=imported).pk])
    desk.post(f"{run_page}publish/")
    again = desk.post(f"{run_page}publish/", follow=True).content.decode()

    assert "Sam Steward accepted this file on " in second
    assert "This run is the published one already" in again
    assert Run.objects.filter(cause=imported).count() == 1


def test_a_file_is_declined_and_nothing_changes(small_world, desk):
    imported, page = upload(desk, release(small_world, {"Ambleton": 99.5}))
    run_waiting()

    said = desk.post(f"{page}decline/", follow=True).content.decode()

    imported.refresh_from_db()
    assert imported.state == Import.State.DECLINED
    assert "Declined. The file and its report are kept" in said
    assert "Accept these figures" not in said


def test_loaded_figures_are_withdrawn_and_scored_without_them(small_world, desk):
    imported, page = upload(desk, release(small_world, {"Ambleton": 99.5}))
    run_waiting()
    desk.post(f"{page}accept/")
    run_waiting()

    said = desk.post(f"{page}withdraw/", follow=True).content.decode()
    run_waiting()

    assert "Withdrawn. The figures that these had replaced are in force again." in said
    assert "Seeing whether the scores change" in said
    assert Run.objects.filter(cause=imported).count() == 2
    after = Run.objects.first()
    assert "The scores are worked out without these figures" in read(desk, page)
    assert "Readers see no change before it is published" in read(desk, page)
    desk.post(f"{reverse('desks:run_detail', args=[after.pk])}publish/")
    assert "Readers see that run, or one after it" in read(desk, page)


def test_a_check_that_was_overtaken_is_made_again(small_world, desk):
    _, first = upload(desk, release(small_world, {"Ambleton": 99.5}))
    _, second = upload(desk, release(small_world, {"Ambleton": 88.5}))
    run_waiting()
    desk.post(f"{first}accept/")
    run_waiting()

    page = read(desk, second)
    assert "Other figures of this indicator came into force after this check" in page
    assert "Accept these figures" not in page
    assert "This was checked against other figures" in read(desk, f"{second}preview/")
    assert "The file is being checked again." in desk.post(f"{second}check/", follow=True).content.decode()
    run_waiting()

    assert "Accept these figures" in read(desk, second)
