"""Invitations, for those who are invited: what an invitation is to, and the answer to it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import public, signed_in, unkept
from apps.access.roles import Role
from apps.accounts.queries import organisations_of
from apps.accounts.ways import sign_in_address, sign_up_address
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import CodeForm
from apps.workspaces import invitation_actions as actions
from apps.workspaces.invitation_secrets import hash_of
from apps.workspaces.models import Invitation
from apps.workspaces.queries import invitations_for, partnerships_offered

_PLACE = {"section": "work", "place": "invitations"}
_KNOWN = Invitation.objects.select_related("organisation", "workspace", "invited_by")


@public
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what, and what to do: to read it changes nothing, as scanners of mail open every link."""
    found = get_object_or_404(_KNOWN.all(), token_sha256=hash_of(token))
    answer = reverse("work:invitation_answer", args=[found.pk])
    context = {
        "section": "work",
        "invitation": found,
        "useless": actions.why_useless(found),
        "is_theirs": request.user.is_authenticated and found.is_for(request.user),
        "answer": answer,
        "to_sign_in": sign_in_address(answer),
        "to_sign_up": sign_up_address(answer),
    }
    return unkept(render_page(request, "work/invitation.html", context))


@signed_in
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Those to one's own address; and where a code is typed that was read aloud."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (found := attempted(form, lambda: _by_code(request, form))):
        if found.is_for(request.user):
            return redirect_page(request, "work:invitation_answer", found.pk)
        form.add_error(None, _("The code is right. Sign in with the address that is invited, then accept it here."))
    organising = [each.organisation for each in organisations_of(request.user) if each.role == Role.ORGANISER]
    context = {
        **_PLACE,
        "form": form,
        "invitations": invitations_for(request.user),
        "partnerships": partnerships_offered(request.user),
        "organising": organising,
    }
    return render_page(request, "work/invitations.html", context, status=422 if form.errors else 200)


def _by_code(request: HttpRequest, form: CodeForm) -> Invitation:
    found = actions.try_code(by=request.user, **form.cleaned_data)
    if found is None:
        raise Refused(_("This address and this code open no invitation. After five tries ask for another code."))
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What one is invited to; sent with an answer, it is accepted or declined."""
    found = _theirs(request, pk)
    answer = request.POST.get("answer")
    if answer == "decline":
        said = _("You declined the invitation to %(organisation)s.") % {"organisation": found.organisation}
        deed = partial(actions.decline_invitation, by=request.user, invitation=found)
        return done(request, deed, said, "work:invitations")
    if answer == "accept":
        return _accept(request, found)
    context = {**_PLACE, "invitation": found, "useless": actions.why_useless(found)}
    return render_page(request, "work/invitation_answer.html", context)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        actions.accept_invitation(by=request.user, invitation=found)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, "work:invitation_answer", found.pk)
    messages.success(request, _("You belong to %(organisation)s now.") % {"organisation": found.organisation})
    if found.workspace:
        return redirect_page(request, "work:workspace", found.workspace.slug)
    return redirect_page(request, "work:organisation", found.organisation.slug)


def _theirs(request: HttpRequest, pk: int) -> Invitation:
    """An invitation to the address of whoever asks; to everyone else there is none."""
    return get_object_or_404(_KNOWN.to(request.user.email), pk=pk)  # type: ignore[union-attr]
