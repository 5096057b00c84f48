"""What an initiative says of itself besides its words: who works on it, its documents, the elements that it touches."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import actions
from apps.initiatives.actions.tagging import MOST_TAGS
from apps.initiatives.models import Initiative
from apps.initiatives.queries import initiatives_in
from apps.initiatives.tags import index_now, touched_by
from apps.work.forms.bringing import DocumentForm
from apps.work.forms.initiative_people import InvolvementForm
from apps.work.views.initiative_parts import Part, part_page
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
asks = require_http_methods(["GET", "POST"])
_LONGEST_SEARCH = 100


@may_edit
@asks
def involvement_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    form = InvolvementForm(request.POST if request.method == "POST" else None, initiative=initiative)
    named = (
        attempted(form, lambda: actions.involve(by=request.user, initiative=initiative, **form.cleaned_data))
        if form.is_bound
        else None
    )
    if named:
        messages.success(request, _("They stand below, and are told."))
        return redirect_page(request, "work:initiative", workspace.slug, pk)
    part = Part(
        _("Who works on it?"),
        _("Add them"),
        intro=_("Whoever leaves this workspace stands here no more. Someone who is named already is named anew."),
    )
    return part_page(request, initiative, part, form)


@may_edit
@require_POST
def involvement_remove(request: HttpRequest, workspace: Workspace, pk: int, involvement_pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    found = get_object_or_404(initiative.involvements.select_related("member__person"), pk=involvement_pk)
    said = _("%(person)s does not stand here any more.") % {"person": found.member.person}
    return done(
        request,
        lambda: actions.release(by=request.user, involvement=found),
        said,
        "work:initiative",
        workspace.slug,
        pk,
    )


@may_edit
@asks
def document_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    sent = request.method == "POST"
    form = DocumentForm(request.POST if sent else None, request.FILES if sent else None)
    added = (
        attempted(form, lambda: actions.add_document(by=request.user, initiative=initiative, **form.cleaned_data))
        if sent
        else None
    )
    if added:
        messages.success(request, _("The document is added."))
        return redirect_page(request, "work:initiative", workspace.slug, pk)
    intro = _("What belongs to it, such as its text, its plan or its terms. What shows that it works is evidence.")
    return part_page(request, initiative, Part(_("Add a document"), _("Add this document"), intro=intro), form)


@may_edit
@require_POST
def document_remove(request: HttpRequest, workspace: Workspace, pk: int, document_pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    document = get_object_or_404(initiative.documents.select_related("initiative__workspace"), pk=document_pk)
    said = _("“%(document)s” is removed. The activity keeps that it was there.") % {"document": document}
    return done(
        request,
        lambda: actions.remove_document(by=request.user, document=document),
        said,
        "work:initiative",
        workspace.slug,
        pk,
    )


@may_edit
@asks
def tags_choose(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """The elements that it touches, and those that can be chosen besides, domain by domain or by their names."""
    initiative = _initiative(request, workspace, pk)
    if request.method == "POST":
        codes = request.POST.getlist("code")
        return done(
            request,
            lambda: actions.tag_initiative(by=request.user, initiative=initiative, codes=codes),
            _("Saved. What it touches stands on its page."),
            "work:tags_choose",
            workspace.slug,
            pk,
        )
    index, sought = index_now(), request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    touched = touched_by(initiative, index)
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "touched": touched,
        "chosen": {each.element.code for each in touched if each.element},
        "branches": index.branches(sought),
        "sought": sought,
        "most": MOST_TAGS,
    }
    return render_page(request, "work/initiative_tags_choose.html", context)


@may_edit
@require_POST
def tag_remove(request: HttpRequest, workspace: Workspace, pk: int, tag_pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    tag = get_object_or_404(initiative.tags.select_related("initiative__workspace"), pk=tag_pk)
    said = _("It does not touch this element any more.")
    return done(
        request,
        lambda: actions.untag_initiative(by=request.user, tag=tag),
        said,
        "work:tags_choose",
        workspace.slug,
        pk,
    )


def _initiative(request: HttpRequest, workspace: Workspace, pk: int) -> Initiative:
    return get_object_or_404(initiatives_in(workspace, request.user).select_related("workspace"), pk=pk)
