"""The administrator's desk of quiet periods: for all workspaces, or for those of a region."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.areas.models import Area
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.desks.admin_forms import QuietForm
from apps.workspaces import quiet_actions as actions
from apps.workspaces.models import QuietPeriod
from apps.workspaces.queries import quiet_periods as periods_of_all


@requires(Permission.QUIET_SET)
@require_http_methods(["GET", "POST"])
def quiet_periods(request: HttpRequest) -> HttpResponse:
    regions = Area.objects.in_force().order_by("region").values_list("region", flat=True).distinct()
    form = QuietForm(request.POST if request.method == "POST" else None, regions=list(regions))
    if form.is_bound and (
        _period := attempted(form, lambda: actions.set_quiet_period(by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Set. It ends by itself after its last day."))
        return redirect_page(request, "desks:quiet_periods")
    context = {
        "section": "desk",
        "place": "quiet",
        "form": form,
        "periods": periods_of_all(),
        "today": timezone.localdate(),
    }
    return render_page(request, "desks/quiet_periods.html", context, status=422 if form.errors else 200)


@requires(Permission.QUIET_SET)
@require_POST
def quiet_period_end(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(QuietPeriod.objects.filter(workspace__isnull=True), pk=pk)
    return done(
        request,
        lambda: actions.end_quiet_period(by=request.user, period=period),
        _("Ended. What is chosen to be shown becomes public again."),
        "desks:quiet_periods",
    )
