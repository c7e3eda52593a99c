"""From what was answered in an interview to the TEDS codes of an admission.

Source: the bands of `teds_codes` (SAMHSA, TEDS-A 2021). DSMCRIT groups diagnoses in
        words of older editions; its rows are matched to ICD-10-CM by their meaning.
Decided where the source is silent:
- Days of use are asked as a number of the last 30: none is 1, all 30 is 3 (daily),
  everything between is 2 (some).
- An age at first use, a wait in days fall into the published bands.
- Abuse (.1) and use (.9) of a substance go to the abuse group where there is one.
- A primary diagnosis of mental health goes to its own group; one that has none is 19.
- What is not known is written as missing (-9). So is an age under twelve, for which
  the table has no band, and a sex that is on record as neither of the table's two.
- TRICARE and other public payers are insurance of group 3 and "other government" pay.
- Who pays themselves pays first, whatever the insurance; if the sliding fee asks
  nothing of them, it is no charge. Insurance that somebody chose not to use and that
  is not on record is unknown, and not none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from daybridge.rules.teds_codes import MISSING

FIRST_USE_BANDS = (  # oldest of the band, code
    (11, 1), (14, 2), (17, 3), (20, 4), (24, 5), (29, 6),
)  # fmt: skip
FIRST_USE_LAST = 7
WAIT_BANDS = ((0, 0), (7, 1), (14, 2), (30, 3))  # most days, code
WAIT_LAST = 4
DAYS = 30
GROUPS = {  # category -> (dependence, abuse or use)
    "F10": (4, 9), "F11": (5, 12), "F12": (7, 10), "F14": (6, 13),
}  # fmt: skip
OTHER_SUBSTANCE = (8, 11)
INDUCED = {"F10": 1}  # what a substance itself brings about
OTHER_INDUCED = 2
MENTAL = (  # first and last category, group
    ("F20", "F29", 16),
    ("F30", "F31", 17),
    ("F32", "F33", 15),
    ("F34", "F39", 15),
    ("F40", "F41", 14),
    ("F90", "F91", 18),
)
OTHER_MENTAL = 19
AGE_BANDS = (  # youngest of the band, code
    (65, 12), (55, 11), (50, 10), (45, 9), (40, 8), (35, 7), (30, 6), (25, 5), (21, 4),
    (18, 3), (15, 2), (12, 1),
)  # fmt: skip
GENDERS = {"M": 1, "F": 2}
INSURANCE = {"commercial": 1, "medicaid": 2, "medicare": 3, "other": 3}  # HLTHINS
PAYMENT = {"commercial": 2, "medicare": 3, "medicaid": 4, "other": 5}  # PRIMPAY
UNINSURED = 4
SELF_PAY = 1
NO_CHARGE = 6


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody's care is paid for on a day, as far as it is known."""

    payer_kinds: Sequence[str] = ()  # of the policies in force, the first one first
    pays_themselves: bool = False
    is_uninsured: bool = False  # they said that they have no insurance
    owes_nothing: bool = False  # by the sliding fee


def frequency_code(days_in_30: int) -> int:
    """FREQ of a number of days."""
    if not 0 <= days_in_30 <= DAYS:
        raise ValueError("Days of use are 0 to 30 of the last 30")
    return 1 if days_in_30 == 0 else 3 if days_in_30 == DAYS else 2


def first_use_code(age_years: int) -> int:
    """FRSTUSE of an age."""
    if age_years < 0:
        raise ValueError("An age is never negative")
    return next((c for most, c in FIRST_USE_BANDS if age_years <= most), FIRST_USE_LAST)


def wait_code(days: int) -> int:
    """DAYWAIT of the days between the first contact and the first day in care."""
    return next((c for most, c in WAIT_BANDS if max(days, 0) <= most), WAIT_LAST)


def age_code(age_years: int | None) -> int:
    """AGE of whole years on the first day in care."""
    if age_years is None:
        return MISSING
    return next((code for least, code in AGE_BANDS if age_years >= least), MISSING)


def gender_code(sex: str) -> int:
    """GENDER of the sex on record."""
    return GENDERS.get(sex, MISSING)


def insurance_code(means: Means) -> int:
    """HLTHINS: the first insurance in force, or none where they said so."""
    if means.payer_kinds:
        return INSURANCE[means.payer_kinds[0]]
    return UNINSURED if means.is_uninsured else MISSING


def payment_code(means: Means) -> int:
    """PRIMPAY: who is expected to pay first."""
    if means.pays_themselves:
        return NO_CHARGE if means.owes_nothing else SELF_PAY
    return PAYMENT[means.payer_kinds[0]] if means.payer_kinds else MISSING


def diagnosis_group(code: str) -> int:
    """DSMCRIT of an ICD-10-CM code of chapter F; -9 for any other."""
    category, _, rest = code.partition(".")
    if not category.startswith("F"):
        return MISSING
    if "F10" <= category <= "F19":
        return _of_substance(category, rest)
    return next(
        (group for first, last, group in MENTAL if first <= category <= last),
        OTHER_MENTAL,
    )


def _of_substance(category: str, rest: str) -> int:
    if rest[1:2] in ("4", "5", "6", "7", "8") and category != "F17":
        return INDUCED.get(category, OTHER_INDUCED)
    if category == "F10" and rest[1:2] == "2" and rest[:1] == "9":
        return 3  # intoxication without a disorder
    dependence, abuse = GROUPS.get(category, OTHER_SUBSTANCE)
    return dependence if rest[:1] == "2" else abuse
