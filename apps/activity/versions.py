"""What was written of a thing before, version by version, in the words of its fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db.models import Field
from django.utils.formats import date_format

from apps.activity.models import Version, Versioned
from apps.common.fields import Codes

#: Names of the rows that versions point to, by field and id.
Names = dict[str, dict[int, str]]


@dataclass(frozen=True)
class Said:
    """What one field held; `before` is what the version before had there, empty in the first."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class VersionLine:
    """One version, and what it said that the one before had not."""

    version: Version
    said: tuple[Said, ...]
    is_first: bool


def version_lines(thing: Versioned, versions: Sequence[Version]) -> list[VersionLine]:
    """`versions` of `thing`, newest first, each told by what changed; the first by all that it said."""
    fields = {field.name: field for field in (*thing._meta.concrete_fields, *thing._meta.many_to_many)}
    names = _names(fields, versions)
    lines = []
    for version, older in zip_longest(versions, versions[1:]):
        before = older.words if older else {}
        said = tuple(
            Said(str(fields[name].verbose_name), _told(fields[name], before.get(name), names), now)
            # In the order of the fields: PostgreSQL keeps another one than what was written.
            for name in fields
            # A field that there was not yet said nothing, as one that was left empty.
            if name in version.words and (value := version.words[name] or None) != (before.get(name) or None)
            for now in [_told(fields[name], value, names)]
            if older or now
        )
        lines.append(VersionLine(version, said, is_first=older is None))
    return lines


def _names(fields: dict[str, Any], versions: Iterable[Version]) -> Names:
    """One query for each relation that the versions speak of."""
    wanted: dict[str, set[int]] = {}
    for version in versions:
        for name, value in version.words.items():
            if name in fields and fields[name].is_relation and value is not None:
                wanted.setdefault(name, set()).update(value if isinstance(value, list) else [value])
    return {
        name: {pk: str(row) for pk, row in fields[name].related_model._default_manager.in_bulk(ids).items()}
        for name, ids in wanted.items()
    }


def _told(field: "Field[Any, Any]", value: Any, names: Names) -> str:
    if value in (None, "", []):
        return ""
    if field.is_relation:
        known = names.get(field.name, {})
        ids = value if isinstance(value, list) else [value]
        return ", ".join(sorted(known.get(pk, "") for pk in ids if pk in known))
    if isinstance(field, Codes):
        return ", ".join(str(field.codes.get(code, code)) for code in field.to_python(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateField":
        return date_format(date.fromisoformat(value), "j F Y")
    return str(value)
