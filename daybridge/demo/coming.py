"""Who was sent by others with papers, who waits for a seat, and the first 30 days."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.ccda import read
from daybridge.intake.lists import first_weeks, hand_off_steps
from daybridge.intake.models import (
    Episode,
    HandOffTick,
    ImportedItem,
    Inquiry,
    OpenSeat,
    OrientationStep,
    Referral,
    ReferralDocument,
    SeatOffer,
    Stage,
    Wait,
)
from daybridge.intake.previews import Choice
from daybridge.schedule.models import Group

TEMPLATE = Path(__file__).parent / "text" / "ccd.xml"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SENDERS = (  # kind, place, person, last level of care
    ("detox", "Kirkbride Detox", "Renee Okonkwo", "3.7 withdrawal management"),
    ("hospital", "Penn Presbyterian, 4 West", "Luis Marrero", "Inpatient"),
    ("residential", "Valley Forge House", "Ann Dreyer", "3.5"),
    ("outpatient", "Passyunk Counseling", "Sam Feld", "1.0"),
    ("court", "Philadelphia Treatment Court", "Officer Dale Hines", ""),
)
TAKEN = "Naltrexone 50 mg in the morning\nSertraline 100 mg in the morning"
NOTES = {  # of steps of the hand-off
    "called": "Renee called; I called back the same hour",
    "summary": "Complete", "next_dose": "Tomorrow, 8 am, from the pharmacy on Broad",
    "transport": "Bus 17; his sister drives on the first day",
    "first_appointment": "With Sylvia, Monday at ten",
}  # fmt: skip
WAITING = 13
SENT = 9
REASONS = ("no_seat", "no_seat", "no_time", "benefits", "discharge", "wish")
MORE_TIMES = ("", "", "", "Every other Thursday only", "In December also by day")
SEATS = (("by_hand", 11), ("place", 2), ("discharge", 5))  # why, and hours ago
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def come_in(clinic: Clinic, draw: Draw) -> None:
    """Write what others sent along, the waitlist, and what newcomers are owed."""
    rows = Inquiry.objects.in_program(clinic.program_id)
    asked = list(rows.under_way().order_by("first_contact_at", "pk"))
    booked = [row for row in asked if row.patient_id]
    others = [row for row in asked if not row.patient_id]
    for place, inquiry in enumerate([*booked[: SENT - 2], *others[:2]]):
        _send(clinic, draw, inquiry, SENDERS[place % len(SENDERS)], is_read=place == 0)
    in_line = [row for row in others if row.stage != Stage.NEW][:WAITING]
    waits = [_wait(clinic, draw, row) for row in in_line]
    if waits and clinic.tracks:
        _open_seats(clinic, draw, waits)
    _owe(clinic, draw)
    clinic.bulk.flush()


def _send(
    clinic: Clinic, draw: Draw, inquiry: Inquiry, sender: tuple[str, ...], *,
    is_read: bool,
) -> None:  # fmt: skip
    kind, place, person, level = sender
    at = min(clinic.now, inquiry.first_contact_at + HOUR)
    base = {"program_id": clinic.program_id, "created_at": at}
    medical = kind in ("detox", "hospital", "residential")
    key = draw.id(at)
    clinic.bulk.add(
        Referral, id=key, inquiry_id=inquiry.pk, kind=kind, organization=place,
        person=person, phone="(215) 555-0177", last_level=level,
        expected_on=clinic.today + timedelta(days=draw.between(0, 6)),
        medications=TAKEN if medical else "", received_at=at,
        received_by_id=inquiry.owner_id, **base,
    )  # fmt: skip
    if medical:
        _paper(clinic, draw, inquiry, key, place, at, is_read=is_read)
    for step in hand_off_steps()[: draw.between(0, 5)]:
        if inquiry.owner_id:
            clinic.bulk.add(
                HandOffTick, id=draw.id(at), referral_id=key, key=step.key,
                note=NOTES.get(step.key, ""), done_at=at, done_by_id=inquiry.owner_id,
                **base,
            )  # fmt: skip


def _paper(
    clinic: Clinic, draw: Draw, inquiry: Inquiry, referral: Any, place: str,
    at: datetime, *, is_read: bool,
) -> None:  # fmt: skip
    """A discharge summary as XML, and now and then a PDF beside it."""
    born_on = inquiry.born_on or date(1984, 3, 9)
    content = TEMPLATE.read_text().format(
        written_on=f"{at:%Y%m%d}", first=inquiry.first_name, last=inquiry.last_name,
        born_on=f"{born_on:%Y%m%d}", sex="F", phone=inquiry.phone, organization=place,
    ).encode()  # fmt: skip
    reader = clinic.with_role("supervisor")[0].id
    base = {"program_id": clinic.program_id, "created_at": at, "received_at": at,
            "referral_id": referral, "received_by_id": inquiry.owner_id}  # fmt: skip
    key = clinic.bulk.add(
        ReferralDocument, id=draw.id(at), name="discharge-summary.xml",
        kind="application/xml", size_bytes=len(content),
        digest=sha256(content).hexdigest(), content=content,
        reviewed_at=at if is_read else None, reviewed_by_id=reader if is_read else None,
        **base,
    )  # fmt: skip
    if draw.percent(40):
        clinic.bulk.add(
            ReferralDocument, id=draw.id(at), name="lab-results.pdf",
            kind="application/pdf", size_bytes=len(PDF),
            digest=sha256(PDF).hexdigest(), content=PDF, **base,
        )  # fmt: skip
    if is_read:
        _accept(clinic, draw, inquiry, key, content, reader, at)


def _accept(
    clinic: Clinic, draw: Draw, inquiry: Inquiry, document: Any, content: bytes,
    reader: Any, at: datetime,
) -> None:  # fmt: skip
    for item in read(content).items:
        choice = Choice(
            str(item.kind), item.text, item.code, item.code_system, item.details,
            item.status, item.denied,
        )  # fmt: skip
        clinic.bulk.add(
            ImportedItem, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            patient_id=inquiry.patient_id, document_id=document, kind=choice.kind,
            text=choice.text, code=choice.code, code_system=choice.code_system,
            details=choice.details, status=choice.status, digest=choice.digest,
            accepted_at=at, accepted_by_id=reader,
        )  # fmt: skip


def _wait(clinic: Clinic, draw: Draw, inquiry: Inquiry) -> Any:
    since = clinic.now - HOUR * draw.between(20, 700)
    tracks = list(clinic.tracks.values())
    reason = draw.one(REASONS)
    return clinic.bulk.add(
        Wait, id=draw.id(since), program_id=clinic.program_id, created_at=since,
        inquiry_id=inquiry.pk, track_id=draw.one([*tracks, None]), reason=reason,
        times=draw.one(MORE_TIMES), priority=draw.one("444444423"), waiting_since=since,
        ready_on=clinic.today + 4 * DAY if reason == "discharge" else None,
        written_by_id=inquiry.owner_id,
    )  # fmt: skip


def _open_seats(clinic: Clinic, draw: Draw, waits: list[Any]) -> None:
    """A seat nobody was called for yet, a new one in a group, and one that is held."""
    tracks = list(clinic.tracks.values())
    groups: Any = Group.objects.in_program(clinic.program_id).with_members(clinic.today)
    group = groups.order_by("members", "name", "pk").first()
    for place, (source, hours) in enumerate(SEATS):
        at = clinic.now - HOUR * hours
        in_group = group if source == OpenSeat.Source.PLACE else None
        seat = clinic.bulk.add(
            OpenSeat, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            track_id=in_group.track_id if in_group else tracks[place % len(tracks)],
            group_id=in_group.pk if in_group else None, free_from=clinic.today,
            source=source, opened_at=at,
        )  # fmt: skip
    desk = clinic.with_role("front_desk")[0]
    clinic.bulk.add(
        SeatOffer, id=draw.id(at), program_id=clinic.program_id, created_at=at,
        seat_id=seat, wait_id=waits[-1], offered_at=at, offered_by_id=desk.id,
        held_until=clinic.now + 3 * DAY,
    )  # fmt: skip


def _owe(clinic: Clinic, draw: Draw) -> None:
    """The lists of everyone admitted lately; most things were done, some are late."""
    since = clinic.today - timedelta(days=35)
    rows = Episode.objects.in_program(clinic.program_id).filter(admitted_on__gte=since)
    counselors = clinic.staff[:4]
    for episode in rows.order_by("admitted_on", "pk"):
        for item in first_weeks():
            due_on = episode.admitted_on + timedelta(days=item.due_days)
            at = clinic.now - max(DAY, clinic.today - due_on + DAY)
            done = due_on <= clinic.today and draw.percent(85)
            clinic.bulk.add(
                OrientationStep, id=draw.id(at), program_id=clinic.program_id,
                created_at=at, patient_id=episode.patient_id, episode_id=episode.pk,
                key=item.key, label=item.label, due_on=due_on,
                done_at=at if done else None,
                done_by_id=draw.one(counselors).id if done else None,
            )  # fmt: skip
