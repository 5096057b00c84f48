"""The demonstration's partnership, set up by the same actions that people use, most of it by its people themselves.

Each step looks at what is there already, so it may be stopped anywhere and run again. The last one lets the public see
the workspace: from then on it belongs to whoever tries it out, and is never touched again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.demonstration import DEMO, DemoPerson
from apps.accounts.models import Organisation, User
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.conversations.actions import post_comment
from apps.conversations.models import Comment
from apps.desks.partnership_course import tell_course
from apps.desks.partnership_descriptions import DESCRIPTIONS, DescriptionStory
from apps.desks.partnership_measures import set_up_measure
from apps.desks.partnership_story import STORY, CommentStory, GoalStory, InitiativeStory, RevisionStory, Story
from apps.framework.models import Element
from apps.goals.actions import revise_goal, set_goal, show_goal
from apps.goals.models import Goal
from apps.goals.plans import GoalPlan
from apps.initiatives.actions import (
    add_document,
    add_evidence,
    involve,
    log_initiative,
    reach_milestone,
    show_initiative,
    tag_initiative,
)
from apps.initiatives.models import Initiative
from apps.initiatives.plans import InitiativePlan, Service, Step
from apps.initiatives.tags import index_now
from apps.scores.models import Run
from apps.scores.queries import published_run
from apps.workspaces.actions import add_member, add_partner, mark_seen, open_workspace, show_partner, show_workspace
from apps.workspaces.models import Partner, Workspace

Say = Callable[[str], None]


def set_up_partnership(say: Say, story: Story = STORY) -> None:
    """Set up what is not there yet of a story's partnership; its people have accounts already.

    What the figures at hand do not allow is left out, with a sentence.
    """
    if _finished(_workspace_of(story)):
        return
    run, areas = published_run(), {area.slug: area for area in Area.objects.filter(slug__in=story.areas)}
    if run is None or len(areas) < len(story.areas):
        say("The demonstration's partnership is left out: its areas or their figures are not here.")
        return
    say("Setting up the demonstration's partnership.")
    _Building(say, story, run, areas).build()


def _workspace_of(story: Story) -> Workspace | None:
    # By its address, which stays when someone gives it another name.
    return Workspace.objects.filter(is_demonstration=True, slug__startswith=slugify(story.name)).first()


def _finished(workspace: Workspace | None) -> bool:
    """Whether the last step was done, whatever became of the workspace since."""
    if workspace is None:
        return False
    # Where it was set up before there was a verb for it, showing it was a change like any other.
    shown = Event.objects.filter(
        subject_kind="workspace", subject_id=workspace.pk, verb__in=[Verb.WORKSPACE_SHOWN, Verb.WORKSPACE_CHANGED]
    )
    return shown.exists()


@dataclass
class _Building:
    """One partnership, on its way up."""

    say: Say
    story: Story
    run: Run
    areas: dict[str, Area]
    partners: dict[str, Partner] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[str, User]:
        return {user.email: user for user in User.objects.filter(is_demonstration=True)}

    @cached_property
    def workspace(self) -> Workspace:
        return _workspace_of(self.story) or open_workspace(
            by=OPERATOR,
            name=self.story.name,
            purpose=self.story.purpose,
            areas=self.areas.values(),
            is_demonstration=True,
        )

    @property
    def host(self) -> Any:
        """Who lets others in: the operator lets the first lead in, the lead everyone else."""
        lead = self.workspace.members.filter(role=Role.LEAD).select_related("person").first()
        return lead.person if lead else OPERATOR

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """By their keys in the story; without those that the figures do not allow."""
        tried = {goal.key: self._tried(goal) for goal in self.story.goals}
        return {key: goal for key, goal in tried.items() if goal}

    def build(self) -> None:
        """All steps in the order in which such a thing comes about."""
        members = [person for person in DEMO if person.member]
        for person in members:
            self._seat(person)
        logged = {told.key: self._work_on(told) for told in self.story.initiatives}
        for told in self.story.measures:
            set_up_measure(self.workspace, told, self.areas[told.area], self.people, self.host)
        tell_course(self.people, logged, self._key)
        self._show()
        # Once each: what they are left to see, however often this is run again, is what is said after it.
        for member in self.workspace.members.filter(seen_up_to=0).select_related("person"):
            mark_seen(by=member.person, workspace=self.workspace)
        for revision in self.story.revisions:
            self._revise(revision)
        # What someone changed who may not show it is not shown any more: the lead has read it, and shows it again.
        self._show_goals()
        for comment in self.story.comments:
            self._say_of(comment)
        show_workspace(by=self.host, workspace=self.workspace, is_public=True)

    def _organisation(self, name: str) -> Organisation:
        known = Organisation.objects.filter(is_demonstration=True, name=name).first()
        if known:
            return known
        told = next(partner for partner in self.story.partners if partner.name == name)
        return open_organisation(
            by=OPERATOR,
            name=name,
            sector=told.sector,
            areas=self.areas.values(),
            description=told.description,
            is_demonstration=True,
        )

    def _partner(self, name: str) -> Partner:
        """The partner by the name of its organisation, let in now if need be."""
        if name not in self.partners:
            organisation = self._organisation(name)
            known = self.workspace.partners.filter(organisation=organisation).first()
            # By the operator, who opened the organisation: a lead invites one, and nobody is there yet to answer.
            self.partners[name] = known or add_partner(by=OPERATOR, workspace=self.workspace, organisation=organisation)
        return self.partners[name]

    def _seat(self, person: DemoPerson) -> None:
        """Give someone their place in their organisation and in the workspace."""
        partner, user = self._partner(person.speaks_for), self.people[person.email]
        if not partner.organisation.people.filter(person=user).exists():
            add_to_organisation(by=OPERATOR, organisation=partner.organisation, person=user, role=person.belongs)
        if not self.workspace.members.filter(person=user).exists():
            role = str(person.member)
            add_member(by=self.host, workspace=self.workspace, person=user, partner=partner, role=role)

    def _tried(self, told: GoalStory) -> Goal | None:
        try:
            return self._goal(told)
        except (Refused, ValidationError) as reason:
            self.say(f"  Left out: the goal “{told.title}”. {_plain(reason)}")
        return None

    def _goal(self, told: GoalStory) -> Goal:
        area = self.areas[told.area]
        element = Element.objects.filter(edition=self.run.edition_id, code=told.code).first()
        if element is None:
            raise Refused(f"The published edition has no element “{told.code}”.")
        known = self.workspace.goals.filter(area=area, element__code=told.code, measure=told.measure).first()
        plan = GoalPlan(
            area=area,
            tier="upper" if area.in_upper else "district",
            element=element,
            measure=told.measure,
            title=told.title,
            baseline_period=told.baseline_period,
            target=told.target,
            aim=told.aim,
            against=told.against,
            moves=told.moves,
            due=self._end_of_year(told.years),
            lead=self._partner(told.lead).organisation,
            success=told.success,
            why=told.why,
            shape=told.shape,
            marks=told.marks,
            contributors=[self._partner(each).organisation for each in told.contributors],
        )
        return known or set_goal(by=self.people[told.by], workspace=self.workspace, plan=plan)

    def _end_of_year(self, years: int) -> date:
        return date(self.run.as_at.year + years, 12, 31)

    def _work_on(self, told: InitiativeStory) -> Initiative:
        """Log an initiative, with what came of it so far."""
        by = self.people[told.by]
        initiative = log_initiative(
            by=by, workspace=self.workspace, plan=self._plan(told), key=self._key("initiative", told.key)
        )
        milestones = {milestone.title: milestone for milestone in initiative.milestones.all()}
        for step in told.steps:
            if step.reached is not None and milestones[step.title].reached_on is None:
                reach_milestone(by=by, milestone=milestones[step.title], on=_in_days(-step.reached))
        for shows in told.evidence:
            add_evidence(
                by=by,
                initiative=initiative,
                title=shows.title,
                note=shows.note,
                link=shows.link,
                upload=SimpleUploadedFile(shows.file, shows.content.encode()) if shows.file else None,
                milestone=milestones.get(shows.milestone),
                kind=shows.kind,
                strength=shows.strength,
                key=self._key("evidence", shows.title),
            )
        if described := DESCRIPTIONS.get(told.key):
            self._describe(by, initiative, described)
        return show_initiative(by=by, initiative=initiative, is_public=told.shown)

    def _describe(self, by: User, initiative: Initiative, told: DescriptionStory) -> None:
        """Who works on it, a document of it, and the elements that it touches, as far as the index has them."""
        members = {member.person.email: member for member in self.workspace.members.select_related("person")}
        for email, does in told.people.items():
            involve(by=by, initiative=initiative, member=members[email], does=does)
        title, link = told.document
        if title:
            add_document(by=by, initiative=initiative, title=title, link=link, key=self._key("document", title))
        index = index_now()
        if codes := [code for code in told.elements if index.now(code)]:
            tag_initiative(by=by, initiative=initiative, codes=codes)

    def _plan(self, told: InitiativeStory) -> InitiativePlan:
        described = DESCRIPTIONS.get(told.key)
        serves = {self.goals[key]: how for key, how in told.serves.items() if key in self.goals}
        return InitiativePlan(
            kind=told.kind,
            title=told.title,
            summary=told.summary,
            lead=self._partner(told.lead).organisation,
            areas=[self.areas[slug] for slug in told.areas],
            starts=_in_days(told.starts),
            ends=None if told.ends is None else _in_days(told.ends),
            status=told.status,
            serves=tuple(Service(goal, how) for goal, how in serves.items()),
            milestones=tuple(Step(step.title, _in_days(step.due)) for step in told.steps),
            partners=[self._partner(each).organisation for each in (described.partners if described else ())],
            **(described.facts() if described else {}),
        )

    def _say_of(self, told: CommentStory) -> None:
        if told.goal not in self.goals:
            return
        person = next(person for person in DEMO if person.email == told.by)
        post_comment(
            by=self.people[told.by],
            on=self.goals[told.goal],
            text=told.text,
            key=self._key("comment", told.key),
            answers=Comment.objects.filter(key=self._key("comment", told.answers)).first() if told.answers else None,
            speaking_for=person.speaks_for,
        )

    def _revise(self, told: RevisionStory) -> None:
        goal = self.goals.get(told.goal)
        if goal and goal.version == 1:
            words: dict[str, Any] = {} if told.target is None else {"target": told.target}
            if told.years is not None:
                words["due"] = self._end_of_year(told.years)
            revise_goal(by=self.people[told.by], goal=goal, based_on=goal.version, words=words, reason=told.reason)

    def _show(self) -> None:
        """Let the public see what its people chose."""
        for told_of in self.story.partners:
            partner = self._partner(told_of.name)
            if told_of.shown_by and not partner.is_public:
                show_partner(by=self.people[told_of.shown_by], partner=partner, is_public=True)
        self._show_goals()

    def _show_goals(self) -> None:
        for told in self.story.goals:
            goal = self.goals.get(told.key)
            if goal and told.shown and not goal.is_public:
                show_goal(by=self.host, goal=goal, is_public=True)

    def _key(self, kind: str, name: str) -> UUID:
        """The same for the same thing at each start, so that it is made once."""
        return uuid5(NAMESPACE_URL, f"demonstration:{self.workspace.pk}:{kind}:{name}")


def _plain(reason: Exception) -> str:
    return " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason)


def _in_days(days: int) -> date:
    today: date = timezone.localdate()
    return today + timedelta(days=days)
