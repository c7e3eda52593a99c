"""A roster: patients with a contact, their episodes, stays and dose orders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.exchange.checking import GoodRow, Values
from daybridge.exchange.plan import Plan
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.people.models import Contact, NameWord, Patient, Sex
from daybridge.programs.models import DoseRule, Track
from daybridge.rules.folding import folded_words

PATIENT_FIELDS = (
    "first_name", "last_name", "preferred_name", "pronouns", "born_on", "sex",
    "language", "phone", "email", "address", "record_number",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """What the program holds already, looked up once."""

    tracks: dict[str, Track]  # by folded name
    rules: dict[UUID, DoseRule]
    numbers: set[str]  # record numbers in use
    in_care: set[UUID] = field(default_factory=set)  # patients with an open episode


def plan_roster(rows: Iterable[GoodRow], plan: Plan) -> None:
    """Plan each row's patient and episode; say what does not fit the program."""
    known = _known(plan)
    for row in rows:
        if _fits(row, plan, known):
            _plan_patient(row, plan, known)
            _plan_episode(row, plan, known)


def episode_key(values: Values) -> str:
    """One person may come again: an episode is a person and a day of admission."""
    return f"{values['external_id']}|{values['admitted_on']}"


def _known(plan: Plan) -> Known:
    program = plan.ledger.program
    tracks = Track.objects.in_program(program).filter(closed_on=None)
    rules = DoseRule.objects.in_program(program).order_by("starts_on")
    open_now = Episode.objects.in_program(program).filter(discharged_on=None)
    numbers = Patient.objects.in_program(program).values_list(
        "record_number", flat=True
    )
    return Known(
        {track.name.casefold(): track for track in tracks},
        {rule.track_id: rule for rule in rules},
        set(numbers),
        set(open_now.values_list("patient_id", flat=True)),
    )


def _fits(row: GoodRow, plan: Plan, known: Known) -> bool:
    """Look at the row beside the program and beside the rows before it."""
    values, before = row.values, len(plan.problems)
    if values["track"].casefold() not in known.tracks:
        names = ", ".join(sorted(t.name for t in known.tracks.values()))
        plan.refuse(row, "track", f"a track of this program ({names})")
    _check_days(row, plan)
    number = _record_number(values)
    if not plan.ledger.has(Patient, values["external_id"]) and number in known.numbers:
        column = "record_number" if values["record_number"] else "external_id"
        plan.refuse(row, column, f"free: record number {number} is somebody else's")
    key = plan.ledger.key(Patient, values["external_id"])
    is_new = not plan.ledger.has(Episode, episode_key(values))
    if is_new and not values["discharged_on"] and key in known.in_care:
        plan.refuse(row, "admitted_on", "possible: this person is in care already")
    return len(plan.problems) == before


def _check_days(row: GoodRow, plan: Plan) -> None:
    values = row.values
    admitted_on, discharged_on = values["admitted_on"], values["discharged_on"]
    if discharged_on and discharged_on < admitted_on:
        plan.refuse(row, "discharged_on", f"on or after admission ({admitted_on})")
    if discharged_on and not values["discharge_reason"]:
        plan.refuse(row, "discharge_reason", "filled in for somebody discharged")
    if values["discharge_reason"] and not discharged_on:
        plan.refuse(row, "discharged_on", "filled in where there is a reason")
    born_on: date | None = values["born_on"]
    if born_on and born_on > admitted_on:
        plan.refuse(row, "born_on", f"before admission ({admitted_on})")


def _record_number(values: Values) -> str:
    number: str = values["record_number"] or values["external_id"][:20]
    return number


def _plan_patient(row: GoodRow, plan: Plan, known: Known) -> None:
    values, ledger = row.values, plan.ledger
    external_id = values["external_id"]
    said = tuple(values[name] for name in PATIENT_FIELDS)
    if ledger.has(Patient, external_id):
        if ledger.differs(Patient, external_id, said):
            plan.changed_since.append(
                row.problem("external_id", "as it was imported before; left as it is")
            )
        return
    number = _record_number(values)
    known.numbers.add(number)
    patient = Patient(
        id=ledger.add(Patient, external_id, said), program=ledger.program,
        record_number=number, legal_first_name=values["first_name"],
        legal_last_name=values["last_name"],
        preferred_name=values["preferred_name"] or "",
        pronouns=values["pronouns"] or "", born_on=values["born_on"],
        sex=values["sex"] or Sex.UNKNOWN, language=values["language"] or "en",
        phone=values["phone"] or "", email=values["email"] or "",
        address=values["address"] or "",
    )  # fmt: skip
    plan.add(patient)
    _plan_search(patient, plan)
    if values["contact_name"]:
        plan.add(
            Contact(
                program=ledger.program, patient=patient, name=values["contact_name"],
                relationship=values["contact_relationship"] or "",
                phone=values["contact_phone"] or "",
                email=values["contact_email"] or "", is_emergency_contact=True,
            )
        )  # fmt: skip


def _plan_search(patient: Patient, plan: Plan) -> None:
    names = f"{patient.legal_name} {patient.preferred_name}"
    for word in sorted(set(folded_words(names))):
        plan.add(
            NameWord(
                program=plan.ledger.program,
                patient=patient,
                word=word[:100],
                sort_name=patient.sort_name,
            )
        )


def _plan_episode(row: GoodRow, plan: Plan, known: Known) -> None:
    values, ledger = row.values, plan.ledger
    external_id = episode_key(values)
    said = tuple(sorted((name, str(value)) for name, value in values.items()))
    if ledger.has(Episode, external_id):
        plan.unchanged += 1
        return
    patient_id = ledger.key(Patient, values["external_id"])
    track = known.tracks[values["track"].casefold()]
    episode = Episode(
        id=ledger.add(Episode, external_id, said), program=ledger.program,
        patient_id=patient_id, admitted_on=values["admitted_on"],
        discharged_on=values["discharged_on"],
        last_contact_on=values["last_contact_on"],
        discharge_reason=values["discharge_reason"] or "",
        referral_source=values["referral_source"] or "",
        primary_substance=values["primary_substance"] or "",
        admission_facts=_facts(values),
    )  # fmt: skip
    if values["discharged_on"] is None:
        known.in_care.add(patient_id)
    stay = Stay(
        id=ledger.key(Stay, external_id), program=ledger.program, episode=episode,
        track=track, level_of_care=track.level_of_care,
        started_on=values["admitted_on"], ended_on=values["discharged_on"],
    )  # fmt: skip
    rule = known.rules.get(track.pk)
    order = DoseOrder(
        id=ledger.key(DoseOrder, external_id), program=ledger.program, stay=stay,
        starts_on=values["admitted_on"], reason=f"Imported from {ledger.source}",
        minutes_per_week=values["minutes_per_week"]
        or (rule.min_week_minutes if rule else 540),
        days_per_week=values["days_per_week"] or (rule.min_days if rule else 3),
    )  # fmt: skip
    for made in (episode, stay, order):
        plan.add(made)


def _facts(values: Values) -> dict[str, Any]:
    """The TEDS codes of admission, without what is unknown."""
    return {
        name.removeprefix("teds."): code
        for name, code in values.items()
        if name.startswith("teds.") and code
    }
