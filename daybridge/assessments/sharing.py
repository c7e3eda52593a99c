"""What assessments tell where a consent lets it leave (`wiring.py`).

Codes, levels and what each means, of what was signed; no words of a clinician. The
patient's own medications and allergies, with where we know them from.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from daybridge.assessments.models import Assessment
from daybridge.assessments.queries.diagnoses import in_force_of
from daybridge.assessments.queries.level_summary import (
    LevelSummary,
    RatedDimension,
    level_summary,
)
from daybridge.consents.sections import Rows, Section
from daybridge.intake.models import ImportedItem
from daybridge.rules.consent import Item

TOLD = {"medications": "Medication", "allergies": "Allergy"}


def diagnoses(*, patient: Any, first: date, last: date) -> list[Section]:
    """What is diagnosed now, with code and specifiers."""
    rows = tuple(
        (
            row.code,
            row.description,
            "; ".join(
                filter(
                    None,
                    (row.get_severity_display(), row.get_remission_display()),
                )
            ),
            "Yes" if row.is_primary else "",
            _day(patient, row.diagnosed_at),
        )
        for row in in_force_of(patient.pk, patient.program_id)
    )
    head = ("Code", "Diagnosis", "Specified as", "Primary", "Since")
    keys = ("code", "description", "specifiers", "primary", "since")
    return [_table(Item.DIAGNOSES, head, keys, rows, none="No diagnosis is written.")]


def assessments(*, patient: Any, first: date, last: date) -> list[Section]:
    """Levels of care as decided, reviews, and the last signed ratings."""
    summary = level_summary(patient, {Item.ASSESSMENTS})
    found = [_decided(patient, summary)]
    if summary.reviewed:
        found.append(_reviewed(patient, summary))
    if summary.ratings:
        found.append(_rated(summary.ratings))
    return found


def medications(*, patient: Any, first: date, last: date) -> list[Section]:
    """What the patient takes and does not tolerate, as far as we were told."""
    rows = (*_told(patient), *_imported(patient))
    head, keys = ("Kind", "What", "From"), ("kind", "what", "from")
    none = "No medication or allergy is known here."
    return [_table(Item.MEDICATIONS, head, keys, rows, none=none)]


def _decided(patient: Any, summary: LevelSummary) -> Section:
    rows = tuple(
        (
            _day(patient, one.signed_at),
            one.recommended or "By hand",
            one.selected,
            one.offered,
            one.actual,
        )
        for one in summary.decided
    )
    head = ("Signed", "Recommended", "Selected", "Offered", "Began")
    keys = ("signed_on", "recommended", "selected", "offered", "actual")
    return _table(Item.ASSESSMENTS, head, keys, rows, none="None is signed.")


def _reviewed(patient: Any, summary: LevelSummary) -> Section:
    rows = tuple(
        (_day(patient, one.signed_at), one.decision, one.level)
        for one in summary.reviewed
    )
    head, keys = ("Signed", "Decision", "Level"), ("signed_on", "decision", "level")
    return _table(Item.ASSESSMENTS, head, keys, rows, part="reviews",
                  named="Reviews of continued service")  # fmt: skip


def _rated(ratings: tuple[RatedDimension, ...]) -> Section:
    rows = tuple(
        (dimension.name, name, code)
        for dimension in ratings
        for name, code in dimension.rated
    )
    head, keys = ("Dimension", "Rated", "Code"), ("dimension", "rated", "code")
    return _table(Item.ASSESSMENTS, head, keys, rows, part="ratings",
                  named="Ratings by dimension")  # fmt: skip


def _told(patient: Any) -> Iterator[tuple[str, str, str]]:
    """What they said in the last interview that was signed."""
    rows = Assessment.objects.in_program(patient.program_id).filter(patient=patient)
    last = rows.finished().order_by("-signed_at").first()
    if last is None:
        return
    medical = last.sections.filter(section="medical").first()
    said = medical.answers if medical else {}
    source = f"Assessment of {_day(patient, last.signed_at)}"
    for key, kind in TOLD.items():
        if said.get(key):
            yield kind, said[key], source


def _imported(patient: Any) -> Iterator[tuple[str, str, str]]:
    """What documents said that somebody read and accepted."""
    kinds = (ImportedItem.Kind.MEDICATION, ImportedItem.Kind.ALLERGY)
    rows = ImportedItem.objects.in_program(patient.program_id).kept()
    for row in rows.filter(patient=patient, kind__in=kinds).order_by("kind", "text"):
        words = ", ".join(filter(None, (row.text, row.details, row.status)))
        denied = "Not so, says the sender: " if row.denied else ""
        source = f"Document accepted {_day(patient, row.accepted_at)}"
        yield row.get_kind_display(), f"{denied}{words}", source


def _table(
    item: Item, head: tuple[str, ...], keys: tuple[str, ...], rows: Rows,
    *, none: str = "", part: str = "", named: str = "",
) -> Section:  # fmt: skip
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    return Section(item, "" if rows else none, head, rows, data, part, named)


def _day(patient: Any, at: Any) -> str:
    return str(patient.program.day_of(at).isoformat())
