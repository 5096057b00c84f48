"""Who gets into which room of the desk."""

from django.urls import reverse

from apps.desks.urls import urlpatterns

PAGES = [
    "desks:home",
    "desks:imports",
    "desks:import_start",
    "desks:import_detail",
    "desks:import_progress",
    "desks:runs",
    "desks:run_detail",
    "desks:run_progress",
    "desks:jobs",
]
DEEDS = {
    "desks:import_start": "import figures",
    "desks:import_accept": "import figures",
    "desks:import_decline": "import figures",
    "desks:import_check": "import figures",
    "desks:import_withdraw": "import figures",
    "desks:run_start": "start a run of the scores",
    "desks:run_publish": "publish a run of the scores",
    "desks:job_retry": "ask for failed work again",
}
ABOUT_ONE = {"desks:import_detail", "desks:import_progress", "desks:run_detail", "desks:run_progress"}


def address(name, world):
    if name in {"desks:home", "desks:imports", "desks:import_start", "desks:runs", "desks:jobs", "desks:run_start"}:
        return reverse(name)
    about = world.run if ":run" in name else world.imports["recycling"]
    return reverse(name, args=[about.job_id if name == "desks:job_retry" else about.pk])


def sent_to_sign_in(response):
    return response.status_code == 302 and response.url.startswith(reverse("accounts:sign_in"))


def test_a_steward_sees_every_page_and_no_cache_keeps_one(small_world, signed_in):
    browser = signed_in(small_world.steward)

    for name in PAGES:
        response = browser.get(address(name, small_world))

        # 286 tells htmx to stop asking: nothing moves in the small world.
        assert response.status_code == (286 if name.endswith("progress") else 200), name
        assert response.headers["Cache-Control"] == "private, no-store", name


def test_a_visitor_is_sent_to_sign_in(small_world, visitor):
    for name in PAGES:
        assert sent_to_sign_in(visitor.get(address(name, small_world))), name
    for name in DEEDS:
        assert sent_to_sign_in(visitor.post(address(name, small_world))), name


def test_someone_without_a_role_is_told_why_not(small_world, stranger, signed_in):
    browser = signed_in(stranger)

    for name in PAGES:
        response = browser.get(address(name, small_world))
        assert response.status_code == 403, name
        assert "You may not" in response.content.decode(), name
    for name, deed in DEEDS.items():
        response = browser.post(address(name, small_world))
        assert response.status_code == 403, name
        assert f"You may not {deed}." in response.content.decode(), name


def test_nothing_is_changed_by_following_a_link_or_without_a_token(small_world, signed_in, browser_with_csrf):
    browser, checked = signed_in(small_world.steward), browser_with_csrf(small_world.steward)

    for name in DEEDS:
        assert checked.post(address(name, small_world)).status_code == 403, name
        if name != "desks:import_start":
            assert browser.get(address(name, small_world)).status_code == 405, name


def test_what_does_not_exist_is_not_found(steward, signed_in):
    browser = signed_in(steward)

    for name in ABOUT_ONE:
        assert browser.get(reverse(name, args=[1])).status_code == 404, name
    for name in DEEDS.keys() - {"desks:import_start", "desks:run_start"}:
        assert browser.post(reverse(name, args=[1])).status_code == 404, name


def test_the_table_names_every_address_of_the_desk():
    addresses = {f"desks:{pattern.name}" for pattern in urlpatterns}

    assert addresses == {*PAGES, *DEEDS, "desks:sample", "desks:practice"}
