"""What would count as success, in every version that there was: as it was set, and who changed it when and why."""

from dataclasses import dataclass
from itertools import pairwise

from apps.activity.models import Version
from apps.activity.queries import versions_of
from apps.goals.models import Goal

#: What people agreed on when they set it: whoever changes one of these says why.
_AGREED = ("success", "target", "due", "aim", "against", "moves")


@dataclass(frozen=True)
class Success:
    """The words of one version. `was_set`: it is the first; `words_changed`: they are other than before."""

    version: Version
    words: str
    was_set: bool
    words_changed: bool


def successes_of(goal: Goal) -> list[Success]:
    """The version that was set and those that changed what was agreed, newest first: one query."""
    ordered = list(reversed(versions_of(goal)))
    if not ordered:
        return []
    first, found = ordered[0], []
    found.append(Success(first, first.words.get("success", ""), was_set=True, words_changed=False))
    for before, after in pairwise(ordered):
        if any(before.words.get(name, "") != after.words.get(name, "") for name in _AGREED):
            words = after.words.get("success", "")
            found.append(Success(after, words, was_set=False, words_changed=words != before.words.get("success", "")))
    return found[::-1]
