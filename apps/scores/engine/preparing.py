"""From published figures to what is put on a scale: denominated, bent, outliers treated, gaps filled."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import denominate, impute, treat
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel, UnfitFigures
from apps.scores.engine.transform import TRANSFORMS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Prepared:
    """`values` (indicators, periods, areas) to be put on a scale, and the `basis` whose moments and ends make it.

    Of the basis only the base period counts where a method has one; there its extremes are drawn in and those of the
    values are not. `imputed`, in the same shape: which values were filled in, None for none. `drawn_in` (indicators,
    periods): how many figures were winsorised; `logged`, in the same shape: where a logarithm was taken as that was not
    enough.
    """

    values: Floats
    basis: Floats
    imputed: Flags | None
    drawn_in: NDArray[np.int64]
    logged: Flags


def prepare(panel: Panel, method: Method, say: Callable[[str, Floats], None]) -> Prepared:
    """Take the figures of a panel through every step before the scale. Raises ValueError and UnfitFigures."""
    figures = panel.figures if panel.reference.all() else np.where(panel.reference, panel.figures, np.nan)
    if method.denominate == "declared" and any(panel.declared.denominators):
        figures = _denominated(panel, figures)
        say("denominated", figures)
    imputed = None
    if method.impute != "none" and method.impute_at == "published":
        figures, imputed = _imputed(panel, figures, method)
        say("imputed", figures)
    bent = _bent(panel, figures, method)
    say("transformed", bent)
    values, basis, drawn_in, logged = _without_outliers(panel, bent, method)
    say("treated", values)
    if method.impute != "none" and method.impute_at == "treated":
        same = values is basis
        values, imputed = _imputed(panel, values, method)
        basis = values if same else np.where(np.isnan(basis), values, basis)
        say("imputed", values)
    return Prepared(values, basis, imputed, drawn_in, logged)


def _denominated(panel: Panel, figures: Floats) -> Floats:
    found = figures.copy()
    for column, code in enumerate(panel.declared.denominators):
        if code:
            found[column] = denominate.denominate(figures[column], panel.companion(code))
    return found


def _bent(panel: Panel, figures: Floats, method: Method) -> Floats:
    names = transforms_of(panel, method)
    if all(TRANSFORMS[name] is TRANSFORMS["none"] for name in names):
        return figures
    found = np.empty_like(figures)
    for column, name in enumerate(names):
        try:
            found[column] = TRANSFORMS[name](figures[column])
        except ValueError as error:
            raise UnfitFigures(str(error), column) from None
    return found


def transforms_of(panel: Panel, method: Method) -> tuple[str, ...]:
    """The transform of each indicator under a method: what it declares, or the method's own for all."""
    declared = panel.declared.transforms
    return declared if method.transform == "declared" else (method.transform,) * len(declared)


def _imputed(panel: Panel, values: Floats, method: Method) -> tuple[Floats, Flags]:
    if method.impute == "group-mean":
        return impute.group_mean(values, compared_group(panel, method))
    if np.isnan(panel.years).any():
        raise ValueError(
            "To fill gaps from other years, the name of every period must begin with its year, as in 2023 or 2023-04."
        )
    if method.impute == "carry-forward":
        return impute.carry_forward(values, panel.years, method.impute_years)
    return impute.linear(values, panel.years)


def compared_group(panel: Panel, method: Method) -> NDArray[np.int64]:
    """The group within which each area is compared (areas,): its own, or one for all of the reference; -1 for none."""
    if method.within == "group":
        return np.where(panel.reference, panel.group, -1)
    return np.where(panel.reference, 0, -1)


def _without_outliers(panel: Panel, bent: Floats, method: Method) -> tuple[Floats, Floats, NDArray[np.int64], Flags]:
    drawn_in = np.zeros(bent.shape[:2], dtype=np.int64)
    logged = np.zeros(drawn_in.shape, dtype=bool)
    columns = _to_be_treated(panel, method)
    if not columns:
        return bent, bent, drawn_in, logged
    basis = bent.copy()
    periods = [panel.period(method.base_period)] if method.base_period else range(bent.shape[1])
    for column in columns:
        for period in periods:
            found = _treated(bent[column, period], method)
            basis[column, period], drawn_in[column, period], logged[column, period] = found
    return (bent if method.base_period else basis), basis, drawn_in, logged


def _to_be_treated(panel: Panel, method: Method) -> list[int]:
    declared = panel.declared.transforms
    if method.outliers == "declared":
        return [column for column, name in enumerate(declared) if name == "winsorise"]
    return [] if method.outliers == "none" else list(range(len(declared)))


def _treated(values: Floats, method: Method) -> tuple[Floats, int, bool]:
    limits = (method.skewness_limit, method.kurtosis_limit)
    found, count = treat.winsorise(values, method.winsorise_points, *limits)
    if method.outliers != "winsorise-else-log" or not treat.is_skewed(found[~np.isnan(found)], *limits):
        return found, count, False
    return treat.bend_whole(values, values), 0, True
