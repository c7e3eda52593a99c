"""Repair: what is touched, what is proposed, and what happens when it is accepted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.outbox.models import Message
from daybridge.programs.models import Room
from daybridge.schedule import services
from daybridge.schedule.errors import (
    NotFree,
    NothingAffected,
    StaleSession,
    StepDecided,
)
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.repairing.choices import ONLINE, Choices
from daybridge.schedule.repairing.task import find_smallest_change
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    happened,
    hold,
    only_credential,
    repaired,
    step_of,
    take_back,
    wednesday,
)
from daybridge.schedule.tests.test_fitting import tell
from daybridge.schedule.tests.weeks import a_try

State = RepairStep.State


@pytest.fixture
def evening(clinic, dana):
    """Ruth's group on Wednesday, with Dana and two others."""
    return hold(clinic, "Wednesday evening", wednesday(), *clinic.patients[:3])


def refuse_everyone_but(clinic, *names):
    """Nobody else may lead."""
    for name, staff in clinic.staff.items():
        if name not in names and staff.role_set & {"counselor", "supervisor", "medical",
                                                   "peer"}:  # fmt: skip
            hold(clinic, f"{name} is busy", wednesday(), leader=staff, room=None)


def moved_to(step):
    return step.starts_at - step.session.starts_at


def test_a_free_colleague_leads_in_the_place_of_who_is_away(clinic, ruth, evening):
    step = step_of(repaired(clinic, "leader", ruth), evening)

    assert step.is_held
    assert step.leader_id not in (None, ruth.pk)
    assert moved_to(step) == timedelta(0)
    assert (step.room, step.lost) == (clinic.room, [])


def test_nobody_is_proposed_whose_credentials_do_not_cover_it(clinic, ruth, ben):
    evening = hold(clinic, "With a peer", wednesday(), co_leader=ben)
    for staff in clinic.staff.values():
        if staff != ruth:
            only_credential(staff, "CRS")

    step = step_of(repaired(clinic, "leader", ruth), evening)
    peer = next(
        choice
        for choice in Choices(step, at=timezone.now()).leaders(0)
        if choice.key == str(ben.pk)
    )

    assert step.leader in (None, ruth)  # it moves, or nobody can
    assert peer.why_not == "CRS does not lead therapy groups alone."


def test_the_co_leader_is_asked_before_others(clinic, ruth, ben):
    evening = hold(clinic, "With two", wednesday(), co_leader=ben)

    step = step_of(repaired(clinic, "leader", ruth), evening)

    assert step.leader == ben


def test_another_room_of_the_site_is_taken_when_one_is_closed(clinic, evening):
    small = Room.objects.create(
        program=clinic.program, site=clinic.site, name="Closet", capacity=3
    )
    large = Room.objects.create(
        program=clinic.program, site=clinic.site, name="Studio", capacity=14
    )

    step = step_of(repaired(clinic, "room", clinic.room), evening)

    assert (step.room, step.leader) == (large, evening.leader)
    assert step.room != small


def test_who_can_attend_from_home_does_so_when_the_site_is_closed(clinic, evening):
    for patient in clinic.patients[:3]:
        tell(clinic, patient, telehealth=True)

    step = step_of(repaired(clinic, "storm", clinic.site), evening)

    assert (step.is_held, step.room) == (True, None)
    assert moved_to(step) == timedelta(0)


def test_otherwise_it_moves_to_when_all_can_come(clinic, evening, dana):
    tell(clinic, dana, (3, 8, 24, "work"))

    step = step_of(repaired(clinic, "storm", clinic.site), evening)

    day = clinic.program.day_of(step.starts_at).weekday()
    assert step.is_held
    assert day not in (2, 3)
    assert step.lost == []


def test_it_is_cancelled_when_most_could_not_come(clinic, evening):
    for patient in clinic.patients[:2]:
        tell(clinic, patient, *((day, 0, 17, "work") for day in range(7)),
             *((day, 19, 24, "children") for day in range(7)))  # fmt: skip

    step = step_of(repaired(clinic, "storm", clinic.site), evening)

    assert not step.is_held
    assert len(step.lost) == 3


