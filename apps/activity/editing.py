"""Two people edited the same thing: the second gets the form back with both versions in it, and nothing is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.forms import BaseForm, ChoiceField, DateField, Field, ModelChoiceField
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.activity.models import Versioned, plain
from apps.activity.queries import versions_of, words_at
from apps.common.answers import attempted
from apps.common.errors import Overtaken
from apps.common.merging import Merged, merge

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class ClashLine:
    """A field that both changed: what they saved, and what stands in my form, and where it stands there."""

    label: str
    theirs: str
    mine: str
    place: str


@dataclass(frozen=True)
class Overtaking:
    """Who saved before me and when, what of theirs is in my form now, and what we both changed."""

    by: str
    at: datetime
    taken_over: tuple[str, ...]
    clashes: tuple[ClashLine, ...]


def edited(form: BaseForm, deed: Callable[[], Thing]) -> tuple[Thing | None, Overtaking | None]:
    """Save what a form changes: the thing. Else None; and if someone else saved meanwhile, what the page then says.

    Of a form that was sent twice the second finds all its words saved: nobody stands against it, so it is done too.
    """
    try:
        return attempted(form, deed), None
    except Overtaken as overtaken:
        if _sent(form, overtaken.thing).items() <= overtaken.thing.words().items():
            return overtaken.thing, None
        return None, after_overtaken(form, overtaken.thing)


def after_overtaken(form: BaseForm, thing: Versioned) -> Overtaking:
    """Put what someone else saved meanwhile into a filled-in `form`, as far as it does not touch what I changed.

    The form has a field `version` and fields named as in `thing.words()`; `thing` is as it is saved now. Saving the
    form once more then stores my words over theirs, whose version is kept.
    """
    based_on = form.cleaned_data["version"]
    theirs = thing.words()
    mine = _sent(form, thing)
    # Without the version that I opened every field of mine that differs from theirs counts as changed by both.
    merged = merge(words_at(thing, based_on) or {}, mine, theirs)
    latest = versions_of(thing)[0]
    told = Overtaking(
        by=latest.by_label,
        at=latest.at,
        taken_over=tuple(str(form[name].label) for name in merged.taken_over),
        clashes=_clashes(form, merged),
    )
    _refill(form, {**{name: theirs[name] for name in merged.taken_over}, "version": thing.version})
    return told


def _sent(form: BaseForm, thing: Versioned) -> dict[str, Any]:
    """What a filled-in form holds of a thing's words, as they are kept."""
    return {name: plain(form.cleaned_data[name]) for name in thing.words() if name in form.cleaned_data}


def _clashes(form: BaseForm, merged: Merged) -> tuple[ClashLine, ...]:
    lines = []
    for clash in merged.clashes:
        field, bound = form.fields[clash.field], form[clash.field]
        place = bound.id_for_label or bound.auto_id
        lines.append(ClashLine(str(bound.label), _told(field, clash.theirs), _told(field, clash.mine), place))
    return tuple(lines)


def _told(field: Field, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(each) for each in field.queryset.model._default_manager.filter(pk__in=chosen))
    if isinstance(field, ChoiceField):
        labels: dict[Any, Any] = dict(flatten_choices(cast(Any, field.choices)))
        return ", ".join(str(labels.get(each, each)) for each in (value if isinstance(value, list) else [value]))
    # Only what comes from a field for days is one: a title may well be “20261122”.
    return date_format(date.fromisoformat(value), "j F Y") if isinstance(field, DateField) else str(value)


def _refill(form: BaseForm, values: Mapping[str, Any]) -> None:
    """Let a filled-in form hold other values in some of its fields."""
    data = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        key = form.add_prefix(name)
        if isinstance(value, list):
            data.setlist(key, [str(each) for each in value])
        else:
            data[key] = "" if value is None else str(value)
    form.data = data
    form.full_clean()
