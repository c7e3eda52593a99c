"""A schedule: groups with their rule, and who belongs to them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from daybridge.exchange.attended import Known, check_place, known_of
from daybridge.exchange.checking import GoodRow, Values
from daybridge.exchange.models import Imported
from daybridge.exchange.plan import Plan
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Modality, Track
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services import end_enrollment, enroll, make_group
from daybridge.schedule.values import GroupValues

CAPACITY = 12
SHARED = ("track", "leader", "days", "starts_at", "minutes", "capacity")


def plan_schedule(rows: Iterable[GoodRow], plan: Plan) -> None:
    """Plan each group once and each place in it; the schedule room makes them."""
    known = known_of(plan)
    groups: dict[str, Values] = {}
    made: dict[str, Group] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        before, values = len(plan.problems), row.values
        check_place(row, plan, known)
        first = groups.setdefault(values["group"], values)
        for name in SHARED:
            if first[name] != values[name]:
                plan.refuse(row, name, f"the same for all of {values['group']}")
        if values["ends_on"] and values["ends_on"] < values["starts_on"]:
            plan.refuse(row, "ends_on", "on or after the first day")
        members[values["group"]].add(values["external_id"])
        if len(members[values["group"]]) > (first["capacity"] or CAPACITY):
            plan.refuse(row, "group", f"free: {values['group']} is full")
        if len(plan.problems) == before:
            _plan_group(values, plan, known, made)
            _plan_member(values, plan, made)


def _plan_group(
    values: Values, plan: Plan, known: Known, made: dict[str, Group]
) -> None:
    name = values["group"]
    if plan.ledger.has(Group, name):
        return
    plan.ledger.add(Group, name, tuple(values[field] for field in SHARED))
    plan.afterwards.append(partial(_make, values, plan, known, made))


def _make(values: Values, plan: Plan, known: Known, made: dict[str, Group]) -> None:
    program = plan.ledger.program
    group = make_group(
        program=program, at=plan.viewer.at, by=plan.viewer,
        values=GroupValues(
            name=values["group"],
            track=_row(Track, known.tracks[values["track"].casefold()], program),
            modality=Modality.GROUP,
            leader=_row(Staff, known.leaders[values["leader"].casefold()], program),
            starts_at=values["starts_at"], minutes=values["minutes"],
            capacity=values["capacity"] or CAPACITY,
            recurrence=f"FREQ=WEEKLY;BYDAY={values['days']}",
            starts_on=values["starts_on"],
        ),
    )  # fmt: skip
    made[values["group"]] = group
    label = Group._meta.label
    plan.ledger.adding[label, values["group"]].target_id = group.pk


def _plan_member(values: Values, plan: Plan, made: dict[str, Group]) -> None:
    external_id = f"{values['external_id']}|{values['group']}|{values['starts_on']}"
    if plan.ledger.has(Enrollment, external_id):
        plan.unchanged += 1
        return
    plan.ledger.add(Enrollment, external_id, external_id)
    plan.afterwards.append(partial(_enroll, values, plan, made))


def _enroll(values: Values, plan: Plan, made: dict[str, Group]) -> None:
    group = made.get(values["group"]) or _known_group(values["group"], plan)
    patient_id = plan.ledger.key(Patient, values["external_id"])
    place = enroll(
        group=group,
        patient=_row(Patient, patient_id, plan.ledger.program),
        starts_on=values["starts_on"],
        at=plan.viewer.at,
        by=plan.viewer,
    )
    if values["ends_on"]:
        end_enrollment(
            enrollment=place, ends_on=values["ends_on"], reason="Imported",
            at=plan.viewer.at, by=plan.viewer,
        )  # fmt: skip


def _known_group(name: str, plan: Plan) -> Group:
    place = Imported.objects.in_program(plan.ledger.program).get(
        source=plan.ledger.source, target_type=Group._meta.label, external_id=name
    )
    group: Group = _row(Group, place.target_id, plan.ledger.program)
    return group


def _row(model: Any, key: UUID, program: Any) -> Any:
    return model.objects.in_program(program).get(pk=key)
