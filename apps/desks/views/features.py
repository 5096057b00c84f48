"""The administrator's desk of featured areas: to which areas the home page points, why and until when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.areas import feature_actions as actions
from apps.areas.models import Area, Feature
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.desks.admin_forms import FeatureForm

_LISTED = 50


@requires(Permission.FEATURE_SET)
@require_http_methods(["GET", "POST"])
def features(request: HttpRequest) -> HttpResponse:
    form = FeatureForm(
        request.POST if request.method == "POST" else None, offered=Area.objects.in_force().order_by("name")
    )
    if form.is_bound and (made := attempted(form, lambda: actions.feature_area(by=request.user, **form.cleaned_data))):
        messages.success(request, _("%(area)s is featured on the home page now.") % {"area": made.area.name})
        return redirect_page(request, "desks:features")
    context = {
        "section": "desk",
        "place": "features",
        "form": form,
        "features": Feature.objects.select_related("area", "made_by")[:_LISTED],
        "today": timezone.localdate(),
    }
    return render_page(request, "desks/features.html", context, status=422 if form.errors else 200)


@requires(Permission.FEATURE_SET)
@require_POST
def feature_end(request: HttpRequest, pk: int) -> HttpResponse:
    feature = get_object_or_404(Feature, pk=pk)
    return done(
        request,
        lambda: actions.take_feature_down(by=request.user, feature=feature),
        _("Taken down from the home page."),
        "desks:features",
    )
