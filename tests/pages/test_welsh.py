"""Public pages in Welsh: no trace of it while it is off; the same pages below /cy/ once it is on."""

import re

import pytest
from django.conf import settings as site
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.areas.models import Area
from apps.common.periods import in_short, label
from apps.pages import extracting
from apps.pages.catalogue import compile_file

AMBLETON = "/areas/upper/ambleton/"


@pytest.fixture(scope="session")
def in_welsh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    compile_file(extracting.catalogue_path(), folder / "cy" / "LC_MESSAGES" / "django.mo")
    return folder


@pytest.fixture
def welsh(settings, in_welsh):
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    settings.LOCALE_PATHS = [in_welsh]
    settings.ROOT_URLCONF = "tests.pages.urls_in_welsh"


def test_off_there_is_no_trace_of_it(small_world, visitor):
    assert site.LANGUAGES == [("en-gb", "English")]
    assert site.LOCALE_PATHS == []
    for address in ("/cy/", f"/cy{AMBLETON}", "/cy/search/"):
        assert visitor.get(address, headers={"Accept-Language": "cy"}).status_code == 404
    page = visitor.get(AMBLETON, headers={"Accept-Language": "cy"})
    assertNotContains(page, "hreflang")
    assertContains(page, '<html lang="en-gb">')
    assert page.content == visitor.get(AMBLETON).content


def test_on_the_pages_are_in_welsh_with_its_dates_and_links_stay_there(welsh, small_world, visitor):
    home, area = visitor.get("/cy/"), visitor.get(f"/cy{AMBLETON}")

    assertContains(home, '<html lang="cy">')
    assertContains(home, "Beth sy’n helpu pobl i ffynnu, fesul ardal")
    assertContains(home, "gyda ffigurau fel yr oedden nhw ar 30 Mehefin 2026")
    assertContains(home, f'href="/cy{AMBLETON}"')
    assertContains(area, "Sgorau uchaf")
    assertContains(area, "Yr olwyn fel tabl")
    assertContains(area, f'href="/cy{AMBLETON}brief/"')
    assert not re.search(r'href="/(areas|indicators|practice|method|about)/', area.content.decode().split("<main")[1])


def test_on_english_pages_stand_where_they_stood(welsh, small_world, visitor):
    page = visitor.get(AMBLETON, headers={"Accept-Language": "cy"})

    assertContains(page, '<html lang="en-gb">')
    assertContains(page, "Highest scores")
    assert page.headers["ETag"] != visitor.get(f"/cy{AMBLETON}").headers["ETag"]


def test_the_switch_keeps_the_page_and_what_was_asked(welsh, small_world, visitor):
    there, back = visitor.get("/areas/?q=am&x=1"), visitor.get("/cy/areas/?q=am&x=1")

    assertContains(there, 'href="http://testserver/cy/areas/?q=am&amp;x=1" hreflang="cy" lang="cy">Cymraeg</a>')
    assertContains(back, 'href="http://testserver/areas/?q=am&amp;x=1" hreflang="en-gb" lang="en-gb">English</a>')
    assertContains(back, '<link rel="alternate" hreflang="en-gb"')
    assertContains(back, '<link rel="alternate" hreflang="cy"')


CALLED_BY_NAME = [
    AMBLETON,
    *(f"{AMBLETON}{page}/" for page in ("like", "in-words", "brief", "trends", "indicators", "changes", "health")),
    f"{AMBLETON}smoking/?with=dunmere",
    "/elements/upper/smoking/?area=ambleton",
    "/elements/upper/health/?order=value",
    "/compare/upper/?area=ambleton&area=dunmere",
    "/compare/upper/?area=dunmere&area=ambleton",
    "/grid/upper/?like=Trefamble",
    "/what-if/upper/ambleton/",
    "/charts/wheel/upper/ambleton/",
    "/embed/strip/upper/ambleton/smoking/",
    "/indicators/smoking/",
    "/areas/",
    "/",
    f"{AMBLETON}data.csv",
    "/elements/upper/smoking/data.csv",
    "/compare/upper/data.json?area=ambleton&area=dunmere",
    "/grid/upper/data.csv",
]


def test_an_area_that_has_a_name_in_welsh_bears_it_on_every_page_and_in_every_file_and_in_english_its_own(
    welsh, small_world, visitor
):
    Area.objects.filter(slug="ambleton").update(name_cy="Trefamble")

    for address in CALLED_BY_NAME:
        here = address.replace("Trefamble", "Ambleton")
        for path, name, other in ((here, "Ambleton", "Trefamble"), (f"/cy{address}", "Trefamble", "Ambleton")):
            answer = visitor.get(path)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert (path, answer.status_code, name in said.decode()) == (path, 200, True)
            assert (path, other in re.sub(r'value="[^"]*"|like=\w+', "", said.decode())) == (path, False)


def test_what_people_work_with_stays_in_english(welsh, small_world, visitor, signed_in, steward):
    assert visitor.get("/cy/desk/").status_code == 404
    desk = signed_in(steward).get("/desk/")
    assertContains(desk, '<html lang="en-gb">')
    assertNotContains(desk, "hreflang")
    assert "Vary" in visitor.get("/cy/").headers


def test_an_area_has_its_welsh_name_in_welsh_and_is_found_by_it(welsh, small_world, visitor):
    Area.objects.filter(slug="ambleton").update(name_cy="Tref Amble")

    assertContains(visitor.get(f"/cy{AMBLETON}"), "<h1>Tref Amble</h1>")
    assertContains(visitor.get(AMBLETON), "<h1>Ambleton</h1>")
    assertContains(visitor.get("/areas/?q=tref+amble"), AMBLETON)


def test_periods_are_told_in_the_language_that_is_read(welsh):

    with override("cy"):
        assert label("2024-04-01/P1Y") == "Ebrill 2024 i Mawrth 2025"
        assert label("2024-09-01/P1Y", "academic year") == "blwyddyn ysgol 2024/25"
        assert in_short("2024-01-15/P40D") == "15 Ionawr 2024–23 Chwefror 2024"
    assert label("2024-04-01/P1Y") == "April 2024 to March 2025"
    assert in_short("2025-04-30", "year to the end of") == "year to April 2025"
