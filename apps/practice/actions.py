"""What curators do: begin a case study, write it, have it published, retire it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.listeners import job_kind
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.background import actions as background
from apps.common.errors import Refused
from apps.common.slugs import free_slug
from apps.framework.models import Element
from apps.practice.finding import Finding
from apps.practice.jobs import SEARCH
from apps.practice.links import insist_web
from apps.practice.models import Candidate, CandidateList, CaseStudy
from apps.practice.queries import missing_of
from apps.practice.states import CASE_STUDY
from apps.scores.models import Publication


@transaction.atomic
def search_published(*, by: Any) -> bool:
    """Have the published run searched for candidates if it was not yet; whether there is anything to wait for."""
    require(by, Permission.CASE_EDIT)
    publication = Publication.objects.first()
    if publication is None or CandidateList.objects.filter(run=publication.run_id).exists():
        return False
    told = Event.objects.filter(verb=Verb.RUN_PUBLISHED, subject_id=publication.run_id).latest("pk")
    background.ask(job_kind(SEARCH), key=f"{SEARCH}:{told.pk}", subject_id=told.pk)
    return True


@transaction.atomic
def draft_from(*, by: Any, candidate: Candidate, title: str = "", is_demonstration: bool = False) -> CaseStudy:
    """Begin a case study from a candidate; the one that was begun from it already is given back.

    What the figures said is copied, and stays as it was whatever is published later.
    """
    require(by, Permission.CASE_EDIT)
    # Held, so that two who begin at once begin one, and that a newer list does not take it away meanwhile.
    if Candidate.objects.select_for_update().filter(pk=candidate.pk).first() is None:
        raise Refused(_("A newer list has taken the place of this one. Look whether the change is still in it."))
    candidate = Candidate.objects.select_related("run__edition", "element", "area").get(pk=candidate.pk)
    begun = candidate.case_studies.exclude(state=CaseStudy.State.RETIRED).first()
    if begun:
        return begun
    case = CaseStudy(
        title=title.strip() or _title(candidate.element, candidate.area),
        area=candidate.area,
        tier=candidate.tier,
        element=candidate.element,
        candidate=candidate,
        facts=Finding.of(candidate).as_facts(),
        is_demonstration=is_demonstration,
    )
    return _begun(by, case)


@transaction.atomic
def draft_case(
    *, by: Any, area: Area, tier: str, element: Element, title: str, is_demonstration: bool = False
) -> CaseStudy:
    """Begin a case study without figures. One that its writer began just so and has not touched is given back."""
    require(by, Permission.CASE_EDIT)
    if tier not in area.tiers:
        raise ValidationError({"tier": _("%(area)s does not belong to this tier. Choose the other.") % {"area": area}})
    # Held, so that a form that is sent twice begins one.
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    title = title.strip()
    same = CaseStudy.objects.filter(area=area, tier=tier, element=element, title=title, drafted_by_id=by.pk)
    if begun := same.filter(version=1, state=CaseStudy.State.DRAFT).first():
        return begun
    case = CaseStudy(title=title, area=area, tier=tier, element=element, is_demonstration=is_demonstration)
    return _begun(by, case)


@transaction.atomic
def change_case(*, by: Any, case: CaseStudy, based_on: int, words: Mapping[str, Any], reason: str = "") -> CaseStudy:
    """Change what is written; of a published one readers see it at once. Raises Overtaken, and ValidationError."""
    require(by, Permission.CASE_EDIT)
    case = _held(case)
    insist_current(case, based_on)
    if case.state == CaseStudy.State.RETIRED:
        raise Refused(_("This case study is retired, so nothing more is written in it."))
    if not case.rewrite(words):
        return _held(case)
    insist_web(case.links)
    case.full_clean(exclude=["drafted_by", "published_by"])
    if case.state == CaseStudy.State.PUBLISHED:
        _insist_whole(case)
    case.save()
    keep_version(case, by=by, reason=reason)
    record(Verb.CASE_CHANGED, actor=by, subject=case, details={"reason": reason})
    return case


@transaction.atomic
def submit_case(*, by: Any, case: CaseStudy) -> CaseStudy:
    """Say that it is written, all of it, and may be read over."""
    require(by, Permission.CASE_EDIT)
    case = _held(case)
    CASE_STUDY.after(case.state, "submit")
    _insist_whole(case)
    return _moved(by, case, "submit", Verb.CASE_SUBMITTED)


@transaction.atomic
def send_back_case(*, by: Any, case: CaseStudy) -> CaseStudy:
    """Say that there is more to write."""
    require(by, Permission.CASE_PUBLISH)
    return _moved(by, _held(case), "send_back", Verb.CASE_SENT_BACK)


@transaction.atomic
def publish_case(*, by: Any, case: CaseStudy, based_on: int | None = None) -> CaseStudy:
    """Let the public read it, once all is written; where `based_on` is given, only that version of it."""
    require(by, Permission.CASE_PUBLISH)
    case = _held(case)
    if based_on is not None and case.version != based_on:
        raise Refused(_("It was changed after you opened it. Read it as it is now, then publish it."))
    CASE_STUDY.after(case.state, "publish")
    _insist_whole(case)
    case.published_at, case.published_by_id = timezone.now(), by.pk
    return _moved(by, case, "publish", Verb.CASE_PUBLISHED)


@transaction.atomic
def retire_case(*, by: Any, case: CaseStudy) -> CaseStudy:
    """Take it from the public for good; its address says so."""
    require(by, Permission.CASE_PUBLISH)
    return _moved(by, _held(case), "retire", Verb.CASE_RETIRED)


def _held(case: CaseStudy) -> CaseStudy:
    return CaseStudy.objects.select_for_update().get(pk=case.pk)


def _title(element: Element, area: Area) -> str:
    return (_("%(element)s in %(area)s") % {"element": element.name, "area": area.name})[:140]


def _begun(by: Any, case: CaseStudy) -> CaseStudy:
    case.slug = free_slug(case.title, CaseStudy.objects)
    case.drafted_by_id = by.pk
    case.full_clean(exclude=["drafted_by", "published_by"])
    case.save()
    keep_version(case, by=by)
    record(Verb.CASE_DRAFTED, actor=by, subject=case)
    return case


def _moved(by: Any, case: CaseStudy, move: str, verb: Verb) -> CaseStudy:
    case.state = CASE_STUDY.after(case.state, move)
    case.save()
    record(verb, actor=by, subject=case)
    return case


def _insist_whole(case: CaseStudy) -> None:
    if missing := missing_of(case):
        raise Refused(
            _("Before readers see it, write what is still missing: %(missing)s.") % {"missing": "; ".join(missing)}
        )
