"""The desk of boundaries: what maps are drawn from, loading another file, removing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.areas import boundaries as known
from apps.areas.boundaries_reading import MOST_BYTES
from apps.areas.boundary_actions import load_boundaries, remove_boundaries
from apps.areas.models import Boundaries
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.desks.boundaries_forms import BoundariesForm

_SECTION = {"section": "desk", "place": "reorganisations"}


@requires(Permission.AREAS_BOUNDARIES)
@require_http_methods(["GET", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    form = BoundariesForm(request.POST, request.FILES) if request.method == "POST" else BoundariesForm()
    loaded = attempted(form, lambda: _load(request, form))
    if loaded:
        count = len(loaded.paths)
        said = ngettext("Loaded: the map has %(count)s shape.", "Loaded: the map has %(count)s shapes.", count)
        messages.success(request, said % {"count": count})
        return redirect_page(request, "desks:boundaries")
    in_force = (
        Boundaries.objects.filter(in_force=True).select_related("file", "loaded_by").defer("file__content").first()
    )
    context = {
        **_SECTION,
        "form": form,
        "loaded": in_force,
        "without": known.without_outline(in_force) if in_force else [],
        "former": known.former_boundaries()[:10],
    }
    return render_page(request, "desks/boundaries.html", context, status=422 if form.errors else 200)


@requires(Permission.AREAS_BOUNDARIES)
@require_POST
def boundaries_remove(request: HttpRequest) -> HttpResponse:
    said = _("Removed. Readers see the tile map only.")
    return done(request, lambda: remove_boundaries(by=request.user), said, "desks:boundaries")


def _load(request: HttpRequest, form: BoundariesForm) -> Boundaries:
    wrote = dict(form.cleaned_data)
    file = wrote.pop("file")
    # No more than is needed to see that it is too large.
    return load_boundaries(by=request.user, name=file.name, content=file.read(MOST_BYTES + 1), **wrote)
