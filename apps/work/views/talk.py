"""How a page on which people talk takes what they write."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.checks import grants, roles_held
from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page
from apps.common.kinds import page_of
from apps.conversations.actions import post_comment
from apps.conversations.models import Comment
from apps.conversations.queries import comment_on, talk_of
from apps.work.forms.talk import CommentForm
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

#: Shows the page of the thing again, with the form that was not taken, or with none.
Show = Callable[[CommentForm | None], HttpResponse]


def talk_about(
    request: HttpRequest, workspace: Workspace, thing: Any, post_to: str, failed: CommentForm | None = None
) -> dict[str, Any]:
    """What work/talk.html needs: all that was said about a thing, and a form below each exchange and at the end.

    `post_to` is the address that takes a comment; `failed` the form that was not taken, to be shown where it was.
    """
    talk, roles = talk_of(thing), roles_held(request.user, on=workspace)
    forms = {said.comment.pk: _form(said.comment.pk) for said in talk.comments} | {None: _form(None)}
    if failed is not None:
        failed.fields["text"].widget.attrs["autofocus"] = True
        answers = failed.cleaned_data.get("answers")
        forms[answers if answers in forms else None] = failed
    return {
        "talk": talk,
        "talk_failed": failed is not None,
        "exchanges": [(said, forms[said.comment.pk]) for said in talk.comments],
        "comment_form": forms[None],
        "post_url": post_to,
        "may_comment": grants(roles, Permission.COMMENT_WRITE),
        "may_hide": grants(roles, Permission.COMMENT_HIDE),
    }


def _form(answers: int | None) -> CommentForm:
    return CommentForm(initial={"answers": answers}, auto_id=f"id_{answers or 'new'}_%s")


def answer_comment(request: HttpRequest, workspace: Workspace, thing: Any, show: Show) -> HttpResponse:
    """Take a comment on a thing of the workspace: then its page; else what was typed and what is wrong."""
    form = CommentForm(request.POST)
    posted = attempted(form, lambda: _post(request, workspace, thing, form))
    if posted is None:
        # Where something is wrong is where one goes on.
        form.fields["text"].widget.attrs["autofocus"] = True
        return show(form)
    # Nothing is said at the head of the page, far from where one is led: the comment itself stands there.
    return redirect_page(request, f"{page_of(thing)}#comment-{posted.pk}")


def _post(request: HttpRequest, workspace: Workspace, thing: Any, form: CommentForm) -> Comment:
    wrote, member = form.cleaned_data, member_of(workspace, request.user)
    answers = comment_on(thing, wrote["answers"]) if wrote["answers"] else None
    if wrote["answers"] and answers is None:
        raise Http404
    return post_comment(
        by=request.user,
        on=thing,
        text=wrote["text"],
        key=wrote["key"],
        answers=answers,
        speaking_for=str(member.partner) if member else "",
    )
