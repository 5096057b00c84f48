"""Days that people write: those that nobody can have meant are refused."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Dates outside of these are slips of the finger, such as a year with a digit too many.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def insist_meant(days: Mapping[str, date | None]) -> None:
    """Raises ValidationError by field for days that are slips of the finger."""
    wrong = {name: _("Check the year.") for name, day in days.items() if day and not FIRST_DAY <= day <= LAST_DAY}
    if wrong:
        raise ValidationError(wrong)
