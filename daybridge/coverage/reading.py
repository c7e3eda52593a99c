"""From a payer's reply to the facts of a quote: which of many benefits counts here.

Decided where the source is silent:
- What names substance use outpatient counts before what names substance use, that
  before mental health, that before the plan as a whole. Inpatient codes never count.
- Of several amounts of one kind at the same rank the largest is taken, and a remark
  says so: an estimate that is too high disappoints nobody.
- What is left of an amount is what the reply calls remaining; else the amount less what
  it says was used this year; else it is not known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from daybridge.coverage.x12 import codes
from daybridge.coverage.x12.eligibility import Benefit, Reply

OUTPATIENT = frozenset({"CJ"})
INPATIENT = frozenset({"CI", "CE", "CG", "A5", "A7", "RT", "48"})
RANKS = (
    OUTPATIENT,
    codes.SUBSTANCE_USE - INPATIENT,
    codes.MENTAL_HEALTH - INPATIENT,
    frozenset({codes.WHOLE_PLAN}),
)
MENTAL_HEALTH_RANK = 2
ONE_PERSON = frozenset({"", "IND", "EMP"})  # EB02
USED_SO_FAR = "24"
CALENDAR_YEAR = "23"
VISITS = frozenset({"VS", "DY"})
PLAN_PERIODS = ("291", "346", "307")  # DTP01: plan, plan begin, eligibility
OTHER = {"in": "N", "out": "Y"}  # EB12 that speaks of the other network


@dataclass(slots=True)
class Facts:
    """What a quote keeps of a reply; cents and hundredths of a percent, None unsaid."""

    is_active: bool | None = None
    deductible_cents: int | None = None
    deductible_left_cents: int | None = None
    family_deductible_cents: int | None = None
    family_deductible_left_cents: int | None = None
    limit_cents: int | None = None
    limit_left_cents: int | None = None
    family_limit_cents: int | None = None
    family_limit_left_cents: int | None = None
    copay_cents: int | None = None
    coinsurance: int | None = None
    visits_limit: int | None = None
    visits_used: int | None = None
    authorization: str = "U"
    renews_on: date | None = None
    said: list[dict[str, object]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def facts_of(reply: Reply, *, network: str, on: date) -> Facts:
    """What a reply says of outpatient treatment in one network."""
    facts = Facts(is_active=reply.is_active, remarks=list(reply.remarks))
    about = _Relevant(reply.benefits, network, facts.remarks)
    for name, level in (("", "IND"), ("family_", "FAM")):
        for kind, word in (("C", "deductible"), ("G", "limit")):
            whole, left = about.amounts(kind, level)
            setattr(facts, f"{name}{word}_cents", whole)
            setattr(facts, f"{name}{word}_left_cents", left)
    facts.copay_cents = about.largest("B", "copayment", lambda one: one.cents)
    facts.coinsurance = about.largest("A", "coinsurance", lambda one: one.percent)
    facts.visits_limit, facts.visits_used = about.visits()
    facts.authorization = about.authorization()
    facts.renews_on = _renews_on(reply, on)
    facts.said = [
        {"line": one.sentence, "messages": list(one.messages)} for one in reply.benefits
    ]
    facts.said += [{"line": "Message", "messages": [m]} for m in reply.messages]
    return facts


class _Relevant:
    """The benefits of one network, by how nearly they speak of what we do."""

    def __init__(
        self, benefits: Iterable[Benefit], network: str, remarks: list[str]
    ) -> None:
        self.remarks = remarks
        self.benefits = [
            (rank, one)
            for one in benefits
            if one.network != OTHER[network] and (rank := _rank(one)) is not None
        ]

    def nearest(self, fits: Callable[[Benefit], bool]) -> tuple[int, list[Benefit]]:
        """The best rank that has fitting benefits, and those."""
        found = [(rank, one) for rank, one in self.benefits if fits(one)]
        best = min((rank for rank, _ in found), default=len(RANKS))
        return best, [one for rank, one in found if rank == best]

    def largest(
        self, kind: str, word: str, of: Callable[[Benefit], int | None],
        fits: Callable[[Benefit], bool] = lambda one: True,
    ) -> int | None:  # fmt: skip
        rank, found = self.nearest(
            lambda one: one.kind == kind and of(one) is not None and fits(one)
        )
        values = sorted({value for one in found if (value := of(one)) is not None})
        if not values:
            return None
        if len(values) > 1:
            self.remarks.append(
                f"The reply gives more than one {word}; the largest is taken. "
                "Ask the payer which holds."
            )
        if rank == MENTAL_HEALTH_RANK:
            self.remarks.append(
                f"The {word} is the one for mental health: the reply names none for "
                "substance use."
            )
        return values[-1]

    def amounts(self, kind: str, level: str) -> tuple[int | None, int | None]:
        """The whole of a yearly amount and what is left of it."""
        word = codes.KINDS[kind].lower()
        where = "family " if level == "FAM" else ""

        def at(periods: Callable[[str], bool]) -> int | None:
            return self.largest(
                kind, f"{where}{word}", lambda one: one.cents,
                lambda one: _level(one) == level and periods(one.period),
            )  # fmt: skip

        left = at(lambda period: period in codes.REMAINING)
        used = at(lambda period: period == USED_SO_FAR)
        whole = at(
            lambda period: period not in codes.REMAINING and period != USED_SO_FAR
        )
        if left is None and whole is not None and used is not None:
            left = max(0, whole - used)
        if left is not None and whole is not None and left > whole:
            self.remarks.append(f"More is left of the {where}{word} than all of it.")
        return whole, left

    def visits(self) -> tuple[int | None, int | None]:
        """The limit of visits, and how many are used."""

        def at(remaining: bool) -> int | None:
            return self.largest(
                "F", "limit of visits",
                lambda one: None if one.quantity is None else int(one.quantity),
                lambda one: one.quantity_of in VISITS and one.is_remaining == remaining,
            )  # fmt: skip

        limit, left = at(remaining=False), at(remaining=True)
        if left is None:
            return limit, None
        return (limit, max(0, limit - left)) if limit is not None else (left, 0)

    def authorization(self) -> str:
        """Y when the nearest that says anything says so; N; else U."""
        _, found = self.nearest(lambda one: one.authorization in ("Y", "N"))
        said = {one.authorization for one in found}
        return "Y" if "Y" in said else "N" if said else "U"


def _level(benefit: Benefit) -> str:
    """Whose amount it is; without a word it is one person's."""
    return "IND" if benefit.level in ONE_PERSON else "FAM"


def _rank(benefit: Benefit) -> int | None:
    """How nearly a benefit speaks of what we do; None when it does not."""
    if not benefit.services:
        return len(RANKS) - 1
    said = set(benefit.services)
    return next((rank for rank, names in enumerate(RANKS) if said & names), None)


def _renews_on(reply: Reply, on: date) -> date | None:
    """The first day of the plan's next year, if the reply lets us know it."""
    ends = [
        period.ends_on
        for period in reply.periods
        if period.qualifier in PLAN_PERIODS and period.ends_on > period.starts_on
    ]
    later = sorted(end for end in ends if end >= on)
    if later and (later[0] - on).days < 366:
        return later[0] + timedelta(days=1)
    if any(one.period == CALENDAR_YEAR for one in reply.benefits):
        return date(on.year + 1, 1, 1)
    return None
