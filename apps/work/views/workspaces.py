"""A workspace: its home, its activity, what it says of itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import events_in
from apps.activity.verbs import Verb
from apps.common.answers import done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.common.kinds import page_of
from apps.conversations import actions as conversations
from apps.conversations.models import Comment
from apps.conversations.report_actions import report_comment
from apps.initiatives.queries import initiatives_in
from apps.work import queries
from apps.work.forms.talk import HideForm, ReportForm
from apps.work.forms.workspaces import WorkspaceForm
from apps.workspaces import actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

_PER_PAGE = 50
#: What the activity can be narrowed to: the beginnings of its verbs.
_SORTS = {
    "goals": ("goal.", "measure."),
    "initiatives": (
        "initiative.",
        "milestone.",
        "evidence.",
        "interest.",
        "update.",
        "delivery.",
        "risk.",
        "dependency.",
    ),  # fmt: skip
    "talk": ("comment.",),
    "people": ("member.", "partner.", "workspace."),
}


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def workspace(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    member = member_of(workspace, request.user)
    if member is None:
        raise Http404
    context = {
        "workspace": workspace,
        "place": "home",
        "section": "work",
        "member": member,
        "areas": workspace.areas.order_by("name"),
        "home": queries.home_of(workspace, member),
    }
    return render_page(request, "work/workspace.html", context)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_POST
def workspace_seen(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    # What happened after the page was read has not been seen, so the page says how far it went.
    up_to = _number(request.POST.get("up_to", ""))
    return done(
        request,
        lambda: actions.mark_seen(by=request.user, workspace=workspace, up_to=up_to),
        _("Noted. What happens from now on will be marked as new."),
        "work:workspace",
        workspace.slug,
    )


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def activity(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    sort = request.GET.get("about", "")
    verbs = [verb for verb in Verb if verb.startswith(_SORTS.get(sort, ()))] if sort in _SORTS else []
    before = _number(request.GET.get("before", ""))
    events = events_in(workspace, reader=request.user, before=before, verbs=verbs, limit=_PER_PAGE + 1)
    context = {
        "workspace": workspace,
        "place": "activity",
        "section": "work",
        "days": queries.days(events[:_PER_PAGE]),
        "earlier": events[_PER_PAGE - 1].pk if len(events) > _PER_PAGE else None,
        "about": sort if sort in _SORTS else "",
        "before": before,
    }
    return render_page(request, "work/activity.html", context)


def _number(text: str) -> int | None:
    """The number of an event, as far as the text can be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@workspace_view(Permission.WORKSPACE_EDIT)
@require_http_methods(["GET", "POST"])
def workspace_edit(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    if request.method == "GET":
        as_it_is = {**workspace.words(), "version": workspace.version}
        return _edit_page(request, workspace, WorkspaceForm(initial=as_it_is))
    form = WorkspaceForm(request.POST)
    changed, overtaking = edited(form, lambda: _change(request, workspace, form))
    if changed is None:
        return _edit_page(request, workspace, form, overtaking)
    messages.success(request, _("Saved."))
    return redirect_page(request, "work:workspace", workspace.slug)


def _change(request: HttpRequest, workspace: Workspace, form: WorkspaceForm) -> Workspace:
    words = {name: form.cleaned_data[name] for name in Workspace.WORDS}
    return actions.change_workspace(
        by=request.user, workspace=workspace, based_on=form.cleaned_data["version"], words=words
    )


def _edit_page(
    request: HttpRequest, workspace: Workspace, form: WorkspaceForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context = {
        "workspace": workspace,
        "place": "home",
        "section": "work",
        "form": form,
        "overtaking": overtaking,
        "face": queries.public_face(workspace),
        "areas": workspace.areas.order_by("name"),
    }
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "work/workspace_edit.html", context, status=status)


@workspace_view(Permission.WORKSPACE_EDIT)
@require_POST
def workspace_show(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    is_public = request.POST.get("is_public") == "yes"
    return done(
        request,
        lambda: actions.show_workspace(by=request.user, workspace=workspace, is_public=is_public),
        _("The public sees this workspace now.") if is_public else _("The public does not see this workspace now."),
        "work:workspace_edit",
        workspace.slug,
    )


@workspace_view(Permission.COMMENT_HIDE)
@require_POST
def comment_hide(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    comment, thing = _comment_in(request, workspace, pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["reason"][0]))
        return redirect_page(request, page_of(thing))
    reason = form.cleaned_data["reason"]
    return _removed(
        request,
        thing,
        comment,
        lambda: conversations.hide_comment(by=request.user, comment=comment, on=thing, reason=reason),
    )


@workspace_view(Permission.COMMENT_WRITE)
@require_POST
def comment_withdraw(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    comment, thing = _comment_in(request, workspace, pk)
    return _removed(
        request,
        thing,
        comment,
        lambda: conversations.withdraw_comment(by=request.user, comment=comment, on=thing),
    )


@workspace_view(Permission.WORKSPACE_VIEW)
@require_POST
def comment_report(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    comment, thing = _comment_in(request, workspace, pk)
    form = ReportForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["reason"][0]))
        return redirect_page(request, page_of(thing))
    return done(
        request,
        lambda: report_comment(by=request.user, comment=comment, on=thing, reason=form.cleaned_data["reason"]),
        _("Reported. An administrator reads it, and you are told what they decide. Nobody else learns of it."),
        page_of(thing),
    )


def _comment_in(request: HttpRequest, workspace: Workspace, pk: int) -> tuple[Comment, Any]:
    """A comment and the thing it is about, when that belongs to the workspace and whoever asks sees it."""
    comment = get_object_or_404(Comment.objects.select_related("answers"), pk=pk)
    for things in (workspace.goals, initiatives_in(workspace, request.user)):
        thing = things.select_related("workspace").filter(thread=comment.thread_id).first()
        if thing:
            return comment, thing
    raise Http404


def _removed(request: HttpRequest, thing: Any, comment: Comment, deed: Callable[[], Any]) -> HttpResponse:
    """To the comment's place, which says what became of it; why not is said at the head of the page."""
    try:
        deed()
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, page_of(thing))
    return redirect_page(request, f"{page_of(thing)}#comment-{comment.pk}")
