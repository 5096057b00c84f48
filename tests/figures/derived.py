"""Derivations of the small world, declared and worked out as on the site."""

from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, add_context_indicator, start_import
from apps.figures.derivation.actions import Plan, declare_derivation
from apps.figures.derivation.arithmetic import Kind
from apps.figures.models import Figure, Import
from apps.figures.release import write_release
from tests.world import release_of, row_of

WHY = "Both are published, and their ratio says more than either."


def plan(code="ratio", kind=Kind.RATIO, inputs=None, **options):
    inputs = inputs or {"top": "smoking", "bottom": "life-expectancy"}
    return Plan(**{"code": code, "kind": kind, "inputs": inputs, "why": WHY, "accepted_by_itself": True, **options})


def kept(world, code="ratio", unit="% per year", **options):
    """A context indicator to be derived."""
    return add_context_indicator(by=world.steward, code=code, name=code.capitalize(), unit=unit, **options)


def declared(world, **options):
    """A derivation, and all that followed from declaring it."""
    derivation = declare_derivation(by=world.steward, plan=plan(**options))
    run_waiting()
    derivation.refresh_from_db()
    return derivation


def brought(world, subject, values, release="1", period="2024-01-01/P1Y"):
    """A release with the values of some areas by name, loaded. `subject`: an element or a context indicator."""
    rows = [row_of(world.areas[name].code, period, value) for name, value in values.items()]
    content = write_release(release_of(subject, rows, release))
    imported = start_import(by=world.steward, name=f"{subject.code}.csv", content=content)
    run_waiting()
    imported.refresh_from_db()
    assert imported.state == Import.State.CHECKED, imported.refusal
    accept_import(by=world.steward, imported=imported)
    run_waiting()
    imported.refresh_from_db()
    return imported


def imports_of(code):
    return list(Import.objects.filter(element_code=code).order_by("pk"))


def states(code):
    return [imported.state for imported in imports_of(code)]


def values(code, period="2024-01-01/P1Y"):
    """What is in force of an indicator in a period, by the name of the area: a value or the reason."""
    rows = Figure.objects.filter(element_code=code, period=period, imported__state=Import.State.LOADED)
    return {
        row.area.name: row.absence or round(row.value, 6)
        for row in rows.select_related("area").order_by("imported__sequence")
    }
