"""How pages answer a form: what was done or refused is said on the next page, what is wrong beside its field."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from apps.common.errors import Overtaken, Refused
from apps.common.htmx import redirect_page

Thing = TypeVar("Thing")


def done(request: HttpRequest, deed: Callable[[], Any], said: str, to: str, *args: Any) -> HttpResponse:
    """Do something, say that it is done, or say why not; then show the page as it is now."""
    try:
        deed()
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect_page(request, to, *args)


def attempted(form: BaseForm, deed: Callable[[], Thing]) -> Thing | None:
    """Do what a form asks for, if it is filled in; None when it was not done, and the form says why.

    That someone else saved meanwhile is not for the form to say: Overtaken goes up.
    """
    if not form.is_valid():
        return None
    try:
        return deed()
    except Overtaken:
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    except ValidationError as wrong:
        _say_beside(form, wrong)
    return None


def _say_beside(form: BaseForm, wrong: ValidationError) -> None:
    told = wrong.message_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.messages}
    for name, sentences in told.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