def test_a_wish_is_followed_for_everything(clinic, evening, dana):
    tell(clinic, dana, telehealth=True)

    online = step_of(repaired(clinic, "storm", clinic.site, wish="online"), evening)
    none = step_of(repaired(clinic, "storm", clinic.site, wish="cancel"), evening)

    assert (online.is_held, online.room) == (True, None)
    assert str(dana.pk) not in online.lost
    assert len(online.lost) == 2
    assert not none.is_held


def test_what_has_begun_or_is_elsewhere_is_not_touched(clinic, ruth, ben, evening):
    hold(clinic, "Of Ben", wednesday(), leader=ben, room=None)
    hold(clinic, "Next day", wednesday(days=1))

    steps = repaired(clinic, "leader", ruth).steps.all()

    assert [step.session_id for step in steps] == [evening.pk]
    with pytest.raises(NothingAffected):
        repaired(clinic, "leader", clinic.staff["nora"])


def test_a_longer_absence_is_covered_week_by_week(clinic, ruth, evening):
    later = hold(clinic, "A week later", wednesday(days=7))

    repair = repaired(clinic, "leader", ruth, ends_at=wednesday(0, 0, days=10))

    assert {step.session_id for step in repair.steps.all()} == {evening.pk, later.pk}
    assert all(step.is_held for step in repair.steps.all())


def test_nobody_is_proposed_for_two_sessions_at_once(clinic, ruth):
    rooms = [
        Room.objects.create(program=clinic.program, site=clinic.site, name=name,
                            capacity=14)
        for name in ("Studio", "Attic", "Porch")
    ]  # fmt: skip
    for room in rooms:
        hold(clinic, room.name, wednesday(), room=room)

    steps = list(repaired(clinic, "leader", ruth).steps.all())

    at_that_hour = [step.leader_id for step in steps if not moved_to(step)]
    assert len(at_that_hour) == len(set(at_that_hour))
    assert len(steps) == 3


def test_nothing_changes_and_nobody_is_told_before_it_is_accepted(
    clinic, ruth, evening
):
    repaired(clinic, "leader", ruth)

    evening.refresh_from_db()
    assert (evening.leader, evening.version) == (ruth, 1)
    assert not Message.objects.in_program(clinic.program).exists()


def test_accepting_a_substitute_tells_those_who_lead_and_nobody_else(clinic, ruth, ben):
    evening = hold(clinic, "With two", wednesday(), *clinic.patients, co_leader=ben)
    repair = repaired(clinic, "leader", ruth)

    accept(clinic, repair)

    evening.refresh_from_db()
    assert (evening.leader, evening.co_leader, evening.instead_of) == (ben, None, ruth)
    told = Message.objects.in_program(clinic.program)
    assert {row.staff for row in told} == {ruth, ben}
    assert step_of(repair, evening).state == State.ACCEPTED


def test_a_move_is_told_to_everyone_who_comes_in_their_language(clinic, evening, dana):
    dana.language = "es"
    dana.save()
    repair = repaired(clinic, "storm", clinic.site)
    accept(clinic, repair)

    evening.refresh_from_db()
    told = Message.objects.in_program(clinic.program)
    words = {row.patient: row.text for row in told if row.patient}
    assert set(words) == set(clinic.patients[:3])
    assert words[dana].startswith("Su cita")
    assert "Your appointment on Wednesday" in words[clinic.patients[1]]
    assert evening.starts_at == step_of(repair, evening).starts_at
    attending = evening.attendances.all()
    assert {place.starts_at for place in attending} == {evening.starts_at}


def test_no_message_names_the_group_the_program_or_a_room(clinic, evening):
    accept(clinic, repaired(clinic, "storm", clinic.site, wish="cancel"))

    texts = " ".join(
        f"{row.subject} {row.text}"
        for row in Message.objects.in_program(clinic.program)
    )
    names = (evening.title, clinic.program.name, str(clinic.room), str(clinic.site))
    assert "canceled" in texts
    assert [name for name in names if name in texts] == []
    assert "group" not in texts.lower()


