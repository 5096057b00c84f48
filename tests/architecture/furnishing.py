"""A partnership with one of everything that has an address, and each address filled in with those."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from apps.accounts.logo_actions import set_logo
from apps.accounts.models import ApiToken, Organisation, User
from apps.accounts.token_actions import make_token
from apps.activity.announcement_actions import announce
from apps.activity.models import Announcement, Event
from apps.areas.feature_actions import feature_area
from apps.areas.models import Area, Feature, NewArea
from apps.areas.plans import NewAreaPlan
from apps.areas.reorganising import add_new_area, draft_reorganisation
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.conversations.actions import post_comment
from apps.conversations.report_actions import report_comment
from apps.figures.actions import add_context_indicator, bring_file
from apps.figures.actions.errata import publish_erratum
from apps.figures.calendar_actions import expect_release
from apps.figures.derivation.actions import Plan, declare_derivation
from apps.figures.models import Delivery, Derivation, EarlyReader, Erratum, ExpectedRelease, Import, RegisteredSource
from apps.figures.source_actions import register_source
from apps.files.models import StoredFile
from apps.goals.actions import show_goal
from apps.goals.models import Goal
from apps.initiatives.actions import (
    add_dependency,
    add_document,
    add_evidence,
    add_measure,
    count_delivery,
    involve,
    log_initiative,
    raise_risk,
    show_initiative,
    tag_initiative,
    write_update,
)
from apps.initiatives.interest_actions import declare_interest
from apps.initiatives.models import BroughtSheet, Initiative
from apps.initiatives.plans import InitiativePlan, MeasurePlan, RiskPlan, Service, Step
from apps.initiatives.sheet_actions import bring_sheet
from apps.practice.models import Candidate, CaseStudy
from apps.reports.actions import ask_pack, schedule_packs
from apps.reports.models import Pack, PackSchedule
from apps.reports.plans import PackPlan
from apps.scores.models import Publication, Run
from apps.workspaces.actions import add_member, show_partner, show_workspace
from apps.workspaces.invitation_actions import Sent, invite
from apps.workspaces.models import Deputy, JoinRequest, PartnerInvitation, QuietPeriod, Workspace
from apps.workspaces.quiet_actions import set_quiet_period
from tests.accounts.pictures import picture
from tests.architecture.routes import Route
from tests.factories.accounts import UserFactory
from tests.partnership import Partnership
from tests.practice.writing import published_case

#: What a page is told besides its address.
ASKED = {
    "work:goal_set": "?area=ambleton&tier=upper&element=recycling&measure=value",
    "explore:compare_data": "?area=dunmere",
}


@dataclass(frozen=True)
class Furnished:
    """A partnership, and the numbers of its things by the beginning of the route's name and the parameter."""

    partnership: Partnership
    numbers: dict[str, dict[str, Any]]

    def values(self, route: Route) -> dict[str, Any]:
        """What to put in the place of a route's parameters."""
        found = {"workspace_slug": self.partnership.workspace.slug, **OF_THE_INDEX, **OF_LETTERS}
        for beginning, numbers in self.numbers.items():
            if route.name.startswith(beginning):
                found |= numbers
        unknown = set(route.parameters) - set(found)
        assert not unknown, f"{route.name} has parameters this table does not know: {unknown}"
        return {name: found[name] for name in route.parameters}

    def address(self, route: Route) -> str:
        if route.name == "api:missing":
            return "/api/v1/nothing-here"
        return route.address(self.values(route)) + ASKED.get(route.name, "")


OF_THE_INDEX = {"tier": "upper", "slug": "dunmere", "code": "smoking", "form": "csv", "edition": "small"}
OF_LETTERS = {"secret": "a-link-that-nobody-was-sent"}


