"""Addresses of the API, version 1."""

from django.urls import path, re_path

from apps.api.v1.areas import area_detail, area_list
from apps.api.v1.changes import change
from apps.api.v1.elements import element_detail, element_list
from apps.api.v1.explanations import explanation
from apps.api.v1.figures import figure_list
from apps.api.v1.index import index, missing
from apps.api.v1.runs import run_published
from apps.api.v1.scores import score_list

app_name = "api"
urlpatterns = [
    path("", index, name="index"),
    path("areas/", area_list, name="areas"),
    path("areas/<slug:code>/", area_detail, name="area"),
    path("elements/", element_list, name="elements"),
    path("elements/<slug:code>/", element_detail, name="element"),
    path("figures/", figure_list, name="figures"),
    path("scores/", score_list, name="scores"),
    path("changes/", change, name="changes"),
    path("explanations/", explanation, name="explanations"),
    path("runs/published/", run_published, name="run_published"),
    re_path(r"^[\s\S]*$", missing, name="missing"),
]
