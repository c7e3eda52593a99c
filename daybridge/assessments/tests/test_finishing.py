"""Ratings, dangers, signatures, admissions: what holds and what is refused."""

import pytest
from django.urls import reverse

from daybridge.access.models import Notice
from daybridge.assessments.composing import compose
from daybridge.assessments.errors import (
    AssessmentClosed,
    AssessmentRefusal,
    ChangedMeanwhile,
    DangerFirst,
    DiagnosisRefused,
    NotComplete,
    NotYours,
    StopAnswered,
    TextChangedSinceShown,
)
from daybridge.assessments.models import (
    Diagnosis,
    HelpContact,
    Placement,
    SafetyStop,
)
from daybridge.assessments.queries.lists import board
from daybridge.assessments.services.admitting import Acceptance, admit_after
from daybridge.assessments.services.diagnosing import (
    Found,
    diagnose,
    end_diagnosis,
    make_primary,
)
from daybridge.assessments.services.rating import Chosen, Rating, rate
from daybridge.assessments.services.sections import save_section
from daybridge.assessments.services.signing import add_addendum, co_sign, sign
from daybridge.assessments.services.stopping import answer_stop, log_bed_call
from daybridge.assessments.tests.conftest import IOP, fill
from daybridge.intake.values import Admission, Dose
from daybridge.programs.models import DoseRule, Track
from tests.cast import join_team, today


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def rating(changed=None, chosen=None):
    return Rating(IOP | (changed or {}), {}, chosen or Chosen("2.1", "2.1"))


def rerate(assessment, by, *, base=None, **more):
    base = assessment.version if base is None else base
    return rate(assessment=assessment, rating=rating(**more), base=base, at=by.at,
                by=by)  # fmt: skip


def signed(assessment, by):
    digest = compose(assessment).digest
    return sign(assessment=assessment, digest=digest, at=by.at, by=by)


# Ratings and the level.


def test_the_pack_suggests_and_the_clinician_says_why_otherwise(assessment, by):
    with pytest.raises(NotComplete, match="say why"):
        rerate(assessment, by, chosen=Chosen("2.5", "2.5"))

    kept = rerate(
        assessment, by, chosen=Chosen("2.5", "2.1", "No place at 2.5.")
    ).placement

    levels = (kept.recommended, kept.selected, kept.offered)
    assert levels == ("2.1", "2.5", "2.1")
    assert kept.rule_pack == "4e-1"


def test_without_the_pack_nothing_is_recommended(assessment, by):
    assessment.uses_rule_pack = False
    assessment.save()

    kept = rerate(assessment, by).placement

    assert (kept.recommended, kept.rule_pack) == ("", "")


