"""The demonstration's case study: begun from a candidate and published by its curator; it says that it is invented."""

from apps.accounts.models import User
from apps.areas.models import Area
from apps.desks.partnership_story import EXAMPLE, STORY
from apps.framework.models import Element
from apps.practice.actions import change_case, draft_case, draft_from, publish_case, submit_case
from apps.practice.models import CandidateList, CaseStudy
from apps.practice.queries import candidates
from apps.scores.models import Run
from apps.scores.queries import published_run


def example_is_wanted() -> bool:
    """Whether it is not there yet, and can be: once published it is never touched again, nor put back."""
    if CaseStudy.objects.filter(is_demonstration=True, published_at__isnull=False).exists():
        return False
    run = published_run()
    return bool(run and _element(run) and Area.objects.filter(slug__in=STORY.areas).count() == len(STORY.areas))


def is_searched() -> bool:
    """Whether the published run has been searched for candidates."""
    run = published_run()
    return run is not None and CandidateList.objects.filter(run=run).exists()


def publish_example() -> CaseStudy:
    """Begin, write, submit and publish it, as far as that is not done."""
    by = User.objects.get(email=EXAMPLE.by)
    case = CaseStudy.objects.filter(is_demonstration=True).first() or _begun(by)
    if case.version == 1:
        told = {"area": case.area.name, "element": case.element.name}
        words = {name: text % told for name, text in EXAMPLE.words.items()}
        case = change_case(by=by, case=case, based_on=1, words=words)
    if case.state == CaseStudy.State.DRAFT:
        case = submit_case(by=by, case=case)
    return publish_case(by=by, case=case)


def _begun(by: User) -> CaseStudy:
    run = published_run()
    assert run is not None, "asked before: example_is_wanted()"
    title = EXAMPLE.words["title"]
    # None that someone writes about: their draft would be given back, to be written over and published.
    free = candidates(run, EXAMPLE.tier).filter(element__code=EXAMPLE.code, case_studies__isnull=True)
    candidate = free.first()
    if candidate:
        return draft_from(by=by, candidate=candidate, title=title, is_demonstration=True)
    area, element = Area.objects.get(slug=STORY.areas[0]), _element(run)
    assert element is not None, "asked before: example_is_wanted()"
    return draft_case(by=by, area=area, tier=EXAMPLE.tier, element=element, title=title, is_demonstration=True)


def _element(run: Run) -> Element | None:
    return Element.objects.filter(edition=run.edition_id, code=EXAMPLE.code).first()
