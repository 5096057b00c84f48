"""The one line that says where a chart's figures come from and of when."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.scores.queries import AreaProfile, Reading


def source_line(profile: AreaProfile, reading: Reading | None = None) -> str:
    """Where a chart's figures come from and of when, in one line."""
    run = profile.run
    ours = _("Thriving Places, %(edition)s: figures as at %(day)s, run %(run)s.") % {
        "edition": profile.edition.name,
        "day": date_format(run.as_at, "j F Y"),
        "run": run.pk,
    }
    if reading is None or not reading.is_indicator:
        return _("%(ours)s Scores are relative to %(group)s; 5 is their average.") % {
            "ours": ours,
            "group": profile.group_name,
        }
    theirs = ", ".join(part for part in (reading.publisher, reading.source_title, reading.vintage) if part)
    licence = f" ({reading.licence})" if reading.licence else ""
    return _("Source: %(theirs)s%(licence)s. %(ours)s") % {"theirs": theirs, "licence": licence, "ours": ours}
