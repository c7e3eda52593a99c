"""A 271: what a payer says of somebody's coverage, with nothing of a benefit left out.

Source: 005010X279A1 as its published samples show it; codes in our own short words.
Units:  money in whole cents, a percentage in hundredths of a percent.
Every benefit keeps its segments as they came, for a limit that matters is often said in
free text and nowhere else.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from daybridge.coverage.x12 import codes
from daybridge.coverage.x12.segments import Interchange, Segment, X12Error, read

WHOLE = 10_000  # hundredths of a percent
PERSONS = {"22": "subscriber", "23": "dependent"}  # HL03
MOST = Decimal(10) ** 9  # of an amount or a quantity: what is larger is a mistake


@dataclass(frozen=True, slots=True)
class Party:
    """A payer, a provider or a person as the reply names them."""

    role: str  # NM101
    last_name: str
    first_name: str = ""
    number: str = ""  # NM109


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why there is no answer, and what may be done."""

    code: str
    reason: str
    what_next: str


@dataclass(frozen=True, slots=True)
class Period:
    """A dated fact: from and to are the same for a single day."""

    qualifier: str  # DTP01
    starts_on: date
    ends_on: date


@dataclass(slots=True)
class Benefit:
    """One EB and what stands below it."""

    kind: str  # EB01
    level: str = ""
    services: tuple[str, ...] = ()
    insurance: str = ""
    plan: str = ""
    period: str = ""
    cents: int | None = None
    percent: int | None = None  # hundredths of a percent
    quantity_of: str = ""
    quantity: Decimal | None = None
    authorization: str = ""  # Y, N, U
    network: str = ""  # Y, N, U, W
    messages: list[str] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    others: list[Party] = field(default_factory=list)  # as a carve-out payer
    rejections: list[Rejection] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return self.kind in codes.ACTIVE

    @property
    def is_remaining(self) -> bool:
        return self.period in codes.REMAINING

    @property
    def words(self) -> str:
        """The kind in words, or its code."""
        return codes.KINDS.get(self.kind, self.kind)

    @property
    def sentence(self) -> str:
        """The whole of it in one line; its messages stand beside it."""
        said = [
            self._amount,
            codes.PERIODS.get(self.period, self.period),
            ", ".join(codes.SERVICES.get(code, code) for code in self.services),
            codes.LEVELS.get(self.level, self.level),
            codes.NETWORK.get(self.network, ""),
            codes.AUTHORIZATION.get(self.authorization, ""),
        ]
        return f"{self.words}: {'; '.join(filter(None, said))}".removesuffix(": ")

    @property
    def _amount(self) -> str:
        if self.cents is not None:
            return f"${Decimal(self.cents) / 100:,.2f}"
        if self.percent is not None:
            return f"{Decimal(self.percent) / 100:f} %"
        if self.quantity is not None:
            unit = codes.QUANTITIES.get(self.quantity_of, self.quantity_of)
            return f"{self.quantity:f} {unit}".strip()
        return ""

    def is_about(self, services: Collection[str]) -> bool:
        """Whether it speaks of one of these services, or of the plan as a whole."""
        said = set(self.services)
        return not said or codes.WHOLE_PLAN in said or bool(said & set(services))


@dataclass(slots=True)
class Reply:
    """What a payer says of one person; without a person, why it says nothing."""

    payer: Party | None = None
    provider: Party | None = None
    subscriber: Party | None = None
    dependent: Party | None = None
    traces: list[str] = field(default_factory=list)  # TRN02, of our question
    periods: list[Period] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def patient(self) -> Party | None:
        return self.dependent or self.subscriber

    @property
    def is_active(self) -> bool | None:
        """Whether the plan is in force; None when the reply does not say."""
        kinds = {benefit.kind for benefit in self.benefits}
        if kinds & codes.ACTIVE:
            return True
        return False if kinds & codes.INACTIVE else None

    def about(self, services: Collection[str]) -> list[Benefit]:
        """The benefits that speak of these services, those by name first."""
        found = [benefit for benefit in self.benefits if benefit.is_about(services)]
        return sorted(
            found, key=lambda benefit: not set(benefit.services) & {*services}
        )


def read_replies(text: str) -> list[Reply]:
    """Every reply in a file, one for each person or refusal.

    Raises X12Error with the segment and the element for what is no 271.
    """
    interchange = read(text)
    if not interchange.transactions:
        raise X12Error("The file holds no transaction.")
    replies = []
    for transaction in interchange.transactions:
        if transaction.kind != "271":
            raise X12Error(
                f"Expected an eligibility reply (271), found a {transaction.kind[:40]}."
            )
        replies += _replies(transaction.segments, interchange)
    return replies


