"""The demo clinic: the same for a seed and a day, and what the issue promises."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from daybridge.attendance.models import Attendance, FollowUp
from daybridge.demo.build import AlreadyThere
from daybridge.demo.draw import Draw
from daybridge.demo.figures import figures
from daybridge.demo.showroom import sessions_today, visitors
from daybridge.demo.tests.built import TODAY, all_of, build_demo
from daybridge.intake.models import Episode
from daybridge.notes.composing import compose
from daybridge.notes.models import Note, Summary
from daybridge.people.models import Credential, Patient, Staff
from daybridge.programs.models import ONE_TO_ONE, Closure, Program, Track
from daybridge.rules.holidays import federal_holidays
from daybridge.rules.likeness import likeness, too_close
from daybridge.rules.note_format import text_hash
from daybridge.schedule.drafting.by_hand import runs_of
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import Draft, Group, Repair, Session


@pytest.fixture(scope="module")
def built(rows_of_the_module: Any) -> None:
    rows_of_the_module(build_demo)


@pytest.fixture
def demo(built: None, db: None) -> Program:
    return Program.objects.get()


def test_sixty_are_in_care_and_two_hundred_forty_were(demo):
    episodes = all_of(Episode)

    assert episodes.open_on(TODAY).count() == 60
    assert episodes.filter(discharged_on__lte=TODAY).count() == 240
    assert all_of(Staff).count() == 14
    assert sorted(all_of(Track).values_list("name", flat=True)) == [
        "Evening IOP", "Morning IOP", "Weekend IOP",
    ]  # fmt: skip


def test_sixteen_weeks_are_behind_and_five_ahead(demo):
    by_rule = all_of(Session).filter(group__isnull=False)
    days = set(by_rule.values_list("rule_date", flat=True))

    assert min(days) <= TODAY - timedelta(weeks=15)
    assert max(days) >= TODAY + timedelta(weeks=4)


def test_groups_follow_the_shipped_course_and_keep_the_holidays(demo):
    held = all_of(Session).filter(group__in=all_of(Group).shared())
    sessions = held.select_related("topic", "group__curriculum")
    thanksgiving = date(2026, 11, 26)

    assert all(session.topic for session in sessions)
    assert {s.topic.curriculum_id for s in sessions} == {
        s.group.curriculum_id for s in sessions
    }
    assert not sessions.filter(rule_date=thanksgiving).exists()
    assert all_of(Closure).filter(on=thanksgiving).exists()
    on_calendar = all_of(Closure).filter(on__year=2027)
    assert on_calendar.count() == len(federal_holidays(2027))
    kept = on_calendar.filter(is_open_anyway=False).order_by("on")
    assert list(kept.values_list("on", flat=True)) == [
        date(2027, 1, 1), date(2027, 5, 31), date(2027, 7, 4), date(2027, 9, 6),
        date(2027, 11, 25), date(2027, 12, 25),
    ]  # fmt: skip


def test_tonights_people_are_expected_and_nothing_is_written_yet(demo):
    tonight = all_of(Session).filter(rule_date=TODAY)

    marks = (
        all_of(Attendance).filter(session__in=tonight).values_list("mark", flat=True)
    )

    assert tonight.count() >= 2
    assert set(marks) == {"expected"}
    assert not all_of(Note).filter(session__in=tonight).exists()


def test_each_counselor_sees_some_of_their_people_alone_and_families_come(demo):
    hours = all_of(Group).filter(modality__in=ONE_TO_ONE)
    counselors = {row.pk for row in all_of(Staff) if "counselor" in row.roles}
    week = clinic_week(
        demo, day=TODAY, at=all_of(Session).latest("starts_at").created_at
    )
    own = week.facts.own

    assert {hour.leader_id for hour in hours} >= counselors
    assert hours.filter(modality="conjoint").count() >= 3
    assert own.standing == {hour.pk for hour in hours}
    assert (
        sum(s.standing is None for each in own.by_patient.values() for s in each) >= 3
    )
    for patient in own.by_patient:
        told, windows = week.facts.lives[patient], own.of(patient)
        for session in windows:
            if session.standing is not None:
                [window] = meeting_windows(session.standing)
                assert not any(w.start < window.end and window.start < w.end
                               for w in told.busy)  # fmt: skip
                if session.kind == "conjoint" and told.family:
                    assert any(w.start <= window.start and window.end <= w.end
                               for w in told.family)  # fmt: skip


def test_nobody_of_the_demo_is_in_two_sessions_at_once(demo):
    week: dict[Any, list[Any]] = {}
    for group in all_of(Group).filter(ends_on=None):
        for window in meeting_windows(group):
            for one in {group.leader_id, group.room_id} - {None}:
                week.setdefault(one, []).append((window, group.is_one_to_one))

    for held in week.values():
        for one, alone in held:
            met = [w for w, _ in held if w.start < one.end and one.start < w.end]
            assert len(met) == 1 or not alone


def test_signed_notes_carry_the_hash_of_their_text(demo):
    signed = all_of(Note).exclude(signed_at=None)

    assert signed.count() > 500
    for note in signed[:200]:
        assert note.signed_digest == text_hash(note.signed_text)
        assert note.sentence in note.signed_text


def test_every_signed_text_is_what_the_notes_room_would_compose(demo):
    notes = all_of(Note).exclude(signed_at=None).select_related("session__leader")
    places = {(row.session_id, row.patient_id): row for row in all_of(Attendance)}
    summaries = {row.session_id: row for row in all_of(Summary)}

    for note in notes.select_related("session__topic", "session__co_leader"):
        composed = compose(
            attendance=places[note.session_id, note.patient_id],
            note=note,
            summary=summaries[note.session_id],
            session=note.session,
            style=demo.note_format,
            zone=demo.zone,
        )
        assert note.signed_text == composed.text
        assert note.signed_digest == composed.digest
        assert composed.is_complete


def test_some_of_yesterdays_notes_are_open_and_none_older(demo):
    open_on = {
        note.session.rule_date
        for note in all_of(Note).unsigned().select_related("session")
    }

    assert open_on == {TODAY - timedelta(days=1)}


def test_the_interns_notes_of_this_week_wait_for_the_supervisor(demo):
    waiting = all_of(Note).awaiting_co_signature()

    assert waiting.exists()
    assert {note.signed_as for note in waiting} == {"Jordan Tavares"}


def test_notes_of_one_evening_do_not_read_alike(demo):
    session = all_of(Session).filter(notes__isnull=False).order_by("starts_at").first()
    texts = [note.sentence for note in all_of(Note).filter(session=session)]

    alike = [
        likeness(one, other).score
        for place, one in enumerate(texts)
        for other in texts[:place]
    ]

    assert not any(too_close(points) for points in alike)


def test_a_license_runs_out_soon_and_somebody_is_below_the_dose(demo):
    soon = all_of(Credential).filter(expires_on__lte=TODAY + timedelta(days=30))
    missed = all_of(FollowUp).open()

    assert soon.count() == 1
    assert missed.exists()


def test_reasons_and_sexes_follow_the_published_shares(demo):
    known = figures()
    reasons = Counter(all_of(Episode).values_list("discharge_reason", flat=True))
    men = all_of(Patient).filter(sex="M").count() / 300

    assert reasons["1"] / 240 == pytest.approx(0.377, abs=0.10)
    assert men == pytest.approx(80 / 120, abs=0.10)
    assert sum(s.people for s in known.sources) > 1_500_000


def test_on_any_day_that_somebody_leads_a_group_the_showroom_says_who(demo):
    for day, first, group in (
        (24, "Ruth", "Morning"), (25, "Ruth", "Evening A"), (28, "Jordan", "Weekend"),
    ):  # fmt: skip
        at_six = datetime(2026, 11, day, 6, tzinfo=demo.zone)
        told = visitors(demo, today=sessions_today(demo, now=at_six))
        words = next(v.try_first for v in told if first in v.staff.display_name)
        assert words.startswith(f"Run {group}, today at ")


def test_one_calls_in_sick_and_another_is_away_for_weeks_and_nobody_decided(demo):
    sick, leave = all_of(Repair).order_by("starts_at")
    steps = leave.steps.select_related("session")
    days = [demo.day_of(step.session.starts_at) for step in steps]
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    dates = Counter(step.session.group_id for step in steps)

    assert sick.ends_at - sick.starts_at == timedelta(days=1)
    assert sick.staff != leave.staff
    assert demo.day_of(leave.starts_at) == date(2026, 12, 7)
    assert len(mondays) == 3 <= max(dates.values())
    assert {step.state for step in [*steps, *sick.steps.all()]} == {"open"}
    assert all(step.session.leader == leave.staff for step in steps)


def test_each_group_of_a_draft_of_the_demo_meets_in_one_room(demo):
    drafts = all_of(Draft).order_by("pk")
    rooms = defaultdict(set)
    for draft in drafts:
        for id, run in runs_of(Found(draft)).items():
            rooms[draft.pk, group_key(id)].add(run.room)

    assert len(rooms) > 10
    assert {key: each for key, each in rooms.items() if len(each) > 1} == {}


def test_stays_have_the_published_median():
    draw, known = Draw("stays"), figures()
    days = sorted(
        draw.days(known.median_days["1"], known.mean_over_median["1"], 10_000)
        for _ in range(4_001)
    )

    assert days[2_000] == pytest.approx(known.median_days["1"], rel=0.08)


def test_the_demo_never_mixes_with_other_data(demo):
    with pytest.raises(AlreadyThere):
        build_demo()
    with pytest.raises(CommandError, match="data here already"):
        call_command("demo")

    call_command("demo", "--if-empty")

    assert Program.objects.count() == 1
    assert demo.made_by_demo


def test_keys_are_of_version_seven_and_sort_by_their_moment(demo):
    keys = list(all_of(Patient).order_by("created_at").values_list("pk", flat=True))

    assert all(
        key.version == 7 and key.variant == "specified in RFC 4122" for key in keys
    )
    assert [key.int >> 80 for key in keys] == sorted(key.int >> 80 for key in keys)
