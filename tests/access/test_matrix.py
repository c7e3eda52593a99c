"""The access matrix, cell by cell, on rows and on pages."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from daybridge.access.matrix import MATRIX_FILE, ActorKind, Decision, Matter, Operation
from daybridge.access.matrix import matrix as loaded
from daybridge.access.models import Barrier, ChartOpening, Grant
from daybridge.access.permissions import permits_roles
from daybridge.access.prepared import forget_prepared
from daybridge.access.records import Record
from daybridge.access.roles import OFF_TEAM, ON_TEAM, Role
from daybridge.access.services import end_membership
from daybridge.access.viewer import Reach, reach_of
from daybridge.keys import new_id
from tests.access import pending
from tests.access.addresses import addresses
from tests.access.assessed import make_assessed
from tests.access.chart_asking import make_asking
from tests.access.chart_calendars import make_calendars
from tests.access.chart_consents import make_rows
from tests.access.chart_coverage import make_covered
from tests.access.chart_outbox import make_outbox
from tests.access.chart_way_in import make_way_in
from tests.access.chart_weeks import make_week
from tests.access.policy import CELLS, WHO

MATTERS = [matter.value for matter in Matter if matter not in pending.MATTERS]
ROWS = {  # matter: the models whose rows are Dana's
    "DEM": (
        "people.Patient", "people.Contact", "people.NameWord", "intake.Inquiry",
        "intake.Referral", "intake.Wait", "intake.SeatOffer",
        "intake.AssessmentBooking", "outbox.Preference",
    ),
    "SUD": (
        "attendance.Attendance", "intake.Episode", "intake.Stay", "intake.DoseOrder",
        "notes.Note", "notes.Addendum", "intake.ReferralDocument",
        "intake.ImportedItem", "assessments.Diagnosis",
    ),
    "ASM": (
        "assessments.Assessment", "assessments.SectionAnswers",
        "assessments.Addendum", "assessments.Placement", "assessments.Review",
        "assessments.SafetyStop", "assessments.BedCall",
    ),
    "ROS": (
        "intake.OrientationStep", "calendars.CalendarFeed", "schedule.ToldWeek",
        "schedule.ToldTime", "schedule.ToldChange", "schedule.FamilyTime",
        "schedule.WeekLink",
        "outbox.Message", "attendance.Reminder",
    ),
    "SCN": ("notes.CounselingNote",),
    "CLM": (
        "coverage.Policy", "coverage.BenefitQuote", "coverage.CardPhoto",
        "coverage.EligibilityInquiry", "coverage.SelfPay",
        "coverage.IncomeAttestation", "coverage.GoodFaithEstimate",
    ),
    "CON": (
        "access.Grant", "consents.Consent", "consents.ConsentFile",
        "consents.ConsentRecipient", "consents.Disclosure", "consents.KnownFlaw",
        "consents.Packet", "consents.PassedOn", "consents.RecipientRevocation",
        "consents.PacketReminder", "consents.Revocation", "consents.RevocationTold",
        "consents.ShareLink", "consents.Signature", "consents.SigningLink",
    ),
}  # fmt: skip
LABELS = [(matter, label) for matter, labels in ROWS.items() for label in labels]
BY_GRANT = {("BI", "CLM")}  # C: whole rows, of patients whose consent says so
WORDS = {  # what colleagues wrote
    "notes.Note", "notes.Addendum", "intake.ReferralDocument", "intake.ImportedItem",
}  # fmt: skip


def test_our_copy_is_the_contract_byte_for_byte():
    shared = Path(os.environ.get("DAYBRIDGE_SHARED") or "../shared/data")
    contract = shared.resolve().parent / "contracts" / "access-matrix.csv"
    if not contract.exists():
        pytest.skip(f"{contract} is not here")
    assert MATRIX_FILE.read_bytes() == contract.read_bytes()


def test_the_loaded_table_says_what_the_file_says():
    for (actor, matter), (decision, letters, limited) in CELLS.items():
        cell = loaded()[ActorKind(actor), Matter(matter)]
        assert cell.decision == decision
        assert {operation.value for operation in cell.operations} == set(letters)
        assert cell.limited == limited
    assert len(loaded()) == len(CELLS) == 19 * 14


# Rows.


@pytest.fixture
def chart(clinic, dana, ruth):
    """Dana's chart with one row of each kind; Ruth wrote the notes."""
    from daybridge.notes.models import Addendum, CounselingNote, Note
    from daybridge.people.models import Contact, NameWord

    now, program = timezone.now(), clinic.program
    Contact.objects.create(program=program, patient=dana, name="Her brother")
    if not NameWord.objects.in_program(program).filter(patient=dana).exists():
        NameWord.objects.create(
            program=program, patient=dana, word="whitfield", sort_name="Whitfield, Dana"
        )
    note = Note.objects.create(
        program=program, patient=dana, author=ruth, happened_at=now, sentence="Came."
    )
    Addendum.objects.create(
        program=program, note=note, patient=dana, text="Late.", signed_digest="0" * 64,
        signed_at=now, signed_by=ruth, signed_as="Ruth Abelson, LCSW",
    )  # fmt: skip
    Grant.objects.create(
        program=program, patient=dana, reader="BI", opens="RLP", basis_id=new_id(),
        starts_at=now,
    )  # fmt: skip
    CounselingNote.objects.create(
        program=program, patient=dana, author=ruth, text="Kept apart.", edited_at=now
    )
    make_covered(dana)
    make_rows(clinic, dana)
    way_in = make_way_in(clinic, dana)
    make_asking(clinic, dana, way_in.inquiry)
    make_calendars(clinic, dana)
    make_week(clinic, dana)
    make_assessed(dana, ruth)
    make_outbox(clinic, dana)
    return clinic


