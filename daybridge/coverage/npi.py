"""Whether ten digits can be a National Provider Identifier.

Source: 45 CFR 162.406 and ISO/IEC 7812: the last digit checks the others, which are
        read as if 80840 stood before them.
"""

PREFIX_SUM = 24  # what 80840 adds


def is_npi(text: str) -> bool:
    """Ten ASCII digits, the first 1 or 2, whose check digit is right."""
    if len(text) != 10 or not (text.isascii() and text.isdigit()):
        return False
    if text[0] not in "12":
        return False
    total = PREFIX_SUM
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
