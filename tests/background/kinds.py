"""Kinds of job for these tests, which say what happened to them."""

from apps.background.registry import Queue, job
from apps.background.work import Impossible
from apps.common.errors import Refused

done: list[int | None] = []


@job("test.note", queue=Queue.PROMPT, time_limit=60)
def note(work, subject_id):
    done.append(subject_id)


@job("test.refusing", queue=Queue.PROMPT, time_limit=60)
def refusing(work, subject_id):
    raise Refused("The edition is frozen.")


@job("test.breaking", queue=Queue.PROMPT, time_limit=60)
def breaking(work, subject_id):
    raise ValueError("secret detail")


@job("test.impossible", queue=Queue.PROMPT, time_limit=60)
def impossible(work, subject_id):
    raise Impossible("The file is gone.")
