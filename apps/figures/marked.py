"""A delivered table as it came, with its problems marked, for whoever has to correct it."""

from collections import deque
from dataclasses import replace

from apps.figures.delivering import choices_of, open_table
from apps.figures.marking import Headed, Mark, marked_workbook
from apps.figures.models import Delivery, Problem
from apps.files.queries import content_of


def marked_table(delivery: Delivery) -> bytes:
    """The workbook; raises UnreadableSheet where the file could never be read to its end."""
    choices = choices_of(delivery)
    read = replace(choices, worksheet=delivery.table.get("worksheet") or choices.worksheet)
    sheet = open_table(content_of(delivery.file), delivery.file.name, read)
    if delivery.state == Delivery.State.UNMAPPED:
        # Only its first lines were looked at, and a workbook that is given up half way leaves files behind.
        deque(sheet.lines, maxlen=0)
    marks = (
        Mark(problem.line, problem.column, problem.sentence, problem.severity == Problem.Severity.REFUSED)
        for problem in delivery.problems.all()
    )
    line = delivery.table.get("line") or 1
    headed = Headed(line, delivery.table.get("last") or line, tuple(delivery.table.get("columns", ())))
    return marked_workbook(sheet, headed, marks)
