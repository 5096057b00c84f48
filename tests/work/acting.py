"""What members do in a workspace, by its actions."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.conversations.actions import post_comment
from apps.initiatives.actions import add_evidence, add_milestone, log_initiative, reach_milestone, serve_goal
from apps.initiatives.plans import InitiativePlan, Service

#: Days that are long past and far ahead, whenever a test is run.
LONG_AGO, FAR_AHEAD = date(2020, 3, 31), date(2099, 3, 31)


def log(partnership, *goals, by=None, **changes):
    """An initiative that the council leads, meant to serve some goals."""
    plan = {
        "kind": "initiative",
        "title": "Kerbside food waste",
        "summary": "A second bin for every house.",
        "lead": partnership.council,
        "serves": tuple(Service(goal, "Less goes to landfill.") for goal in goals),
    }
    return log_initiative(
        by=by or partnership.lead, workspace=partnership.workspace, plan=InitiativePlan(**(plan | changes))
    )


def step(partnership, initiative, title="Bins bought", due=FAR_AHEAD):
    return add_milestone(by=partnership.lead, initiative=initiative, title=title, due=due)


def serve(partnership, initiative, goal):
    return serve_goal(by=partnership.lead, initiative=initiative, goal=goal, mechanism="Less goes to landfill.")


def reach(partnership, milestone, on=LONG_AGO):
    return reach_milestone(by=partnership.lead, milestone=milestone, on=on)


def show(partnership, initiative, **given):
    """Evidence: a file, unless words or a link are given."""
    if not given.keys() & {"note", "link", "upload"}:
        given["upload"] = SimpleUploadedFile("tonnes.csv", b"month,tonnes\n2026-01,12\n", "text/csv")
    return add_evidence(by=partnership.lead, initiative=initiative, **({"title": "First tonnes"} | given))


def comment(partnership, thing, text="Which streets come first?", *, by=None, answers=None):
    by = by or partnership.contributor
    return post_comment(by=by, on=thing, text=text, key=uuid4(), answers=answers, speaking_for="Ambleton Health")
