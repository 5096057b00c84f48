"""Where to read more: one address per line, of the web and of nothing else."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from apps.common.fields import insist_no_user

_OF_THE_WEB = URLValidator(schemes=["http", "https"])


def lines_of(links: str) -> list[str]:
    """The addresses, in order; empty lines are none."""
    return [line.strip() for line in links.splitlines() if line.strip()]


def insist_web(links: str) -> None:
    """Raises ValidationError on `links`, with a sentence that names the line."""
    for line in lines_of(links):
        try:
            _OF_THE_WEB(line)
        except ValidationError:
            sentence = _("“%(line)s” is no address of the web. Write one on each line, such as https://example.org/.")
            raise ValidationError({"links": sentence % {"line": line[:80]}}) from None
        try:
            insist_no_user(line)
        except ValidationError as wrong:
            raise ValidationError({"links": [f"{line[:80]}: {sentence}" for sentence in wrong.messages]}) from None
