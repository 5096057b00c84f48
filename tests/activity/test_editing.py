"""Two people edited the same thing: the second gets the form back with both versions in it."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.accounts.models import Organisation
from apps.activity.editing import ClashLine, after_overtaken
from apps.activity.models import Version
from apps.common.errors import Overtaken
from apps.initiatives.actions import change_initiative
from apps.initiatives.models import Initiative
from apps.practice.actions import draft_case
from tests.initiatives.making import log


class WrittenForm(forms.Form):
    """What is written of an initiative, with a field of each sort."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[("policy", "A rule that holds"), ("initiative", "Something that is done")])
    title = forms.CharField(label="Title")
    summary = forms.CharField(label="What it does")
    lead = forms.ModelChoiceField(Organisation.objects.all(), label="Led by")
    areas = forms.ModelMultipleChoiceField(None, label="Areas", required=False)
    starts = forms.DateField(required=False, label="Starts")
    ends = forms.DateField(required=False, label="Ends")

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas


@pytest.fixture
def cafe(partnership):
    return log(partnership, starts=date(2026, 1, 1))


@pytest.fixture
def ambleton(partnership):
    return partnership.world.areas["Ambleton"]


@pytest.fixture
def they_save(partnership, cafe):
    """One of those who lead it, who is quicker, saves other words: `they_save(title="Theirs")`."""

    def save(**words):
        return change_initiative(by=partnership.business_member, initiative=cafe, based_on=1, words=words)

    return save


@pytest.fixture
def i_send(partnership, cafe):
    """My form, filled in as I opened it but for what I changed: `i_send(title="Mine", version=1)`."""
    opened = {**cafe.words(), "version": 1}

    def send(prefix=None, **mine):
        data = QueryDict(mutable=True)
        for name, value in (opened | mine).items():
            values = value if isinstance(value, list) else ["" if value is None else value]
            data.setlist(f"{prefix}-{name}" if prefix else name, [str(each) for each in values])
        form = WrittenForm(data, prefix=prefix, areas=partnership.workspace.areas.all())
        assert form.is_valid(), form.errors
        return form

    return send


def save(partnership, cafe, form):
    words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    based_on = form.cleaned_data["version"]
    return change_initiative(by=partnership.lead, initiative=cafe, based_on=based_on, words=words)


def test_what_only_they_changed_is_put_into_my_form(they_save, i_send, partnership, ambleton):
    theirs = they_save(
        kind="policy", summary="Theirs.", lead=partnership.health, areas=[ambleton], starts=None, ends=date(2027, 1, 1)
    )

    form = i_send(title="Mine")
    told = after_overtaken(form, theirs)

    assert told.clashes == ()
    assert set(told.taken_over) == {"Kind", "What it does", "Led by", "Areas", "Starts", "Ends"}
    assert form.is_valid()
    held = form.cleaned_data
    assert (held["title"], held["summary"], held["kind"]) == ("Mine", "Theirs.", "policy")
    assert (held["lead"], list(held["areas"])) == (partnership.health, [ambleton])
    assert (held["starts"], held["ends"], held["version"]) == (None, date(2027, 1, 1), 2)
    assert form["title"].value() == "Mine"


def test_it_is_said_who_saved_before_and_when(they_save, i_send):
    theirs = they_save(summary="Theirs.")

    told = after_overtaken(i_send(title="Mine"), theirs)

    latest = Version.objects.get(number=2)
    assert (told.by, told.at) == ("Bo Business", latest.at)


def test_what_both_changed_stands_side_by_side_in_words_and_mine_stays_in_the_form(
    they_save, i_send, partnership, ambleton
):
    brackford = partnership.world.areas["Brackford"]
    theirs = they_save(
        kind="policy", title="Theirs", lead=partnership.health, areas=[ambleton], starts=date(2026, 2, 3)
    )

    # The kind is the only thing that I left: each of the others both changed.
    form = i_send(title="Mine", lead=partnership.charity.pk, areas=[ambleton.pk, brackford.pk], starts="")
    told = after_overtaken(form, theirs)

    assert set(told.clashes) == {
        ClashLine("Title", "Theirs", "Mine", "id_title"),
        ClashLine("Led by", "Ambleton Health", "Good Neighbours", "id_lead"),
        ClashLine("Areas", "Ambleton", "Ambleton, Brackford", "id_areas"),
        ClashLine("Starts", "3 February 2026", "nothing", "id_starts"),
    }
    assert told.taken_over == ("Kind",)
    assert (form.cleaned_data["title"], form.cleaned_data["lead"]) == ("Mine", partnership.charity)
    assert form.cleaned_data["starts"] is None


