"""The administrator's desk of people: who has an account, what they may do everywhere, and whether they may come in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.access.roles import PLATFORM_ROLES
from apps.accounts import people_actions as actions
from apps.accounts.models import User
from apps.accounts.queries import people_found
from apps.activity.queries import events_about
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks.admin_forms import GiveForm, PeopleFilter, ReasonForm, TakeForm

_SECTION = {"section": "desk", "place": "people"}
_PER_PAGE = 50


@requires(Permission.ADMIN_VIEW)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleFilter(request.GET)
    page = Paginator(people_found(**form.wanted()), _PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {**_SECTION, "form": form, "page": page, "query": asked.urlencode()}
    return render_page(request, "desks/people.html", context, status=422 if form.errors else 200)


@requires(Permission.ADMIN_VIEW)
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(User, pk=pk))


@requires(Permission.ROLES_GIVE)
@require_POST
def person_give(request: HttpRequest, pk: int) -> HttpResponse:
    return _change_role(request, pk, "give", actions.give_role, _("Given. It holds from the next page they open."))


@requires(Permission.ROLES_GIVE)
@require_POST
def person_take(request: HttpRequest, pk: int) -> HttpResponse:
    return _change_role(request, pk, "take", actions.take_role, _("Taken. It holds from the next page they open."))


@requires(Permission.ACCOUNT_SUSPEND)
@require_POST
def person_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Suspended. They are signed out everywhere, and their API tokens open nothing any more.")
    return _let(request, pk, actions.suspend_account, said)


@requires(Permission.ACCOUNT_SUSPEND)
@require_POST
def person_unsuspend(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Opened again. They can sign in with the password that they had; API tokens they make anew.")
    return _let(request, pk, actions.unsuspend_account, said)


def _change_role(request: HttpRequest, pk: int, name: str, deed: Callable[..., User], said: str) -> HttpResponse:
    whom = get_object_or_404(User, pk=pk)
    form = _forms(whom, {name: request.POST})[name]
    changed = attempted(form, lambda: deed(by=request.user, person=whom, **form.cleaned_data))
    if changed is None:
        return _page(request, whom, **{name: form})
    messages.success(request, said)
    # Whoever laid down their own role may not see this desk any more.
    mine = changed.pk == request.user.pk
    return redirect_page(request, "work:enter") if mine else redirect_page(request, "desks:person", pk)


def _let(request: HttpRequest, pk: int, deed: Callable[..., User], said: str) -> HttpResponse:
    whom = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if attempted(form, lambda: deed(by=request.user, person=whom, reason=form.cleaned_data["reason"])) is None:
        return _page(request, whom, why=form)
    messages.success(request, said)
    return redirect_page(request, "desks:person", pk)


def _forms(whom: User, sent: dict[str, Any]) -> dict[str, Any]:
    held = frozenset(whom.platform_roles)
    return {
        "give": GiveForm(sent.get("give"), among=frozenset(map(str, PLATFORM_ROLES)) - held),
        "take": TakeForm(sent.get("take"), among=held),
        "why": ReasonForm(),
    }


def _page(request: HttpRequest, whom: User, **sent: Any) -> HttpResponse:
    forms = _forms(whom, {}) | sent
    context = {
        **_SECTION,
        **forms,
        "person": whom,
        "wrong": next(iter(sent.values()), None),
        "is_me": whom.pk == request.user.pk,
        "has_step": whom.has_second_step,
        "lacks_step": whom.lacks_second_step,
        "belongs": list(whom.belongs_to.select_related("organisation").order_by("organisation__name")),
        "events": events_about(whom),
    }
    return render_page(request, "desks/person.html", context, status=422 if sent else 200)
