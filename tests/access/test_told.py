"""The access matrix on what is sent out: texts, e-mail, and notices on a Today.

What has left can be closed to nobody any more, and is read over a shoulder. So no cell
opens here: whoever may read a matter of Dana's on a page is told nothing of it by a
message, and her own messages say a day and a time. Everything that tells somebody
something is made to tell it about Dana; what reaches each actor is searched for all
that her chart holds of each matter.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from daybridge.access.models import ChartOpening, Notice
from daybridge.access.records import Record
from daybridge.access.services import deactivate, open_chart
from daybridge.access.viewer import system_viewer
from daybridge.assessments.services import stopping
from daybridge.attendance.models import Reminder
from daybridge.attendance.reminding.telling import write_reminder
from daybridge.consents import upkeep as consents
from daybridge.notes.services.counseling import log_reading
from daybridge.notes.services.reminding import remind
from daybridge.outbox.gateways import MailServer, TextGateway
from daybridge.outbox.models import Preference
from daybridge.outbox.worker import deliver_due
from daybridge.people.middleware import viewer_of
from daybridge.rules.telling_words import telling_words
from daybridge.schedule.departures import tell_who_plans
from daybridge.schedule.repairing.telling import News, tell_done
from tests.access.chart import APART, WORDS, Chart
from tests.access.policy import CELLS, WHO

OPENED = ChartOpening.Kind
ROOT = Path(__file__).resolve().parents[2] / "daybridge"
KINDS = {  # everything that is told: by which act below, or why it is of no patient
    "attendance.reminder": "her reminder",
    "schedule.repair": "tonight is cancelled",
    "schedule.publication": "the times of a new timetable, as in a repair's words",
    "schedule.own_hours": "the times of her own hours, in the same words",
    "schedule.leader_left": "Ruth leaves",
    "schedule.days_to_close": "of a site and its days",
    "access.emergency": "Ben opens her chart",
    "access.oversight": "Grace opens her chart",
    "access.role_proposed": "of staff",
    "access.invited": "of staff",
    "notes.counseling_note_read": "Sylvia reads a note about her",
    "notes.reminder": "Ruth is asked for her note",
    "assessments.stopped": "her assessment is stopped",
    "consents.end_soon": "her consent ends",
}
MATTERS = sorted({matter for _, matter in CELLS})
NOBODYS_WORDS = {"ROS", "OUT", "AUD"}  # the matters whose rows hold no words of hers
TOO_SHORT = 6  # letters; shorter values are words of any sentence


@dataclass
class Told:
    """What left, by who got it."""

    notices: dict[str, list[str]] = field(default_factory=dict)
    emails: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def to(self, person: Any) -> list[str]:
        found = self.notices.get(str(person.pk), []) + self.emails.get(person.email, [])
        phone = re.sub(r"\D", "", getattr(person, "phone", "") or "")
        return found + self.texts.get(phone[-10:], [])


@pytest.fixture
def told(
    danas: Chart, settings: Any, tmp_path: Path, mailoutbox: list[Any]
) -> Told:  # fmt: skip
    """Everybody is told everything, by text, by e-mail and on their Today."""
    settings.TEXT_GATEWAY = TextGateway(folder=tmp_path)
    settings.MAIL_SERVER = MailServer(
        "mail.example.org", 587, "", "", "starttls", "Office <office@example.org>"
    )
    at = _daytime(danas)
    _reachable(danas)
    _tell_all(danas, at)
    deliver_due(at=at)
    return _collected(danas, tmp_path, mailoutbox)


def _daytime(danas: Chart) -> Any:
    return timezone.now().astimezone(danas.program.zone).replace(hour=12, minute=0)


def _reachable(danas: Chart) -> None:
    """Dana by text, the others of her group by e-mail, staff by e-mail."""
    for number, patient in enumerate(danas.clinic.patients):
        patient.phone, patient.may_leave_message = f"(215) 555-01{number:02}", True
        patient.email = f"person{number}@example.org"
        patient.save()
        Preference.objects.create(
            program=danas.program, patient=patient, lead_minutes=60,
            way="text" if patient == danas.dana else "email",
        )  # fmt: skip
    danas.dana.refresh_from_db()
    for name in WHO.values():
        staff = danas.staff(name)
        staff.email = f"{name}@example.org"
        staff.save()


def _tell_all(danas: Chart, at: Any) -> None:
    staff, dana = danas.staff, danas.dana

    def by(name: str) -> Any:
        return viewer_of(staff(name), at=at, writes=True)

    write_reminder(
        patient=dana, kind=Reminder.Kind.AHEAD, held_on=danas.program.day_of(at),
        starts_at=at + timedelta(hours=6), expires_at=at + timedelta(hours=9), due=at,
        at=at, by=system_viewer(danas.program, at),
    )  # fmt: skip
    [step] = danas.repair.steps.all()
    step.starts_at = None
    tell_done(News.of(step), at=min(at, step.session.starts_at), by=by("grace"))
    for name, kind in (("ben", OPENED.EMERGENCY), ("grace", OPENED.OVERSIGHT)):
        _open(dana, by(name), kind)
    log_reading(note=danas.forwarded, by=by("sylvia"), at=at)
    remind(staff_id=staff("ruth").pk, day=danas.seen_on, by=by("omar"), at=at)
    tell_who_plans(staff=staff("ruth"), by=by("grace"), at=at)
    stopping._tell(danas.assessed.stop, at=at, by=by("ruth"))
    consents.watch_ends(as_of=at)


def _open(dana: Any, by: Any, kind: str) -> None:
    reason = {OPENED.EMERGENCY: "medical_emergency", OPENED.OVERSIGHT: "complaint"}
    open_chart(
        patient=dana, kind=kind, reason=reason[OPENED(kind)], by=by, at=by.at,
        explanation="Called from an emergency room just now",
    )  # fmt: skip


def _collected(danas: Chart, folder: Path, mailoutbox: list[Any]) -> Told:
    told = Told()
    for notice in Notice.objects.in_program(danas.program):
        told.notices.setdefault(str(notice.staff_id), []).append(notice.text)
    for email in mailoutbox:
        words = f"{email.subject}\n{email.body}"
        told.emails.setdefault(email.to[0], []).append(words)
    for file in folder.glob("*.json"):
        letter = json.loads(file.read_text())
        told.texts.setdefault(letter["to"][-10:], []).append(letter["text"])
    return told


def hers(danas: Chart) -> dict[str, set[str]]:
    """What her chart holds of each matter in words of its own: names, texts, numbers.

    What a person chooses from a list (an urgency, a state) says nothing by itself.
    """
    found: dict[str, set[str]] = {matter: set() for matter in MATTERS}
    found["DEM"] |= {"Dana", "Whitfield"}
    for model in apps.get_models():
        if not issubclass(model, Record) or not _is_of_patient(model):
            continue
        rows = model.objects.in_program(danas.program)
        for row in rows.filter(**{_path(model): danas.dana.pk}):
            found[model.matter.value] |= set(_words(row))
    return found


def _is_of_patient(model: Any) -> bool:
    names = {each.name for each in model._meta.get_fields()}
    is_told = model._meta.label in ("outbox.Message", "attendance.Reminder")
    return not is_told and ("patient" in names or model._meta.label == "people.Patient")


def _path(model: Any) -> str:
    return "pk" if model._meta.label == "people.Patient" else "patient_id"


def _words(row: Any) -> list[str]:
    columns = [
        each.attname for each in row._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField) and not each.choices
    ]  # fmt: skip
    values = (str(getattr(row, column)).strip() for column in columns)
    return [value for value in values if len(value) >= TOO_SHORT]


@pytest.mark.parametrize("matter", MATTERS)
def test_nobody_is_told_anything_of_a_matter(danas, told, matter):
    assert hers(danas)[matter] or matter in NOBODYS_WORDS | _pending()

    assert found_in(told, danas, matter) == []


def found_in(told: Told, danas: Chart, matter: str) -> list[str]:
    """The actors who were told something that her chart holds of a matter."""
    words = hers(danas)[matter]
    return [
        actor for actor, name in WHO.items()
        if any(word in text for text in told.to(danas.staff(name)) for word in words)
    ]  # fmt: skip


def _pending() -> set[str]:
    from tests.access import pending

    return set(pending.MATTERS)


def test_all_of_them_were_told_something_each_way(danas, told):
    """Otherwise a test that finds nothing would have looked at nothing."""
    for name in ("grace", "sylvia", "ruth"):
        assert told.notices[str(danas.staff(name).pk)], name
    assert told.emails["ruth@example.org"]
    assert told.emails["person1@example.org"]
    assert "canceled" in " ".join(told.emails["person1@example.org"])
    [reminder] = told.to(danas.dana)
    assert "Your appointment" in reminder


def test_the_search_would_find_what_a_message_told(danas, told):
    """A name, and a note, in what Faye reads on her Today."""
    told.notices[str(danas.staff("faye").pk)] = [f"Dana came. {WORDS}", APART]

    for matter in ("DEM", "SUD", "SCN"):
        assert found_in(told, danas, matter) == ["FD"]


def test_she_is_told_a_day_and_a_time_and_not_who_she_is(danas, told):
    for text in told.to(danas.dana):
        assert "Dana" not in text
        assert "Whitfield" not in text
        assert danas.program.name not in text
        assert telling_words(text.split("http")[0]) == []


def test_another_patient_is_told_nothing_of_her(danas, told):
    words = set().union(*hers(danas).values()) - {danas.program.name}
    for other in danas.clinic.patients[1:]:
        for text in told.to(other):
            assert not [word for word in words if word in text], text


def test_who_has_left_is_written_to_no_more(danas, settings, tmp_path, mailoutbox):
    """What was to be told Ruth before she left is not told her after it."""
    settings.MAIL_SERVER = MailServer(
        "mail.example.org", 587, "", "", "starttls", "Office <office@example.org>"
    )
    at, ruth = _daytime(danas), danas.staff("ruth")
    by = viewer_of(danas.staff("grace"), at=at, writes=True)
    [step] = danas.repair.steps.all()
    step.starts_at = None
    tell_done(News.of(step), at=min(at, step.session.starts_at), by=by)

    deactivate(staff=ruth, by=by, at=at)
    deliver_due(at=at)

    assert ruth.email not in {address for email in mailoutbox for address in email.to}


def test_every_kind_that_is_told_is_told_here_or_says_why_not():
    """A new sentence to somebody is looked at before it leaves."""
    found = set()
    for path in ROOT.rglob("*.py"):
        source = path.read_text()
        if "tests" in path.parts or not re.search(
            r"notify\(|tell_(?:patient|staff)\(", source
        ):
            continue
        found |= set(re.findall(r'(?:kind=|\bKIND = |MESSAGE = )"(\w+\.\w+)"', source))

    assert found <= set(KINDS)
    assert not set(KINDS) - found - {"access.emergency", "access.oversight"}
