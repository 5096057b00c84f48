"""Pure: quarters of the year."""

from datetime import date, timedelta


def begun(day: date) -> date:
    """The first day of the quarter that a day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def after(day: date) -> date:
    """The first day of the quarter after that of a day."""
    return begun(begun(day) + timedelta(days=95))


def last_whole(day: date) -> tuple[date, date]:
    """The first and the last day of the last quarter that was over by a day."""
    ended = begun(day) - timedelta(days=1)
    return begun(ended), ended
