"""Pure: how a number is written for a reader: thousands set apart, a true minus sign, its unit where it belongs."""

from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"


def number(value: float | None, decimals: int = 1) -> str:
    """`value` to so many decimals: "1,234.5", "−0.3"; nothing at all for nothing. Never "-0.0"."""
    if value is None:
        return ""
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace("-", MINUS)


@dataclass(frozen=True)
class Written:
    """A figure as it is written: the number with its sign ("71.2%", "£32,000") and the rest of its unit."""

    amount: str
    rest: str

    def __str__(self) -> str:
        return f"{self.amount} {self.rest}".strip()


def in_unit(value: float | None, unit: str, decimals: int = 1) -> Written:
    """Write a figure in its `unit`: "71.2%" and "of adults", "£32,000" and "per resident", "12.3" and "per 100,000"."""
    amount = number(value, decimals)
    if not amount:
        return Written("", "")
    if unit.startswith("%"):
        return Written(f"{amount}%", unit[1:].strip())
    if unit.startswith("pounds"):
        pounds = f"{MINUS}£{amount[1:]}" if amount.startswith(MINUS) else f"£{amount}"
        return Written(pounds, unit.removeprefix("pounds").strip(" ,"))
    return Written(amount, unit)
