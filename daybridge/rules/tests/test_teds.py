"""TEDS codes mean what SAMHSA's codebooks say, and real files are read whole."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.teds import (
    ADMISSION_COLUMNS,
    DISCHARGE_COLUMNS,
    INTENSIVE_OUTPATIENT,
    TABLES,
    TedsFile,
    UnknownCode,
    code_for,
    label_for,
    stay_code,
    table_for,
)
from daybridge.rules.teds_codes import MISSING

A, D = TedsFile.ADMISSIONS, TedsFile.DISCHARGES
PROJECT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("DAYBRIDGE_SHARED", PROJECT.parent / "shared"))
FILES = {
    A: ("tedsa_2023_sample1000.csv", ADMISSION_COLUMNS),
    D: ("tedsd_2023_sample1000.csv", DISCHARGE_COLUMNS),
}
CODEBOOKS = {
    A: "tedsa_2021_codebook_frequencies.csv",
    D: "tedsd_2019_codebook_frequencies.csv",
}


def rows_of(name: str) -> list[dict[str, str]]:
    path = SHARED / "data" / "teds" / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine (see DAYBRIDGE_SHARED)")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("file", FILES)
def test_every_label_of_a_real_file_has_its_code(file):
    name, columns = FILES[file]

    for row in rows_of(name):
        for column, field in columns.items():
            code = code_for(field, row[column], file=file)
            assert (code is None) == (row[column] == "")
            assert label_for(field, code, file=file) or code is None


@pytest.mark.parametrize("file", FILES)
def test_two_labels_of_a_real_column_never_mean_one_code(file):
    name, columns = FILES[file]
    rows = rows_of(name)

    for column, field in columns.items():
        labels = {row[column] for row in rows} - {""}
        assert len({code_for(field, label, file=file) for label in labels}) == len(
            labels
        )


def test_the_real_admissions_hold_one_hundred_and_twenty_intensive_outpatients():
    rows = rows_of(FILES[A][0])
    services = Counter(code_for("SERVICES", row["service_type"]) for row in rows)

    assert services[INTENSIVE_OUTPATIENT] == 120


@pytest.mark.parametrize("file", CODEBOOKS)
def test_codes_and_labels_are_those_of_the_codebook(file):
    for row in rows_of(CODEBOOKS[file]):
        try:
            table = table_for(row["variable"], file=file)
        except UnknownCode:
            continue
        code = int(row["value"])
        if code == MISSING:
            continue
        assert code in table.labels
        if file is A and table.field not in ("METHUSE", "PSYPROB", "IDU"):
            printed = row["label"]  # some are cut at the end of the codebook's line
            if not printed.endswith((" or", ",")):
                assert table.labels[code].startswith(printed[:11])


@pytest.mark.parametrize(
    ("file", "field"),
    [(file, field) for file, tables in TABLES.items() for field in tables],
)
def test_every_label_leads_back_to_its_code(file, field):
    table = table_for(field, file=file)

    for code, label in table.labels.items():
        assert code_for(field, label, file=file) == code
        assert label_for(field, code, file=file) == label
    for label, code in table.also.items():
        assert code_for(field, label, file=file) == code
        assert code in table.labels


@pytest.mark.parametrize("blank", ["", "  ", "-9"])
def test_blank_and_missing_are_unknown(blank):
    assert code_for("ARRESTS", blank) is None
    assert label_for("ARRESTS", MISSING) is None
    assert label_for("ARRESTS", None) is None


def test_a_written_code_is_read_and_a_label_comes_before_it():
    assert code_for("DSMCRIT", "4.0") == 4
    assert code_for("SERVICES", "6") == 6
    assert code_for("DAYWAIT", "0") == 0
    assert code_for("SERVICES", " intensive outpatient ") == 6


def test_repeated_fields_share_a_table():
    assert table_for("SUB3_D", file=D) is table_for("SUB1", file=D)
    assert table_for("FREQ_ATND_SELF_HELP_D", file=D).field == "FREQ_ATND_SELF_HELP"


def test_prior_treatment_is_coded_differently_in_discharges():
    assert label_for("NOPRIOR", 1) == "One prior treatment episode"
    assert label_for("NOPRIOR", 1, file=D) == "One or more prior treatment episodes"


def test_a_reason_for_discharge_is_no_field_of_an_admission():
    with pytest.raises(UnknownCode, match="TEDS-A has no field REASON"):
        code_for("REASON", "Dropped out")


def test_an_unknown_label_is_answered_with_what_was_expected():
    with pytest.raises(UnknownCode) as refused:
        code_for("GENDER", "a secret")

    assert str(refused.value) == "GENDER takes 1 Male; 2 Female"


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownCode):
        label_for("GENDER", 3)
    with pytest.raises(UnknownCode):
        code_for("GENDER", "3")


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (0, 1),
        (1, 1),
        (30, 30),
        (31, 31),
        (45, 31),
        (46, 32),
        (60, 32),
        (61, 33),
        (90, 33),
        (91, 34),
        (120, 34),
        (121, 35),
        (180, 35),
        (181, 36),
        (365, 36),
        (366, 37),
    ],
)
def test_a_stay_falls_in_its_band(days, code):
    assert stay_code(days) == code


@given(st.integers(0, 5000))
def test_every_stay_has_a_code_of_the_table_and_longer_is_never_lower(days):
    assert label_for("LOS", stay_code(days), file=D)
    assert stay_code(days) <= stay_code(days + 1)


def test_a_negative_stay_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        stay_code(-1)
