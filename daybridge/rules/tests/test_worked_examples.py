"""The examples told in docs/rules come out as told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from daybridge.rules.credentials import Activity, Credential, CredentialKind
from daybridge.rules.dose import weigh_week
from daybridge.rules.dose_rules import WEEKLY_DOSE_RULES, DoseOrder, Week
from daybridge.rules.group_conduct import (
    GroupFacts,
    LeaderFacts,
    PatientFacts,
    warnings_for,
)
from daybridge.rules.likeness import likeness
from daybridge.rules.name_index import PersonName
from daybridge.rules.names_in_text import find_names
from daybridge.rules.service_day import (
    MEDICARE_THREE_SERVICES,
    MEDICARE_TIERS,
    THREE_HOURS,
    DayFacts,
    Modality,
    NoteState,
    SessionStay,
    judge_day,
)
from daybridge.rules.time_in_care import Interval, minutes_attended

DOCS = Path(__file__).resolve().parents[3] / "docs" / "rules"
WEEK = Week(date(2026, 3, 2))
MON, TUE, WED, THU, *_, SUN = WEEK.days


def told(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def at(clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(2026, 3, 3, hour, minute, tzinfo=UTC)


def test_the_week_of_weekly_dose_comes_out_as_told():
    monday = minutes_attended(
        arrived_at=at("17:25"),
        left_at=at("20:30"),
        session_start=at("17:30"),
        session_end=at("20:30"),
    )
    weeks = [
        weigh_week(
            week=WEEK,
            delivered=delivered,
            still_planned={},
            order=DoseOrder(540, 3),
            rule=WEEKLY_DOSE_RULES[0],
            today=today,
        )
        for delivered, today in (({MON: monday, TUE: 190}, THU), ({MON: 180}, SUN))
    ]

    assert monday == 180
    for week in weeks:
        assert week.sentence in told("weekly-dose.md")


def stay(title: str, start: str, arrived: str, end: str, **more) -> SessionStay:
    return SessionStay(
        subject_id=title,
        title=title,
        session=Interval(at(start), at(end)),
        arrived_at=at(arrived),
        left_at=at(end),
        modality=more.get("modality", Modality.SKILLS),
        counts_to_clinical_hours=True,
        note=more.get("note", NoteState.SIGNED),
    )


EVENING = [
    stay("Check-in and skills", "17:30", "17:20", "18:30"),
    stay(
        "Relapse prevention, 6:30 PM",
        "18:30",
        "18:30",
        "20:00",
        modality=Modality.GROUP,
        note=NoteState.UNSIGNED,
    ),
    stay("Mindfulness", "20:00", "20:00", "20:30", modality=Modality.WELLNESS),
    stay("Meeting", "20:45", "20:45", "21:45", modality=Modality.MUTUAL_HELP),
]


def test_the_evening_of_service_day_comes_out_as_told():
    verdict = judge_day(DayFacts(EVENING), [THREE_HOURS])
    late = [replace(EVENING[0], arrived_at=at("17:31")), *EVENING[1:]]
    [too_short, _] = judge_day(DayFacts(late), [THREE_HOURS]).holds

    assert (verdict.counts_under, verdict.minutes) == (THREE_HOURS, 180)
    [hold] = verdict.holds
    assert hold.sentence in told("service-day.md")
    assert too_short.sentence in told("service-day.md")


def test_the_same_evening_counts_for_medicare_as_three_services():
    verdict = judge_day(DayFacts(EVENING), MEDICARE_TIERS)

    assert verdict.counts_under is MEDICARE_THREE_SERVICES


def test_the_two_notes_of_likeness_come_out_as_told():
    found = likeness(
        "Luis rated the craving six.",
        "Keisha rated the craving four.",
        ignore={"Luis", "Keisha"},
    )

    assert f"**{found.score}**" in told("likeness.md")
    assert f"*{found.longest_run.text}*" in told("likeness.md")


def test_the_summary_of_names_in_shared_text_comes_out_as_told():
    group = [
        PersonName("dana", "Dana", "Morales"),
        PersonName("grace", "Grace", "Okafor"),
        PersonName("brian", "Brian", "Kowalczyk"),
    ]
    page = told("names-in-shared-text.md")
    text = next(line[2:] for line in page.splitlines() if line.startswith("> "))
    findings = find_names(text, group)

    assert [(f.matched, f.certainty.value) for f in findings] == [
        ("Grace", "maybe"),
        ("Dana M", "sure"),
    ]
    for finding in findings:
        assert f"| {finding.start}–{finding.end} | {finding.certainty}" in page
        assert finding.sentence in page


def test_the_group_of_group_conduct_comes_out_as_told():
    here = [PatientFacts(f"{n}", "Dana", is_present=True) for n in range(12)]
    by_video = replace(here[0], patient_id="12", by_telehealth=True)
    facts = GroupFacts(
        session_id="tonight",
        activity=Activity.THERAPY_GROUP,
        on=TUE,
        staff_present=1,
        leader=LeaderFacts(
            "ruth", "Ruth", [Credential(CredentialKind.LCSW, date(2027, 3, 1))], False
        ),
        patients=[*here, by_video],
        planned_minutes=90,
        minutes_so_far=30,
        minutes_left=50,
        room_name="Willow room",
        room_capacity=14,
    )

    warnings = warnings_for(facts)

    assert len(warnings) == 3
    for warning in warnings:
        act = warning.mend.split("_")[0]
        assert f"- *{warning.sentence}* → {act} " in told("group-conduct.md")
