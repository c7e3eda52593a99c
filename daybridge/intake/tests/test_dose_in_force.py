"""Which dose order holds on a day."""

from datetime import date, timedelta

from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.intake.queries import dose_orders_in_force
from tests.cast import today

TODAY = today()


def stay_of(patient):
    return patient.episodes.get().stays.get()


def order(patient, days_ago, minutes):
    return DoseOrder.objects.create(
        program=patient.program,
        stay=stay_of(patient),
        starts_on=TODAY - timedelta(days=days_ago),
        minutes_per_week=minutes,
        days_per_week=4,
    )


def test_the_latest_order_of_the_day_holds(clinic, dana):
    order(dana, 20, 720)
    order(dana, 10, 600)

    def minutes_on(days_ago):
        day = TODAY - timedelta(days=days_ago)
        return dose_orders_in_force(clinic.program, day=day)[dana.pk].minutes_per_week

    assert [minutes_on(n) for n in (30, 21, 20, 11, 10, 0)] == [
        540, 540, 720, 720, 600, 600,
    ]  # fmt: skip


def test_an_order_for_next_week_does_not_hold_yet(clinic, dana):
    order(dana, -7, 1140)

    held = dose_orders_in_force(clinic.program, day=TODAY)

    assert held[dana.pk].minutes_per_week == 540


def test_before_admission_and_after_discharge_there_is_no_order(clinic, dana):
    stay = stay_of(dana)
    stay.ended_on = TODAY
    stay.save()

    assert dana.pk not in dose_orders_in_force(clinic.program, day=TODAY)
    assert dana.pk in dose_orders_in_force(
        clinic.program, day=TODAY - timedelta(days=1)
    )
    assert dose_orders_in_force(clinic.program, day=date(2020, 1, 1)) == {}


def test_one_query_answers_for_everybody(clinic, django_assert_num_queries):
    ids = [patient.pk for patient in clinic.patients]

    with django_assert_num_queries(1):
        held = dose_orders_in_force(clinic.program, day=TODAY, patient_ids=ids)

    assert set(held) == set(ids)


def test_only_the_asked_patients_are_in_the_answer(clinic, dana):
    held = dose_orders_in_force(clinic.program, day=TODAY, patient_ids=[dana.pk])

    assert list(held) == [dana.pk]
    assert held[dana.pk].track_id == clinic.track.pk


def test_a_viewer_gets_only_their_own_patients(clinic, ruth, ben, omar, dana, viewer):
    assert dana.pk in dose_orders_in_force(viewer(ruth), day=TODAY)
    assert dose_orders_in_force(viewer(ben), day=TODAY) == {}


def test_another_program_has_its_own_orders(clinic, elsewhere):
    ours = dose_orders_in_force(clinic.program, day=TODAY)

    assert not set(ours) & {patient.pk for patient in elsewhere.patients}


def test_a_second_episode_has_its_own_order(clinic, dana):
    first = Episode.objects.in_program(clinic.program).get(patient=dana)
    stay = first.stays.get()
    stay.ended_on = TODAY - timedelta(days=10)
    stay.save()
    first.discharged_on, first.discharge_reason = stay.ended_on, "2"
    first.save()
    again = Episode.objects.create(
        program=clinic.program, patient=dana, admitted_on=TODAY
    )
    later = Stay.objects.create(
        program=clinic.program, episode=again, track=clinic.track,
        level_of_care="2.1", started_on=TODAY,
    )  # fmt: skip
    DoseOrder.objects.create(
        program=clinic.program, stay=later, starts_on=TODAY,
        minutes_per_week=900, days_per_week=5,
    )  # fmt: skip

    held = dose_orders_in_force(clinic.program, day=TODAY)[dana.pk]

    assert (held.episode_id, held.minutes_per_week) == (again.pk, 900)
