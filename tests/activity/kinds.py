"""Listeners for these tests, which say what they heard."""

from apps.activity.listeners import on
from apps.activity.verbs import Verb

heard: list[tuple[str, str]] = []


@on(Verb.EDITION_DRAFTED, name="test.first")
def first(work, event):
    heard.append(("first", event.subject_label))


@on(Verb.EDITION_DRAFTED, name="test.second")
def second(work, event):
    heard.append(("second", event.subject_label))
