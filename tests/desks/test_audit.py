import csv
import io

import pytest

from apps.access.checks import OPERATOR
from apps.accounts.actions import change_organisation, open_organisation
from apps.accounts.people_actions import give_role
from apps.activity.models import Event, Trace
from apps.common.kinds import names

AUDIT = "/desk/admin/audit/"


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def happened(administrator, stranger):
    """Two events by two people, about two kinds of things."""
    give_role(by=administrator, person=stranger, role="curator", reason="=cmd|'/c calc'!A1")
    open_organisation(by=OPERATOR, name="=SUM(A1:A9)", sector="business")


def listed(browser, query=""):
    table = browser.get(f"{AUDIT}{query}").content.decode().partition("<tbody>")[2]
    return ("gave a role" in table, "opened the organisation" in table)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", (True, True)),
        ("?who=ada", (True, False)),
        ("?who=operator", (False, True)),
        ("?verb=role.given", (True, False)),
        ("?kind=organisation", (False, True)),
        ("?since=2001-01-01&until=2001-12-31", (False, False)),
        ("?since=2001-01-01", (True, True)),
    ],
)
def test_events_are_narrowed_by_person_verb_kind_and_days(query, found, desk, happened):
    assert listed(desk, query) == found


@pytest.mark.parametrize("query", ["?verb=x", "?kind=x", "?since=x", "?since=2026-02-02&until=2026-01-01", "?who=%00"])
def test_what_is_not_offered_is_said_and_is_in_no_file(query, desk, happened):
    for address in (AUDIT, f"{AUDIT}export/"):
        response = desk.get(f"{address}{query}")

        assert response.status_code == 422
        assert response.headers["Content-Type"].startswith("text/html")


def test_every_kind_and_verb_is_offered(desk):
    page = desk.get(AUDIT).content.decode()

    assert all(f'<option value="{name}"' in page for name in [*names(), "role.given", "case.published"])


def test_where_something_was_done_from_is_kept_apart_from_what_was_done(desk, stranger):
    where = {"REMOTE_ADDR": "192.0.2.7", "HTTP_USER_AGENT": "Lynx\x00" + "x" * 500}
    desk.post(f"/desk/admin/people/{stranger.pk}/give/", {"role": "curator", "reason": "Joins."}, **where)

    event = Event.objects.get(verb="role.given")
    page = desk.get(f"{AUDIT}{event.pk}/").content.decode()
    assert "192.0.2.7" in page
    assert "Joins." in page
    assert len(event.trace.browser) == 200

    Trace.objects.all().delete()
    assert "192.0.2.7" not in desk.get(f"{AUDIT}{event.pk}/").content.decode()


def test_what_stood_there_before_and_after_is_shown_where_a_version_is_kept(desk, partnership):
    organisation = partnership.council
    change_organisation(by=OPERATOR, organisation=organisation, based_on=1, words={"description": "Newly told."})
    change_organisation(by=OPERATOR, organisation=organisation, based_on=2, words={"description": "Told again."})

    page = desk.get(f"{AUDIT}{Event.objects.filter(verb='organisation.changed').latest('pk').pk}/").content.decode()

    assert "Newly told." in page
    assert "Told again." in page


def test_the_file_holds_what_the_page_lists_and_no_formula(desk, happened):
    response = desk.get(f"{AUDIT}export/?kind=organisation")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert [(row["verb"], row["what"]) for row in rows] == [("organisation.opened", "'=SUM(A1:A9)")]
    everything = list(csv.reader(io.StringIO(desk.get(f"{AUDIT}export/").content.decode())))
    assert not [cell for row in everything for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_page_asks_as_much_of_many_events_as_of_few(desk, happened, django_assert_max_num_queries):
    for number in range(60):
        open_organisation(by=OPERATOR, name=f"Firm {number}", sector="business")

    with django_assert_max_num_queries(14):
        desk.get(AUDIT)
