"""A case study from its candidate to the public, by actions."""

from apps.practice.actions import change_case, draft_from, publish_case, submit_case
from apps.practice.models import CaseStudy
from tests.practice.changes import candidate_of

WRITTEN = {
    "title": "Food waste, collected every week",
    "summary": "A weekly round for food waste, and less in the bin.",
    "what_was_done": "A second bin for every house.",
    "what_was_seen": "Recycling rose by 13 points in five years.",
    "doubts": "A new plant opened next door in the same year.",
    "links": "https://example.org/report\n\nhttp://example.org/minutes",
}


def published_case(world, curator, **words) -> CaseStudy:
    """The case study on recycling in Ambleton as the public reads it; its figures are in tests/practice/changes.py."""
    case = draft_from(by=curator, candidate=candidate_of(world))
    if case.state == CaseStudy.State.PUBLISHED:
        return case
    case = change_case(by=curator, case=case, based_on=1, words=WRITTEN | words)
    return publish_case(by=curator, case=submit_case(by=curator, case=case))
