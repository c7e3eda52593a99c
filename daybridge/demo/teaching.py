"""The curriculum the demo's groups go through, and the days it does not meet."""

from dataclasses import dataclass
from uuid import UUID

from daybridge.demo.clinic import Clinic
from daybridge.programs.curricula.loading import shipped_curricula


@dataclass(frozen=True, slots=True)
class Taught:
    """A topic as the groups need it."""

    id: UUID | None
    title: str
    modality: str


def teach(clinic: Clinic) -> None:
    """Take the topics of the evening curriculum that ships with Daybridge."""
    evening = shipped_curricula()[0]
    clinic.topics = [
        Taught(None, topic.title, str(topic.modality)) for topic in evening.topics
    ]
