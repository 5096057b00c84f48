"""Readable addresses made from names."""

from typing import Any

from django.utils.text import slugify

_LONGEST = 120


def free_slug(name: str, rows: Any) -> str:
    """A slug for `name` that none of `rows` (a manager) has yet: the name itself, else with a number behind it."""
    plain = slugify(name)[:_LONGEST].strip("-") or "unnamed"
    taken = set(rows.filter(slug__startswith=plain).values_list("slug", flat=True))
    if plain not in taken:
        return plain
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{plain}-{number}") not in taken)
