"""Pure: how a number is written for a reader: thousands set apart, a true minus sign, its unit where it belongs."""

from dataclasses import dataclass
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"


def number(value: float | None, decimals: int = 1) -> str:
    """`value` to so many decimals: "1,234.5", "−0.3"; nothing at all for nothing. Never "-0.0"."""
    if value is None:
        return ""
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace("-", MINUS)


def signed(value: float | None, decimals: int = 2) -> str:
    """A change with its sign: "+0.31", "−0.31"; "0.00" has none."""
    written = number(value, decimals)
    return f"+{written}" if value is not None and round(value, decimals) > 0 else written


@dataclass(frozen=True)
class Written:
    """A figure as it is written: the number with its sign ("71.2%", "£32,000") and the rest of its unit."""

    amount: str
    rest: str

    def __str__(self) -> str:
        return f"{self.amount} {self.rest}".strip()


@dataclass(frozen=True)
class Unit:
    """A unit in two parts: the sign that is written at the number ("%", "pounds") and the rest ("of adults")."""

    sign: str
    rest: str


@lru_cache(maxsize=1024)
def unit_parts(unit: str) -> Unit:
    """The sign and the rest of a unit, for a column that names the rest once at its head."""
    for sign in ("%", "pounds"):
        if unit.startswith(sign):
            return Unit(sign, unit.removeprefix(sign).strip(" ,"))
    return Unit("", unit)


def in_unit(value: float | None, unit: str, decimals: int = 1) -> Written:
    """Write a figure in its `unit`: "71.2%" and "of adults", "£32,000" and "per resident", "12.3" and "per 100,000"."""
    amount = number(value, decimals)
    if not amount:
        return Written("", "")
    parts = unit_parts(unit)
    if parts.sign == "%":
        amount = f"{amount}%"
    elif parts.sign == "pounds":
        amount = f"{MINUS}£{amount[1:]}" if amount.startswith(MINUS) else f"£{amount}"
    return Written(amount, parts.rest)
