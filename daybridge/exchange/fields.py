"""The fields an import knows: how each is read, and what to say when it cannot be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from daybridge.rules import teds

DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Read = Callable[[str, "Reading"], Any]


class NotThis(Exception):
    """The value cannot be read; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How this file writes days and times."""

    dates: tuple[str, ...] = DATE_FORMATS
    times: tuple[str, ...] = TIME_FORMATS


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields."""

    name: str
    read: Read
    required: bool = False


def text(longest: int) -> Read:
    def read(value: str, how: Reading) -> str:
        if len(value) > longest:
            raise NotThis(f"at most {longest} characters")
        return value

    return read


def day(value: str, how: Reading) -> date:
    for form in how.dates:
        try:
            found = datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1900 <= found.year <= 2100:
            return found
    raise NotThis(f"a date like {date(2026, 11, 24):{how.dates[0]}}")


def clock(value: str, how: Reading) -> time:
    for form in how.times:
        try:
            return datetime.strptime(value.upper(), form).time()  # noqa: DTZ007 - wall time
        except ValueError:
            continue
    raise NotThis("a time like 17:30 or 5:30 PM")


def whole(lowest: int, highest: int) -> Read:
    def read(value: str, how: Reading) -> int:
        digits = value.removesuffix(".0")
        if digits.isascii() and digits.isdigit() and lowest <= int(digits) <= highest:
            return int(digits)
        raise NotThis(f"a whole number from {lowest} to {highest}")

    return read


def one_of(**codes: str) -> Read:
    """A choice, by code or by any of its names: one_of(F="F f female", M=…)."""
    names = {name: code for code, known in codes.items() for name in known.split("|")}

    def read(value: str, how: Reading) -> str:
        code = names.get(value.casefold())
        if code is None:
            raise NotThis("one of: " + ", ".join(sorted(names)))
        return code

    return read


def coded(field: str, file: teds.TedsFile = teds.TedsFile.ADMISSIONS) -> Read:
    """A TEDS code or its label, kept as the code."""

    def read(value: str, how: Reading) -> str:
        try:
            code = teds.code_for(field, value, file=file)
        except teds.UnknownCode as error:
            raise NotThis(str(error)) from None
        return "" if code is None else str(code)

    return read


def weekdays(value: str, how: Reading) -> str:
    words = [word[:2].upper() for word in re.split(r"[\s,;/]+", value) if word]
    if not words or any(word not in DAYS for word in words):
        raise NotThis("days like Mon, Wed, Thu")
    return ",".join(day for day in DAYS if day in words)


SEX = one_of(F="f|female|woman|2", M="m|male|man|1", U="u|unknown|x")
MARK = one_of(
    attended="attended|present|here|yes|late|left early",
    no_show="no-show|no show|absent|missed|no",
    excused="excused",
    expected="expected|planned",
)
ROSTER = (
    Field("external_id", text(200), required=True),
    Field("first_name", text(100), required=True),
    Field("last_name", text(100), required=True),
    Field("preferred_name", text(100)),
    Field("pronouns", text(40)),
    Field("born_on", day),
    Field("sex", SEX),
    Field("language", text(10)),
    Field("phone", text(40)),
    Field("email", text(254)),
    Field("address", text(500)),
    Field("record_number", text(20)),
    Field("contact_name", text(200)),
    Field("contact_relationship", text(60)),
    Field("contact_phone", text(40)),
    Field("contact_email", text(254)),
    Field("track", text(80), required=True),
    Field("admitted_on", day, required=True),
    Field("discharged_on", day),
    Field("last_contact_on", day),
    Field("discharge_reason", coded("REASON", teds.TedsFile.DISCHARGES)),
    Field("referral_source", coded("PSOURCE")),
    Field("primary_substance", coded("SUB1")),
    Field("minutes_per_week", whole(1, 5_000)),
    Field("days_per_week", whole(1, 7)),
    *(
        Field(f"teds.{name}", coded(name))
        for name in dict.fromkeys(teds.ADMISSION_COLUMNS.values())
    ),
)
SCHEDULE = (
    Field("external_id", text(200), required=True),  # the patient's, as in the roster
    Field("group", text(120), required=True),
    Field("track", text(80), required=True),
    Field("leader", text(254), required=True),  # their e-mail address
    Field("days", weekdays, required=True),
    Field("starts_at", clock, required=True),
    Field("minutes", whole(1, 1_440), required=True),
    Field("capacity", whole(1, 500)),
    Field("starts_on", day, required=True),
    Field("ends_on", day),
)
ATTENDANCE = (
    Field("external_id", text(200), required=True),
    Field("title", text(120), required=True),
    Field("track", text(80), required=True),
    Field("leader", text(254), required=True),
    Field("on", day, required=True),
    Field("starts_at", clock, required=True),
    Field("minutes", whole(1, 1_440), required=True),
    Field("counts", one_of(yes="yes|y|1|true", no="no|n|0|false")),
    Field("mark", MARK, required=True),
    Field("minutes_attended", whole(0, 1_440)),
    Field("absence_reason", text(200)),
)
KINDS = {"roster": ROSTER, "schedule": SCHEDULE, "attendance": ATTENDANCE}
