"""Documents of the scores that are made from the code."""

import json

from apps.common.documents import document
from apps.scores.engine.method import schema


@document("method.schema.json")
def method_schema() -> str:
    """The JSON Schema of a method, for whoever writes one and for editors that help with it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
