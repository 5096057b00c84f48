"""Addresses of the API, version 1."""

from django.urls import path, re_path

from apps.api.v1 import imports
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
    path("imports/", imports.import_bring, name="import_bring"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/accept/", imports.import_accept, name="import_accept"),
    path("imports/<int:pk>/decline/", imports.import_decline, name="import_decline"),
    path("deliveries/<int:pk>/", imports.delivery_detail, name="delivery_detail"),
    path("deliveries/<int:pk>/accept/", imports.delivery_accept, name="delivery_accept"),
    path("deliveries/<int:pk>/decline/", imports.delivery_decline, name="delivery_decline"),
    re_path(r"^[\s\S]*$", missing, name="missing"),
]
