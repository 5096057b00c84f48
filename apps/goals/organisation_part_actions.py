"""What goals keep of an organisation: which of them it leads, and to which it contributes."""

from typing import Any

from django.utils.translation import ngettext

from apps.accounts.models import Organisation
from apps.accounts.parts import Part, held_by_nobody, nothing_ends, nothing_hinders, register
from apps.goals.models import Goal


def _foretold(old: Organisation, new: Organisation) -> list[str]:
    count = old.leads_goals.count()
    said = ngettext("%(new)s leads %(count)d goal more.", "%(new)s leads %(count)d goals more.", count)
    return [said % {"new": new, "count": count}] if count else []


def _moved(_by: Any, old: Organisation, new: Organisation) -> dict[str, Any]:
    """What was written of them stays as it was, and so do their versions: who leads them goes over."""
    led = list(old.leads_goals.order_by("pk").values_list("pk", flat=True))
    old.leads_goals.update(lead=new)
    return {"goals": led, "contributes": _contribute_instead(old, new)}


def _contribute_instead(old: Organisation, new: Organisation) -> list[int]:
    # Whoever leads a goal does not contribute to it besides.
    Goal.contributors.through._default_manager.filter(organisation=new, goal__lead=new).delete()
    moved = list(old.contributes_to_goals.order_by("pk"))
    for goal in moved:
        goal.contributors.remove(old)
        if goal.lead_id != new.pk:
            goal.contributors.add(new)
    return [goal.pk for goal in moved]


register(
    Part(
        floor=2,
        name="goals",
        relations=frozenset({"goals.Goal.lead", "goals.Goal.contributors"}),
        hold=held_by_nobody,
        foretold=_foretold,
        moved=_moved,
        hindrances=nothing_hinders,
        ended=nothing_ends,
    )
)
