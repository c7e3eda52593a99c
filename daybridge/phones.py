"""Telephone numbers, written in one way so that two can be compared.

Decided: a number without a country code is read as one of the United States. What
cannot be read as a number stays as it was told, and is never the same as another.
"""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

REGION = "US"
LONGEST = 40


def e164(written: str) -> str:
    """The number as +12155550144, or an empty string if it cannot be one."""
    try:
        number = phonenumbers.parse(written[:LONGEST], REGION)
    except NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != 0:  # not: local only
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def for_people(written: str) -> str:
    """The number as people here write it, (215) 555-0144; else as it was told."""
    compared = e164(written)
    if not compared:
        return written
    number = phonenumbers.parse(compared)
    style = (
        PhoneNumberFormat.NATIONAL
        if number.country_code == 1
        else PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def ways_of_writing(compared: str) -> list[str]:
    """How an American number may stand in older records; others only two ways."""
    if not compared:
        return []
    if not (compared.startswith("+1") and len(compared) == 12):
        return [compared, for_people(compared)]
    area, office, line = compared[2:5], compared[5:8], compared[8:]
    return [
        compared,
        f"({area}) {office}-{line}",
        f"{area}-{office}-{line}",
        f"{area}.{office}.{line}",
        f"{area} {office} {line}",
        f"{area}{office}{line}",
        f"1-{area}-{office}-{line}",
        f"1{area}{office}{line}",
        f"+1 {area}-{office}-{line}",
        f"+1 ({area}) {office}-{line}",
    ]
