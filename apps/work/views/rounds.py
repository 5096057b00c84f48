"""Going round what one looks after: two lines each, on one page, saved by one press."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.errors import Overtaken
from apps.common.htmx import redirect_page, render_page
from apps.initiatives.actions import go_round
from apps.initiatives.models import Initiative
from apps.initiatives.rounds import RoundLine, round_lines, round_of
from apps.work.forms.rounds import RoundForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

#: So many stand on one page: what one can say in five minutes.
PER_PAGE = 12


@dataclass
class Row:
    """One of them on the page, what is typed of it, and whether that was saved."""

    line: RoundLine
    form: RoundForm
    is_saved: bool = False


@dataclass
class Sent:
    """What came of the rows that were sent: `lost` are the words for something that is no longer theirs."""

    rows: list[Row] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def saved(self) -> int:
        return sum(row.is_saved for row in self.rows)

    @property
    def is_done(self) -> bool:
        return not self.lost and not any(row.form.is_bound and row.form.errors for row in self.rows)


@workspace_view(Permission.INITIATIVE_EDIT)
@require_http_methods(["GET", "POST"])
def updates_round(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    member = member_of(workspace, request.user)
    mine = round_of(member) if member else Initiative.objects.none()
    if request.method == "POST":
        return _answer(request, workspace, mine)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    rows = [Row(line, RoundForm(line=line)) for line in round_lines(page)]
    return _page(request, workspace, Sent(rows), page)


def _answer(request: HttpRequest, workspace: Workspace, mine: Any) -> HttpResponse:
    sent = _save(request, mine)
    if not sent.is_done:
        return _page(request, workspace, sent)
    if sent.saved:
        said = ngettext("%(count)d is saved.", "%(count)d are saved.", sent.saved)
        messages.success(request, said % {"count": sent.saved})
    else:
        messages.warning(request, _("Nothing was filled in, so nothing was saved."))
    return redirect_page(request, "work:updates_round", workspace.slug)


def _save(request: HttpRequest, mine: Any) -> Sent:
    """Save row by row: a bad one keeps none of the others from being saved, and keeps its own words."""
    asked = [text for text in request.POST.getlist("row") if text.isascii() and text.isdecimal() and len(text) < 19]
    known = {line.initiative.pk: line for line in round_lines(mine.filter(pk__in=asked[:PER_PAGE]))}
    sent = Sent()
    for pk in map(int, asked[:PER_PAGE]):
        if line := known.get(pk):
            sent.rows.append(_saved(request, line))
        else:
            sent.lost += [text for name in ("happened", "upcoming") if (text := request.POST.get(f"i{pk}-{name}"))]
    fresh = {line.initiative.pk: line for line in round_lines(mine.filter(pk__in=list(known)))}
    for row in sent.rows:
        # What is saved is shown as it is now, with room for more.
        if line := fresh.get(row.line.initiative.pk):
            row.line = line
            if row.is_saved:
                row.form = RoundForm(line=line)
            elif row.form.is_overtaken:
                row.form.read_again(line)
    return sent


def _saved(request: HttpRequest, line: RoundLine) -> Row:
    form = RoundForm(request.POST, line=line)
    if form.is_empty:
        return Row(line, RoundForm(line=line))
    return Row(line, form, is_saved=_done(request, line, form))


def _done(request: HttpRequest, line: RoundLine, form: RoundForm) -> bool:
    try:
        return (
            attempted(form, lambda: go_round(by=request.user, initiative=line.initiative, said=form.said)) is not None
        )
    except Overtaken:
        form.add_error(None, _("Someone changed it after you opened this page. Look at it, then save this row again."))
        form.is_overtaken = True
    except ObjectDoesNotExist:
        form.add_error(None, _("It, or its milestone, is gone meanwhile. Look at its page."))
    return False


def _page(
    request: HttpRequest, workspace: Workspace, sent: Sent, page: "Page[Initiative] | None" = None
) -> HttpResponse:
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "initiatives",
        "rows": sent.rows,
        "wrong": [row for row in sent.rows if row.form.is_bound and row.form.errors],
        "saved": [row for row in sent.rows if row.is_saved],
        "lost": sent.lost,
        "page": page,
    }
    return render_page(request, "work/updates_round.html", context, status=200 if sent.is_done else 422)
