"""A chart is one story: who may read it, what it costs, and that it shows all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.gate import Refused
from daybridge.access.models import Barrier, ChartOpening, TeamMembership
from daybridge.access.roles import Role
from daybridge.attendance.models import Attendance
from daybridge.attendance.services import mark_no_show
from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.notes.models import CounselingNote, Note
from daybridge.notes.reading import chart_or_refused, readable_charts
from daybridge.notes.services.signing import add_addendum
from daybridge.schedule.models import Session
from tests.cast import join_team

NAUGHTY = "<script>alert(1)</script> '; DROP TABLE notes; -- \u202eabc {{ 7|add:7 }}"


def chart_of(patient, **asked):
    return reverse("notes:chart", args=[patient.pk], query=asked)


@pytest.fixture
def many_evenings(clinic, dana, ruth):
    """`many_evenings(60)` gives Dana that many attended, signed evenings."""

    def make(number):
        clinic.session.attendances.filter(patient=dana).get().delete()
        start = clinic.session.starts_at
        for back in range(1, number + 1):
            at = start - timedelta(days=back)
            session = Session.objects.create(
                program=clinic.program, title=f"Evening {back}", track=clinic.track,
                modality="skills", starts_at=at, ends_at=at + timedelta(hours=3),
                leader=ruth,
            )  # fmt: skip
            Attendance.objects.create(
                program=clinic.program, session=session, patient=dana, starts_at=at,
                mark="attended", arrived_at=at, minutes=180,
            )  # fmt: skip
            Note.objects.create(
                program=clinic.program, patient=dana, session=session, author=ruth,
                happened_at=at, format="DAP", signed_text=f"Data\nWords of {back}",
                signed_digest="x", signed_at=at, signed_by=ruth, signed_as="Ruth",
            )  # fmt: skip

    return make


@pytest.mark.parametrize(
    ("who", "status"),
    [("ruth", 200), ("nora", 200), ("sylvia", 200), ("theo", 200), ("ben", 404),
     ("omar", 404), ("faye", 404), ("grace", 404), ("ivan", 404)],
)  # fmt: skip
def test_who_opens_a_chart(clinic, dana, sign_in, who, status):
    assert sign_in(clinic.staff[who]).get(chart_of(dana)).status_code == status


def test_vera_of_another_program_finds_nothing_where_ruth_reads(
    dana, ruth, vera, sign_in
):
    assert sign_in(ruth).get(chart_of(dana)).status_code == 200

    refused = sign_in(vera).get(chart_of(dana))
    absent = sign_in(vera).get(reverse("notes:chart", args=[new_id()]))
    assert refused.status_code == 404
    assert refused.content == absent.content


def test_who_leaves_the_team_leaves_the_chart(clinic, dana, ruth, sign_in):
    browser = sign_in(ruth)
    assert browser.get(chart_of(dana)).status_code == 200

    membership = TeamMembership.objects.in_program(clinic.program).get(
        staff=ruth, patient=dana
    )
    membership.ended_at = timezone.now()
    membership.save()

    assert browser.get(chart_of(dana)).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_the_gate_opens_whom_the_policy_makes_readable(clinic, ben, viewer, role):
    own, barred, opened, other, *_ = clinic.patients
    now = timezone.now()
    join_team(clinic, ben, own, barred)
    Barrier.objects.create(
        program=clinic.program, patient=barred, staff=ben, reason="A relative.",
        set_at=now, set_by=ben,
    )  # fmt: skip
    ChartOpening.objects.create(
        program=clinic.program, patient=opened, staff=ben, kind="emergency",
        reason="danger", explanation="x" * 30, opened_at=now,
        expires_at=now + timedelta(minutes=60),
    )  # fmt: skip
    ben.roles = [role.value]
    readable = set(readable_charts(viewer(ben)).values_list("pk", flat=True))

    for patient in (own, barred, opened, other):
        if patient.pk in readable:
            assert chart_or_refused(viewer(ben), patient.pk) == patient
        else:
            with pytest.raises(Refused):
                chart_or_refused(viewer(ben), patient.pk)
    assert barred.pk not in readable


def test_opening_a_chart_is_kept_in_the_audit(dana, ruth, sign_in):
    sign_in(ruth).get(chart_of(dana))

    event = AuditEvent.objects.get(action="chart.read")
    assert (event.patient_id, event.staff_id) == (dana.pk, ruth.pk)


def test_a_chart_opened_in_an_emergency_says_so_and_names_it(
    clinic, dana, ben, sign_in
):
    now = timezone.now()
    opening = ChartOpening.objects.create(
        program=clinic.program, patient=dana, staff=ben, kind="emergency",
        reason="danger", explanation="x" * 30, opened_at=now,
        expires_at=now + timedelta(minutes=60),
    )  # fmt: skip

    page = sign_in(ben).get(chart_of(dana)).content.decode()

    assert "Opened in an emergency" in page
    assert "Individual note" not in page
    assert str(opening.pk) in AuditEvent.objects.get(action="chart.read").basis


def test_the_story_tells_sessions_notes_addenda_and_doses(
    clinic, signed_note, viewer, sign_in, dana, ruth
):
    note = signed_note(dana, ruth)
    add_addendum(
        note=note, text="It was Market Street.", by=viewer(ruth), at=timezone.now()
    )

    page = sign_in(ruth).get(chart_of(dana)).content.decode()

    assert "Evening skills" in page
    assert "3 h" in page
    assert "chose another street" in page
    assert "It was Market Street." in page
    assert "Dose ordered: 9 h a week on 3 days" in page
    assert "Admitted" in page
    assert "Level 2.1, Evening IOP" in page


def test_a_missed_session_is_part_of_the_story(clinic, viewer, sign_in, dana, ruth):
    place = clinic.session.attendances.get(patient=dana)
    mark_no_show(attendance=place, at=timezone.now(), by=viewer(ruth))

    assert "No-show" in sign_in(ruth).get(chart_of(dana)).content.decode()


def test_naughty_strings_are_shown_literally(signed_note, sign_in, dana, ruth):
    signed_note(dana, ruth, sentence=NAUGHTY)

    page = sign_in(ruth).get(chart_of(dana)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_a_peer_reads_their_own_notes_and_nobody_elses(
    clinic, signed_note, sign_in, dana, ruth
):
    signed_note(dana, ruth)
    theo = clinic.staff["theo"]
    Note.objects.create(
        program=clinic.program, kind="individual", patient=dana, author=theo,
        happened_at=timezone.now(), sentence="Walked to the meeting together",
    )  # fmt: skip

    page = sign_in(theo).get(chart_of(dana)).content.decode()

    assert "Walked to the meeting" in page
    assert "chose another street" not in page
    assert "Evening skills" not in page


@pytest.mark.parametrize("kind", ["attendance", "care"])
def test_a_peer_who_asks_for_the_rest_reads_an_empty_page(
    clinic, signed_note, sign_in, dana, ruth, kind
):
    signed_note(dana, ruth)

    page = sign_in(clinic.staff["theo"]).get(chart_of(dana, kind=kind))

    assert page.context["moments"] == []
    assert b"Nothing here yet" in page.content


def test_counseling_notes_are_in_no_chart(clinic, sign_in, dana, ruth):
    CounselingNote.objects.create(
        program=clinic.program, patient=dana, author=ruth,
        text="Countertransference", edited_at=timezone.now(),
    )  # fmt: skip

    assert b"Countertransference" not in sign_in(ruth).get(chart_of(dana)).content


def test_pages_go_back_to_the_first_evening_without_gap_or_repeat(
    many_evenings, sign_in, dana, ruth
):
    many_evenings(60)
    browser, seen, asked = sign_in(ruth), [], {}
    for _ in range(10):
        response = browser.get(chart_of(dana, kind="attendance", **asked))
        seen += [moment.title for moment in response.context["moments"]]
        older = response.context["older"]
        if not older:
            break
        asked = {"after": older}

    assert seen == [f"Evening {back}" for back in range(1, 61)]


def test_a_note_stands_in_the_entry_of_its_session(many_evenings, sign_in, dana, ruth):
    many_evenings(3)

    moments = sign_in(ruth).get(chart_of(dana)).context["moments"]

    titles = [moment.title for moment in moments]
    assert titles.count("Evening 2") == 1
    assert next(each for each in moments if each.title == "Evening 2").note


@pytest.mark.parametrize("kind", ["all", "notes", "attendance", "care"])
def test_a_long_chart_costs_no_more_statements(
    many_evenings, sign_in, dana, ruth, kind, django_assert_max_num_queries
):
    many_evenings(40)
    browser = sign_in(ruth)
    browser.get(chart_of(dana))

    with django_assert_max_num_queries(5):
        browser.get(chart_of(dana, kind=kind))


def test_a_cursor_that_cannot_be_read_shows_the_newest(sign_in, dana, ruth):
    page = sign_in(ruth).get(chart_of(dana, after="'; --", kind="<b>"))

    assert page.status_code == 200


def test_what_shares_a_moment_stays_on_one_page(
    clinic, many_evenings, sign_in, dana, ruth
):
    many_evenings(40)
    at = clinic.session.starts_at - timedelta(days=24, hours=1)
    for number in range(4):  # of one moment, where the first page would be cut
        Note.objects.create(
            program=clinic.program, kind="individual", patient=dana, author=ruth,
            happened_at=at, sentence=f"Twin {number}",
        )  # fmt: skip
    browser = sign_in(ruth)
    first = browser.get(chart_of(dana, kind="notes"))
    second = browser.get(chart_of(dana, kind="notes", after=first.context["older"]))

    shown = [first.content.decode(), second.content.decode()]

    for number in range(4):
        assert sum(page.count(f"Twin {number}") for page in shown) == 1
