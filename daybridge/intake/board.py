"""What the intake board shows: for each stage how many, and those who came first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from daybridge.access.viewer import Viewer
from daybridge.intake.models import ENDED, AssessmentBooking, Inquiry, Stage
from daybridge.phones import e164
from daybridge.rules.first_contact import Clock, Waiting, clock
from daybridge.ui.templatetags.ui import clock as clock_words

COLUMNS = (
    Stage.NEW,
    Stage.REACHED,
    Stage.SCREENED,
    Stage.BENEFITS_CHECKED,
    Stage.BOOKED,
    Stage.OFFERED,
    Stage.ADMITTED,
)
PER_COLUMN = 20
ROWS = 25  # on a page of a list
MOST_WORDS = 4
LONGEST_QUESTION = 100
FEW_DIGITS = 4  # fewer are no number to look for
NEXT_STEPS = {  # what brings an inquiry out of a stage
    Stage.NEW: "Call them",
    Stage.REACHED: "Ask the screening questions",
    Stage.SCREENED: "Check benefits",
    Stage.BENEFITS_CHECKED: "Book the assessment",
    Stage.BOOKED: "Keep the assessment",
    Stage.OFFERED: "Hear their answer",
    Stage.ADMITTED: "In care",
}
LOOKS = {  # how waiting reads: word, icon, tone
    Waiting.CALM: ("in time", "clock", "quiet"),
    Waiting.SOON: ("soon due", "clock", "action"),
    Waiting.LATE: ("late", "circle-alert", "needs"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One inquiry as the board shows it."""

    id: UUID
    version: int
    stage: str
    name: str
    clock: Clock
    next_step: str
    owner: str
    is_mine: bool
    warnings: tuple[str, ...]  # what to mind before calling
    reason: str = ""
    since: datetime | None = None

    @property
    def look(self) -> tuple[str, str, str]:
        """The word, the icon and the tone of the clock."""
        return LOOKS[self.clock.waiting]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its cards, and how many there are in all."""

    stage: Stage
    cards: tuple[Card, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """Every stage, and how many came to an end without care."""

    columns: tuple[Column, ...]
    ended: int

    @property
    def is_empty(self) -> bool:
        return not any(column.count for column in self.columns)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board or list is limited to."""

    words: str = ""
    mine: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.mine)


def board_for(viewer: Viewer, asked: Asked) -> Board:
    """The board, in a number of queries that no number of inquiries changes."""
    rows = found(viewer, asked)
    counts = dict(rows.values_list("stage").annotate(number=Count("pk")).order_by())
    shown = {
        stage: list(first_rows(rows, stage)) if counts.get(stage) else []
        for stage in COLUMNS
    }
    booked = _bookings(viewer, [row.pk for row in shown[Stage.BOOKED]])
    return Board(
        columns=tuple(
            Column(
                stage,
                tuple(card_of(viewer, row, booked.get(row.pk)) for row in some),
                counts.get(stage, 0),
            )
            for stage, some in shown.items()
        ),
        ended=sum(counts.get(stage, 0) for stage in ENDED),
    )


def first_rows(rows: Any, stage: Stage) -> Any:
    """Those who have waited longest; of those admitted, the latest."""
    rows = rows.filter(stage=stage)
    if stage is Stage.ADMITTED:
        return rows.order_by("-first_contact_at", "-id")[:PER_COLUMN]
    return rows.order_by("first_contact_at", "id")[:PER_COLUMN]


def found(viewer: Viewer, asked: Asked) -> Any:
    """The inquiries a viewer may see, limited to what they asked for."""
    rows = Inquiry.objects.visible_to(viewer).select_related("owner")
    if asked.mine:
        rows = rows.filter(owner_id=viewer.staff_id)
    question = asked.words.replace("\0", "").strip()[:LONGEST_QUESTION]
    return rows.filter(_meant(question)) if question else rows


def _meant(question: str) -> Q:
    """Every word in some name; or a telephone number, or its last digits."""
    digits = "".join(letter for letter in question if letter.isdigit())
    if len(digits) >= FEW_DIGITS:
        return Q(phone_e164=e164(question) or "-") | Q(phone_e164__endswith=digits)
    meant = Q()
    for word in question.split()[:MOST_WORDS]:
        meant &= (
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(preferred_name__icontains=word)
            | Q(caller_name__icontains=word)
        )
    return meant


def page_of(
    viewer: Viewer, asked: Asked, stages: tuple[Stage, ...], after: UUID | None
) -> tuple[list[Card], UUID | None]:
    """One page of the inquiries in some stages, the latest first, and what follows."""
    rows = found(viewer, asked).filter(stage__in=stages)
    last = after and rows.filter(pk=after).values_list("first_contact_at", "pk").first()
    if last:
        moment, key = last
        rows = rows.filter(first_contact_at__lte=moment).filter(
            Q(first_contact_at__lt=moment) | Q(pk__lt=key)
        )
    page = list(rows.order_by("-first_contact_at", "-id")[: ROWS + 1])
    booked = _bookings(viewer, [row.pk for row in page if row.stage == Stage.BOOKED])
    cards = [card_of(viewer, row, booked.get(row.pk)) for row in page[:ROWS]]
    return cards, cards[-1].id if len(page) > ROWS else None


def _bookings(viewer: Viewer, keys: list[UUID]) -> dict[UUID, AssessmentBooking]:
    """The latest standing booking of each inquiry."""
    if not keys:
        return {}
    rows = AssessmentBooking.objects.in_program(viewer.program_id).standing()
    rows = rows.filter(inquiry__in=keys).select_related("assessor")
    return {row.inquiry_id: row for row in rows.order_by("starts_at")}


def card_of(
    viewer: Viewer, row: Inquiry, booking: AssessmentBooking | None = None
) -> Card:
    """One inquiry as a card."""
    asked_for = row.call_back_at or (booking.starts_at if booking else None)
    return Card(
        id=row.pk,
        version=row.version,
        stage=row.stage,
        name=row.display_name,
        clock=clock(
            row.stage, first_contact_at=row.first_contact_at, at=viewer.at,
            asked_for=asked_for,
        ),
        next_step=next_step(row, booking, viewer.at),
        owner=row.owner.display_name if row.owner else "",
        is_mine=row.owner_id is not None and row.owner_id == viewer.staff_id,
        warnings=warnings_of(row),
        reason=row.stage_reason,
        since=row.stage_since,
    )  # fmt: skip


def next_step(row: Inquiry, booking: AssessmentBooking | None, at: datetime) -> str:
    """What to do next, in a few words."""
    if row.call_back_at is not None:
        return f"Call back {moment_words(row.call_back_at)}"
    if booking is not None and row.stage == Stage.BOOKED:
        if booking.ends_at <= at:
            return "Say how the assessment went"
        called = booking.assessor.called
        return f"Assessment {moment_words(booking.starts_at)} with {called}"
    return NEXT_STEPS.get(Stage(row.stage), row.stage_reason)


def moment_words(moment: datetime) -> str:
    """Mon, Nov 30, 2:00 pm."""
    local = timezone.localtime(moment)
    return f"{local:%a, %b} {local.day}, {clock_words(local)}"


def warnings_of(row: Inquiry) -> tuple[str, ...]:
    """What anyone must know before they pick up the telephone."""
    warnings = []
    if not row.phone:
        warnings.append("No number of their own")
    elif not row.may_leave_message:
        warnings.append("No message")
    if row.caller != Inquiry.Caller.SELF:
        warnings.append("Someone else asked")
    return tuple(warnings)
