"""The life of an expected release. That it came, or is expected again, is what loading and withdrawing find."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.figures.models import ExpectedRelease

EXPECTED_RELEASE = state_table(
    "expected release",
    dict(ExpectedRelease.State.choices),
    {
        "come": Move(("expected",), "came", _("It came in")),
        "await": Move(("came",), "expected", _("Its figures were withdrawn")),
        "call_off": Move(("expected",), "called-off", _("Call it off")),
        "expect_again": Move(("called-off",), "expected", _("Expect it again")),
    },
)
