"""The pages of the program: who reads, who changes, and what a form answers."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from daybridge.keys import new_id
from daybridge.programs.models import (
    Closure,
    Curriculum,
    DayRule,
    DoseRule,
    Program,
    Room,
    Site,
    Track,
)
from daybridge.schedule import services as schedule
from daybridge.schedule.models import Session
from daybridge.schedule.values import GroupValues
from daybridge.ui.templatetags.ui import duration
from tests.cast import today

READING = ("program", "sites", "tracks", "day_rules", "calendar", "shelf")


@pytest.fixture
def grace(clinic, sign_in):
    """The director's browser."""
    return sign_in(clinic.staff["grace"])


@pytest.fixture
def closure(clinic):
    return Closure.objects.create(
        program=clinic.program, on=today() + timedelta(days=30), name="Staff training"
    )


def at(name, *args):
    return reverse(f"programs:{name}", args=args)


def changing(clinic, closure):
    """Every page that only a director may open, with what it is about."""
    rule = DayRule.objects.in_program(clinic.program).get()
    dose = DoseRule.objects.in_program(clinic.program).get()
    return [
        ("get", at("program_change")), ("get", at("site_new")),
        ("get", at("site_change", clinic.site.pk)),
        ("post", at("site_retire", clinic.site.pk)),
        ("post", at("site_restore", clinic.site.pk)),
        ("get", at("room_new", clinic.site.pk)),
        ("get", at("room_change", clinic.room.pk)),
        ("post", at("room_retire", clinic.room.pk)),
        ("post", at("room_restore", clinic.room.pk)),
        ("get", at("track_new")), ("get", at("track_change", clinic.track.pk)),
        ("post", at("track_retire", clinic.track.pk)),
        ("post", at("track_restore", clinic.track.pk)),
        ("get", at("dose_rule_new", clinic.track.pk)),
        ("post", at("dose_rule_withdraw", dose.pk)),
        ("get", at("day_rule_new")), ("get", at("day_rule_change", rule.pk)),
        ("get", at("day_rule_end", rule.pk)), ("post", at("day_rule_go_on", rule.pk)),
        ("post", at("day_rule_withdraw", rule.pk)), ("get", at("closure_new")),
        ("post", at("holidays_fill")), ("get", at("closure_rename", closure.pk)),
        ("post", at("meet_anyway", closure.pk)),
        ("post", at("stay_closed", closure.pk)),
        ("post", at("closure_remove", closure.pk)),
        ("post", at("curriculum_install", "evening-16-weeks")),
    ]  # fmt: skip


@pytest.mark.parametrize("name", READING)
def test_everyone_on_staff_reads_and_only_the_director_sees_buttons(
    clinic, sign_in, closure, name
):
    for who, member in clinic.staff.items():
        page = sign_in(member).get(at(name))
        assert page.status_code == 200, who
        posts = page.content.decode().count('method="post" action="/program/')
        links = len(
            re.findall(r'class="button[^"]*" href="/program/\S+', page.content.decode())
        )
        assert (posts + links > 0) == (who == "grace"), who


def test_only_the_director_changes_anything(clinic, sign_in, closure):
    clients = {who: sign_in(member) for who, member in clinic.staff.items()}
    for method, url in changing(clinic, closure):
        for who, client in clients.items():
            if who != "grace":
                assert getattr(client, method)(url).status_code == 404, (who, url)
    assert clinic.room.__class__.objects.in_program(clinic.program).in_use().exists()
    for method, url in changing(clinic, closure):
        if method == "get":
            assert clients["grace"].get(url).status_code == 200, url


def test_another_programs_rows_are_not_there(clinic, sign_in, vera, closure):
    hers = sign_in(vera)
    for method, url in [
        *changing(clinic, closure),
        ("get", at("track", clinic.track.pk)), ("get", at("closure", closure.pk)),
    ]:  # fmt: skip
        if re.search(r"[0-9a-f]{8}-", url):
            absent = re.sub(r"[0-9a-f-]{36}", str(new_id()), url)
            answer = getattr(hers, method)(url)
            assert answer.status_code == 404, url
            assert answer.content == getattr(hers, method)(absent).content


