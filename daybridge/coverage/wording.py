"""Coverage in plain words: money, shares, days."""

from datetime import date

HUNDRED = 100


def dollars(cents: int | None) -> str:
    """$1,234.50; whole dollars without cents; an empty string for what is unknown."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, HUNDRED)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"


def percent(hundredths: int | None) -> str:
    """20 %, or 12.5 %."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, HUNDRED)
    text = f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)
    return f"{text}%"


def day_words(day: date) -> str:
    """November 24, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
