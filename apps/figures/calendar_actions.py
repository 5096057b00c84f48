"""The release calendar: what is expected when, said, moved and called off by stewards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.figures.expected import first_day
from apps.figures.ground import subjects
from apps.figures.models import ExpectedRelease, RegisteredSource
from apps.figures.states import EXPECTED_RELEASE

_YEARS = range(2000, 2100)


@transaction.atomic
def expect_release(
    *, by: Any, source: RegisteredSource, words: Mapping[str, Any], element_code: str = ""
) -> ExpectedRelease:
    """Put a release into the calendar. One that is expected just so is there already, and is given back."""
    # Held, so that a form that is sent twice puts it in once.
    source = RegisteredSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    require(by, Permission.FIGURES_IMPORT)
    if element_code and element_code not in subjects():
        raise ValidationError({"element_code": _("There is no indicator of this code. Choose one listed.")})
    _insist_near(words)
    expected = ExpectedRelease(source=source, element_code=element_code, **_rounded(words))
    expected.full_clean()
    same = ExpectedRelease.objects.filter(source=source, element_code=element_code, on=expected.on)
    if known := same.filter(precision=expected.precision, state=ExpectedRelease.State.EXPECTED).first():
        return known
    expected.save()
    keep_version(expected, by=by)
    record(Verb.RELEASE_EXPECTED, actor=by, subject=expected, details={"after": expected.words()})
    return expected


@transaction.atomic
def move_release(
    *, by: Any, expected: ExpectedRelease, based_on: int, words: Mapping[str, Any], reason: str
) -> ExpectedRelease:
    """Change when a release is expected, and how surely. Another date needs a reason: readers see both.

    Raises Overtaken, Refused and ValidationError.
    """
    expected = _held(expected)
    require(by, Permission.FIGURES_IMPORT)
    insist_current(expected, based_on)
    _insist_expected(expected)
    _insist_near(words)
    before = expected.words()
    if not expected.rewrite(_rounded({"on": expected.on, "precision": expected.precision, **words})):
        return expected
    after = expected.words()
    if not reason.strip() and (after["on"], after["precision"]) != (before["on"], before["precision"]):
        raise ValidationError({"reason": _("Say why it is expected at another time. Readers see it.")})
    expected.full_clean()
    expected.save()
    keep_version(expected, by=by, reason=reason.strip())
    details = {"before": before, "after": after, "reason": reason.strip()}
    record(Verb.RELEASE_MOVED, actor=by, subject=expected, details=details)
    return expected


@transaction.atomic
def call_off_release(*, by: Any, expected: ExpectedRelease, reason: str) -> ExpectedRelease:
    """Say that a release will not come, and why. It stays in the calendar as called off."""
    expected = _held(expected)
    require(by, Permission.FIGURES_IMPORT)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it was called off. Readers see it.")})
    state = EXPECTED_RELEASE.after(expected.state, "call_off")
    expected.state, expected.ended_on = state, timezone.localdate()
    expected.version += 1
    expected.full_clean()
    expected.save()
    keep_version(expected, by=by, reason=reason.strip())
    record(Verb.RELEASE_CALLED_OFF, actor=by, subject=expected, details={"reason": reason.strip()})
    return expected


@transaction.atomic
def expect_release_again(*, by: Any, expected: ExpectedRelease) -> ExpectedRelease:
    """Expect again what was called off, as it was said before: by mistake, or because it comes after all."""
    # Held like the row of whoever puts a release in, so that the same one is not expected twice.
    RegisteredSource.objects.select_for_update(no_key=True).get(pk=expected.source_id)
    expected = _held(expected)
    require(by, Permission.FIGURES_IMPORT)
    state = EXPECTED_RELEASE.after(expected.state, "expect_again")
    same = ExpectedRelease.objects.filter(
        source=expected.source_id, element_code=expected.element_code, on=expected.on, precision=expected.precision
    )
    if same.filter(state=ExpectedRelease.State.EXPECTED).exists():
        raise Refused(_("It was added to the calendar anew since: it is expected already."))
    expected.state, expected.ended_on = state, None
    expected.version += 1
    expected.full_clean()
    expected.save()
    keep_version(expected, by=by)
    record(Verb.RELEASE_EXPECTED, actor=by, subject=expected, details={"after": expected.words()})
    return expected


def _held(expected: ExpectedRelease) -> ExpectedRelease:
    return ExpectedRelease.objects.select_for_update(no_key=True).get(pk=expected.pk)


def _insist_expected(expected: ExpectedRelease) -> None:
    if expected.state != ExpectedRelease.State.EXPECTED:
        raise Refused(_("This release is not expected any more: it %s.") % expected.get_state_display())


def _insist_near(words: Mapping[str, Any]) -> None:
    """Behind the last day that there is comes none, and then no page that shows the calendar could be made."""
    on = words.get("on")
    if isinstance(on, date) and on.year not in _YEARS:
        raise ValidationError({"on": _("No release is announced for that year. Write the year with four digits.")})


def _rounded(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words with the first day of the month or quarter in the place of any day in it."""
    on, precision = words.get("on"), words.get("precision")
    rounded = first_day(on, str(precision)) if isinstance(on, date) else on
    return {**words, "on": rounded}
