"""The program's settings, places, tracks and rules, as services keep them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from daybridge.access.viewer import system_viewer
from daybridge.audit.models import AuditEvent
from daybridge.audit.versions import versions_of
from daybridge.programs import services
from daybridge.programs.errors import (
    AlreadyInstalled,
    NameTaken,
    RuleDayTaken,
    StaleSetting,
    StillInUse,
)
from daybridge.programs.forms.tracks import usual_dose
from daybridge.programs.models import (
    Curriculum,
    DayRule,
    DoseRule,
    Program,
    Room,
    Site,
    Topic,
    Track,
)
from daybridge.programs.shelf import on_offer, packaged
from daybridge.programs.values import (
    DayRuleValues,
    ProgramValues,
    RoomValues,
    SiteValues,
    TrackValues,
)

NOON = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)  # Monday, noon in Philadelphia
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def grace(clinic, viewer):
    return viewer(clinic.staff["grace"], at=NOON)


def doses(track):
    rows = DoseRule.objects.in_program(track.program_id).filter(track=track)
    spans = rows.order_by("starts_on").values_list(
        "min_week_minutes", "starts_on", "ends_on"
    )
    return list(spans)


def set_dose(grace, track, starts_on, hours=12):
    values = replace(usual_dose(), min_week_minutes=hours * 60)
    return services.set_dose(
        track=track, values=values, starts_on=starts_on, at=NOON, by=grace
    )


class TestAProgram:
    def test_is_made_with_a_site_and_a_rule_for_a_day(self, db):
        program = services.create_program(
            name="Maple House", site="Main Street", time_zone="America/Chicago",
            state="IL", at=NOON,
        )  # fmt: skip

        assert Site.objects.in_program(program).get().name == "Main Street"
        [rule] = DayRule.objects.in_program(program)
        assert (rule.min_minutes, rule.starts_on) == (180, TODAY)
        [act] = AuditEvent.objects.filter(action="programs.program_made")
        assert act.program_id == program.pk

    def test_keeps_what_was_asked_for(self, clinic, grace):
        values = replace(
            ProgramValues.of(clinic.program), name="Schuylkill", note_format="BIRP"
        )

        services.change_program(
            program=clinic.program, values=values, at=NOON, by=grace
        )

        assert ProgramValues.of(Program.objects.get()) == values
        [version] = versions_of(clinic.program)
        assert version.values["note_format"] == "BIRP"

    def test_saving_nothing_new_leaves_no_trace(self, clinic, grace):
        services.change_program(
            program=clinic.program, values=ProgramValues.of(clinic.program), at=NOON,
            by=grace,
        )  # fmt: skip

        assert not AuditEvent.objects.filter(action="programs.program_changed").exists()

    def test_tells_the_second_writer(self, clinic, grace):
        seen = ProgramValues.of(clinic.program)
        services.change_program(
            program=clinic.program, values=replace(seen, name="First"), at=NOON,
            base=seen.seen, by=grace,
        )  # fmt: skip

        with pytest.raises(StaleSetting):
            services.change_program(
                program=clinic.program, values=replace(seen, name="Second"), at=NOON,
                base=seen.seen, by=grace,
            )  # fmt: skip

        assert Program.objects.get().name == "First"


class TestAPlace:
    def test_a_site_with_its_room_is_opened(self, clinic, grace):
        site = services.open_site(
            values=SiteValues("Broad Street", "1 Broad St", "215"), at=NOON, by=grace
        )
        room = services.open_room(
            site=site, values=RoomValues("Hall", 20), at=NOON, by=grace
        )

        assert (room.site, room.program) == (site, clinic.program)
        assert AuditEvent.objects.filter(action="programs.room_opened").exists()

    def test_two_sites_do_not_share_a_name(self, clinic, grace):
        with pytest.raises(NameTaken, match="already a site of this name"):
            services.open_site(
                values=SiteValues("SCHUYLKILL street"), at=NOON, by=grace
            )

    def test_a_room_name_may_be_used_at_another_site(self, clinic, grace):
        other = services.open_site(values=SiteValues("Broad"), at=NOON, by=grace)
        services.open_room(
            site=other, values=RoomValues("Room 2", 9), at=NOON, by=grace
        )

        with pytest.raises(NameTaken, match="at Broad"):
            services.open_room(
                site=other, values=RoomValues("room 2", 9), at=NOON, by=grace
            )

    def test_a_room_keeps_its_own_name_when_changed(self, clinic, grace):
        services.change_room(
            room=clinic.room, values=RoomValues("Room 2", 20), at=NOON, by=grace
        )

        clinic.room.refresh_from_db()
        assert clinic.room.capacity == 20

    def test_the_second_writer_of_a_room_is_told(self, clinic, grace):
        seen = RoomValues.of(clinic.room).seen
        change = {"room": clinic.room, "base": seen, "at": NOON, "by": grace}
        services.change_room(values=RoomValues("Room 2", 20), **change)

        with pytest.raises(StaleSetting):
            services.change_room(values=RoomValues("Room 2", 30), **change)

    def test_a_room_where_a_group_meets_is_not_retired(self, clinic, grace):
        with pytest.raises(StillInUse, match="Evening skills"):
            services.retire(place=clinic.room, at=NOON, by=grace)

        clinic.room.refresh_from_db()
        assert clinic.room.closed_on is None

    def test_a_site_with_rooms_is_not_retired(self, clinic, grace):
        with pytest.raises(StillInUse, match="Room 2 and Evening IOP"):
            services.retire(place=clinic.site, at=NOON, by=grace)

    def test_a_track_with_people_is_not_retired(self, clinic, grace):
        with pytest.raises(StillInUse, match="12 people in care"):
            services.retire(place=clinic.track, at=NOON, by=grace)

    def test_what_nobody_uses_is_retired_and_taken_up_again(self, clinic, grace):
        room = Room.objects.create(
            program=clinic.program, site=clinic.site, name="Attic", capacity=4
        )

        services.retire(place=room, at=NOON, by=grace)
        assert not Room.objects.in_program(clinic.program).in_use().filter(pk=room.pk)
        assert services.retire(place=room, at=NOON + DAY, by=grace).closed_on == TODAY

        services.take_up_again(place=room, at=NOON, by=grace)
        room.refresh_from_db()
        assert room.closed_on is None

    def test_another_programs_room_is_not_there(self, elsewhere, grace):
        with pytest.raises(Room.DoesNotExist):
            services.retire(
                place=Room(pk=elsewhere.room.pk, program_id=grace.program_id),
                at=NOON,
                by=grace,
            )


class TestAWeeklyDose:
    def test_a_new_track_begins_with_the_hours_of_its_level(self, clinic, grace):
        track = services.open_track(
            values=TrackValues("Morning IOP", clinic.site.pk), dose=usual_dose(),
            starts_on=TODAY, at=NOON, by=grace,
        )  # fmt: skip

        assert doses(track) == [(540, TODAY, None)]

    def test_adolescents_begin_with_six_hours(self):
        assert usual_dose(for_adolescents=True).min_week_minutes == 360

    def test_two_tracks_do_not_share_a_name(self, clinic, grace):
        with pytest.raises(NameTaken):
            services.open_track(
                values=TrackValues("evening iop", clinic.site.pk), dose=usual_dose(),
                starts_on=TODAY, at=NOON, by=grace,
            )  # fmt: skip

    def test_a_change_is_a_new_rule_and_the_past_keeps_its_own(self, clinic, grace):
        set_dose(grace, clinic.track, TODAY + 7 * DAY)

        assert doses(clinic.track) == [
            (540, date(2024, 1, 1), TODAY + 6 * DAY),
            (720, TODAY + 7 * DAY, None),
        ]
        rules = DoseRule.objects.in_program(clinic.program)
        assert rules.in_force(TODAY + 6 * DAY).get().min_week_minutes == 540
        assert rules.in_force(TODAY + 7 * DAY).get().min_week_minutes == 720

    def test_a_rule_may_hold_from_today(self, clinic, grace):
        set_dose(grace, clinic.track, TODAY)

        assert doses(clinic.track)[0][2] == TODAY - DAY

    def test_no_rule_begins_in_the_past(self, clinic, grace):
        before = doses(clinic.track)

        with pytest.raises(RuleDayTaken, match="the past keeps its rule"):
            set_dose(grace, clinic.track, TODAY - DAY)

        assert doses(clinic.track) == before

    def test_the_first_rule_of_a_track_may(self, clinic, grace):
        track = Track.objects.create(
            program=clinic.program, site=clinic.site, name="New"
        )

        set_dose(grace, track, TODAY - 90 * DAY)

        assert doses(track) == [(720, TODAY - 90 * DAY, None)]

    def test_days_before_the_first_rule_may_be_given_one(self, clinic, grace):
        """A program that brings its history along: nothing is rewritten by it."""
        first = date(2024, 1, 1)

        set_dose(grace, clinic.track, date(2023, 1, 1))

        assert doses(clinic.track) == [
            (720, date(2023, 1, 1), first - DAY),
            (540, first, None),
        ]

    def test_a_rule_before_a_coming_one_ends_where_that_begins(self, clinic, grace):
        set_dose(grace, clinic.track, TODAY + 14 * DAY, hours=15)
        set_dose(grace, clinic.track, TODAY + 7 * DAY, hours=12)

        assert doses(clinic.track) == [
            (540, date(2024, 1, 1), TODAY + 6 * DAY),
            (720, TODAY + 7 * DAY, TODAY + 13 * DAY),
            (900, TODAY + 14 * DAY, None),
        ]

    def test_a_rule_set_for_the_same_day_takes_its_place(self, clinic, grace):
        set_dose(grace, clinic.track, TODAY + DAY, hours=12)
        set_dose(grace, clinic.track, TODAY + DAY, hours=15)

        assert [row[0] for row in doses(clinic.track)] == [540, 900]

    def test_a_coming_rule_is_taken_back_and_the_one_before_goes_on(
        self, clinic, grace
    ):
        coming = set_dose(grace, clinic.track, TODAY + DAY)

        services.withdraw_dose(rule=coming, at=NOON, by=grace)

        assert doses(clinic.track) == [(540, date(2024, 1, 1), None)]

    def test_a_rule_between_two_is_taken_back_without_a_gap(self, clinic, grace):
        set_dose(grace, clinic.track, TODAY + 14 * DAY)
        between = set_dose(grace, clinic.track, TODAY + 7 * DAY)

        services.withdraw_dose(rule=between, at=NOON, by=grace)

        assert doses(clinic.track)[0][2] == TODAY + 13 * DAY

    def test_a_rule_that_has_begun_stays(self, clinic, grace):
        begun = set_dose(grace, clinic.track, TODAY)

        with pytest.raises(RuleDayTaken, match="has begun"):
            services.withdraw_dose(rule=begun, at=NOON, by=grace)

    def test_the_only_rule_of_a_track_stays(self, clinic, grace):
        track = Track.objects.create(
            program=clinic.program, site=clinic.site, name="New"
        )
        only = set_dose(grace, track, TODAY + DAY)

        with pytest.raises(RuleDayTaken, match="first rule"):
            services.withdraw_dose(rule=only, at=NOON, by=grace)


class TestARuleForADay:
    FOUR = DayRuleValues("Four services", None, 4, "Medicare")

    def rules(self, clinic):
        rows = DayRule.objects.in_program(clinic.program).order_by("starts_on", "name")
        return list(rows.values_list("name", "starts_on", "ends_on"))

    def test_holds_beside_the_others(self, clinic, grace):
        services.set_day_rule(values=self.FOUR, starts_on=TODAY, at=NOON, by=grace)

        in_force = DayRule.objects.in_program(clinic.program).in_force(TODAY)
        assert {rule.name for rule in in_force} == {"Three hours", "Four services"}

    def test_takes_anothers_place_from_a_day_on(self, clinic, grace):
        [three] = DayRule.objects.in_program(clinic.program)

        services.set_day_rule(
            values=self.FOUR, starts_on=TODAY, replaces=three, at=NOON, by=grace
        )

        assert self.rules(clinic) == [
            ("Three hours", date(2024, 1, 1), TODAY - DAY),
            ("Four services", TODAY, None),
        ]

    def test_does_not_begin_in_the_past(self, clinic, grace):
        with pytest.raises(RuleDayTaken):
            services.set_day_rule(
                values=self.FOUR, starts_on=TODAY - DAY, at=NOON, by=grace
            )

    def test_a_change_of_a_coming_rule_replaces_it(self, clinic, grace):
        coming = services.set_day_rule(
            values=self.FOUR, starts_on=TODAY + DAY, at=NOON, by=grace
        )

        services.set_day_rule(
            values=replace(self.FOUR, min_services=3), starts_on=TODAY + DAY,
            replaces=coming, at=NOON, by=grace,
        )  # fmt: skip

        [row] = DayRule.objects.in_program(clinic.program).filter(name="Four services")
        assert row.min_services == 3

    def test_ends_on_a_day_and_may_go_on(self, clinic, grace):
        [three] = DayRule.objects.in_program(clinic.program)

        services.end_day_rule(rule=three, last_day=TODAY, at=NOON, by=grace)
        assert self.rules(clinic)[0][2] == TODAY

        services.end_day_rule(rule=three, last_day=None, at=NOON, by=grace)
        assert self.rules(clinic)[0][2] is None

    def test_does_not_end_in_the_past(self, clinic, grace):
        [three] = DayRule.objects.in_program(clinic.program)

        with pytest.raises(RuleDayTaken):
            services.end_day_rule(
                rule=three, last_day=TODAY - 2 * DAY, at=NOON, by=grace
            )

    def test_does_not_come_back_once_it_is_over(self, clinic, grace):
        [three] = DayRule.objects.in_program(clinic.program)
        services.end_day_rule(rule=three, last_day=TODAY, at=NOON, by=grace)

        with pytest.raises(RuleDayTaken, match="has ended"):
            services.end_day_rule(
                rule=three, last_day=None, at=NOON + 5 * DAY, by=grace
            )

    def test_is_taken_back_and_the_one_it_replaced_goes_on(self, clinic, grace):
        [three] = DayRule.objects.in_program(clinic.program)
        values = replace(DayRuleValues.of(three), min_minutes=170)
        coming = services.set_day_rule(
            values=values, starts_on=TODAY + DAY, replaces=three, at=NOON, by=grace
        )

        services.withdraw_day_rule(rule=coming, at=NOON, by=grace)

        assert self.rules(clinic) == [("Three hours", date(2024, 1, 1), None)]

    def test_that_asks_for_nothing_is_refused_by_the_database(self, clinic, grace):
        with pytest.raises(IntegrityError), transaction.atomic():
            services.set_day_rule(
                values=replace(self.FOUR, min_services=None), starts_on=TODAY,
                at=NOON, by=grace,
            )  # fmt: skip


class TestACurriculum:
    @pytest.mark.parametrize("course", packaged(), ids=lambda course: course.slug)
    def test_is_installed_whole(self, clinic, grace, course):
        row = services.install_curriculum(course=course, at=NOON, by=grace)

        topics = list(row.topics.order_by("number"))
        assert len(topics) == len(course.topics)
        assert [(t.number, t.week, t.evening, t.aims) for t in topics] == [
            (t.number, t.week, t.evening, list(t.aims)) for t in course.topics
        ]
        assert row.modules.count() == len(course.modules)

    def test_is_installed_once(self, clinic, grace):
        course = packaged()[0]
        services.install_curriculum(course=course, at=NOON, by=grace)

        with pytest.raises(AlreadyInstalled):
            services.install_curriculum(course=course, at=NOON, by=grace)

        assert Curriculum.objects.in_program(clinic.program).count() == 1

    def test_a_new_version_stands_beside_the_old(self, clinic, grace):
        course = packaged()[0]
        services.install_curriculum(course=course, at=NOON, by=grace)
        services.install_curriculum(
            course=replace(course, version="2"), at=NOON, by=grace
        )

        installed = list(Curriculum.objects.in_program(clinic.program))
        assert len(installed) == 2
        assert [each.is_installed for each in on_offer(installed)] == [True, False]

    def test_another_programs_shelf_is_its_own(self, clinic, elsewhere, grace):
        course = packaged()[0]
        services.install_curriculum(course=course, at=NOON, by=grace)

        theirs = system_viewer(elsewhere.program, NOON)
        services.install_curriculum(course=course, at=NOON, by=theirs)

        for program in (clinic.program, elsewhere.program):
            topics = Topic.objects.in_program(program).count()
            assert topics == len(course.topics)
