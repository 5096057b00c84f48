"""How well a workspace keeps what it says: owned, current, evidenced. Said in counts of things, never as a score.

Every count is as its reader sees the workspace; each comes with what to do next, in the order in which it helps most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.goals.models import Goal
from apps.initiatives.models import OPEN_STATES, Contribution, Evidence, Initiative, InitiativeUpdate, Milestone
from apps.initiatives.queries import CONFIRMED_FOR, LIVE
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

#: So many things of one kind are named at most; what is beyond comes up once these are done.
NAMED = 5


@dataclass(frozen=True)
class Deed:
    """Something to do next: about what, what to do, and where."""

    subject: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Tally:
    """So many of so many, in a sentence; and whether that is all of them."""

    sentence: str
    is_whole: bool
    missing: int


@dataclass(frozen=True)
class Aspect:
    """One of the three questions, its counts, and what to do next."""

    key: str
    title: str
    tallies: tuple[Tally, ...]
    deeds: tuple[Deed, ...]

    @property
    def more(self) -> int:
        """How many more there are to do than are named; each tally is of one kind of things."""
        return sum(max(0, tally.missing - NAMED) for tally in self.tallies)


def health_of(workspace: Workspace, *, reader: Any) -> tuple[Aspect, ...]:
    """Owned, current, evidenced: a fixed number of queries, however much there is."""
    seen = _Seen(workspace, reader)
    return (
        Aspect("owned", _("Is someone looking after it?"), _owned(seen), _to_own(seen)),
        Aspect("current", _("Is it current?"), _current(seen), _to_update(seen)),
        Aspect("evidenced", _("Is there something to show for it?"), _evidenced(seen), _to_show(seen)),
    )


class _Seen:
    """What there is in a workspace for its reader, each thing marked by what it has."""

    def __init__(self, workspace: Workspace, reader: Any) -> None:
        self.workspace = workspace
        self.may_hand_over = can(reader, Permission.MEMBER_EDIT, on=workspace)
        self.today = timezone.localdate()
        member = member_of(workspace, reader)
        self.own = member.partner.organisation_id if member else 0
        members = workspace.members.values("person_id")
        initiatives = Initiative.objects.visible_to(reader).filter(workspace=workspace)
        live = initiatives.filter(status__in=LIVE)
        meant = Contribution.objects.meant().filter(initiative__in=initiatives, goal=OuterRef("pk"))
        shown = Evidence.objects.filter(initiative=OuterRef("pk"))
        of_step = Evidence.objects.filter(milestone=OuterRef("pk"))
        # Who writes of an initiative need not have looked at what is overdue: that itself has to have been touched.
        word = InitiativeUpdate.objects.filter(initiative=OuterRef("initiative"), written_at__date__gt=OuterRef("due"))
        owned = Q(looked_after_by__in=members)
        self.goals: QuerySet[Any] = workspace.goals.open().annotate(is_served=Exists(meant))
        self.initiatives: QuerySet[Any] = live.annotate(is_shown=Exists(shown))
        self.finished: QuerySet[Any] = initiatives.filter(status=Initiative.Status.FINISHED).annotate(
            is_shown=Exists(shown)
        )
        steps = Milestone.objects.filter(initiative__in=live, state__in=OPEN_STATES)
        self.steps: QuerySet[Any] = steps.annotate(has_word=Exists(word) & Exists(_touched()))
        reached = Milestone.objects.filter(initiative__in=initiatives, state=Milestone.State.REACHED)
        self.reached: QuerySet[Any] = reached.annotate(is_shown=Exists(of_step))
        self.owned, self.step_owned = owned, Q(owner__in=members)
        self.fresh = Q(confirmed_at__gte=timezone.now() - CONFIRMED_FOR)
        self.not_silent = Q(due__gte=self.today) | Q(has_word=True)

    def own_first(self, things: QuerySet[Any], by: str, lead: str = "lead") -> QuerySet[Any]:
        """Ordered, and first what the reader's own organisation leads: so many as are named."""
        is_other = Case(When(**{lead: self.own}, then=0), default=1)
        return things.order_by(is_other, by, "pk")[:NAMED]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"work:{name}", args=[self.workspace.slug, *args])


def _touched() -> QuerySet[Event]:
    """Who changed or moved a milestone after the day on which it was due."""
    touching = (Verb.MILESTONE_CHANGED, Verb.MILESTONE_MOVED, Verb.MILESTONE_UNREACHED)
    told = Event.objects.filter(verb__in=touching, subject_kind="initiative", subject_id=OuterRef("initiative"))
    return told.annotate(title=KT("details__milestone")).filter(title=OuterRef("title"), at__date__gt=OuterRef("due"))


def _counted(things: QuerySet[Any], *conditions: Q) -> tuple[int, ...]:
    """How many there are, and how many of them fulfil each condition: one query."""
    counts = {f"c{number}": Count("pk", filter=each) for number, each in enumerate(conditions)}
    found = things.order_by().aggregate(every=Count("pk"), **counts)
    return found["every"], *(found[name] for name in counts)


def _tally(sentence: str, some: int, every: int) -> Tally:
    return Tally(sentence % {"some": some, "every": every}, some == every, every - some)


