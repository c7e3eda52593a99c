"""The fourteen who work at the demo clinic, all of them invented."""

from dataclasses import dataclass
from uuid import UUID

from daybridge.people.models import Staff


@dataclass(frozen=True, slots=True)
class Opening:
    """A job, and who has it."""

    first: str
    last: str
    preferred: str
    pronouns: str
    roles: tuple[str, ...]
    title: str
    credential: str  # a kind of rules.credentials; empty when there is none


STAFF = (
    Opening("Ruth", "Abelson", "", "she/her", ("counselor",), "Counselor", "LCSW"),
    Opening(
        "Benício", "Castellanos", "Ben", "he/him", ("counselor",), "Counselor", "LPC"
    ),
    Opening("Nkechi", "Obiora-Lindqvist", "", "", ("counselor",), "Counselor", "CADC"),
    Opening(
        "Jordan", "Tavares", "", "they/them", ("counselor",), "Counseling intern", ""
    ),
    Opening(
        "Sylvia", "Marchetti", "", "she/her", ("supervisor",), "Supervisor", "LCSW"
    ),
    Opening("Nora", "Lindgren", "", "", ("medical",), "Nurse", "RN"),
    Opening(
        "Rajesh", "Venkataraman", "Raj", "he/him", ("medical",), "Prescriber", "CRNP"
    ),
    Opening("Theo", "Banks", "", "he/him", ("peer",), "Peer specialist", "CRS"),
    Opening("Marisol", "Pagán", "Mari", "she/her", ("peer",), "Peer specialist", "CRS"),
    Opening("Faye", "Nguyễn", "", "she/her", ("front_desk",), "Front desk", ""),
    Opening("Delroy", "Hutchinson", "", "he/him", ("front_desk",), "Front desk", ""),
    Opening("Omar", "Haddad", "", "he/him", ("biller",), "Biller", ""),
    Opening("Grace", "Okafor", "", "she/her", ("director",), "Program director", ""),
    Opening("Ivan", "Tran", "", "he/him", ("administrator",), "Systems", ""),
)


@dataclass(slots=True)
class Hired:
    """A member of staff as the generator needs them."""

    id: UUID
    first: str
    last: str
    preferred: str
    credential: str  # "LCSW CW10293", or empty
    roles: tuple[str, ...]
    user_id: UUID

    @property
    def name(self) -> str:
        return f"{self.preferred or self.first} {self.last}"

    @property
    def is_licensed(self) -> bool:
        return bool(self.credential)

    @property
    def signs_as(self) -> str:
        return ", ".join(filter(None, (self.name, self.credential)))

    def as_staff(self) -> Staff:
        """A row that is never saved, for composing texts."""
        return Staff(
            legal_first_name=self.first,
            legal_last_name=self.last,
            preferred_name=self.preferred,
        )
