"""What the demonstration's partnership is, says and does: all of it invented, on real figures of real areas.

Goals fall due so many years after the day of the published figures, so that they stand as they were meant to; steps of
initiatives so many days from today, so that the partnership always looks alive.
"""

from dataclasses import dataclass

from apps.accounts.demonstration import BUSINESS, CHARITY, COUNCIL, TRUST
from apps.accounts.sectors import Sector
from apps.desks.measure_story import MEASURES, MeasureStory

OFFICER, HEALTH = "officer@demo.example", "health@demo.example"
OWNER, COORDINATOR = "business@demo.example", "charity@demo.example"
CURATOR = "curator@demo.example"
BOTH = ("calderdale", "kirklees")


@dataclass(frozen=True)
class PartnerStory:
    """An organisation, and whether the public sees that it takes part."""

    name: str
    sector: str
    description: str
    shown_by: str = ""


@dataclass(frozen=True)
class GoalStory:
    """A goal on an element in the area with a slug; it falls due at the end of a year, `years` after the figures.

    `target` is what comes out where another `aim` has it worked out.
    """

    key: str
    by: str
    area: str
    code: str
    title: str
    why: str
    baseline_period: str
    target: float
    years: int
    lead: str
    success: str
    contributors: tuple[str, ...] = ()
    shape: str = "straight"
    marks: str = ""
    aim: str = "value"
    against: str = ""
    moves: str = "fixed"
    measure: str = "value"
    shown: bool = True


@dataclass(frozen=True)
class StepStory:
    """A milestone: due so many days from today, reached so many days ago, or not yet."""

    title: str
    due: int
    reached: int | None = None


@dataclass(frozen=True)
class EvidenceStory:
    """What shows it: words, and a link or a small table; with the milestone that it is about."""

    title: str
    note: str
    link: str = ""
    file: str = ""
    content: str = ""
    milestone: str = ""
    kind: str = ""
    strength: str = ""


@dataclass(frozen=True)
class InitiativeStory:
    """A policy or an initiative, and the goals that it is meant to serve, each with how."""

    key: str
    by: str
    kind: str
    title: str
    summary: str
    lead: str
    serves: dict[str, str]
    starts: int
    ends: int | None = None
    areas: tuple[str, ...] = BOTH
    status: str = "under-way"
    steps: tuple[StepStory, ...] = ()
    evidence: tuple[EvidenceStory, ...] = ()
    shown: bool = True


@dataclass(frozen=True)
class CommentStory:
    """What someone says about a goal, and the key of what it answers."""

    key: str
    by: str
    goal: str
    text: str
    answers: str = ""


@dataclass(frozen=True)
class RevisionStory:
    """A goal with another day, the end of a year so many `years` after the figures, or another target; and why."""

    by: str
    goal: str
    reason: str
    years: int | None = None
    target: float | None = None


@dataclass(frozen=True)
class CaseStory:
    """A case study on the element of a code, its words by field; `%(area)s` is the area that it was found in."""

    by: str
    tier: str
    code: str
    words: dict[str, str]


@dataclass(frozen=True)
class Story:
    """The whole of it."""

    name: str
    purpose: str
    areas: tuple[str, ...]
    partners: tuple[PartnerStory, ...]
    goals: tuple[GoalStory, ...] = ()
    initiatives: tuple[InitiativeStory, ...] = ()
    comments: tuple[CommentStory, ...] = ()
    revisions: tuple[RevisionStory, ...] = ()
    measures: tuple[MeasureStory, ...] = ()


PARTNERS = (
    PartnerStory(
        COUNCIL,
        Sector.LOCAL_GOVERNMENT,
        "An invented council. It collects waste, runs libraries and brings the partners together.",
        shown_by=OFFICER,
    ),
    PartnerStory(
        TRUST,
        Sector.HEALTH,
        "An invented NHS trust. It runs clinics, health visiting and advice close to where people live.",
        shown_by=HEALTH,
    ),
    PartnerStory(
        BUSINESS,
        Sector.BUSINESS,
        "An invented business of forty people. It mends and makes textiles, and runs a kitchen beside the mill.",
        shown_by=OWNER,
    ),
    PartnerStory(
        CHARITY,
        Sector.CIVIL_SOCIETY,
        "An invented charity. Its volunteers walk with children to school, and with older people to the shops.",
    ),
)

