"""The polite no: raised where something may not be done now, with a sentence fit for the screen."""


class Refused(Exception):
    """What was asked cannot be done in the present state; the message says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
