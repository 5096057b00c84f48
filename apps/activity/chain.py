"""Pure: how each event is tied to the one sealed before it, so that nobody changes or removes one unnoticed.

See docs/adr/0013-events-are-sealed-in-a-chain.md.
"""

import hashlib
import json
from typing import Any

#: What the first link is tied to.
BEGINNING = "0" * 64


def canonical(value: Any) -> bytes:
    """The one way to write a value of JSON: names in order, no spaces, every character as itself."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of_words(salt: str, words: Any) -> str:
    """A digest that says nothing of the words to whoever lacks the salt, however few words there may be to guess."""
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest()


def link(previous: str, facts: dict[str, Any]) -> str:
    """The hash that ties facts to all that was sealed before them."""
    return hashlib.sha256(previous.encode() + canonical(facts)).hexdigest()