GOALS = (
    GoalStory(
        key="recycling",
        by=OFFICER,
        area="calderdale",
        code="recycling",
        title="More than half of household waste used again",
        why="What is thrown away is paid for twice. More of it was sorted here before, so it can be done.",
        baseline_period="2022-04-01/P1Y",
        target=55.0,
        years=4,
        lead=COUNCIL,
        success="People here say that sorting is easy, and the crews find less in the wrong bin.",
        contributors=(BUSINESS, CHARITY),
        shape="stepped",
        marks="2026: 49\n2028: 52",
    ),
    GoalStory(
        key="carbon",
        by=OFFICER,
        area="calderdale",
        code="greenhouse-gas",
        title="As little greenhouse gas for each resident as the best quarter of our group",
        why="Heating and driving make up most of it. Both can change without anyone going cold or staying at home.",
        baseline_period="2023-01-01/P1Y",
        # That is where the best quarter of the group begins; it moves when they do.
        target=3.2,
        aim="reach",
        against="best",
        moves="follows",
        years=5,
        lead=COUNCIL,
        success="Homes are warm for less, and fewer journeys need a car.",
        shape="slow-start",
        contributors=(TRUST, BUSINESS),
    ),
    GoalStory(
        key="absence",
        by=COORDINATOR,
        area="kirklees",
        code="persistent-absence",
        title="Fewer pupils missing a tenth of their lessons",
        why="A child who is not there cannot learn. Most families who were asked named mornings as the hard part.",
        # Of the two school years before, absences because of COVID-19 are not counted as absences.
        baseline_period="2022-08-01/P1Y",
        target=17.0,
        years=1,
        lead=CHARITY,
        success="Mornings are calm in the families that asked for help, and their children are there.",
        contributors=(COUNCIL,),
        marks="2025: 19.5",
    ),
    GoalStory(
        key="claimants",
        by=OWNER,
        area="kirklees",
        code="claimant-count",
        title="Half as many people claiming because they are out of work",
        why="Employers here look for people, and people look for work. We want them to find each other.",
        baseline_period="2021-01-01/P1Y",
        target=3.0,
        years=1,
        lead=BUSINESS,
        success="People who look for work find it within a season, and stay a year.",
        contributors=(COUNCIL, CHARITY),
    ),
    GoalStory(
        key="weight",
        by=HEALTH,
        area="kirklees",
        code="adult-obesity",
        title="Fewer adults living with obesity",
        why="It is behind much of what our clinics treat, and what is cheap and near decides more than willpower does.",
        baseline_period="2021-11-16/P1Y",
        target=20.0,
        years=3,
        lead=TRUST,
        success="It is as easy to eat well here as to eat badly, and clinics see fewer people late.",
        contributors=(COUNCIL,),
        shown=False,
    ),
    GoalStory(
        key="schooling",
        by=OFFICER,
        area="kirklees",
        code="childrens-education",
        measure="progress",
        title="Children’s education on the way up",
        why="One exam result says little. The progress score holds several measures against where they stood before.",
        baseline_period="2023-01-01/P1Y",
        target=4.0,
        years=4,
        lead=COUNCIL,
        success="Teachers, parents and children say that school became better, not only its results.",
    ),
)

INITIATIVES = (
    InitiativeStory(
        key="food-waste",
        by=OFFICER,
        kind="policy",
        title="Food waste collected from every home each week",
        summary="Every home gets a small bin for the kitchen and a larger one for the kerb. Flats share one for each "
        "entrance. What is collected becomes gas and soil.",
        lead=COUNCIL,
        serves={"recycling": "Food is about a third of what is in the general bin, and all of it counts once sorted."},
        areas=("calderdale",),
        starts=-120,
        steps=(
            StepStory("Route of every round agreed", due=-70, reached=64),
            StepStory("First two thousand homes have their bins", due=24),
            StepStory("All homes have their bins", due=260),
        ),
        evidence=(
            EvidenceStory(
                "What the first rounds brought in",
                "Weight by week since the trial rounds began. Two streets were left out in the third week.",
                file="food-waste-by-week.csv",
                content="week,homes,kilograms\n1,210,340\n2,210,395\n3,168,310\n4,210,420\n",
                milestone="Route of every round agreed",
                kind="figures",
                strength="2",
            ),
        ),
    ),
    InitiativeStory(
        key="warm-homes",
        by=OFFICER,
        kind="initiative",
        title="Warm homes, street by street",
        summary="One street at a time: an adviser calls, lofts and walls are insulated, and those who want share the "
        "price of heat pumps.",
        lead=COUNCIL,
        serves={"carbon": "Homes that lose less heat burn less gas. A street at a time brings the price down."},
        areas=("calderdale",),
        starts=40,
        ends=1100,
        status="proposed",
        steps=(StepStory("First ten streets chosen", due=75),),
    ),
    InitiativeStory(
        key="coaches",
        by=HEALTH,
        kind="initiative",
        title="A health coach in every surgery",
        summary="Half an hour with someone who has time: about food, sleep, moving, and what stands in the way.",
        lead=TRUST,
        serves={"weight": "People who are seen six times in a year change more than people who get a leaflet."},
        starts=-200,
        steps=(
            StepStory("Coaches in four surgeries", due=-110, reached=115),
            StepStory("Coaches in nine surgeries", due=-12),
            StepStory("What the first year showed", due=150),
        ),
        evidence=(
            EvidenceStory(
                "How the first four surgeries began",
                "Waiting times, and what people said afterwards. Nobody was weighed who did not want to be.",
                link="https://example.org/westvale/coaches-first-months",
                milestone="Coaches in four surgeries",
            ),
        ),
        shown=False,
    ),
    InitiativeStory(
        key="repair",
        by=OWNER,
        kind="initiative",
        title="Repair counter at the mill shop",
        summary="Bring what is torn or broken on a Saturday; leave with it mended, or knowing how to mend it.",
        lead=BUSINESS,
        serves={"recycling": "What is mended never becomes waste. It counts little in the share, and more in the bin."},
        areas=("calderdale",),
        starts=-90,
        steps=(
            StepStory("Open every Saturday", due=-60, reached=62),
            StepStory("A second counter across the valley", due=18),
        ),
        evidence=(
            EvidenceStory(
                "Forty things a week",
                "What came in and what left mended, counted at the counter over eight Saturdays. Coats and lamps lead.",
                link="https://example.org/loom-and-larder/repair-counter",
                milestone="Open every Saturday",
            ),
        ),
    ),
    InitiativeStory(
        key="first-jobs",
        by=OWNER,
        kind="initiative",
        title="Paid first months for people new to work",
        summary="Twelve firms take on someone who has been out of work for a year, and share one mentor among them.",
        lead=BUSINESS,
        serves={"claimants": "Whoever has worked for half a year mostly stays; the mentor is for that half year."},
        areas=("kirklees",),
        starts=-300,
        steps=(
            StepStory("Six firms signed", due=-240, reached=236),
            StepStory("Twelve firms signed", due=55),
        ),
    ),
    InitiativeStory(
        key="walking-bus",
        by=COORDINATOR,
        kind="initiative",
        title="Breakfast, then we walk",
        summary="Volunteers give breakfast at seven places and walk with the children to school.",
        lead=CHARITY,
        serves={
            "absence": "Mornings are what families named as hard; someone at the door makes them easier.",
            "schooling": "Children who are there and have eaten can follow the first lesson.",
        },
        areas=("kirklees",),
        starts=-400,
        ends=-20,
        status="finished",
        steps=(
            StepStory("Seven places open", due=-330, reached=320),
            StepStory("A full school year", due=-30, reached=28),
        ),
        evidence=(
            EvidenceStory(
                "A year in the words of those who came",
                "Twenty-three families told what changed and what did not. Rain kept people away more than cold did.",
                milestone="A full school year",
                kind="voices",
                strength="1",
            ),
        ),
    ),
)

