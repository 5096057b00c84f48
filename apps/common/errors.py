"""What goes wrong in an expected way, in sentences fit for the screen: the polite no, and faulty definition files."""

from typing import Any


class Refused(Exception):
    """What was asked cannot be done in the present state; the message says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Overtaken(Refused):
    """Someone else saved `thing` after the person who now saves had opened it."""

    def __init__(self, sentence: str, thing: Any) -> None:
        super().__init__(sentence)
        self.thing = thing


class FaultyDefinition(Exception):
    """Definition files cannot be used; `problems` are sentences, each with its file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
