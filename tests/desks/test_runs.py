"""The pages of runs: start, compare, publish."""

from django.urls import reverse

from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.scores import jobs
from apps.scores.models import Run
from tests.desks.bringing import read
from tests.world import NEW, row_of


def started(desk):
    response = desk.post(reverse("desks:run_start"))
    assert response.status_code == 302
    return Run.objects.first(), response.url


def test_a_run_is_started_watched_and_compared(small_world, desk):
    run, page = started(desk)
    assert "Working out the scores" in read(desk, page)
    assert desk.get(f"{page}progress/").status_code == 200
    run_waiting()

    assert desk.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    shown = read(desk, page)
    assert "No score differs when it is shown to two decimals." in shown
    assert "Both runs read the same figures." in shown
    assert run.started_by == small_world.steward


def test_a_comparison_names_areas_moved_bands_and_figures(small_world, desk):
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99.5)], release="2")
    run = Run.objects.first()

    page = read(desk, reverse("desks:run_detail", args=[run.pk]))

    assert "have another headline score" in page
    assert "Now in another band" in page
    assert "Largest moves" in page
    assert "How the scores below the headlines moved: upper tier" in page
    assert "Recycling, 2" in page
    assert reverse("explore:area", args=["upper", small_world.areas["Ambleton"].slug]) in page
    assert "Figures that differ" in page


def test_an_older_run_cannot_be_published(small_world, desk):
    older, page = started(desk)
    run_waiting()
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99.5)], release="2")
    newer = Run.objects.first()
    desk.post(reverse("desks:run_publish", args=[newer.pk]))

    assert older != newer
    assert "is published, so this one cannot be" in read(desk, page)
    assert "which is newer than run" in desk.post(f"{page}publish/", follow=True).content.decode()


def test_a_run_that_is_not_done_cannot_be_published(small_world, desk):
    _, page = started(desk)

    assert "not finished yet" in desk.post(f"{page}publish/", follow=True).content.decode()
    assert "Yes, publish it" not in read(desk, page)


def test_a_failed_run_says_so_and_can_be_tried_again(small_world, desk, monkeypatch):
    def fail(*_):
        raise RuntimeError

    run, page = started(desk)
    with monkeypatch.context() as trouble:
        trouble.setattr(jobs, "compute_run", fail)
        run_waiting()
    assert "Try again" in read(desk, page)
    assert "failed, needs a person" in read(desk, reverse("desks:runs"))

    desk.post(reverse("desks:job_retry", args=[run.job_id]), {"back": page})
    run_waiting()

    assert "Yes, publish it" in read(desk, page)


def test_a_list_without_runs_says_what_to_do_first(steward, signed_in):
    browser = signed_in(steward)

    assert "There is no run yet" in read(browser, reverse("desks:runs"))
    refused = browser.post(reverse("desks:run_start"))
    assert refused.status_code == 409
    assert "There is no edition of the framework in force." in refused.content.decode()


def test_the_first_run_has_nothing_to_compare_with(small_world, desk):
    assert "published" in read(desk, reverse("desks:runs"))
    assert "Readers see this run." in read(desk, reverse("desks:run_detail", args=[small_world.run.pk]))


def test_the_pages_ask_the_database_little(small_world, desk, django_assert_max_num_queries):
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99.5)], release="2")
    run = Run.objects.first()

    with django_assert_max_num_queries(8):
        read(desk, reverse("desks:runs"))
    with django_assert_max_num_queries(22):
        read(desk, reverse("desks:run_detail", args=[run.pk]))


def test_a_job_that_is_not_failed_cannot_be_tried_again(small_world, desk):
    job = Job.objects.first()

    response = desk.post(
        reverse("desks:job_retry", args=[job.pk]), {"back": "https://elsewhere.example/desk/"}, follow=True
    )

    assert response.redirect_chain == [(reverse("desks:jobs"), 302)]
    assert "Only work that failed can be asked for again" in response.content.decode()


def test_a_publication_is_taken_back_on_the_page_of_its_run(small_world, desk):
    before = small_world.run
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99.5)], release="2")
    run = Run.objects.first()
    page = reverse("desks:run_detail", args=[run.pk])
    desk.post(f"{page}publish/")
    shown = read(desk, page)
    assert f'show <a href="{reverse("desks:run_detail", args=[before.pk])}">run {before.pk}</a> again' in shown

    said = desk.post(f"{page}unpublish/", follow=True).content.decode()

    assert "Readers do not see this run any more." in said
    assert "Readers saw this run until it was taken back" in said
    assert "Yes, publish it" in said
    assert "Readers see this run." in read(desk, reverse("desks:run_detail", args=[before.pk]))


def test_the_first_publication_says_that_nothing_is_left_once_it_is_taken_back(small_world, desk):
    page = reverse("desks:run_detail", args=[small_world.run.pk])

    assert "No run was published before this one" in read(desk, page)
    desk.post(f"{page}unpublish/")

    assert "Nothing is published" in read(desk, page)
    assert (
        "Nothing is published, so there is nothing to take back."
        in desk.post(f"{page}unpublish/", follow=True).content.decode()
    )


def test_a_run_is_compared_with_any_other_that_is_done(small_world, desk):
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99.5)], release="2")
    second = Run.objects.first()
    small_world.bring("smoking", [row_of(small_world.areas["Ambleton"].code, NEW, 1)], release="2")
    third = Run.objects.first()
    page = reverse("desks:run_detail", args=[third.pk])

    assert f"Compared with run {small_world.run.pk}, which readers see" in read(desk, page)
    beside = read(desk, f"{page}?with={second.pk}")

    assert f"Compared with run {second.pk}" in beside
    assert f"Compared with run {second.pk}, which" not in beside
    assert '<th scope="row">Recycling</th>' not in beside.partition("Figures that differ")[2].partition("</table>")[0]


def test_what_is_no_finished_run_cannot_be_compared_with(small_world, desk):
    page = reverse("desks:run_detail", args=[small_world.run.pk])

    for number in (small_world.run.pk, 999999, "x", "9" * 30):
        assert desk.get(page, {"with": number}).status_code == 404
