"""Break-glass, as the contract says: reason, sign-in, one hour, read only, reviewed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from daybridge.access.matrix import Matter
from daybridge.access.models import Barrier, ChartOpening, Notice
from daybridge.access.openings import opening_for, review_due_on
from daybridge.access.services import close_opening, open_chart, review_opening
from daybridge.access.services.openings import OpeningRefused
from daybridge.access.working_days import after_working_days
from daybridge.audit.models import AuditEvent
from daybridge.audit.reading import record_read
from daybridge.people.models import Patient

PASSWORD = "four unrelated quiet words"
WHY = {
    "reason": "medical_emergency",
    "explanation": "The hospital calls: unresponsive, what does she take?",
}


@pytest.fixture
def bens_browser(ben, sign_in) -> Client:
    ben.user.set_password(PASSWORD)
    ben.user.save(update_fields=["password"])
    return sign_in(ben)


def sign_in_again(client: Client) -> None:
    client.post("/sign-in/again/", {"password": PASSWORD})


def break_glass(client: Client, path: str, **answers: str):
    asked = client.post(path, {**WHY, **answers})
    assert asked.url.startswith("/sign-in/again/?next=%2Femergency%2Fconfirmed%2F")
    return client.post(asked.url, {"password": PASSWORD}, follow=True)


def opened(clinic, staff) -> bool:
    openings = ChartOpening.objects.in_program(clinic.program)
    return openings.filter(staff=staff).exists()


def test_a_counselor_off_the_team_opens_a_chart_for_an_hour(
    clinic, bens_browser, ben, dana, viewer
):
    break_glass(bens_browser, f"/patients/{dana.pk}/emergency/")

    opening = ChartOpening.objects.in_program(clinic.program).get()
    assert opening.expires_at - opening.opened_at == timedelta(minutes=60)
    for matter in (Matter.DEMOGRAPHICS, Matter.SUD_RECORD, Matter.ASSESSMENTS):
        assert dana in Patient.objects.visible_to(viewer(ben), matter)
    later = viewer(ben, opening.expires_at)
    assert dana not in Patient.objects.visible_to(later)


@pytest.mark.parametrize("matter", [Matter.COUNSELING_NOTES, Matter.PRIVATE_DIARY])
def test_an_emergency_never_opens_counseling_notes_or_the_diary(
    clinic, bens_browser, ben, dana, viewer, matter
):
    break_glass(bens_browser, f"/patients/{dana.pk}/emergency/")

    assert dana not in Patient.objects.visible_to(viewer(ben), matter)


def test_an_opened_chart_is_read_only(clinic, ben, dana, viewer):
    by = viewer(ben)
    open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)
    from daybridge.people.middleware import viewer_of

    writing = viewer_of(ben, at=by.at, writes=True)
    assert dana in Patient.objects.visible_to(viewer(ben))
    assert dana not in Patient.objects.visible_to(writing)


@pytest.mark.parametrize(
    "answers",
    [
        {"reason": "", "explanation": WHY["explanation"]},
        {"reason": "medical_emergency", "explanation": "short"},
        {"reason": "medical_emergency", "explanation": " " * 40},
        {"reason": "quality", "explanation": WHY["explanation"]},
        {},
    ],
)
def test_without_a_reason_it_is_403(clinic, bens_browser, ben, dana, answers):
    answer = bens_browser.post(f"/patients/{dana.pk}/emergency/", answers)

    assert answer.status_code == 403
    bens_browser.get("/emergency/confirmed/")
    assert not opened(clinic, ben)


def test_without_signing_in_again_nothing_opens(clinic, bens_browser, ben, dana):
    sign_in_again(bens_browser)  # before the question: too early to count
    bens_browser.post(f"/patients/{dana.pk}/emergency/", WHY)

    bens_browser.get("/emergency/confirmed/")

    assert not opened(clinic, ben)


def test_after_sixty_minutes_it_is_404_again(clinic, ben, dana, sign_in):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        from daybridge.people.middleware import viewer_of

        by = viewer_of(ben, at=datetime.now(UTC))
        open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)
        clock.shift(timedelta(minutes=59, seconds=59))
        assert dana in Patient.objects.visible_to(viewer_of(ben, at=datetime.now(UTC)))
        clock.shift(timedelta(seconds=1))
        assert dana not in Patient.objects.visible_to(
            viewer_of(ben, at=datetime.now(UTC))
        )


def test_those_who_must_know_are_told_at_once_without_a_name(
    clinic, bens_browser, dana
):
    break_glass(bens_browser, f"/patients/{dana.pk}/emergency/")

    notices = Notice.objects.in_program(clinic.program)
    told = {notice.staff_id for notice in notices}
    assert told == {clinic.staff["sylvia"].pk, clinic.staff["grace"].pk}
    for notice in notices:
        assert dana.legal_last_name not in notice.text
        assert dana.legal_first_name not in notice.text


def test_each_read_names_the_emergency(clinic, ben, dana, viewer):
    by = viewer(ben)
    opening = open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)

    record_read(viewer(ben), dana, "chart")

    row = AuditEvent.objects.get(action="chart.read")
    assert row.basis == f"emergency:{opening.pk}"
    assert opening_for(viewer(ben), dana.pk) == opening


def test_a_read_on_the_team_names_none_and_costs_one_insert(
    ruth, dana, viewer, django_assert_num_queries
):
    who = viewer(ruth)
    who.openings  # noqa: B018 - asked once a request, for the banner
    with django_assert_num_queries(1):
        record_read(who, dana)
    assert AuditEvent.objects.get(action="chart.read").basis == ""


PAGES = ("/emergency/", "/patients/{id}/emergency/")


def test_the_page_does_not_say_whether_there_is_such_a_patient(bens_browser, dana):
    def page(pk):
        answer = bens_browser.get(f"/patients/{pk}/emergency/")
        body = answer.content.decode().replace(str(answer.context["csrf_token"]), "")
        return answer.status_code, body.replace(str(pk), "")

    assert page(dana.pk) == page(uuid4())


def test_a_stranger_and_a_patient_get_the_same_question_to_sign_in(bens_browser, dana):
    known = bens_browser.post("/emergency/", {**WHY, "record_number": "P00001"})
    unknown = bens_browser.post("/emergency/", {**WHY, "record_number": "P99999"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_chart_is_found_by_number_or_by_name_and_birth_date(
    clinic, bens_browser, ben, dana
):
    break_glass(
        bens_browser, "/emergency/", full_name="dana  WHITFIELD", born_on="1988-05-04"
    )

    opening = ChartOpening.objects.in_program(clinic.program).get(staff=ben)
    assert opening.patient == dana


@pytest.mark.parametrize(
    "who",
    [
        {"record_number": "P99999"},
        {"full_name": "Dana Whitfield", "born_on": "1988-05-05"},
        {"full_name": "Dana", "born_on": "1988-05-04"},
    ],
)
def test_no_match_is_a_neutral_answer_and_audited(clinic, bens_browser, ben, dana, who):
    answer = break_glass(bens_browser, "/emergency/", **who)

    assert b"No chart was opened" in answer.content
    assert not opened(clinic, ben)
    row = AuditEvent.objects.get(action="access.no_chart_opened")
    assert row.staff_id == ben.pk
    assert "Dana" not in str(row.detail)


def test_trying_names_is_stopped_after_ten(clinic, bens_browser, ben, dana):
    for n in range(10):
        break_glass(bens_browser, "/emergency/", record_number=f"X{n}")

    break_glass(bens_browser, "/emergency/", record_number=dana.record_number)

    assert not opened(clinic, ben)


def test_another_programs_patient_is_not_found(clinic, elsewhere, bens_browser, ben):
    stranger = elsewhere.patients[0]
    break_glass(bens_browser, f"/patients/{stranger.pk}/emergency/")

    assert not opened(clinic, ben)


@pytest.mark.parametrize("name", ["faye", "theo", "omar", "ivan", "sylvia"])
def test_break_glass_is_offered_only_to_counselors_and_nurses(
    clinic, sign_in, name, dana
):
    client = sign_in(clinic.staff[name])
    assert client.get(f"/patients/{dana.pk}/emergency/").status_code == 404
    assert client.post(f"/patients/{dana.pk}/emergency/", WHY).status_code == 404


def test_a_barrier_holds_against_an_emergency(clinic, bens_browser, ben, dana):
    Barrier.objects.create(
        program=clinic.program, patient=dana, staff=ben, reason="cousin",
        set_at=datetime.now(UTC), set_by=clinic.staff["grace"],
    )  # fmt: skip
    break_glass(bens_browser, f"/patients/{dana.pk}/emergency/")

    assert not opened(clinic, ben)


def test_the_director_opens_a_chart_only_with_a_reason(clinic, dana, viewer):
    grace = clinic.staff["grace"]
    assert dana in Patient.objects.visible_to(viewer(grace))  # demographics: yes
    assert dana not in Patient.objects.visible_to(viewer(grace), Matter.SUD_RECORD)

    by = viewer(grace)
    open_chart(
        patient=dana, kind="oversight", reason="complaint",
        explanation="She says nobody called back for two weeks.", by=by, at=by.at,
    )  # fmt: skip

    assert dana in Patient.objects.visible_to(viewer(grace), Matter.SUD_RECORD)
    assert dana not in Patient.objects.visible_to(
        viewer(grace), Matter.COUNSELING_NOTES
    )


def test_one_can_close_the_chart_early(clinic, ben, dana, viewer, sign_in):
    by = viewer(ben)
    opening = open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)

    assert sign_in(ben).post(f"/openings/{opening.pk}/end/").status_code == 302
    assert dana not in Patient.objects.visible_to(viewer(ben))


def test_somebody_else_reviews_and_once(clinic, ben, dana, viewer, sign_in):
    by = viewer(ben)
    opening = open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)
    sylvia = sign_in(clinic.staff["sylvia"])
    page = f"/openings/{opening.pk}/"

    assert sylvia.get("/openings/").status_code == 200
    assert b"unresponsive" in sylvia.get(page).content
    assert sylvia.post(page, {"note": ""}).status_code == 422
    assert sylvia.post(page, {"note": "Real, and only the list of drugs."}).status_code

    opening.refresh_from_db()
    assert opening.reviewed_by == clinic.staff["sylvia"]
    grace = viewer(clinic.staff["grace"])
    assert not review_opening(opening=opening, note="again", by=grace, at=grace.at)
    assert sign_in(ben).get(page).status_code == 404


def test_nobody_reviews_their_own_opening(clinic, dana, viewer):
    by = viewer(clinic.staff["grace"])
    opening = open_chart(
        patient=dana, kind="oversight", reason="quality",
        explanation="Quarterly sample of charts, third of ten.", by=by, at=by.at,
    )  # fmt: skip
    with pytest.raises(OpeningRefused):
        review_opening(opening=opening, note="fine", by=by, at=by.at)


def test_the_review_is_due_in_three_working_days():
    friday = date(2026, 11, 20)
    thanksgiving = date(2026, 11, 26)

    assert after_working_days(friday, 3, ()) == date(2026, 11, 25)
    assert after_working_days(date(2026, 11, 24), 3, {thanksgiving}) == date(
        2026, 11, 30
    )


def test_closures_and_an_overdue_review_are_shown(clinic, ben, dana, viewer, sign_in):
    from daybridge.programs.models import Closure

    by = viewer(ben, datetime.now(UTC) - timedelta(days=12))
    opening = open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)
    plain = review_due_on(opening, program=clinic.program)
    Closure.objects.create(program=clinic.program, on=plain, name="Snow")

    assert review_due_on(opening, program=clinic.program) > plain
    assert b"Overdue" in sign_in(clinic.staff["sylvia"]).get("/openings/").content


def test_closing_twice_keeps_the_first_end(clinic, ben, dana, viewer):
    by = viewer(ben)
    opening = open_chart(patient=dana, kind="emergency", by=by, at=by.at, **WHY)
    close_opening(opening=opening, by=by, at=by.at + timedelta(minutes=5))
    close_opening(opening=opening, by=by, at=by.at + timedelta(minutes=9))

    opening.refresh_from_db()
    assert opening.closed_at == by.at + timedelta(minutes=5)
