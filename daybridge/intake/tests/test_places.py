"""Times that are compared with groups, and single places that open and are taken."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybridge.intake import services
from daybridge.intake.models import OpenSeat
from daybridge.intake.values import Leaving, Move
from daybridge.intake.waitlist import open_seats, page_of_waiting
from daybridge.programs.models import Track
from daybridge.schedule.models import Group
from daybridge.schedule.services import end_enrollment, enroll

EVENINGS = [{"day": day, "from": "17:00", "to": "21:00", "can": True} for day in (0, 1)]
NO_TUESDAY = [{"day": 1, "from": "", "to": "", "can": False}]


@pytest.fixture
def at_desk(clinic, viewer):
    return viewer(clinic.staff["faye"])


@pytest.fixture
def group_on(clinic, morning, today):
    """Make a group on some weekdays at 5:30 pm, on a track that has no other."""

    def make(days, name=None, **more):
        kept = {
            "program": clinic.program, "name": name or days, "track": morning,
            "modality": "group", "leader": clinic.staff["ruth"], "minutes": 180,
            "starts_at": time(17, 30), "starts_on": today - timedelta(days=90),
            "recurrence": f"FREQ=WEEKLY;BYDAY={days}",
        }  # fmt: skip
        return Group.objects.create(**kept | more)

    return make


def wait(by, name, times=(), hours_ago=0, **more):
    told = {"first_name": name, "last_name": "Moreau", "times_wanted": list(times)}
    inquiry = services.receive_inquiry(values=told, at=by.at, by=by)
    at = by.at - timedelta(hours=hours_ago)
    values = {"track": None, "reason": "no_time", **more}
    return services.join_waitlist(inquiry=inquiry, values=values, at=at, by=by)


def open_on(track, today, by):
    return services.open_seat(
        track=track, free_from=today, source="by_hand", at=by.at, by=by
    )


def names(side):
    return [(one.line.wait.inquiry.first_name, one.fit.words) for one in side]


def seats_of(clinic):
    return OpenSeat.objects.in_program(clinic.program).free()


def place(clinic, by, group, who, today):
    return enroll(group=group, patient=who, starts_on=today, at=by.at, by=by)


def end(row, by, on):
    return end_enrollment(enrollment=row, ends_on=on, reason="Work", at=by.at, by=by)


# Whose times fit


def test_a_seat_is_offered_in_order_to_those_whose_times_fit(
    clinic, at_desk, today, group_on, morning
):
    group_on("MO"), group_on("TU"), group_on("TH")
    wait(at_desk, "Rosa", EVENINGS, hours_ago=9)
    wait(at_desk, "Mei", hours_ago=8)
    wait(at_desk, "Kevin", NO_TUESDAY, hours_ago=7)
    free = [{"day": 4, "from": "", "to": "", "can": False}]
    wait(at_desk, "Ana", free, hours_ago=6)
    open_on(morning, today, at_desk)

    [card] = open_seats(at_desk)

    assert names(card.people) == [
        ("Mei", "Ask when they can come"), ("Ana", "Their times fit"),
    ]  # fmt: skip
    assert names(card.passed) == [
        ("Rosa", "2 of 3 days fit, but not Thursdays at 5:30 pm"),
        ("Kevin", "2 of 3 days fit, but not Tuesdays at 5:30 pm"),
    ]


def test_many_who_cannot_come_do_not_hide_who_can(at_desk, today, group_on, morning):
    group_on("TU")
    for number in range(30):
        wait(at_desk, f"P{number}", NO_TUESDAY, hours_ago=50)
    wait(at_desk, "Ana", EVENINGS)
    open_on(morning, today, at_desk)

    [card] = open_seats(at_desk)

    assert names(card.people) == [("Ana", "Their times fit")]
    assert (len(card.passed), card.passed_more) == (5, 25)


def test_each_line_says_how_the_track_suits_them(clinic, at_desk, group_on, morning):
    group_on("TU")
    empty = Track.objects.create(program=clinic.program, site=clinic.site, name="Empty")
    wait(at_desk, "Kevin", NO_TUESDAY, track=morning)
    wait(at_desk, "Ana", EVENINGS)
    wait(at_desk, "Mei")

    lines, _ = page_of_waiting(at_desk, None, 0, [morning, empty])

    told = {
        line.wait.inquiry.first_name: [(name, fit.words) for name, fit in line.fits]
        for line in lines
    }
    assert told == {
        "Kevin": [("Morning IOP", "Cannot come Tuesdays at 5:30 pm")],
        "Ana": [
            ("Morning IOP", "Their times fit"),
            ("Empty", "No times here to compare"),
        ],
        "Mei": [],
    }


def test_times_are_carried_from_the_inquiry_and_kept_there(
    sign_in, clinic, at_desk, group_on, morning
):
    group_on("MO")
    inquiry = services.receive_inquiry(
        values={"first_name": "Ana", "times_wanted": EVENINGS}, at=at_desk.at,
        by=at_desk,
    )  # fmt: skip
    client, url = (
        sign_in(clinic.staff["faye"]),
        reverse("intake:wait", args=[inquiry.pk]),
    )

    shown = client.get(url).context["form"].rows[0].initial
    answer = client.post(url, {
        "track_choice": str(morning.pk), "reason": "no_time", "priority": "4",
        "inquiry_version": str(inquiry.version), "times-0-day": "2",
        "times-0-can": "1", "times-0-start": "17:00", "times-0-end": "21:00",
    })  # fmt: skip

    assert (shown["day"], f"{shown['start']:%H:%M}") == (0, "17:00")
    assert answer.status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.times_wanted == [
        {"day": 2, "from": "17:00", "to": "21:00", "can": True}
    ]
    page = client.get(reverse("intake:waitlist")).content.decode()
    assert "Wednesday 5:00 pm to 9:00 pm: can come" in page
    assert "Cannot come Mondays at 5:30 pm" in page


def test_times_that_somebody_else_changed_meanwhile_are_not_overwritten(
    sign_in, clinic, at_desk
):
    row = wait(at_desk, "Ana", EVENINGS)
    inquiry = row.inquiry
    services.amend_inquiry(
        inquiry=inquiry, values={"times_wanted": NO_TUESDAY}, at=at_desk.at, by=at_desk
    )

    answer = sign_in(clinic.staff["faye"]).post(
        reverse("intake:wait", args=[inquiry.pk]),
        {"reason": "benefits", "priority": "4", "version": "1",
         "inquiry_version": str(inquiry.version), "times-0-day": "3"},
    )  # fmt: skip

    assert answer.status_code == 422
    inquiry.refresh_from_db()
    row.refresh_from_db()
    assert (inquiry.times_wanted, row.reason) == (NO_TUESDAY, "no_time")


@pytest.mark.parametrize("end_time", ["16:00", "17:00"])
def test_a_time_that_ends_before_it_begins_comes_back(
    sign_in, clinic, at_desk, end_time
):
    inquiry = wait(at_desk, "Ana").inquiry
    answer = sign_in(clinic.staff["faye"]).post(
        reverse("intake:wait", args=[inquiry.pk]),
        {"reason": "benefits", "priority": "4", "version": "1", "inquiry_version": "1",
         "times-0-day": "3", "times-0-start": "17:00", "times-0-end": end_time},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "This is before the beginning" in answer.content.decode()


def test_the_list_with_seats_asks_as_often_for_many(
    sign_in, clinic, at_desk, today, group_on, morning
):
    client, url = sign_in(clinic.staff["faye"]), reverse("intake:waitlist")
    group_on("TU"), wait(at_desk, "Ana", EVENINGS), wait(at_desk, "Bo", NO_TUESDAY)
    open_on(morning, today, at_desk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(30):
        group_on("TU", f"G{number}")
        wait(at_desk, f"P{number}", NO_TUESDAY if number % 2 else EVENINGS)
    for _ in range(5):
        open_on(morning, today, at_desk)

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


# Places in groups


@pytest.fixture
def in_group(clinic, viewer, ruth, dana, today, group_on):
    """Dana's standing place in the Tuesday group."""
    group = group_on("TU", "Tuesday", track=clinic.track)
    return place(clinic, viewer(ruth), group, dana, today)


