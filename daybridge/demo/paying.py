"""How people pay in the demo: payers, policies, what payers said, own means.

Every payer, number and amount is invented.
"""

import hashlib
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from daybridge.coverage.models import (
    BenefitQuote,
    CardPhoto,
    GoodFaithEstimate,
    IncomeAttestation,
    Payer,
    Plan,
    Policy,
    Rate,
    SelfPay,
    SlidingFeeScale,
    Submitter,
)
from daybridge.coverage.reading import facts_of
from daybridge.coverage.x12.eligibility import read_replies
from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import Episode
from daybridge.people.models import Patient
from daybridge.rules.good_faith import Occasion, due_on
from daybridge.rules.sliding_fee import Tier, expires_on, fee_for, guideline_on

REPLY = Path(__file__).parent / "text" / "reply.271"
PAYERS: tuple[Any, ...] = (  # name, kind, number, cents a day, plans with their network
    ("Keystone Behavioral", "commercial", "54321", 21_500,
     (("PPO 500", "in"), ("HMO Select", "in"))),
    ("Penn Valley Health Plan", "commercial", "60054", 19_800,
     (("Choice Plus", "in"), ("Silver 3000", "unknown"))),
    ("Community Care of PA", "medicaid", "23284", 16_200, (("HealthChoices", "in"),)),
    ("Blue Mountain Mutual", "commercial", "99726", None, (("Traditional", "out"),)),
)  # fmt: skip
CHARGES = (
    ("iop_day", "H0015", 32_500), ("assessment", "H0001", 24_000),
    ("drug_test", "H0003", 1_800),
)  # fmt: skip
TIERS = (Tier(100, 0), Tier(133, 2_000), Tier(166, 4_000), Tier(200, 6_000))
NOMINAL = 1_500
READ_REPLIES = 12  # of the first people; the others' payers were called
WITH_CARD = 3
UNINSURED, CONSENTED = 9, 92  # percent
NOT_ASKED = 5  # of so many policies one waits to be asked about
SPOKEN = ("Ann", "Curtis", "Denise", "Mr. Okafor", "Priya", "Tom")
NOTES = (
    "Call before day one; concurrent review after 12 days.",
    "Copayment is due once a day, not for each group.",
    "Says mental health and substance use share one limit of visits.",
    "",
)


def pay(clinic: Clinic, draw: Draw) -> None:
    """Write contracts, and for everyone in care how their days are paid."""
    plans = _contracts(clinic, draw)
    today = clinic.today
    current = Episode.objects.in_program(clinic.program_id).open_on(today)
    people = Patient.objects.in_program(clinic.program_id).filter(
        pk__in=current.values("patient_id")
    )
    paying_themselves: list[Patient] = []
    for place, patient in enumerate(people.order_by("pk").iterator()):
        if place and draw.percent(100 - CONSENTED):
            continue  # nobody has signed yet: billing knows nothing
        if place and draw.percent(UNINSURED):
            paying_themselves.append(patient)
        else:
            _insure(clinic, draw, patient, draw.one(plans), place)
    for place, patient in enumerate(paying_themselves):
        _pay_themselves(clinic, draw, patient, place)
    clinic.bulk.flush()


