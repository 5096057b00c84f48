"""Addresses of explore. Areas are named by slug, and the tier they are seen at stands before it."""

from django.urls import path

from apps.explore.views import (
    brief,
    calendar,
    changes,
    errata,
    narrative,
    practice,
    quality,
    registers,
    reorganisations,
    search,
)
from apps.explore.views import index as views
from apps.explore.views.what_if import what_if

app_name = "explore"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.search_suggest, name="search_suggest"),
    path("areas/", views.areas, name="areas"),
    path("areas/suggest/", views.suggest, name="suggest"),
    path("areas/changes/", reorganisations.reorganisations, name="reorganisations"),
    path("areas/<slug:slug>/", views.area_any, name="area_any"),
    path("areas/<slug:tier>/<slug:slug>/", views.area, name="area"),
    path("areas/<slug:tier>/<slug:slug>/changes/", changes.changes, name="changes"),
    path("areas/<slug:tier>/<slug:slug>/in-words/", narrative.in_words, name="in_words"),
    path("areas/<slug:tier>/<slug:slug>/in-words.txt", narrative.in_words_text, name="in_words_text"),
    path("areas/<slug:tier>/<slug:slug>/brief/", brief.brief, name="brief"),
    path("areas/<slug:tier>/<slug:slug>/<slug:code>/", views.element, name="element"),
    path("what-if/<slug:tier>/<slug:slug>/", what_if, name="what_if"),
    path("practice/", practice.cases, name="cases"),
    path("practice/<slug:slug>/", practice.case, name="case"),
    path("indicators/", registers.indicators, name="indicators"),
    path("indicators/<slug:code>/", registers.indicator, name="indicator"),
    path("indicators/<slug:code>/figures.csv", registers.indicator_figures, name="indicator_figures"),
    path("indicators/<slug:code>/coverage.csv", registers.indicator_coverage, name="indicator_coverage"),
    path("quality/", quality.quality, name="quality"),
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
