"""What the credentials of staff allow them to lead, asked before somebody is chosen.

Decided: of whom nothing is on file nothing is known, so nothing speaks against them
         here; the page of the session says what is missing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.people.models import Credential
from daybridge.people.signers import known_credentials
from daybridge.programs.models import Modality
from daybridge.rules import credentials as rule
from daybridge.rules.credentials import Activity

ACTIVITIES: Mapping[str, Activity] = {
    Modality.GROUP: Activity.THERAPY_GROUP,
    Modality.EDUCATION: Activity.EDUCATION_GROUP,
    Modality.SKILLS: Activity.SKILLS_GROUP,
    Modality.WELLNESS: Activity.WELLNESS_GROUP,
    Modality.FAMILY: Activity.FAMILY_GROUP,
    Modality.OUTING: Activity.OUTING,
    Modality.INDIVIDUAL: Activity.INDIVIDUAL_THERAPY,
    Modality.CONJOINT: Activity.INDIVIDUAL_THERAPY,
}

Known = Mapping[UUID, Sequence[rule.Credential]]  # by staff, of whom any is on file


def credentials_of(program: Any, staff: Collection[UUID]) -> Known:
    """What is on file of each of these, in one query."""
    rows = Credential.objects.in_program(program).filter(staff_id__in=staff)
    found = defaultdict(list)
    for row in rows:
        found[row.staff_id].append(row)
    return {key: known_credentials(own) for key, own in found.items()}


def why_not_lead(known: Known, staff: UUID, modality: str, *, on: date) -> str:
    """Why what is on file does not cover leading such a session; or nothing."""
    activity = ACTIVITIES.get(modality)
    if staff not in known or activity is None:
        return ""
    return rule.why_not_lead(known[staff], activity, on=on)
