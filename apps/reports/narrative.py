"""Pure: words with fields in braces, filled from figures: "We stand at {1.figure}, and mean to reach {1.target}"."""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")

Facts = Mapping[str, str]


class UnknownField(ValueError):
    """A field that no fact fills; the message is the field."""


def fields_of(words: str) -> list[str]:
    """The fields in some words, in their order, each once."""
    return list(dict.fromkeys(found.strip() for found in _FIELD.findall(words)))


def filled(words: str, facts: Facts) -> str:
    """The words with each field filled. Raises UnknownField on one that no fact fills."""

    def fact(field: "re.Match[str]") -> str:
        name = field[1].strip()
        if name not in facts:
            raise UnknownField(name)
        return facts[name]

    return _FIELD.sub(fact, words)


def filled_as_far_as_known(words: str, facts: Facts) -> str:
    """The same of words that were written for other figures: a field that no fact fills any more stays, in brackets."""
    return _FIELD.sub(lambda field: facts.get(field[1].strip(), f"[{field[1].strip()}: not known]"), words)
