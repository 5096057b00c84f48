"""An initiative of the partnership, logged as its people do."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.initiatives.actions import log_initiative
from apps.initiatives.plans import InitiativePlan


def log(partnership, **changes):
    """The business's repair cafe, which the lead logs."""
    by, key = changes.pop("by", partnership.lead), changes.pop("key", None)
    plan = {
        "kind": "initiative",
        "title": "Repair cafe",
        "summary": "Mend what is broken.",
        "lead": partnership.business,
    }
    return log_initiative(by=by, workspace=partnership.workspace, plan=InitiativePlan(**(plan | changes)), key=key)


def upload(name="tonnes.csv", content=b"month,tonnes\n2026-01,12\n"):
    """A file that someone brings."""
    return SimpleUploadedFile(name, content)
