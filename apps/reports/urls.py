"""Addresses of board packs, below those of their workspace."""

from django.urls import path

from apps.reports.views import packs

app_name = "reports"
_PACKS = "w/<slug:workspace_slug>/packs/"
urlpatterns = [
    path(_PACKS, packs.pack_list, name="packs"),
    path(f"{_PACKS}new/", packs.pack_new, name="pack_new"),
    path(f"{_PACKS}<int:pk>/", packs.pack, name="pack"),
    path(f"{_PACKS}<int:pk>/progress/", packs.pack_progress, name="pack_progress"),
    *(
        path(f"{_PACKS}<int:pk>/{sort}/", packs.pack_file, {"sort": sort}, name=f"pack_{sort}")
        for sort in ("pdf", "pptx", "xlsx")
    ),
    path(f"{_PACKS}schedules/<int:pk>/end/", packs.schedule_end, name="schedule_end"),
]
