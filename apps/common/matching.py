"""Pure: what someone typed against names: folding, how closely it fits, and which known words it may have meant."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

#: A word of so many letters may be one letter off, and one of so many two.
_ONE_OFF, _TWO_OFF = 4, 8


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents, marks or dress: “&” is "and", "Saint" is "st"."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    return ["st" if word == "saint" else word for word in re.findall(r"\w+", plain)]


def closeness(typed: Sequence[str], names: Iterable[Sequence[str]]) -> int | None:
    """0 the whole name, 1 its beginning, 2 words in it; None when it fits none. Names come as words.

    The first name that fits counts, so that one's own name goes before others.
    """
    for words in names:
        if list(words) == list(typed):
            return 0
        if " ".join(words).startswith(" ".join(typed)):
            return 1
        if all(any(word.startswith(piece) for word in words) for piece in typed):
            return 2
    return None


def nearest(word: str, vocabulary: Collection[str], most: int = 3) -> list[str]:
    """The known words that `word` may be a slip of, nearest first; none where it is too short to tell."""
    allowed = 0 if len(word) < _ONE_OFF else 1 if len(word) < _TWO_OFF else 2
    if not allowed:
        return []
    found = []
    for known in vocabulary:
        if abs(len(known) - len(word)) <= allowed and len(known) >= _ONE_OFF - 1:
            steps = _steps(word, known, allowed)
            if steps <= allowed:
                found.append((steps, known[0] != word[0], known))
    return [known for _steps_, _first, known in sorted(found)[:most]]


def _steps(one: str, other: str, most: int) -> int:
    """How many letters to put in, leave out, change or swap with the next; `most` + 1 when it is more than `most`."""
    twice: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, known in enumerate(other, 1):
            step = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                step = min(step, twice[j - 2] + 1)
            row.append(step)
        if min(row) > most:
            return most + 1
        twice, above = above, row
    return above[-1]
