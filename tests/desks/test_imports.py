"""The pages of figures coming in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.figures import jobs
from apps.figures.models import Import
from tests.desks.bringing import read, release, upload
from tests.world import NEW, row_of


def post(desk, *files):
    return desk.post(reverse("desks:import_start"), {"file": files[0]} if files else {})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Choose the file that holds the figures."),
        (b"", "The file is empty. Choose the file that holds the figures."),
        (b" \n ", "The file is empty. Choose the file that holds the figures."),
        (b"x" * 2_001, "The file is larger than 2.0\xa0KB. Split it, and upload the parts in turn."),
    ],
)
def test_a_form_that_fails_says_why_beside_the_field_and_on_top(content, sentence, desk, settings):
    settings.FIGURES_MAX_BYTES = 2_000
    files = [] if content is None else [SimpleUploadedFile("a.csv", content)]

    response = post(desk, *files)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) == 2
    assert 'href="#id_file"' in page
    assert not Import.objects.exclude(state=Import.State.LOADED).exists()


def test_a_file_that_is_not_what_it_says_gets_one_sentence(desk):
    page = reverse("desks:import_start")
    answer = desk.post(page, {"file": SimpleUploadedFile("figures.csv", b"%PDF-1.7\n" + b"x" * 500)}, follow=True)
    run_waiting()

    shown = read(desk, answer.request["PATH_INFO"])
    assert "The file could not be read" in shown
    assert "PDF" in shown
    assert "Accept" not in shown


def test_hostile_names_and_cells_are_shown_as_text(small_world, desk):
    rows = {"<script>alert(1)</script>": 5, "=cmd|' /C calc'!A0": 5}
    _, page = upload(desk, release(small_world, rows), name='<img src=x onerror="alert(1)">.csv')
    run_waiting()

    shown = read(desk, page) + read(desk, reverse("desks:imports")) + read(desk, reverse("desks:home"))

    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;img src=x onerror=" in shown


def test_a_file_that_changes_nothing_cannot_be_accepted(small_world, desk):
    _, page = upload(desk, bytes(small_world.imports["recycling"].file.content))
    run_waiting()

    assert "This file changes nothing" in read(desk, page)
    assert "This file changes nothing." in desk.post(f"{page}accept/", follow=True).content.decode()


def test_the_list_is_filtered_by_state_and_text(small_world, desk):
    upload(desk, b"# not a release", name="strange.csv")
    run_waiting()

    listed = reverse("desks:imports")
    assert "6 files" in read(desk, listed)
    assert "1 file" in read(desk, f"{listed}?state=refused")
    assert "1 file" in read(desk, f"{listed}?text=CLEAN-AIR")
    assert "No file fits" in read(desk, f"{listed}?state=withdrawn&text=x")
    assert "6 files" in read(desk, f"{listed}?state=nonsense&page=99")


def test_an_empty_list_says_what_to_do_first(steward, signed_in):
    assert "No figures have been brought in yet" in read(signed_in(steward), reverse("desks:imports"))


def test_problems_are_paged_and_filtered(small_world, desk):
    _, page = upload(desk, release(small_world, {f"E0899{number:04}": 5 for number in range(120)} | {"Ambleton": 99}))
    run_waiting()

    first, last = read(desk, page), read(desk, f"{page}?show=refused&page=3")
    assert "Left out: 120" in first
    assert first.count("is not the code of an area here") == 50
    assert last.count("is not the code of an area here") == 20
    assert "show=refused&amp;page=2" in last


def test_pages_ask_the_database_no_more_for_more_rows(small_world, desk, django_assert_max_num_queries):
    values = {name: 50 + number for number, name in enumerate(small_world.areas)}
    _, page = upload(desk, release(small_world, values | {f"E0899{number:04}": 5 for number in range(60)}))
    run_waiting()

    with django_assert_max_num_queries(14):
        read(desk, page)
    with django_assert_max_num_queries(8):
        read(desk, reverse("desks:imports"))
    with django_assert_max_num_queries(8):
        desk.get(f"{page}progress/")


def test_imports_are_listed_and_found_by_the_name_of_their_indicator(small_world, desk):
    listed = read(desk, reverse("desks:imports"))
    found = read(desk, reverse("desks:imports") + "?text=cleAN%20a")

    assert "<td>Clean air " in listed
    assert "<td>Recycling " in listed
    assert "<td>Clean air " in found
    assert "<td>Recycling " not in found


def test_what_moves_is_no_live_region_that_speaks_each_second(small_world, desk):
    _, page = upload(desk, release(small_world, {"Ambleton": 99}))

    fragment = desk.get(f"{page}progress/").text

    assert "data-said" in fragment
    assert "<progress" in fragment
    assert 'role="status"' not in fragment
    assert ": being checked" in read(desk, page)


def test_the_file_itself_is_not_read_to_show_its_page(small_world, desk, django_assert_max_num_queries):
    _, page = upload(desk, release(small_world, {"Ambleton": 99}))

    with django_assert_max_num_queries(18) as asked:
        read(desk, page)
        read(desk, reverse("desks:imports"))

    assert not any('"content"' in query["sql"] for query in asked.captured_queries)


def test_a_failed_load_says_so_and_can_be_tried_again(small_world, desk, monkeypatch):
    imported, page = upload(desk, release(small_world, {"Ambleton": 99}))
    run_waiting()
    desk.post(f"{page}accept/")

    def fail(*_):
        raise RuntimeError("no space left on the device")

    with monkeypatch.context() as trouble:
        trouble.setattr(jobs, "write_figures", fail)
        run_waiting()
    imported.refresh_from_db()
    assert (imported.job.state, imported.job.attempts) == (Job.State.FAILED, Job.MAX_ATTEMPTS)
    failed = read(desk, page)
    assert "Try again" in failed
    assert "no space left" not in failed
    assert desk.get(f"{page}progress/").status_code == 286
    assert "Failed:" in read(desk, reverse("desks:home"))

    response = desk.post(reverse("desks:job_retry", args=[imported.job_id]), {"back": page})
    run_waiting()

    imported.refresh_from_db()
    assert response.url == page
    assert imported.state == Import.State.LOADED
    assert "The scores are worked out" in read(desk, page)


def test_two_loads_taken_into_one_run_both_lead_to_it(small_world, desk):
    _, first = upload(desk, release(small_world, {"Ambleton": 99}))
    _, second = upload(desk, release(small_world, {"Ambleton": 60}, code="clean-air"))
    run_waiting()
    desk.post(f"{first}accept/")
    desk.post(f"{second}accept/")
    run_waiting()

    for page in (first, second):
        assert "The scores are worked out" in read(desk, page)


def test_a_revision_of_limits_and_reasons_is_shown_in_words(small_world, desk):
    small_world.bring("recycling", [row_of(small_world.areas["Brackford"].code, NEW, None, "withdrawn")], release="2")
    _, page = upload(desk, release(small_world, {"Brackford": 12.25, "Ambleton": None}))
    run_waiting()

    shown = read(desk, page)
    assert "withdrawn by the publisher" in shown
    assert "12.25" in shown
    assert "suppressed by the publisher" in shown


def test_where_a_file_has_no_room_on_its_way_it_is_said_and_nothing_kept(desk, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "is-not-there")
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    before = Import.objects.count()

    response = post(desk, SimpleUploadedFile("a.csv", b"area,period,value\n"))

    assert response.status_code == 507
    assert "There is no room here for the file at the moment" in response.content.decode()
    assert Import.objects.count() == before
