"""A method as a JSON file."""

import json
from pathlib import Path

from apps.scores.engine.method import Method
from apps.scores.tables.cells import BadTable, text_of


def read_method(path: Path) -> Method:
    """The method in a JSON file; what it leaves out is as in the standing method. Raises BadTable."""
    try:
        data = json.loads(text_of(path), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadTable(
            [f"{path.name}, row {error.lineno}, column {error.colno}: this is not JSON. {error.msg}."]
        ) from None
    except ValueError as error:
        raise BadTable([f"{path.name}: {error}"]) from None
    if not isinstance(data, dict):
        raise BadTable([f'{path.name}: a method is a JSON object, as in {{"normalise": "min-max"}}.'])
    try:
        return Method.described(data)
    except ValueError as error:
        raise BadTable([f"{path.name}: {error}"]) from None


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number that a method may use.")