@pytest.mark.parametrize("rows", [1, 40])
def test_lists_cost_the_same_however_long(
    clinic, grace, rows, django_assert_max_num_queries
):
    for number in range(rows):
        site = Site.objects.create(program=clinic.program, name=f"Site {number}")
        Room.objects.create(program=clinic.program, site=site, name="Hall", capacity=10)
        track = Track.objects.create(
            program=clinic.program, site=site, name=f"Track {number}"
        )
        DoseRule.objects.create(
            program=clinic.program, track=track, source="S", starts_on=today()
        )
        DayRule.objects.create(
            program=clinic.program, name=f"Rule {number}", min_minutes=60, source="S",
            starts_on=today(),
        )  # fmt: skip
        Closure.objects.create(
            program=clinic.program, name=f"Day {number}", site=site,
            on=date(today().year, 12, 1),
        )  # fmt: skip
    for name in READING:
        with django_assert_max_num_queries(8):
            assert grace.get(at(name)).status_code == 200
    last = Closure.objects.in_program(clinic.program).first()
    with django_assert_max_num_queries(8):
        grace.get(at("closure", last.pk))


class TestTheProgram:
    ANSWERS = {
        "name": "Maple House", "door_name": "Hello", "time_zone": "America/New_York",
        "state": "NJ", "week_starts_on": "6", "note_format": "GIRP",
        "grace_minutes": "10", "group_size_limit": "10", "patients_per_staff": "8",
    }  # fmt: skip

    def test_is_changed_by_the_director(self, clinic, grace):
        answer = grace.post(at("program_change"), self.ANSWERS)

        assert answer.status_code == 302
        page = grace.get(at("program")).content.decode()
        for shown in ("Maple House", "New Jersey", "Sunday", "GIRP", "at most 10"):
            assert shown in page

    def test_says_how_long_sessions_of_ones_own_are(self, clinic, grace):
        lengths = {"individual_minutes": "45", "conjoint_minutes": "90"}
        grace.post(at("program_change"), {**self.ANSWERS, **lengths})

        page = grace.get(at("program")).content.decode()
        program = Program.objects.get()
        assert program.own_minutes == {"individual": 45, "conjoint": 90}
        assert duration(45) in page
        assert duration(90) in page

    def test_asks_once_more_before_the_clock_changes(self, clinic, grace):
        answers = {**self.ANSWERS, "time_zone": "America/Chicago"}

        first = grace.post(at("program_change"), answers)
        assert first.status_code == 422
        assert "keep their moment" in first.content.decode()
        assert Program.objects.get().time_zone == "America/New_York"

        grace.post(at("program_change"), {**answers, "anyway": "on"})
        assert Program.objects.get().time_zone == "America/Chicago"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""}, {"time_zone": "Mars/Olympus"}, {"state": "XX"},
            {"week_starts_on": "7"}, {"grace_minutes": "-1"},
            {"group_size_limit": "0"}, {"patients_per_staff": "many"},
            {"individual_minutes": "50"}, {"conjoint_minutes": "0"},
        ],
    )  # fmt: skip
    def test_says_beside_the_field_what_cannot_be(self, clinic, grace, wrong):
        answer = grace.post(at("program_change"), {**self.ANSWERS, **wrong})

        assert answer.status_code == 422
        [name] = wrong
        assert f'id="id_{name}_error"' in answer.content.decode()
        assert Program.objects.get().name == "Schuylkill Street IOP"

    def test_the_second_writer_keeps_their_words_and_may_save_again(
        self, clinic, grace
    ):
        seen = re.search(
            r'name="seen" value="(\w+)"',
            grace.get(at("program_change")).content.decode(),
        ).group(1)
        grace.post(at("program_change"), {**self.ANSWERS, "name": "First"})

        second = grace.post(
            at("program_change"), {**self.ANSWERS, "name": "Second", "seen": seen}
        )
        text = second.content.decode()
        assert second.status_code == 422
        assert "Someone else has just changed this" in text
        assert 'value="Second"' in text

        seen = re.search(r'name="seen" value="(\w+)"', text).group(1)
        grace.post(
            at("program_change"), {**self.ANSWERS, "name": "Second", "seen": seen}
        )
        assert Program.objects.get().name == "Second"


