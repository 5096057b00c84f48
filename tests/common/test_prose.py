"""The field in which people write freely: it asks about what looks like personal data, and a tick lets that through."""

import pytest
from django import forms
from django.http import QueryDict

from apps.common.prose import ProseField

WORDS = "Ring Ada on 07700 900123."


class _Form(forms.Form):
    text = ProseField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), help_text="Say it.")
    reason = ProseField(label="Why", required=False, max_length=300)


def sent(**given):
    data = QueryDict(mutable=True)
    data.update(given)
    return _Form(data)


def test_what_looks_like_personal_data_is_asked_about_with_the_words_kept():
    form = sent(text=WORDS)

    assert not form.is_valid()
    assert "“07700 900123” looks like a telephone number." in form.errors["text"][0]
    shown = str(form["text"])
    assert WORDS in shown
    assert 'name="text_vouched"' in shown
    assert "checked" not in shown


def test_ticked_it_is_let_through_and_stays_ticked_where_something_else_is_wrong():
    form = sent(text=WORDS, text_vouched="yes", reason="w" * 301)

    assert set(form.errors) == {"reason"}
    assert form.cleaned_data["text"] == WORDS
    assert " checked" in str(form["text"])
    assert type(form.cleaned_data["text"]) is str


def test_a_tick_is_good_for_its_own_field_only():
    assert set(sent(text=WORDS, text_vouched="yes", reason=WORDS).errors) == {"reason"}


def test_where_nothing_looks_like_it_there_is_a_hint_and_no_tick():
    shown = str(sent(text="Ten schools have signed up.")["text"])

    assert "vouched" not in shown
    assert "Do not write about patients" in shown
    assert 'aria-describedby="id_text_helptext id_text_people"' in shown


def test_one_line_has_no_hint_and_asks_as_well():
    assert "Do not write about patients" not in str(_Form()["reason"])
    assert 'type="text"' in str(_Form()["reason"])
    assert "“LS1 4AP” looks like the postcode of a home" in sent(text="Words.", reason="LS1 4AP").errors["reason"][0]


def test_words_that_stand_already_come_with_the_tick():
    assert 'name="text_vouched"' in str(_Form(initial={"text": WORDS})["text"])


@pytest.mark.parametrize("given", [{}, {"text": "  "}])
def test_what_is_missing_is_missing_before_anything_is_asked(given):
    assert sent(**given).errors["text"] == ["This field is required."]


def test_several_findings_are_named_in_one_sentence():
    said = sent(text="943 476 5919, ada@gmail.com").errors["text"][0]

    assert "an NHS number; “ada@gmail.com” looks like a private email address. Everyone" in said
