"""Where each entrance is mounted."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.pages.urls")),
    path("", include("apps.explore.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.work.urls")),
    path("desk/", include("apps.desks.urls")),
    path("files/", include("apps.files.urls")),
    path("api/v1/", include("apps.api.urls")),
]
handler400 = "apps.pages.views.bad_request"
handler403 = "apps.pages.views.not_allowed"
handler404 = "apps.pages.views.not_found"
handler500 = "apps.pages.views.broken"
handler429 = "apps.accounts.views.too_many"  # not Django's: allauth looks for it here
