"""How much the platform is used, counted from what people did: nobody's reading is followed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from apps.accounts.models import Organisation, User
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.workspaces.models import Workspace

MONTHS = 12
_ACTIVE_DAYS = 90
#: Columns of the months: what is counted, by the verbs of it.
COUNTED: dict[str, frozenset[str]] = {
    "accounts": frozenset({Verb.ACCOUNT_OPENED}),
    "goals": frozenset({Verb.GOAL_SET}),
    "initiatives": frozenset({Verb.INITIATIVE_LOGGED}),
    "updates": frozenset(
        {
            Verb.GOAL_REVISED,
            Verb.INITIATIVE_CHANGED,
            Verb.INITIATIVE_MOVED,
            Verb.INITIATIVE_CONFIRMED,
            Verb.MILESTONE_REACHED,
            Verb.EVIDENCE_ADDED,
            Verb.COMMENT_POSTED,
            Verb.COMMENT_ANSWERED,
        }
    ),
}


@dataclass(frozen=True)
class Month:
    """What was done in one month."""

    begins: date
    accounts: int
    goals: int
    initiatives: int
    updates: int


@dataclass(frozen=True)
class Usage:
    """What there is now, and what was done in each of the last months, newest first."""

    accounts: int
    organisations: int
    workspaces: int
    active_workspaces: int
    active_days: int
    months: tuple[Month, ...]


def usage() -> Usage:
    """Counted now: five small queries, however much there is."""
    since = timezone.now() - timedelta(days=_ACTIVE_DAYS)
    active = Event.objects.filter(scope_kind="workspace", at__gte=since, actor__isnull=False)
    return Usage(
        accounts=User.objects.filter(is_active=True).count(),
        organisations=Organisation.objects.open().count(),
        workspaces=Workspace.objects.count(),
        active_workspaces=active.order_by().values("scope_id").distinct().count(),
        active_days=_ACTIVE_DAYS,
        months=_months(),
    )


def _months() -> tuple[Month, ...]:
    begins = _last_months(timezone.localdate())
    first = timezone.make_aware(datetime(begins[-1].year, begins[-1].month, 1))
    counted = (
        Event.objects.filter(at__gte=first, verb__in=set().union(*COUNTED.values()))
        .order_by()
        .annotate(month=TruncMonth("at"))
        .values_list("month", "verb")
        .annotate(many=Count("pk"))
    )
    found: Counter[tuple[date, str]] = Counter()
    for month, verb, many in counted:
        found[timezone.localtime(month).date(), verb] += many
    return tuple(
        Month(begin, **{name: _sum(found, begin, verbs) for name, verbs in COUNTED.items()}) for begin in begins
    )


def _last_months(today: date) -> list[date]:
    """The first days of the last months, this one first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(MONTHS)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _sum(found: Counter[tuple[date, str]], begin: date, verbs: Iterable[str]) -> int:
    return sum(found[begin, verb] for verb in verbs)