def _replies(segments: tuple[Segment, ...], interchange: Interchange) -> list[Reply]:
    levels = list(_levels(segments))
    shared, subscriber, found = Reply(), None, list[Reply]()
    for level, body in levels:
        if level not in PERSONS:
            _take(shared, level, body)
            continue
        reply = Reply(
            shared.payer, shared.provider, rejections=[*shared.rejections],
            messages=[*shared.messages],
        )  # fmt: skip
        if level == "23":
            reply.subscriber = subscriber
        _take(reply, level, body)
        if level == "22":
            subscriber = reply.subscriber
        found.append(reply)
    # A subscriber who only leads to a dependent has nothing to say.
    spoken = [r for r in found if r.benefits or r.rejections or r.periods or r.traces]
    replies = spoken or found or [shared]
    for reply in replies:
        reply.remarks += interchange.remarks
    return replies


def _levels(segments: tuple[Segment, ...]) -> Iterator[tuple[str, list[Segment]]]:
    """Each HL with its code and what stands below it."""
    code, body = "", list[Segment]()
    for segment in segments:
        if segment.name != "HL":
            body.append(segment)
            continue
        if code:
            yield code, body
        code, body = segment.get(3), []
        if code not in ("20", "21", *PERSONS):
            raise segment.wrong(3, "a level: 20, 21, 22 or 23")
    if not code:
        raise X12Error("The reply has no HL: it says nothing of anybody.")
    yield code, body


def _take(reply: Reply, level: str, body: list[Segment]) -> None:
    """Put what stands at one level into the reply."""
    benefit: Benefit | None = None
    for segment in body:
        if segment.name == "EB":
            benefit = _benefit(segment, reply.remarks)
            reply.benefits.append(benefit)
            continue
        if benefit is not None:
            benefit.segments.append(segment)
        where = benefit or reply
        match segment.name:
            case "NM1" if benefit is not None:
                benefit.others.append(_party(segment))
            case "NM1":
                _name(reply, level, _party(segment))
            case "TRN":
                reply.traces.append(segment.get(2))
            case "AAA":
                where.rejections.append(_rejection(segment))
            case "DTP":
                where.periods.append(_period(segment))
            case "MSG":
                where.messages.append(segment.get(1))


def _name(reply: Reply, level: str, party: Party) -> None:
    roles = {"20": "payer", "21": "provider", **PERSONS}
    if getattr(reply, roles[level]) is None:
        setattr(reply, roles[level], party)


def _party(segment: Segment) -> Party:
    return Party(segment.get(1), segment.get(3), segment.get(4), segment.get(9))


def _benefit(segment: Segment, remarks: list[str]) -> Benefit:
    kind = segment.get(1)
    if not kind:
        raise segment.wrong(1, "a kind of benefit")
    amount, quantity = _number(segment, 7), _number(segment, 10)
    if amount is not None and amount != round(amount, 2):
        raise segment.wrong(7, "an amount in dollars and cents")
    return Benefit(
        kind=kind,
        level=segment.get(2),
        services=segment.each(3),
        insurance=segment.get(4),
        plan=segment.get(5),
        period=segment.get(6),
        cents=None if amount is None else int(amount * 100),
        percent=_percent(segment, remarks),
        quantity_of=segment.get(9),
        quantity=quantity,
        authorization=segment.get(11),
        network=segment.get(12),
        segments=[segment],
    )


def _number(segment: Segment, position: int) -> Decimal | None:
    text = segment.get(position)
    if not text:
        return None
    try:
        number = Decimal(text) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < MOST:
        raise segment.wrong(position, "a number from 0 on, such as 35.00")
    return number


def _percent(segment: Segment, remarks: list[str]) -> int | None:
    """A share; 0.2 is 20 %, and what is above 1 can only have been meant as percent."""
    number = _number(segment, 8)
    if number is None:
        return None
    if number > 100:
        raise segment.wrong(8, "a share from 0 to 1, such as 0.2 for 20 %")
    if number > 1:
        remarks.append(
            f"Segment {segment.number}, EB08: {number} is read as {number} percent; "
            "ask the payer."
        )
        number /= 100
    return int((number * WHOLE).to_integral_value())


def _rejection(segment: Segment) -> Rejection:
    code, then = segment.get(3), segment.get(4)
    return Rejection(
        code, codes.REJECTIONS.get(code, code), codes.WHAT_NEXT.get(then, then)
    )


def _period(segment: Segment) -> Period:
    """A day (D8) or a run of days (RD8)."""
    form, text = segment.get(2), segment.get(3)
    first, _, last = text.partition("-") if form == "RD8" else (text, "", text)
    if form not in ("D8", "RD8"):
        raise segment.wrong(2, "D8 or RD8")
    try:
        return Period(segment.get(1), _day(first), _day(last))
    except ValueError:
        raise segment.wrong(3, "a date such as 20261124") from None


def _day(text: str) -> date:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
