"""What figures that wait for a decision would do to the scores, before anyone decides. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from apps.areas.models import Area
from apps.common.tiers import Tier
from apps.figures.checking import Cell
from apps.figures.importing import check_opened, open_import
from apps.figures.models import Import
from apps.figures.queries import CurrentRow, current_rows, imports_in_force
from apps.figures.release import UnreadableRelease
from apps.figures.snapshots import PackedFigures, pack_rows, unpack
from apps.framework.models import Edition
from apps.framework.queries import current_edition
from apps.scores.arrays import NoGroup
from apps.scores.comparing import Named, TierComparison, TierScores, compare_tier
from apps.scores.computing import CannotScore, TierResult
from apps.scores.engine.method import Method
from apps.scores.models import Publication, Run
from apps.scores.runs import compute_run, figures_for, indicator_codes

#: A preview holds each row by itself, while someone waits for a page; a release of one indicator has some thousands.
MOST_ROWS = 500_000


@dataclass(frozen=True)
class Preview:
    """What accepting some imports would change of the scores that the figures in force give, tier by tier.

    `why`: a sentence where nothing can be worked out.
    """

    tiers: tuple[TierComparison, ...] = ()
    why: str = ""


def preview(imports: Sequence[Import]) -> Preview:
    """Score the figures in force with and without what some checked imports would bring.

    Not the published scores are held beside it but those of all figures in force: whatever was loaded since the last
    publication would otherwise look like the doing of these.
    """
    edition = _edition()
    if edition is None:
        return Preview(why="No edition has been frozen yet, so there are no scores.")
    if sum(each.rows for each in imports) > MOST_ROWS:
        return Preview(
            why=f"Of more than {MOST_ROWS:,} rows no preview is made: it would take too long for a page. The report on "
            "the import says what would change; a run that nobody has published yet shows the scores."
        )
    codes = indicator_codes(edition)
    run = Run(edition=edition, as_at=edition.as_at, method=Method().to_json(), imports=imports_in_force(codes))
    try:
        brought = {each.element_code: _brought(each) for each in imports if each.element_code in codes}
    except UnreadableRelease as error:
        # The framework moved on since it was checked: its indicator is gone, or kept in another unit.
        return Preview(why=str(error))
    if not brought:
        return Preview(why="No indicator of the edition in force is among these, so no score would change.")
    now = figures_for(run)
    then = overlaid(now, brought)
    try:
        before, after = compute_run(run, now), compute_run(run, then)
    except (CannotScore, NoGroup) as error:
        return Preview(why=str(error))
    return _compared(edition, before, after)


def overlaid(figures: PackedFigures, brought: Mapping[str, Mapping[tuple[str, str], Cell]]) -> PackedFigures:
    """Figures with the cells that came in laid over them, by indicator and by area and period."""
    kept = [series for series in figures.series if series.code not in brought]
    rows: dict[tuple[str, str, str], CurrentRow] = {row[:3]: row for row in current_rows(list(brought))}
    for code, cells in brought.items():
        for (area, period), cell in cells.items():
            rows[code, area, period] = (code, area, period, *cell)
    fresh = pack_rows(figures.areas, rows.values()).series
    return replace(figures, series=tuple(sorted([*kept, *fresh], key=lambda each: (each.code, each.period))))


def _edition() -> Edition | None:
    publication = Publication.objects.select_related("run__edition").first()
    return publication.run.edition if publication else current_edition()


def _brought(imported: Import) -> dict[tuple[str, str], Cell]:
    report = check_opened(open_import(imported), oddities=False)
    return {(row.area, row.period): row.cell for row in (*report.new, *report.revised)}


def _compared(edition: Edition, before: list[TierResult], after: list[TierResult]) -> Preview:
    elements = {element.code: element for element in edition.elements.order_by("position")}
    named = Named(dict(Area.objects.values_list("code", "name")), elements)
    old, new = ({result.tier: _scores(result) for result in results} for results in (before, after))
    both = [tier for tier in Tier if tier in new and tier in old]
    return Preview(tuple(compare_tier(tier, new[tier], old[tier], named) for tier in both))


def _scores(result: TierResult) -> TierScores:
    scores = {code: unpack(packed) for code, (packed, _) in result.by_element.items()}
    return TierScores(result.areas, result.indicators, scores)
