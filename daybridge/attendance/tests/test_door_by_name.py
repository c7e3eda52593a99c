"""Checking in with a name and a PIN: forgiving to its person, silent to anyone else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybridge.attendance.models import Attendance, DoorMiss, DoorTablet, Mark
from daybridge.attendance.services.door import Answer, door_viewer, make_tablet
from daybridge.attendance.services.door_by_name import (
    TRIES_FOR_A_NAME,
    TRIES_WITHIN,
    check_in_by_name,
)
from daybridge.audit.models import AuditEvent
from daybridge.people.arrival_codes import is_pin, pin_digest, pin_of
from daybridge.people.services.patients import give_arrival_code
from tests.naughty import naughty_strings

PIN = "3920"


def with_pin(patient, pin=PIN):
    patient.arrival_pin_digest = pin_digest(pin, patient.pk)
    patient.save()
    return patient


@pytest.fixture
def start(clinic):
    return clinic.session.starts_at


@pytest.fixture
def lobby(clinic, viewer, start, dana):
    with_pin(dana)
    by = viewer(clinic.staff["faye"], at=start)
    return make_tablet(site=clinic.site, name="Lobby", at=start, by=by)[0]


@pytest.fixture
def enter(lobby, start):
    def enter(name="Dana", pin=PIN, at=start, tablet=lobby):
        by = door_viewer(tablet, at=at)
        return check_in_by_name(tablet=tablet, name=name, pin=pin, at=at, by=by)

    return enter


@pytest.mark.parametrize("typed", ["Dana", "dána", "DANA W", "dana whitfield"])
def test_a_name_and_its_pin_check_their_person_in(enter, dana, clinic, typed):
    shown = enter(typed)

    assert (shown.answer, shown.called, shown.room) == (
        Answer.WELCOME, "Dana", "Room 2",
    )  # fmt: skip
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    assert (place.mark, place.arrived_by_id) == (Mark.ATTENDED, None)


def test_the_name_is_the_one_they_like(enter, dana):
    dana.preferred_name = "Danny"
    dana.save()

    assert enter("danny").called == "Danny"
    assert enter("Dana").answer is Answer.ASK_DESK


@pytest.mark.parametrize("pin", ["", "0000", "392", "39200", "٣٩٢٠", "' OR 1=1"])
def test_another_pin_is_not_theirs(enter, pin):
    assert enter(pin=pin).answer is Answer.ASK_DESK


def test_without_a_pin_of_their_own_nobody_comes_in_by_name(enter, clinic):
    assert enter("Marcus", pin="").answer is Answer.ASK_DESK
    assert enter("Marcus").answer is Answer.ASK_DESK


def test_two_of_one_name_are_told_apart_by_their_pins(enter, clinic):
    marcus = clinic.patients[1]
    marcus.preferred_name = "Dana"
    with_pin(marcus, "7777")

    assert enter(pin="7777").answer is Answer.WELCOME
    attended = Attendance.objects.in_program(clinic.program).attended()
    assert [row.patient_id for row in attended] == [marcus.pk]


def test_two_of_one_name_and_one_pin_say_their_initial_or_ask_the_desk(enter, clinic):
    marcus = clinic.patients[1]
    marcus.preferred_name = "Dana"
    with_pin(marcus)

    assert enter("Dana").answer is Answer.ASK_DESK
    assert enter("Dana O").answer is Answer.WELCOME


def test_unknown_wrong_and_not_expected_are_one_answer_for_one_price(
    enter, clinic, start
):
    away = with_pin(clinic.patients[2])
    Attendance.objects.in_program(clinic.program).get(patient=away).delete()
    enter("Someone before")
    asked = []
    for name, pin in (("Nobody", PIN), ("Dana", "0000"), ("Teresa", PIN)):
        with CaptureQueriesContext(connection) as queries:
            assert enter(name, pin).answer is Answer.ASK_DESK
        asked.append([re.sub(r"'[^']*'|\d+", "", one["sql"]) for one in queries])

    assert len({len(queries) for queries in asked}) == 1
    kinds = [[sql.split(" ")[0] for sql in queries] for queries in asked]
    assert kinds[0] == kinds[1] == kinds[2]


def test_a_name_waits_after_five_tries_and_is_free_again_later(enter, start, viewer):
    for _ in range(TRIES_FOR_A_NAME):
        assert enter(pin="0000").answer is Answer.ASK_DESK

    assert enter().answer is Answer.ASK_DESK
    later = start + TRIES_WITHIN + timedelta(seconds=1)
    assert enter(at=later).answer is Answer.WELCOME


def test_a_name_waits_at_every_tablet_however_it_is_written(
    enter, clinic, viewer, start
):
    by = viewer(clinic.staff["faye"], at=start)
    other, _ = make_tablet(site=clinic.site, name="Back", at=start, by=by)
    for typed in ("Dana", "dana w", "DANA", "Dana Whitfield", "dána"):
        enter(typed, pin="0000")

    assert enter(tablet=other).answer is Answer.ASK_DESK


def test_someone_elses_tries_keep_nobody_else_out(enter, clinic):
    with_pin(clinic.patients[1])
    for _ in range(TRIES_FOR_A_NAME):
        enter(pin="0000")

    assert enter("Marcus").answer is Answer.WELCOME


def test_a_tablet_pauses_after_eight_names_that_nobody_has(enter, clinic):
    for number in range(8):
        enter("Nobody" + "x" * number)

    assert enter().answer is Answer.ASK_DESK
    tablet = DoorTablet.objects.in_program(clinic.program).get()
    assert tablet.paused_until is not None


def test_neither_the_name_nor_the_pin_is_kept(enter, clinic):
    enter("Zebedee", pin="8431")

    [miss] = DoorMiss.objects.in_program(clinic.program)
    entry = AuditEvent.objects.get(action="attendance.door_refused")
    kept = f"{miss.name_digest}{entry.detail}{entry.reason}{entry.actor_name}"
    assert "Zebedee" not in kept
    assert "8431" not in f"{entry.detail}{entry.reason}{entry.actor_name}"


def test_misses_are_forgotten_after_a_day(enter, clinic, start):
    enter(pin="0000")
    enter("Nobody", at=start + timedelta(days=1, seconds=1))

    assert DoorMiss.objects.in_program(clinic.program).count() == 1


def test_a_tablet_of_another_site_or_program_knows_no_name(
    enter, clinic, elsewhere, viewer, start
):
    from daybridge.programs.models import Site

    site = Site.objects.create(program=clinic.program, name="Norristown")
    by = viewer(clinic.staff["faye"], at=start)
    far, _ = make_tablet(site=site, name="Far", at=start, by=by)
    theirs, _ = make_tablet(
        site=elsewhere.site, name="Theirs", at=start,
        by=viewer(elsewhere.staff["vera"], at=start),
    )  # fmt: skip

    assert enter(tablet=far).answer is Answer.ASK_DESK
    assert enter(tablet=theirs).answer is Answer.ASK_DESK


def test_a_strange_name_is_nobodys(enter, lobby, clinic, start):
    """Each on its own evening, so that no name and no tablet waits."""
    names = [*naughty_strings(), "\x00", "x" * 5000, "<b>Dana</b>", "\ud800"]
    for name in names:
        lobby.misses, lobby.paused_until = 0, None
        lobby.save()
        assert enter(name).answer is Answer.ASK_DESK, name


def test_a_new_code_brings_its_pin(clinic, dana, viewer):
    by = viewer(clinic.staff["faye"])

    code = give_arrival_code(patient=dana, by=by, at=by.at)

    dana.refresh_from_db()
    stored = dana.arrival_pin_digest
    assert is_pin(code[-4:], patient_id=dana.pk, stored=stored)
    assert not is_pin(code[-4:], patient_id=clinic.patients[1].pk, stored=stored)
    assert pin_of("483 920") == "3920"


# The page.


@pytest.fixture
def device(clinic, sign_in, dana):
    with_pin(dana)
    browser = sign_in(clinic.staff["faye"])
    browser.post(
        reverse("attendance:tablets"), {"name": "Lobby", "site": clinic.site.pk}
    )
    return browser


def test_the_page_asks_for_a_name_and_lists_none(device, clinic):
    page = device.get(reverse("attendance:door") + "?by=name")

    text = page.content.decode()
    assert 'name="called"' in text
    assert "?by=name" in device.get(reverse("attendance:door")).content.decode()
    assert not any(one.called in text for one in clinic.patients)
    assert page.headers["Refresh"] == "120; url=/door/check-in/"


def test_the_page_keeps_a_name_while_the_keypad_is_used_without_scripts(device):
    door = reverse("attendance:door")
    sent = {"by": "name", "called": ' Da"na<b> ', "code": "39", "key": "2"}

    text = device.post(door, sent).content.decode()

    assert 'value="Da&quot;na&lt;b&gt;"' in text
    assert 'value="392"' in text
    again = device.post(door, {"by": "name", "called": "Dana", "go": "go"})
    assert 'value="Dana"' in again.content.decode()  # no PIN yet: asked, not judged
    assert not AuditEvent.objects.filter(action="attendance.door_refused").exists()


def test_the_page_answers_the_same_to_unknown_and_wrong(device):
    door = reverse("attendance:door")
    answers = [
        device.post(door, {"by": "name", "called": name, "code": pin, "go": "go"})
        for name, pin in (("Nobody", PIN), ("Dana", "0000"))
    ]
    bodies = {
        re.sub(rb'"X-CSRFToken": "\w+"', b"", answer.content) for answer in answers
    }
    assert len(bodies) == 1
    assert b"Please see the front desk." in bodies.pop()
