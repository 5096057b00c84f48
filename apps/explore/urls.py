"""Addresses of explore. Areas are named by slug, and the tier they are seen at stands before it."""

from django.urls import path

from apps.explore.views import calendar, changes, charts, embed, errata, practice, registers, reorganisations, trends
from apps.explore.views import index as views
from apps.explore.views.what_if import what_if

app_name = "explore"
urlpatterns = [
    path("", views.home, name="home"),
    path("areas/", views.areas, name="areas"),
    path("areas/suggest/", views.suggest, name="suggest"),
    path("areas/changes/", reorganisations.reorganisations, name="reorganisations"),
    path("areas/<slug:slug>/", views.area_any, name="area_any"),
    path("areas/<slug:tier>/<slug:slug>/", views.area, name="area"),
    path("areas/<slug:tier>/<slug:slug>/changes/", changes.changes, name="changes"),
    path("areas/<slug:tier>/<slug:slug>/trends/", trends.trends, name="trends"),
    path("areas/<slug:tier>/<slug:slug>/picture.png", charts.area_picture, name="area_picture"),
    path("areas/<slug:tier>/<slug:slug>/<slug:code>/", views.element, name="element"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>.<slug:form>", charts.chart_of_area, name="chart_of_area"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>.<slug:form>", charts.chart, name="chart"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/", embed.chart_page_of_area, name="chart_page_of_area"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>/", embed.chart_page, name="chart_page"),
    path("embed/<slug:kind>/<slug:tier>/<slug:slug>/", embed.embed_of_area, name="embed_of_area"),
    path("embed/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>/", embed.embed, name="embed"),
    path("what-if/<slug:tier>/<slug:slug>/", what_if, name="what_if"),
    path("practice/", practice.cases, name="cases"),
    path("practice/<slug:slug>/", practice.case, name="case"),
    path("indicators/", registers.indicators, name="indicators"),
    path("indicators/<slug:code>/", registers.indicator, name="indicator"),
    path("indicators/<slug:code>/figures.csv", registers.indicator_figures, name="indicator_figures"),
    path("indicators/<slug:code>/coverage.csv", registers.indicator_coverage, name="indicator_coverage"),
    path("sources/", registers.sources, name="sources"),
    path("sources/<slug:code>/", registers.source, name="source"),
    path("releases/", registers.releases, name="releases"),
    path("releases/calendar/", calendar.release_calendar, name="release_calendar"),
    path("releases/calendar.ics", calendar.release_calendar_file, name="release_calendar_file"),
    path("releases/feed/", registers.releases_feed, name="releases_feed"),
    path("releases/early/", errata.early_access, name="early_access"),
    path("errata/", errata.errata, name="errata"),
    path("errata/<int:pk>/", errata.erratum, name="erratum"),
    path("early/", errata.early_list, name="early_list"),
    path("early/<int:pk>/", errata.early, name="early"),
]
