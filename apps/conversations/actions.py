"""Writing, hiding and taking back comments."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import AccessDenied
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common import kinds
from apps.common.errors import Refused
from apps.conversations.models import Comment, Discussable, Thread


@transaction.atomic
def post_comment(
    *, by: Any, on: Any, text: str, key: UUID, answers: Comment | None = None, speaking_for: str = ""
) -> Comment:
    """Say something about a thing, or answer what someone said. Sent twice with one key it is one comment.

    `on` is a Discussable with a scope. An answer to an answer hangs on the comment that both answer. Raises
    ValidationError on a text that is empty or too long.
    """
    # The thing's row is held: two first comments at once open one thread, and a form sent twice waits for itself. Its
    # thread is read after that: of a join PostgreSQL gives the second what stood there before it waited.
    held = type(on).objects.select_for_update().get(pk=on.pk)
    require_held(by, Permission.COMMENT_WRITE, on=held.open_to)
    thread = _thread_of(held)
    if sent := Comment.objects.filter(key=key).first():
        return _already_sent(sent, by, thread)
    top = _top_of(answers, thread)
    comment = Comment(
        thread=thread,
        answers=top,
        author_id=by.pk,
        author_label=str(by),
        author_of=speaking_for[:140],
        text=text.strip(),
        key=key,
    )
    comment.full_clean(exclude=["author"])
    comment.save()
    tell = None if top is None else _exchange(top)
    verb = Verb.COMMENT_POSTED if top is None else Verb.COMMENT_ANSWERED
    # Of what was said the event holds nothing: a comment that is taken back is gone from everywhere.
    record(verb, actor=by, subject=held, scope=held.scope, details={"comment": comment.pk}, tell=tell)
    return comment


@transaction.atomic
def hide_comment(*, by: Any, comment: Comment, on: Any, reason: str) -> Comment:
    """Hide what someone wrote about a thing; its place stays, with the reason."""
    comment = _held(comment)
    require_held(by, Permission.COMMENT_HIDE, on=on.open_to)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that whoever wrote it understands.")})
    return _remove(by, comment, on, Verb.COMMENT_HIDDEN, reason.strip()[:300])


@transaction.atomic
def withdraw_comment(*, by: Any, comment: Comment, on: Any) -> Comment:
    """Take back what one wrote oneself; its place stays."""
    comment = _held(comment)
    require_held(by, Permission.COMMENT_WRITE, on=on.open_to)
    if comment.author_id is None or comment.author_id != by.pk:
        raise AccessDenied(_("You may not take back what someone else wrote."))
    return _remove(by, comment, on, Verb.COMMENT_WITHDRAWN, "")


def _held(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _remove(by: Any, comment: Comment, on: Any, verb: Verb, reason: str) -> Comment:
    """Remove a comment that is held."""
    if comment.thread_id != on.thread_id:
        raise LookupError(f"{comment} is not about {kinds.kind_of(on).name} {on.pk}.")
    if comment.removed_at:
        raise Refused(_("This comment is gone already."))
    comment.removed_at, comment.removed_by_id, comment.removal = timezone.now(), by.pk, reason
    comment.save(update_fields=["removed_at", "removed_by", "removal"])
    record(verb, actor=by, subject=on, scope=on.scope, details={"comment": comment.pk})
    return comment


def _thread_of(thing: Any) -> Thread:
    if thing.thread is None:
        scope = thing.scope
        thing.thread = Thread.objects.create(scope_kind=kinds.kind_of(scope).name, scope_id=scope.pk)
        cast(Discussable, thing).save(update_fields=["thread"])
    return cast(Thread, thing.thread)


def _already_sent(sent: Comment, by: Any, thread: Thread) -> Comment:
    if sent.author_id == by.pk and sent.thread_id == thread.pk:
        return sent
    raise Refused(_("This form was sent before. Reload the page, then write again."))


def _top_of(answers: Comment | None, thread: Thread) -> Comment | None:
    if answers is None:
        return None
    if answers.thread_id != thread.pk:
        raise Refused(_("What you answer stands in another conversation. Reload the page."))
    top = answers.answers or answers
    if top.removed_at or answers.removed_at:
        raise Refused(_("What you answer was taken back meanwhile."))
    return top


def _exchange(top: Comment) -> list[int]:
    """The ids of those who wrote the first comment of an exchange or an answer to it."""
    wrote = top.replies.values_list("author_id", flat=True)
    return sorted({author for author in (top.author_id, *wrote) if author is not None})
