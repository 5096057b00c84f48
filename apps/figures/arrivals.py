"""What loading and withdrawing figures mean for the releases that were expected."""

from django.utils import timezone

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.figures.models import ExpectedRelease, Import
from apps.figures.states import EXPECTED_RELEASE


def mark_came(imported: Import) -> None:
    """Say of releases that were expected by now that they came with an import, which was just loaded.

    Those of its source, as a whole or of its indicator. One that is expected later is another release.
    """
    today = timezone.localdate(imported.loaded_at)
    awaited = ExpectedRelease.objects.select_for_update().filter(
        source__code=imported.header.get("source", ""),
        element_code__in=["", imported.element_code],
        state=ExpectedRelease.State.EXPECTED,
        on__lte=today,
    )
    for expected in awaited.order_by("pk"):
        expected.state = EXPECTED_RELEASE.after(expected.state, "come")
        expected.came_with, expected.ended_on = imported, today
        expected.save()
        record(Verb.RELEASE_CAME, actor=None, subject=expected, details={"import": imported.pk})


def expect_again(imported: Import) -> None:
    """Expect again what came with an import, which was just withdrawn."""
    for expected in ExpectedRelease.objects.select_for_update().filter(came_with=imported).order_by("pk"):
        expected.state = EXPECTED_RELEASE.after(expected.state, "await")
        expected.came_with, expected.ended_on = None, None
        expected.save()
        record(Verb.RELEASE_AWAITED, actor=None, subject=expected, details={"import": imported.pk})
