"""Who works on an initiative, its documents, and the elements of the index that it touches."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.accounts.closing_actions import close_account
from apps.accounts.rooms import rooms
from apps.activity.models import Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.files.models import StoredFile
from apps.files.scanning import Harmful
from apps.framework.models import Element
from apps.initiatives import actions
from apps.initiatives.actions import documents, tagging
from apps.initiatives.description import description_of
from apps.initiatives.models import Document, Initiative, Involvement, Tag
from apps.initiatives.people_queries import involvements_of, who_may_work_on, working_on
from apps.initiatives.queries import Wanted, initiative_lines
from apps.initiatives.sight_actions import give_sight, take_sight
from apps.initiatives.tags import index_now, touched_by, touched_in
from apps.workspaces.actions import remove_member
from tests.initiatives.making import log, upload
from tests.records import last_event, on_record


def member_of(partnership, person):
    return partnership.workspace.members.get(person=person)


def involve(partnership, initiative, person=None, does="runs the workshops", by=None):
    member = member_of(partnership, person or partnership.contributor)
    return actions.involve(by=by or partnership.lead, initiative=initiative, member=member, does=does)


def tag(partnership, initiative, *codes):
    return actions.tag_initiative(by=partnership.lead, initiative=initiative, codes=codes)


def document(partnership, initiative, **given):
    return actions.add_document(by=partnership.lead, initiative=initiative, **({"title": "Terms"} | given))


def harmful(_pieces):
    return "Test-Virus"


# People


def test_a_member_works_on_it_and_is_told(partnership, cafe):
    made = involve(partnership, cafe, does=" runs the workshops ")

    assert (made.member.person, made.does) == (partnership.contributor, "runs the workshops")
    assert (last_event().verb, last_event().details["said"]) == (Verb.INVOLVED, "Harper Health, runs the workshops")
    run_waiting()
    told = Notification.objects.filter(event=last_event())
    assert [each.person for each in told] == [partnership.contributor]


def test_named_again_it_is_said_anew_and_the_same_again_is_nothing(partnership, cafe):
    involve(partnership, cafe)
    involve(partnership, cafe, does="keeps the tools")
    before = on_record()

    involve(partnership, cafe, does="keeps the tools ")

    assert Involvement.objects.get().does == "keeps the tools"
    assert on_record() == before


def test_who_works_on_it_no_more_is_taken_out_once(partnership, cafe):
    made = involve(partnership, cafe)

    actions.release(by=partnership.lead, involvement=made)
    before = on_record()
    actions.release(by=partnership.lead, involvement=made)

    assert working_on(cafe) == ()
    assert last_event().verb == Verb.UNINVOLVED
    assert on_record() == before


def test_a_viewer_names_nobody_and_nobody_of_elsewhere_is_named(partnership, cafe, apart):
    with pytest.raises(AccessDenied):
        involve(partnership, cafe, by=partnership.viewer)
    with pytest.raises(Refused, match="Only a member of this workspace who sees it"):
        actions.involve(
            by=partnership.lead, initiative=cafe, member=apart.workspace.members.get(person=apart.lead), does="helps"
        )
    with pytest.raises(ValidationError):
        involve(partnership, cafe, does=" ")


def test_whoever_leaves_the_workspace_stands_there_no_more(partnership, cafe):
    involve(partnership, cafe)

    remove_member(by=partnership.lead, member=member_of(partnership, partnership.contributor))

    assert not Involvement.objects.exists()


def test_whoever_closes_their_account_goes_with_their_name(partnership, cafe):
    person = partnership.contributor
    involve(partnership, cafe, person)
    event = last_event()

    person.set_password("a long and winding road home")
    person.save()
    close_account(by=person, present="a long and winding road home")

    assert not Involvement.objects.exists()
    event.refresh_from_db()
    assert "Harper Health" not in str(event.details)


def test_what_someone_works_on_is_told_to_them(partnership, cafe):
    involve(partnership, cafe)
    room = next(each for each in rooms() if each.name == "involvements")

    (told,) = room.told(partnership.contributor)

    assert (told["initiative__title"], told["does"]) == ("Repair cafe", "runs the workshops")


def test_on_what_is_kept_only_those_work_who_see_it(partnership):
    kept = log(partnership, by=partnership.business_member, is_kept=True)
    with pytest.raises(Refused, match="who sees it"):
        involve(partnership, kept, by=partnership.business_member)
    health = partnership.partner_of(partnership.health)
    give_sight(by=partnership.business_member, initiative=kept, partner=health)
    involve(partnership, kept, by=partnership.business_member)
    assert member_of(partnership, partnership.contributor) in who_may_work_on(kept)
    assert involvements_of(partnership.contributor).exists()

    take_sight(by=partnership.business_member, initiative=kept, partner=health)

    assert not kept.involvements.exists()


# Documents


def test_a_document_is_a_link_or_a_file_and_comes_once(partnership, cafe):
    key = uuid4()
    link = document(partnership, cafe, link="https://example.org/terms", key=key)
    again = document(partnership, cafe, link="https://example.org/terms", key=key)
    file = document(partnership, cafe, title="Plan", upload=upload())

    assert link == again
    assert (file.file.name, file.file.scope_kind) == ("tonnes.csv", "workspace")
    assert (last_event().verb, last_event().details["said"]) == (Verb.DOCUMENT_ADDED, "Plan")
    assert description_of(cafe).documents == (file, link)


@pytest.mark.parametrize("given", [{}, {"link": "https://example.org", "upload": "both"}, {"link": "javascript:x"}])
def test_nothing_both_and_what_is_no_link_is_refused(partnership, cafe, given):
    given = given | ({"upload": upload()} if "upload" in given else {})

    with pytest.raises(ValidationError):
        document(partnership, cafe, **given)

    assert not StoredFile.objects.filter(name="tonnes.csv").exists()


def test_a_document_is_removed_with_its_file_also_once_it_is_shared(partnership):
    kept = log(partnership, by=partnership.business_member, is_kept=True)
    made = actions.add_document(by=partnership.business_member, initiative=kept, title="Plan", upload=upload())
    assert made.file.scope_kind == "initiative"

    actions.remove_document(by=partnership.business_member, document=made)

    assert not StoredFile.objects.filter(pk=made.file_id).exists()
    with pytest.raises(Refused, match="gone already"):
        actions.remove_document(by=partnership.business_member, document=made)


def test_there_are_no_more_documents_than_a_page_shows(partnership, cafe, monkeypatch):
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 1)
    document(partnership, cafe, link="https://example.org")

    with pytest.raises(Refused, match="as many documents as it may have"):
        document(partnership, cafe, link="https://example.org/2")


@pytest.mark.parametrize("add", [actions.add_document, actions.add_evidence])
def test_a_harmful_file_is_not_kept_and_its_people_can_read_that(partnership, cafe, settings, add):
    settings.FILE_SCANNER = f"{__name__}.harmful"

    with pytest.raises(Harmful):
        add(by=partnership.lead, initiative=cafe, title="Plan", upload=upload())

    assert not Document.objects.exists()
    event = last_event()
    assert (event.verb, event.scope_kind, event.scope_id) == (
        Verb.FILE_REFUSED,
        "workspace",
        partnership.workspace.pk,
    )
    assert event.details["said"] == "tonnes.csv (Test-Virus)"


def test_of_what_is_kept_only_those_who_see_it_read_that(partnership, settings):
    settings.FILE_SCANNER = f"{__name__}.harmful"
    kept = log(partnership, by=partnership.business_member, is_kept=True)

    with pytest.raises(Harmful):
        actions.add_document(by=partnership.business_member, initiative=kept, title="Plan", upload=upload())

    assert (last_event().subject_kind, last_event().subject_id) == ("initiative", kept.pk)


# Elements


def test_it_touches_elements_each_once(partnership, cafe):
    tag(partnership, cafe, "recycling", "smoking")
    assert last_event().verb == Verb.INITIATIVE_TAGGED
    before = on_record()
    tag(partnership, cafe, "recycling")

    assert set(cafe.tags.values_list("code", flat=True)) == {"recycling", "smoking"}
    assert on_record() == before


@pytest.mark.parametrize("codes", [(), ("nothing-such",), ("recycling", "nothing-such")])
def test_only_elements_of_the_index_are_touched(partnership, cafe, codes):
    with pytest.raises(Refused, match="Choose among the elements"):
        tag(partnership, cafe, *codes)

    assert not Tag.objects.exists()


def test_the_whole_index_is_no_element_to_touch(partnership, cafe):
    top = Element.objects.filter(level=Element.Level.HEADLINE).first()

    with pytest.raises(Refused, match="Choose among the elements"):
        tag(partnership, cafe, top.code)


def test_what_touches_everything_says_nothing(partnership, cafe, monkeypatch):
    monkeypatch.setattr(tagging, "MOST_TAGS", 1)
    tag(partnership, cafe, "recycling")

    with pytest.raises(Refused, match="more than 1 elements"):
        tag(partnership, cafe, "smoking")


def test_an_element_is_taken_out_once(partnership, cafe):
    tag(partnership, cafe, "recycling")
    found = cafe.tags.get()

    actions.untag_initiative(by=partnership.lead, tag=found)
    before = on_record()
    actions.untag_initiative(by=partnership.lead, tag=found)

    assert not cafe.tags.exists()
    assert on_record() == before


def test_a_tag_follows_into_a_later_edition(partnership, cafe):
    Tag.objects.create(initiative=cafe, code="waste-of-old")
    Tag.objects.create(initiative=cafe, code="gone-for-good")
    Element.objects.filter(code="recycling").update(supersedes="waste-of-old")

    found = touched_by(cafe, index_now())

    assert [(each.name, each.element and each.element.code) for each in found] == [
        (Element.objects.get(code="recycling").name, "recycling"),
        ("gone-for-good", None),
    ]
    # Named anew it is the same; taken out it goes under every code.
    tag(partnership, cafe, "recycling")
    assert cafe.tags.count() == 2
    actions.untag_initiative(by=partnership.lead, tag=found[0].tag)
    assert [each.code for each in cafe.tags.all()] == ["gone-for-good"]


def test_before_there_is_an_index_there_is_nothing_to_choose(db):
    assert index_now().branches() == []


def test_elements_are_chosen_domain_by_domain_or_by_their_names(partnership):
    branches = {each.top.code: each.elements for each in index_now().branches()}

    assert [(each.code, depth) for each, depth in branches["health"]] == [
        ("health", 0), ("mortality", 1), ("happiness", 1), ("life-expectancy", 2), ("smoking", 2),
    ]  # fmt: skip
    # What stands below the headline without a domain is there too, and the headline itself is not.
    assert [each.code for each, _depth in branches["sustainability"]] == ["recycling", "bus-trips"]
    (found,) = index_now().branches("life exp")
    assert [each.code for each, _depth in found.elements] == ["life-expectancy"]
    assert index_now().branches("nothing such") == []


def test_one_can_look_for_what_touches_an_element_or_something_in_it(partnership, cafe):
    other = log(partnership, title="Walks")
    tag(partnership, cafe, "life-expectancy")

    offered = touched_in(Initiative.objects.all())

    assert [code for code, _name in offered] == ["health", "mortality", "life-expectancy"]
    assert [name.count("\N{EM DASH}") for _code, name in offered] == [0, 1, 2]
    for code, _name in offered:
        lines = initiative_lines(partnership.workspace, Wanted(element=code), reader=partnership.lead)
        assert [line.initiative for line in lines] == [cafe]
    assert initiative_lines(partnership.workspace, Wanted(element="smoking"), reader=partnership.lead) == []
    assert touched_in(Initiative.objects.filter(pk=other.pk)) == []


def test_one_can_look_by_sort_group_and_sector(partnership):
    cafe = log(partnership, sort="project", groups=["older", "carers"])
    log(partnership, lead=partnership.council, sort="campaign", groups=["young"])

    for wanted in (Wanted(sort="project"), Wanted(group="older"), Wanted(sector=partnership.business.sector)):
        found = initiative_lines(partnership.workspace, wanted, reader=partnership.lead)
        assert [line.initiative for line in found] == [cafe]


def test_a_description_says_it_in_words(partnership):
    made = log(partnership, groups=["older", "carers"], budget=25_000, partners=[partnership.council])

    told = description_of(made)

    assert (told.groups, told.budget, told.partners) == (("older people", "carers"), "£25,000", (partnership.council,))
    assert (told.people, told.documents, told.touched) == ((), (), ())
    assert description_of(log(partnership, budget=0)).budget == "£0"
