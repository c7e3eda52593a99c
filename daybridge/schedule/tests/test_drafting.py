"""Drafts of a week: what is asked, the search through the worker, and what it found."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from daybridge.access.viewer import system_viewer
from daybridge.intake.models import Inquiry, Wait
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import State
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule import services
from daybridge.schedule.drafting.changes import changes
from daybridge.schedule.drafting.demand import demand
from daybridge.schedule.drafting.figures import figures
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.drafting.progress import Progress
from daybridge.schedule.drafting.task import find_best_week
from daybridge.schedule.drafting.timetable import Fate, timetable
from daybridge.schedule.models import Draft
from daybridge.schedule.tests.broken_days import only_credential
from daybridge.schedule.tests.test_fitting import tell
from daybridge.schedule.tests.weeks import a_try, by, four_evenings, give_place, meet
from daybridge.schedule.tries import tried_since
from daybridge.schedule.values import DraftValues, ExtraGroups
from daybridge.upkeep.queue import put_back_of, run_ready
from tests.cast import admit, hire, make_program, today

MORNING = time(9, 30)


@pytest.fixture
def place(db):
    """A clinic with Ruth and Grace, and an evening track."""
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Grace", "Okafor", "director")
    return clinic


@pytest.fixture
def dana(place):
    return admit(place, "Dana", "Whitfield", 1)


@pytest.fixture
def evenings(place):
    return four_evenings(place)


def asked(clinic: Any, **more: Any) -> Instance:
    values = DraftValues("Next quarter", today(), **more)
    return problem(clinic.program, values, at=timezone.now())


def make(clinic: Any, **more: Any) -> Draft:
    """A draft that Grace makes."""
    values = DraftValues("Next quarter", today(), **more)
    return services.make_draft(
        values=values, asked=problem(clinic.program, values, at=timezone.now()),
        at=timezone.now(), by=by(clinic, "grace"),
    )  # fmt: skip


def ask(clinic: Any, draft: Draft, seconds: int = 30) -> bool:
    return services.ask_for_week(
        draft=draft, seconds=seconds, at=timezone.now(), by=by(clinic, "grace")
    )


def searched(clinic: Any, draft: Draft, seconds: int = 30) -> Draft:
    """The draft as the worker leaves it."""
    ask(clinic, draft, seconds)
    find_best_week.call(a_try(), str(clinic.program.pk), str(draft.pk))
    draft.refresh_from_db()
    return draft


def cannot_in_the_evening(clinic: Any, patient: Any) -> None:
    tell(clinic, patient, *((day, 16, 24, "work") for day in range(7)))


def wait_for(clinic: Any, **more: Any) -> Wait:
    """Somebody who waits for the evening track."""
    inquiry = Inquiry.objects.create(
        program=clinic.program, first_name="Wanda", last_name="Reyes",
        first_contact_at=timezone.now(), stage_since=timezone.now(), **more,
    )  # fmt: skip
    return Wait.objects.create(
        program=clinic.program, inquiry=inquiry, track=clinic.track, reason="no_seat",
        waiting_since=timezone.now(),
    )  # fmt: skip


def test_a_group_may_meet_on_every_weekday_at_every_hour_of_a_group(place, dana):
    meet(place, "Evening", "TU")
    meet(place, "Morning", "SA", at=MORNING, minutes=120)

    moving, other = asked(place).offerings.values()

    hours = {(start // DAY, start % DAY // 60) for start in moving.starts}
    assert hours == {(day, hour) for day in (0, 1, 2, 3, 4, 5) for hour in (9, 17)}
    assert moving.starts == other.starts


def test_groups_may_begin_at_hours_that_are_asked_for(place, dana):
    meet(place, "Evening", "TU")

    found = Found(make(place, hours=(10 * 60,)))

    [moving] = found.instance.offerings.values()
    assert {start % DAY // 60 for start in moving.starts} == {10, 17}
    assert [row.hour for row in demand(found.instance, found.week).rows] == [
        "10:00 am", "5:30 pm",
    ]  # fmt: skip


def test_a_group_keeps_to_its_part_of_the_day_if_asked(place, dana):
    meet(place, "Evening", "TU")
    meet(place, "Noon", "WE", at=time(12), minutes=60)
    meet(place, "Morning", "SA", at=MORNING, minutes=120)

    offerings = asked(place, hours=(11 * 60, 18 * 60), keeps_part_of_day=True).offerings

    hours = [
        {start % DAY // 60 for start in each.starts} for each in offerings.values()
    ]
    assert sorted(hours, key=min) == [{9, 11}, {12}, {17, 18}]


def test_a_group_that_stays_keeps_hour_leader_and_room(place, dana, evenings):
    kept = evenings[0]

    offerings = asked(place, staying=frozenset({kept.pk})).offerings

    fixed = [each for each in offerings.values() if each.fixed]
    assert [each.id for each in fixed] == [f"{kept.pk}/Mon"]
    assert fixed[0].fixed == fixed[0].current


def test_the_document_names_nobody_and_reads_back_as_it_was(place, dana, evenings):
    wait_for(place)
    instance = asked(place)

    document = instance_document(instance)

    assert read_instance(document) == instance
    assert not any(name in str(document) for name in ("Dana", "Wanda", "Ruth", "Room"))


def test_a_way_that_is_not_on_the_grid_is_taken_as_longer(place, dana, evenings):
    tell(place, dana, travel_minutes=20)

    instance = asked(place)

    assert instance.clients[str(dana.pk)].travel_minutes == 30
    assert read_instance(instance_document(instance)) == instance


def test_who_waits_counts_with_the_least_that_the_track_asks(place, dana, evenings):
    wait = wait_for(place, times_wanted=[])

    client = asked(place).clients[f"wait-{wait.pk}"]

    assert (client.dose.minutes.least, client.dose.days.least) == (540, 3)
    assert client.current is None


def test_who_waited_and_is_in_care_by_now_counts_once(place, dana, evenings):
    wait_for(place, patient=dana)

    assert list(asked(place).clients) == [str(dana.pk)]


def test_the_search_finds_a_week_for_somebody_who_works_in_the_evening(place, dana):
    for day in ("MO", "TU", "WE"):
        meet(place, f"Group {day}", day)
    meet(place, "Early group", "TH", at=MORNING)
    cannot_in_the_evening(place, dana)

    draft = searched(place, make(place))

    found = Found(draft)
    assert draft.state == Draft.State.DONE
    assert found.plan is not None
    assert check(found.instance, found.plan).broken == ()
    assert found.today.clients[str(dana.pk)].state is State.WAITING
    assert found.plan.clients[str(dana.pk)].state is State.SERVED
    assert (figures(found.instance, found.plan).at_most, draft.is_running) == (1, False)


def test_a_second_call_of_the_task_finds_nothing_to_do(place, dana, evenings):
    draft = searched(place, make(place))
    heard_at = draft.heard_at

    find_best_week.call(a_try(), str(place.program.pk), str(draft.pk))

    draft.refresh_from_db()
    assert draft.heard_at == heard_at
    assert not ask(place, draft)


def test_a_search_whose_worker_died_is_taken_up_after_a_minute(place, dana, evenings):
    draft, now = make(place), timezone.now()
    ask(place, draft)
    system = system_viewer(place.program, now)

    def begin(seconds):
        at = now + timedelta(seconds=seconds)
        return services.begin_search(draft_id=draft.pk, at=at, by=system)

    assert [begin(n) is not None for n in (1, 2, 60, 63)] == [True, False, False, True]


def test_a_task_that_is_tried_again_waits_for_no_silence(place, dana, evenings):
    draft, now = make(place), timezone.now()
    ask(place, draft)
    system = system_viewer(place.program, now)

    def begin(**more):
        return services.begin_search(draft_id=draft.pk, at=now, by=system, **more)

    begin()
    of_another = tried_since(a_try(2, now - timedelta(minutes=2)))

    assert begin(tried_since=tried_since(a_try(1))) is None
    assert begin(tried_since=of_another) is None
    assert begin(tried_since=tried_since(a_try(2))) is not None


@pytest.mark.parametrize(
    ("number", "state"), [(3, Draft.State.DONE), (4, Draft.State.FAILED)]
)
def test_a_search_whose_process_died_three_times_ends_without_an_answer(
    place, dana, evenings, number, state
):
    draft = make(place)
    ask(place, draft)

    find_best_week.call(a_try(number), str(place.program.pk), str(draft.pk))

    draft.refresh_from_db()
    assert draft.state == state
    assert (Found(draft).plan is not None) is (state == Draft.State.DONE)
    assert ask(place, draft) is (state == Draft.State.FAILED)  # by hand, anew


def test_groups_that_stay_and_cannot_all_run_are_no_week(place, dana):
    both = [meet(place, "One", "MO"), meet(place, "Other", "MO")]

    draft = searched(place, make(place, staying=frozenset(g.pk for g in both)))

    assert draft.state == Draft.State.FAILED
    assert Found(draft).plan is None
    assert ask(place, draft)


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_had_is_found_by_the_next_at_once(place, dana, evenings):
    draft = make(place)
    ask(place, draft)
    draft.refresh_from_db()
    draft.heard_at = timezone.now()  # and then it died
    draft.save()
    DBTaskResult.objects.update(
        status="RUNNING", worker_ids=["dead"], started_at=timezone.now()
    )

    put_back_of("dead", as_of=timezone.now())
    run_ready("w2")

    draft.refresh_from_db()
    assert draft.state == Draft.State.DONE


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_the_search_from_the_queue(place, dana, evenings):
    draft = make(place)
    ask(place, draft)

    run_ready("w1")

    draft.refresh_from_db()
    assert draft.state == Draft.State.DONE
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_stop_ends_the_search_and_keeps_the_best_so_far(place, evenings):
    crowd(place)
    draft = make(place, extra=extra(place, 4))
    ask(place, draft, seconds=600)
    services.stop_search(draft=draft, at=timezone.now(), by=by(place, "grace"))
    began = timezone.now()

    find_best_week.call(a_try(), str(place.program.pk), str(draft.pk))

    draft.refresh_from_db()
    assert timezone.now() - began < timedelta(seconds=30)
    assert draft.state == Draft.State.STOPPED
    assert Found(draft).plan is not None


def crowd(clinic: Any) -> None:
    """More people than seats, each with a day on which they cannot come."""
    for number in range(30):
        patient = admit(clinic, "Somebody", f"Number {number}", 100 + number)
        tell(clinic, patient, (number % 5, 8, 24, "work"), (5, 8, 20, "children"))


def extra(clinic: Any, count: int) -> ExtraGroups:
    return ExtraGroups(count, clinic.track, "group", 180, 6)


def extra_leaders(clinic: Any) -> set[str]:
    [added] = (
        row for id, row in asked(clinic, extra=extra(clinic, 1)).offerings.items()
        if id in extra(clinic, 1).names()
    )  # fmt: skip
    return set(added.leaders)


@pytest.mark.parametrize("modality", ["wellness", "group"])
def test_only_whose_credentials_cover_it_is_to_lead_another_group(place, modality):
    """Whether nobody leads such a group today, or they do."""
    ruth, grace = place.staff["ruth"], place.staff["grace"]
    meet(place, "Of Ruth", "MO", modality=modality)
    meet(place, "Of Grace", "TU", modality=modality, leader=grace)

    only_credential(ruth, "CRS")
    only_credential(grace, None)
    assert extra_leaders(place) == {str(grace.pk)}  # nothing is known of her

    only_credential(ruth, "LCSW")
    assert extra_leaders(place) == {str(ruth.pk), str(grace.pk)}


def test_who_leads_a_group_today_may_go_on_leading_it(place):
    ruth, grace = place.staff["ruth"], place.staff["grace"]
    meet(place, "Of Ruth", "MO")
    meet(place, "Of Grace", "TU", leader=grace)
    only_credential(ruth, "CRS")
    only_credential(grace, "LCSW")

    found = {row.leaders[0]: row.leaders for row in asked(place).offerings.values()}

    assert found[str(ruth.pk)] == (str(ruth.pk), str(grace.pk))
    assert found[str(grace.pk)] == (str(grace.pk),)


def test_another_group_that_nobody_may_lead_is_left_out_of_the_week(place, dana):
    meet(place, "Walk", "MO", modality="wellness")
    only_credential(place.staff["ruth"], "CRS")
    draft = make(place, extra=extra(place, 1))

    searched(place, draft)

    found = Found(draft)
    assert extra_leaders(place) == set()
    assert found.plan is not None
    assert check(found.instance, found.plan).broken == ()
    [added] = extra(place, 1).names()
    assert found.plan.offerings[added].arrangement is None


def test_progress_says_what_is_known_and_changes_its_key_only_then(place, dana):
    draft = make(place)
    ask(place, draft)
    draft.refresh_from_db()
    at = timezone.now()
    waiting = Progress.of(draft, at)
    draft.heard_at = at
    draft.levels = [
        {"name": "served_weight", "value": 43, "bound": 51},
        {"name": "shortfall_minutes", "value": 120, "bound": 0},
        {"name": "changes", "value": 4, "bound": 0},
    ]
    found, again = Progress.of(draft, at), Progress.of(draft, at + timedelta(seconds=9))

    assert waiting.words == "The worker takes it up in a moment."
    assert found.words.startswith("43 people would get their full dose.")
    assert waiting.key != found.key == again.key
    assert Progress.of(draft, at + timedelta(minutes=2)).is_silent


def test_the_map_counts_who_could_come_whether_or_not_there_is_a_seat(
    place, dana, evenings
):
    meet(place, "Early group", "MO", at=MORNING)
    cannot_in_the_evening(place, dana)
    admit(place, "Marcus", "Oyelaran", 2)
    found = Found(make(place))

    early, evening = demand(found.instance, found.week).rows

    assert [cell.could for cell in early.cells] == [2] * 5
    assert [cell.could for cell in evening.cells] == [1] * 5
    assert [cell.seats for cell in early.cells] == [12, 0, 0, 0, 0]
    assert [cell.seats for cell in evening.cells] == [12, 12, 12, 12, 0]
    assert [cell.unmet for cell in early.cells] == [2] * 5


def test_the_timetable_says_what_is_new_moved_and_closed(place, dana):
    for day in ("MO", "TU", "WE"):
        give_place(meet(place, f"Group {day}", day), dana)
    meet(place, "Early group", "TH", at=MORNING)
    cannot_in_the_evening(place, dana)

    lines = timetable(Found(searched(place, make(place))))

    fates = {line.name: line.fate for line in lines}
    assert fates.pop("Early group") is Fate.CLOSED  # to leave and join are two changes
    assert set(fates.values()) == {Fate.MOVED}
    assert all(line.was for line in lines if line.fate is Fate.MOVED)
    assert all(not line.when for line in lines if line.fate is Fate.CLOSED)


def test_changes_name_only_whom_the_viewer_may_read(place, dana, evenings):
    wait_for(place)
    found = Found(searched(place, make(place)))

    director = changes(found, by(place, "grace"))
    counselor = changes(found, by(place, "ruth"))

    assert {one.name for one in director.shown} == {
        "Dana Whitfield",
        "Wanda Reyes, who waits",
    }
    assert all(one.words.startswith("Joins ") for one in director.shown)
    assert (len(counselor.shown), counselor.unseen) == (0, 2)
