"""Pure: the domains of email addresses, which of them can belong to an organisation, and which say whose they are."""

import re
from urllib.parse import urlsplit

from apps.accounts.sectors import Sector
from apps.common.matching import words_of

#: Where anyone at all gets an address: they say nothing of where someone works.
OPEN_TO_ALL = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "zoho.com",
    }
)
#: Endings under which anyone registers a name: a domain needs one of its own before them.
_ENDINGS = frozenset({"ac.uk", "co.uk", "gov.uk", "ltd.uk", "me.uk", "net.uk", "nhs.uk", "org.uk", "plc.uk", "sch.uk"})
#: Domains at which people of many organisations have their addresses.
_SHARED = frozenset({"nhs.net", "nhs.scot", "service.gov.uk", "gov.scot"})
#: Endings below which a name is given out only to whoever is what it says, by the sector of those.
_OFFICIAL = {
    Sector.LOCAL_GOVERNMENT: ("gov.uk", "gov.wales", "llyw.cymru"),
    Sector.HEALTH: ("nhs.uk",),
    Sector.EDUCATION: ("ac.uk",),
    Sector.OTHER: ("police.uk",),
}
#: Those of them at which only people who work there have addresses: at a university students have them too.
_OF_STAFF_ONLY = frozenset({"gov.uk", "gov.wales", "llyw.cymru", "nhs.uk", "police.uk"})
#: What stands in names of organisations and not in their domains: the small words, and below each ending what those
#: who have a name there are. At york.gov.uk is the council of York, and no trust and no police.
_SMALL = frozenset({"and", "of", "the"})
_OF_COUNCILS = frozenset({"authority", "borough", "city", "council", "county", "district", "metropolitan", "unitary"})
_UNSAID = {
    "gov.uk": _SMALL | _OF_COUNCILS,
    "gov.wales": _SMALL | _OF_COUNCILS,
    "llyw.cymru": _SMALL | _OF_COUNCILS,
    "nhs.uk": _SMALL | {"foundation", "nhs", "trust"},
    "police.uk": _SMALL | {"constabulary", "police"},
}
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")


def domain_of(email: str) -> str:
    """What stands behind the @ of an address, in lower case."""
    return email.rpartition("@")[2].strip().lower()


def domains_in(text: str) -> list[str]:
    """The domains that someone wrote, each once, in order: apart by spaces, commas or lines, with or without the @."""
    return sorted({word.strip().lower().removeprefix("@") for word in re.split(r"[\s,;]+", text)} - {""})


def can_be_owned(domain: str) -> bool:
    """Whether a domain may be that of one organisation's people: written as one, and not open to everybody."""
    is_written = len(domain) <= 253 and bool(_DOMAIN.fullmatch(domain))
    return is_written and domain not in OPEN_TO_ALL | _ENDINGS | _SHARED


def official_domain(sector: str, email: str, website: str) -> str:
    """The official domain at which an address is, and a website too; empty where they are not at one and the same.

    The address itself is at it, not at a part of it: those of former students are at such a part.
    """
    domain, host = domain_of(email), urlsplit(website).hostname or ""
    name, _dot, ending = domain.partition(".")
    if not name or ending not in _OFFICIAL.get(Sector(sector), ()) or not can_be_owned(domain):
        return ""
    return domain if host == domain or host.endswith(f".{domain}") else ""


def speaks_for(domain: str, name: str) -> bool:
    """Whether an official domain alone says that whoever has an address there works for an organisation of a name.

    The domain is that name and nothing else: the city of Cambridge is not at cambridgeshire.gov.uk.
    """
    own, _dot, ending = domain.partition(".")
    telling = "".join(word for word in words_of(name) if word not in _UNSAID.get(ending, _SMALL))
    return ending in _OF_STAFF_ONLY and telling == own.replace("-", "")