def test_a_place_that_ends_opens_a_seat_in_its_group(
    clinic, at_desk, viewer, ruth, today, in_group, sign_in
):
    wait(at_desk, "Ana", EVENINGS)
    wait(at_desk, "Kevin", NO_TUESDAY)

    end(in_group, viewer(ruth), today)

    seat = seats_of(clinic).get()
    assert (seat.source, seat.group_id) == ("place", in_group.group_id)
    assert seat.free_from == today + timedelta(days=1)
    [card] = open_seats(at_desk)
    assert card.group.name == "Tuesday"
    assert names(card.people) == [("Ana", "Their times fit")]
    assert names(card.passed) == [("Kevin", "Cannot come Tuesdays at 5:30 pm")]
    page = sign_in(clinic.staff["faye"]).get(reverse("intake:waitlist"))
    assert "A place in a group ended" in page.content.decode()
    assert "seat opened: call who waits, today" in (
        sign_in(clinic.staff["faye"]).get(reverse("today:way_in")).content.decode()
    )


def test_a_place_opens_nothing_when_nobody_waits(clinic, viewer, ruth, today, in_group):
    end(in_group, viewer(ruth), today)
    assert not seats_of(clinic).exists()


def test_a_place_in_a_group_that_is_over_opens_nothing(
    clinic, at_desk, viewer, ruth, today, in_group
):
    wait(at_desk, "Ana")
    in_group.group.ends_on = today
    in_group.group.save()
    end(in_group, viewer(ruth), today)
    assert not seats_of(clinic).exists()


