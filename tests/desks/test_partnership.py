"""The demonstration's partnership comes about once, however often setting it up is stopped and run again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from apps.accounts.demonstration import BUSINESS, CHARITY, COUNCIL, DEMO, TRUST
from apps.accounts.models import Organisation, User
from apps.accounts.sectors import Sector
from apps.activity.models import Event
from apps.conversations.actions import withdraw_comment
from apps.conversations.models import Comment
from apps.desks.management.commands.set_up import open_demonstration_accounts
from apps.desks.measure_story import MEASURES
from apps.desks.partnership import set_up_partnership
from apps.desks.partnership_story import (
    COORDINATOR,
    HEALTH,
    OFFICER,
    OWNER,
    STORY,
    CommentStory,
    EvidenceStory,
    GoalStory,
    InitiativeStory,
    PartnerStory,
    RevisionStory,
    StepStory,
    Story,
)
from apps.goals.actions import show_goal
from apps.goals.models import Goal, LocalMeasure
from apps.initiatives.models import Evidence, Initiative
from apps.workspaces.actions import change_workspace, remove_member, show_workspace
from apps.workspaces.models import Partner, Workspace
from tests.factories.areas import AreaFactory
from tests.partnership import build_partnership
from tests.world import NEW, OLD

MORE = GoalStory(
    key="more",
    by=OFFICER,
    area="ambleton",
    code="recycling",
    title="More used again",
    why="Thrown away is paid for twice.",
    baseline_period=OLD,
    target=45.0,
    years=2,
    lead=COUNCIL,
    success="It moved.",
)
HIDDEN = replace(MORE, key="smoke", by=HEALTH, code="smoking", title="Less smoke", target=5.0, lead=TRUST, shown=False)
LEFT_OUT = replace(MORE, key="none", area="brackford", title="Not to be had", baseline_period="1999-01-01/P1Y")
BOUGHT = "Bins bought"
SMALL = Story(
    name="Small hands together",
    purpose="To try what partners do.",
    areas=("ambleton", "brackford"),
    partners=(
        PartnerStory(COUNCIL, Sector.LOCAL_GOVERNMENT, "An invented council.", shown_by=OFFICER),
        PartnerStory(TRUST, Sector.HEALTH, "An invented trust.", shown_by=HEALTH),
        PartnerStory(BUSINESS, Sector.BUSINESS, "An invented business."),
        PartnerStory(CHARITY, Sector.CIVIL_SOCIETY, "An invented charity."),
    ),
    goals=(MORE, HIDDEN, LEFT_OUT),
    initiatives=(
        InitiativeStory(
            key="bins",
            by=OFFICER,
            kind="policy",
            title="A second bin",
            summary="For every house.",
            lead=COUNCIL,
            serves={"more": "What is sorted is used again.", "none": "It would."},
            areas=("ambleton",),
            starts=-90,
            steps=(StepStory(BOUGHT, due=-30, reached=31), StepStory("Bins brought", due=30)),
            evidence=(
                EvidenceStory("By week", "Weighed.", file="weeks.csv", content="week,kg\n1,2\n", milestone=BOUGHT),
                EvidenceStory("In the news", "Told.", link="https://example.org/bins"),
            ),
        ),
        InitiativeStory(
            key="talks",
            by=HEALTH,
            kind="initiative",
            title="Half an hour",
            summary="With someone who has time.",
            lead=TRUST,
            serves={"smoke": "Who is asked stops sooner."},
            areas=("brackford",),
            starts=-60,
            shown=False,
        ),
    ),
    comments=(
        CommentStory("first", OWNER, "more", "Shall we weigh it?"),
        CommentStory("second", OFFICER, "more", "Yes please.", answers="first"),
        CommentStory("lost", COORDINATOR, "none", "About nothing."),
    ),
    revisions=(
        RevisionStory(OFFICER, "more", "A year later.", years=3),
        RevisionStory(OFFICER, "none", "No.", years=3),
    ),
)


@pytest.fixture
def world(small_world):
    """The small world, and the people of a demonstration."""
    open_demonstration_accounts()
    return small_world


def set_up(story=SMALL):
    """What was said while it was set up."""
    said = []
    set_up_partnership(said.append, story)
    return said


def stopped_after(number):
    """Lets so many things happen or be marked as seen, then the database fails."""
    left = number

    def execute(run, sql, params, many, context):
        nonlocal left
        if sql.startswith(('INSERT INTO "activity_event"', 'UPDATE "workspaces_member"')):
            left -= 1
            if left < 0:
                raise OperationalError("database or disk is full")
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def as_it_is():
    """All that a partnership is, by names and not by numbers."""
    workspace = Workspace.objects.get()
    events = Event.objects.filter(scope_kind="workspace", scope_id=workspace.pk)
    goals, initiatives = Goal.objects.order_by("pk"), Initiative.objects.order_by("pk")
    evidence, comments = Evidence.objects.order_by("pk"), Comment.objects.order_by("pk")
    return {
        "workspace": (workspace.name, workspace.is_public, sorted(area.slug for area in workspace.areas.all())),
        "told": list(Event.objects.order_by("pk").values_list("verb", "actor_label", "subject_label")),
        "partners": [(str(partner), partner.is_public) for partner in workspace.partners.all()],
        "people": sorted(Organisation.objects.values_list("name", "people__person__email", "people__role")),
        "members": [
            (member.person.email, member.role, str(member.partner), events.filter(pk__gt=member.seen_up_to).count())
            for member in workspace.members.all()
        ],
        "goals": list(goals.values_list("title", "is_public", "version", "due", "baseline")),
        "initiatives": list(initiatives.values_list("title", "is_public", "contributions__goal__title")),
        "steps": [(step.title, bool(step.reached_on)) for each in initiatives for step in each.milestones.all()],
        "evidence": list(evidence.values_list("title", "link", "file__name", "milestone__title")),
        "comments": list(comments.values_list("text", "author_label", "author_of", "answers__text")),
    }


def is_stopped():
    """Whether setting it up is stopped after one more thing was done; else it is done."""
    try:
        with stopped_after(1):
            set_up()
    except OperationalError:
        return True
    return False


def test_partners_their_people_and_their_work_come_about(world):
    set_up()

    found = as_it_is()
    assert found["workspace"] == ("Small hands together", True, ["ambleton", "brackford"])
    assert found["partners"] == [(CHARITY, False), (BUSINESS, False), (TRUST, True), (COUNCIL, True)]
    assert [(email, role, partner) for email, role, partner, _unseen in found["members"]] == [
        (person.email, str(person.member), person.speaks_for) for person in DEMO if person.member
    ]
    assert [(title, shown, version, due.year) for title, shown, version, due, _baseline in found["goals"]] == [
        ("More used again", True, 2, 2029),
        ("Less smoke", False, 1, 2028),
    ]
    assert found["initiatives"] == [
        ("A second bin", True, "More used again"),
        ("Half an hour", False, "Less smoke"),
    ]
    assert found["evidence"] == [
        ("By week", "", "weeks.csv", "Bins bought"),
        ("In the news", "https://example.org/bins", None, None),
    ]
    assert found["comments"] == [
        ("Shall we weigh it?", "Callum Thwaite", BUSINESS, None),
        ("Yes please.", "Robin Aske", COUNCIL, "Shall we weigh it?"),
    ]


def test_days_lie_so_many_days_from_today(world):
    before = timezone.localdate()
    set_up()
    after = timezone.localdate()

    bought, brought = Initiative.objects.get(title="A second bin").milestones.all()
    assert bought.due + timedelta(days=30) in {before, after}
    assert bought.reached_on + timedelta(days=31) in {before, after}
    assert brought.due - timedelta(days=30) in {before, after}
    assert brought.reached_on is None


def test_whoever_opens_it_first_finds_what_was_said_and_changed_last(world):
    set_up()

    unseen = {email: number for email, _role, _partner, number in as_it_is()["members"]}
    # Two comments, a date that moved, and the workspace shown to the public.
    assert set(unseen.values()) == {4}


def test_it_may_be_stopped_after_anything_and_ends_the_same(world):
    with transaction.atomic():
        set_up()
        undisturbed = as_it_is()
        transaction.set_rollback(True)

    stops = 0
    while is_stopped():
        stops += 1
        assert stops < 100

    assert as_it_is() == undisturbed
    assert stops > 30


def test_what_the_figures_do_not_allow_is_left_out_with_a_sentence(world):
    goals = (
        MORE,
        LEFT_OUT,
        replace(MORE, key="unknown", code="homes", title="Of another edition"),
        replace(MORE, key="met", code="clean-air", title="There already", target=10.0, baseline_period=NEW),
        replace(MORE, key="past", area="brackford", title="Too late", years=-10),
    )

    said = set_up(replace(SMALL, goals=goals))

    assert said[0] == "Setting up the demonstration's partnership."
    assert [sentence.split("”. ")[0] for sentence in said[1:]] == [
        f"  Left out: the goal “{goal.title}" for goal in goals[1:]
    ]
    assert "There is no figure for that period." in said[1]
    assert "The published edition has no element “homes”." in said[2]
    assert "higher is better" in said[3]
    assert "Choose a day after" in said[4]
    assert [goal.title for goal in Goal.objects.all()] == ["More used again"]
    assert list(Initiative.objects.filter(title="Half an hour").values_list("contributions", flat=True)) == [None]


@pytest.mark.parametrize("areas", [("ambleton", "nowhere"), ("calderdale", "kirklees")])
def test_without_its_areas_it_is_left_out_as_a_whole(areas, world):
    said = set_up(replace(SMALL, areas=areas))

    assert said == ["The demonstration's partnership is left out: its areas or their figures are not here."]
    assert not Organisation.objects.exists()


def test_without_published_figures_it_is_left_out_as_a_whole(db):
    AreaFactory(name="Ambleton")
    AreaFactory(name="Brackford")

    said = set_up()

    assert said == ["The demonstration's partnership is left out: its areas or their figures are not here."]
    assert not Workspace.objects.exists()


def test_once_it_is_set_up_it_is_never_touched_again(world):
    set_up()
    lead, workspace = User.objects.get(email=OFFICER), Workspace.objects.get()
    change_workspace(by=lead, workspace=workspace, based_on=1, words={"name": "Quite another name"})
    show_workspace(by=lead, workspace=workspace, is_public=False)
    show_goal(by=lead, goal=Goal.objects.get(title="More used again"), is_public=False)
    withdraw_comment(by=lead, comment=Comment.objects.get(text="Yes please."), on=Goal.objects.get(title=MORE.title))
    remove_member(by=lead, member=workspace.members.get(person__email=COORDINATOR))
    before = as_it_is()

    said = set_up()

    assert said == []
    assert as_it_is() == before


def test_whoever_lets_others_in_is_the_lead_once_there_is_one(world):
    set_up()

    added = Event.objects.filter(verb__in=["partner.added", "member.added"]).order_by("pk")
    assert [event.actor_label for event in added[:2]] == ["the operator, at the command line"] * 2
    # A lead takes in members; a partner comes by the yes of its own organiser, or is there from the operator's hand.
    by_whom = {(event.verb, event.actor_label) for event in added[2:]}
    assert by_whom == {
        ("member.added", "Robin Aske"),
        ("partner.added", "the operator, at the command line"),
    }


def test_all_of_it_is_marked_as_demonstration(world):
    set_up()

    assert Workspace.objects.get().is_demonstration
    assert Organisation.objects.count() == 4
    assert not Organisation.objects.filter(is_demonstration=False).exists()
    assert not Partner.objects.filter(members__person__is_demonstration=False).exists()


def test_a_workspace_that_others_opened_under_its_name_stays_theirs(world):
    theirs = build_partnership(world, SMALL.name).workspace

    set_up()

    assert Workspace.objects.get(is_demonstration=True).slug == f"{theirs.slug}-2"
    assert not theirs.goals.exists()
    assert set_up() == []


def test_the_story_that_is_told_hangs_together():
    speaks_for = {person.email: person.speaks_for for person in DEMO if person.member}
    partners, goals = {partner.name for partner in STORY.partners}, {goal.key for goal in STORY.goals}
    said = [comment.key for comment in STORY.comments]

    assert partners == set(speaks_for.values())
    assert {led.lead for led in (*STORY.goals, *STORY.initiatives)} <= partners
    assert {goal.area for goal in STORY.goals} <= set(STORY.areas)
    assert {key for each in STORY.initiatives for key in each.serves} <= goals
    assert {about.goal for about in (*STORY.comments, *STORY.revisions)} <= goals
    assert len({each.key for each in (*STORY.goals, *STORY.initiatives)}) == len(STORY.goals) + len(STORY.initiatives)
    assert all(said.index(each.answers) < said.index(each.key) for each in STORY.comments if each.answers)


@pytest.mark.parametrize("initiative", STORY.initiatives, ids=lambda each: each.key)
def test_each_initiative_is_told_by_those_who_decide_what_the_public_sees_of_it(initiative):
    speaks_for = {person.email: person.speaks_for for person in DEMO}

    assert speaks_for[initiative.by] == initiative.lead
    assert {shows.milestone for shows in initiative.evidence} <= {"", *(step.title for step in initiative.steps)}


@pytest.mark.parametrize("partner", STORY.partners, ids=lambda each: each.name)
def test_a_partner_is_shown_by_its_own_people(partner):
    assert partner.shown_by in {"", *(person.email for person in DEMO if person.speaks_for == partner.name)}


def test_what_partners_measure_themselves_comes_about_once(world):
    told = replace(
        MEASURES[0],
        area="ambleton",
        by="officer@demo.example",
        lead=SMALL.partners[0].name,
    )
    story = replace(SMALL, measures=(told,))

    set_up(story)
    set_up(story)

    measure = LocalMeasure.objects.get()
    assert (measure.figures.count(), measure.figures_version) == (6, 1)
    goal = measure.goals.get()
    assert goal.is_public
    assert goal.assessments.get().standing in {"behind", "on-course"}
