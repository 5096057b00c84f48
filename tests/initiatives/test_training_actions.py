"""A workspace for training is filled with an example, never public, and set back at will."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.activity.jobs import ask_to_seal
from apps.activity.models import Event, Notification, Version
from apps.activity.sealed import verify
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.conversations.actions import post_comment
from apps.conversations.models import Comment, Thread
from apps.files.models import StoredFile
from apps.initiatives.actions import add_document, add_evidence, log_initiative
from apps.initiatives.plans import InitiativePlan
from apps.initiatives.training_actions import open_training_workspace, reset_training_workspace
from apps.scores.models import Publication
from apps.workspaces.actions import add_member, add_partner, show_workspace
from apps.workspaces.models import Workspace
from tests.records import as_saved


def train(partnership, organiser, **changes):
    given = {"by": organiser, "organisation": partnership.council, "name": "Training"}
    return open_training_workspace(**(given | {"area": partnership.world.areas["Ambleton"]} | changes))


def told(space):
    """What is in it, by title."""
    things = [*space.goals.all(), *space.initiatives.all()]
    return sorted(each.title for each in things), space.initiatives.filter(milestones__isnull=False).distinct().count()


def test_it_opens_with_an_example_on_real_figures(partnership, organiser):
    space = train(partnership, organiser)

    goal = space.goals.get()
    assert space.is_training
    assert goal.area == partnership.world.areas["Ambleton"]
    assert goal.assessments.count() == 1
    assert goal.contributions.count() == 2
    assert {each.kind for each in space.initiatives.all()} == {"policy", "initiative"}
    assert space.initiatives.filter(evidence__isnull=False).count() == 1
    assert space.members.get().person == organiser


def test_the_public_never_sees_it(partnership, organiser):
    space = train(partnership, organiser)

    with pytest.raises(Refused, match="for training, so the public never sees it"):
        show_workspace(by=organiser, workspace=space, is_public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.filter(pk=space.pk).update(is_public=True)


def test_set_back_it_is_as_at_the_beginning_and_nothing_else_is_touched(partnership, organiser):
    partnership.goal()
    space = train(partnership, organiser)
    before, goal = told(space), space.goals.get()
    kept = Version.objects.exclude(subject_kind="workspace").count()
    post_comment(by=organiser, on=goal, text="What is this?", key=uuid4())
    upload = SimpleUploadedFile("notes.txt", b"Twelve came.", "text/plain")
    add_evidence(by=organiser, initiative=space.initiatives.first(), title="Notes", upload=upload)
    terms = SimpleUploadedFile("terms.txt", b"Be fair.", "text/plain")
    add_document(by=organiser, initiative=space.initiatives.first(), title="Terms", upload=terms)
    run_waiting()

    reset_training_workspace(by=organiser, workspace=space, name=" Training ")

    assert told(space) == before
    assert not space.goals.filter(pk=goal.pk).exists()
    assert (Comment.objects.count(), Thread.objects.count()) == (0, 0)
    assert not StoredFile.objects.filter(name__in=["notes.txt", "terms.txt"]).exists()
    assert Version.objects.exclude(subject_kind="workspace").count() == kept
    assert Notification.objects.filter(scope_kind="workspace", scope_id=space.pk).count() == 0
    assert Event.objects.filter(verb=Verb.TRAINING_RESET, scope_id=space.pk).count() == 1
    assert partnership.workspace.goals.count() == 1


def keep_one(partnership, space):
    """The business practises with a draft that it keeps; whom that is told is not told yet."""
    partner = add_partner(by=OPERATOR, workspace=space, organisation=partnership.business)
    other = partnership.someone(Role.VIEWER, "business")
    for person, role in ((partnership.business_member, Role.CONTRIBUTOR), (other, Role.VIEWER)):
        add_member(by=OPERATOR, workspace=space, person=person, partner=partner, role=role)
    run_waiting()
    plan = InitiativePlan("initiative", "Hush", "Hush.", partnership.business, is_kept=True)
    return log_initiative(by=partnership.business_member, workspace=space, plan=plan)


def test_what_was_kept_there_stays_unsaid_when_it_is_set_back(
    partnership, organiser, administrator, signed_in, guarded
):
    space = train(partnership, organiser)
    kept = keep_one(partnership, space)
    ask_to_seal()
    run_waiting()
    pages = (organiser, reverse("work:activity", args=[space.slug])), (administrator, reverse("desks:audit"))
    shown = space.initiatives.filter(is_kept=False).first().title

    reset_training_workspace(by=organiser, workspace=space, name="Training")

    for who, address in pages:
        page = signed_in(who).get(address).content.decode()
        assert ("Hush" in page, shown in page) == (False, True)
    event = Event.objects.get(verb=Verb.INITIATIVE_LOGGED, subject_id=kept.pk)
    assert (event.actor, event.subject_label, event.details) == (
        partnership.business_member, "something that was kept to some partners", {},
    )  # fmt: skip
    ask_to_seal()
    run_waiting()
    assert (verify().wrong, verify().waiting) == ("", 0)


def test_nobody_is_told_afterwards_of_what_is_gone(partnership, organiser):
    space = train(partnership, organiser)
    kept = keep_one(partnership, space)

    reset_training_workspace(by=organiser, workspace=space, name="Training")
    run_waiting()

    assert not Notification.objects.filter(event__subject_kind="initiative", event__subject_id=kept.pk).exists()


def test_only_one_for_training_is_set_back_by_its_lead_who_types_its_name(partnership, organiser):
    space = train(partnership, organiser)
    with pytest.raises(Refused, match="That is not its name"):
        reset_training_workspace(by=organiser, workspace=space, name="training")
    with pytest.raises(Refused, match="is not for training"):
        reset_training_workspace(by=partnership.lead, workspace=partnership.workspace, name="Ambleton together")
    partner = space.partners.get()
    add_member(by=organiser, workspace=space, person=partnership.lead, partner=partner, role=Role.CONTRIBUTOR)
    for person in (partnership.lead, partnership.contributor):
        with pytest.raises(AccessDenied):
            reset_training_workspace(by=person, workspace=space, name="Training")
    with pytest.raises(AccessDenied):
        train(partnership, partnership.lead)


def test_before_anything_is_published_it_opens_without_a_goal(partnership, organiser):
    Publication.objects.all().delete()

    space = train(partnership, organiser)

    assert space.goals.count() == 0
    assert as_saved(space).initiatives.count() == 2