def test_a_difference_without_a_reason_does_not_enter_the_database(assessment, by):
    from django.db import IntegrityError, transaction

    row = Placement(
        program=assessment.program, assessment=assessment, recommended="2.1",
        patient=assessment.patient, selected="2.5",
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.difference_reason = "They asked for more."
    row.save()
    assert row.pk


@pytest.mark.parametrize("changed", [{"4A": "0"}, {"9Z": "1"}, {"1A": "A"}])
def test_a_code_that_a_dimension_does_not_have_is_refused(assessment, by, changed):
    with pytest.raises(NotComplete, match="Choose one of the codes"):
        rerate(assessment, by, changed=changed)


def test_ratings_changed_meanwhile_are_not_overwritten(assessment, by):
    rerate(assessment, by)

    with pytest.raises(ChangedMeanwhile, match="Ruth"):
        rerate(assessment, by, base=1, changed={"4A": "C"})
    assessment.refresh_from_db()
    assert assessment.ratings["4A"] == "B"


def test_the_suggestion_is_live_and_saves_nothing(sign_in, ruth, assessment):
    client = sign_in(ruth)
    sent = {f"rate-{key}": code for key, code in (IOP | {"4A": "C"}).items()}

    answer = client.post(at("suggestion", assessment.pk), sent).content.decode()

    assert "Suggested: 2.5 High-Intensity Outpatient" in answer
    assert "4A Likelihood of risky substance use: C" in answer
    assert "American Society of Addiction Medicine" in answer
    assert not Placement.objects.in_program(assessment.program).exists()


def test_the_third_edition_is_chosen_by_hand(assessment, by, sign_in, ruth):
    assessment.edition = "3"
    assessment.save()

    page = sign_in(ruth).get(at("ratings", assessment.pk)).content.decode()

    assert "No rule pack suggests a level for the 3rd edition" in page
    assert 'name="rate-6"' in page


# Danger.


def danger(assessment, by):
    save_section(assessment=assessment, section="substances", base=0, at=by.at, by=by,
                 answers={"uses": [{"substance": "2", "days": 28}]})  # fmt: skip
    saved = save_section(
        assessment=assessment, section="withdrawal", base=0, at=by.at, by=by,
        answers={"history": ["seizures"], "signs_now": "no"},
    )  # fmt: skip
    return saved.stop


def test_a_danger_stops_tells_the_supervisor_and_names_nobody(assessment, by, clinic):
    stop = danger(assessment, by)

    assert "seizures in a former withdrawal" in stop.causes[0]["sentence"]
    notice = Notice.objects.in_program(clinic.program).get()
    assert notice.staff == clinic.staff["sylvia"]
    assert "Lee" not in notice.text
    assert str(stop.pk) in notice.link


def test_saving_leads_to_who_to_call(sign_in, ruth, assessment, clinic):
    HelpContact.objects.create(program=clinic.program, kind="facility",
                               name="Kirkbride", phone="(215) 555-0173")  # fmt: skip
    page = sign_in(ruth).post(
        at("section", assessment.pk, "safety"), {"suicide_now": "yes", "base": "0"},
        follow=True,
    ).content.decode()  # fmt: skip

    assert "tel:911" in page
    assert "tel:988" in page
    assert "tel:2155550173" in page
    assert assessment.stops.get().urgency == "now"


def test_nothing_is_signed_over_a_danger(ready, by):
    rerate(ready, by, changed={"1B": "3A"}, chosen=Chosen("3.7", "3.7"))
    ready.refresh_from_db()

    with pytest.raises(DangerFirst):
        signed(ready, by)


def test_a_danger_is_answered_once_and_goes_into_the_text(ready, by):
    rerate(ready, by, changed={"1B": "3A"}, chosen=Chosen("3.7", "3.7"))
    stop = ready.stops.get()
    with pytest.raises(NotComplete):
        answer_stop(stop=stop, outcome="safe", explanation="ok", at=by.at, by=by)

    answer_stop(stop=stop, outcome="handed_over", at=by.at, by=by,
                explanation="Kirkbride has taken her in.")  # fmt: skip

    with pytest.raises(StopAnswered):
        answer_stop(stop=stop, outcome="safe", explanation="All is well now.",
                    at=by.at, by=by)  # fmt: skip
    ready.refresh_from_db()
    assert "Kirkbride has taken her in." in signed(ready, by).signed_text


def test_an_answered_danger_is_not_raised_again_but_a_new_one_is(assessment, by):
    stop = danger(assessment, by)
    answer_stop(stop=stop, outcome="safe", explanation="Seen by the doctor.",
                at=by.at, by=by)  # fmt: skip

    again = save_section(
        assessment=assessment, section="home", answers={"living": "3"}, base=0,
        at=by.at, by=by,
    )  # fmt: skip
    new = save_section(
        assessment=assessment, section="safety", answers={"violence_now": "yes"},
        base=0, at=by.at, by=by,
    )  # fmt: skip

    assert again.stop is None
    assert [cause["key"] for cause in new.stop.causes] == ["violence_now"]


def test_an_open_danger_grows(assessment, by):
    stop = danger(assessment, by)

    save_section(assessment=assessment, section="safety", base=0, at=by.at, by=by,
                 answers={"suicide_now": "yes"})  # fmt: skip

    stop.refresh_from_db()
    assert SafetyStop.objects.in_program(by.program).count() == 1
    assert (len(stop.causes), stop.urgency) == (2, "now")


def test_calls_in_search_of_a_bed_are_kept(assessment, by, clinic, sign_in, ruth):
    stop = danger(assessment, by)
    place = HelpContact.objects.create(program=clinic.program, kind="facility",
                                       name="Kirkbride", phone="555")  # fmt: skip

    log_bed_call(stop=stop, contact=place, answer="full", note="Try at 6", at=by.at,
                 by=by)  # fmt: skip

    page = sign_in(ruth).get(at("stop", stop.pk)).content.decode()
    assert "Kirkbride: No bed" in page
    assert "Try at 6" in page


# Diagnoses.


def test_a_diagnosis_that_contradicts_itself_is_not_written(lee, by):
    with pytest.raises(DiagnosisRefused, match="does not go with severe"):
        diagnose(patient=lee, found=Found("F10.10", "severe"), at=by.at, by=by)
    assert not Diagnosis.objects.in_program(lee.program).exists()


def test_one_is_primary_and_ended_ones_stay(lee, by):
    def write(code, **more):
        return diagnose(patient=lee, found=Found(code, **more), at=by.at, by=by)

    alcohol = write("F10.20", severity="severe", is_primary=True)
    depression = write("F33.1", is_primary=True)
    alcohol.refresh_from_db()
    assert (alcohol.is_primary, depression.is_primary) == (False, True)
    with pytest.raises(DiagnosisRefused, match="in force already"):
        write("F33.1")

    end_diagnosis(diagnosis=depression, reason="Resolved", at=by.at, by=by)
    make_primary(diagnosis=alcohol, at=by.at, by=by)

    rows = Diagnosis.objects.in_program(lee.program)
    assert [row.code for row in rows.in_force()] == ["F10.20"]
    assert rows.count() == 2
    assert rows.get(code="F33.1").end_reason == "Resolved"


def test_a_biller_reads_codes_and_no_words(clinic, lee, by, sign_in):
    diagnose(patient=lee, at=by.at, by=by,
             found=Found("F33.1", words="Since her brother died."))  # fmt: skip

    page = sign_in(clinic.staff["omar"]).get(at("diagnoses", lee.pk)).content.decode()

    assert "F33.1" in page
    assert "brother" not in page


def test_codes_are_found_by_words(sign_in, ruth, lee):
    page = sign_in(ruth).get(at("codes"), {"q": "opioid withdrawal"}).content.decode()

    assert "F11.23" in page


# Signatures.


def test_signed_is_closed_and_moves_the_inquiry(ready, by, sign_in, ruth, inquiry):
    page = sign_in(ruth).post(
        at("finalize", ready.pk), {"digest": compose(ready).digest}, follow=True
    )

    assert "The assessment is signed." in page.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.stage == "offered"
    ready.refresh_from_db()
    with pytest.raises(AssessmentClosed):
        rerate(ready, by)
    with pytest.raises(AssessmentClosed):
        signed(ready, by)


def test_a_level_that_is_given_elsewhere_is_no_offer_of_ours(
    assessment, by, inquiry, sign_in, ruth
):
    fill(assessment, by)
    rerate(assessment, by, chosen=Chosen("2.1", "1.5", "Closer to home."))
    assessment.refresh_from_db()
    digest = compose(assessment).digest

    sign_in(ruth).post(at("finalize", assessment.pk), {"digest": digest})

    inquiry.refresh_from_db()
    assert inquiry.stage == "booked"
    assert assessment.pk not in [line.id for line in board(by, today()).to_admit]


def test_a_text_that_was_not_on_the_screen_is_not_signed(ready, by):
    shown = compose(ready).digest
    save_section(assessment=ready, section="home", answers={"living": "1"}, base=1,
                 at=by.at, by=by)  # fmt: skip

    with pytest.raises(TextChangedSinceShown):
        sign(assessment=ready, digest=shown, at=by.at, by=by)


def test_an_evaluation_to_come_blocks_the_end(ready, by):
    rerate(ready, by, changed={"1C": "EVAL"})
    ready.refresh_from_db()

    with pytest.raises(NotComplete, match="1C is to be evaluated first"):
        signed(ready, by)


@pytest.mark.parametrize("section", ["safety", "reason", "substances", "withdrawal"])
def test_what_is_needed_is_needed(assessment, by, section):
    fill(assessment, by)
    answered = assessment.sections.get(section=section)
    answered.answers = {}
    answered.save()

    sentences = [sentence for sentence, _ in compose(assessment).missing]
    assert any("answer what is needed" in sentence for sentence in sentences)


def test_an_intern_is_co_signed_by_the_supervisor_only(assessment, by, viewer, rory,
                                                        clinic, sign_in):  # fmt: skip
    fill(assessment, by)
    row = signed(assessment, viewer(rory))
    sylvia = viewer(clinic.staff["sylvia"])
    assert row.awaits_co_signature
    assert [line.id for line in board(sylvia, today()).to_co_sign] == [row.pk]

    with pytest.raises(NotYours):
        co_sign(signed=row, digest=row.signed_digest, at=by.at, by=viewer(rory))
    with pytest.raises(TextChangedSinceShown):
        co_sign(signed=row, digest="b" * 64, at=by.at, by=sylvia)
    page = sign_in(clinic.staff["sylvia"]).post(
        at("co_sign", row.pk), {"digest": row.signed_digest}, follow=True
    )

    assert "Your signature stands under it." in page.content.decode()
    row.refresh_from_db()
    assert row.co_signed_by == clinic.staff["sylvia"]
    with pytest.raises(AssessmentClosed):
        co_sign(signed=row, digest=row.signed_digest, at=by.at, by=sylvia)


def test_a_nurse_writes_and_does_not_sign(ready, viewer, clinic):
    join_team(clinic, clinic.staff["nora"], ready.patient)

    with pytest.raises(NotYours):
        signed(ready, viewer(clinic.staff["nora"]))


def test_an_addendum_stands_under_a_signed_assessment(ready, by):
    with pytest.raises(AssessmentRefusal, match="still open"):
        add_addendum(signed=ready, text="More.", reason="Left out", at=by.at, by=by)
    row = signed(ready, by)

    added = add_addendum(
        signed=row, text="She called back.", reason="Came later", at=by.at, by=by
    )

    assert added.signed_as.startswith("Ruth Abelson, LCSW")
    row.refresh_from_db()
    assert row.signed_text == compose(row).text


# Into care.


def accept(clinic, track=None, reason=""):
    plan = Admission(track or clinic.track, today(), Dose(540, 3))
    return Acceptance(plan, clinic.staff["ruth"], reason)


def test_the_actual_level_is_written_once(ready, by, clinic):
    row = signed(ready, by)

    admit_after(assessment=row, acceptance=accept(clinic), at=by.at, by=by)

    placement = Placement.objects.in_program(clinic.program).get()
    assert (placement.offered, placement.actual) == ("2.1", "2.1")
    with pytest.raises(AssessmentRefusal, match="already"):
        admit_after(assessment=row, acceptance=accept(clinic), at=by.at, by=by)


def test_another_level_than_offered_needs_a_reason(ready, by, clinic):
    row = signed(ready, by)
    track = Track.objects.create(program=clinic.program, site=clinic.site,
                                 name="Once a week", level_of_care="1.5")  # fmt: skip
    DoseRule.objects.create(
        program=clinic.program, track=track, source="x", starts_on="2024-01-01",
        min_week_minutes=60, min_days=1,
    )  # fmt: skip
    with pytest.raises(NotComplete, match="say why"):
        admit_after(assessment=row, acceptance=accept(clinic, track), at=by.at, by=by)
    assert not row.patient.episodes.exists()

    admit_after(assessment=row, acceptance=accept(clinic, track, "She starts work."),
                at=by.at, by=by)  # fmt: skip

    placement = Placement.objects.in_program(clinic.program).get()
    assert (placement.actual, placement.actual_reason) == ("1.5", "She starts work.")


def test_nothing_begins_from_an_unsigned_assessment(ready, by, clinic):
    with pytest.raises(AssessmentRefusal, match="not signed"):
        admit_after(assessment=ready, acceptance=accept(clinic), at=by.at, by=by)