class TestPlaces:
    def test_a_site_and_its_room_are_added(self, clinic, grace):
        grace.post(at("site_new"), {"name": "Broad Street", "address": "1 Broad St"})
        site = Site.objects.in_program(clinic.program).get(name="Broad Street")
        grace.post(at("room_new", site.pk), {"name": "Hall", "capacity": "20"})

        page = grace.get(at("sites")).content.decode()
        assert "1 Broad St" in page
        assert "Hall" in page

    def test_a_name_that_is_taken_is_said_beside_it(self, clinic, grace):
        answer = grace.post(
            at("room_new", clinic.site.pk), {"name": "Room 2", "capacity": "9"}
        )

        assert answer.status_code == 422
        assert "already a room of this name" in answer.content.decode()

    def test_a_room_made_too_small_for_its_group_asks_again(self, clinic, grace):
        url, answers = at("room_change", clinic.room.pk), {"name": "R", "capacity": "5"}

        first = grace.post(url, answers)
        assert first.status_code == 422
        assert (
            "Evening skills meets here with up to 13 people" in first.content.decode()
        )

        grace.post(url, {**answers, "anyway": "on"})
        clinic.room.refresh_from_db()
        assert clinic.room.capacity == 5

    def test_retiring_says_what_still_depends_on_it(self, clinic, grace):
        page = grace.post(at("room_retire", clinic.room.pk), follow=True)

        assert "Room 2 is still used by Evening skills" in page.content.decode()

    def test_retiring_can_be_undone(self, clinic, grace):
        room = Room.objects.create(
            program=clinic.program, site=clinic.site, name="Attic", capacity=4
        )
        retired = grace.post(at("room_retire", room.pk), follow=True).content.decode()
        assert "Take up again" in retired

        grace.post(at("room_restore", room.pk))
        room.refresh_from_db()
        assert room.closed_on is None

    def test_a_retired_room_is_not_offered_to_groups(self, clinic, grace):
        room = Room.objects.create(
            program=clinic.program, site=clinic.site, name="Attic", capacity=4,
            closed_on=today(),
        )  # fmt: skip

        form = grace.get(reverse("schedule:group_new")).content.decode()
        assert str(clinic.room.pk) in form
        assert str(room.pk) not in form


class TestTracks:
    DOSE = {
        "min_week_hours": "7.5", "max_week_hours": "19", "min_days": "3",
        "max_days": "5", "min_day_hours": "2.5", "max_day_hours": "4",
        "source": "Manual",
    }  # fmt: skip

    def test_a_track_begins_with_a_rule(self, clinic, grace):
        page = grace.post(
            at("track_new"),
            {"name": "Morning IOP", "site": clinic.site.pk, "level_of_care": "2.1"},
            follow=True,
        ).content.decode()

        assert "In force" in page
        assert "9\N{NO-BREAK SPACE}h to 19\N{NO-BREAK SPACE}h a week" in page

    def test_hours_are_typed_and_minutes_kept(self, clinic, grace):
        url = at("dose_rule_new", clinic.track.pk)
        starts_on = today() + timedelta(days=7)

        grace.post(url, {**self.DOSE, "starts_on": starts_on.isoformat()})

        rule = DoseRule.objects.in_program(clinic.program).get(starts_on=starts_on)
        assert (rule.min_week_minutes, rule.min_day_minutes) == (450, 150)
        history = grace.get(at("track", clinic.track.pk)).content.decode()
        assert "Coming" in history
        assert "In force" in history

        grace.post(at("dose_rule_withdraw", rule.pk))
        assert not DoseRule.objects.in_program(clinic.program).filter(pk=rule.pk)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"max_week_hours": "7"}, "max_week_hours"),
            ({"max_days": "2"}, "max_days"),
            ({"max_day_hours": "2.25"}, "max_day_hours"),
            ({"min_days": "8"}, "min_days"),
            ({"source": ""}, "source"),
            ({"starts_on": "2025-01-01"}, "starts_on"),  # over, and it had a rule
        ],
    )
    def test_a_rule_that_cannot_be_is_refused_beside_its_field(
        self, clinic, grace, wrong, field
    ):
        answers = {**self.DOSE, "starts_on": today().isoformat(), **wrong}

        answer = grace.post(at("dose_rule_new", clinic.track.pk), answers)

        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()
        assert DoseRule.objects.in_program(clinic.program).count() == 1


