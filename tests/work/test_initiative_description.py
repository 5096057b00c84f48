"""The pages of what an initiative says of itself: facts, people, documents, elements, and finding it by them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.framework.models import Element
from apps.initiatives.actions import tag_initiative
from apps.initiatives.models import Document, Initiative
from tests.work import acting
from tests.work.reading import at, headings, said


@pytest.fixture
def initiative(partnership):
    return acting.log(partnership, title="Second bins")


def counted(deed):
    """How many questions something asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    return len(asked)


def page_of(browser, partnership, initiative):
    return browser.get(at(partnership, "initiative", initiative.pk))


def test_what_is_logged_with_all_its_facts_says_them_on_its_page(partnership, contributor):
    asked = contributor.get(at(partnership, "initiative_log"))
    assertContains(asked, "<details")
    assert asked.context["form"]["sort"].value() is None

    contributor.post(
        at(partnership, "initiative_log"),
        {
            "kind": "initiative", "sort": "campaign", "title": "Walk to school", "summary": "A week in May.",
            "lead": partnership.council.pk, "status": "proposed", "groups": ["young", "carers"], "whom": "Year 5.",
            "places": "Eastside", "partners": [partnership.health.pk, partnership.council.pk], "budget": "£12,500",
            "funding": "A grant.",
        },
    )  # fmt: skip

    made = Initiative.objects.get()
    page = said(page_of(contributor, partnership, made))
    assert "Initiative (campaign), proposed" in page
    assert "Also take part Ambleton Health" in page
    assert "Whom it is for Children and young people, carers Year 5." in page
    assert "Where Eastside" in page
    assert "Budget £12,500" in page
    assert "Who pays A grant." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sort": "strategy"}, "This sort does not fit"),
        ({"budget": "much"}, "Write whole pounds"),
        ({"budget": "12.5"}, "Write whole pounds"),
        ({"budget": "1,5"}, "Write whole pounds"),
        ({"budget": "-1"}, "A budget is no less than nothing."),
        ({"budget": "9" * 30}, "larger than any budget"),
        ({"groups": ["martians"]}, "Choose among what is offered."),
        ({"partners": ["0"]}, "Choose among the partners of this workspace."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_which_is_open_to_be_seen(partnership, contributor, changes, sentence):
    sent = {
        "kind": "initiative", "title": "Walks", "summary": "We walk.", "lead": partnership.council.pk,
        "status": "proposed",
    }  # fmt: skip

    page = contributor.post(at(partnership, "initiative_log"), sent | changes)

    assertContains(page, sentence, status_code=422)
    if "sort" not in changes:
        assertContains(page, '<details class="more" open>', status_code=422)
    assert not Initiative.objects.exists()


def test_on_a_page_where_nothing_is_said_yet_each_part_says_so_in_a_line(partnership, initiative, contributor, viewer):
    page = page_of(contributor, partnership, initiative)
    read = said(page)

    for line in ("Nothing is said yet of whom it is for", "None yet: its text, its plan", "Nobody is named yet."):
        assert line in read
    names = [text for level, text in headings(page) if level == 2]
    assert names[:3] == ["How it goes", "Which goals it is meant to serve", "Elements of the index that it touches"]
    # Whatever the list of contents names is there.
    for place in ("serves", "elements", "milestones", "documents", "evidence", "people", "interests", "about", "talk"):
        assertContains(page, f'href="#{place}-title"')
        assertContains(page, f'id="{place}-title"')
    assertNotContains(page_of(viewer, partnership, initiative), "Name someone")


def test_of_two_who_edit_at_once_the_second_is_told_what_of_the_facts_changed(partnership, initiative, contributor):
    address = at(partnership, "initiative_edit", initiative.pk)
    opened = {
        bound.name: bound.value()
        for bound in contributor.get(address).context["form"]
        if bound.value() not in (None, [])
    }
    contributor.post(address, opened | {"groups": ["older"], "budget": "100", "places": "Eastside"})

    told = contributor.post(address, opened | {"groups": ["young"], "budget": "200", "sort": "pledge"})

    assert told.status_code == 409
    read = said(told)
    assert "Whom it is for They saved older people You wrote children and young people" in read
    assert "Budget, in pounds They saved 100 You wrote 200" in read
    assert "has been put into your form: Which places within the areas." in read
    form = told.context["form"]
    assert (form["groups"].value(), form["sort"].value(), form["places"].value()) == (["young"], "pledge", "Eastside")


def test_the_lead_is_not_offered_as_a_partner_besides_itself_and_is_kindly_refused(
    partnership, initiative, contributor
):
    address = at(partnership, "initiative_edit", initiative.pk)
    form = contributor.get(address).context["form"]
    offered = [organisation.pk for organisation in form.fields["partners"].queryset]
    sent = {
        "version": "1", "kind": "initiative", "title": "Second bins", "summary": "Bins.",
        "lead": partnership.council.pk,
    }  # fmt: skip

    refused = contributor.post(address, sent | {"partners": [partnership.council.pk]})

    assert partnership.council.pk not in offered
    assert partnership.health.pk in offered
    assert refused.status_code == 422
    assert f"without {partnership.council.name}, which leads it" in said(refused)


def test_who_leads_it_from_now_on_is_no_partner_besides(partnership, initiative, lead):
    sent = {
        "version": "1", "kind": "initiative", "title": "Second bins", "summary": "Bins.",
        "lead": partnership.health.pk,
    }  # fmt: skip

    refused = lead.post(at(partnership, "initiative_edit", initiative.pk), sent | {"partners": [partnership.health.pk]})

    assert refused.status_code == 422
    assert f"{partnership.health.name} leads it, so it takes part already." in said(refused)


def test_someone_is_named_and_taken_out(partnership, initiative, contributor):
    address = at(partnership, "involvement_add", initiative.pk)
    member = partnership.workspace.members.get(person=partnership.contributor)
    assertContains(contributor.get(address), "Harper Health, Ambleton Health")
    assertContains(contributor.post(address, {"member": member.pk}), "Say in a few words", status_code=422)

    answer = contributor.post(address, {"member": member.pk, "does": "counts the bins"})

    assertRedirects(answer, at(partnership, "initiative", initiative.pk), fetch_redirect_response=False)
    assert "Harper Health, counts the bins" in said(page_of(contributor, partnership, initiative))
    found = initiative.involvements.get()
    contributor.post(at(partnership, "involvement_remove", initiative.pk, found.pk))
    assert "Harper Health does not stand here any more." in said(page_of(contributor, partnership, initiative))


def test_a_document_is_brought_read_and_removed(partnership, initiative, contributor, viewer):
    address = at(partnership, "document_add", initiative.pk)
    both = {"title": "Terms", "link": "example.org/terms", "upload": SimpleUploadedFile("terms.txt", b"Be fair.")}
    assertContains(contributor.get(address), "What shows that it works is evidence.")
    assertContains(contributor.post(address, {"title": "Terms"}), "Give a link or a file.", status_code=422)
    assertContains(contributor.post(address, both), "a link or a file, and not both", status_code=422)
    wrong = SimpleUploadedFile("terms.exe", b"MZ")
    assertContains(contributor.post(address, {"title": "T", "upload": wrong}), "is of a sort that", status_code=422)

    contributor.post(address, {"title": "Terms", "upload": SimpleUploadedFile("terms.txt", b"Be fair.")})

    document = Document.objects.get()
    assertContains(page_of(viewer, partnership, initiative), f"/files/{document.file_id}/")
    assert viewer.get(f"/files/{document.file_id}/").content == b"Be fair."
    contributor.post(at(partnership, "document_remove", initiative.pk, document.pk))
    assert not Document.objects.exists()


def test_while_files_cannot_be_scanned_the_form_says_so(partnership, initiative, contributor, settings, tmp_path):
    settings.FILE_SCANNER = f"unix:{tmp_path}/nobody"
    sent = {"title": "Terms", "upload": SimpleUploadedFile("terms.txt", b"Be fair.")}

    page = contributor.post(at(partnership, "document_add", initiative.pk), sent)

    assertContains(page, "cannot be checked for harmful software right now", status_code=422)
    assert not Document.objects.exists()


def test_elements_are_looked_for_chosen_and_taken_out(partnership, initiative, contributor):
    address = at(partnership, "tags_choose", initiative.pk)
    assertContains(contributor.get(address), 'value="recycling"')
    found = contributor.get(address, {"q": "recyc"})
    assertContains(found, 'value="recycling"')
    assertNotContains(found, 'value="smoking"')
    assertContains(contributor.get(address, {"q": "nothing such"}), "No element has that in its name")
    assertContains(contributor.post(address, {}, follow=True), "Choose among the elements of the index")

    assertContains(contributor.post(address, {"code": ["recycling", "bus-trips"]}, follow=True), "touched already")

    page = page_of(contributor, partnership, initiative)
    assertContains(page, "/areas/upper/ambleton/recycling/")
    for link in ("/areas/upper/ambleton/recycling/", "/areas/upper/ambleton/bus-trips/"):
        assert contributor.get(link).status_code == 200
    contributor.post(at(partnership, "tag_remove", initiative.pk, initiative.tags.get(code="recycling").pk))
    assertNotContains(page_of(contributor, partnership, initiative), "/areas/upper/ambleton/recycling/")


def test_what_is_no_part_of_the_index_any_more_is_named_without_a_link(partnership, initiative, viewer):
    initiative.tags.create(code="gone-for-good")

    assert "gone-for-good no part of the index any more" in said(page_of(viewer, partnership, initiative))


def test_the_list_is_narrowed_by_sort_group_sector_and_element(partnership, initiative, viewer):
    acting.log(
        partnership, title="Lunch club", sort="project", groups=["older"], lead=partnership.health, by=partnership.lead
    )
    tag_initiative(by=partnership.lead, initiative=initiative, codes=["recycling"])
    address = at(partnership, "initiatives")

    def titles(**asked):
        return [line.initiative.title for line in viewer.get(address, asked).context["lines"]]

    assert titles(sort="project") == titles(group="older") == titles(sector="health") == ["Lunch club"]
    assert titles(element="recycling") == ["Second bins"]
    assert len(titles(element="no-such", group="nobody")) == 2
    assert Element.objects.get(code="recycling").name in said(viewer.get(address))


def test_a_list_of_many_asks_no_more_than_one_of_few(partnership, viewer):
    address = at(partnership, "initiatives")
    first = acting.log(partnership, title="One")
    tag_initiative(by=partnership.lead, initiative=first, codes=["recycling"])
    viewer.get(address)
    few = counted(lambda: viewer.get(address))
    for number in range(30):
        acting.log(partnership, title=f"Number {number}")

    many = counted(lambda: viewer.get(address))

    assert many <= few + 1
    assert len(viewer.get(address).context["lines"]) == 25
    assert len(viewer.get(address, {"page": 2}).context["lines"]) == 6


def test_a_page_with_much_on_it_asks_no_more_than_one_with_little(partnership, initiative, contributor):
    member = partnership.workspace.members.get(person=partnership.contributor)
    add = {"member": member.pk, "does": "helps"}
    contributor.post(at(partnership, "involvement_add", initiative.pk), add)
    contributor.post(at(partnership, "tags_choose", initiative.pk), {"code": ["recycling"]})
    contributor.post(at(partnership, "document_add", initiative.pk), {"title": "A", "link": "https://example.org"})
    page_of(contributor, partnership, initiative)
    little = counted(lambda: page_of(contributor, partnership, initiative))

    for person in (partnership.lead, partnership.viewer):
        add = {"member": partnership.workspace.members.get(person=person).pk, "does": "helps"}
        contributor.post(at(partnership, "involvement_add", initiative.pk), add)
    contributor.post(at(partnership, "tags_choose", initiative.pk), {"code": ["smoking", "clean-air"]})
    for number in range(5):
        sent = {"title": f"B{number}", "link": "https://example.org"}
        contributor.post(at(partnership, "document_add", initiative.pk), sent)
    page_of(contributor, partnership, initiative)

    assert counted(lambda: page_of(contributor, partnership, initiative)) <= little
