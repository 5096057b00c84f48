"""The areas before the changes of 2019 to 2023, as the definition files tell of them, and what became of them.

Codes, names, shares and people are those of the real changes; the rest of an area merely exists.
"""

import csv
from datetime import date

from apps.areas.models import Area, Predecessor
from apps.areas.plans import NewAreaPlan
from apps.areas.reading import DEFINITIONS
from apps.areas.reorganising import add_new_area, apply_reorganisation, draft_reorganisation
from tests.factories.areas import AreaFactory, ReferenceGroupFactory

#: The county in which districts lay, by the title of the change, where its new areas do not name it.
_COUNTIES = {"E07000244": ("E10000029", "Suffolk"), "E07000245": ("E10000029", "Suffolk")}


def _rows(name):
    with (DEFINITIONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changes(*codes):
    """The rows of reorganisations.csv of some new areas."""
    return [row for row in _rows("reorganisations.csv") if row["code"] in codes]


def weights():
    """How many people each former area counts for in what is worked out."""
    return {row["code"]: int(row["population"]) for row in _rows("predecessors.csv") if row["population"]}


def areas_before(*codes):
    """The areas, by code, of which some new ones were made, each in the groups of its tiers."""
    rows, people = changes(*codes), weights()
    named = {row["predecessor"]: row["predecessor_name"] for row in rows}
    counties = {row["code"]: row["predecessor"] for row in rows if row["predecessor"].startswith("E10")}
    made = {}
    for code, name in named.items():
        if code.startswith("E10"):
            made[code] = AreaFactory(county=True, code=code, name=name, slug=f"{name}-county".lower().replace(" ", "-"))
    for code, (county, name) in _COUNTIES.items():
        if code in codes and county not in made:
            made[county] = AreaFactory(county=True, code=county, name=name)
            counties[code] = county
        elif code in codes:
            counties[code] = county
    for row in rows:
        code = row["predecessor"]
        if code in made:
            continue
        district = code.startswith("E07")
        parent = made.get(counties.get(row["code"], "")) if district else None
        made[code] = AreaFactory(district=district, code=code, name=named[code], parent=parent, population=people[code])
    _keep_former(made)
    for tier, group in (("upper", "england-upper"), ("district", "england-district")):
        members = [area for area in made.values() if tier in area.tiers]
        ReferenceGroupFactory(code=group, tier=tier, areas=members)
    return made


def _keep_former(made):
    """What Somerset West and Taunton had followed, where it is among them."""
    for row in _rows("predecessors.csv"):
        if area := made.get(row["within"]):
            Predecessor.objects.create(
                area=area, code=row["code"], name=row["name"], relation="merged", ended=int(row["ended"]),
                population=int(row["population"]),
            )  # fmt: skip


def plan_of(code):
    """The plan of a real new area, of those that there are now."""
    rows = changes(code)
    areas = {area.code: area for area in Area.objects.in_force()}
    shares = {
        share: tuple(areas[row["predecessor"]] for row in rows if row["share"] == share) for share in ("whole", "part")
    }
    return NewAreaPlan(code, rows[0]["name"], shares["whole"], shares["part"], weights=weights())


def draft(by, *codes):
    """A draft of the real change by which some new areas were made."""
    first = changes(*codes)[0]
    drafted = draft_reorganisation(
        by=by,
        title=first["title"],
        takes_effect=date.fromisoformat(first["takes_effect"]),
        law=first["law"],
        law_url=first["law_url"],
    )
    for code in codes:
        add_new_area(by=by, reorganisation=drafted, plan=plan_of(code))
    return drafted


def reorganise(by, *codes):
    """The real change, brought in."""
    return apply_reorganisation(by=by, reorganisation=draft(by, *codes))
