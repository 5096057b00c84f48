"""Figures of areas of before to those of an area that was made of them, in one period. Pure; nothing is made up."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.figures.checking import Cell
from apps.figures.compiling.formulas import as_text

SUM, MEAN, NONE = "sum", "mean", "none"
NOT_MEASURED, SUPPRESSED, NOT_COMPARABLE = "not-measured", "suppressed", "not-comparable"
MERGED, RECODED, PUBLISHED = "merged", "recoded", "published"


@dataclass(frozen=True)
class Piece:
    """One of the areas that make up a new one; `within` are its districts, where it is a county that had some."""

    code: str
    people: float
    within: tuple["Piece", ...] = ()


@dataclass(frozen=True)
class Whole:
    """A new area: the pieces that make it up, or, where some went in only in part, those (`partly`) that did."""

    code: str
    pieces: tuple[Piece, ...]
    partly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How several figures make one; `weights` by code of an area, None where people are what a mean is weighted by."""

    kind: str
    weights: Mapping[str, float] | None = field(default=None)


def worked_out(whole: Whole, cells: Mapping[str, Cell], rule: Rule) -> Cell:
    """What the figures of one period, by code of an area, make of a new area: a value, or why there is none.

    One piece with the same bounds is that area under another code. Several make a figure where all have one; an area
    is never worked out from some of its parts.
    """
    if whole.partly:
        known = any(_has(cells.get(code)) for code in (*whole.partly, *(piece.code for piece in whole.pieces)))
        return _absent(NOT_COMPARABLE if known else NOT_MEASURED)
    if len(whole.pieces) == 1:
        return _recoded(_of_piece(whole.pieces[0], cells, rule))
    return _together(whole.pieces, cells, rule)


def _of_piece(piece: Piece, cells: Mapping[str, Cell], rule: Rule) -> Cell:
    """What is known of one piece: its own figure, else what its districts make."""
    own = cells.get(piece.code)
    if _has(own) or not piece.within:
        return own or _absent(NOT_MEASURED)
    made = _together(piece.within, cells, rule)
    return made if _has(made) else own or made


def _together(pieces: Sequence[Piece], cells: Mapping[str, Cell], rule: Rule) -> Cell:
    found = [_of_piece(piece, cells, rule) for piece in pieces]
    if not all(_has(cell) for cell in found):
        return _absent(_why(found))
    weights = [_weight(piece, rule) for piece in pieces]
    if rule.kind == NONE or rule.kind == MEAN and not all(weights):
        return _absent(NOT_COMPARABLE)
    values = [cell.value for cell in found if cell.value is not None]
    total = math.fsum(values) if rule.kind == SUM else _mean(values, weights)
    return Cell(float(as_text(total)), None, None, "", MERGED)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / math.fsum(weights)


def _weight(piece: Piece, rule: Rule) -> float:
    if rule.weights is None:
        return piece.people
    within = [rule.weights.get(part.code, 0.0) for part in piece.within]
    return rule.weights.get(piece.code, 0.0) or (math.fsum(within) if all(within) else 0.0)


def _why(cells: Sequence[Cell]) -> str:
    if any(cell.absence == SUPPRESSED for cell in cells):
        return SUPPRESSED
    some = any(_has(cell) for cell in cells) or any(cell.absence == NOT_COMPARABLE for cell in cells)
    return NOT_COMPARABLE if some else NOT_MEASURED


def _recoded(cell: Cell) -> Cell:
    return cell._replace(basis=RECODED) if _has(cell) and cell.basis == PUBLISHED else cell


def _has(cell: Cell | None) -> bool:
    return cell is not None and cell.value is not None


def _absent(why: str) -> Cell:
    return Cell(None, None, None, why, PUBLISHED)
