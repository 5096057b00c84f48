"""What is done when someone signs in."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.letter_actions import tell
from apps.accounts.models import Letter, User


@transaction.atomic
def tell_of_new_browser(*, account: User, browser: str, origin: str) -> None:
    """Tell someone by mail that they signed in with a browser that was not known: if it was not them, they see it.

    Nobody is told of the first time, when no browser was known. Accounts of the demonstration have no mail.
    """
    if account.last_login is None or account.is_demonstration:
        return
    words = {"browser": browser[:300].replace("\x00", ""), "at": timezone.now().isoformat()}
    tell(account, Letter.Kind.NEW_BROWSER, origin=origin, words=words)