def _owned(seen: _Seen) -> tuple[Tally, ...]:
    goals, owned_goals = _counted(seen.goals, seen.owned)
    initiatives, owned = _counted(seen.initiatives, seen.owned)
    steps, owned_steps = _counted(seen.steps, seen.step_owned)
    said = (
        ngettext(
            "%(some)d of %(every)d open goal is looked after by a member.",
            "%(some)d of %(every)d open goals are looked after by a member.",
            goals,
        ),
        ngettext(
            "%(some)d of %(every)d policy or initiative that goes on is looked after by a member.",
            "%(some)d of %(every)d policies and initiatives that go on are looked after by a member.",
            initiatives,
        ),
        ngettext(
            "%(some)d of %(every)d milestone to come is looked after by a member.",
            "%(some)d of %(every)d milestones to come are looked after by a member.",
            steps,
        ),
    )
    counts = ((owned_goals, goals), (owned, initiatives), (owned_steps, steps))
    return tuple(_tally(words, *pair) for words, pair in zip(said, counts, strict=True) if pair[1])


def _current(seen: _Seen) -> tuple[Tally, ...]:
    initiatives, fresh = _counted(seen.initiatives, seen.fresh)
    steps, spoken_of = _counted(seen.steps, seen.not_silent)
    said_fresh = ngettext(
        "%(some)d of %(every)d that goes on was updated or confirmed within three months.",
        "%(some)d of %(every)d that go on were updated or confirmed within three months.",
        initiatives,
    )
    said_due = ngettext(
        "%(some)d of %(every)d milestone to come is not overdue, or was changed since and is told of.",
        "%(some)d of %(every)d milestones to come are not overdue, or were changed since and are told of.",
        steps,
    )
    pairs = ((said_fresh, fresh, initiatives), (said_due, spoken_of, steps))
    return tuple(_tally(*each) for each in pairs if each[2])


def _evidenced(seen: _Seen) -> tuple[Tally, ...]:
    finished, shown = _counted(seen.finished, Q(is_shown=True))
    reached, shown_steps = _counted(seen.reached, Q(is_shown=True))
    goals, served = _counted(seen.goals, Q(is_served=True))
    said_finished = ngettext(
        "%(some)d of %(every)d that is finished has evidence.",
        "%(some)d of %(every)d that are finished have evidence.",
        finished,
    )
    said_reached = ngettext(
        "%(some)d of %(every)d reached milestone has evidence.",
        "%(some)d of %(every)d reached milestones have evidence.",
        reached,
    )
    said_served = ngettext(
        "%(some)d of %(every)d open goal has a policy or initiative that is meant to serve it.",
        "%(some)d of %(every)d open goals have a policy or initiative that is meant to serve them.",
        goals,
    )
    pairs = ((said_finished, shown, finished), (said_reached, shown_steps, reached), (said_served, served, goals))
    return tuple(_tally(*each) for each in pairs if each[2])


def _to_own(seen: _Seen) -> tuple[Deed, ...]:
    """Handing over comes first: a lead does it for all that someone left."""
    hand = seen.url("handover")
    said = _("whoever looked after it is not here any more: hand it over")
    ask = _("whoever looked after it is not here any more: ask a lead to hand it over")
    left: Iterable[Deed] = (
        Deed(str(each), said if seen.may_hand_over else ask, hand if seen.may_hand_over else _page(seen, each))
        for each in chain(
            seen.own_first(seen.goals.exclude(seen.owned), "due"),
            seen.own_first(seen.initiatives.exclude(seen.owned), "confirmed_at"),
        )
    )
    steps = (
        Deed(
            f"{each.initiative}: {each}",
            _("say who looks after this milestone"),
            seen.url("milestone_change", each.initiative_id, each.pk),
        )
        for each in seen.own_first(
            seen.steps.exclude(seen.step_owned).select_related("initiative"), "due", "initiative__lead"
        )
    )
    return (*left, *steps)


def _to_update(seen: _Seen) -> tuple[Deed, ...]:
    silent = seen.steps.exclude(seen.not_silent).select_related("initiative")
    overdue = (
        Deed(
            f"{each.initiative}: {each}",
            _("was due on %(day)s: say that it is reached, or give it another day") % {"day": _day(each.due)},
            seen.url("milestone_change", each.initiative_id, each.pk),
        )
        for each in seen.own_first(silent, "due", "initiative__lead")
    )
    stale = (
        Deed(
            str(each),
            _("not confirmed since %(day)s: say in two lines how it goes")
            % {"day": _day(timezone.localtime(each.confirmed_at))},
            seen.url("update_write", each.pk),
        )
        for each in seen.own_first(seen.initiatives.exclude(seen.fresh), "confirmed_at")
    )
    return (*overdue, *stale)


def _to_show(seen: _Seen) -> tuple[Deed, ...]:
    goals = (
        Deed(str(each), _("log what is done for it"), f"{seen.url('initiative_log')}?goal={each.pk}")
        for each in seen.own_first(seen.goals.filter(is_served=False), "due")
    )
    finished = (
        Deed(str(each), _("it is finished: add what shows what came of it"), seen.url("evidence_add", each.pk))
        for each in seen.own_first(seen.finished.filter(is_shown=False), "-pk")
    )
    reached = (
        Deed(
            f"{each.initiative}: {each}",
            _("it is reached: add what shows it"),
            f"{seen.url('evidence_add', each.initiative_id)}?milestone={each.pk}",
        )
        for each in seen.own_first(
            seen.reached.filter(is_shown=False).select_related("initiative"), "-reached_on", "initiative__lead"
        )
    )
    return (*goals, *finished, *reached)


def _page(seen: _Seen, thing: Any) -> str:
    return seen.url("goal" if isinstance(thing, Goal) else "initiative", thing.pk)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
