"""Importing: every bad cell is named, all of it is written or nothing, once."""

import csv
import io
import json
import zipfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent
from daybridge.exchange import sheets
from daybridge.exchange.models import Imported
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.people.models import Contact, NameWord, Patient
from daybridge.schedule.models import Enrollment, Group, Session
from tests.cast import today

HEAD = (
    "external_id", "first_name", "last_name", "preferred_name", "born_on", "sex",
    "track", "admitted_on", "discharged_on", "discharge_reason", "contact_name",
)  # fmt: skip
ANA = (
    "17", "Ana María", "Núñez", "Ani", "1990-05-04", "F", "Evening IOP",
    "2026-09-01", "", "", "Luz Núñez",
)  # fmt: skip
BEN = (
    "18", "Ben", "Okoro", "", "", "m", "evening iop", "9/8/2026", "10/01/2026",
    "2", "",
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """`write(rows)` makes a CSV of the given rows; the first is the head."""

    def make(*rows: Any, name: str = "roster.csv", encoding: str = "utf-8") -> Path:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return make


def run(path: Path, *options: str, kind: str = "roster") -> dict[str, Any]:
    """Run the command and give back what it says as JSON."""
    out = io.StringIO()
    how = () if "--mapping" in options or "--preset" in options else ("--kind", kind)
    try:
        call_command("import_records", str(path), *how, "--json", *options, stdout=out)
    except CommandError:
        if not out.getvalue():
            raise
    return json.loads(out.getvalue())


def test_a_roster_becomes_patients_in_care(clinic, write):
    said = run(write(HEAD, ANA, BEN))

    ana = Patient.objects.in_program(clinic.program).get(record_number="17")
    assert said["problems"] == []
    assert (ana.display_name, ana.born_on, ana.sex) == (
        "Ani Núñez", date(1990, 5, 4), "F",
    )  # fmt: skip
    episode = ana.episodes.get()
    stay = episode.stays.get()
    assert (stay.track, stay.dose_orders.get().minutes_per_week) == (clinic.track, 540)
    assert ana.contacts.get().name == "Luz Núñez"
    assert set(ana.name_words.values_list("word", flat=True)) == {
        "ana", "maria", "nunez", "ani",
    }  # fmt: skip
    ben = Episode.objects.in_program(clinic.program).get(patient__record_number="18")
    assert (ben.discharged_on, ben.discharge_reason) == (date(2026, 10, 1), "2")


def test_every_bad_cell_is_named_with_line_column_value_and_expectation(clinic, write):
    bad = (
        "19",
        "",
        "Roe",
        "",
        "31/31/1990",
        "F",
        "Night IOP",
        "2026-09-01",
        "",
        "",
        "",
    )
    left = [
        "20",
        "Jo",
        "Roe",
        "",
        "",
        "",
        "Evening IOP",
        "2026-09-01",
        "2026-08-01",
        "",
        "",
    ]

    said = run(write(HEAD, ANA, bad, left))

    named = {
        (p["line"], p["column"], p["value"]): p["expected"] for p in said["problems"]
    }
    assert "filled in" in named[3, "first_name", ""]
    assert "a date like 2026-11-24" in named[3, "born_on", "31/31/1990"]
    assert named[4, "discharged_on", "2026-08-01"].startswith("on or after admission")
    assert (4, "discharge_reason", "") in named


def test_a_track_that_does_not_exist_is_named_with_those_that_do(clinic, write):
    said = run(write(HEAD, (*ANA[:6], "Night IOP", *ANA[7:])))

    [problem] = said["problems"]
    assert (problem["column"], problem["value"]) == ("track", "Night IOP")
    assert "Evening IOP" in problem["expected"]


def test_one_bad_row_and_nothing_is_written(clinic, write):
    before = Patient.objects.in_program(clinic.program).count()

    with pytest.raises(CommandError, match="nothing was written"):
        call_command(
            "import_records", str(write(HEAD, ANA, ("19", *ANA[1:6]))), "--kind",
            "roster", stdout=io.StringIO(),
        )  # fmt: skip

    assert Patient.objects.in_program(clinic.program).count() == before
    assert not Imported.objects.in_program(clinic.program).exists()


def test_skip_bad_takes_the_good_rows(clinic, write):
    said = run(write(HEAD, ANA, ("19", *ANA[1:6], "Nowhere", *ANA[7:])), "--skip-bad")

    assert said["written"]
    assert said["new"]["patients"] == 1
    assert len(said["problems"]) == 1


def test_a_dry_run_says_all_and_writes_nothing(clinic, write):
    said = run(write(HEAD, ANA, BEN), "--dry-run")

    assert said["new"]["patients"] == 2
    assert not said["written"]
    assert not Imported.objects.in_program(clinic.program).exists()


def test_the_same_file_twice_changes_nothing(clinic, write):
    path = write(HEAD, ANA, BEN)
    run(path)
    counts = [
        model.objects.in_program(clinic.program).count()
        for model in (Patient, Episode, Stay, DoseOrder, Contact, NameWord, Imported)
    ]
    audits = AuditEvent.objects.count()

    said = run(path)

    assert (said["new"], said["unchanged"]) == ({}, 2)
    assert counts == [
        model.objects.in_program(clinic.program).count()
        for model in (Patient, Episode, Stay, DoseOrder, Contact, NameWord, Imported)
    ]
    assert AuditEvent.objects.count() == audits


def test_a_row_that_says_something_else_now_is_pointed_out_and_left(clinic, write):
    run(write(HEAD, ANA))

    said = run(write(HEAD, ("17", "Anna", *ANA[2:])))

    assert said["new"] == {}
    assert said["changed_since"][0]["line"] == 2
    ana = Patient.objects.in_program(clinic.program).get(record_number="17")
    assert ana.legal_first_name == "Ana María"


def test_somebody_who_comes_again_is_the_same_person(clinic, write):
    first = (*ANA[:7], "2025-01-02", "2025-03-01", "1", "")

    said = run(write(HEAD, first, ANA))

    assert (said["new"]["patients"], said["new"]["episodes"]) == (1, 2)


def test_nobody_is_in_care_twice_at_once(clinic, write):
    said = run(write(HEAD, ANA, (*ANA[:7], "2026-10-01", "", "", "")))

    assert said["problems"][0]["line"] == 3
    assert "in care already" in said["problems"][0]["expected"]


def test_a_record_number_of_somebody_else_is_refused(clinic, write):
    said = run(write(HEAD, ("P00001", *ANA[1:])))

    assert "P00001 is somebody else's" in said["problems"][0]["expected"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_arrive_in_each_encoding(clinic, write, encoding):
    run(write(HEAD, ANA, encoding=encoding))

    assert Patient.objects.in_program(clinic.program).filter(
        legal_last_name="Núñez"
    ).exists()  # fmt: skip


def test_a_spreadsheet_reads_like_its_csv(clinic, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD)
    sheet.append(
        (17, *ANA[1:4], date(1990, 5, 4), "F", "Evening IOP", date(2026, 9, 1))
    )
    sheet.append((None,) * 6)
    sheet.append((18, "Ben", "Okoro", "", "", "M", "=A1", "2026-09-08"))
    path = tmp_path / "roster.xlsx"
    book.save(path)

    said = run(path, "--skip-bad")

    assert said["new"]["patients"] == 1
    [problem] = said["problems"]
    assert (problem["line"], problem["value"]) == (4, "a formula")
    assert "paste values" in problem["expected"]
    ana = Patient.objects.in_program(clinic.program).get(record_number="17")
    assert ana.born_on == date(1990, 5, 4)


def test_a_formula_in_csv_is_not_taken_for_a_name(clinic, write):
    said = run(write(HEAD, (ANA[0], '=HYPERLINK("x")', *ANA[2:])))

    assert said["problems"][0]["value"] == "a formula"


def test_a_workbook_that_unpacks_to_too_much_is_refused(clinic, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST", 2**20)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (2**20 + 1))

    with pytest.raises(CommandError, match="unpacks to more than"):
        run(path)


def test_a_workbook_with_entities_is_refused(clinic, tmp_path):
    book, path = Workbook(), tmp_path / "entities.xlsx"
    book.active.append(HEAD)
    book.save(path)
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(path) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    with zipfile.ZipFile(path, "w") as parts:
        for name, text in texts.items():
            head, tail = text.split("?>", 1) if text.startswith("<?xml") else ("", text)
            mark = f"{head}?>" if head else ""
            parts.writestr(
                name, f"{mark}{bomb}{tail}" if "workbook.xml" in name else text
            )

    with pytest.raises(CommandError):
        run(path)


@pytest.mark.parametrize(("content", "says"), [
    (b"", "is empty"),
    (b"external_id,last_name,last_name\n1,a,b\n", "more than once"),
    (b"name,phone\nA,1\n", "has no column"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(clinic, tmp_path, content, says):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_missing_file_and_a_renamed_picture_say_why(clinic, tmp_path):
    picture = tmp_path / "roster.xlsx"
    picture.write_bytes(b"\x89PNG")

    with pytest.raises(CommandError, match="not a workbook"):
        run(picture)
    with pytest.raises(CommandError, match="no such file"):
        run(tmp_path / "gone.csv")


def test_a_mapping_takes_their_columns_words_and_dates(clinic, tmp_path, write):
    mapping = tmp_path / "their.toml"
    mapping.write_text(
        """
        kind = "roster"
        source = "old system"
        dates = ["%d.%m.%Y"]
        [columns]
        external_id = "Client No"
        first_name = "Given"
        last_name = "Family"
        sex = "Gender"
        admitted_on = "Start"
        [values.sex]
        Woman-identified = "F"
        [defaults]
        track = "Evening IOP"
        [only]
        Status = "Active"
        """
    )
    path = write(
        ("Client No", "Given", "Family", "Gender", "Start", "Status"),
        ("a/1", "Zoë", "D'Arcy", "Woman-identified", "08.09.2026", "Active"),
        ("a/2", "Not", "Anymore", "M", "01.01.2020", "Closed"),
    )

    said = run(path, "--mapping", str(mapping))

    assert said["problems"] == []
    zoe = Patient.objects.in_program(clinic.program).get(record_number="a/1")
    assert (zoe.sex, zoe.episodes.get().admitted_on) == ("F", date(2026, 9, 8))
    assert not Patient.objects.in_program(clinic.program).filter(
        record_number="a/2"
    ).exists()  # fmt: skip


def test_a_mapping_with_an_unknown_field_names_the_fields(clinic, tmp_path, write):
    mapping = tmp_path / "their.toml"
    mapping.write_text('kind = "roster"\n[columns]\nnickname = "Nick"\n')

    with pytest.raises(CommandError, match="“nickname” is not a field"):
        run(write(HEAD, ANA), "--mapping", str(mapping))


def test_hostile_text_is_kept_as_text(clinic, write):
    name = "Robert'); DROP TABLE people_patient;--"

    run(write(HEAD, ("17", name, "<script>", *ANA[3:])))

    kept = Patient.objects.in_program(clinic.program).get(record_number="17")
    assert (kept.legal_first_name, kept.legal_last_name) == (name, "<script>")


def lead(clinic: Any) -> str:
    ruth = clinic.staff["ruth"]
    ruth.email = "ruth@example.org"
    ruth.save()
    return ruth.email


def test_a_schedule_makes_groups_and_places(clinic, write):
    leader, soon = lead(clinic), today() + timedelta(days=2)
    run(write(HEAD, ANA, name="people.csv"), "--mapping", str(_as_source(write)))
    head = ("external_id", "group", "track", "leader", "days", "starts_at", "minutes",
            "starts_on")  # fmt: skip
    row = (
        "17",
        "Skills",
        "Evening IOP",
        leader,
        "Mon, Wed/Thu",
        "5:30 PM",
        "180",
        soon,
    )
    path = write(head, row, name="clinic.csv")

    said = run(path, kind="schedule")
    again = run(path, kind="schedule")

    group = Group.objects.in_program(clinic.program).get(name="Skills")
    assert said["problems"] == []
    assert (group.recurrence, group.starts_at) == (
        "FREQ=WEEKLY;BYDAY=MO,WE,TH", time(17, 30),
    )  # fmt: skip
    assert group.enrollments.get().patient.record_number == "17"
    assert group.sessions.count() > 5
    assert TeamMembership.objects.in_program(clinic.program).filter(
        source_id=group.pk
    ).exists()  # fmt: skip
    assert (again["new"], again["unchanged"]) == ({}, 1)
    assert (
        Enrollment.objects.in_program(clinic.program).filter(group=group).count() == 1
    )


def _as_source(write: Any) -> Path:
    """A mapping that remembers keys under the name the schedule file has."""
    path: Path = write(("",), name="clinic.toml")
    lines = "\n".join(f'{name} = "{name}"' for name in HEAD)
    path.write_text(f'kind = "roster"\nsource = "clinic"\n[columns]\n{lines}\n')
    return path


def test_attendance_of_another_system_is_kept_with_its_minutes(clinic, write):
    leader = lead(clinic)
    run(write(HEAD, ANA, name="people.csv"), "--mapping", str(_as_source(write)))
    head = ("external_id", "title", "track", "leader", "on", "starts_at", "minutes",
            "mark", "minutes_attended")  # fmt: skip
    shared = ("Evening", "Evening IOP", leader)
    path = write(
        head,
        ("17", *shared, "2026-09-07", "17:30", "180", "Present", "150"),
        ("17", *shared, "2026-09-09", "17:30", "180", "No Show", ""),
        ("99", *shared, "2026-09-09", "17:30", "180", "Present", ""),
        ("17", *shared, "2026-09-10", "17:30", "180", "absent", "20"),
        name="clinic.csv",
    )

    said = run(path, "--skip-bad", kind="attendance")

    places = Attendance.objects.in_program(clinic.program).filter(
        patient__record_number="17"
    )
    assert sorted(places.values_list("mark", "minutes")) == [
        ("attended", 150), ("no_show", 0),
    ]  # fmt: skip
    assert {(p["line"], p["column"]) for p in said["problems"]} == {
        (4, "external_id"), (5, "minutes_attended"),
    }  # fmt: skip
    first = Session.objects.in_program(clinic.program).get(
        title="Evening", starts_at__day=7
    )
    assert first.starts_at.astimezone(clinic.program.zone).time() == time(17, 30)


def test_many_rows_go_in_batches(clinic, write):
    tail = ["", "", "", "", "Evening IOP", "2026-09-01", "", "", ""]
    rows = [(str(n), "Name", f"Number{n}", *tail[1:]) for n in range(3_000)]

    said = run(write(HEAD, *rows))

    assert said["new"]["patients"] == 3_000


def test_an_import_leaves_its_audit(clinic, write):
    run(write(HEAD, ANA))

    ana = Patient.objects.in_program(clinic.program).get(record_number="17")
    events = AuditEvent.objects.filter(action__startswith="exchange.")
    assert events.filter(patient_id=ana.pk).count() == 1
    assert events.filter(action="exchange.imported").count() == 1


def test_with_two_programs_the_one_must_be_named(clinic, elsewhere, write):
    path = write(HEAD, ANA)

    with pytest.raises(CommandError, match="--program"):
        run(path)
    run(path, "--program", str(elsewhere.program.pk))

    assert not Patient.objects.in_program(clinic.program).filter(
        record_number="17"
    ).exists()  # fmt: skip