class TestRulesForADay:
    def test_a_rule_takes_anothers_place(self, clinic, grace):
        rule = DayRule.objects.in_program(clinic.program).get()
        starts_on = today() + timedelta(days=1)

        grace.post(
            at("day_rule_change", rule.pk),
            {"name": "Three hours", "min_minutes": "170", "source": "Contract",
             "starts_on": starts_on.isoformat()},
        )  # fmt: skip

        page = grace.get(at("day_rules")).content.decode()
        assert "Coming" in page
        assert "2\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}50\N{NO-BREAK SPACE}min" in page
        rule.refresh_from_db()
        assert rule.ends_on == today()

    def test_a_rule_asks_for_something(self, clinic, grace):
        answers = {"name": "Nothing", "source": "S", "starts_on": today().isoformat()}

        answer = grace.post(at("day_rule_new"), answers)

        assert answer.status_code == 422
        assert "Give minutes, services, or both." in answer.content.decode()

    def test_a_rule_ends_and_goes_on(self, clinic, grace):
        rule = DayRule.objects.in_program(clinic.program).get()
        grace.post(at("day_rule_end", rule.pk), {"last_day": today().isoformat()})
        assert "Let it go on" in grace.get(at("day_rules")).content.decode()

        grace.post(at("day_rule_go_on", rule.pk))
        rule.refresh_from_db()
        assert rule.ends_on is None

    def test_no_rule_is_said(self, clinic, sign_in, elsewhere):
        hers = sign_in(elsewhere.staff["vera"])
        rule = DayRule.objects.in_program(elsewhere.program).get()
        rule.delete()

        assert "No rule is in force" in hers.get(at("day_rules")).content.decode()


