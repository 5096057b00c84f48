"""The newer release a demonstration loads, the older one it starts from, and a practice file with mistakes."""

from collections.abc import Callable
from dataclasses import replace

from apps.common import periods
from apps.figures.release import Release, ReleaseRow

#: The indicator whose last period the starter set holds back, so that there is something newer to load.
OFFERED = "recycling"

Change = Callable[[ReleaseRow], ReleaseRow]

# Each makes a row that must be refused, so that a practice file can never bring in a figure nobody published.
_MISTAKES: tuple[Change, ...] = (
    lambda row: replace(row, area="E99999999"),
    lambda row: replace(row, value="about forty"),
    lambda row: replace(row, value=f"{float(row.value) + 100:.10g}"),
    lambda row: replace(row, period="2023-13-01/P1Y"),
    lambda row: replace(row, lower=f"{float(row.value) + 2:.10g}", upper=f"{float(row.value) - 2:.10g}"),
)
_EVERY = 25


def without_last_period(release: Release) -> Release:
    """The release as it was before its last period came out, and named so."""
    last = max(row.period for row in release.rows)
    header = release.header | {"release": f"{release.header['release']}, without {periods.label(last)}"}
    return Release(header, [row for row in release.rows if row.period != last])


def faulty(release: Release) -> Release:
    """The release with mistakes put in on purpose, and a note that says so; every changed row must be refused."""
    last = max(row.period for row in release.rows)
    rows = list(release.rows)
    fit = [place for place, row in enumerate(rows) if row.period == last and row.value and not row.lower]
    for turn, change in enumerate(_MISTAKES, start=1):
        place = fit[turn * _EVERY]
        rows[place] = change(rows[place])
    rows.append(rows[fit[0]])
    header = release.header | {
        "release": f"{release.header['release']}, practice file with mistakes",
        "note": f"For practice: {len(_MISTAKES) + 1} rows hold mistakes put in on purpose. Each must be refused.",
    }
    return Release(header, rows)
