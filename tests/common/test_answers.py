"""How pages answer a form."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError

from apps.common.answers import attempted, done
from apps.common.errors import Overtaken, Refused


class NameForm(forms.Form):
    name = forms.CharField()
    day = forms.CharField(required=False)


@pytest.fixture
def request_of(rf):
    """A request that can carry messages on to the next page; `htmx=True` for one that htmx makes."""

    def make(htmx=False):
        request = rf.post("/")
        request.htmx = htmx
        request._messages = CookieStorage(request)
        return request

    return make


def said(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def raising(error):
    """A deed that ends in an error."""

    def deed():
        raise error

    return deed


def test_what_is_done_is_said_on_the_page_as_it_is_then(request_of):
    request, deeds = request_of(), []

    response = done(request, lambda: deeds.append("done"), "It is done.", "explore:area", "upper", "ambleton")

    assert deeds == ["done"]
    assert (response.status_code, response.url) == (302, "/areas/upper/ambleton/")
    assert said(request) == [("success", "It is done.")]


def test_what_is_refused_is_said_instead_on_the_same_page(request_of):
    request = request_of()

    response = done(request, raising(Refused("Not now.")), "It is done.", "/somewhere/")

    assert response.url == "/somewhere/"
    assert said(request) == [("warning", "Not now.")]


def test_htmx_is_led_on_by_a_header(request_of):
    response = done(request_of(htmx=True), lambda: None, "It is done.", "/somewhere/")

    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/somewhere/")


@pytest.mark.parametrize("error", [PermissionDenied("You may not."), LookupError("No such thing.")])
def test_other_errors_are_not_for_a_page_to_say(error, request_of):
    request = request_of()

    with pytest.raises(type(error)):
        done(request, raising(error), "It is done.", "/somewhere/")
    with pytest.raises(type(error)):
        attempted(NameForm({"name": "Loom"}), raising(error))

    assert said(request) == []


def test_what_a_form_asks_for_is_done_and_given_back():
    form = NameForm({"name": "Loom"})

    assert attempted(form, lambda: form.cleaned_data["name"].upper()) == "LOOM"
    assert not form.errors


def test_what_is_not_filled_in_is_not_done():
    form, deeds = NameForm({"name": ""}), []

    assert attempted(form, lambda: deeds.append("done")) is None
    assert deeds == []
    assert list(form.errors) == ["name"]


def test_a_form_that_was_not_sent_asks_for_nothing():
    form = NameForm()

    assert attempted(form, lambda: "done") is None
    assert not form.errors


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Refused("Not now."), {"__all__": ["Not now."]}),
        (ValidationError("Not so."), {"__all__": ["Not so."]}),
        (ValidationError(["Not so.", "Nor so."]), {"__all__": ["Not so.", "Nor so."]}),
        (ValidationError({"name": "Too short."}), {"name": ["Too short."]}),
        (
            ValidationError({"name": ["Too short.", "Too plain."], "day": "No day."}),
            {"name": ["Too short.", "Too plain."], "day": ["No day."]},
        ),
        (ValidationError({"slug": "Taken."}), {"__all__": ["Taken."]}),
        (ValidationError({"__all__": ["It ends before it starts."]}), {"__all__": ["It ends before it starts."]}),
        (ValidationError("At most %(limit)d.", params={"limit": 3}), {"__all__": ["At most 3."]}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_or_on_top(error, told):
    form = NameForm({"name": "Loom", "day": "today"})

    assert attempted(form, raising(error)) is None
    assert form.errors == told


def test_that_someone_else_saved_meanwhile_goes_up():
    form, thing = NameForm({"name": "Loom"}), object()

    with pytest.raises(Overtaken) as overtaken:
        attempted(form, raising(Overtaken("Someone else changed this.", thing)))

    assert overtaken.value.thing is thing
    assert not form.errors
