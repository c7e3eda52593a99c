"""The TEDS facts of an admission: what an assessment collected, what is on record."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from daybridge.assessments.interview_questions import Question, sections
from daybridge.coverage.models import SelfPay
from daybridge.coverage.queries import attestation_on, insured_on, self_pay_on
from daybridge.people.models import Patient
from daybridge.rules.teds_admission import (
    Means,
    age_code,
    diagnosis_group,
    first_use_code,
    frequency_code,
    gender_code,
    insurance_code,
    payment_code,
    wait_code,
)
from daybridge.rules.teds_codes import MISSING

MOST_SUBSTANCES = 3
YES_NO = {"yes": "1", "no": "2"}
INJECTION = {"yes": "1", "no": "0"}  # IDU counts otherwise than the rest
INTENSIVE = ("2.1", "2.5", "2.7")
Stored = Mapping[str, Mapping[str, Any]]


def facts_of(
    stored: Stored, *, primary_code: str = "", level: str = "",
    waited_days: int | None = None,
) -> dict[str, str]:  # fmt: skip
    """TEDS field -> code, of everything that was answered."""
    facts = dict(_answered(stored))
    for number, row in enumerate(_uses(stored)[:MOST_SUBSTANCES], start=1):
        facts |= {f"{name}{number}": code for name, code in _use(row)}
    if primary_code and (group := diagnosis_group(primary_code)) != MISSING:
        facts["DSMCRIT"] = str(group)
    if level:
        facts["SERVICES"] = "6" if level.startswith(INTENSIVE) else "7"
    if waited_days is not None:
        facts["DAYWAIT"] = str(wait_code(waited_days))
    return facts


def facts_on_record(patient: Patient, day: date) -> dict[str, str]:
    """What is known of the person and of who pays, on the first day in care."""
    means = _means(patient, day)
    codes = {
        "AGE": age_code(patient.age_on(day)),
        "GENDER": gender_code(patient.sex),
        "HLTHINS": insurance_code(means),
        "PRIMPAY": payment_code(means),
    }
    return {field: str(code) for field, code in codes.items()}


def primary_substance(stored: Stored) -> str:
    """TEDS SUB of the substance they come for first; empty while it is not known."""
    rows = _uses(stored)
    return str(rows[0].get("substance", "")) if rows else ""


def waited(first_contact_on: date | None, admitted_on: date) -> int | None:
    return None if first_contact_on is None else (admitted_on - first_contact_on).days


def _means(patient: Patient, day: date) -> Means:
    policies = insured_on(patient, day).policies
    self_pay = self_pay_on(patient, day)
    signed = attestation_on(patient, day)
    return Means(
        payer_kinds=[one.plan.payer.kind for one in policies],
        pays_themselves=self_pay is not None,
        is_uninsured=self_pay is not None and self_pay.why == SelfPay.Why.UNINSURED,
        owes_nothing=signed is not None
        and not signed.share
        and not signed.nominal_cents,
    )


def _answered(stored: Stored) -> Iterator[tuple[str, str]]:
    for section in sections():
        answers = stored.get(section.key, {})
        for question in section.questions:
            value = answers.get(question.key)
            if question.teds and value not in (None, ""):
                yield from _fact(question, str(value))


def _fact(question: Question, value: str) -> Iterator[tuple[str, str]]:
    if question.kind == "yes_no":
        codes = INJECTION if question.teds == "IDU" else YES_NO
        yield question.teds, codes[value]
    elif value.isdigit():  # "does not apply" has no code
        yield question.teds, value


def _uses(stored: Stored) -> list[Mapping[str, Any]]:
    return list(stored.get("substances", {}).get("uses", ()))


def _use(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("substance"):
        yield "SUB", row["substance"]
    if row.get("route"):
        yield "ROUTE", row["route"]
    if row.get("days") is not None:
        yield "FREQ", str(frequency_code(row["days"]))
    if row.get("first_use") is not None:
        yield "FRSTUSE", str(first_use_code(row["first_use"]))