def _contracts(clinic: Clinic, draw: Draw) -> list[tuple[dict[str, Any], UUID, str]]:
    """Payers with their plans and rates, our own charges, the scale, who we are."""
    at, since = clinic.opened_at, date(clinic.today.year, 1, 1)
    base = {"program_id": clinic.program_id, "created_at": at}
    dated = {**base, "starts_on": since}
    for service, code, cents in CHARGES:
        clinic.bulk.add(
            Rate, id=draw.id(at), service=service, code=code, cents=cents,
            source="Fee schedule of the program", **dated,
        )  # fmt: skip
    found = []
    for name, kind, number, cents, plans in PAYERS:
        payer = {
            "id": draw.id(at), "name": name, "kind": kind, "payer_number": number,
            "clearinghouse_number": "CLEARHOUSE", "phone": "800-555-0144",
        }  # fmt: skip
        clinic.bulk.add(Payer, **payer, **base)
        if cents:
            clinic.bulk.add(
                Rate, id=draw.id(at), payer_id=payer["id"], service="iop_day",
                code="H0015", cents=cents, source="Contract", **dated,
            )  # fmt: skip
        for plan, network in plans:
            key = clinic.bulk.add(
                Plan, id=draw.id(at), payer_id=payer["id"], name=plan, network=network,
                **base,
            )  # fmt: skip
            found.append((payer, key, plan))
    clinic.bulk.add(
        SlidingFeeScale, id=draw.id(at), nominal_cents=NOMINAL,
        tiers=[{"up_to_percent": t.up_to_percent, "share": t.share} for t in TIERS],
        source="Decision of the director", **dated,
    )  # fmt: skip
    clinic.bulk.add(
        Submitter, id=draw.id(at), name="Schuylkill Street IOP", npi="1234567893",
        sender_number="SCHUYLKILL", is_test=True, **base,
    )  # fmt: skip
    return found


def _insure(
    clinic: Clinic, draw: Draw, patient: Patient,
    choice: tuple[dict[str, Any], UUID, str], place: int,
) -> None:  # fmt: skip
    payer, plan_id, plan = choice
    at = min(clinic.now, patient.created_at)
    base = {"program_id": clinic.program_id, "created_at": at}
    initials = payer["name"][:2].upper()
    member = f"{initials}{draw.between(10**7, 10**8 - 1)}"
    policy_id = clinic.bulk.add(
        Policy, id=draw.id(at), patient_id=patient.pk, plan_id=plan_id, rank=1,
        member_number=member, group_number=f"G{draw.between(1000, 9999)}",
        relationship="18", subscriber_sex="U",
        starts_on=date(clinic.today.year, 1, 1), **base,
    )  # fmt: skip
    if place < WITH_CARD:
        _photograph(clinic, draw, policy_id, payer["name"], plan, member, at)
    if place % NOT_ASKED == NOT_ASKED - 1:
        return
    amounts = _amounts(draw)
    taken_at = clinic.now - timedelta(
        days=draw.between(0, 44), hours=draw.between(1, 8)
    )
    shared = {
        "program_id": clinic.program_id, "policy_id": policy_id, "taken_at": taken_at,
        "created_at": taken_at, "taken_by_id": clinic.with_role("biller")[0].id,
        "network": "in", "id": draw.id(taken_at),
    }  # fmt: skip
    if place < READ_REPLIES:
        names = (payer, plan, member)
        clinic.bulk.add(
            BenefitQuote, **shared, **_read(draw, patient, names, amounts, taken_at)
        )
    else:
        clinic.bulk.add(BenefitQuote, **shared, **_told(draw, amounts, clinic.today))


