"""Django's own pages for emergencies, when the desk itself is broken: to read by, and to suspend an account.

They are mounted only where EMERGENCY_ADMIN is on. What is changed there goes through the actions, as everywhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.access.checks import AccessDenied, can
from apps.access.decorators import View, requires
from apps.access.permissions import Permission
from apps.accounts.models import Organisation, User
from apps.accounts.people_actions import suspend_account, unsuspend_account
from apps.workspaces.models import Workspace

#: Django's own ways in and out, and its own passwords: people sign in at ours, with its limits and second steps.
_OURS = frozenset({"login", "logout", "password_change", "password_change_done"})


class EmergencySite(AdminSite):
    """For administrators who passed a second step, each page marked with the permission that opens it."""

    site_header = site_title = gettext_lazy("Emergency pages")
    index_title = gettext_lazy("To read by when the desk is broken")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.EMERGENCY_OPEN) and has_passed(request)

    def get_urls(self) -> list[Any]:
        found = [each for each in super().get_urls() if getattr(each, "name", "") not in _OURS]
        for each in found:
            _guard(each)
        return found


def has_passed(request: HttpRequest) -> bool:
    """Whether the present session passed a second step: every one of an account that has one did."""
    return bool(getattr(request.user, "has_second_step", False))


def _guard(entry: Any) -> None:
    """Whatever an address leads to is opened by our own mark first, outermost, as every view of this site."""
    if hasattr(entry, "url_patterns"):
        for each in entry.url_patterns:
            _guard(each)
    else:
        entry.callback = requires(Permission.EMERGENCY_OPEN)(_after_a_second_step(entry.callback))


def _after_a_second_step(view: Callable[..., HttpResponse]) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_passed(request):
            raise AccessDenied(_("You may not open the emergency pages before you set up a second step at sign-in."))
        return view(request, *args, **kwargs)

    return opened


class Readable(ModelAdmin):  # type: ignore[type-arg]
    """Shows what there is. Nothing is added or deleted, and what happened is looked up where it is kept."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """By the filters that a list shows, and by nothing else: any field could be guessed letter by letter."""
        return lookup.removesuffix("__exact") in self.list_filter

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("desks:audit"))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Not in a log of Django's: the action records it among all that happened."""


class PeopleAdmin(Readable):
    """Accounts, which can be suspended and opened again."""

    list_display = ("name", "email", "platform_roles", "is_active", "last_login")
    search_fields = ("name", "email")
    fields = ("name", "email", "platform_roles", "is_active", "opened_at", "last_login", "closed_at")
    readonly_fields = ("name", "email", "platform_roles", "opened_at", "last_login", "closed_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Permission.ACCOUNT_SUSPEND)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """By the action, which asks who may, refuses what may not be, and records it."""
        if "is_active" in form.changed_data:
            deed = unsuspend_account if obj.is_active else suspend_account
            deed(by=request.user, person=obj, reason=_("on the emergency pages"))


class OrganisationAdmin(Readable):
    list_display = ("name", "sector", "verified_at", "declined_at")
    fields = ("name", "slug", "sector", "description", "opened_at", "opened_by", "verified_at", "declined_at")
    search_fields = ("name",)


class WorkspaceAdmin(Readable):
    list_display = ("name", "slug")
    fields = ("name", "slug", "purpose")
    search_fields = ("name",)


emergency = EmergencySite(name="emergency")
emergency.register(User, PeopleAdmin)
emergency.register(Organisation, OrganisationAdmin)
emergency.register(Workspace, WorkspaceAdmin)
