"""Fields that models of several rooms have."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

#: A flag that is drawn from letters nobody sees, such as that of Wales: 🏴, its letters, their end.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")
#: What takes no room, or turns the order of what follows. Not the two joiners, which scripts and emoji need, nor what
#: chooses between forms of a letter.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff]"
)

_NAMES_A_USER = re.compile(r"\w+://[^/?#]*@")


def insist_visible(text: str) -> None:
    """Raises ValidationError on a character that nobody sees, with the words before it."""
    text = _FLAG.sub("flag", text)
    if found := _HIDDEN.search(text):
        before = text[: found.start()].split()[-3:]
        where = _("after “%(words)s”") % {"words": " ".join(before)} if before else _("at the beginning")
        sentence = _("There is an invisible character %(where)s, perhaps from pasted text. Type that part again.")
        raise ValidationError(sentence % {"where": where})


def insist_no_user(address: str) -> None:
    """Raises ValidationError on an address that names a user, such as https://good.example@bad.example."""
    if _NAMES_A_USER.match(address):
        raise ValidationError(_("Leave out the name before the @: it hides where a link leads to."))


class Title(models.CharField):  # type: ignore[type-arg]
    """What people write in one line: a name, a title."""

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, insist_visible]

    def deconstruct(self) -> Any:
        return _as(models.CharField, super().deconstruct())


class Prose(models.TextField):  # type: ignore[type-arg]
    """What people write at length. full_clean() insists on its `max_length`; on a TextField's only forms do."""

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, MaxLengthValidator(self.max_length), insist_visible]

    def deconstruct(self) -> Any:
        return _as(models.TextField, super().deconstruct())


class WebAddress(models.URLField):  # type: ignore[type-arg]
    """An address that readers are led to, and see where to."""

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, insist_visible, insist_no_user]

    def deconstruct(self) -> Any:
        return _as(models.URLField, super().deconstruct())


class Codes(models.TextField):  # type: ignore[type-arg]
    """Some of a fixed list of codes, in its order: a list in Python, and in any database one text that can be searched.

    What holds one of them is found by `filter(field__contains=Codes.holding(code))`.
    """

    def __init__(self, *args: Any, codes: type[models.TextChoices] | None = None, **options: Any) -> None:
        # Migrations know of no codes, since to the database it is a text.
        self.codes: dict[str, Any] = dict(codes.choices) if codes else {}
        super().__init__(*args, **{"blank": True, "default": list, **options})

    @staticmethod
    def holding(code: str) -> str:
        """What the text contains where `code` is one of them."""
        return f",{code},"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> list[str]:
        return _listed(value or "")

    def to_python(self, value: Any) -> Any:
        given = _listed(value) if isinstance(value, str) else list(dict.fromkeys(value or ()))
        return sorted(given, key=lambda code: list(self.codes).index(code) if code in self.codes else len(self.codes))

    def get_prep_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else _as_text(self.to_python(value))

    def clean(self, value: Any, model_instance: Any) -> Any:
        given = self.to_python(value)
        if not set(given) <= set(self.codes):
            raise ValidationError(_("Choose among what is offered."))
        return given

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return _as(models.TextField, (name, path, args, {**kwargs, "default": ""}))


def _listed(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def _as_text(codes: Iterable[str]) -> str:
    # A comma on both sides of each, so that no code is found inside another.
    text = ",".join(codes)
    return f",{text}," if text else ""


def _as(field: type, deconstructed: Any) -> Any:
    # To the database it is a field like any other, so migrations need not know of it.
    name, _path, args, kwargs = deconstructed
    return name, f"django.db.models.{field.__name__}", args, kwargs
