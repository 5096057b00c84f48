"""Whatever form lets people write freely asks about personal data: none is missed."""

import importlib

from django import forms

from apps.common.prose import ProseField
from tests.architecture.source import APPS, modules

#: From so many characters on one writes freely in a line.
FREELY = 300
#: Where one writes at length and not freely, each with its reason.
NOT_FREE = {
    ("BoundariesForm", "attribution"): "the words that a licence asks for",
    ("DomainsForm", "domains"): "a list of domains",
    ("FiguresPasteForm", "figures"): "periods and numbers",
    ("GoalEditForm", "marks"): "days and figures: anything else is refused",
    ("GoalSetForm", "marks"): "days and figures: anything else is refused",
    ("LocalGoalForm", "marks"): "days and figures: anything else is refused",
    ("_GoalWords", "marks"): "days and figures: anything else is refused",
    ("SignOnForm", "issuer"): "the address of a provider",
    ("NewAreaForm", "other_names"): "names of an area",
    ("NewAreaForm", "weights"): "codes and numbers",
    ("SourceForm", "attribution"): "the words that a licence asks for",
    ("SourceForm", "title"): "the title that its publisher gave it",
    ("SourceNewForm", "attribution"): "the words that a licence asks for",
    ("SourceNewForm", "title"): "the title that its publisher gave it",
    ("HideForm", "reason"): "a line in a list of comments, which is sent without a page to come back to",
    ("ReportForm", "reason"): "a line in a list of comments, for administrators, who have to know what is meant",
}


def all_forms():
    """Every form of the apps, by name."""
    for path in modules():
        if "forms" in path.stem or "forms" in path.parts:
            importlib.import_module(".".join(path.relative_to(APPS.parent).with_suffix("").parts))
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("apps."):
                found.add(form)
    return found


def is_free(field):
    """Whether one writes in it as one likes."""
    if isinstance(field.widget, forms.Textarea):
        return True
    is_words = type(field) in (forms.CharField, ProseField)
    is_seen = not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    return is_words and is_seen and (field.max_length or 0) >= FREELY


def test_every_field_in_which_people_write_freely_asks_about_personal_data():
    free = {
        (form.__name__, name): field
        for form in all_forms()
        for name, field in form.base_fields.items()
        if is_free(field)
    }

    assert {where for where, field in free.items() if not isinstance(field, ProseField)} == set(NOT_FREE)
    assert len(free) > 35
