"""Which partners take part in an initiative, besides the one that leads it."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.initiatives.models import Initiative


def taking_part(initiative: Initiative, chosen: Collection[Organisation]) -> list[Organisation]:
    """Those of `chosen` that take part besides its lead: partners of the workspace, or such as were named before.

    Raises ValidationError for any other.
    """
    asked = {each.pk for each in chosen}
    if not asked:
        return []
    known = set(initiative.workspace.partners.values_list("organisation_id", flat=True))
    if not asked <= known | set(initiative.partners.values_list("pk", flat=True)):
        raise ValidationError({"partners": _("Choose among the partners of this workspace.")})
    return [each for each in chosen if each.pk != initiative.lead_id]