def test_a_cancelled_session_says_why(clinic, evening):
    accept(clinic, repaired(clinic, "storm", clinic.site, wish="cancel"))

    evening.refresh_from_db()
    assert evening.cancel_reason == Session.CancelReason.WEATHER
    assert evening.cancelled_by == clinic.staff["grace"]


def test_what_changed_meanwhile_is_refused_and_nothing_is_half_done(clinic, evening):
    other = hold(clinic, "Morning", wednesday(9))
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    services.substitute_leader(
        session=other, staff=clinic.staff["ben"], at=timezone.now(), by=grace(clinic)
    )

    with pytest.raises(StaleSession):
        accept(clinic, repair)

    evening.refresh_from_db()
    assert evening.cancelled_at is None
    assert not Message.objects.in_program(clinic.program).exists()


def test_a_leader_who_was_taken_meanwhile_is_not_had_twice(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    chosen = step_of(repair, evening).leader
    hold(clinic, "Came up", wednesday(18), leader=chosen, room=None)

    with pytest.raises(NotFree, match="leads Came up"):
        accept(clinic, repair)


def test_a_step_is_accepted_once_and_as_it_was_seen(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    step = step_of(repair, evening)
    services.look_again(repair=repair, at=timezone.now(), by=grace(clinic))

    with pytest.raises(StepDecided):
        accept(clinic, repair, step)
    accept(clinic, repair)
    with pytest.raises(StepDecided):
        accept(clinic, repair, step_of(repair, evening))
    assert Message.objects.in_program(clinic.program).count() == 2


def test_a_refused_session_stays_as_it_was(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    step = step_of(repair, evening)

    services.refuse_steps(
        repair=repair, seen={step.pk: step.version}, at=timezone.now(),
        by=grace(clinic),
    )  # fmt: skip

    evening.refresh_from_db()
    assert (evening.version, step_of(repair, evening).state) == (1, State.REFUSED)


@pytest.mark.parametrize("wish", ["fit", "cancel", "online"])
def test_taken_back_everything_is_as_it_was(clinic, ruth, ben, wish):
    evening = hold(clinic, "With two", wednesday(), *clinic.patients[:2], co_leader=ben)
    before = (evening.starts_at, ruth, ben, clinic.room)
    repair = repaired(clinic, "leader", ruth, wish=wish)
    accept(clinic, repair)
    step = step_of(repair, evening)

    take_back(clinic, repair, step)

    evening.refresh_from_db()
    now = (evening.starts_at, evening.leader, evening.co_leader, evening.room)
    assert now == before
    assert (evening.cancelled_at, evening.instead_of) == (None, None)
    assert set(evening.attendances.values_list("mark", flat=True)) == {"expected"}
    assert step_of(repair, evening).state == State.TAKEN_BACK


def test_who_read_of_it_reads_that_all_is_as_planned(clinic, evening, dana):
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    accept(clinic, repair)
    told = Message.objects.in_program(clinic.program)
    sent = told.get(patient=dana)
    sent.state, sent.settled_at = Message.State.SENT, timezone.now()
    sent.save()
    step = step_of(repair, evening)

    take_back(clinic, repair, step)

    again = told.get(patient=dana, key__endswith=":back")
    assert "as first planned" in again.text
    assert told.filter(patient__isnull=False, key__endswith=":back").count() == 1
    unsent = told.filter(patient=clinic.patients[1])
    assert [row.state for row in unsent] == [Message.State.TAKEN_BACK]


def test_what_was_changed_after_a_repair_is_not_taken_back(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    accept(clinic, repair)
    services.substitute_leader(
        session=evening, staff=ruth, at=timezone.now(), by=grace(clinic)
    )
    step = step_of(repair, evening)

    with pytest.raises(StaleSession):
        take_back(clinic, repair, step)


def test_each_other_leader_and_room_says_why_it_cannot_be(clinic, ruth, ben, evening):
    Room.objects.create(
        program=clinic.program, site=clinic.site, name="Closet", capacity=2
    )
    hold(clinic, "Of Ben", wednesday(18), leader=ben, room=None)
    step = step_of(repaired(clinic, "leader", ruth), evening)

    choices = Choices(step, at=timezone.now())

    leaders = {each.label: each.why_not for each in choices.leaders(choices.proposed)}
    rooms = {each.label: each.why_not for each in choices.rooms(choices.proposed)}
    assert leaders["Ruth Abelson"] == "is away"
    assert leaders[ben.display_name] == "leads another session then"
    assert rooms["Closet"] == "too small for 3 people and who leads"
    assert rooms[str(clinic.room)] == ""
    assert choices.chosen(choices.proposed, str(ben.pk), ONLINE) is None


def test_a_choice_by_hand_takes_the_place_of_the_proposal(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    step = step_of(repair, evening)
    choices = Choices(step, at=timezone.now())
    proposal = choices.chosen(choices.proposed, str(step.leader_id), ONLINE)
    assert proposal is not None

    services.choose_way(
        step=step, proposal=proposal, base_version=step.version, at=timezone.now(),
        by=grace(clinic),
    )  # fmt: skip

    step = step_of(repair, evening)
    assert (step.room, step.found) == (None, RepairStep.Found.BY_HAND)


def test_the_worker_looks_at_all_sessions_together_and_says_so(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)

    find_smallest_change.call(a_try(), str(clinic.program.pk), str(repair.pk))

    repair.refresh_from_db()
    step = step_of(repair, evening)
    assert repair.search == Repair.Search.DONE
    assert repair.at_least == 1
    assert step.is_held


def test_after_three_deaths_what_was_proposed_alone_stays(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    before = step_of(repair, evening)

    find_smallest_change.call(a_try(4), str(clinic.program.pk), str(repair.pk))

    repair.refresh_from_db()
    after = step_of(repair, evening)
    assert repair.search == Repair.Search.FAILED
    assert (after.leader, after.room, after.is_held) == (
        before.leader, before.room, before.is_held
    )  # fmt: skip


def test_what_looks_better_together_takes_the_place_of_what_was_proposed_alone(
    clinic, ruth, ben
):
    """Alone, the first takes the only leader whom the second could have had."""
    studio = Room.objects.create(
        program=clinic.program, site=clinic.site, name="Studio", capacity=14
    )
    first = hold(clinic, "A", wednesday(), *clinic.patients[:2], leader=ben)
    second = hold(clinic, "B", wednesday(), *clinic.patients[2:], room=studio)
    repair = repaired(clinic, "leader", ruth)

    find_smallest_change.call(a_try(), str(clinic.program.pk), str(repair.pk))

    assert not repair.steps.filter(session=first).exists()
    assert step_of(repair, second).lost == []


def test_a_search_that_fails_leaves_the_proposals(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    by = grace(clinic)

    services.settle_repair_search(
        repair=repair, found=None, at_least=None, at=timezone.now(), by=by
    )

    repair.refresh_from_db()
    assert repair.search == Repair.Search.FAILED
    assert accept(clinic, repair) == 1


def test_looking_again_drops_what_is_not_touched_any_more(clinic, ruth, evening):
    repair = repaired(clinic, "leader", ruth)
    services.substitute_leader(
        session=evening, staff=clinic.staff["ben"], at=timezone.now(), by=grace(clinic)
    )

    services.look_again(repair=repair, at=timezone.now(), by=grace(clinic))

    assert step_of(repair, evening).state == State.REFUSED


def test_a_room_and_a_span_say_what_is_away(clinic):
    values = happened(clinic, "room", clinic.room)

    assert str(Repair(what="room", room=clinic.room)) == f"{clinic.room} is closed"
    assert values.room == clinic.room