def furnish(partnership: Partnership, curator: Any) -> Furnished:
    """A goal, an initiative that serves it with a milestone and a file, talk, and a case study, all by actions."""
    goal = partnership.goal()
    initiative = log_initiative(
        by=partnership.lead,
        workspace=partnership.workspace,
        plan=InitiativePlan(
            "initiative",
            "Kerbside food waste",
            "A second bin for every house.",
            partnership.council,
            serves=(Service(goal, "Less goes to landfill."),),
            milestones=(Step("Bins bought", date(2027, 3, 31)),),
        ),
    )
    upload = SimpleUploadedFile("tonnes.csv", b"month,tonnes\n2026-01,12\n", "text/csv")
    evidence = add_evidence(by=partnership.lead, initiative=initiative, title="First tonnes", upload=upload)
    comment = post_comment(by=partnership.contributor, on=goal, text="Which streets come first?", key=uuid4())
    goal.refresh_from_db()
    reported = report_comment(by=partnership.viewer, comment=comment, on=goal, reason="It names someone.")
    interest = declare_interest(by=partnership.lead, initiative=initiative, whose="own", words="I sit on its board.")
    _describe(partnership, initiative)
    invited = _invitation(partnership)
    workspace, milestone = partnership.workspace, initiative.milestones.get()
    made = _reorganisation(partnership)
    # Of the council itself, which is a partner: so that both who asks and who answers find it.
    asked = JoinRequest.objects.create(workspace=workspace, organisation=partnership.council, words="We would come.")
    taken_in = PartnerInvitation.objects.create(
        workspace=workspace,
        organisation=partnership.council,
        role=Role.CONTRIBUTOR,
        words="Come and join us.",
        invited_by=partnership.lead,
        expires_at=timezone.now() + timedelta(days=9),
    )
    _show(partnership, goal, initiative)
    measure = partnership.measure()
    away = workspace.members.get(person=partnership.viewer)
    deputy = Deputy.objects.create(
        member=away,
        stand_in=workspace.members.get(person=partnership.someone(Role.VIEWER, "charity")),
        starts=date(2031, 1, 1),
        ends=date(2031, 1, 9),
    )
    numbers = {
        "accounts:session_end": {"number": 1},
        "accounts:passkey": {"pk": 1},
        "accounts:sign_on_disconnect": {"pk": 1},
        "desks:reorganisation": {"pk": made.reorganisation_id},
        "desks:reorganisation_area_remove": {"pk": made.pk},
        "reports:pack": {"pk": _pack(partnership).pk},
        "reports:schedule": {"pk": _schedule(partnership).pk},
        "work:goal": {"pk": goal.pk},
        "work:borrow": {"pk": initiative.pk},
        "work:spreadsheet_brought": {"pk": _brought(partnership).pk},
        "work:measure": {"pk": measure.pk},
        "work:figure": {"pk": measure.pk, "figure_pk": measure.figures.all()[0].pk},
        "work:initiative": {"pk": initiative.pk},
        "work:contribution": {"pk": initiative.pk, "goal_pk": goal.pk},
        "work:milestone": {"pk": initiative.pk, "milestone_pk": milestone.pk},
        "work:evidence": {"pk": initiative.pk, "evidence_pk": evidence.pk},
        "work:document": {"pk": initiative.pk, "document_pk": initiative.documents.get().pk},
        "work:involvement": {"pk": initiative.pk, "involvement_pk": initiative.involvements.get().pk},
        "work:tag": {"pk": initiative.pk, "tag_pk": initiative.tags.get().pk},
        "work:update_write": {"pk": initiative.pk},
        **_course(partnership, initiative),
        "work:interest": {"pk": initiative.pk, "interest_pk": interest.pk},
        "work:sight_take": {"pk": initiative.pk, "partner_pk": partnership.partners["health"].pk},
        "work:comment": {"pk": comment.pk},
        "desks:report": {"pk": reported.pk},
        "work:member": {"pk": workspace.members.get(person=partnership.viewer).pk},
        "work:member_deputy": {"pk": deputy.member_id, "deputy_pk": deputy.pk},
        "work:workspace_quiet": {"pk": _quiet(workspace).pk},
        "work:partner": {"pk": partnership.partners["council"].pk},
        "work:partner_invitation": {"pk": taken_in.pk},
        "work:partnership": {"organisation_slug": partnership.council.slug, "pk": taken_in.pk},
        "work:organisation": {"organisation_slug": partnership.council.slug},
        "work:workspace_open": {"organisation_slug": partnership.council.slug},
        "work:training_open": {"organisation_slug": partnership.council.slug},
        "work:workspaces_ask": {"organisation_slug": partnership.council.slug},
        "work:request": {"organisation_slug": partnership.council.slug, "pk": asked.pk},
        "work:organisation_invitation": {"pk": _to_the_council(partnership)},
        "work:workspace_invitation": {"pk": invited.invitation.pk},
        "work:invitation": {"pk": invited.invitation.pk, "token": invited.token},
        "explore:workspace": {"slug": workspace.slug},
        "explore:organisation": {"slug": partnership.council.slug, "digest": _logo(partnership)},
        "work:person": {"organisation_slug": partnership.council.slug, "pk": partnership.council.people.all()[0].pk},
        "pages:bundle": {"run_id": Publication.objects.get().run_id},
        "explore:edition": {"run": Publication.objects.get().run_id},
        "explore:chart": {"kind": "strip", "form": "svg"},
        "explore:chart_of_area": {"kind": "wheel", "form": "svg"},
        "explore:chart_page": {"kind": "strip"},
        "explore:chart_page_of_area": {"kind": "wheel"},
        "explore:embed": {"kind": "strip"},
        "explore:embed_of_area": {"kind": "wheel"},
        "explore:source": {"code": "smoking-source"},
        "explore:case": {"slug": published_case(partnership.world, curator).slug},
    }
    return Furnished(partnership, numbers | _of_the_desks() | {"api:area": {"code": _area_code(partnership)}})


