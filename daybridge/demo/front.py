"""The front door of the demo: address, hours, own words, and a made-up telephone."""

from datetime import timedelta

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import PhoneWeek, Program, PublicText

WEEK = [{"day": day, "from": "09:00", "to": "20:00"} for day in range(5)] + [
    {"day": 5, "from": "10:00", "to": "14:00"}
]
OWN_WORDS = (  # text, language, what it says
    (
        "way_here", "en",
        "The blue door on Schuylkill Street, between the bakery and the laundromat. "
        "Bus 32 stops in front of it.\n\nRing once; somebody comes down to let you in.",
    ),
    (
        "way_here", "es",
        "La puerta azul de Schuylkill Street, entre la panadería y la lavandería. El "
        "autobús 32 para enfrente.\n\nToque una vez; alguien baja a abrirle.",
    ),
)  # fmt: skip


def open_front_door(clinic: Clinic, draw: Draw) -> None:
    """Name the program's public pages; 555-01xx is kept free for stories."""
    Program.objects.filter(pk=clinic.program_id).update(
        public_slug="schuylkill-street",
        public_phone="(215) 555-0142",
        phone_hours="Monday to Friday, 9 am to 8 pm; Saturday, 10 am to 2 pm",
        calls_back_within_hours=4,
    )
    at = clinic.now - timedelta(days=40)
    base = {
        "program_id": clinic.program_id, "created_at": at, "written_at": at,
        "written_by_id": clinic.with_role("director")[0].id, "number": 1,
    }  # fmt: skip
    clinic.bulk.add(PhoneWeek, id=draw.id(at), hours=WEEK, **base)
    for key, language, text in OWN_WORDS:
        clinic.bulk.add(
            PublicText, id=draw.id(at), key=key, language=language, text=text, **base
        )
    clinic.bulk.flush()
