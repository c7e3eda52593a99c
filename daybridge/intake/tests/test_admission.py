"""How an episode begins: the day, the track, the dose, and who was first."""

from datetime import timedelta

import pytest

from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import (
    AlreadyInCare,
    DayOutOfOrder,
    DoseOutsideRule,
    IntakeError,
    NeverInCare,
    TrackNotOpen,
)
from daybridge.intake.models import Stay
from daybridge.intake.queries import dose_orders_in_force
from daybridge.intake.values import Dose
from daybridge.programs.models import DoseRule


def admit(patient, admission, by, service=services.admit):
    return service(patient=patient, admission=admission, at=by.at, by=by)


def test_an_admission_is_an_episode_a_stay_and_a_dose(
    clinic, lee, by, ruth, admission, today
):
    episode = admit(lee, admission(), by)

    assert (episode.admitted_on, episode.discharged_on) == (today, None)
    assert (episode.referral_source, episode.primary_substance) == ("7", "2")
    stay = episode.stays.get()
    assert (stay.track, stay.level_of_care, stay.started_on) == (
        clinic.track, "2.1", today,
    )  # fmt: skip
    order = stay.dose_orders.get()
    assert (order.minutes_per_week, order.days_per_week, order.ordered_by) == (
        540, 3, ruth,
    )  # fmt: skip
    held = dose_orders_in_force(clinic.program, day=today)[lee.pk]
    assert held.episode_id == episode.pk


def test_an_admission_is_in_the_audit_with_the_patient(lee, by, admission):
    admit(lee, admission(), by)

    acts = AuditEvent.objects.filter(patient_id=lee.pk).order_by("at", "id")
    assert [act.action for act in acts] == ["intake.dose_ordered", "intake.admitted"]
    assert {act.actor_name for act in acts} == {"Ruth Abelson"}


def test_nobody_is_admitted_twice(dana, by, admission):
    with pytest.raises(AlreadyInCare, match="Dana Whitfield is already in care since"):
        admit(dana, admission(), by)

    assert dana.episodes.count() == 1


def test_nothing_is_left_of_an_admission_that_is_refused(clinic, lee, by, admission):
    with pytest.raises(DoseOutsideRule):
        admit(lee, admission(minutes=120), by)

    assert not lee.episodes.exists()
    assert not Stay.objects.in_program(clinic.program).filter(episode__patient=lee)


@pytest.mark.parametrize("days_ahead", [0, 1])
def test_an_admission_is_written_at_most_a_day_before(lee, by, admission, days_ahead):
    assert admit(lee, admission(days_ago=-days_ahead), by)


def test_an_admission_is_not_written_two_days_before(lee, by, admission):
    with pytest.raises(DayOutOfOrder, match="Choose an earlier day") as refusal:
        admit(lee, admission(days_ago=-2), by)

    assert refusal.value.field == "admitted_on"


@pytest.mark.parametrize(("days_ago", "works"), [(366, True), (367, False)])
def test_an_admission_of_more_than_a_year_ago_is_a_slip_of_the_year(
    lee, by, admission, days_ago, works
):
    if works:
        assert admit(lee, admission(days_ago=days_ago), by)
        return
    with pytest.raises(DayOutOfOrder, match="Check the year"):
        admit(lee, admission(days_ago=days_ago), by)


def test_nobody_is_admitted_before_they_were_born(lee, by, admission, today):
    lee.born_on = today
    lee.save()

    with pytest.raises(DayOutOfOrder, match="They were born on"):
        admit(lee, admission(), by)


def test_a_closed_track_takes_nobody(clinic, lee, by, admission, today):
    clinic.track.closed_on = today
    clinic.track.save()

    with pytest.raises(TrackNotOpen, match="Evening IOP closed on"):
        admit(lee, admission(), by)
    assert admit(lee, admission(days_ago=1), by)


def test_a_dose_under_the_rule_is_asked_about(lee, by, admission):
    with pytest.raises(DoseOutsideRule, match="needs at least 9 h on 3 days"):
        admit(lee, admission(dose=Dose(539, 3, reason="Night shifts")), by)


def test_a_dose_under_the_rule_needs_its_reason(lee, by, admission):
    with pytest.raises(DoseOutsideRule):
        admit(lee, admission(dose=Dose(360, 3, reason=" ", outside_is_meant=True)), by)


def test_a_dose_under_the_rule_holds_once_it_is_confirmed(lee, by, admission):
    dose = Dose(360, 2, reason="Night shifts", outside_is_meant=True)

    episode = admit(lee, admission(dose=dose), by)

    order = episode.stays.get().dose_orders.get()
    assert (order.minutes_per_week, order.reason) == (360, "Night shifts")
    act = AuditEvent.objects.get(action="intake.dose_ordered")
    assert act.detail["outside_rule"] is True


def test_the_rule_of_the_day_judges_the_dose(clinic, lee, by, admission, today):
    DoseRule.objects.create(
        program=clinic.program, track=clinic.track, min_week_minutes=600,
        source="A new license", starts_on=today,
    )  # fmt: skip

    with pytest.raises(DoseOutsideRule, match="needs at least 10 h"):
        admit(lee, admission(), by)
    assert admit(lee, admission(days_ago=1), by)


def test_what_was_not_known_at_admission_may_stay_open_and_be_filled_in(
    lee, by, admission
):
    episode = admit(lee, admission(referral_source="", primary_substance=""), by)

    services.amend_admission(
        episode=episode, referral_source="1", primary_substance="5", at=by.at, by=by
    )

    episode.refresh_from_db()
    assert (episode.referral_source, episode.primary_substance) == ("1", "5")


@pytest.mark.parametrize(
    ("field", "code"), [("referral_source", "8"), ("primary_substance", "1")]
)
def test_a_code_that_teds_does_not_have_is_refused(lee, by, admission, field, code):
    with pytest.raises(IntakeError, match="Choose one of the list") as refusal:
        admit(lee, admission(**{field: code}), by)

    assert refusal.value.field == field


def test_who_comes_back_has_a_new_episode_and_keeps_the_old_one(
    clinic, dana, by, admission, today
):
    former = dana.episodes.get()
    former.stays.update_or_create(defaults={"ended_on": today - timedelta(days=5)})
    former.discharged_on, former.discharge_reason = today - timedelta(days=5), "2"
    former.save()

    again = admit(dana, admission(), by, services.readmit)

    assert dana.episodes.count() == 2
    former.refresh_from_db()
    assert former.discharged_on == today - timedelta(days=5)
    assert again.stays.get().started_on == today
    assert AuditEvent.objects.filter(action="intake.readmitted").count() == 1


def test_a_new_episode_does_not_begin_inside_the_old_one(
    dana, by, admission, today
):  # fmt: skip
    former = dana.episodes.get()
    former.discharged_on, former.discharge_reason = today - timedelta(days=5), "2"
    former.save()

    with pytest.raises(DayOutOfOrder, match="the former episode ended on"):
        admit(dana, admission(days_ago=6), by, services.readmit)
    assert admit(dana, admission(days_ago=5), by, services.readmit)


def test_who_never_was_here_is_not_admitted_again(lee, by, admission):
    with pytest.raises(NeverInCare):
        admit(lee, admission(), by, services.readmit)
