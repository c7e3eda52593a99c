"""A demo clinic as the tests have it, and what can be asked of all of it."""

import hashlib
from datetime import date
from typing import Any

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance, FollowUp
from daybridge.audit.models import AuditEvent
from daybridge.demo.build import build
from daybridge.intake.models import DoseOrder, Episode
from daybridge.notes.models import Note, Summary
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Program
from daybridge.schedule.models import Repair, RepairStep, Session

TODAY = date(2026, 11, 24)  # a Tuesday


def build_demo(**changes: Any) -> Program:
    build(
        **{
            "seed": 7, "patients": 300, "today": TODAY, "progress": lambda done: None,
            **changes,
        }
    )  # fmt: skip
    return Program.objects.get()


def all_of(model: Any) -> Any:
    return model.objects.across_programs(because="a test")


def fingerprint() -> str:
    """Of everything that was written, keys included."""
    digest = hashlib.sha256()
    for model in (
        Staff, Patient, Episode, DoseOrder, TeamMembership, Session, Attendance,
        FollowUp, Summary, Note, Repair, RepairStep,
    ):  # fmt: skip
        for row in all_of(model).order_by("pk").values_list():
            digest.update(repr(row).encode())
    for row in AuditEvent.objects.order_by("pk").values_list():
        digest.update(repr(row).encode())
    return digest.hexdigest()
