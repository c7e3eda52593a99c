"""How the program assesses, from a day on; whom it calls when it cannot help itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import ChangedMeanwhile, RuleDayTaken
from daybridge.assessments.models import AssessmentRule, HelpContact
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.models import Program
from daybridge.programs.services.holding import hold_program

RULE_FIELDS = ("edition", "uses_rule_pack", "review_every_days", "source", "starts_on")
CONTACT_FIELDS = ("kind", "name", "phone", "hours", "levels", "note", "retired_at")


@dataclass(frozen=True, slots=True)
class RuleValues:
    edition: str
    uses_rule_pack: bool
    review_every_days: int
    source: str


@dataclass(frozen=True, slots=True)
class ContactValues:
    kind: str
    name: str
    phone: str
    hours: str = ""
    levels: Sequence[str] = ()
    note: str = ""


@service
def set_rule(
    *, values: RuleValues, starts_on: date, at: datetime, by: Viewer
) -> AssessmentRule:
    """Let a rule hold from a day on; the one before holds until then.

    Assessments that are under way keep the rule of the day they began. Raises
    RuleDayTaken for a day that is over.
    """
    program: Program = hold_program(by.program_id)
    rows = AssessmentRule.objects.in_program(by.program_id)
    today = program.day_of(at)
    begin_after(rows, starts_on, today=today)
    rule = AssessmentRule(
        program_id=by.program_id,
        edition=values.edition,
        uses_rule_pack=values.uses_rule_pack,
        review_every_days=values.review_every_days,
        source=values.source,
        starts_on=starts_on,
    )
    rule.save(force_insert=True)
    remember([rule], fields=RULE_FIELDS, by=by.actor, at=at)
    record("assessments.rule_set", by=by.actor, target=rule, at=at,
           detail={"starts_on": starts_on.isoformat()})  # fmt: skip
    return rule


@service
def keep_contact(
    *, values: ContactValues, at: datetime, by: Viewer,
    contact: HelpContact | None = None, base: int = 0,
) -> HelpContact:  # fmt: skip
    """Add somebody to call, or change who it is."""
    row = contact and _hold(contact, by)
    if row is not None and row.version != base:
        raise ChangedMeanwhile("Somebody else has just changed this entry.", now=row)
    row = row or HelpContact(program_id=by.program_id, version=0)
    row.kind, row.name, row.phone = values.kind, values.name, values.phone
    row.hours, row.note, row.levels = values.hours, values.note, list(values.levels)
    row.version += 1
    row.save(force_insert=row._state.adding)
    remember([row], fields=CONTACT_FIELDS, by=by.actor, at=at)
    record("assessments.contact_kept", by=by.actor, target=row, at=at)
    return row


@service
def retire_contact(*, contact: HelpContact, at: datetime, by: Viewer) -> None:
    """Take somebody off the list; what was written about calls to them stays."""
    rows = HelpContact.objects.in_program(by.program_id).in_use().filter(pk=contact.pk)
    if rows.update(retired_at=at):
        record("assessments.contact_retired", by=by.actor, target=contact, at=at)


def begin_after(rows: Any, starts_on: date, *, today: date) -> None:
    """Make room for a rule from a day on: what holds now ends the day before."""
    if starts_on < today and rows.exists():
        raise RuleDayTaken("This day is over, and the past keeps its rules.",
                           field="starts_on")  # fmt: skip
    if rows.filter(starts_on__gte=starts_on).exists():
        raise RuleDayTaken(
            "A rule begins on this day or later already. Choose a later day.",
            field="starts_on",
        )
    for before in rows.filter(ends_on=None):
        before.ends_on = starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])


def _hold(contact: HelpContact, by: Viewer) -> HelpContact:
    rows = HelpContact.objects.in_program(by.program_id)
    row: HelpContact = rows.select_for_update(no_key=True).get(pk=contact.pk)
    return row
