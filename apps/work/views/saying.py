"""What is said once an organisation was changed."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation


def say_saved(request: HttpRequest, before: Organisation, after: Organisation) -> None:
    """Say that it is saved, and what that means where an organisation is not verified any more."""
    if before.is_verified and not after.is_verified:
        said = _("Saved. An administrator of this site looks at it anew; until then the public does not see it.")
        messages.warning(request, said)
    else:
        messages.success(request, _("Saved. What stood here before is kept."))
