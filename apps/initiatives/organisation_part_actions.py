"""What initiatives keep of an organisation: which policies and initiatives it leads, and in which it takes part."""

from typing import Any

from django.utils.translation import ngettext

from apps.accounts.models import Organisation
from apps.accounts.parts import Part, held_by_nobody, nothing_ends, register
from apps.initiatives.models import Initiative, Interest

#: So many are named in what hinders.
_NAMED = 3


def _foretold(old: Organisation, new: Organisation) -> list[str]:
    count = old.leads_initiatives.count()
    said = ngettext(
        "%(new)s leads %(count)d policy or initiative more.",
        "%(new)s leads %(count)d policies and initiatives more.",
        count,
    )
    led = [said % {"new": new, "count": count}] if count else []
    return [*led, *_kept(old, new)]


def _kept(old: Organisation, new: Organisation) -> list[str]:
    """Where both are partners, what was kept to one was not meant for the other."""
    both = old.takes_part_in.filter(workspace__in=new.takes_part_in.values("workspace"))
    theirs = Initiative.objects.filter(is_kept=True, workspace__in=both.values("workspace"))
    count = theirs.filter(kept_to__organisation__in=[old, new]).distinct().count()
    said = ngettext(
        "%(count)d draft that is kept to one of the two is seen by nobody of them, until whoever leads it lets them.",
        "%(count)d drafts that are kept to one of the two are seen by nobody of them, until who leads them lets them.",
        count,
    )
    return [said % {"count": count}] if count else []


def _moved(_by: Any, old: Organisation, new: Organisation) -> dict[str, Any]:
    """What was written of them stays as it was, and so do their versions: who leads them goes over."""
    led = list(old.leads_initiatives.order_by("pk").values_list("pk", flat=True))
    old.leads_initiatives.update(lead=new)
    # What was declared is theirs to take back, and of the two there is one now.
    interests = Interest.objects.filter(organisation=old)
    declared = list(interests.order_by("pk").values_list("pk", flat=True))
    interests.update(organisation=new)
    return {"initiatives": led, "interests": declared, "takes_part": _take_part_instead(old, new)}


def _take_part_instead(old: Organisation, new: Organisation) -> list[int]:
    # Whoever leads it does not take part besides.
    Initiative.partners.through._default_manager.filter(organisation=new, initiative__lead=new).delete()
    moved = list(old.takes_part_in_initiatives.order_by("pk"))
    for initiative in moved:
        initiative.partners.remove(old)
        if initiative.lead_id != new.pk:
            initiative.partners.add(new)
    return [initiative.pk for initiative in moved]


def _hindrances(organisation: Organisation) -> list[str]:
    live = organisation.leads_initiatives.filter(
        status=Initiative.Status.UNDER_WAY, workspace__archived_at__isnull=True
    )
    titles = list(live.shared().order_by("title").values_list("title", flat=True))
    kept = live.count() - len(titles)
    return [*_named_ones(titles), *_kept_ones(kept)]


def _named_ones(titles: list[str]) -> list[str]:
    if not titles:
        return []
    named = ", ".join(f"“{title}”" for title in titles[:_NAMED])
    said = ngettext(
        "It leads something that is under way: %(named)s. Finish or stop it, or hand it to another partner first.",
        "It leads %(count)d things that are under way, such as %(named)s. Finish or stop them, or hand them to another "
        "partner first.",
        len(titles),
    )
    return [said % {"named": named, "count": len(titles)}]


def _kept_ones(count: int) -> list[str]:
    """Counted and not named: whoever closes an organisation need not be one of those who see them."""
    if not count:
        return []
    said = ngettext(
        "It leads %(count)d thing under way that is kept to some partners: whoever speaks for it there finishes or "
        "stops it, or hands it to another partner first.",
        "It leads %(count)d things under way that are kept to some partners: whoever speaks for it there finishes or "
        "stops them, or hands them to another partner first.",
        count,
    )
    return [said % {"count": count}]


register(
    Part(
        floor=3,
        name="initiatives",
        relations=frozenset(
            {"initiatives.Initiative.lead", "initiatives.Initiative.partners", "initiatives.Interest.organisation"}
        ),
        hold=held_by_nobody,
        foretold=_foretold,
        moved=_moved,
        hindrances=_hindrances,
        ended=nothing_ends,
    )
)