def test_a_choice_is_told_by_what_the_form_calls_it(they_save, i_send):
    theirs = they_save(kind="policy")

    told = after_overtaken(i_send(version=0), theirs)

    assert told.clashes == (ClashLine("Kind", "A rule that holds", "Something that is done", "id_kind"),)


def test_a_title_that_looks_like_a_day_is_told_as_it_is_written(they_save, i_send):
    theirs = they_save(title="20261122")

    told = after_overtaken(i_send(title="2026-11-22"), theirs)

    assert told.clashes == (ClashLine("Title", "20261122", "2026-11-22", "id_title"),)


def test_what_both_wrote_alike_is_nothing_to_tell(they_save, i_send):
    theirs = they_save(title="The same")

    told = after_overtaken(i_send(title="The same"), theirs)

    assert (told.taken_over, told.clashes) == ((), ())


def test_saving_once_more_stores_mine_and_keeps_theirs_among_the_versions(they_save, i_send, partnership, cafe):
    they_save(title="Theirs", summary="Theirs.")
    form = i_send(title="Mine")
    with pytest.raises(Overtaken) as overtaken:
        save(partnership, cafe, form)

    after_overtaken(form, overtaken.value.thing)
    save(partnership, cafe, form)

    saved = Initiative.objects.get()
    assert (saved.title, saved.summary, saved.version) == ("Mine", "Theirs.", 3)
    assert Version.objects.get(number=2).words["title"] == "Theirs"


def test_a_form_that_says_of_no_version_puts_all_that_differs_side_by_side(they_save, i_send):
    theirs = they_save(summary="Theirs.")

    told = after_overtaken(i_send(title="Mine", version=0), theirs)

    assert {(clash.label, clash.mine) for clash in told.clashes} == {
        ("Title", "Mine"),
        ("What it does", "Mend what is broken."),
    }
    assert told.taken_over == ()


def test_a_field_that_my_form_does_not_hold_stays_as_they_left_it(they_save, i_send, ambleton):
    theirs = they_save(areas=[ambleton], summary="Theirs.")
    form = i_send(title="Mine")
    del form.fields["areas"]
    form.full_clean()

    told = after_overtaken(form, theirs)

    assert (told.taken_over, told.clashes) == (("What it does",), ())


def test_a_form_with_a_prefix_is_filled_under_its_own_names(they_save, i_send):
    theirs = they_save(summary="Theirs.")
    form = i_send(prefix="one", title="Mine")

    after_overtaken(form, theirs)

    assert (form.data["one-summary"], form.data["one-version"]) == ("Theirs.", "2")
    assert form.cleaned_data["title"] == "Mine"


def test_what_the_operator_saved_is_told_as_well(i_send, cafe):
    theirs = change_initiative(by=OPERATOR, initiative=cafe, based_on=1, words={"summary": "Theirs."})

    assert after_overtaken(i_send(), theirs).by == "the operator, at the command line"


#: Whatever several people may edit: the address of its form, who sends it, and one of its fields.
EDITS = {
    "a workspace": lambda p: (reverse("work:workspace_edit", args=[p.workspace.slug]), "lead", "purpose"),
    "an organisation": lambda p: (
        reverse("work:organisation_edit", args=[p.council.slug]),
        "organiser",
        "description",
    ),
    "a goal": lambda p: (reverse("work:goal_edit", args=[p.workspace.slug, p.goal().pk]), "lead", "why"),
    "an initiative": lambda p: (
        reverse("work:initiative_edit", args=[p.workspace.slug, log(p, areas=p.workspace.areas.all()).pk]),
        "lead",
        "summary",
    ),
    "a case study": lambda p: (
        reverse(
            "desks:case_edit",
            args=[
                draft_case(
                    by=OPERATOR,
                    area=p.world.areas["Ambleton"],
                    tier="upper",
                    element=p.goal().element,
                    title="What was done",
                ).pk
            ],
        ),
        "curator",
        "summary",
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_form_that_is_sent_twice_is_saved_once_and_nobody_is_told_of_someone_else(
    edit, partnership, organiser, curator, signed_in
):
    address, who, field = edit(partnership)
    browser = signed_in({"lead": partnership.lead, "organiser": organiser, "curator": curator}[who])
    opened = browser.get(address).context["form"]
    sent = {name: value for name, value in opened.initial.items() if value is not None} | {field: "Said twice. "}

    first, second = browser.post(address, sent), browser.post(address, sent)
    other = browser.post(address, sent | {field: "Said otherwise."})

    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert other.status_code == 409
    assert [version.number for version in Version.objects.exclude(number=1)] == [2]