def test_a_place_taken_again_withdraws_its_seat(
    clinic, at_desk, viewer, ruth, dana, today, in_group
):
    wait(at_desk, "Ana")
    ended = end(in_group, viewer(ruth), today)
    assert seats_of(clinic).count() == 1

    later = ended.ends_on + timedelta(days=1)
    place(clinic, viewer(ruth), in_group.group, dana, later)

    assert not seats_of(clinic).exists()


def test_a_seat_that_is_held_stays_when_a_place_is_given(
    clinic, at_desk, viewer, ruth, dana, today, in_group
):
    row = wait(at_desk, "Ana")
    end(in_group, viewer(ruth), today)
    seat = seats_of(clinic).get()
    services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)

    place(clinic, viewer(ruth), in_group.group, dana, today + timedelta(days=1))

    assert seats_of(clinic).get() == seat


def test_the_place_somebody_said_yes_to_is_no_second_one(
    clinic, at_desk, viewer, ruth, dana, lee, today, in_group, group_on, admission
):
    other = place(clinic, viewer(ruth), in_group.group, lee, today)
    first, _ = wait(at_desk, "Ana"), wait(at_desk, "Bo")
    end(in_group, viewer(ruth), today)
    end(other, viewer(ruth), today)
    taken = seats_of(clinic).order_by("opened_at").first()
    first.inquiry.patient = lee
    first.inquiry.save()
    now = viewer(clinic.staff["faye"])
    held = services.offer_seat(seat=taken, wait=first, at=now.at, by=now)
    services.answer_offer(offer=held, takes_it=True, at=now.at, by=now)

    place(clinic, viewer(ruth), in_group.group, lee, today + timedelta(days=1))

    assert seats_of(clinic).count() == 1


def test_a_discharge_opens_one_seat_and_none_for_each_place(
    clinic, at_desk, viewer, ruth, dana, today, in_group, group_on
):
    by = viewer(ruth)
    place(clinic, by, group_on("TH", track=clinic.track), dana, today)
    wait(at_desk, "Ana")

    services.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today, "1"), at=by.at, by=by
    )

    assert [seat.source for seat in seats_of(clinic)] == ["discharge"]


def test_a_change_of_track_opens_one_seat(
    clinic, at_desk, viewer, ruth, dana, today, in_group, morning, admission
):
    by = viewer(ruth)
    wait(at_desk, "Ana")
    move = Move(morning, today, admission().dose)

    services.transfer(episode=dana.episodes.get(), move=move, at=by.at, by=by)

    assert [seat.source for seat in seats_of(clinic)] == ["transfer"]


def test_who_stays_on_the_track_opens_only_their_place(
    clinic, at_desk, viewer, ruth, dana, today, in_group
):
    wait(at_desk, "Ana")
    end(in_group, viewer(ruth), today)
    assert [seat.source for seat in seats_of(clinic)] == ["place"]
