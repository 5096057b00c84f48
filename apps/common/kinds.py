"""The closed registry of things an event or a job can be about.

An app registers its kinds in its `models.py`; `Event` and `Job` hold the kind, an id and a label as it was. Reads
resolve through here, one query per kind. No generic foreign keys: history never blocks a deletion.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name, its model, how to link to one of them (empty when it has no page).

    `related` names what that link needs of other rows, so that many are read in one query. `kept_from` gives those that
    are kept from someone, though they see the scope in which these are; such a thing says so by `is_kept`.
    """

    name: str
    model: Any
    url: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    kept_from: Callable[[Any], Any] | None = None


_KINDS: dict[str, Kind] = {}


def register(
    name: str,
    *,
    url: Callable[[Any], str] | None = None,
    related: tuple[str, ...] = (),
    kept_from: Callable[[Any], Any] | None = None,
) -> Callable[[type], type]:
    """Class decorator: this model is a kind that events and jobs can be about. Raises ValueError on a taken name."""

    def add(model: type) -> type:
        known = _KINDS.get(name)
        if known and known.model.__qualname__ != model.__qualname__:
            raise ValueError(f"The kind {name!r} is already {known.model.__qualname__}.")
        _KINDS[name] = Kind(name, model, url, related, kept_from)
        return model

    return add


def names() -> list[str]:
    """The names of all kinds, in the order of letters."""
    return sorted(_KINDS)


def keeping() -> list[Kind]:
    """The kinds of which some may be kept from someone who sees their scope."""
    return [kind for kind in _KINDS.values() if kind.kept_from]


def is_kept(thing: Any) -> bool:
    """Whether a thing is kept to some of those who see its scope."""
    return bool(getattr(thing, "is_kept", False))


def kind_of(thing: object) -> Kind:
    """The kind of a model instance. Raises LookupError when its model registered none."""
    for kind in _KINDS.values():
        if isinstance(thing, kind.model):
            return kind
    raise LookupError(f"{type(thing).__qualname__} is not registered in apps/common/kinds.py.")


def page_of(thing: Any) -> str:
    """The address of a thing's page. Raises LookupError when its kind has none."""
    kind = kind_of(thing)
    if kind.url is None:
        raise LookupError(f"A {kind.name} has no page.")
    return kind.url(thing)


def resolve(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The living things behind (kind, id) pairs, one query per kind; what is gone is absent."""
    wanted: dict[str, set[int]] = {}
    for name, pk in pairs:
        wanted.setdefault(name, set()).add(pk)
    found: dict[tuple[str, int], Any] = {}
    for name, pks in wanted.items():
        if name in _KINDS:
            kind = _KINDS[name]
            rows = kind.model._default_manager.all()
            # Without names select_related() would follow every relation there is.
            rows = rows.select_related(*kind.related) if kind.related else rows
            for pk, thing in rows.in_bulk(pks).items():
                found[name, pk] = thing
    return found


def held(name: str, pk: int) -> Any:
    """A living thing, whose row is held until the transaction ends; None when it is gone."""
    kind = _KINDS.get(name)
    return kind.model._default_manager.select_for_update(no_key=True).filter(pk=pk).first() if kind else None
