"""The front door of the demo: its address, and a telephone that nobody has."""

from daybridge.demo.clinic import Clinic
from daybridge.programs.models import Program


def open_front_door(clinic: Clinic) -> None:
    """Name the program's public pages; 555-01xx is kept free for stories."""
    Program.objects.filter(pk=clinic.program_id).update(
        public_slug="schuylkill-street",
        public_phone="(215) 555-0142",
        phone_hours="Monday to Friday, 9 am to 8 pm",
        calls_back_within_hours=4,
    )