def _amounts(draw: Draw) -> dict[str, int]:
    """A deductible and a limit in dollars, and what is left of each."""
    deductible = draw.one((0, 500, 1_000, 1_500, 3_000))
    limit = deductible + draw.one((1_500, 2_500, 4_000))
    return {
        "deductible": deductible,
        "deductible_left": draw.between(0, deductible),
        "limit": limit,
        "limit_left": draw.between(limit // 3, limit),
    }


def _read(
    draw: Draw, patient: Patient, names: tuple[dict[str, Any], str, str],
    amounts: dict[str, int], taken_at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """A quote out of a payer's reply, read as any other."""
    payer, plan, member = names
    raw = REPLY.read_text().format(
        short=f"{taken_at:%y%m%d}", long=f"{taken_at:%Y%m%d}", year=taken_at.year,
        number=draw.between(1, 999_999), trace=f"DB{draw.between(10**8, 10**9)}",
        payer=payer["name"].upper(), payer_number=payer["payer_number"],
        plan=plan.upper(), first=patient.legal_first_name.upper(),
        last=patient.legal_last_name.upper(), member=member,
        authorization="Y", **amounts,
    )  # fmt: skip
    facts = facts_of(read_replies(raw)[0], network="in", on=taken_at.date())
    columns = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    return {"source": "271", "raw": raw, **columns}


def _told(draw: Draw, amounts: dict[str, int], today: date) -> dict[str, Any]:
    """A quote written down on the phone."""
    has_copay = draw.percent(60)
    return {
        "source": "phone", "reference_number": f"C-{draw.between(10**6, 10**7)}",
        "spoken_with": draw.one(SPOKEN), "is_active": True,
        "deductible_cents": amounts["deductible"] * 100,
        "deductible_left_cents": amounts["deductible_left"] * 100,
        "limit_cents": amounts["limit"] * 100,
        "limit_left_cents": amounts["limit_left"] * 100,
        "copay_cents": draw.one((2_000, 3_000, 4_000)) if has_copay else None,
        "coinsurance": None if has_copay else draw.one((1_000, 2_000, 3_000)),
        "visits_limit": draw.one((None, None, 60)),
        "visits_used": None, "authorization": draw.one("YYN"),
        "renews_on": date(today.year + 1, 1, 1), "note": draw.one(NOTES),
    }  # fmt: skip


def _photograph(
    clinic: Clinic, draw: Draw, policy_id: UUID, payer: str, plan: str, member: str,
    at: datetime,
) -> None:  # fmt: skip
    """A card that nobody issued, both sides."""
    for side, lines in (
        ("front", (payer, plan, f"Member {member}", "Invented for the demo")),
        ("back", ("Behavioral health", "800-555-0144", "Claims: payer number inside")),
    ):
        picture = Image.new("RGB", (540, 340), "#e7eef0")
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, 540, 70), fill="#0f5f5c")
        for row, line in enumerate(lines):
            ink = "white" if row == 0 else "#1f2a2e"
            pen.text((24, 22 + row * 66), line, fill=ink, font_size=30)
        drawn = BytesIO()
        picture.save(drawn, "PNG", optimize=True)
        content = drawn.getvalue()
        clinic.bulk.add(
            CardPhoto, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            policy_id=policy_id, side=side, taken_at=at, name=f"card-{side}.png",
            kind="image/png", size_bytes=len(content), content=content,
            digest=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip


def _pay_themselves(clinic: Clinic, draw: Draw, patient: Patient, place: int) -> None:
    """Most have signed what they earn; some are owed an estimate, one is late."""
    today, at = clinic.today, clinic.now
    base = {"program_id": clinic.program_id, "created_at": at, "patient_id": patient.pk}
    clinic.bulk.add(
        SelfPay, id=draw.id(at), why="uninsured" if place % 3 else "choice",
        starts_on=today - timedelta(days=12), **base,
    )  # fmt: skip
    if place % 4 != 3:
        signed_on = today - timedelta(days=draw.between(0, 200))
        income, household = draw.between(0, 40) * 100_000, draw.between(1, 4)
        guideline = guideline_on(signed_on)
        fee = fee_for(
            income_cents=income, household_size=household, guideline=guideline,
            tiers=TIERS, nominal_cents=NOMINAL,
        )  # fmt: skip
        clinic.bulk.add(
            IncomeAttestation, id=draw.id(at), household_size=household,
            annual_income_cents=income, guideline_year=guideline.year,
            percent=fee.percent, share=fee.share, nominal_cents=fee.nominal_cents,
            signed_as=patient.legal_name, signed_on=signed_on,
            expires_on=expires_on(signed_on), **base,
        )  # fmt: skip
    if place % 2 == 0:
        asked_on = today - timedelta(days=8 if place == 2 else 1)
        clinic.bulk.add(
            GoodFaithEstimate, id=draw.id(at), occasion="requested", asked_on=asked_on,
            due_on=due_on(Occasion.REQUESTED, asked_on), **base,
        )  # fmt: skip
