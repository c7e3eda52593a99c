"""The tablet at the door: lets people in, and tells nobody anything."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from daybridge.attendance.models import Attendance, DoorTablet, Mark
from daybridge.audit.models import AuditEvent
from daybridge.people.arrival_codes import digest, new_code

CODE = "483920"
TELLING = re.compile(
    r"recover|treat|addict|substance|clinic|patient|therap|counsel|rehab|sober|health"
    r"|iop|program|group|session|schuylkill|daybridge",
    re.IGNORECASE,
)


@pytest.fixture
def coded(clinic, dana):
    """Dana with her code."""
    dana.arrival_code_digest = digest(CODE, clinic.program.pk)
    dana.save()
    return dana


@pytest.fixture
def start(clinic):
    return clinic.session.starts_at


@pytest.fixture
def tablet(clinic, sign_in):
    """A device that the desk made a door tablet of."""
    device = sign_in(clinic.staff["faye"])
    answer = device.post(
        reverse("attendance:tablets"), {"name": "Lobby", "site": clinic.site.pk}
    )
    assert answer.url == reverse("attendance:door")
    return device


def same(answer):
    """The page without the form token, which is new each time."""
    return re.sub(rb'"X-CSRFToken": "\w+"', b"", answer.content)


def type_code(device, code, moment, time_machine, **more):
    time_machine.move_to(moment, tick=False)
    return device.post(reverse("attendance:door"), {"code": code, "go": "go", **more})


@pytest.fixture
def time_machine():
    import time_machine as machine

    class Clock:
        traveller = None

        def move_to(self, moment, tick=False):
            self.stop()
            self.traveller = machine.travel(moment, tick=tick)
            self.traveller.start()

        def stop(self):
            if self.traveller:
                self.traveller.stop()
                self.traveller = None

    clock = Clock()
    yield clock
    clock.stop()


def test_making_a_tablet_signs_the_desk_out_of_it(tablet):
    assert tablet.get("/schedule/").status_code == 302
    assert tablet.get(reverse("attendance:door")).status_code == 200
    cookie = tablet.cookies["door"]
    assert cookie["path"] == reverse("attendance:door")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_the_token_itself_is_not_kept(tablet, clinic):
    kept = DoorTablet.objects.in_program(clinic.program).get()
    assert tablet.cookies["door"].value not in (kept.token_digest, kept.name)
    assert len(kept.token_digest) == 64


def test_without_a_tablet_there_is_no_such_page(clinic):
    stranger = Client()
    assert stranger.get(reverse("attendance:door")).status_code == 404
    stranger.cookies["door"] = "guessed"
    assert stranger.get(reverse("attendance:door")).status_code == 404
    assert stranger.post(reverse("attendance:leaving")).status_code == 404


def test_a_revoked_tablet_opens_nothing(tablet, clinic, sign_in):
    row = DoorTablet.objects.in_program(clinic.program).get()
    sign_in(clinic.staff["faye"]).post(reverse("attendance:revoke", args=[row.pk]))
    assert tablet.get(reverse("attendance:door")).status_code == 404


def test_a_code_checks_its_person_in(tablet, coded, start, clinic, time_machine):
    answer = type_code(tablet, CODE, start - timedelta(minutes=20), time_machine)

    page = answer.content.decode()
    assert "Welcome, Dana." in page
    assert "Room 2." in page
    assert answer.headers["Refresh"] == "6; url=/door/check-in/"
    place = Attendance.objects.in_program(clinic.program).get(patient=coded)
    assert (place.mark, place.arrived_by_id) == (Mark.ATTENDED, None)
    assert place.arrived_at == start - timedelta(minutes=20)


@pytest.mark.parametrize(
    ("minutes", "let_in"), [(-61, False), (-60, True), (179, True), (180, False)]
)
def test_the_door_opens_an_hour_before_and_closes_with_the_session(
    tablet, coded, start, time_machine, minutes, let_in
):
    answer = type_code(tablet, CODE, start + timedelta(minutes=minutes), time_machine)

    said = "Welcome, Dana." if let_in else "Please see the front desk."
    assert said in answer.content.decode()


def test_wrong_early_and_paused_all_read_the_same(tablet, coded, start, time_machine):
    early = type_code(tablet, CODE, start - timedelta(hours=3), time_machine)
    wrong = type_code(tablet, "111111", start, time_machine)
    for _ in range(8):
        type_code(tablet, "111111", start, time_machine)
    paused = type_code(tablet, CODE, start, time_machine)

    assert same(early) == same(wrong) == same(paused)
    assert early.status_code == wrong.status_code == paused.status_code == 200
    assert b"Please see the front desk." in wrong.content


def test_a_paused_tablet_works_again_after_five_minutes(
    tablet, coded, start, time_machine
):
    for _ in range(8):
        type_code(tablet, "111111", start, time_machine)

    later = type_code(tablet, CODE, start + timedelta(minutes=5), time_machine)

    assert "Welcome, Dana." in later.content.decode()


def test_a_code_guessed_is_kept_in_the_audit_without_the_code(
    tablet, clinic, start, time_machine
):
    type_code(tablet, "111111", start, time_machine)

    entry = AuditEvent.objects.get(action="attendance.door_refused")
    assert "111111" not in f"{entry.detail}{entry.reason}{entry.actor_name}"


def test_the_same_code_later_asks_about_leaving(
    tablet, coded, start, clinic, time_machine
):
    type_code(tablet, CODE, start, time_machine)
    again = type_code(tablet, CODE, start + timedelta(minutes=9), time_machine)
    assert "Welcome, Dana." in again.content.decode()

    asked = type_code(tablet, CODE, start + timedelta(minutes=100), time_machine)
    page = asked.content.decode()
    assert "Leaving now?" in page
    place = Attendance.objects.in_program(clinic.program).get(patient=coded)
    assert place.left_at is None

    token = re.search(r'name="asked" value="([^"]+)"', page).group(1)
    left = tablet.post(reverse("attendance:leaving"), {"asked": token, "yes": "yes"})

    assert "Take care, Dana." in left.content.decode()
    place.refresh_from_db()
    assert place.minutes == 100


def test_someone_who_stays_changes_nothing(tablet, coded, start, clinic, time_machine):
    type_code(tablet, CODE, start, time_machine)
    asked = type_code(tablet, CODE, start + timedelta(minutes=60), time_machine)
    token = re.search(r'name="asked" value="([^"]+)"', asked.content.decode()).group(1)

    tablet.post(reverse("attendance:leaving"), {"asked": token, "no": "no"})

    place = Attendance.objects.in_program(clinic.program).get(patient=coded)
    assert place.left_at is None


def test_the_question_about_leaving_is_old_after_a_minute(
    tablet, coded, start, clinic, time_machine
):
    type_code(tablet, CODE, start, time_machine)
    asked = type_code(tablet, CODE, start + timedelta(minutes=60), time_machine)
    token = re.search(r'name="asked" value="([^"]+)"', asked.content.decode()).group(1)

    time_machine.move_to(start + timedelta(minutes=62))
    tablet.post(reverse("attendance:leaving"), {"asked": token, "yes": "yes"})

    place = Attendance.objects.in_program(clinic.program).get(patient=coded)
    assert place.left_at is None


def test_a_tablet_of_another_site_or_program_does_not_know_the_code(
    tablet, coded, start, clinic, elsewhere, sign_in, time_machine
):
    theirs = sign_in(elsewhere.staff["vera"])
    theirs.post(
        reverse("attendance:tablets"), {"name": "Theirs", "site": elsewhere.site.pk}
    )

    answer = type_code(theirs, CODE, start, time_machine)

    assert "Please see the front desk." in answer.content.decode()


def test_a_tablet_at_another_site_sends_people_to_its_desk(
    coded, clinic, start, sign_in, time_machine
):
    from daybridge.programs.models import Site

    other = Site.objects.create(program=clinic.program, name="Norristown")
    device = sign_in(clinic.staff["faye"])
    device.post(reverse("attendance:tablets"), {"name": "Far", "site": other.pk})

    answer = type_code(device, CODE, start, time_machine)

    assert "Please see the front desk." in answer.content.decode()


def test_nothing_on_the_tablet_says_what_the_place_is(
    tablet, coded, clinic, start, time_machine
):
    pages = [
        tablet.get(reverse("attendance:door")),
        type_code(tablet, CODE, start, time_machine),
        type_code(tablet, "111111", start, time_machine),
        type_code(tablet, CODE, start + timedelta(minutes=30), time_machine),
    ]
    for page in pages:
        text = page.content.decode()
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1)
        words = f"{strip_tags(text)} {title} {page.request['PATH_INFO']}"
        labels = " ".join(re.findall(r'(?:aria-label|alt|content)="([^"]*)"', text))
        assert not TELLING.search(words), TELLING.search(words)
        assert not TELLING.search(labels.replace("includeIndicatorStyles", ""))
        for patient in clinic.patients[1:]:
            assert patient.legal_last_name not in text
        assert "Whitfield" not in text
        assert page.headers["Cache-Control"].count("no-store")


def test_the_keypad_works_without_scripts(tablet, coded, start, time_machine):
    time_machine.move_to(start, tick=False)
    typed = ""
    for key in CODE:
        page = tablet.post(reverse("attendance:door"), {"code": typed, "key": key})
        typed = re.search(r'name="code"[^>]*value="(\d*)"', page.content.decode())[1]
    assert typed == CODE

    page = tablet.post(reverse("attendance:door"), {"code": typed, "back": "back"})
    assert f'value="{CODE[:-1]}"' in page.content.decode()


@pytest.mark.parametrize(
    "code",
    ["", "' OR 1=1 --", "𝟒𝟖𝟑𝟗𝟐𝟎", "<script>", "４８３９２０", "9" * 5000, "\x00"],
)
def test_a_strange_code_is_no_code(tablet, coded, start, time_machine, code):
    answer = type_code(tablet, code, start, time_machine)
    assert answer.status_code == 200
    assert b"Welcome, Dana." not in answer.content


@pytest.mark.parametrize("who", ["ruth", "ben", "omar", "theo", "nora", "ivan"])
def test_only_the_desk_and_those_in_charge_set_tablets_up(clinic, sign_in, who):
    client = sign_in(clinic.staff[who])
    assert client.get(reverse("attendance:tablets")).status_code == 404


def test_a_tablet_of_another_program_is_not_there(tablet, clinic, elsewhere, sign_in):
    row = DoorTablet.objects.in_program(clinic.program).get()
    theirs = sign_in(elsewhere.staff["vera"])
    answer = theirs.post(reverse("attendance:revoke", args=[row.pk]))
    assert answer.status_code == 404
    assert b"Lobby" not in theirs.get(reverse("attendance:tablets")).content


def test_a_code_is_six_digits_and_its_digest_belongs_to_one_program(clinic, elsewhere):
    codes = {new_code() for _ in range(200)}
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert len(codes) > 190
    assert digest(CODE, clinic.program.pk) != digest(CODE, elsewhere.program.pk)
    assert digest("48 39 20", clinic.program.pk) == digest(CODE, clinic.program.pk)
