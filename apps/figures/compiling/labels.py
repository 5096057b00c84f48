"""What a source's label of a period means, by the rule its recipe names."""

from collections.abc import Callable


def _year(label: str) -> int:
    year = label[:4]
    if not (year.isascii() and year.isdigit()):
        raise ValueError(f"“{label}” does not begin with a year.")
    return int(year)


RULES: dict[str, Callable[[str], str]] = {
    "as-published": lambda label: label,
    "calendar": lambda label: f"{_year(label)}-01-01/P1Y",
    "year-end": lambda label: f"{_year(label)}-12-31",
    "financial-from": lambda label: f"{_year(label)}-04-01/P1Y",
    "financial-to": lambda label: f"{_year(label) - 1}-04-01/P1Y",
    "academic-to": lambda label: f"{_year(label) - 1}-09-01/P1Y",
    "november-to": lambda label: f"{_year(label) - 1}-11-16/P1Y",
    "three-years-to": lambda label: f"{_year(label) - 2}-01-01/P3Y",
    "ten-years-from-april": lambda label: f"{_year(label)}-04-01/P10Y",
    "published-2025": lambda label: "2025-01-01/P1Y",
    "financial-2020": lambda label: "2020-04-01/P1Y",
    "census-2021": lambda label: "2021-03-21",
    "always": lambda label: "",
}
