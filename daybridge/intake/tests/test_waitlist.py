"""Who waits and why, whom a seat is offered first, and that only one person gets it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daybridge.intake import services
from daybridge.intake.errors import (
    InquiryChanged,
    IntakeError,
    NotWaiting,
    OfferAnswered,
    SeatTaken,
)
from daybridge.intake.lists import waitlist_rules
from daybridge.intake.models import Call, OpenSeat, SeatOffer, Wait
from daybridge.intake.values import Leaving, Move
from daybridge.intake.waitlist import open_seats, page_of_waiting, waiting
from daybridge.people.middleware import viewer_of
from daybridge.rules.waiting_order import Waiting, in_order
from tests.cast import hire, join_team, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

HELD = waitlist_rules().held_for


@pytest.fixture
def faye(clinic):
    return clinic.staff["faye"]


@pytest.fixture
def at_desk(viewer, faye):
    return viewer(faye)


def ask(by, name, **told):
    values = {"first_name": name, "last_name": "Moreau", "phone": "215 555 0142"}
    return services.receive_inquiry(values=values | told, at=by.at, by=by)


def wait(by, name="Lee", hours_ago=0, told=None, **more):
    inquiry = ask(by, name, **(told or {}))
    values = {"track": None, "reason": "no_seat", **more}
    at = by.at - timedelta(hours=hours_ago)
    return services.join_waitlist(inquiry=inquiry, values=values, at=at, by=by)


@pytest.fixture
def seat(clinic, at_desk, today):
    return services.open_seat(
        track=clinic.track, free_from=today, source="by_hand", at=at_desk.at, by=at_desk
    )


def later(viewer, staff, **passed):
    return viewer(staff, timezone.now() + timedelta(**passed))


# Joining and leaving


def test_nobody_waits_twice(at_desk):
    row = wait(at_desk)
    with pytest.raises(IntakeError, match="already"):
        services.join_waitlist(
            inquiry=row.inquiry, values={"reason": "no_time"}, at=at_desk.at, by=at_desk
        )
    assert Wait.objects.in_program(row.program).count() == 1


def test_another_reason_is_said(at_desk):
    with pytest.raises(IntakeError, match="what they wait for"):
        wait(at_desk, reason="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Wait.objects.create(
            program=at_desk.program, inquiry=ask(at_desk, "Lee"), reason="other",
            waiting_since=at_desk.at,
        )  # fmt: skip


def test_a_changed_reason_leaves_since_when_they_wait(at_desk, viewer, faye):
    row = wait(at_desk)
    by = later(viewer, faye, days=3)

    changed = services.amend_wait(
        wait=row, values={"reason": "benefits"}, version=1, at=by.at, by=by
    )

    assert (changed.reason, changed.waiting_since) == ("benefits", at_desk.at)
    with pytest.raises(InquiryChanged):
        services.amend_wait(
            wait=row, values={"reason": "wish"}, version=1, at=by.at, by=by
        )


def test_an_inquiry_that_ends_waits_no_longer(at_desk):
    row = wait(at_desk)

    services.move(
        inquiry=row.inquiry, to="lost", reason="Found a place elsewhere",
        at=at_desk.at, by=at_desk,
    )  # fmt: skip

    row.refresh_from_db()
    assert row.end == "inquiry"
    with pytest.raises(NotWaiting):
        services.end_wait(wait=row, end="withdrawn", at=at_desk.at, by=at_desk)


def test_whose_inquiry_is_over_is_not_put_on_the_list(at_desk):
    inquiry = ask(at_desk, "Lee")
    services.move(inquiry=inquiry, to="lost", reason="Gone", at=at_desk.at, by=at_desk)
    inquiry.refresh_from_db()
    with pytest.raises(IntakeError, match="come to its end"):
        services.join_waitlist(
            inquiry=inquiry, values={"reason": "no_seat"}, at=at_desk.at, by=at_desk
        )


def test_an_admission_ends_the_waiting_and_takes_the_seat(
    clinic, at_desk, viewer, ruth, seat, admission
):
    row = wait(at_desk)
    patient = services.take_up(inquiry=row.inquiry, at=at_desk.at, by=at_desk)
    join_team(clinic, ruth, patient)
    offer = services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)
    by = viewer(ruth)

    services.admit(patient=patient, admission=admission(), at=by.at, by=by)

    for one in (row, offer, seat):
        one.refresh_from_db()
    assert (row.end, offer.answer) == ("seat", "taken")
    assert seat.closed_at == by.at


# The order


def test_the_list_is_in_the_order_of_the_rule(at_desk):
    for number, priority in enumerate("4341424"):
        wait(at_desk, f"P{number}", hours_ago=number % 3, priority=priority)
    rows = list(waiting(at_desk))

    rule = in_order(
        [Waiting(str(one.pk), one.priority, one.waiting_since) for one in rows],
        block_grant=waitlist_rules().block_grant_order,
    )

    assert [str(one.pk) for one in rows] == [one.key for one in rule]
    assert [one.priority for one in rows] == ["1", "2", "3", "4", "4", "4", "4"]


def test_who_fits_a_seat_is_called_in_order(clinic, at_desk, seat, morning, today):
    wait(at_desk, "Elsewhere", hours_ago=9, track=morning)
    wait(at_desk, "Later", hours_ago=8, ready_on=today + timedelta(days=3))
    wait(at_desk, "Any", hours_ago=5)
    wait(at_desk, "Evening", hours_ago=6, track=clinic.track)
    wait(at_desk, "First", hours_ago=1, priority="2")

    [card] = open_seats(at_desk)

    called = [one.line.wait.inquiry.first_name for one in card.people]
    assert called == ["First", "Evening", "Any"]


def test_people_of_one_track_do_not_crowd_out_another(clinic, at_desk, seat, morning):
    for number in range(30):
        wait(at_desk, f"M{number}", hours_ago=50, track=morning)
    wait(at_desk, "Evening", track=clinic.track)

    [card] = open_seats(at_desk)

    assert [one.line.wait.inquiry.first_name for one in card.people] == ["Evening"]


def test_a_seat_nobody_was_called_for_is_late(at_desk, viewer, faye, seat):
    row = wait(at_desk)
    rules = waitlist_rules()
    in_time = later(viewer, faye, hours=rules.call_within_hours - 1)
    too_late = later(viewer, faye, hours=rules.call_within_hours, minutes=1)
    assert not open_seats(in_time)[0].is_late
    assert open_seats(too_late)[0].is_late

    services.log_call(
        inquiry=row.inquiry, outcome="no_answer", at=at_desk.at, by=at_desk
    )

    assert not open_seats(too_late)[0].is_late


# Seats


def test_a_discharge_opens_the_seat_when_somebody_waits(
    clinic, at_desk, viewer, ruth, dana, today
):
    by = viewer(ruth)
    wait(at_desk, track=clinic.track)

    told = services.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today, "1"), at=by.at, by=by
    )

    seat = OpenSeat.objects.in_program(clinic.program).get()
    assert (seat.track, seat.source, seat.free_from) == (
        clinic.track, "discharge", today,
    )  # fmt: skip
    assert any("One person waits" in sentence for sentence in told.sentences)


def test_a_discharge_opens_nothing_when_nobody_waits_for_it(
    clinic, at_desk, viewer, ruth, dana, today, morning
):
    by = viewer(ruth)
    wait(at_desk, track=morning)

    services.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today, "1"), at=by.at, by=by
    )

    assert not OpenSeat.objects.in_program(clinic.program).exists()


def test_a_discharge_taken_back_closes_its_seat_again(
    clinic, at_desk, viewer, ruth, dana, today
):
    by = viewer(ruth)
    wait(at_desk)
    episode = dana.episodes.get()
    services.discharge(episode=episode, leaving=Leaving(today, "1"), at=by.at, by=by)
    again = viewer(ruth)

    services.take_back_discharge(episode=episode, at=again.at, by=again)

    assert not OpenSeat.objects.in_program(clinic.program).free().exists()


def test_a_change_of_track_opens_the_former_seat(
    clinic, at_desk, viewer, ruth, dana, today, morning, admission
):
    by = viewer(ruth)
    wait(at_desk, track=clinic.track)
    move = Move(morning, today, admission().dose)

    services.transfer(episode=dana.episodes.get(), move=move, at=by.at, by=by)

    seat = OpenSeat.objects.in_program(clinic.program).get()
    assert (seat.track, seat.source) == (clinic.track, "transfer")


def test_a_held_seat_is_nobody_elses_until_the_time_runs_out(
    at_desk, viewer, faye, seat
):
    first, second = wait(at_desk, "First"), wait(at_desk, "Second")
    offer = services.offer_seat(seat=seat, wait=first, at=at_desk.at, by=at_desk)
    with pytest.raises(SeatTaken):
        services.offer_seat(seat=seat, wait=second, at=at_desk.at, by=at_desk)
    just_before = viewer(faye, offer.held_until - timedelta(seconds=1))
    with pytest.raises(SeatTaken):
        services.offer_seat(seat=seat, wait=second, at=just_before.at, by=just_before)
    after = viewer(faye, offer.held_until)

    services.offer_seat(seat=seat, wait=second, at=after.at, by=after)

    offer.refresh_from_db()
    assert offer.answer == "lapsed"
    with pytest.raises(OfferAnswered):
        services.answer_offer(offer=offer, takes_it=True, at=after.at, by=after)


def test_nobody_is_held_two_seats_at_once(clinic, at_desk, seat, today):
    row = wait(at_desk)
    other = services.open_seat(
        track=clinic.track, free_from=today, source="by_hand", at=at_desk.at, by=at_desk
    )
    services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)

    with pytest.raises(SeatTaken):
        services.offer_seat(seat=other, wait=row, at=at_desk.at, by=at_desk)


def test_a_yes_ends_the_waiting_and_the_seat(at_desk, seat):
    row = wait(at_desk)
    offer = services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)

    services.answer_offer(offer=offer, takes_it=True, at=at_desk.at, by=at_desk)

    row.refresh_from_db()
    seat.refresh_from_db()
    assert (row.end, seat.closed_at) == ("seat", at_desk.at)
    with pytest.raises(SeatTaken):
        services.offer_seat(
            seat=seat, wait=wait(at_desk, "Next"), at=at_desk.at, by=at_desk
        )


def test_a_no_keeps_their_place_and_frees_the_seat(at_desk, seat):
    row = wait(at_desk, hours_ago=5)
    offer = services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)

    services.answer_offer(offer=offer, takes_it=False, at=at_desk.at, by=at_desk)

    row.refresh_from_db()
    assert row.ended_at is None
    [card] = open_seats(at_desk)
    assert (card.held, [one.line.wait for one in card.people]) == (None, [row])


def test_a_seat_held_for_somebody_is_not_withdrawn(at_desk, seat):
    services.offer_seat(seat=seat, wait=wait(at_desk), at=at_desk.at, by=at_desk)
    with pytest.raises(SeatTaken, match="held"):
        services.withdraw_seat(seat=seat, at=at_desk.at, by=at_desk)


def test_somebody_who_no_longer_waits_is_offered_nothing(at_desk, seat):
    row = wait(at_desk)
    services.end_wait(wait=row, end="withdrawn", at=at_desk.at, by=at_desk)
    with pytest.raises(NotWaiting):
        services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)


@pytest.mark.reliability
def test_one_seat_and_two_offers_at_once_have_one_winner(on_disk):
    clinic = make_program()
    desks = [
        viewer_of(hire(clinic, first, "Nguyen", "front_desk"), at=timezone.now())
        for first in ("Faye", "Bo", "Cleo", "Dot")
    ]
    rounds = 25
    seats = [
        services.open_seat(
            track=clinic.track, free_from=desks[0].at.date(), source="by_hand",
            at=desks[0].at, by=desks[0],
        )
        for _ in range(rounds)
    ]  # fmt: skip
    waits = [[wait(by, f"W{number}") for number in range(rounds)] for by in desks]

    def job(seat, row, by):
        return lambda: services.offer_seat(seat=seat, wait=row, at=by.at, by=by)

    answers = race(
        [
            [job(seat, row, by) for seat, row in zip(seats, mine, strict=True)]
            for by, mine in zip(desks, waits, strict=True)
        ],
        (IntakeError,),
    )

    told = ["SeatTaken"] * (len(desks) - 1)
    assert [sorted(one) for one in answers] == [[*told, "won"]] * rounds
    assert SeatOffer.objects.in_program(clinic.program).count() == rounds


# The pages


def test_a_person_is_put_on_the_list_and_changed_there(sign_in, faye, at_desk, clinic):
    client, inquiry = sign_in(faye), ask(at_desk, "Lee")
    url = reverse("intake:wait", args=[inquiry.pk])
    typed = {"track_choice": str(clinic.track.pk), "reason": "no_time", "priority": "4",
             "times": "After six"}  # fmt: skip

    body = client.post(url, typed, follow=True).content.decode()
    again = client.post(url, {**typed, "reason": "benefits", "version": "1"})

    assert "Lee Moreau" in body
    assert "After six" in body
    assert again.status_code == 302
    assert Wait.objects.in_program(clinic.program).get().reason == "benefits"


def test_another_reason_without_words_comes_back(sign_in, faye, at_desk):
    url = reverse("intake:wait", args=[ask(at_desk, "Lee").pk])
    answer = sign_in(faye).post(url, {"reason": "other", "priority": "4"})
    assert answer.status_code == 422
    assert "Say what they wait for" in answer.content.decode()


def test_the_list_shows_that_somebody_goes_first_and_never_why(sign_in, faye, at_desk):
    wait(at_desk, priority="1")

    body = sign_in(faye).get(reverse("intake:waitlist")).content.decode()

    row = body[body.index("<tbody") : body.index("</tbody")]
    assert "Goes first" in row
    assert "regnant" not in row
    assert "inject" not in row


def test_a_call_about_a_seat_is_logged_in_one_form(sign_in, faye, at_desk, seat):
    row = wait(at_desk)
    url = reverse("intake:wait_call", args=[row.pk])

    sign_in(faye).post(url, {"outcome": "no_answer"})

    call = Call.objects.in_program(row.program).get()
    assert (call.outcome, call.called_by) == ("no_answer", faye)


def test_a_message_is_not_left_where_none_is_allowed(sign_in, faye, at_desk):
    row = wait(at_desk)
    url = reverse("intake:wait_call", args=[row.pk])

    body = sign_in(faye).post(url, {"outcome": "message"}, follow=True)

    assert "did not allow a message" in body.content.decode()
    assert not Call.objects.in_program(row.program).exists()


def test_a_seat_is_opened_held_and_taken_on_the_page(sign_in, faye, at_desk, clinic):
    client, row, today = sign_in(faye), wait(at_desk), timezone.localdate()
    client.post(
        reverse("intake:seat_new"),
        {"track_choice": str(clinic.track.pk), "free_from": "2099-01-01"},
    )
    seat = OpenSeat.objects.in_program(clinic.program).get()
    held = client.post(
        reverse("intake:seat_offer", args=[seat.pk]), {"wait": row.pk}, follow=True
    ).content.decode()
    offer = SeatOffer.objects.in_program(clinic.program).get()
    client.post(reverse("intake:seat_answer", args=[offer.pk]), {"answer": "taken"})

    assert today.year < 2099
    assert "Held for Lee Moreau" in held
    row.refresh_from_db()
    assert row.end == "seat"


def test_a_seat_of_yesterday_comes_back(sign_in, faye, clinic, today):
    answer = sign_in(faye).post(
        reverse("intake:seat_new"),
        {"track_choice": str(clinic.track.pk),
         "free_from": (today - timedelta(days=2)).isoformat()},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "today or a later day" in answer.content.decode()


def test_nobody_elsewhere_finds_the_list_or_its_seats(sign_in, vera, at_desk, seat):
    row = wait(at_desk)
    offer = services.offer_seat(seat=seat, wait=row, at=at_desk.at, by=at_desk)
    stranger = sign_in(vera)

    assert "Moreau" not in stranger.get(reverse("intake:waitlist")).content.decode()
    for name, one in (
        ("wait_end", row), ("wait_call", row), ("seat_close", seat),
        ("seat_offer", seat), ("seat_answer", offer),
    ):  # fmt: skip
        url = reverse(f"intake:{name}", args=[one.pk])
        assert stranger.post(url, {"wait": row.pk}).status_code == 404
    assert (
        stranger.get(reverse("intake:wait", args=[row.inquiry_id])).status_code == 404
    )


def test_the_list_asks_the_database_as_often_for_many(
    sign_in, faye, at_desk, seat, clinic
):
    client, url = sign_in(faye), reverse("intake:waitlist")
    wait(at_desk, "One")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(40):
        wait(at_desk, f"P{number}", track=clinic.track if number % 2 else None)

    with CaptureQueriesContext(connection) as many:
        body = client.get(url).content.decode()

    assert len(many) == len(few)
    assert "The next on the list" in body
    lines, following = page_of_waiting(at_desk, None, 25)
    assert (len(lines), following) == (16, None)
