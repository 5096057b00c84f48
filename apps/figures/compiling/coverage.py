"""Whether what was compiled covers as many areas and periods as the list beside the sources says it should."""

from collections.abc import Mapping
from pathlib import Path

from apps.areas.reading import AreaDefinitions
from apps.figures.compiling import report
from apps.figures.compiling.indicators import Compiled
from apps.figures.compiling.labels import RULES
from apps.figures.compiling.places import places
from apps.figures.compiling.recipes import Recipe, read_recipes
from apps.figures.sources import table


def differences(folder: Path, compiled: Mapping[str, Compiled], areas: AreaDefinitions) -> list[str] | None:
    """One sentence per difference; None when the list is not at hand."""
    path = folder / "framework" / "elements.csv"
    if not path.is_file():
        return None
    where, recipes = places(areas), {recipe.code: recipe for recipe in read_recipes()}
    single_tier = tuple(code for code in where.districts if code in where.upper)
    found: list[str] = []
    for row in table(path):
        if row["level"] == "indicator":
            districts = single_tier if row["tier"] == "upper" else where.districts
            stated = _stated(row, recipes[row["code"]])
            found += _compare(row["code"], stated, _made(compiled[row["code"]], districts, where.upper))
    return found


def _stated(row: dict[str, str], recipe: Recipe) -> dict[str, str]:
    to_period = RULES[recipe.period_rule]
    return {
        "number of periods": row["periods"],
        "first period": to_period(row["first_period"]),
        "last period": to_period(row["last_period"]),
        "coverage of districts": row["coverage_district"],
        "coverage of the upper tier": row["coverage_upper"],
    }


def _made(done: Compiled, districts: tuple[str, ...], upper: tuple[str, ...]) -> dict[str, str]:
    last = done.periods[-1]
    return {
        "number of periods": str(len(done.periods)),
        "first period": done.periods[0],
        "last period": last,
        "coverage of districts": str(report.coverage(done.cells, last, districts)),
        "coverage of the upper tier": str(report.coverage(done.cells, last, upper)),
    }


def _compare(code: str, stated: dict[str, str], made: dict[str, str]) -> list[str]:
    return [
        f"{code}: the {name} is {made[name]} where the list beside the sources says {stated[name]}."
        for name in stated
        if made[name] != stated[name]
    ]
