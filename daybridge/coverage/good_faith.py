"""What a good-faith estimate says, and the document that says it.

Source: 45 CFR 149.610(c)(1): who, what, how often, codes, charges, what is separate,
        the disclaimers and the right to dispute. The words are in
        `documents/good_faith.toml`, a table for each language.
Decided: what somebody is expected to pay is the charge, or the part of it that their
        income asks for, since that is what they will be billed.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from daybridge.coverage.errors import NothingToEstimate
from daybridge.coverage.estimates import Stay
from daybridge.coverage.models import IncomeAttestation, Service, Submitter
from daybridge.coverage.queries import attestation_on
from daybridge.coverage.rates import RateTable, rates_for
from daybridge.coverage.values import Expected
from daybridge.coverage.wording import dollars, percent
from daybridge.documents import as_pdf
from daybridge.people.models import Patient
from daybridge.programs.models import Site
from daybridge.rules.good_faith import DISPUTE_DAYS, DISPUTE_FROM_CENTS
from daybridge.rules.sliding_fee import Fee

WORDS = Path(__file__).parent / "documents" / "good_faith.toml"
LANGUAGES = (("en", "English"), ("es", "Spanish"))
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


@cache
def words_in(language: str) -> dict[str, Any]:
    """Every sentence of the document in one language."""
    with WORDS.open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)[language]
    return found


def day_in(language: str, day: date) -> str:
    """November 24, 2026; 24 de noviembre de 2026."""
    if language == "es":
        return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
    return f"{day:%B} {day.day}, {day.year}"


def content_of(
    program: Any, patient: Patient, expected: Expected, *, at: datetime
) -> dict[str, Any]:
    """What an estimate says, as data that is kept. Raises NothingToEstimate."""
    made_on = program.day_of(at)
    attestation = attestation_on(patient, made_on)
    items = list(_items(expected, rates_for(program), attestation))
    return {
        "language": expected.language,
        "made_on": made_on.isoformat(),
        "patient": patient.legal_name,
        "born_on": patient.born_on.isoformat() if patient.born_on else "",
        **_provider(program),
        "starts_on": expected.starts_on.isoformat(),
        "ends_on": _last_day(expected).isoformat(),
        "weeks": expected.weeks,
        "days_per_week": expected.days_per_week,
        "diagnoses": list(expected.diagnoses),
        "items": items,
        "total_cents": sum(item["cents"] for item in items),
        "income": _by_income(attestation),
    }


def document_of(content: dict[str, Any], *, at: datetime) -> bytes:
    """The document of what was said, tagged, in the language of its reader."""
    language = content["language"]
    words = words_in(language)
    starts, ends, made = (
        day_in(language, date.fromisoformat(content[name]))
        for name in ("starts_on", "ends_on", "made_on")
    )
    data = {
        "lang": language, "words": words, "from": content["provider"],
        "footer": words["footer"].format(date=made),
        "facts": list(_facts(content, words, made)),
        "care": words["care"].format(
            days=content["days_per_week"], weeks=content["weeks"], starts=starts,
            ends=ends,
        ),
        "items": [_line(item, words) for item in content["items"]],
        "sum": dollars(content["total_cents"]),
        "notes": list(_notes(content, words)),
        "dispute": words["dispute"].format(
            more=dollars(DISPUTE_FROM_CENTS), days=DISPUTE_DAYS
        ),
    }  # fmt: skip
    return as_pdf("coverage/documents/good_faith.typ", data, made_at=at)


def _items(
    expected: Expected, table: RateTable, attestation: IncomeAttestation | None
) -> Iterator[dict[str, Any]]:
    """Each service with its code, number and price; days by the price of each."""
    fee = _fee(attestation)
    stay = Stay(expected.starts_on, expected.weeks, expected.days_per_week)
    if expected.with_assessment:
        yield _item(Service.ASSESSMENT, table, [expected.starts_on], fee)
    for days in _by_price(stay.days, table):
        yield _item(Service.IOP_DAY, table, days, fee)
    if expected.drug_tests:
        days = [expected.starts_on] * expected.drug_tests
        yield _item(Service.DRUG_TEST, table, days, fee)


def _by_price(days: list[date], table: RateTable) -> Iterator[list[date]]:
    """The days in runs of one price: a rate may change during a stay."""
    run: list[date] = []
    for day in days:
        if run and table.on(Service.IOP_DAY, day) != table.on(Service.IOP_DAY, run[0]):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _item(
    service: Service, table: RateTable, days: list[date], fee: Fee | None
) -> dict[str, Any]:
    rate = table.on(service, days[0])
    if rate is None:
        raise NothingToEstimate(
            f"What we charge for this is not set yet: {service.label.lower()}. "
            "Set it under Coverage, Rates."
        )
    # A nominal fee is asked for a day of treatment and for nothing else.
    is_free = fee is not None and not fee.share and service is not Service.IOP_DAY
    each = 0 if is_free else fee.of(rate.cents) if fee else rate.cents
    return {
        "service": service.value, "code": rate.code, "count": len(days),
        "charge_cents": rate.cents, "each_cents": each, "cents": each * len(days),
    }  # fmt: skip


def _fee(attestation: IncomeAttestation | None) -> Fee | None:
    if attestation is None:
        return None
    return Fee(attestation.percent, attestation.share, attestation.nominal_cents, None)


def _by_income(attestation: IncomeAttestation | None) -> dict[str, Any]:
    if attestation is None:
        return {}
    return {
        "share": attestation.share,
        "nominal_cents": attestation.nominal_cents,
        "expires_on": attestation.expires_on.isoformat(),
    }


def _provider(program: Any) -> dict[str, str]:
    """Who gives the care and where, as far as it is set."""
    submitter = Submitter.objects.in_program(program).first()
    site = Site.objects.in_program(program).in_use().order_by("created_at").first()
    return {
        "provider": program.name,
        "npi": submitter.npi if submitter else "",
        "tax_number": submitter.tax_number if submitter else "",
        "place": " ".join((site.address or site.name).split()) if site else "",
        "state": program.state,
    }


def _last_day(expected: Expected) -> date:
    return expected.starts_on + timedelta(weeks=expected.weeks, days=-1)


def _facts(
    content: dict[str, Any], words: dict[str, Any], made: str
) -> Iterator[tuple[str, str]]:
    yield words["patient"], content["patient"]
    if content["born_on"]:
        born = date.fromisoformat(content["born_on"])
        yield words["born"], day_in(content["language"], born)
    yield words["provider"], content["provider"]
    for name, key in (("npi", "npi"), ("tax", "tax_number")):
        if content[key]:
            yield words[name], content[key]
    place = ", ".join(filter(None, (content["place"], content["state"])))
    yield words["place"], place
    codes = ", ".join(content["diagnoses"]) or words["no_diagnosis"]
    yield words["diagnosis"], codes
    yield words["made_on"], made


def _line(item: dict[str, Any], words: dict[str, Any]) -> list[str]:
    return [
        words[item["service"]], item["code"], str(item["count"]),
        dollars(item["each_cents"]), dollars(item["cents"]),
    ]  # fmt: skip


def _notes(content: dict[str, Any], words: dict[str, Any]) -> Iterator[str]:
    income = content["income"]
    if not income:
        return
    expires = day_in(content["language"], date.fromisoformat(income["expires_on"]))
    if income["share"]:
        share = percent(income["share"])
        yield words["by_income"].format(share=share, expires=expires)
    else:
        fee = dollars(income["nominal_cents"])
        yield words["by_income_nominal"].format(fee=fee, expires=expires)
