"""What others show to the public and one could begin something of one's own from."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.framework.models import Element
from apps.goals.models import Goal
from apps.initiatives.models import Borrowing, Contribution, Initiative
from apps.workspaces.models import Workspace

#: So many words of what is typed are looked for.
_MOST_WORDS = 8


@dataclass(frozen=True)
class Sought:
    """What is looked for: words of it, its kind, the element on which it is meant to work. Empty is not asked for."""

    words: str = ""
    kind: str = ""
    element: str = ""


def borrowable() -> QuerySet[Initiative]:
    """What the public sees and was not stopped: nothing else is ever copied."""
    return Initiative.objects.shown().exclude(status=Initiative.Status.STOPPED).select_related("lead", "workspace")


def borrowable_elsewhere(workspace: Workspace, sought: Sought) -> QuerySet[Initiative]:
    """Those of other workspaces that fit, newest first."""
    rows = borrowable().exclude(workspace=workspace)
    for word in sought.words.split()[:_MOST_WORDS]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(lead__name__icontains=word))
    if sought.kind:
        rows = rows.filter(kind=sought.kind)
    if sought.element:
        served = _seen_service().filter(goal__element__code=sought.element)
        rows = rows.filter(pk__in=served.values("initiative"))
    return rows.order_by("-pk")


def elements_served(workspace: Workspace) -> list[Element]:
    """The elements on which those elsewhere are meant to work, as far as the public sees, by name."""
    served = _seen_service().filter(initiative__in=borrowable().exclude(workspace=workspace).values("pk"))
    found = Element.objects.filter(pk__in=served.values("goal__element")).order_by("name", "pk")
    return list({element.code: element for element in found}.values())


def credit_of(initiative: Initiative) -> Borrowing | None:
    """From what one was begun, with `is_shown`: whether the public page of that workspace is there now. One query."""
    there = Workspace.objects.shown().filter(slug=OuterRef("workspace_slug"))
    return Borrowing.objects.filter(initiative=initiative).annotate(is_shown=Exists(there)).first()


def _seen_service() -> QuerySet[Contribution]:
    return Contribution.objects.meant().filter(goal__in=Goal.objects.open().shown().values("pk"))