def _describe(partnership: Partnership, initiative: Initiative) -> None:
    """Someone who works on it, a document of it, an element that it touches."""
    member = partnership.workspace.members.get(person=partnership.contributor)
    involve(by=partnership.lead, initiative=initiative, member=member, does="counts the bins")
    add_document(by=partnership.lead, initiative=initiative, title="The plan", link="https://example.org/plan")
    tag_initiative(by=partnership.lead, initiative=initiative, codes=["recycling"])


def _course(partnership: Partnership, initiative: Initiative) -> dict[str, dict[str, Any]]:
    """How it goes with it: an update, something counted, a risk, something that it waits for."""
    by, pk = partnership.lead, {"pk": initiative.pk}
    write_update(by=by, initiative=initiative, happened="The bins are ordered.", upcoming="They come in March.")
    measure = add_measure(by=by, initiative=initiative, plan=MeasurePlan("Bins given out", "bins"))
    count = count_delivery(by=by, measure=measure, day=date(2026, 1, 31), number=Decimal(12))
    risk = raise_risk(by=by, initiative=initiative, plan=RiskPlan("risk", "Prices may rise.", 2, 3))
    waits = add_dependency(by=by, initiative=initiative, outside="The grant decision")
    return {
        "work:delivery": pk | {"measure_pk": measure.pk, "count_pk": count.pk},
        "work:risk": pk | {"risk_pk": risk.pk},
        "work:dependency": pk | {"dependency_pk": waits.pk},
    }


def _feature() -> Feature:
    """An area that the home page points to."""
    area, ends = Area.objects.order_by("pk")[0], timezone.localdate() + timedelta(days=9)
    return Feature.objects.first() or feature_area(by=OPERATOR, area=area, words="A new library opens.", ends=ends)


def _quiet(workspace: Workspace | None = None) -> QuietPeriod:
    """A quiet period some day to come."""
    words = "There are elections."
    return set_quiet_period(
        by=OPERATOR, workspace=workspace, starts=date(2031, 1, 1), ends=date(2031, 1, 9), words=words
    )


def _show(partnership: Partnership, goal: Goal, initiative: Initiative) -> None:
    """To the public: the workspace, the council's part, and what it leads there."""
    goal.refresh_from_db()
    initiative.refresh_from_db()
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    show_goal(by=partnership.lead, goal=goal, is_public=True)
    show_initiative(by=partnership.lead, initiative=initiative, is_public=True)


def _brought(partnership: Partnership) -> BroughtSheet:
    """A table that its bringer has not saved yet."""
    content = b"kind,title,what it does,led by\npolicy,Meat-free Mondays,Less meat in schools.,Ambleton Council\n"
    return bring_sheet(by=partnership.lead, workspace=partnership.workspace, name="ours.csv", content=content)


def _pack(partnership: Partnership) -> Pack:
    """A board pack that is made."""
    plan = PackPlan("For the board", date(2026, 7, 1), date(2026, 9, 30))
    pack = ask_pack(by=partnership.lead, workspace=partnership.workspace, plan=plan)
    run_waiting()
    return pack


def _schedule(partnership: Partnership) -> PackSchedule:
    plan = PackPlan("Every quarter", date(2026, 7, 1), date(2026, 9, 30))
    return schedule_packs(by=partnership.lead, workspace=partnership.workspace, plan=plan)


def _invitation(partnership: Partnership) -> Sent:
    """To the workspace, by a lead of it who is an organiser of the council."""
    person = UserFactory(name="Lee Leading")
    council, workspace = partnership.council, partnership.workspace
    add_to_organisation(by=OPERATOR, organisation=council, person=person, role=Role.ORGANISER)
    partner = partnership.partners["council"]
    add_member(by=OPERATOR, workspace=workspace, person=person, partner=partner, role=Role.LEAD)
    return invite(
        by=person, email="nell@example.org", organisation=council, workspace=workspace, workspace_role=Role.VIEWER
    )


def _to_the_council(partnership: Partnership) -> int:
    """An invitation to the council alone."""
    organiser = partnership.council.people.filter(role=Role.ORGANISER)[0].person
    return invite(by=organiser, email="nell@example.org", organisation=partnership.council).invitation.pk


