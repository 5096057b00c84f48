"""Documents that are made from the code: an app registers its own in its `documents.py`; `write_docs` writes them."""

from collections.abc import Callable

#: Each document by its name in docs/, and what gives its text.
DOCUMENTS: dict[str, Callable[[], str]] = {}


def document(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Decorator: this function gives the text of docs/`name`. Raises ValueError when another has the name."""

    def register(text: Callable[[], str]) -> Callable[[], str]:
        known = DOCUMENTS.setdefault(name, text)
        if known.__qualname__ != text.__qualname__:
            raise ValueError(f"docs/{name} is made by {known.__qualname__} already.")
        return text

    return register
