"""What a business keeps to itself in a workspace, with a word in each of its texts by which it is found anywhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.background.claim import run_waiting
from apps.conversations.actions import post_comment
from apps.conversations.models import Comment
from apps.initiatives.actions import (
    add_dependency,
    add_document,
    add_evidence,
    add_measure,
    change_initiative,
    close_risk,
    count_delivery,
    involve,
    log_initiative,
    raise_risk,
    reach_milestone,
    tag_initiative,
    write_update,
)
from apps.initiatives.interest_actions import declare_interest
from apps.initiatives.models import (
    DeliveryCount,
    DeliveryMeasure,
    Dependency,
    Document,
    Evidence,
    Initiative,
    Interest,
    Involvement,
    Milestone,
    Risk,
    Tag,
)
from apps.initiatives.plans import InitiativePlan, MeasurePlan, RiskPlan, Service, Step
from tests.partnership import Partnership

#: The beginning of every word that nobody else may read.
MARK = "Zyxomark"
#: All of them: what each stands in.
MARKS = {
    f"{MARK}{part}"
    for part in (
        "title", "summary", "means", "step", "proof", "note", "file", "inside", "remark", "answer", "reason",
        "interest", "trustee", "place", "whom", "funding", "does", "document", "paper",
        "happened", "upcoming", "counted", "unit", "remarked", "risk", "response", "outside",
        "closed", "owned",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A draft that Loom Ltd keeps, and what hangs on it."""

    initiative: Initiative
    milestone: Milestone
    evidence: Evidence
    comment: Comment
    interest: Interest
    involvement: Involvement
    document: Document
    tag: Tag
    measure: DeliveryMeasure
    count: DeliveryCount
    risk: Risk
    waits: Dependency


def keep_draft(partnership: Partnership, goal: Any) -> Kept:
    """Logged by a contributor of the business, with one of everything, and everyone told who is told."""
    by = partnership.business_member
    initiative = log_initiative(
        by=by,
        workspace=partnership.workspace,
        plan=InitiativePlan(
            "initiative",
            f"{MARK}title",
            f"{MARK}summary",
            partnership.business,
            serves=(Service(goal, f"{MARK}means"),),
            milestones=(Step(f"{MARK}step", date(2026, 12, 1)), Step(f"{MARK}step to come", date(2027, 3, 31))),
            is_kept=True,
            sort="project",
            places=f"{MARK}place",
            groups=["older"],
            whom=f"{MARK}whom",
            budget=12_000,
            funding=f"{MARK}funding",
            partners=[partnership.charity],
        ),
    )
    member = partnership.workspace.members.get(person=by)
    involvement = involve(by=by, initiative=initiative, member=member, does=f"{MARK}does")
    paper = SimpleUploadedFile(f"{MARK}paper.txt", b"A plan.", "text/plain")
    document = add_document(by=by, initiative=initiative, title=f"{MARK}document", upload=paper)
    tag_initiative(by=by, initiative=initiative, codes=["recycling"])
    milestone = initiative.milestones.all()[0]
    reach_milestone(by=by, milestone=milestone, on=date(2026, 1, 5))
    upload = SimpleUploadedFile(f"{MARK}file.csv", f"month,{MARK}inside\n2026-01,12\n".encode(), "text/csv")
    evidence = add_evidence(
        by=by, initiative=initiative, title=f"{MARK}proof", note=f"{MARK}note", upload=upload, milestone=milestone
    )
    change_initiative(
        by=by,
        initiative=initiative,
        based_on=1,
        words={"summary": f"{MARK}summary, written anew"},
        reason=f"{MARK}reason",
    )
    declare_interest(by=by, initiative=initiative, whose="organisation", words=f"{MARK}interest")
    interest = declare_interest(by=by, initiative=initiative, whose="own", words=f"{MARK}trustee")
    comment = post_comment(by=by, on=initiative, text=f"{MARK}remark", key=uuid4())
    post_comment(by=by, on=initiative, text=f"{MARK}answer", key=uuid4(), answers=comment)
    write_update(by=by, initiative=initiative, happened=f"{MARK}happened", upcoming=f"{MARK}upcoming")
    measure = add_measure(by=by, initiative=initiative, plan=MeasurePlan(f"{MARK}counted", f"{MARK}unit"))
    count = count_delivery(by=by, measure=measure, day=date(2026, 1, 5), number=Decimal(3), note=f"{MARK}remarked")
    weighed = RiskPlan("risk", f"{MARK}risk", 2, 3, owner=by, response=f"{MARK}response")
    risk = raise_risk(by=by, initiative=initiative, plan=weighed)
    over = raise_risk(by=by, initiative=initiative, plan=RiskPlan("blocker", f"{MARK}owned"))
    close_risk(by=by, risk=over, why=f"{MARK}closed")
    waits = add_dependency(by=by, initiative=initiative, outside=f"{MARK}outside")
    _let_wait(partnership, initiative)
    run_waiting()
    initiative.refresh_from_db()
    return Kept(
        initiative,
        milestone,
        evidence,
        comment,
        interest,
        involvement,
        document,
        initiative.tags.get(),
        measure,
        count,
        risk,
        waits,
    )


def _let_wait(partnership: Partnership, draft: Initiative) -> None:
    """Something that everyone sees waits for the draft, where there is something."""
    by = partnership.business_member
    shared = partnership.workspace.initiatives.shared().order_by("pk")
    if shared:
        add_dependency(by=by, initiative=shared[0], on=draft)
