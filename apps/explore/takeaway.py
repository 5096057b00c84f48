"""What stands on a page, to take away: as CSV, as a workbook, as JSON, with its permanent link and how to cite it.

A page that offers its table does four things:

1. A builder makes the `Sheet` (apps/explore/sheets.py) from the same frozen thing that the page shows:
   `Sheet(name, title, columns, rows, standing, notes=…, sources=known.sources, errata=known.errata)`, with
   `standing = standing_of(request, run, title, permanent)` and `known = behind(run, codes of its indicators)`.
   Numbers go in as computed; where there is none, `Absent(kind, words)`: see `score_cell`, `figure_cell`, `or_absent`.
2. Its view, at the page's address + `data.csv|data.xlsx|data.json`: `return take_away(sheet, form)`.
   In urls.py: `path("<the page>/data.<form:form>", view, name="…_data")`.
3. The page: `context["away"] = offered(request, standing, keep=("q", "tier"))`: `keep` names the words of its query
   that are filters, which go along with the three links.
4. Its template, at the end: `{% include "explore/take_away.html" with away=away only %}`, and in the block `scripts`
   `{% include "explore/take_away_scripts.html" only %}`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from apps.explore.sheets import FORMS, MOST_ROWS, Absent, Cell, Origin, Sheet, Shown, Standing, written
from apps.figures.errata import errata_on, told
from apps.figures.models import Erratum
from apps.figures.registers import release_lines
from apps.scores.models import Run
from apps.scores.queries import Reading

TOO_LONG = 413


@dataclass(frozen=True)
class Away:
    """What the partial shows: where the three forms are, the permanent link, and how to cite what is read."""

    csv: str
    xlsx: str
    json: str
    permanent: str
    citation: str


@dataclass(frozen=True)
class Behind:
    """What stands behind the figures of a table: the publications that they come from, and errors found in them."""

    sources: tuple[Origin, ...] = ()
    errata: tuple[str, ...] = ()


NOTHING = Behind()


def take_away(sheet: Sheet, form: str) -> HttpResponse:
    """A table in one of FORMS, under its own name; a sentence, and no part of it, where it is longer than may be."""
    if len(sheet.rows) > MOST_ROWS:
        sentence = _("This table has more than %(most)s rows. Take the file of the whole edition instead: see /data/.")
        return HttpResponse(sentence % {"most": f"{MOST_ROWS:,}"}, content_type="text/plain", status=TOO_LONG)
    response = HttpResponse(written(sheet, form), content_type=FORMS[form])
    name = f"{sheet.name}-run-{sheet.standing.run}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    if not sheet.standing.current:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def standing_of(request: HttpRequest, run: Run, title: str, permanent: str, *, current: bool = True) -> Standing:
    """What a table or a page of `run` stands on; `permanent` is its path, which names edition and run if it can."""
    address = request.build_absolute_uri(permanent)
    return Standing(
        edition=run.edition.code,
        edition_name=run.edition.name,
        run=run.pk,
        as_at=run.as_at,
        published=_day(run),
        address=address,
        citation=cited(title, run, address),
        current=current,
    )


def cited(title: str, run: Run, address: str) -> str:
    """How to cite what is read, but for the day on which it was read: that is the reader's."""
    words = {"title": title, "edition": run.edition.name, "run": run.pk, "address": address}
    if day := _day(run):
        words["day"] = date_format(day, "j F Y")
        said = _(
            "%(title)s. Thriving Places, a rebuilt index on open data. %(edition)s, run %(run)s, published %(day)s. "
            "%(address)s"
        )
    else:
        said = _("%(title)s. Thriving Places, a rebuilt index on open data. %(edition)s, run %(run)s. %(address)s")
    return said % words


def offered(request: HttpRequest, standing: Standing, keep: Iterable[str] = ()) -> Away:
    """The links of the partial for the page that is asked for, with those words of its query that are in `keep`."""
    query = request.GET.copy()
    for name in set(query) - set(keep):
        del query[name]
    asked = f"?{query.urlencode()}" if query else ""
    csv, xlsx, json = (f"{request.path}data.{form}{asked}" for form in FORMS)
    return Away(csv, xlsx, json, standing.address, standing.citation)


def score_cell(reading: Reading, value: float | None = None) -> Cell:
    """The score of a reading, or why it has none."""
    found = reading.score if value is None else value
    return Absent("no-score", _("there is no score; the row says why")) if found is None else found


def figure_cell(reading: Reading, value: float | None) -> Cell:
    """A number in the unit of an indicator; where there is none, the kind of its absence."""
    if not reading.is_indicator:
        return Absent("not-applicable", _("only indicators have figures"))
    if value is not None:
        return Shown(value, reading.decimals)
    return Absent(reading.absence or "no-figure", str(reading.absence_label) or _("no figure"))


def or_absent(value: float | None, kind: str, words: str, decimals: int | None = None) -> Cell:
    """A number, or an absence of some kind."""
    if value is None:
        return Absent(kind, words)
    return value if decimals is None else Shown(value, decimals)


def behind(run: Run, codes: Collection[str], area: str = "", errata: Collection[Erratum] | None = None) -> Behind:
    """What stands behind the figures of some indicators in a run, each vintage once: two queries, one with `errata`."""
    lines = [line for line in release_lines(run.imports) if line.element_code in codes]
    sources = [Origin(line.title, line.publisher, line.vintage, line.licence, line.attribution) for line in lines]
    if errata is None:
        errata = errata_on(codes, area) if run.has_errata else ()
    return Behind(tuple(dict.fromkeys(sources)), tuple(map(told, errata)))


def _day(run: Run) -> date | None:
    return timezone.localtime(run.published_at).date() if run.published_at else None
