"""`daybridge place` answers from a file, and asks for nothing else."""

import io
import json
import subprocess
import sys

import pytest

from daybridge.cli import main
from daybridge.rules.tests.test_level_of_care import MILD
from tests.reliability.drill import ROOT

ASSESSMENT = {"edition": "4", "ratings": MILD | {"4A": "B", "5B": "A"}}


@pytest.fixture
def place(tmp_path, capsys):
    """`place(text, …)`: the exit status, what was said, and what was complained."""

    def run(text, *options):
        file = tmp_path / "assessment.json"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["place", str(file), *options])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_file_is_answered_as_a_document(place):
    status, said, _ = place(json.dumps(ASSESSMENT))

    assert status == 0
    assert json.loads(said)["recommended"]["code"] == "2.1"
    assert json.loads(said)["recommended"]["recovery_residence"] is True


def test_a_person_reads_it_in_words(place):
    status, said, _ = place(json.dumps(ASSESSMENT), "--words")

    assert status == 0
    assert said.startswith("2.1, Intensive Outpatient, with a recovery residence\n")
    assert "4A Likelihood of risky substance use: B asks for 2.1" in said
    assert "A clinician decides" in said


def test_an_evaluation_to_come_is_said_in_words(place):
    ratings = MILD | {"1B": "EVAL"}
    _, said, _ = place(json.dumps({"edition": "4", "ratings": ratings}), "--words")

    assert "Not final: evaluate 1B first." in said


def test_the_input_can_be_piped(monkeypatch, capsys):
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(ASSESSMENT).encode()))
    monkeypatch.setattr(sys, "stdin", piped)

    assert main(["place", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["recommended"]["level"] == "2.1"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is not JSON: line 1, column 1"),
        ('{"edition": "4",}', "is not JSON: line 1, column 17"),
        (b"\xff\xfe{}", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"edition": "4", "edition": "3"}', "is not JSON: “edition” is given twice."),
        ("{}" + " " * 1_000_000, "is larger than 1,000,000 bytes"),
        ('{"edition": "4"}', "ratings: 1A, 1B"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_reason(place, text, complaint):
    status, said, complained = place(text)

    assert (status, said) == (1, "")
    assert complaint in complained


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    assert main(["place", str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_no_settings_are_read_and_nothing_is_written(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ASSESSMENT))
    found = subprocess.run(
        [sys.executable, "-m", "daybridge", "place", "a.json"], cwd=tmp_path,
        env={"DAYBRIDGE_DATABASE_URL": "mysql://nobody", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.returncode == 0, found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
