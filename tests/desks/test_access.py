"""Who gets into which room of the desk: stewards into theirs, curators into theirs, and nobody else into any."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_organisation
from apps.accounts.models import Organisation
from apps.activity.announcement_actions import announce
from apps.activity.models import Announcement, Event
from apps.areas.plans import NewAreaPlan
from apps.areas.reorganising import add_new_area, draft_reorganisation
from apps.background.claim import run_waiting
from apps.conversations.models import Comment, Report, Thread
from apps.desks.urls import urlpatterns
from apps.figures.actions import bring_file
from apps.figures.calendar_actions import expect_release
from apps.figures.ground import subjects
from apps.figures.models import EarlyReader, Erratum
from apps.figures.source_actions import register_source
from apps.practice.actions import draft_from
from apps.practice.models import CaseStudy
from tests.figures.derived import declared, kept
from tests.practice.changes import bring_changes, candidate_of

#: Whose pages they are, and which.
PAGES = {
    "steward": [
        "desks:home",
        "desks:sample",
        "desks:practice",
        "desks:imports",
        "desks:import_start",
        "desks:import_detail",
        "desks:import_progress",
        "desks:template",
        "desks:delivery_detail",
        "desks:delivery_progress",
        "desks:delivery_marked",
        "desks:delivery_preview",
        "desks:import_preview",
        "desks:indicator_add",
        "desks:erratum_add",
        "desks:errata",
        "desks:derivations",
        "desks:derivation_start",
        "desks:derivation_detail",
        "desks:derivation_progress",
        "desks:derivation_change",
        "desks:calendar",
        "desks:expected_new",
        "desks:expected_detail",
        "desks:expected_edit",
        "desks:sources",
        "desks:source_new",
        "desks:source_detail",
        "desks:source_edit",
        "desks:source_versions",
        "desks:runs",
        "desks:run_detail",
        "desks:run_diagnostics",
        "desks:run_progress",
        "desks:reorganisations",
        "desks:reorganisation_new",
        "desks:reorganisation",
        "desks:reorganisation_edit",
        "desks:reorganisation_area",
        "desks:history_rules",
        "desks:history_rule",
        "desks:boundaries",
        "desks:jobs",
    ],
    "curator": [
        "desks:candidates",
        "desks:cases",
        "desks:case_new",
        "desks:case_detail",
        "desks:case_edit",
        "desks:case_versions",
    ],
    "administrator": [
        "desks:admin_home",
        "desks:admin_usage",
        "desks:together",
        "desks:organisations",
        "desks:organisation_detail",
        "desks:organisation_sign_on",
        "desks:people",
        "desks:person",
        "desks:audit",
        "desks:audit_event",
        "desks:audit_export",
        "desks:announcements",
        "desks:reports",
        "desks:features",
        "desks:quiet_periods",
        "desks:organisation_merge",
        "desks:organisation_close",
    ],
}
#: Who does it, what changes something, and how whoever may not do it is told so.
DEEDS = {
    "steward": {
        "desks:import_start": "import figures",
        "desks:import_accept": "import figures",
        "desks:import_decline": "import figures",
        "desks:import_check": "import figures",
        "desks:import_withdraw": "import figures",
        "desks:import_release": "import figures",
        "desks:early_add": "import figures",
        "desks:early_remove": "import figures",
        "desks:erratum_add": "import figures",
        "desks:erratum_withdraw": "import figures",
        "desks:delivery_map": "import figures",
        "desks:delivery_accept": "import figures",
        "desks:delivery_decline": "import figures",
        "desks:indicator_add": "import figures",
        "desks:reorganisation_new": "bring in a reorganisation of local government",
        "desks:reorganisation_edit": "bring in a reorganisation of local government",
        "desks:reorganisation_area": "bring in a reorganisation of local government",
        "desks:reorganisation_area_remove": "bring in a reorganisation of local government",
        "desks:reorganisation_apply": "bring in a reorganisation of local government",
        "desks:reorganisation_undo": "bring in a reorganisation of local government",
        "desks:reorganisation_redraft": "bring in a reorganisation of local government",
        "desks:reorganisation_accept": "bring in a reorganisation of local government",
        "desks:reorganisation_again": "bring in a reorganisation of local government",
        "desks:history_rule": "import figures",
        "desks:boundaries": "load the boundaries that maps are drawn from, or remove them",
        "desks:boundaries_remove": "load the boundaries that maps are drawn from, or remove them",
        "desks:derivation_start": "import figures",
        "desks:derivation_change": "import figures",
        "desks:derivation_end": "import figures",
        "desks:expected_new": "import figures",
        "desks:expected_edit": "import figures",
        "desks:expected_call_off": "import figures",
        "desks:expected_again": "import figures",
        "desks:source_new": "import figures",
        "desks:source_edit": "import figures",
        "desks:run_start": "start a run of the scores",
        "desks:run_publish": "publish a run of the scores",
        "desks:run_unpublish": "publish a run of the scores",
        "desks:run_study": "start a run of the scores",
        "desks:job_retry": "ask for failed work again",
    },
    "curator": {
        "desks:candidates_search": "write case studies",
        "desks:case_start": "write case studies",
        "desks:case_new": "write case studies",
        "desks:case_edit": "write case studies",
        "desks:case_submit": "write case studies",
        "desks:case_send_back": "publish or retire case studies",
        "desks:case_publish": "publish or retire case studies",
        "desks:case_retire": "publish or retire case studies",
    },
    "administrator": {
        "desks:person_give": "give people roles on the platform, or take them away",
        "desks:person_take": "give people roles on the platform, or take them away",
        "desks:person_suspend": "suspend accounts",
        "desks:person_unsuspend": "suspend accounts",
        "desks:announcements": "announce something to everyone who is signed in",
        "desks:announcement_end": "announce something to everyone who is signed in",
        "desks:report_decide": "decide on comments that were reported",
        "desks:organisation_verify": "verify organisations",
        "desks:organisation_decline": "verify organisations",
        "desks:organisation_unverify": "verify organisations",
        "desks:organisation_domains": "verify organisations",
        "desks:organisation_council": "verify organisations",
        "desks:organisation_sign_on_approve": "verify organisations",
        "desks:organisation_sign_on_decline": "verify organisations",
        "desks:organisation_merge": "merge or close organisations, or open a closed one again",
        "desks:organisation_close": "merge or close organisations, or open a closed one again",
        "desks:organisation_reopen": "merge or close organisations, or open a closed one again",
        "desks:feature_end": "choose which areas are featured on the home page",
        "desks:quiet_period_end": "set a quiet period for all workspaces or those of a region",
    },
}
EVERY_PAGE = [name for names in PAGES.values() for name in names]
EVERY_DEED = {name: deed for deeds in DEEDS.values() for name, deed in deeds.items()}
ABOUT_ALL = {
    "desks:home",
    "desks:sample",
    "desks:practice",
    "desks:imports",
    "desks:import_start",
    "desks:template",
    "desks:indicator_add",
    "desks:errata",
    "desks:derivations",
    "desks:calendar",
    "desks:expected_new",
    "desks:sources",
    "desks:source_new",
    "desks:runs",
    "desks:run_start",
    "desks:jobs",
    "desks:reorganisations",
    "desks:reorganisation_new",
    "desks:history_rules",
    "desks:boundaries",
    "desks:boundaries_remove",
    "desks:candidates",
    "desks:candidates_search",
    "desks:cases",
    "desks:case_new",
    "desks:admin_home",
    "desks:admin_usage",
    "desks:together",
    "desks:people",
    "desks:audit",
    "desks:audit_export",
    "desks:announcements",
    "desks:reports",
    "desks:features",
    "desks:quiet_periods",
    "desks:organisations",
}
#: Those about a person: whoever asks is one, of a number that any test may give them.
ABOUT_PEOPLE = {name for name in {*EVERY_PAGE, *EVERY_DEED} if name.startswith("desks:person")}


@pytest.fixture
def world(small_world, curator, settings):
    """A demonstration with candidates, and a case study begun from the first."""
    settings.CANDIDATE_LEAST_AREAS, settings.DEMONSTRATION = 3, True
    bring_changes(small_world)
    draft_from(by=curator, candidate=candidate_of(small_world))
    return small_world


@pytest.fixture
def people(world, curator, administrator, stranger, partnership):
    """People by what they are."""
    desks = {"steward": world.steward, "curator": curator, "administrator": administrator}
    return desks | {"stranger": stranger, "viewer": partnership.viewer}


@pytest.fixture
def browser_of(people, signed_in):
    """The browser of someone by what they are."""
    return lambda who: signed_in(people[who])


def address(name, world):
    if name in ABOUT_ALL:
        return reverse(name)
    if name == "desks:history_rule":
        return reverse(name, args=["smoking"])
    if name.startswith("desks:organisation_"):
        return reverse(name, args=[organisation_of(world).slug])
    about = {
        "desks:reorganisation_area_remove": new_area_of(world).pk,
        "desks:reorganisation": new_area_of(world).reorganisation_id,
        "desks:import": world.imports["recycling"].pk,
        "desks:early_add": world.imports["recycling"].pk,
        "desks:early_remove": early_reader_of(world).pk,
        "desks:erratum_add": world.imports["recycling"].pk,
        "desks:erratum_withdraw": erratum_of(world).pk,
        "desks:delivery": delivery_of(world).pk,
        "desks:derivation_start": "ratio",
        "desks:derivation": derivation_of(world).pk,
        "desks:source": source_of(world).code,
        "desks:expected": expected_of(world).pk,
        "desks:run": world.run.pk,
        "desks:job": world.run.job_id,
        "desks:case": CaseStudy.objects.get().pk,
        "desks:person": world.steward.pk,
        "desks:audit_event": Event.objects.order_by("pk")[0].pk,
        "desks:announcement": announcement_of().pk,
        "desks:report": report_of(world).pk,
        "desks:feature_end": 1,
        "desks:quiet_period_end": 1,
    }
    number = next(pk for beginning, pk in about.items() if name.startswith(beginning))
    return reverse(name, args=[candidate_of(world).pk if name == "desks:case_start" else number])


def early_reader_of(world):
    """Someone on the list of who saw figures early."""
    known = {"imported": world.imports["recycling"], "account": world.steward}
    return EarlyReader.objects.get_or_create(**known, defaults={"office": "director"})[0]


def erratum_of(world):
    """An error that readers were told of."""
    known = {"element_code": "recycling", "imported": world.imports["recycling"]}
    return Erratum.objects.get_or_create(**known, defaults={"wrong": "Tonnes.", "right": "Percent."})[0]


def announcement_of():
    """What everyone who is signed in is told from tomorrow on."""
    tomorrow = timezone.now() + timedelta(days=1)
    told = {"text": "We rest on Sunday.", "starts_at": tomorrow, "ends_at": tomorrow + timedelta(days=9)}
    return Announcement.objects.first() or announce(by=OPERATOR, **told)


def report_of(world):
    """A comment that someone told administrators of."""
    if known := Report.objects.first():
        return known
    thread = Thread.objects.create(scope_kind="workspace", scope_id=1)
    comment = Comment.objects.create(thread=thread, author_label="Robin", text="Fools.", key=uuid4())
    return Report.objects.create(
        comment=comment, on_kind="goal", on_id=1, by=world.steward, by_label="Sam", reason="Rude."
    )


def new_area_of(world):
    """A new area of a draft."""
    drafted = draft_reorganisation(by=world.steward, title="Dunmere and Eastwick")
    whole = (world.areas["Dunmere"], world.areas["Eastwick"])
    plan = NewAreaPlan("E06000888", "Dunwick", whole)
    return drafted.new_areas.first() or add_new_area(by=world.steward, reorganisation=drafted, plan=plan)


def organisation_of(world):
    """An organisation; asked again it is the same."""
    known = Organisation.objects.filter(slug="guild").first()
    return known or open_organisation(by=OPERATOR, name="Guild", sector="other")


def source_of(world):
    """A registered source; asked again it is the same."""
    words = {"title": "Smoking", "publisher": "Office of Figures", "licence": "OGL v3.0", "attribution": "Thanks."}
    return register_source(by=world.steward, code="smoking-source", words=words)


def expected_of(world):
    """A release that is expected of it; asked again it is the same."""
    words = {"precision": "month", "on": date(2031, 5, 1), "standing": "provisional", "note": ""}
    return expect_release(by=world.steward, source=source_of(world), words=words)


def delivery_of(world):
    """A table that waits to be told which indicator it is."""
    brought = bring_file(by=world.steward, name="table.csv", content=b"area,period,value\nE06999999,2024,12\n")
    run_waiting()
    return brought


def derivation_of(world):
    """How one indicator is made of others."""
    if "ratio" not in subjects():
        kept(world)
    return declared(world)


def sent_to_sign_in(response):
    return response.status_code == 302 and response.url.startswith(reverse("accounts:sign_in"))


def offered(page):
    """Where links on a page of the desk lead on this site, and where its forms are sent."""
    links = {unescape(found).split("#")[0] for found in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', page)}
    forms = {unescape(found) for found in re.findall(r'<form\b[^>]*\baction="([^"]*)"', page)}
    return {link for link in links if link.startswith("/")}, forms


@pytest.mark.parametrize("who", PAGES)
def test_each_sees_every_page_of_their_own_and_no_cache_keeps_one(who, world, browser_of):
    browser = browser_of(who)

    for name in PAGES[who]:
        response = browser.get(address(name, world))

        # 286 tells htmx to stop asking: nothing moves in the small world.
        assert response.status_code == (286 if name.endswith("progress") else 200), name
        assert response.headers["Cache-Control"] == "private, no-store", name


def test_a_visitor_is_sent_to_sign_in(world, visitor):
    for name in EVERY_PAGE:
        assert sent_to_sign_in(visitor.get(address(name, world))), name
    for name in EVERY_DEED:
        assert sent_to_sign_in(visitor.post(address(name, world))), name


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("stranger", "steward"),
        ("stranger", "curator"),
        ("viewer", "steward"),
        ("viewer", "curator"),
        ("steward", "curator"),
        ("curator", "steward"),
        ("stranger", "administrator"),
        ("viewer", "administrator"),
        ("steward", "administrator"),
        ("curator", "administrator"),
        ("administrator", "steward"),
        ("administrator", "curator"),
    ],
)
def test_whoever_is_somebody_else_is_told_why_not(who, whose, world, browser_of):
    browser = browser_of(who)

    for name in PAGES[whose]:
        response = browser.get(address(name, world))
        assert response.status_code == 403, name
        assert "You may not" in response.text, name
    for name, deed in DEEDS[whose].items():
        response = browser.post(address(name, world))
        assert response.status_code == 403, name
        assert f"You may not {deed}." in response.text, name


@pytest.mark.parametrize("who", DEEDS)
def test_nothing_is_changed_by_following_a_link_or_without_a_token(who, world, people, signed_in, browser_with_csrf):
    person = people[who]
    browser, checked = signed_in(person), browser_with_csrf(person)

    for name in DEEDS[who]:
        assert checked.post(address(name, world)).status_code == 403, name
        assert browser.get(address(name, world)).status_code == (200 if name in PAGES[who] else 405), name


@pytest.mark.parametrize("number", [1, 987654321, 10**30])
def test_what_does_not_exist_is_not_found(number, someone, signed_in):
    browser = signed_in(someone(Role.STEWARD, Role.CURATOR, Role.ADMINISTRATOR))
    about_all = ABOUT_ALL | (ABOUT_PEOPLE if number == 1 else set())

    for name in set(EVERY_PAGE) - about_all:
        assert browser.get(reverse(name, args=[number])).status_code == 404, name
    # A candidate that is gone stood in a list that is older than the newest: that is said, see test_practice.py.
    for name in EVERY_DEED.keys() - about_all - {"desks:case_start"}:
        assert browser.post(reverse(name, args=[number])).status_code == 404, name


def test_a_curator_is_led_to_their_own_desk(world, browser_of):
    browser = browser_of("curator")

    entered = browser.get(reverse("work:enter"), follow=True)
    links, _forms = offered(browser.get(reverse("explore:home")).text)

    assert entered.redirect_chain == [(reverse("desks:candidates"), 302)]
    assert reverse("desks:candidates") in links
    assert reverse("desks:home") not in links


@pytest.mark.parametrize("who", PAGES)
def test_whatever_the_desk_offers_someone_is_for_them(who, world, browser_of):
    browser = browser_of(who)
    found = {address(name, world) for name in PAGES[who] if not name.endswith("progress")}

    asked, sent = set(), set()
    while waiting := found - asked:
        link = waiting.pop()
        asked.add(link)
        response = browser.get(link, follow=True)
        assert response.status_code == 200, link
        # What lies outside of the desk has only to be there.
        if response.headers["Content-Type"].startswith("text/html") and link.startswith("/desk/"):
            links, forms = offered(response.text)
            found |= links
            sent |= {resolve(form).view_name for form in forms}

    assert reverse("pages:method") in asked
    assert len(sent) > 3
    assert sent <= {*PAGES[who], *DEEDS[who], "accounts:sign_out", "accounts:tokens", "explore:search"}


def test_the_table_names_every_address_of_the_desk_once():
    addresses = {f"desks:{pattern.name}" for pattern in urlpatterns}

    assert addresses == {*EVERY_PAGE, *EVERY_DEED}
    assert len(EVERY_PAGE) == len(set(EVERY_PAGE))
    assert len(EVERY_DEED) == sum(map(len, DEEDS.values()))
