"""Revocations against readers, two signatures at once, two packets at once."""

import pytest
from django.utils import timezone

from daybridge.consents import services
from daybridge.consents.errors import AlreadySigned, PacketOpen
from daybridge.consents.models import ConsentFile, Method, Packet, Signature, Way
from daybridge.consents.packet_forms import tpo_terms
from daybridge.consents.rendering import render
from daybridge.consents.values import Draft, Stroke
from daybridge.people.middleware import viewer_of
from daybridge.rules.consent import Kind, Signer
from tests.cast import admit
from tests.races import on_disk, race
from tests.reliability.revocations import KINDS, prepare, run

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

WORKERS = 4
RACES = 8
REVOCATIONS = {"page": 15, "feed": 15, "export": 8}  # bench.consent_races: 1,000 each


@pytest.fixture
def ground(on_disk):
    return prepare()


@pytest.fixture
def by(ground):
    return viewer_of(ground[0].staff["faye"], at=timezone.now())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_after_a_revocation_is_acknowledged(ground, kind):
    found = run(kind, REVOCATIONS[kind], *ground)

    assert found.findings == []
    assert found.races == REVOCATIONS[kind]
    assert found.got > 0  # there was something to win


def test_a_form_is_signed_once_however_often_it_is_sent(ground, by):
    _, dana = ground
    terms = tpo_terms("Schuylkill Street IOP")
    forms = [
        services.draft_consent(
            patient=dana, draft=Draft(Kind.TPO, **terms), at=by.at, by=by
        )
        for _ in range(RACES)
    ]

    def job(form):
        stroke = Stroke(
            Signer.PATIENT, "Dana Whitfield", Method.TYPED, Way.PHONE,
            render(form).digest,
        )  # fmt: skip
        return lambda: services.sign(consent=form, stroke=stroke, at=by.at, by=by)

    rounds = race([[job(form) for form in forms] for _ in range(2)], (AlreadySigned,))

    assert [sorted(answers) for answers in rounds] == [["AlreadySigned", "won"]] * RACES
    program = dana.program_id
    assert Signature.objects.in_program(program).count() == RACES
    assert ConsentFile.objects.in_program(program).count() == RACES


def test_two_packets_begun_at_once_are_one(ground, by):
    clinic, _ = ground
    newcomers = [admit(clinic, "New", f"Comer{n}", 100 + n) for n in range(RACES)]

    def job(patient):
        return lambda: services.begin_packet(
            patient=patient, language="en", at=by.at, by=by
        )

    rounds = race(
        [[job(one) for one in newcomers] for _ in range(WORKERS)], (PacketOpen,)
    )

    told = ["PacketOpen"] * (WORKERS - 1)
    assert [sorted(answers) for answers in rounds] == [[*told, "won"]] * RACES
    assert Packet.objects.in_program(clinic.program).count() == RACES