class TestTheCalendar:
    @pytest.fixture
    def group(self, clinic, viewer, ruth):
        grace = viewer(clinic.staff["grace"])
        values = GroupValues(
            name="Every day", track=clinic.track, modality="group", leader=ruth,
            room=clinic.room, starts_at=time(9), minutes=60, starts_on=today(),
            recurrence="FREQ=DAILY", capacity=12,
        )  # fmt: skip
        return schedule.make_group(
            program=clinic.program, values=values, at=grace.at, by=grace
        )

    def close(self, grace, on, **more):
        answers = {"on": on.isoformat(), "name": "Snow", "site": "", **more}
        return grace.post(at("closure_new"), answers)

    def test_a_day_without_sessions_closes_at_once(self, clinic, grace):
        answer = self.close(grace, today() + timedelta(days=200))

        assert answer.status_code == 302
        assert Closure.objects.in_program(clinic.program).get().name == "Snow"

    def test_sessions_are_shown_before_they_stop(self, clinic, grace, group):
        on = today() + timedelta(days=3)

        question = self.close(grace, on)

        text = question.content.decode()
        assert question.status_code == 422
        assert "1 session is planned" in text
        assert "Every day" in text
        assert not Closure.objects.in_program(clinic.program).exists()

        session = Session.objects.in_program(clinic.program).get(rule_date=on)
        key = str(session.pk)
        self.close(grace, on, confirmed="yes", shown=[key], stop=[key])
        session.refresh_from_db()
        assert session.cancelled_at is not None
        page = grace.get(session.closure and at("closure", session.closure_id))
        assert "Cancelled: closed" in page.content.decode()

    def test_a_session_without_its_tick_takes_place(self, clinic, grace, group):
        on = today() + timedelta(days=3)
        session = Session.objects.in_program(clinic.program).get(rule_date=on)

        self.close(grace, on, confirmed="yes", shown=[str(session.pk), "no id"])

        session.refresh_from_db()
        assert session.cancelled_at is None
        assert Closure.objects.in_program(clinic.program).exists()

    def test_a_day_closed_twice_is_refused_beside_the_day(self, grace, closure):
        answer = self.close(grace, closure.on)

        assert answer.status_code == 422
        assert "closed already: Staff training" in answer.content.decode()

    @pytest.mark.parametrize("days", [-1, 366 * 11])
    def test_a_day_out_of_reach_is_refused(self, clinic, grace, days):
        answer = self.close(grace, today() + timedelta(days=days))

        assert answer.status_code == 422
        assert 'id="id_on_error"' in answer.content.decode()

    def test_holidays_are_offered_filled_and_worked(self, clinic, grace):
        year = today().year + 1
        page = grace.get(at("calendar"), {"year": year}).content.decode()
        assert "are not on the calendar" in page

        filled = grace.post(at("holidays_fill"), {"year": year}, follow=True)
        text = filled.content.decode()
        assert "Thanksgiving Day" in text
        assert "are not on the calendar" not in text

        day = Closure.objects.in_program(clinic.program).get(name="Columbus Day")
        met = grace.post(at("meet_anyway", day.pk), follow=True).content.decode()
        assert "Stay closed after all" in met
        closed = grace.post(at("stay_closed", day.pk), follow=True).content.decode()
        assert "No group meets" in closed

    def test_filling_asks_about_the_sessions_of_every_holiday(
        self, clinic, grace, group
    ):
        """A group that meets every day meets on a holiday within any five weeks' run
        of the year's end; where none falls within reach, nothing is asked."""
        sessions = Session.objects.in_program(clinic.program)
        answer = grace.post(at("holidays_fill"), {"year": today().year})
        made = Closure.objects.in_program(clinic.program).exists()

        assert made == (answer.status_code == 302)
        assert sessions.filter(cancelled_at__isnull=False).count() == 0

    def test_an_own_closure_is_renamed_and_removed(self, clinic, grace, closure):
        grace.post(at("closure_rename", closure.pk), {"name": "Burst pipe"})
        page = grace.get(at("closure", closure.pk)).content.decode()
        assert "Burst pipe" in page

        grace.post(at("closure_remove", closure.pk))
        assert not Closure.objects.in_program(clinic.program).exists()

    @pytest.mark.parametrize("year", ["", "next", "1850", "99999", "٢٠٢٧", "-1"])
    def test_a_year_that_is_none_shows_this_one(self, clinic, grace, year):
        page = grace.get(at("calendar"), {"year": year}).content.decode()

        assert f"<h2>{today().year}</h2>" in page

    def test_an_empty_year_says_so(self, clinic, grace):
        page = grace.get(at("calendar"), {"year": 1999}).content.decode()

        assert "No closed day in 1999" in page


class TestTheShelf:
    def test_a_real_program_installs_a_curriculum(self, clinic, grace):
        page = grace.get(at("shelf")).content.decode()
        assert "Daybridge Evening Curriculum" in page
        assert "No curriculum yet" in page

        grace.post(at("curriculum_install", "evening-16-weeks"))

        course = Curriculum.objects.in_program(clinic.program).get()
        reading = grace.get(at("curriculum", course.pk)).content.decode()
        assert "Week 16" in reading
        assert course.topics.get(number=1).aims[0] in reading.replace("&#x27;", "'")

    def test_a_second_tap_installs_nothing_more(self, clinic, grace):
        for _ in range(2):
            answer = grace.post(at("curriculum_install", "matrix-shaped"), follow=True)

        assert "is there already" in answer.content.decode()
        assert Curriculum.objects.in_program(clinic.program).count() == 1

    def test_what_is_not_packaged_is_not_there(self, clinic, grace):
        answer = grace.post(at("curriculum_install", "no-such-course"))

        assert answer.status_code == 404

    def test_the_director_finds_it_from_the_empty_curriculum_page(self, clinic, grace):
        assert at("shelf") in grace.get(at("curricula")).content.decode()

    def test_a_curriculum_costs_the_same_however_long(
        self, clinic, grace, django_assert_max_num_queries
    ):
        grace.post(at("curriculum_install", "evening-16-weeks"))
        course = Curriculum.objects.in_program(clinic.program).get()

        with django_assert_max_num_queries(8):
            grace.get(at("curriculum", course.pk))