COMMENTS = (
    CommentStory(
        "by-weight",
        OWNER,
        "recycling",
        "Our counter mends about forty things a week. Should we weigh them, so that it can be told beside this goal?",
    ),
    CommentStory(
        "by-weight-yes",
        OFFICER,
        "recycling",
        "Yes please: kilograms a month. It will not show in the published share, which counts only what is collected, "
        "but it tells people why the bins got lighter.",
        answers="by-weight",
    ),
    CommentStory(
        "why-two-areas",
        COORDINATOR,
        "absence",
        "The target is met. Before we close the goal I would like to see next year’s figure: was it the breakfasts, or "
        "does it fall everywhere?",
    ),
)

REVISIONS = (
    RevisionStory(
        COORDINATOR,
        "absence",
        target=18.0,
        reason="The schools asked for a target that all of them can keep to for years, not one that is touched once.",
    ),
    RevisionStory(
        OWNER,
        "claimants",
        years=2,
        reason="Half of the firms begin a year later than they meant to, so the date moves too. The target stays.",
    ),
)

STORY = Story(
    name="Two Valleys Together",
    purpose="A council, an NHS trust, a business and a charity share what they mean to reach in Calderdale and "
    "Kirklees, what each does towards it, and what the published figures say. The partners, their people and their "
    "work are invented; the figures are real.",
    areas=BOTH,
    partners=PARTNERS,
    goals=GOALS,
    initiatives=INITIATIVES,
    comments=COMMENTS,
    revisions=REVISIONS,
    measures=MEASURES,
)

EXAMPLE = CaseStory(
    by=CURATOR,
    tier="upper",
    code="recycling",
    words={
        "title": "Invented example: the same bin day, every week",
        "summary": "An invented example, made for the demonstration. The figures beside it are real. The story is not: "
        "it says nothing of what anyone in %(area)s did or did not do, and shows only how a case study reads.",
        "what_was_done": "Invented. An imaginary council asked two hundred households what kept them from sorting. "
        "Most said that they could not remember which week it was. So it collected everything on the same day of every "
        "week, and had a person, not a leaflet, come round twice.\n\n"
        "None of this is a report from %(area)s.",
        "what_was_seen": "What the published figures say is shown on this page: it is real, and anyone can check it. "
        "What the imaginary council saw is invented: fewer missed bins, and a handful of calls a week about bin days.",
        "doubts": "What moved the real figures in %(area)s is not told here. A real case study says in this place what "
        "else may explain a change: other areas that moved as well, another way of counting, people who moved in or "
        "out, chance. The list that it was found in is not tested for chance.",
    },
)
