"""Whose site this is, as its settings say: the name, who answers for it, and its terms."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Site:
    """What the settings say; empty where they say nothing, which the pages then say too. `terms`: by paragraph."""

    name: str
    publisher: str
    email: str
    address: tuple[str, ...]
    licence: str
    terms: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether someone answers for it, and can be reached."""
        return bool(self.publisher and (self.email or self.address))


def site_of_settings() -> Site:
    """The site as it is set up."""
    paragraphs = (each.strip() for each in settings.TERMS.split("\n\n"))
    return Site(
        name=settings.SITE_NAME,
        publisher=settings.PUBLISHER,
        email=settings.CONTACT_EMAIL,
        address=tuple(line.strip() for line in settings.CONTACT_ADDRESS.split(",") if line.strip()),
        licence=settings.CONTRIBUTIONS_LICENCE,
        terms=tuple(each for each in paragraphs if each),
    )
