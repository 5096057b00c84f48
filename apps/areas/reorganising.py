"""What stewards do with a reorganisation of local government: draft it, bring it in, undo it.

Areas are data: what follows an area is known from the day that a steward brings it in. An area that ended stays, with
its address, its figures and all that hangs on it; it is in no run of the scores that begins after that.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area, NewArea, Part, Predecessor, ReferenceGroup, Reorganisation
from apps.areas.plans import NewAreaPlan
from apps.areas.soundness import code_fault, faults_of
from apps.areas.states import REORGANISATION
from apps.areas.succeeding import begin, keep_groups, swap_groups
from apps.common.errors import Refused

_WORDS = ("title", "takes_effect", "law", "law_url")


@transaction.atomic
def draft_reorganisation(
    *, by: Any, title: str, takes_effect: date | None = None, law: str = "", law_url: str = ""
) -> Reorganisation:
    """Begin to draft a reorganisation. Raises ValidationError on a field that cannot be so."""
    require(by, Permission.AREAS_REORGANISE)
    words = {"title": title.strip(), "takes_effect": takes_effect, "law": law.strip(), "law_url": law_url.strip()}
    same = Reorganisation.objects.filter(state=Reorganisation.State.DRAFTED, **words).first()
    if same:
        return same
    drafted = Reorganisation(**words, drafted_by=by if by.pk else None)
    drafted.full_clean()
    drafted.save()
    record(Verb.REORGANISATION_DRAFTED, actor=by, subject=drafted)
    return drafted


@transaction.atomic
def change_reorganisation(*, by: Any, reorganisation: Reorganisation, words: dict[str, Any]) -> Reorganisation:
    """Change what a draft says of itself: its title, day and law. Raises ValidationError."""
    held = _drafted(by, reorganisation)
    for name in _WORDS:
        setattr(held, name, words[name])
    held.full_clean()
    held.save(update_fields=list(_WORDS))
    record(Verb.REORGANISATION_CHANGED, actor=by, subject=held)
    return held


@transaction.atomic
def add_new_area(*, by: Any, reorganisation: Reorganisation, plan: NewAreaPlan) -> NewArea:
    """Add an area to a draft, with those of before that go into it."""
    held = _drafted(by, reorganisation)
    if fault := code_fault(plan.code) or _plan_fault(plan):
        raise Refused(fault)
    if held.new_areas.filter(code=plan.code).exists():
        raise Refused(_("%(code)s is in this reorganisation already.") % {"code": plan.code})
    made = NewArea(
        reorganisation=held,
        code=plan.code,
        name=plan.name.strip(),
        other_names=plan.other_names.strip(),
        region_code=plan.region_code,
        latitude=plan.latitude,
        longitude=plan.longitude,
        population=plan.population,
        population_year=plan.population_year,
    )
    made.full_clean()
    made.save()
    for share, areas in ((Part.Share.WHOLE, plan.whole), (Part.Share.PART, plan.part)):
        for area in areas:
            people = plan.weights.get(area.code, area.population)
            Part.objects.create(
                new_area=made, code=area.code, name=area.name, area=area, share=share, population=people
            )
    record(Verb.REORGANISATION_CHANGED, actor=by, subject=held, details={"said": made.name})
    return made


@transaction.atomic
def remove_new_area(*, by: Any, new_area: NewArea) -> Reorganisation:
    """Take an area out of a draft."""
    held = _drafted(by, new_area.reorganisation)
    held.new_areas.filter(pk=new_area.pk).delete()
    record(Verb.REORGANISATION_CHANGED, actor=by, subject=held)
    return held


@transaction.atomic
def apply_reorganisation(*, by: Any, reorganisation: Reorganisation, today: date | None = None) -> Reorganisation:
    """Bring a reorganisation in: its areas begin, those of before end, and groups hold the new ones.

    Runs that were made stay what they are. Raises Refused with the first thing that is wrong with the draft.
    """
    held = _held(reorganisation)
    require(by, Permission.AREAS_REORGANISE)
    state = REORGANISATION.after(held.state, "apply")
    # All reorganisations wait for one another here: two that end the same area cannot both be brought in.
    list(Area.objects.select_for_update(of=("self",)).filter(became__new_area__reorganisation=held).order_by("pk"))
    if faults := faults_of(held, today or timezone.localdate()):
        raise Refused(faults[0])
    for made in held.new_areas.prefetch_related("parts__area__parent", "parts__area__predecessors"):
        begin(held, made)
    parts = Part.objects.filter(new_area__reorganisation=held).select_related("area")
    keep_groups(parts)
    Area.objects.filter(became__in=parts).update(ended=held.takes_effect)
    swap_groups(held)
    _decide(held, state, by)
    record(Verb.REORGANISATION_APPLIED, actor=by, subject=held, details={"areas": held.new_areas.count()})
    return held


@transaction.atomic
def undo_reorganisation(*, by: Any, reorganisation: Reorganisation) -> Reorganisation:
    """Undo a reorganisation: the areas of before are in force again, and those it made never were.

    The rooms above say first whether something rests on it: call it through apps.goals.following.
    """
    held = _held(reorganisation)
    require(by, Permission.AREAS_REORGANISE)
    state = REORGANISATION.after(held.state, "undo")
    if held.shipped:
        raise Refused(_("This came with the software, whose list of areas is that after it. It cannot be undone here."))
    made = Area.objects.select_for_update(of=("self",)).filter(made_by__reorganisation=held).order_by("pk")
    if gone := next((area for area in made if area.ended), None):
        raise Refused(_("%(name)s ended by a later reorganisation. Undo that one first.") % {"name": gone.name})
    for group in ReferenceGroup.objects.filter(areas__in=made).distinct():
        group.areas.remove(*made)
    for part in Part.objects.filter(new_area__reorganisation=held).select_related("area"):
        if part.area:
            part.area.reference_groups.add(*ReferenceGroup.objects.filter(code__in=part.groups))
    Predecessor.objects.filter(area__in=made).delete()
    Area.objects.filter(became__new_area__reorganisation=held).update(ended=None)
    Area.objects.filter(made_by__reorganisation=held).update(ended=held.takes_effect)
    _decide(held, state, by)
    record(Verb.REORGANISATION_UNDONE, actor=by, subject=held)
    return held


@transaction.atomic
def redraft_reorganisation(*, by: Any, reorganisation: Reorganisation) -> Reorganisation:
    """Take up a reorganisation that was undone as a draft again."""
    held = _held(reorganisation)
    require(by, Permission.AREAS_REORGANISE)
    _decide(held, REORGANISATION.after(held.state, "redraft"), by)
    record(Verb.REORGANISATION_DRAFTED, actor=by, subject=held, details={"again": True})
    return held


def _held(reorganisation: Reorganisation) -> Reorganisation:
    return Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)


def _drafted(by: Any, reorganisation: Reorganisation) -> Reorganisation:
    held = _held(reorganisation)
    require(by, Permission.AREAS_REORGANISE)
    if held.state != Reorganisation.State.DRAFTED:
        raise Refused(_("This is no draft any more, so it cannot be changed."))
    return held


def _plan_fault(plan: NewAreaPlan) -> str:
    if not plan.whole and not plan.part:
        return _("Name at least one area that it follows.")
    if both := {area.code for area in plan.whole} & {area.code for area in plan.part}:
        return _("%(code)s is named whole and in part. Choose one of the two.") % {"code": sorted(both)[0]}
    if ended := next((area for area in (*plan.whole, *plan.part) if area.ended), None):
        return _("%(name)s is not in force any more.") % {"name": ended.name}
    return ""


def _decide(reorganisation: Reorganisation, state: str, by: Any) -> None:
    reorganisation.state = state
    reorganisation.decided_by, reorganisation.decided_at = by if by.pk else None, timezone.now()
    reorganisation.save(update_fields=["state", "decided_by", "decided_at"])
