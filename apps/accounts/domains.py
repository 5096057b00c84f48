"""Pure: the domains of email addresses, and which of them can belong to an organisation."""

import re

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
    return is_written and domain not in OPEN_TO_ALL and domain not in _ENDINGS
