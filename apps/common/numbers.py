"""Pure: how a number is written for a reader (thousands apart, a true minus sign, its unit), and read from people."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"
#: A comma sets thousands apart where all of them are, and elsewhere stands for the point. An exponent is what a very
#: small number comes back with that was saved before.
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
_AMOUNT = re.compile(r"-?\d+([.,]\d+)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_number(text: str) -> float:
    """A figure as people write it: 45, 45.5, 45,5, 1,234, £32,000 or 45%; nan where it is none."""
    bare = re.sub(r"[\s%£_]", "", text).replace(MINUS, "-")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    amount = float(bare.replace(",", ".")) if _AMOUNT.fullmatch(bare) else math.nan
    return amount if math.isfinite(amount) else math.nan


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
    written = amount(value, unit, decimals)
    return Written(written, unit_parts(unit).rest if written else "")


def amount(value: float | None, unit: str, decimals: int = 1) -> str:
    """A figure with no more of its unit than the sign: "71.2%", "£32,000", "12.3"; nothing for nothing."""
    written = number(value, decimals)
    if not written:
        return ""
    sign = unit_parts(unit).sign
    if sign == "%":
        return f"{written}%"
    if sign == "pounds":
        return f"{MINUS}£{written[1:]}" if written.startswith(MINUS) else f"£{written}"
    return written