def is_danas(model: Any, row: Any, dana: Any) -> bool:
    found = row
    for step in model.objects.all().patient_path.split("__"):
        found = getattr(found, "pk" if step == "id" else step)
    return found == dana.pk


def seen(label: str, viewer: Any, dana: Any) -> bool:
    """Whether any of Dana's rows of this kind is there for the viewer."""
    model = apps.get_model(label)
    return any(is_danas(model, row, dana) for row in model.objects.visible_to(viewer))


def expected(actor: str, matter: str, label: str) -> bool:
    """What the policy and the words of its `*` say about reading."""
    decision, letters, _ = CELLS[actor, matter]
    if decision != "A" or "R" not in letters:
        return False
    if actor == "PD" and matter in ("SUD", "ASM", "UDS", "RLP"):
        return False  # only with a stated reason
    return not (actor in ("PS", "BI") and label in WORDS)


@pytest.mark.parametrize("actor", WHO)
def test_rows_are_there_exactly_for_whom_the_matrix_says(chart, dana, viewer, actor):
    who = viewer(chart.staff[WHO[actor]])

    assert {label: seen(label, who, dana) for _, label in LABELS} == {
        label: expected(actor, matter, label) for matter, label in LABELS
    }


@pytest.mark.parametrize("actor", WHO)
def test_what_someone_may_ask_for_is_what_the_matrix_says(clinic, viewer, actor):
    who = viewer(clinic.staff[WHO[actor]])
    for matter in MATTERS:
        for operation in Operation:
            reach = who.reach(Matter(matter), operation)
            allowed = may_ask(actor, matter, operation)
            assert (reach > Reach.NOBODY) is allowed, (matter, operation)


def may_ask(actor: str, matter: str, operation: Operation) -> bool:
    """What the policy says of one operation, toward at least one patient."""
    decision, letters, _ = CELLS[actor, matter]
    given = decision == "A" or (actor, matter) in BY_GRANT
    allowed = given and operation.value in letters
    if actor == "CN":  # the same person is CT toward their own patients
        allowed = allowed or (
            CELLS["CT", matter][0] == "A" and operation.value in CELLS["CT", matter][1]
        )
    if actor in ("CT", "RX") and not allowed and operation is Operation.READ:
        allowed = CELLS["CN", matter][0] == "B"
    return allowed


@pytest.mark.parametrize("kind", ["emergency", "oversight"])
def test_an_opened_chart_shows_what_the_matrix_lets_it_show(chart, dana, viewer, kind):
    actor = "CN" if kind == "emergency" else "PD"
    staff = chart.staff[WHO[actor]]
    now = timezone.now()
    ChartOpening.objects.create(
        program=chart.program, patient=dana, staff=staff, kind=kind, reason="danger",
        explanation="x" * 20, opened_at=now, expires_at=now + timedelta(hours=1),
    )  # fmt: skip

    who = viewer(staff)
    for matter, label in LABELS:
        decision, _, _ = CELLS[actor, matter]
        opens = decision == "B" or (actor == "PD" and decision == "A")
        assert seen(label, who, dana) is opens, label


