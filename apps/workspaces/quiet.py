"""Whether a quiet period is on in a workspace, and what is then refused."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.errors import Refused
from apps.workspaces.models import Workspace


def quiet_until(workspace: Workspace) -> date | None:
    """The last day of the quiet period that is on in a workspace today; None where none is."""
    found: Any = Workspace.objects.with_quiet().get(pk=workspace.pk)
    last_day: date | None = found.quiet_until
    return last_day


def insist_not_quiet(workspace: Workspace) -> None:
    """Insist that something may become public newly. Raises Refused while a quiet period is on."""
    if day := quiet_until(workspace):
        said = _(
            "A quiet period is on until %(day)s: nothing becomes public newly. Show it on the day after, or later."
        )
        raise Refused(said % {"day": date_format(day, "j F Y")})
