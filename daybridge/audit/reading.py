"""Reading is an event: one row for each time a chart or a list was opened."""

from typing import Any, Protocol
from uuid import UUID

from daybridge.audit.actor import Actor
from daybridge.audit.recording import record


class Reader(Protocol):
    """What reading asks of a viewer (access.viewer.Viewer)."""

    @property
    def at(self) -> Any: ...

    @property
    def actor(self) -> Actor: ...

    def reading(self, patient_id: UUID) -> Actor: ...


def record_read(viewer: Reader, patient: Any, what: str = "chart") -> None:
    """Write that this viewer opened `what` of one patient: one insert.

    The row names the emergency or oversight opening if the chart was read through one.
    """
    record(
        "chart.read",
        by=viewer.reading(patient.pk),
        target=patient,
        patient_id=patient.pk,
        detail={"what": what},
        at=viewer.at,
    )


def record_list_read(viewer: Reader, what: str, *, shown: int) -> None:
    """Write that this viewer opened a list (roster, search, report): one insert."""
    record(
        "list.read",
        by=viewer.actor,
        detail={"what": what, "shown": shown},
        at=viewer.at,
    )
