"""The desk of boundaries, from a file to what readers see of it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.areas.models import Boundaries
from tests.areas.test_boundaries import feature, geojson, square

PAGE = "/elements/upper/health/"


def _wrote(content, **more):
    words = {
        "title": "Districts 2024",
        "licence": "OGL v3.0",
        "attribution": "Contains OS data.",
        "as_at": "2024-12-31",
    }
    return words | {"file": SimpleUploadedFile("map.json", content)} | more


def _map_of(*areas):
    shapes = [feature(area.code, square(-2 + at * 0.2, 52)) for at, area in enumerate(areas)]
    return geojson(*shapes, feature("W06000001", square(-3, 52)))


def test_what_a_steward_loads_readers_can_choose_and_what_did_not_match_is_told(
    small_world, steward, signed_in, visitor
):
    desk, page = signed_in(steward), reverse("desks:boundaries")
    assertNotContains(visitor.get(PAGE), "in their true shapes")
    content = _map_of(small_world.areas["Dunmere"], small_world.areas["Eastwick"])

    told = desk.post(page, _wrote(content), follow=True)

    assertRedirects(told, page)
    assertContains(told, "Loaded: the map has 2 shapes.")
    assertContains(told, "W06000001")
    assertContains(told, "areas have no shape in it")
    assertContains(told, "Ambleton (")
    assertContains(visitor.get(PAGE), f'href="{PAGE}?map=true#map"')
    shown = visitor.get(f"{PAGE}?map=true&area=dunmere")
    assertContains(shown, '<a href="/areas/upper/dunmere/health/" class="place"')
    assertContains(shown, "place-marked", count=1)
    assertContains(shown, "Contains OS data.")
    assertContains(shown, "Districts 2024, as at 31 December 2024; OGL v3.0.")


def test_a_true_map_asks_few_questions_and_has_an_address_that_may_be_kept(
    small_world, steward, signed_in, visitor, django_assert_max_num_queries
):
    signed_in(steward).post(reverse("desks:boundaries"), _wrote(_map_of(*small_world.areas.values())))

    # The draws of an element are worked out once and kept.
    visitor.get(f"{PAGE}?order=value")

    with django_assert_max_num_queries(10):
        response = visitor.get(f"{PAGE}?map=true&order=value")

    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_a_county_is_drawn_by_its_districts_where_it_has_no_shape(small_world, steward, signed_in, visitor):
    districts = [small_world.areas[name] for name in ("Ferndale", "Glenside", "Highmoor")]
    signed_in(steward).post(reverse("desks:boundaries"), _wrote(_map_of(*districts)))

    assertContains(visitor.get(f"{PAGE}?map=true"), '<a href="/areas/upper/northshire/health/" class="place"')


def test_a_bad_file_comes_back_with_what_was_typed_and_a_sentence(steward, signed_in):
    response = signed_in(steward).post(reverse("desks:boundaries"), _wrote(b"no map"))

    assertContains(response, "This is not JSON", status_code=422)
    assertContains(response, 'value="Districts 2024"', status_code=422)
    assert not Boundaries.objects.exists()


def test_after_removing_them_readers_see_tiles_again(small_world, steward, signed_in, visitor):
    desk = signed_in(steward)
    desk.post(reverse("desks:boundaries"), _wrote(_map_of(small_world.areas["Dunmere"])))

    desk.post(reverse("desks:boundaries_remove"))

    assertContains(visitor.get(f"{PAGE}?map=true"), "tile-map")
    assertContains(desk.get(reverse("desks:boundaries")), "Districts 2024, 31 December 2024")


def test_someone_without_the_right_does_not_get_in(signed_in, stranger):
    assert signed_in(stranger).get(reverse("desks:boundaries")).status_code == 403
