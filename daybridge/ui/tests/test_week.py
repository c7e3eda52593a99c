"""A week lays its blocks on the right day, in order, in the right part of the day."""

from datetime import UTC, date, datetime

import pytest

from daybridge.ui.week import Block, week_of

MONDAY = date(2026, 11, 23)


def block(day: int, hour: int, label: str = "Group") -> Block:
    starts = datetime(2026, 11, day, hour, tzinfo=UTC)
    return Block(label=label, starts=starts, ends=starts.replace(minute=50))


def test_a_week_has_seven_days_and_knows_today():
    week = week_of(MONDAY, [], today=date(2026, 11, 24))

    assert [day.on.day for day in week.days] == [23, 24, 25, 26, 27, 28, 29]
    assert [day.on.day for day in week.days if day.is_today] == [24]


def test_blocks_stand_on_their_day_in_order_of_time():
    late, early = block(24, 18, "late"), block(24, 9, "early")

    week = week_of(MONDAY, [late, early, block(30, 9)], today=MONDAY)

    assert [b.label for b in week.days[1].blocks] == ["early", "late"]
    assert sum(len(day.blocks) for day in week.days) == 2


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (16, "afternoon"),
        (17, "evening"),
        (23, "evening"),
    ],
)
def test_a_block_belongs_to_the_part_it_starts_in(hour, part):
    assert block(24, hour).part == part


def test_every_day_has_all_three_parts_so_that_rows_align():
    day = week_of(MONDAY, [block(23, 18)], today=MONDAY).days[0]

    assert [(part, len(blocks)) for part, blocks in day.parts] == [
        ("morning", 0),
        ("afternoon", 0),
        ("evening", 1),
    ]


def test_a_closed_day_says_why():
    closures = {date(2026, 11, 26): "Thanksgiving"}

    week = week_of(MONDAY, [], today=MONDAY, closures=closures)

    assert [day.closed_for for day in week.days][3] == "Thanksgiving"
