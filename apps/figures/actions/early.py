"""The list of who sees held figures shortly before they come into force, and their look at them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.models import User
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.figures import importing
from apps.figures.actions.deciding import locked
from apps.figures.checking import Kept
from apps.figures.early import early_release
from apps.figures.models import EarlyReader, Import
from apps.figures.release import UnreadableRelease


@transaction.atomic
def let_in_early(*, by: Any, imported: Import, email: str, office: str) -> EarlyReader:
    """Let the holder of an account see held figures shortly before they come into force."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
    if imported.state not in (*Import.TO_DECIDE, Import.State.HELD):
        raise Refused(_("Only figures that are not in force yet can be seen early."))
    account = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if account is None:
        raise Refused(_("Nobody has an account here with the address %(email)s. Open one first.") % {"email": email})
    if imported.early_readers.filter(account=account).exists():
        raise Refused(_("%(who)s is on the list already.") % {"who": account})
    reader = EarlyReader(imported=imported, account=account, office=office.strip(), added_by=by if by.pk else None)
    try:
        reader.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    reader.save()
    record(Verb.EARLY_LET_IN, actor=by, subject=imported, details={"office": reader.office, "account": account.pk})
    return reader


@transaction.atomic
def keep_out(*, by: Any, reader: EarlyReader) -> None:
    """Take someone off the list; whoever has looked already stays on it, as readers are told of it."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(reader.imported)
    reader = EarlyReader.objects.select_for_update().get(pk=reader.pk)
    if reader.seen_at:
        raise Refused(_("They have seen the figures already, so they stay on the list, which is published."))
    record(
        Verb.EARLY_KEPT_OUT,
        actor=by,
        subject=imported,
        details={"office": reader.office, "account": reader.account_id},
    )
    reader.delete()


@transaction.atomic
def look_early(*, by: Any, imported: Import, limit: int = 2_000) -> list[Kept]:
    """New and revised figures of a held release, `limit` of each, for someone on its list; the first look is noted.

    Raises Refused outside of its time.
    """
    reader = EarlyReader.objects.select_for_update().get(imported=imported, account=by)
    release = early_release(imported)
    if release is None or not release.is_open:
        raise Refused(_("These figures cannot be seen early now."))
    if reader.seen_at is None:
        reader.seen_at = timezone.now()
        reader.save(update_fields=["seen_at"])
        record(Verb.EARLY_SEEN, actor=by, subject=imported, details={"office": reader.office})
    try:
        report = importing.check_opened(importing.open_import(imported), oddities=False)
    except UnreadableRelease as error:
        # The framework moved on since it was checked: it will be given back to be checked again.
        raise Refused(_("These figures cannot be seen at the moment: they have to be checked again first.")) from error
    return [*report.new[:limit], *report.revised[:limit]]
