"""Where each entrance is mounted: what the public reads in every language, what people work with in English."""

from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from apps.desks.admin import emergency


def entrances(*, in_welsh: bool, for_emergencies: bool = False) -> list[Any]:
    """All addresses. In Welsh public pages stand below /cy/ too; English ones stand where they stood."""
    public = [path("", include("apps.pages.urls")), path("", include("apps.explore.urls"))]
    return [
        *(i18n_patterns(*public, prefix_default_language=False) if in_welsh else public),
        path("", include("apps.accounts.urls")),
        path("", include("apps.work.urls")),
        path("", include("apps.reports.urls")),
        path("desk/", include("apps.desks.urls")),
        path("files/", include("apps.files.urls")),
        path("api/v1/", include("apps.api.urls")),
        *([path("emergency/", emergency.urls)] if for_emergencies else []),
    ]


urlpatterns = entrances(in_welsh=settings.WELSH, for_emergencies=settings.EMERGENCY_ADMIN)
handler400 = "apps.pages.views.bad_request"
handler403 = "apps.pages.views.not_allowed"
handler404 = "apps.pages.views.not_found"
handler500 = "apps.pages.views.broken"
handler429 = "apps.accounts.views.signing.too_many"  # not Django's: allauth looks for it here
