"""Marks on views that the machinery around them reads."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def takes_up_to(setting: str) -> Callable[[View], View]:
    """Let a view be sent files as large as a setting says; all others take no more than UPLOAD_MAX_BYTES."""

    def mark(view: View) -> View:
        view.takes_up_to = setting  # type: ignore[attr-defined]
        return view

    return mark
