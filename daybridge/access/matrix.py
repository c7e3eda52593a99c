"""The access matrix as data: one decision per actor and object.

Source: `matrix.csv` in this folder, our policy under 42 CFR Part 2 and 45 CFR 164;
docs/access.md explains the actors, objects, rules and the limits marked `*`.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

MATRIX_FILE = Path(__file__).with_name("matrix.csv")


class Matter(StrEnum):
    """What the matrix protects: one column each."""

    DEMOGRAPHICS = "DEM"
    SUD_RECORD = "SUD"
    COUNSELING_NOTES = "SCN"
    ASSESSMENTS = "ASM"
    DRUG_TESTS = "UDS"
    RELAPSE_PLAN = "RLP"
    PRIVATE_DIARY = "DPR"
    SHARED_DIARY = "DSH"
    FAMILY_MESSAGES = "FAM"
    CLAIMS = "CLM"
    AUDIT = "AUD"
    CONSENTS = "CON"
    ROSTER = "ROS"
    OUTCOMES = "OUT"


class ActorKind(StrEnum):
    """Who asks: one row each."""

    FRONT_DESK = "FD"
    TEAM_COUNSELOR = "CT"
    OTHER_COUNSELOR = "CN"
    SUPERVISOR = "SV"
    MEDICAL = "RX"
    PEER = "PS"
    BILLER = "BI"
    DIRECTOR = "PD"
    ADMINISTRATOR = "IT"
    PATIENT = "CL"
    FAMILY_CONSENTED = "FC"
    FAMILY_UNCONSENTED = "FN"
    FAMILY_FORMER = "FF"
    ALUMNI = "AM"
    REFERRER = "ER"
    AUDITOR = "AU"
    RESEARCHER = "RE"
    OTHER_PATIENT = "OC"
    ANONYMOUS = "AN"


class Decision(StrEnum):
    ALLOW = "A"
    DENY = "D"
    CONSENT = "C"  # only within a consent or share in force
    BREAK_GLASS = "B"


class Operation(StrEnum):
    READ = "R"
    CREATE = "C"
    AMEND = "U"
    SIGN = "S"
    EXPORT = "X"
    GRANT = "G"
    DELETE = "D"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix."""

    decision: Decision
    operations: frozenset[Operation]
    limited: bool  # `*`: the words of docs/access.md narrow it further
    rules: tuple[int, ...]  # numbers of the rules and sources behind it

    def allows(self, operation: Operation) -> bool:
        """Say whether the actor may do this without consent or emergency."""
        return self.decision is Decision.ALLOW and operation in self.operations


@cache
def matrix() -> dict[tuple[ActorKind, Matter], Cell]:
    """Read the whole policy: (actor, matter) to cell."""
    with MATRIX_FILE.open(newline="") as file:
        return {
            (ActorKind(row["actor"]), Matter(column)): _cell(text)
            for row in csv.DictReader(file, delimiter=";")
            for column, text in row.items()
            if column != "actor"
        }


def cell(actor: ActorKind, matter: Matter) -> Cell:
    """The policy's answer for one actor and one matter."""
    return matrix()[actor, matter]


def _cell(text: str) -> Cell:
    """Read `A/RCU*/3,19` or `D/15`: decision, operations (none when denied), rules."""
    parts = text.split("/")
    operations = parts[1] if len(parts) == 3 else ""
    return Cell(
        decision=Decision(parts[0]),
        operations=frozenset(Operation(letter) for letter in operations.rstrip("*")),
        limited=operations.endswith("*"),
        rules=tuple(int(number) for number in parts[-1].split(",")),
    )
