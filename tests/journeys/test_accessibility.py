"""Every kind of page, judged by axe in a real browser, light on a wide screen and dark on a narrow one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from apps.accounts.demonstration import PASSWORD

pytestmark = pytest.mark.journey
CASE = "/practice/invented-example-the-same-bin-day-every-week/"
PUBLIC = [
    "/",
    "/areas/",
    "/areas/?q=dorset",
    "/areas/?q=nowhere+at+all",
    "/areas/upper/calderdale/",
    "/areas/district/mid-suffolk/",
    "/areas/upper/isles-of-scilly/",
    "/areas/upper/calderdale/equality/",
    "/areas/upper/calderdale/equality-gender/",
    "/areas/upper/calderdale/adult-obesity/",
    "/what-if/upper/calderdale/",
    "/what-if/upper/calderdale/?health=3&transport=0&bogus=1&table=equality",
    "/what-if/upper/isles-of-scilly/",
    "/areas/upper/calderdale/health/?with=bradford",
    "/areas/upper/calderdale/changes/",
    "/areas/upper/calderdale/changes/?of=waste",
    "/areas/changes/",
    *(f"/areas/upper/calderdale/{page}/" for page in ("like", "in-words", "brief")),
    "/areas/upper/calderdale/like/?by=chosen",
    "/elements/",
    "/compare/upper/",
    "/compare/upper/?area=calderdale&area=bradford",
    "/charts/wheel/upper/calderdale/",
    "/embed/wheel/upper/calderdale/",
    "/search/?q=recycling",
    "/quality/",
    "/data/",
    "/editions/",
    "/editions/2026-starter/",
    "/editions/2026-starter/1/",
    "/editions/2026-starter/1/areas/upper/bristol/",
    "/contact/",
    "/terms/",
    "/errata/",
    "/method/",
    "/method/other-choices/",
    "/about/",
    "/indicators/",
    "/indicators/?q=walk&source=elsewhere",
    "/indicators/?q=nothing+like+it",
    "/indicators/smoking/",
    "/indicators/recycling/",
    "/sources/",
    "/sources/ons-health-index/",
    "/releases/",
    "/releases/?page=2",
    "/releases/calendar/",
    "/practice/",
    "/practice/?area=reading",
    CASE,
    "/gallery/",
    "/sign-in/",
    "/?tier=district",
    "/elements/upper/local-conditions/?order=value",
    "/elements/district/smoking/?area=derby",
    "/areas/upper/calderdale/indicators/",
    "/areas/upper/calderdale/trends/",
    # The whole grid of districts is this one with more rows, and takes axe half a minute each time.
    "/grid/upper/",
]
#: Each page in both themes, wide and narrow.
LOOKS = [(1280, "light"), (390, "dark")]
DESK = [
    "/desk/",
    "/desk/imports/",
    "/desk/imports/1/",
    "/desk/imports/new/",
    "/desk/runs/",
    "/desk/runs/1/",
    "/desk/runs/1/diagnostics/",
    "/desk/imports/1/erratum/",
    "/desk/sources/new/",
    "/desk/calendar/",
    "/desk/tokens/",
    "/desk/derivations/new/ratio/",
    "/desk/reorganisations/",
    "/desk/boundaries/",
    "/desk/jobs/",
]
PRACTICE = [
    "/desk/practice/candidates/",
    "/desk/practice/candidates/?tier=district",
    "/desk/practice/cases/",
    "/desk/practice/cases/new/",
    "/desk/practice/cases/1/",
    "/desk/practice/cases/1/edit/",
    "/desk/practice/cases/1/versions/",
]
WORKSPACE, COUNCIL = "/w/two-valleys-together/", "/work/organisations/westvale-council/"
WORK = [
    "/work/",
    "/work/notifications/",
    COUNCIL,
    *(f"{COUNCIL}{page}" for page in ("edit/", "versions/", "people/add/", "people/1/remove/")),
    WORKSPACE,
    *(f"{WORKSPACE}{page}" for page in ("activity/", "edit/", "people/", "people/add/", "people/2/remove/")),
    *(f"{WORKSPACE}{page}" for page in ("partners/add/", "partners/1/remove/")),
    *(f"{WORKSPACE}goals/{page}" for page in ("", "choose/", "1/", "1/edit/", "1/versions/", "1/close/")),
    f"{WORKSPACE}goals/set/?area=calderdale&tier=upper&element=adult-obesity&measure=value",
    *(f"{WORKSPACE}initiatives/{page}" for page in ("", "log/", "1/", "1/edit/", "1/versions/", "1/goals/")),
    *(f"{WORKSPACE}initiatives/1/{page}" for page in ("milestones/add/", "milestones/2/reach/", "evidence/add/")),
]
#: What keeps a roadmap true.
KEEPING = [
    *(f"{WORKSPACE}{page}" for page in ("health/", "update/", "calendar/", "sectors/", "measures/", "measures/new/")),
    *(f"{WORKSPACE}measures/1/{page}" for page in ("", "edit/", "figures/add/", "figures/paste/", "goal/")),
    *(f"{WORKSPACE}initiatives/{page}" for page in ("spreadsheet/", "borrow/", "2/", "3/")),
    *(f"{WORKSPACE}initiatives/1/{page}" for page in ("people/add/", "documents/add/", "elements/", "updates/write/")),
    *(
        f"{WORKSPACE}initiatives/1/{page}"
        for page in ("measures/add/", "risks/add/", "waits/add/", "milestones/2/change/")
    ),
    "/work/together/",
]
#: What is one's own, before anyone shares anything with one.
OWN = [
    "/account/",
    *(f"/account/{page}" for page in ("email/", "password/", "sessions/", "second-step/", "delete/")),
    "/account/passkeys/",
    "/invitations/",
    "/work/organisations/new/",
]
JOINING = [
    *(
        f"{COUNCIL}{page}"
        for page in ("people/invite/", "leave/", "workspaces/", "workspaces/open/", "workspaces/train/")
    ),
    *(f"{COUNCIL}{page}" for page in ("place/", "logo/", "sign-on/", "merge/", "close/", "export/")),
    *(f"{WORKSPACE}{page}" for page in ("people/invite/", "people/1/deputy/", "people/handover/", "partners/invite/")),
    *(f"{WORKSPACE}{page}" for page in ("roadmap/", "quiet/", "interests/", "archive/", "packs/", "packs/new/")),
    f"{WORKSPACE}initiatives/1/interests/add/",
    "/workspaces/two-valleys-together/",
]
ADMINISTRATION = [
    "/desk/together/",
    "/desk/organisations/",
    "/desk/organisations/westvale-council/",
    *(f"/desk/organisations/westvale-council/{page}/" for page in ("merge", "close")),
    "/desk/admin/",
    *(
        f"/desk/admin/{page}/"
        for page in ("people", "people/1", "audit", "audit/5", "announcements", "reports", "features", "quiet", "usage")
    ),
]
#: Who looks at which pages, and how. What is made of the same parts as the first ones is looked at in one way.
SIGNED_IN = [
    *(("steward@demo.example", DESK, *look) for look in LOOKS),
    *(("curator@demo.example", PRACTICE, *look) for look in LOOKS),
    *(("officer@demo.example", WORK, *look) for look in LOOKS),
    ("officer@demo.example", JOINING, *LOOKS[1]),
    ("officer@demo.example", KEEPING, *LOOKS[1]),
    ("resident@demo.example", OWN, *LOOKS[1]),
    ("administrator@demo.example", ADMINISTRATION, *LOOKS[1]),
]


def violations(page: Page) -> list[str]:
    # Of what passes only a node is asked for: to tell every one of them apart takes axe as long as to judge them.
    options = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_public_pages(browser: Browser, base_url, width, scheme):
    viewport = {"width": width, "height": 900}
    page = browser.new_context(base_url=base_url, viewport=viewport, color_scheme=scheme, bypass_csp=True).new_page()

    found = [each for path in PUBLIC if page.goto(path) for each in violations(page)]

    page.context.close()
    assert found == []


@pytest.mark.parametrize(("email", "paths", "width", "scheme"), SIGNED_IN)
def test_axe_finds_nothing_on_pages_of_the_signed_in(browser: Browser, base_url, email, paths, width, scheme):
    viewport = {"width": width, "height": 900}
    page = browser.new_context(base_url=base_url, viewport=viewport, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()

    opened, found = {}, []
    for path in paths:
        opened[path] = page.goto(path).status
        found += violations(page)

    page.context.close()
    assert opened == dict.fromkeys(paths, 200)
    assert found == []
