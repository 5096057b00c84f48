"""Addresses of explore. Areas are named by slug, and the tier they are seen at stands before it."""

from django.urls import path, register_converter

from apps.explore.sheets import FORMS
from apps.explore.views import (
    brief,
    calendar,
    changes,
    charts,
    data,
    editions,
    elements,
    embed,
    errata,
    feed,
    narrative,
    organisation_logo,
    organisations,
    practice,
    quality,
    registers,
    reorganisations,
    search,
    takeaway,
    trends,
    workspaces,
)
from apps.explore.views import index as views
from apps.explore.views.compare import compare, compare_any, compare_data
from apps.explore.views.grid import grid, grid_any, grid_data
from apps.explore.views.likeness import like, like_data
from apps.explore.views.spine import spine, spine_data
from apps.explore.views.what_if import what_if


class FormConverter:
    """The forms in which a table is taken away: the end of its file's name."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "form")

#: An area as it was published in a run.
_PAST = "editions/<slug:edition>/<int:run>/areas/<slug:tier>/<slug:slug>"

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
    path("areas/<slug:tier>/<slug:slug>/data.<form:form>", takeaway.area_data, name="area_data"),
    path("areas/<slug:tier>/<slug:slug>/changes/", changes.changes, name="changes"),
    path("areas/<slug:tier>/<slug:slug>/changes/data.<form:form>", changes.changes_data, name="changes_data"),
    path("areas/<slug:tier>/<slug:slug>/like/", like, name="like"),
    path("areas/<slug:tier>/<slug:slug>/like/data.<form:form>", like_data, name="like_data"),
    path("areas/<slug:tier>/<slug:slug>/indicators/", spine, name="spine"),
    path("areas/<slug:tier>/<slug:slug>/indicators/data.<form:form>", spine_data, name="spine_data"),
    path("areas/<slug:tier>/<slug:slug>/trends/", trends.trends, name="trends"),
    path("areas/<slug:tier>/<slug:slug>/trends/data.<form:form>", trends.trends_data, name="trends_data"),
    path("areas/<slug:tier>/<slug:slug>/picture.png", charts.area_picture, name="area_picture"),
    path("areas/<slug:tier>/<slug:slug>/in-words/", narrative.in_words, name="in_words"),
    path("areas/<slug:tier>/<slug:slug>/in-words.txt", narrative.in_words_text, name="in_words_text"),
    path("areas/<slug:tier>/<slug:slug>/brief/", brief.brief, name="brief"),
    path("areas/<slug:tier>/<slug:slug>/<slug:code>/", views.element, name="element"),
    path("areas/<slug:tier>/<slug:slug>/<slug:code>/data.<form:form>", takeaway.element_data, name="element_data"),
    path("compare/", compare_any, name="compare_any"),
    path("compare/<slug:tier>/", compare, name="compare"),
    path("compare/<slug:tier>/data.<form:form>", compare_data, name="compare_data"),
    path("grid/", grid_any, name="grid_any"),
    path("grid/<slug:tier>/", grid, name="grid"),
    path("grid/<slug:tier>/data.<form:form>", grid_data, name="grid_data"),
    path("data/", data.data, name="data"),
    path("feed/", feed.feed, name="feed"),
    path("editions/", editions.edition_list, name="editions"),
    path("editions/<slug:edition>/", editions.edition, name="edition"),
    path("editions/<slug:edition>/<int:run>/", editions.edition_run, name="edition_run"),
    path("editions/<slug:edition>/<int:run>/everything.zip", editions.edition_everything, name="edition_everything"),
    path(f"{_PAST}/", editions.edition_area, name="edition_area"),
    path(f"{_PAST}/data.<form:form>", editions.edition_area_data, name="edition_area_data"),
    path(f"{_PAST}/<slug:code>/", editions.edition_element, name="edition_element"),
    path(f"{_PAST}/<slug:code>/data.<form:form>", editions.edition_element_data, name="edition_element_data"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>.<slug:form>", charts.chart_of_area, name="chart_of_area"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>.<slug:form>", charts.chart, name="chart"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/", embed.chart_page_of_area, name="chart_page_of_area"),
    path("charts/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>/", embed.chart_page, name="chart_page"),
    path("embed/<slug:kind>/<slug:tier>/<slug:slug>/", embed.embed_of_area, name="embed_of_area"),
    path("embed/<slug:kind>/<slug:tier>/<slug:slug>/<slug:code>/", embed.embed, name="embed"),
    path("what-if/<slug:tier>/<slug:slug>/", what_if, name="what_if"),
    path("elements/", elements.elements, name="elements"),
    path("elements/<slug:tier>/<slug:code>/", elements.element_across, name="element_across"),
    path("elements/<slug:tier>/<slug:code>/data.<form:form>", elements.element_across_data, name="element_across_data"),
    path("practice/", practice.cases, name="cases"),
    path("practice/data.<form:form>", takeaway.cases_data, name="cases_data"),
    path("practice/<slug:slug>/", practice.case, name="case"),
    path("workspaces/<slug:slug>/", workspaces.workspace, name="workspace"),
    path("workspaces/<slug:slug>/calendar.ics", workspaces.workspace_calendar_file, name="workspace_calendar_file"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<slug:slug>/logo/<slug:digest>/", organisation_logo.organisation_logo, name="organisation_logo"
    ),
    path("indicators/", registers.indicators, name="indicators"),
    path("indicators/<slug:code>/", registers.indicator, name="indicator"),
    path("indicators/data.<form:form>", takeaway.indicators_data, name="indicators_data"),
    path("indicators/<slug:code>/data.<form:form>", takeaway.indicator_data, name="indicator_data"),
    path("indicators/<slug:code>/figures.csv", registers.indicator_figures, name="indicator_figures"),
    path("indicators/<slug:code>/coverage.csv", registers.indicator_coverage, name="indicator_coverage"),
    path("quality/", quality.quality, name="quality"),
    path("sources/", registers.sources, name="sources"),
    path("sources/data.<form:form>", takeaway.sources_data, name="sources_data"),
    path("sources/<slug:code>/", registers.source, name="source"),
    path("releases/", registers.releases, name="releases"),
    path("releases/data.<form:form>", takeaway.releases_data, name="releases_data"),
    path("releases/calendar/", calendar.release_calendar, name="release_calendar"),
    path("releases/calendar.ics", calendar.release_calendar_file, name="release_calendar_file"),
    path("releases/feed/", registers.releases_feed, name="releases_feed"),
    path("releases/early/", errata.early_access, name="early_access"),
    path("errata/", errata.errata, name="errata"),
    path("errata/<int:pk>/", errata.erratum, name="erratum"),
    path("early/", errata.early_list, name="early_list"),
    path("early/<int:pk>/", errata.early, name="early"),
]
