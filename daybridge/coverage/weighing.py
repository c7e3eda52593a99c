"""From a quote and a contract to the facts of the rule, with what to beware of.

Decided where the source is silent: what is left of an amount, when it was not said, is
all of it; a plan that names a copayment above nothing takes that and no coinsurance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from daybridge.coverage.models import BenefitQuote, Plan
from daybridge.coverage.wording import day_words, dollars, percent
from daybridge.rules import cost_estimate as rule
from daybridge.rules.wording import count_of

OLD_AFTER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Weighed:
    """One policy as the rule takes it, and what somebody should know of it."""

    plan: rule.Plan
    warnings: tuple[str, ...]


def weigh(quote: BenefitQuote, contract: Plan, *, week_starts_on: int) -> Weighed:
    """The facts of one policy."""
    unit = rule.CopayUnit(contract.copay_unit)
    copay = None
    if quote.copay_cents:
        copay = rule.Copay(quote.copay_cents, unit, contract.copay_waits_for_deductible)
    plan = rule.Plan(
        name=str(contract),
        deductible=_amount(
            quote.deductible_cents, quote.deductible_left_cents,
            quote.family_deductible_cents, quote.family_deductible_left_cents,
        ),
        out_of_pocket=_amount(
            quote.limit_cents, quote.limit_left_cents,
            quote.family_limit_cents, quote.family_limit_left_cents,
        ),
        copay=copay,
        coinsurance=0 if copay else quote.coinsurance or 0,
        spread=rule.Spread(contract.spread),
        deductible_counts=contract.deductible_counts,
        copay_counts=contract.copay_counts,
        visits_left=_visits_left(quote),
        visits_of_a_year=quote.visits_limit,
        renews_on=quote.renews_on,
        week_starts_on=week_starts_on,
    )  # fmt: skip
    return Weighed(plan, tuple(_unsure(quote, contract)))


def beware(
    quote: BenefitQuote, *, at: datetime, visits: int, last_on: date
) -> list[str]:
    """What somebody should know before they trust a quote for this many visits."""
    said = []
    if quote.is_active is False:
        said.append("The payer says that this policy is not active.")
    age = age_in_days(quote, at)
    if age > OLD_AFTER_DAYS:
        said.append(
            f"This quote is {count_of(age, 'day')} old. Ask the payer again before "
            "you rely on it."
        )
    if quote.authorization == BenefitQuote.Authorization.REQUIRED:
        said.append("The payer has to authorize this treatment before it begins.")
    elif quote.authorization == BenefitQuote.Authorization.UNKNOWN:
        said.append("Nobody said yet whether the payer has to authorize it first.")
    left = _visits_left(quote)
    if left is not None and left < visits:
        said.append(
            f"The plan pays {count_of(left, 'more visit')}; this stay needs {visits}."
        )
    if quote.renews_on is not None and quote.renews_on <= last_on:
        said.append(
            f"The plan begins a new year on {day_words(quote.renews_on)}: from then on "
            "its deductible and limits begin anew."
        )
    return said


def age_in_days(quote: BenefitQuote, at: datetime) -> int:
    """How many days ago a quote was taken."""
    return max(0, (at - quote.taken_at).days)


def is_old(quote: BenefitQuote, at: datetime) -> bool:
    return age_in_days(quote, at) > OLD_AFTER_DAYS


def _amount(
    own: int | None, own_left: int | None, family: int | None, family_left: int | None
) -> rule.Amount:
    return rule.Amount(
        own=own if own_left is None else own_left,
        family=family if family_left is None else family_left,
        own_of_a_year=own,
        family_of_a_year=family,
    )


def _visits_left(quote: BenefitQuote) -> int | None:
    if quote.visits_limit is None:
        return None
    return max(0, quote.visits_limit - (quote.visits_used or 0))


def _unsure(quote: BenefitQuote, contract: Plan) -> Iterable[str]:
    """What was not said, and how it is taken."""
    if quote.deductible_cents is not None and quote.deductible_left_cents is None:
        yield "What is left of the deductible was not said; all of it is counted."
    if quote.limit_cents is not None and quote.limit_left_cents is None:
        yield (
            "What is left until the out-of-pocket limit was not said; all of it is "
            "counted."
        )
    if quote.limit_cents is None and quote.family_limit_cents is None:
        yield "No out-of-pocket limit was said, so nothing ends the person's part."
    if quote.copay_cents is None and quote.coinsurance is None:
        yield "Neither a copayment nor coinsurance was said; none is counted."
    if quote.copay_cents and quote.coinsurance:
        yield (
            f"Both a copayment of {dollars(quote.copay_cents)} and coinsurance of "
            f"{percent(quote.coinsurance)} were said; the copayment is counted. "
            "Ask the payer which one holds for intensive outpatient treatment."
        )
    if contract.network == "unknown":
        yield "Whether we are in this plan's network is not known."
