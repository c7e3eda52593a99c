"""Every page and list through which a matter of the matrix could be seen.

One row a surface. `only` names the actors where a page asks for more than the matrix
(a supervisor's own tool); otherwise the matrix decides. A surface whose address does
not resolve yet is skipped until its room has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Surface:
    matter: str
    kind: str  # one of the 12 surfaces of the contract
    url_name: str
    args: Callable[[Any, Any], list[Any]] = lambda clinic, patient: []
    only: frozenset[str] | None = None  # matrix rows; None: as the matrix says
    why: str = ""  # of `only`

    def url(self, clinic: Any, patient: Any) -> str | None:
        try:
            return reverse(self.url_name, args=self.args(clinic, patient))
        except NoReverseMatch:
            return None


def of_patient(clinic: Any, patient: Any) -> list[Any]:
    return [patient.pk]


def of_session(clinic: Any, patient: Any) -> list[Any]:
    return [clinic.session.pk]


PAGE, EXPORT = "HTML page", "export/print/PDF"
SURFACES = (
    Surface("AUD", PAGE, "audit_trail:events"),
    Surface("AUD", EXPORT, "audit_trail:export"),
    Surface(
        "AUD", PAGE, "audit_trail:access_report", of_patient,
        frozenset({"SV", "PD"}), "names a patient, which IT's audit never does",
    ),
    Surface(
        "DEM", PAGE, "access:team", of_patient,
        frozenset({"SV", "PD"}), "teams are made by supervisors and the director",
    ),
    Surface(
        "DEM", PAGE, "access:barriers_of", of_patient,
        frozenset({"SV", "PD"}), "barriers are set by supervisors and the director",
    ),
    Surface(
        "DEM", PAGE, "access:barriers",
        only=frozenset({"SV", "PD"}), why="barriers are set by those two",
    ),
    Surface(
        "SUD", PAGE, "intake:episodes", of_patient, frozenset({"CT", "SV", "RX", "BI"}),
        "a peer reads neither level nor dose; the director says a reason first",
    ),
    Surface("OUT", PAGE, "reports:census"),
    Surface("OUT", PAGE, "reports:retention"),
)  # fmt: skip

# Addresses behind a permission that say nothing of a patient.
NOTHING_OF_A_PATIENT = frozenset(
    {
        "access:account", "access:end_one", "access:end_others", "access:put_away",
        "access:emergency", "access:emergency_confirmed", "access:emergency_for",
        "access:proposals", "access:decide_proposal",
        "programs:curricula", "programs:curriculum", "programs:program",
        "programs:topic",
    }
)  # fmt: skip

# Addresses with patient data whose cells are executed in the tests of their own room.
IN_THEIR_ROOM = (
    "schedule:", "attendance:", "notes:", "people:", "reports:", "today:", "intake:",
    "programs:", "access:opening", "access:end_opening", "access:end_membership",
    "access:lift_barrier",
)  # fmt: skip
