"""Taking with one what is kept about one, and closing one's account."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import signed_in
from apps.accounts import closing_actions as actions
from apps.accounts.export import everything_about
from apps.accounts.forms import PasswordForm
from apps.accounts.leading import sign_in_address
from apps.accounts.models import User
from apps.accounts.views.own import PLACE
from apps.common.answers import attempted
from apps.common.htmx import render_page


@signed_in
@require_GET
def account_export(request: HttpRequest) -> HttpResponse:
    told = everything_about(get_object_or_404(User, pk=request.user.pk))
    response = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return response


@signed_in
@sensitive_post_parameters("present")
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    if attempted(form, lambda: actions.close_account(by=request.user, **form.cleaned_data)):
        logout(request)
        return HttpResponseRedirect(sign_in_address(closed="yes"))
    context = {**PLACE, "form": form}
    return render_page(request, "accounts/account_delete.html", context, status=422 if form.is_bound else 200)
