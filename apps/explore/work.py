"""Who is working on what in an area, as far as they chose that the public sees it."""

from collections.abc import Collection
from dataclasses import dataclass

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.goals.queries import GoalLine, public_goals, public_goals_in, public_goals_of
from apps.initiatives.queries import (
    PublicInitiative,
    public_initiatives,
    public_initiatives_in,
    public_initiatives_of,
)
from apps.scores.queries import Reading
from apps.workspaces.models import Partner, Workspace
from apps.workspaces.queries import PublicWorkspace, public_workspaces


@dataclass(frozen=True)
class ShownGoal:
    """A goal, where it stands, and who leads it: None where that partner did not choose to be seen."""

    line: GoalLine
    lead: Organisation | None


@dataclass(frozen=True)
class SharedWork:
    """A workspace that the public sees: those of its partners, goals and initiatives that were shown."""

    workspace: Workspace
    partners: tuple[Organisation, ...]
    goals: tuple[ShownGoal, ...]
    initiatives: tuple[PublicInitiative, ...]


@dataclass(frozen=True)
class LedWork:
    """The workspaces in which the public sees an organisation, and what it leads there that is shown."""

    workspaces: tuple[Workspace, ...]
    goals: tuple[ShownGoal, ...]
    initiatives: tuple[PublicInitiative, ...]


def shared_work(area: Area, about: Reading | None = None) -> list[SharedWork]:
    """What is shown of the work in an area, by workspace; with `about` what concerns that element or a part of it.

    An initiative concerns an element when it is meant to serve a goal on it that the public sees.
    """
    workspaces = public_workspaces(area)
    if not workspaces:
        return []
    goals = public_goals(area, None if about is None else _codes(about))
    initiatives = public_initiatives(area)
    if about is not None:
        concerned = {line.goal.pk for line in goals}
        initiatives = [each for each in initiatives if concerned & {goal.pk for goal in each.goals}]
    found = [_of(each, goals, initiatives) for each in workspaces]
    return found if about is None else [each for each in found if each.goals]


def work_of(workspace: Workspace) -> SharedWork:
    """What is shown of a workspace that the public sees."""
    partners = tuple(each.organisation for each in workspace.partners.shown().select_related("organisation"))
    shown = PublicWorkspace(workspace, partners)
    return _of(shown, public_goals_in(workspace), public_initiatives_in(workspace))


def led_by(organisation: Organisation) -> LedWork:
    """What an organisation chose to show of its own part: where it takes part, what it leads there."""
    workspaces = Workspace.objects.shown().filter(
        pk__in=Partner.objects.shown().filter(organisation=organisation).values("workspace")
    )
    return LedWork(
        workspaces=tuple(workspaces),
        goals=tuple(ShownGoal(line, None) for line in public_goals_of(organisation)),
        initiatives=tuple(public_initiatives_of(organisation)),
    )


def _of(shown: PublicWorkspace, goals: Collection[GoalLine], initiatives: Collection[PublicInitiative]) -> SharedWork:
    partners = {partner.pk: partner for partner in shown.partners}
    workspace = shown.workspace.pk
    return SharedWork(
        workspace=shown.workspace,
        partners=shown.partners,
        goals=tuple(
            ShownGoal(line, partners.get(line.goal.lead_id)) for line in goals if line.goal.workspace_id == workspace
        ),
        initiatives=tuple(each for each in initiatives if each.initiative.workspace_id == workspace),
    )


def _codes(reading: Reading) -> set[str]:
    """The codes of an element and of all that is below it."""
    return {reading.code}.union(*(_codes(child) for child in reading.children))
