"""What waiting figures would do to the scores, as both imports and deliveries show it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from apps.common.htmx import render_page
from apps.desks.queries import tier_reports
from apps.figures.importing import is_overtaken
from apps.figures.models import Import
from apps.scores.previewing import Preview, preview


def show_preview(request: HttpRequest, imports: Sequence[Import], name: str, back: str) -> HttpResponse:
    """The page of a preview; says so where none of the imports waits for a decision."""
    waiting = [imported for imported in imports if imported.state in (*Import.TO_DECIDE, Import.State.HELD)]
    found = preview(waiting) if waiting else Preview(why="Nothing of this waits for a decision any more.")
    context = {
        "section": "desk",
        "place": "imports",
        "preview": found,
        "overtaken": [str(each) for each in waiting if is_overtaken(each)],
        "tiers": tier_reports(found.tiers),
        "name": name,
        "back": back,
    }
    return render_page(request, "desks/preview.html", context)
