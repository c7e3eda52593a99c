"""The pages of the schedule: who sees what, and how much it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.keys import new_id
from daybridge.programs.models import Closure
from daybridge.schedule.models import Enrollment, Group, Session
from tests.cast import admit, today, tonight


@pytest.fixture
def desk(clinic, sign_in):
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def grace(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


@pytest.fixture
def lee_who_left(clinic):
    """Lee was in care once and is not any more; the group has a seat."""
    clinic.group.capacity = 20
    clinic.group.save()
    lee = admit(clinic, "Lee", "Moreau", 41)
    episode = lee.episodes.get()
    episode.discharged_on, episode.discharge_reason = episode.admitted_on, "1"
    episode.save()
    return lee


def answers(clinic, **more):
    """A group as the director types it."""
    return {
        "name": "Relapse prevention", "track": clinic.track.pk, "modality": "group",
        "days": ["0", "2", "3"], "every": "1", "starts_at": "09:00", "minutes": "120",
        "starts_on": today().isoformat(), "ends_on": "",
        "leader": clinic.staff["ben"].pk, "co_leader": "", "room": clinic.room.pk,
        "telehealth_url": "", "capacity": "12", "curriculum": "",
        "counts_to_clinical_hours": "on", **more,
    }  # fmt: skip


def session_answers(clinic, **more):
    start = tonight()
    return {
        "on": start.date().isoformat(), "starts_at": "17:30", "ends_at": "20:30",
        "room": clinic.room.pk, "telehealth_url": "", "capacity": "12", "topic": "",
        "leader": clinic.staff["ruth"].pk, "co_leader": "", "topic_text": "Sleep",
        "version": "1", **more,
    }  # fmt: skip


PAGES_OF_A_SESSION = (
    "session", "session_change", "session_substitute", "session_cancel",
)  # fmt: skip
PAGES_OF_A_GROUP = (("group", "grace"), ("group_change", "grace"), ("enroll", "faye"))


@pytest.mark.parametrize("page", PAGES_OF_A_SESSION)
def test_a_session_of_another_program_is_not_there(clinic, elsewhere, sign_in, page):
    url = reverse(f"schedule:{page}", args=[clinic.session.pk])
    absent = reverse(f"schedule:{page}", args=[new_id()])
    mine, theirs = sign_in(clinic.staff["grace"]), sign_in(elsewhere.staff["vera"])

    assert mine.get(url).status_code == 200
    answer = theirs.get(url)
    assert answer.status_code == 404
    assert answer.content == theirs.get(absent).content


@pytest.mark.parametrize(("page", "who"), PAGES_OF_A_GROUP)
def test_a_group_of_another_program_is_not_there(clinic, elsewhere, sign_in, page, who):
    url = reverse(f"schedule:{page}", args=[clinic.group.pk])
    mine, theirs = sign_in(clinic.staff[who]), sign_in(elsewhere.staff["vera"])

    assert mine.get(url).status_code == 200
    assert theirs.get(url).status_code == 404


def test_the_week_shows_tonight_with_its_seats(clinic, desk):
    page = desk.get(reverse("schedule:week")).content.decode()

    assert "Evening skills" in page
    assert "12 of 12" in page
    assert "Dana" not in page


@pytest.mark.parametrize("people", [1, 8])
def test_the_week_costs_the_same_however_full_it_is(
    clinic, desk, people, django_assert_max_num_queries
):
    for number in range(people * 15):
        start = tonight() + timedelta(minutes=number)
        Session.objects.create(
            program=clinic.program, title=f"Extra {number}", track=clinic.track,
            modality="group", starts_at=start, ends_at=start + timedelta(hours=1),
            leader=clinic.staff["ruth"], room=clinic.room, capacity=5,
        )  # fmt: skip
    with django_assert_max_num_queries(8):
        assert desk.get(reverse("schedule:week")).status_code == 200


def test_a_session_on_a_closed_day_is_asked_about_once_more(clinic, desk):
    tomorrow = tonight().date() + timedelta(days=1)
    Closure.objects.create(program=clinic.program, on=tomorrow, name="Snow")
    url = reverse("schedule:session_change", args=[clinic.session.pk])
    answers = session_answers(clinic, on=tomorrow.isoformat())

    first = desk.post(url, answers)

    assert first.status_code == 422
    assert "is a closed day: Snow." in first.content.decode()
    assert desk.post(url, {**answers, "anyway": "on"}).status_code == 302


@pytest.mark.parametrize("people", [0, 108])
def test_a_group_costs_the_same_however_many_are_in_it(
    clinic, grace, people, django_assert_max_num_queries
):
    for number in range(people):
        patient = admit(clinic, f"Member{number}", "Of Many", 100 + number)
        Enrollment.objects.create(
            program=clinic.program, group=clinic.group, patient=patient,
            starts_on=clinic.group.starts_on,
        )  # fmt: skip
    with django_assert_max_num_queries(8):
        grace.get(reverse("schedule:group", args=[clinic.group.pk]))
    with django_assert_max_num_queries(8):
        grace.get(reverse("schedule:groups"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("ruth", True), ("sylvia", True), ("grace", True), ("faye", True), ("ben", False),
     ("nora", True), ("theo", True), ("omar", False), ("ivan", False)],
)  # fmt: skip
def test_members_of_a_group_that_meets_today(clinic, sign_in, who, sees):
    page = sign_in(clinic.staff[who]).get(
        reverse("schedule:group", args=[clinic.group.pk])
    )

    assert page.status_code == 200
    assert ("Whitfield" in page.content.decode()) is sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [("ruth", True), ("sylvia", True), ("grace", True), ("faye", False),
     ("ben", False), ("nora", False), ("theo", False), ("omar", False)],
)  # fmt: skip
def test_members_of_a_group_that_meets_another_day(clinic, sign_in, who, sees):
    clinic.session.starts_at += timedelta(days=2)
    clinic.session.ends_at += timedelta(days=2)
    clinic.session.save()

    page = sign_in(clinic.staff[who]).get(
        reverse("schedule:group", args=[clinic.group.pk])
    )

    assert ("Whitfield" in page.content.decode()) is sees


def test_the_desk_sees_members_at_its_own_site_only(clinic, sign_in):
    from daybridge.programs.models import Site

    other = Site.objects.create(program=clinic.program, name="Norristown")
    faye = clinic.staff["faye"]
    faye.site = other
    faye.save()

    page = sign_in(faye).get(reverse("schedule:group", args=[clinic.group.pk]))

    assert "Whitfield" not in page.content.decode()


@pytest.mark.parametrize("who", ["ruth", "omar", "ivan", "theo"])
def test_who_may_not_change_the_schedule_finds_no_page(clinic, sign_in, who):
    client = sign_in(clinic.staff[who])
    for page in ("session_change", "session_cancel", "session_substitute"):
        url = reverse(f"schedule:{page}", args=[clinic.session.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404


def test_a_new_group_is_on_the_schedule(clinic, grace):
    answer = grace.post(reverse("schedule:group_new"), answers(clinic))

    assert answer.status_code == 302
    page = grace.get(answer.url).content.decode()
    assert "Mondays, Wednesdays and Thursdays at 9:00 am, until 11:00 am" in page


def test_a_form_that_cannot_be_saved_says_why(clinic, grace):
    answer = grace.post(
        reverse("schedule:group_new"), answers(clinic, name="", days=[], capacity="20")
    )

    assert answer.status_code == 422
    assert b"This field is required" in answer.content


def test_a_room_too_small_is_said_in_a_sentence(clinic, grace):
    answer = grace.post(reverse("schedule:group_new"), answers(clinic, capacity="16"))

    assert answer.status_code == 422
    assert (
        "Room 2 holds 16 people. 16 patients and 1 leader are 17. Lower the seats to "
        "15 or choose a larger room." in answer.content.decode()
    )


def test_a_double_booking_is_asked_about_and_may_be_meant(clinic, grace):
    everyday = answers(
        clinic, starts_at="18:00", days=[str(day) for day in range(7)]
    )  # fmt: skip

    asked = grace.post(reverse("schedule:group_new"), everyday)
    assert asked.status_code == 422
    assert "Room 2 is taken on" in asked.content.decode()

    meant = grace.post(reverse("schedule:group_new"), {**everyday, "anyway": "on"})
    assert meant.status_code == 302


def test_a_change_of_the_rule_is_shown_before_it_is_done(clinic, grace):
    made = grace.post(reverse("schedule:group_new"), answers(clinic))
    group = Group.objects.in_program(clinic.program).get(name="Relapse prevention")
    url = reverse("schedule:group_change", args=[group.pk])
    changed = answers(clinic, starts_at="10:00", version="1")

    asked = grace.post(url, changed)
    assert asked.status_code == 422
    assert "ahead follow the change" in asked.content.decode()
    group.refresh_from_db()
    assert group.starts_at.hour == 9

    done = grace.post(url, {**changed, "confirmed": "yes"})
    assert (done.status_code, done.url) == (302, made.url)
    group.refresh_from_db()
    assert group.starts_at.hour == 10


def test_two_who_change_one_evening_both_keep_what_they_typed(clinic, grace):
    url = reverse("schedule:session_change", args=[clinic.session.pk])
    assert grace.post(url, session_answers(clinic)).status_code == 302

    second = grace.post(url, session_answers(clinic, topic_text="My own topic"))

    assert second.status_code == 422
    assert "My own topic" in second.content.decode()
    assert "Someone else has just changed this session" in second.content.decode()


def test_an_evening_that_ends_after_midnight_keeps_its_day(clinic, grace):
    url = reverse("schedule:session_change", args=[clinic.session.pk])

    grace.post(url, session_answers(clinic, starts_at="22:00", ends_at="00:30"))

    clinic.session.refresh_from_db()
    assert clinic.session.minutes == 150


def test_a_cancellation_keeps_who_was_told_and_can_be_undone(clinic, grace, dana):
    url = reverse("schedule:session_cancel", args=[clinic.session.pk])
    assert "Dana Whitfield" in grace.get(url).content.decode()

    grace.post(
        url, {"reason": "weather", "note": "Ice", f"told:patient:{dana.pk}": "call"}
    )
    clinic.session.refresh_from_db()
    assert [entry["name"] for entry in clinic.session.told] == ["Dana Whitfield"]

    grace.post(reverse("schedule:session_reinstate", args=[clinic.session.pk]))
    clinic.session.refresh_from_db()
    assert clinic.session.cancelled_at is None


def test_a_substitute_is_chosen_from_those_who_may_lead(clinic, grace, ben):
    url = reverse("schedule:session_substitute", args=[clinic.session.pk])
    assert grace.post(url, {"staff": clinic.staff["omar"].pk}).status_code == 422

    grace.post(url, {"staff": ben.pk})

    clinic.session.refresh_from_db()
    assert clinic.session.leader_id == ben.pk
    page = grace.get(reverse("schedule:session", args=[clinic.session.pk]))
    assert "in place of Ruth Abelson" in page.content.decode()


def test_someone_is_enrolled_by_name_until_the_seats_are_gone(clinic, desk):
    newcomer = admit(clinic, "Nell", "Newcomer", 40)
    url = reverse("schedule:enroll", args=[clinic.group.pk])
    assert "Nell Newcomer" in desk.get(url, {"q": "newc"}).content.decode()
    wish = {"patient": newcomer.pk, "starts_on": tonight().date().isoformat()}

    full = desk.post(url, wish)
    assert full.status_code == 422
    assert "all 12 are taken" in full.content.decode()

    clinic.group.capacity = clinic.session.capacity = 13
    clinic.group.save()
    clinic.session.save()
    assert desk.post(url, wish).status_code == 302
    assert clinic.group.enrollments.count() == 13


def test_who_has_left_care_is_not_found_and_not_enrolled(clinic, desk, lee_who_left):
    url = reverse("schedule:enroll", args=[clinic.group.pk])
    assert "Lee Moreau" not in desk.get(url, {"q": "Moreau"}).content.decode()

    answer = desk.post(
        url,
        {"patient": lee_who_left.pk, "starts_on": today().isoformat()},
    )

    assert answer.status_code == 422
    assert "Lee Moreau is not in care. Admit them first." in answer.content.decode()
    assert not lee_who_left.enrollments.exists()


def test_who_is_admitted_for_tomorrow_is_found_today(clinic, desk):
    clinic.group.capacity = 20
    clinic.group.save()
    newcomer = admit(clinic, "Nell", "Newcomer", 40)
    episode = newcomer.episodes.get()
    episode.admitted_on = today() + timedelta(days=1)
    episode.save()

    url = reverse("schedule:enroll", args=[clinic.group.pk])

    assert "Nell Newcomer" in desk.get(url, {"q": "Newcomer"}).content.decode()


def test_nobody_from_another_program_can_be_enrolled(clinic, elsewhere, desk):
    url = reverse("schedule:enroll", args=[clinic.group.pk])
    answer = desk.post(
        url,
        {
            "patient": elsewhere.patients[0].pk,
            "starts_on": tonight().date().isoformat(),
        },
    )
    assert answer.status_code == 404


def test_a_place_ends_on_the_day_chosen(clinic, desk):
    place = clinic.group.enrollments.first()

    desk.post(
        reverse("schedule:end_enrollment", args=[place.pk]),
        {"ends_on": tonight().date().isoformat(), "reason": "Step-down"},
    )

    place.refresh_from_db()
    assert place.ends_on == tonight().date()


@pytest.mark.parametrize(
    ("who", "may"),
    [("faye", True), ("ruth", True), ("ben", False), ("sylvia", False),
     ("grace", False), ("omar", False), ("theo", False), ("ivan", False)],
)  # fmt: skip
def test_who_may_give_places(clinic, sign_in, who, may):
    url = reverse("schedule:enroll", args=[clinic.group.pk])
    status = sign_in(clinic.staff[who]).get(url).status_code
    assert status == (200 if may else 404)


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "Robert'); DROP TABLE--", "𝕿𝖍𝖊 ‮evil‬ ﷽", "{{ 7*7 }}",
     "{% csrf_token %}", "\"><img src=x onerror=alert(1)>"],
)  # fmt: skip
def test_what_a_stranger_types_is_shown_back_literally(clinic, grace, hostile):
    from django.utils.html import escape

    answer = grace.post(reverse("schedule:group_new"), answers(clinic, name=hostile))

    page = grace.get(answer.url).content.decode()
    assert escape(hostile) in page


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_shows_this_week(clinic, desk, day):
    assert desk.get(reverse("schedule:week"), {"day": day}).status_code == 200


def extra_answers(clinic, **more):
    start = tonight()
    return {
        "title": "Make-up group", "track": clinic.track.pk, "modality": "group",
        "on": start.date().isoformat(), "starts_at": "12:00", "ends_at": "14:00",
        "room": clinic.room.pk, "telehealth_url": "", "group": "",
        "leader": clinic.staff["ben"].pk, "co_leader": "", "capacity": "4",
        "topic_text": "", "counts_to_clinical_hours": "on", **more,
    }  # fmt: skip


def test_an_extra_session_stands_outside_every_rule(clinic, grace):
    answer = grace.post(reverse("schedule:extra_new"), extra_answers(clinic))

    assert answer.status_code == 302
    made = Session.objects.in_program(clinic.program).get(title="Make-up group")
    assert (made.group, made.rule_date, made.minutes) == (None, None, 120)


def test_an_extra_session_of_a_group_has_seats_for_its_members(clinic, grace):
    answer = grace.post(
        reverse("schedule:extra_new"), extra_answers(clinic, group=clinic.group.pk)
    )

    assert answer.status_code == 422
    assert "needs at least 12 seats" in answer.content.decode()