def _logo(partnership: Partnership) -> str:
    return set_logo(by=OPERATOR, organisation=partnership.council, name="logo.png", content=picture()).logo_sha256


def _reorganisation(partnership: Partnership) -> NewArea:
    """A new area of a draft."""
    drafted = draft_reorganisation(by=partnership.world.steward, title="Dunmere and Eastwick")
    if made := drafted.new_areas.first():
        return made
    whole = (partnership.world.areas["Dunmere"], partnership.world.areas["Eastwick"])
    plan = NewAreaPlan("E06000888", "Dunwick", whole)
    return add_new_area(by=partnership.world.steward, reorganisation=drafted, plan=plan)


def _of_the_desks() -> dict[str, dict[str, Any]]:
    return {
        "desks:person": {"pk": User.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:audit_event": {"pk": Event.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:feature_end": {"pk": _feature().pk},
        "desks:quiet": {"pk": _quiet().pk},
        "desks:announcement": {"pk": _announcement().pk},
        "work:announcement": {"pk": _announcement().pk},
        "desks:import": {"pk": Import.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:delivery": {"pk": _delivery().pk},
        "desks:derivation": {"pk": _derivation().pk, "kind": "ratio"},
        "accounts:token": {"pk": _token().pk},
        "api:import": {"pk": Import.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "api:delivery": {"pk": _delivery().pk},
        "desks:source": {"code": _source().code},
        "desks:expected": {"pk": _expected().pk},
        "desks:run": {"pk": Run.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:case": {"pk": CaseStudy.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:case_start": {"pk": Candidate.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:organisation_": {"slug": Organisation.objects.order_by("pk")[0].slug},
        "desks:job": {"pk": Job.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "desks:early_remove": {"pk": _early_reader().pk},
        "desks:early_add": {"pk": Import.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "explore:early": {"pk": EarlyReader.objects.all()[0].imported_id},
        "desks:erratum": {"pk": _erratum().pk},
        "desks:erratum_add": {"pk": Import.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "explore:erratum": {"pk": Erratum.objects.all()[0].pk},
        "files:": {"file_id": StoredFile.objects.filter(scope_kind="").order_by("pk").values_list("pk", flat=True)[0]},
    }


def _derivation() -> Derivation:
    """How one indicator is made of another, declared and worked out."""
    if known := Derivation.objects.first():
        return known
    add_context_indicator(by=OPERATOR, code="derived", name="Derived", unit="for each")
    inputs = {"top": "smoking", "bottom": "life-expectancy"}
    derivation = declare_derivation(by=OPERATOR, plan=Plan("derived", "ratio", inputs, "To see it."))
    run_waiting()
    return derivation


def _token() -> ApiToken:
    """A token of someone who comes to no address."""
    steward = User.objects.filter(platform_roles__icontains="steward").order_by("pk")[0]
    return steward.tokens.first() or make_token(by=steward, name="nightly upload", days=9)[0]


def _source() -> RegisteredSource:
    words = {"title": "Smoking", "publisher": "Office of Figures", "licence": "OGL v3.0", "attribution": "Thanks."}
    return register_source(by=OPERATOR, code="smoking-source", words=words)


def _expected() -> ExpectedRelease:
    words = {"precision": "month", "on": date(2031, 5, 1), "standing": "provisional", "note": ""}
    return expect_release(by=OPERATOR, source=_source(), words=words)


def _delivery() -> Delivery:
    """A table that waits to be told which indicator it is."""
    table = b"area,period,value\nE06999999,2024,12\n"
    brought = bring_file(by=OPERATOR, name="table.csv", content=table)
    run_waiting()
    assert isinstance(brought, Delivery)
    return brought


def _early_reader() -> EarlyReader:
    """Someone on the list of an import; it was loaded long ago, so that nobody sees it early."""
    imported = Import.objects.order_by("pk")[0]
    known = imported.early_readers.first()
    account = User.objects.order_by("-pk")[0]
    return known or EarlyReader.objects.create(imported=imported, account=account, office="director")


def _announcement() -> Announcement:
    until = timezone.now() + timedelta(days=9)
    return Announcement.objects.first() or announce(by=OPERATOR, text="The site rests on Sunday.", ends_at=until)


def _erratum() -> Erratum:
    imported = Import.objects.filter(state=Import.State.LOADED).order_by("pk")[0]
    return publish_erratum(by=OPERATOR, imported=imported, wrong="Tonnes were given.", right="They are thousands.")


def _area_code(partnership: Partnership) -> str:
    return partnership.world.areas["Dunmere"].code
