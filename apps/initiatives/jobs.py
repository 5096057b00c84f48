"""Asking whoever looks after something for two lines; calendar addresses end with what they were made in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.permissions import Permission
from apps.access.roles import roles_granting
from apps.accounts.mails import Mail
from apps.accounts.models import OrganisationPerson
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.background.registry import Queue, each_sweep, job
from apps.background.work import Work
from apps.initiatives.calendar_actions import revoke_addresses, standing
from apps.initiatives.models import CalendarAddress, Initiative, NoNudges, Nudge
from apps.initiatives.queries import CONFIRMED_FOR, LIVE
from apps.initiatives.rounds import stale_of
from apps.workspaces.models import Member

NUDGE = "initiatives.nudge"
#: Nobody is asked again of a workspace before so long has passed.
BETWEEN = timedelta(days=30)
#: So many are looked at in one job; whoever is left comes up at the next sweep.
_AT_ONCE = 50


@each_sweep
def ask_to_nudge() -> None:
    """Asked for only when there is somebody to ask: one question of the database."""
    if _due().exists():
        background.ask(NUDGE, key=NUDGE)


@job(NUDGE, queue=Queue.PROMPT, time_limit=300)
def nudge(work: Work, _nothing: int | None) -> None:
    """Send each who is due one letter. Safe to run twice: that it went is noted first, so that none goes twice."""
    for member in list(_due().select_related("person", "workspace").order_by("pk")[:_AT_ONCE]):
        with work.writing():
            stale = stale_of(member.person, member.workspace).count()
            if stale:
                _note(member)
        if stale:
            _letter(member, stale).send(member.person.email)
    with work.finishing():
        pass


def _due() -> QuerySet[Member]:
    """Members who look after something that was silent for long and see it, want such letters, had none for a month."""
    stale = Initiative.objects.filter(
        workspace=OuterRef("workspace"),
        looked_after_by=OuterRef("person"),
        status__in=LIVE,
        confirmed_at__lt=timezone.now() - CONFIRMED_FOR,
    ).filter(_seen())
    sent = Nudge.objects.filter(
        workspace=OuterRef("workspace"), person=OuterRef("person"), sent_at__gt=timezone.now() - BETWEEN
    )
    unwanted = NoNudges.objects.filter(person=OuterRef("person"))
    members = Member.objects.filter(
        role__in=roles_granting(Permission.INITIATIVE_EDIT),
        workspace__archived_at__isnull=True,
        workspace__is_training=False,
        person__is_active=True,
        person__is_demonstration=False,
    )
    return members.filter(Exists(stale), ~Exists(sent), ~Exists(unwanted))


def _seen() -> Q:
    """Of what the member of the query around it looks after: what is not kept from them, as `stale_of` has it."""
    kept_to = Initiative.kept_to.through._default_manager.filter(
        initiative=OuterRef("pk"), partner=OuterRef(OuterRef("partner"))
    )
    belonging = OrganisationPerson.objects.filter(
        organisation=OuterRef(OuterRef("partner__organisation")), person=OuterRef(OuterRef("person"))
    )
    return Q(is_kept=False) | (Q(Exists(kept_to)) & Q(Exists(belonging)))


def _note(member: Member) -> None:
    Nudge.objects.update_or_create(
        workspace=member.workspace, person=member.person, defaults={"sent_at": timezone.now()}
    )


def _letter(member: Member, many: int) -> Mail:
    said = ngettext(
        "In a workspace of yours there is %(count)d thing that you look after and of which nobody said for three "
        "months how it goes. Two lines are enough:",
        "In a workspace of yours there are %(count)d things that you look after and of which nobody said for three "
        "months how they go. Two lines each are enough, all on one page:",
        many,
    )
    off = _("Such a letter comes once a month at most. If you want none, say so here:")
    paragraphs = (
        said % {"count": many},
        _link("work:updates_round", member.workspace.slug),
        _("Thank you: what is current can be trusted by everyone who works with you."),
        off,
        _link("work:notifications"),
    )
    return Mail(_("two lines on what you look after"), paragraphs)


def _link(name: str, *values: Any) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=values)


@on(Verb.MEMBER_REMOVED, name="initiatives.calendars_left")
def end_addresses_of_leavers(work: Work, event: Event) -> None:
    """Delete the addresses of those who are no members any more, or are again; safe to run twice.

    They opened nothing from the moment at which they left.
    """
    with work.finishing():
        here = CalendarAddress.objects.filter(workspace=event.scope_id)
        revoke_addresses(here.exclude(pk__in=standing().values("pk")))


@on(Verb.ACCOUNT_LOCKED, name="initiatives.calendars_locked")
def end_addresses_with_the_password(work: Work, event: Event) -> None:
    """Whoever sets a new password may fear that others know their secrets: the addresses from before are some."""
    _end_addresses(work, event)


@on(Verb.ACCOUNT_SUSPENDED, name="initiatives.calendars_suspended")
def end_addresses_of_the_suspended(work: Work, event: Event) -> None:
    """They stay revoked when the account is opened again, as its API tokens do."""
    _end_addresses(work, event)


def _end_addresses(work: Work, event: Event) -> None:
    with work.finishing():
        # One that was made since then is not known to whoever knew the former: it stays.
        revoke_addresses(CalendarAddress.objects.filter(person=event.subject_id, made_at__lte=event.at))
