"""What a person already told us: shown to be confirmed, never asked as if unknown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.assessments.answers import is_answered
from daybridge.assessments.interview_questions import Question, Section
from daybridge.assessments.models import Assessment
from daybridge.intake.models import ImportedItem, Inquiry, Referral
from daybridge.intake.times import times_words
from daybridge.people.models import Contact
from daybridge.rules.wording import listed

LONGEST = 4000
SELF_CHECK = {  # what an answer of the self-check says to a question of ours
    "home": {"supportive": "yes", "unsafe": "no"},
    "withdrawal": {
        "none": "When stopping: little or nothing.",
        "mild": "When stopping: feels unwell.",
        "heavy": "Uses daily and much of what is dangerous to stop.",
        "severe": "Had a severe withdrawal before.",
    },
    "willing": {
        "yes": "Wants to come several times a week.",
        "unsure": "Not sure yet about coming several times a week.",
        "less": "Would rather begin with less.",
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that is known, and from where."""

    value: Any
    source: str  # "from the first call, November 24, 2026"


class Sources:
    """Everything known of one person, read once for a page."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.zone = assessment.program.zone
        program, patient = assessment.program_id, assessment.patient_id
        inquiries = Inquiry.objects.in_program(program).filter(patient_id=patient)
        self.inquiry: Inquiry | None = inquiries.order_by("-first_contact_at").first()
        self.earlier = _earlier(assessment)

    def told(self, section: Section) -> dict[str, Told]:
        """What is known of the questions of a section."""
        return {
            question.key: told
            for question in section.questions
            if (told := self._of(section, question)) is not None
        }

    def _of(self, section: Section, question: Question) -> Told | None:
        for name in question.told:
            kind, _, key = name.partition(".")
            for told in READERS[kind](self, key):
                if fits(question, told.value):
                    return told
        if question.anew or self.earlier is None:
            return None
        answers = self.earlier[1].get(section.key, {})
        value = answers.get(question.key)
        if not is_answered(value):
            return None
        return Told(value, f"from the assessment of {self.earlier[0]}")

    def day(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%B} {local.day}, {local.year}"

    # The sources, by the first word of `told`.

    def of_inquiry(self, key: str) -> Iterator[Told]:
        if self.inquiry is None:
            return
        value = self._times() if key == "times" else getattr(self.inquiry, key)
        if value:
            yield Told(value, self._first_contact())

    def of_self_check(self, key: str) -> Iterator[Told]:
        if self.inquiry is None or not isinstance(self.inquiry.self_check, Mapping):
            return
        said = self.inquiry.self_check.get(key)
        value = SELF_CHECK[key].get(said) if isinstance(said, str) else None
        if value:
            day = self.day(self.inquiry.first_contact_at)
            yield Told(value, f"from the self-check, {day}")

    def of_referral(self, key: str) -> Iterator[Told]:
        rows = Referral.objects.in_program(self.assessment.program_id)
        row = rows.filter(inquiry=self.inquiry).order_by("-received_at").first()
        if row is not None and (value := getattr(row, key)):
            yield Told(value, f"from the referral, {self.day(row.received_at)}")

    def of_imported(self, key: str) -> Iterator[Told]:
        rows = list(
            ImportedItem.objects.in_program(self.assessment.program_id)
            .kept()
            .filter(patient_id=self.assessment.patient_id, kind=key, denied=False)
            .order_by("accepted_at", "pk")
        )
        if rows:
            lines = "\n".join(f"{row.text} {row.details}".strip() for row in rows)
            day = self.day(rows[-1].accepted_at)
            yield Told(lines[:LONGEST], f"from the referral's document, {day}")

    def of_contacts(self, key: str) -> Iterator[Told]:
        rows = Contact.objects.in_program(self.assessment.program_id).filter(
            patient_id=self.assessment.patient_id, removed_at=None
        )
        people = [
            f"{row.name} ({row.relationship})" if row.relationship else row.name
            for row in rows.order_by("name")
        ]
        if people:
            yield Told(listed(people), "from their contacts")

    def _times(self) -> str:
        """When they can come and what they must not miss, as the inquiry says it."""
        assert self.inquiry is not None
        told = [*times_words(self.inquiry.times_wanted), self.inquiry.ties]
        return "\n".join(filter(None, told))

    def _first_contact(self) -> str:
        assert self.inquiry is not None
        first = "call" if self.inquiry.channel == Inquiry.Channel.PHONE else "contact"
        return f"from the first {first}, {self.day(self.inquiry.first_contact_at)}"


READERS: Mapping[str, Callable[[Sources, str], Iterator[Told]]] = {
    "inquiry": Sources.of_inquiry,
    "self_check": Sources.of_self_check,
    "referral": Sources.of_referral,
    "imported": Sources.of_imported,
    "contacts": Sources.of_contacts,
}


def fits(question: Question, value: Any) -> bool:
    """Whether something told elsewhere is an answer this question can have."""
    if question.kind in ("yes_no", "choice"):
        return str(value) in question.labels
    if question.kind == "number":
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and (question.least or 0) <= value <= (question.most or value)
    return isinstance(value, str)


def _earlier(assessment: Assessment) -> tuple[str, dict[str, Any]] | None:
    """The day and the answers of the assessment before this one."""
    before: Assessment | None = (
        Assessment.objects.in_program(assessment.program_id)
        .finished()
        .filter(patient_id=assessment.patient_id)
        .exclude(pk=assessment.pk)
        .order_by("-signed_at")
        .first()
    )
    if before is None or before.signed_at is None:
        return None
    local = before.signed_at.astimezone(assessment.program.zone)
    answers = dict(before.sections.values_list("section", "answers"))
    return f"{local:%B} {local.day}, {local.year}", answers
