"""The desk of sources: all of them, one of them, registering it, and changing what is said of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import events_about, versions_of
from apps.activity.versions import version_lines
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks.source_forms import SourceForm, SourceNewForm
from apps.figures import source_actions as actions
from apps.figures.expected import expected_of_source
from apps.figures.ground import subjects
from apps.figures.models import RegisteredSource
from apps.figures.registered import SourceLine, imports_of_source, source_line, source_lines

_SECTION = {"section": "desk", "place": "sources"}
_PER_PAGE = 50


@requires(Permission.DESK_VIEW)
@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(source_lines(), _PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "desks/source_list.html", {**_SECTION, "page": page})


@requires(Permission.DESK_VIEW)
@require_GET
def source_detail(request: HttpRequest, code: str) -> HttpResponse:
    line = _line(code)
    imports = imports_of_source(code)
    loaded = [imported for imported in imports if imported.source_id]
    known = subjects()

    def name_of(element_code: str) -> str:
        return known[element_code].name if element_code in known else element_code

    page = Paginator(imports, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_SECTION,
        "line": line,
        "page": page,
        "lines": [(imported, name_of(imported.element_code)) for imported in page],
        "vintages": list(dict.fromkeys(imported.source.vintage for imported in loaded if imported.source)),
        "indicators": sorted({name_of(imported.element_code) for imported in loaded}, key=str.casefold),
        "entries": [(entry, name_of(entry.release.element_code)) for entry in expected_of_source(code)],
        "events": events_about(line.registered) if line.registered else [],
    }
    return render_page(request, "desks/source_detail.html", context)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """Register a source; one that files name already begins with their words."""
    if request.method == "GET":
        known = source_line(request.GET.get("code", ""))
        return _new_page(request, SourceNewForm(initial={"code": known.code, **known.words} if known else {}))
    form = SourceNewForm(request.POST)
    source = attempted(form, lambda: _register(request, form))
    if source is None:
        return _new_page(request, form)
    messages.success(request, _("Registered. Readers see these words wherever the source is named."))
    return redirect_page(request, "desks:source_detail", source.code)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def source_edit(request: HttpRequest, code: str) -> HttpResponse:
    source = get_object_or_404(RegisteredSource, code=code)
    if request.method == "GET":
        return _edit_page(request, source, SourceForm(initial={**source.words(), "version": source.version}))
    form = SourceForm(request.POST)
    changed, overtaking = edited(form, lambda: _change(request, source, form))
    if changed is None:
        return _edit_page(request, source, form, overtaking)
    messages.success(request, _saved(changed, form))
    return redirect_page(request, "desks:source_detail", code)


@requires(Permission.DESK_VIEW)
@require_GET
def source_versions(request: HttpRequest, code: str) -> HttpResponse:
    source = get_object_or_404(RegisteredSource, code=code)
    context = {**_SECTION, "source": source, "lines": version_lines(source, versions_of(source))}
    return render_page(request, "desks/source_versions.html", context)


def _line(code: str) -> SourceLine:
    line = source_line(code)
    if line is None:
        raise Http404
    return line


def _register(request: HttpRequest, form: SourceNewForm) -> RegisteredSource:
    return actions.register_source(by=request.user, code=form.cleaned_data["code"], words=form.words())


def _change(request: HttpRequest, source: RegisteredSource, form: SourceForm) -> RegisteredSource:
    wrote = form.cleaned_data
    return actions.change_source(
        by=request.user, source=source, based_on=wrote["version"], words=form.words(), reason=wrote["reason"]
    )


def _saved(source: RegisteredSource, form: SourceForm) -> str:
    if source.two_people and not form.cleaned_data["two_people"]:
        return _(
            "Saved. Two people still sign off its figures: one person is enough once another steward has saved it "
            "without the tick too."
        )
    return _("Saved. Readers see it at once; what stood here before is among the versions.")


def _new_page(request: HttpRequest, form: SourceNewForm) -> HttpResponse:
    context = {**_SECTION, "form": form}
    return render_page(request, "desks/source_new.html", context, status=422 if form.is_bound else 200)


def _edit_page(
    request: HttpRequest, source: RegisteredSource, form: SourceForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **_SECTION,
        "source": source,
        "form": form,
        "overtaking": overtaking,
        "versions_url": reverse("desks:source_versions", args=[source.code]),
    }
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "desks/source_edit.html", context, status=status)
