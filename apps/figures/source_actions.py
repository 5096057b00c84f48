"""What stewards say of sources: registering one, and changing what is said of it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.figures.models import RegisteredSource
from apps.figures.registered import waiting_for_two

_WEB = ("http://", "https://")
#: Its page would stand behind another one.
_NO_CODE = "new"


@transaction.atomic
def register_source(*, by: Any, code: str, words: Mapping[str, Any]) -> RegisteredSource:
    """Register a source under the code that its files name. Sent twice with the same words it is registered once.

    Raises Refused when the code is taken, ValidationError on a field that cannot be so.
    """
    require(by, Permission.FIGURES_IMPORT)
    known = RegisteredSource.objects.filter(code=code).first()
    source = RegisteredSource(code=code)
    source.rewrite(words)
    source.version = 1
    if known and known.words() == source.words():
        return known
    if known:
        raise _taken(known)
    if code == _NO_CODE:
        raise ValidationError({"code": _("Choose another code: this one cannot be the address of a page.")})
    _insist_web(source.url)
    source.full_clean()
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        raise _taken(RegisteredSource.objects.get(code=code)) from None
    keep_version(source, by=by)
    record(Verb.SOURCE_REGISTERED, actor=by, subject=source, details={"after": source.words()})
    return source


@transaction.atomic
def change_source(
    *, by: Any, source: RegisteredSource, based_on: int, words: Mapping[str, Any], reason: str = ""
) -> RegisteredSource:
    """Change what is said of a source; readers see it at once. Raises Overtaken, Refused and ValidationError.

    That one person be enough where two sign off is only asked for by the first who says so; the second brings it about.
    """
    source = RegisteredSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    require(by, Permission.FIGURES_IMPORT)
    insist_current(source, based_on)
    before, asked_at = source.words(), source.one_asked_at
    if source.two_people and not words.get("two_people", True):
        words = {**words, "two_people": not _agreed_by_two(source, by)}
    elif "two_people" in words:
        source.one_asked_by, source.one_asked_at = None, None
    if not source.rewrite(words):
        if source.one_asked_at != asked_at:
            source.save()
            told_asked = {"one_person": {"before": bool(asked_at), "after": bool(source.one_asked_at)}}
            record(Verb.SOURCE_CHANGED, actor=by, subject=source, details={"changed": told_asked, "reason": reason})
        return source
    _insist_web(source.url)
    source.full_clean()
    source.save()
    keep_version(source, by=by, reason=reason)
    after = source.words()
    changed = [name for name in RegisteredSource.WORDS if before[name] != after[name]]
    told = {name: {"before": before[name], "after": after[name]} for name in changed}
    record(Verb.SOURCE_CHANGED, actor=by, subject=source, details={"changed": told, "reason": reason})
    return source


def _agreed_by_two(source: RegisteredSource, by: Any) -> bool:
    """Whether someone else asked before that one person be enough; else it is asked for now. Nothing is saved.

    Raises Refused while figures wait that two people have to sign off.
    """
    if waiting_for_two(source):
        raise Refused(
            _(
                "Figures of this source wait to be signed off by two people. Accept or decline them first; then ask "
                "that one person be enough."
            )
        )
    account = by if by.pk else None
    if source.one_asked_at and source.one_asked_by != account:
        source.one_asked_by, source.one_asked_at = None, None
        return True
    if not source.one_asked_at:
        source.one_asked_by, source.one_asked_at = account, timezone.now()
    return False


def _insist_web(address: str) -> None:
    if address and not address.casefold().startswith(_WEB):
        raise ValidationError({"url": _("Give an address on the web, one that begins with https:// or http://.")})


def _taken(source: RegisteredSource) -> Refused:
    return Refused(
        _("The code “%(code)s” is that of “%(title)s” already. Change that one, or choose another code.")
        % {"code": source.code, "title": source.title}
    )
