"""Revocations that race with readers: the page, the feed, and documents on their way.

In each race one thread revokes at a moment of its own while another reads again and
again until it is refused. Afterwards: no reading that began after the revocation was
acknowledged got anything, what was got is in the register, and nothing in the register
is later than the revocation.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.models import (
    Consent,
    ConsentRecipient,
    ConsentTemplate,
    Disclosure,
    Revocation,
    ShareLink,
    Signature,
    Way,
)
from daybridge.consents.secrets_of_links import digest
from daybridge.consents.shipped import shipped
from daybridge.consents.values import Writing
from daybridge.people.middleware import viewer_of
from daybridge.rules.consent import Item, Kind, Purpose, Signer
from tests.cast import Clinic, admit, hire, make_program

KINDS = ("page", "feed", "export")
MOST_READS = 50
LATEST_SECONDS = 0.03  # after the start, a revocation begins


@dataclass
class Race:
    """One consent, and what happened to it; moments are of one monotonic clock."""

    consent: Any
    recipient: Any
    token: str
    acknowledged: float = 0.0
    reads: list[tuple[float, float, bool]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What came of many races."""

    races: int = 0
    got: int = 0  # readings that got something
    in_flight: int = 0  # decided before, arrived after the acknowledgement
    findings: list[str] = field(default_factory=list)


def prepare() -> tuple[Clinic, Any]:
    """A program with its desk and one person in care."""
    clinic = make_program()
    hire(clinic, "Faye", "Nguyen", "front_desk")
    return clinic, admit(clinic, "Dana", "Whitfield", 1)


def run(kind: str, races: int, clinic: Clinic, patient: Any) -> Found:
    """Run so many races of one kind and judge each."""
    found, chance = Found(), random.Random(races)
    template = _template(clinic)
    read = {"page": _page, "feed": _feed, "export": _export}[kind]
    for number in range(races):
        one = _race(clinic, patient, template, f"{kind}-{number}-{chance.random()}")
        wait = chance.random() * LATEST_SECONDS
        _go(one, read, clinic, wait, after_a_reading=number % 2 == 1)
        _judge(one, found, f"{kind} {number}")
    return found


def _template(clinic: Clinic) -> Any:
    text = shipped(Kind.SPECIFIC, "en")
    template, _ = ConsentTemplate.objects.in_program(clinic.program).get_or_create(
        kind="specific", language="en", origin="shipped", number=text.number,
        defaults={"program": clinic.program, "title": text.title, "body": text.body},
    )  # fmt: skip
    return template


def _race(clinic: Clinic, patient: Any, template: Any, token: str) -> Race:
    """A signed consent with an address for its recipient."""
    shared = {"program": clinic.program, "patient": patient}
    signed_at = timezone.now() - timedelta(days=1)
    consent = Consent.objects.create(
        kind="specific", template=template, discloser="Schuylkill Street IOP",
        items=["status", "level"], purposes=["supervision"], expiry="event",
        expiry_event="disposition", must_sign=["patient"], shown_text="x",
        shown_digest="a" * 64, signed_at=signed_at, **shared,
    )  # fmt: skip
    of = {"consent": consent, **shared}
    recipient = ConsentRecipient.objects.create(name="Officer Adler", **of)
    Signature.objects.create(
        signer="patient", name="Dana Whitfield", method="typed", text_digest="a" * 64,
        way="phone", at=signed_at, **of,
    )  # fmt: skip
    ShareLink.objects.create(
        recipient=recipient, token_digest=digest("share", token),
        purpose="supervision", **of,
    )  # fmt: skip
    return Race(consent, recipient, token)


def _go(
    one: Race,
    read: Callable[[Race, Any], bool],
    clinic: Clinic,
    after: float,
    *,
    after_a_reading: bool,
) -> None:
    """Both start together; in every other race something has been read before."""
    barrier, has_read = Barrier(2, timeout=60), Event()
    staff = clinic.staff["faye"]

    def reads() -> None:
        barrier.wait()
        try:
            for _ in range(MOST_READS):
                began = time.monotonic()
                got = read(one, staff)
                one.reads.append((began, time.monotonic(), got))
                has_read.set()
                if not got:
                    return
        finally:
            has_read.set()  # whoever waits for a reading that broke goes on

    def revokes() -> None:
        barrier.wait()
        if after_a_reading:
            has_read.wait(60)
        time.sleep(after)
        by = viewer_of(staff, at=timezone.now())
        writing = Writing(Signer.PATIENT, "Dana Whitfield", Way.PHONE)
        services.revoke(consent=one.consent, writing=writing, at=by.at, by=by)
        one.acknowledged = time.monotonic()

    threads = [Thread(target=_kept, args=(one, job)) for job in (reads, revokes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def _kept(one: Race, job: Callable[[], None]) -> None:
    """Run a job on a connection of its own; whatever broke it is a finding."""
    try:
        job()
    except Exception as broken:
        one.broken.append(repr(broken))
    finally:
        connections.close_all()


def _page(one: Race, staff: Any) -> bool:
    answer = Client().post(reverse("consents:shared", args=[one.token]))
    return _told(answer)


def _feed(one: Race, staff: Any) -> bool:
    return _told(Client().get(reverse("consents:feed", args=[one.token])))


def _told(answer: Any) -> bool:
    assert answer.status_code in (200, 404), answer.status_code
    has_name = b"Whitfield" in answer.content
    assert has_name is (answer.status_code == 200)
    return bool(has_name)


def _export(one: Race, staff: Any) -> bool:
    by = viewer_of(staff, at=timezone.now())
    try:
        row = services.hand_over(
            recipient=one.recipient, items=[Item.STATUS], purpose=Purpose.SUPERVISION,
            at=by.at, by=by,
        )  # fmt: skip
    except ConsentError:
        return False
    return row.document is not None


def _judge(one: Race, found: Found, name: str) -> None:
    found.races += 1
    got = [read for read in one.reads if read[2]]
    found.got += len(got)
    found.in_flight += sum(ended > one.acknowledged for _, ended, _ in got)
    program = one.consent.program_id
    rows = Disclosure.objects.in_program(program).filter(consent=one.consent)
    revocation = Revocation.objects.in_program(program).filter(consent=one.consent)
    revoked_at = revocation.values_list("at", flat=True).first()
    wrong = [
        (bool(one.broken), f"broken: {one.broken}"),
        (revoked_at is None or not one.acknowledged, "was not revoked"),
        (any(b > one.acknowledged for b, _, _ in got), "left after the revocation"),
        (not one.reads or one.reads[-1][2], "was never refused"),
        (rows.count() != len(got), "the register does not say what left"),
        (
            revoked_at is not None and rows.filter(at__gt=revoked_at).exists(),
            "the register is later than the revocation",
        ),
    ]
    found.findings += [f"{name}: {sentence}" for is_so, sentence in wrong if is_so]
