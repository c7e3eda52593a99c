"""What waits on the way in: how many, and where. It names nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse

from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.assessments.queries.lists import board, open_stops, to_carry_out
from daybridge.consents.packets_waiting import waiting_packets
from daybridge.coverage.models import GoodFaithEstimate
from daybridge.coverage.reach import reader
from daybridge.intake.first_weeks import late
from daybridge.intake.models import Inquiry, OpenSeat, Stage
from daybridge.rules.first_contact import LIMITS


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody."""

    count: int
    one: str  # "person asked and was not reached yet"
    many: str
    url: str
    is_late: bool = False

    @property
    def words(self) -> str:
        return f"{self.count} {self.one if self.count == 1 else self.many}"


def way_in_address(viewer: Viewer) -> str:
    """Where the list comes from, a moment after the page."""
    return reverse("today:way_in")


def waiting(viewer: Viewer) -> list[Waiting]:
    """Everything on the way in that waits for this person's roles; late first."""
    found = [
        each
        for permission, look in LOOKS
        if permits(permission, viewer)
        for each in look(viewer)
        if each.count
    ]
    return sorted(found, key=lambda one: not one.is_late)


def _inquiries(viewer: Viewer) -> list[Waiting]:
    rows = Inquiry.objects.visible_to(viewer).filter(stage=Stage.NEW)
    late_since = viewer.at - timedelta(hours=LIMITS[Stage.NEW.value].late)
    found = rows.aggregate(count=Count("pk"), first=Min("first_contact_at"))
    return [
        Waiting(
            found["count"], "person asked and was not reached yet",
            "people asked and were not reached yet", reverse("intake:board"),
            is_late=bool(found["count"]) and found["first"] <= late_since,
        )
    ]  # fmt: skip


def _seats(viewer: Viewer) -> list[Waiting]:
    seats = OpenSeat.objects.in_program(viewer.program_id).free().count()
    return [
        Waiting(
            seats, "seat opened: call who waits, today",
            "seats opened: call who waits, today", reverse("intake:waitlist"),
            is_late=True,
        )
    ]  # fmt: skip


def _packets(viewer: Viewer) -> list[Waiting]:
    packets = waiting_packets(viewer).waiting
    return [
        Waiting(
            len(packets), "newcomer has forms to sign", "newcomers have forms to sign",
            reverse("consents:packets"),
            is_late=any(packet.is_late for packet in packets),
        )
    ]  # fmt: skip


def _dangers(viewer: Viewer) -> list[Waiting]:
    """Stops of first assessments and of reviews, for who answers them too."""
    return [
        Waiting(
            len(open_stops(viewer)), "safety stop is open", "safety stops are open",
            reverse("assessments:list"), is_late=True,
        )
    ]  # fmt: skip


def _decisions(viewer: Viewer) -> list[Waiting]:
    found = to_carry_out(viewer)
    return [
        Waiting(
            len(found), "decision of a review to carry out",
            "decisions of reviews to carry out", reverse("assessments:list"),
            is_late=any(one.day <= viewer.today for one in found),
        )
    ]  # fmt: skip


def _assessments(viewer: Viewer) -> list[Waiting]:
    found, url = board(viewer, viewer.today), reverse("assessments:list")
    return [
        Waiting(len(found.to_co_sign), "assessment to co-sign",
                "assessments to co-sign", url),
        Waiting(len(found.drafts), "assessment or review to finish",
                "assessments and reviews to finish", url),
        Waiting(len(found.to_admit), "person to admit", "people to admit", url),
        Waiting(len(found.due), "review due", "reviews due", url,
                is_late=any(one.is_late for one in found.due)),
    ]  # fmt: skip


def _estimates(viewer: Viewer) -> list[Waiting]:
    owed = GoodFaithEstimate.objects.visible_to(reader(viewer)).owed()
    found = owed.aggregate(count=Count("pk"), first=Min("due_on"))
    return [
        Waiting(
            found["count"], "good-faith estimate is owed",
            "good-faith estimates are owed", reverse("coverage:good_faith"),
            is_late=bool(found["count"]) and found["first"] <= viewer.today,
        )
    ]  # fmt: skip


def _first_weeks(viewer: Viewer) -> list[Waiting]:
    newcomers, _ = late(viewer)
    return [
        Waiting(
            len(newcomers), "newcomer is owed something since days",
            "newcomers are owed something since days", reverse("intake:first_weeks"),
            is_late=True,
        )
    ]  # fmt: skip


LOOKS: tuple[tuple[Permission, Callable[[Viewer], list[Waiting]]], ...] = (
    (Permission.INTAKE, _inquiries),
    (Permission.INTAKE, _seats),
    (Permission.CONSENT_CREATE, _packets),
    (Permission.ASSESSMENT_READ, _dangers),
    (Permission.CHART_AMEND, _decisions),
    (Permission.ASSESSMENT_CREATE, _assessments),
    (Permission.COVERAGE_CREATE, _estimates),
    (Permission.CHART_CREATE, _first_weeks),
)