@pytest.mark.parametrize("actor", WHO)
def test_deny_wins_over_every_role(chart, dana, viewer, actor):
    staff = chart.staff[WHO[actor]]
    staff.roles = [role.value for role in Role]
    staff.save()
    now = timezone.now()
    Barrier.objects.create(
        program=chart.program, patient=dana, staff=staff, reason="cousin",
        set_at=now, set_by=chart.staff["grace"],
    )  # fmt: skip

    who = viewer(staff)
    assert [label for _, label in LABELS if seen(label, who, dana)] == []


# The tests notice when the policy is wrong.


@pytest.mark.parametrize("actor", WHO)
def test_each_flipped_cell_is_noticed(chart, dana, viewer, actor):
    who = chart.staff[WHO[actor]]
    for matter in MATTERS:
        if actor in ("CT", "RX") and CELLS["CN", matter][0] == "A":
            continue  # the same on and off the team: the cell of CN decides
        key = ActorKind(actor), Matter(matter)
        before = loaded()[key]
        true = _observed(viewer(who), matter, dana, actor)
        assert true == _stated(actor, matter)
        _put(key, _flipped(before))
        try:
            assert _observed(viewer(who), matter, dana, actor) != true, matter
        finally:
            _put(key, before)


def _put(key: Any, cell: Any) -> None:
    """Change a cell of the running policy, which remembers what it worked out."""
    loaded()[key] = cell
    reach_of.cache_clear()
    permits_roles.cache_clear()
    forget_prepared()


def _flipped(cell: Any) -> Any:
    if cell.decision is Decision.ALLOW:
        return replace(cell, decision=Decision.DENY, operations=frozenset())
    return replace(
        cell, decision=Decision.ALLOW, operations=frozenset({Operation.READ})
    )


def _observed(viewer: Any, matter: str, dana: Any, actor: str) -> tuple[bool, ...]:
    rows = tuple(seen(label, viewer, dana) for label in ROWS.get(matter, ()))
    is_partly = actor == "CN" or (actor, matter) in BY_GRANT
    kind = Reach.PROGRAM if is_partly else Reach.OPENED
    return (viewer.reach(Matter(matter)) >= kind, *rows)


def _stated(actor: str, matter: str) -> tuple[bool, ...]:
    decision, letters, _ = CELLS[actor, matter]
    rows = tuple(expected(actor, matter, label) for label in ROWS.get(matter, ()))
    return (decision == "A" and "R" in letters, *rows)


# What changes is closed at the next request.


def test_leaving_the_team_closes_the_chart(chart, dana, viewer):
    nora, by = chart.staff["nora"], viewer(chart.staff["sylvia"])
    membership = nora.team_memberships.get(patient=dana)
    assert seen("notes.Note", viewer(nora), dana)

    end_membership(membership=membership, by=by, at=by.at)

    assert not seen("notes.Note", viewer(nora), dana)


# Nothing is forgotten.


def test_pending_actors_do_not_exist_yet():
    existing = {kind.value for kind in (*ON_TEAM.values(), *OFF_TEAM.values()) if kind}
    assert existing == set(WHO)
    assert not existing & set(pending.ACTORS)
    assert {kind.value for kind in ActorKind} == {*WHO, *pending.ACTORS, "AN"}


def records() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def test_pending_matters_do_not_exist_yet():
    existing = {model.matter.value for model in records()}
    assert not existing & set(pending.MATTERS)
    assert {matter.value for matter in Matter} == {*existing, *pending.MATTERS}


def test_pending_surfaces_do_not_exist_yet():
    for surface, sign in pending.SURFACES.items():
        hits = [path for path, _, _ in addresses() if sign in path]
        assert not hits, f"{surface} exists now: execute its cells"


def test_every_record_of_a_patient_is_in_the_table_or_guarded_by_its_room():
    listed = {label for labels in ROWS.values() for label in labels}
    by_room = {  # reached through a session or staff, with rules of their own
        "access.TeamMembership", "access.ChartOpening", "access.Barrier",
        "attendance.FollowUp", "notes.Presence", "notes.Summary",
        "schedule.Enrollment", "schedule.Session", "schedule.Group",
    }  # fmt: skip
    for model in records():
        fields = {field.name for field in model._meta.get_fields()}
        if "patient" in fields and not model._meta.auto_created:
            assert model._meta.label in listed | by_room, model._meta.label
