"""An organisation asks to join a workspace; the leads of the workspace answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.workspaces import JoinForm
from apps.workspaces import joining_actions as actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import JoinRequest, Workspace
from apps.workspaces.queries import requests_of, workspaces_to_join


@organisation_view(Permission.PARTNER_ASK)
@require_http_methods(["GET", "POST"])
def workspaces_ask(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    offered = workspaces_to_join(organisation)
    form = JoinForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and (asked := attempted(form, lambda: _ask(request, organisation, form))):
        said = _("Asked. The leads of %(workspace)s are told, and their answer stands here.")
        messages.success(request, said % {"workspace": asked.workspace})
        return redirect_page(request, "work:workspaces_ask", organisation.slug)
    context = {
        "section": "work",
        "place": "own",
        "organisation": organisation,
        "form": form,
        "offered": offered.prefetch_related("areas"),
        "requests": requests_of(organisation),
    }
    return render_page(request, "work/workspaces_ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, organisation: Organisation, form: JoinForm) -> JoinRequest:
    wrote = form.cleaned_data
    return actions.ask_to_join(
        by=request.user, workspace=wrote["workspace"], organisation=organisation, words=wrote["words"]
    )


@organisation_view(Permission.PARTNER_ASK)
@require_POST
def request_withdraw(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    asked = get_object_or_404(organisation.join_requests, pk=pk)
    return done(
        request,
        lambda: actions.withdraw_request(by=request.user, asked=asked),
        _("Taken back."),
        "work:workspaces_ask",
        organisation.slug,
    )


@workspace_view(Permission.PARTNER_EDIT)
@require_POST
def request_answer(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    asked = get_object_or_404(workspace.join_requests, pk=pk)
    if request.POST.get("take_in") == "yes":
        said = _("%(organisation)s is a partner now.") % {"organisation": asked.organisation}
        return done(
            request,
            lambda: actions.accept_request(by=request.user, asked=asked),
            said,
            "work:people",
            workspace.slug,
        )
    answer = request.POST.get("answer", "")[:1000]
    return done(
        request,
        lambda: actions.decline_request(by=request.user, asked=asked, answer=answer),
        _("Declined. Whoever asked reads your answer."),
        "work:people",
        workspace.slug,
    )
