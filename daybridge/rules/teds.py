"""Read and write TEDS codes: which label a code has, which code a label means.

Source: `teds_codes`, from SAMHSA's codebooks.
Decided:
- A blank cell and -9 are unknown (None). Some public extracts also leave "None" blank,
  so a blank ARRESTS, HLTHINS or PRIMINC cannot be told from missing.
- TEDS repeats fields with a number or _D (SUB2, ROUTE1, EMPLOY_D); they share a table.
- Labels are matched as written, apart from case and outer space. "4.0" means 4.
- Errors name the field and what was expected and never the value, which may be health
  information.
"""

from collections.abc import Mapping
from enum import StrEnum

from daybridge.rules.teds_codes import (
    ADMISSION_TABLES,
    DISCHARGE_TABLES,
    MISSING,
    STAY_BANDS,
    CodeTable,
)


class TedsFile(StrEnum):
    ADMISSIONS = "TEDS-A"
    DISCHARGES = "TEDS-D"


TABLES: Mapping[TedsFile, Mapping[str, CodeTable]] = {
    TedsFile.ADMISSIONS: {table.field: table for table in ADMISSION_TABLES},
    TedsFile.DISCHARGES: {
        table.field: table for table in (*ADMISSION_TABLES, *DISCHARGE_TABLES)
    },
}

INTENSIVE_OUTPATIENT = 6  # SERVICES
POSITIVE_REASONS = frozenset({1, 4})  # completed, transferred: SAMHSA's own count

# Columns of the relabeled 2023 extracts -> TEDS field.
ADMISSION_COLUMNS: Mapping[str, str] = {
    "age_group": "AGE",
    "sex": "GENDER",
    "race": "RACE",
    "ethnicity": "ETHNIC",
    "marital_status": "MARSTAT",
    "education_level": "EDUC",
    "employment_status": "EMPLOY",
    "living_arrangement": "LIVARAG",
    "income_source": "PRIMINC",
    "recent_arrests": "ARRESTS",
    "service_type": "SERVICES",
    "wait_time_days": "DAYWAIT",
    "referral_source": "PSOURCE",
    "prior_treatments": "NOPRIOR",
    "primary_substance": "SUB1",
    "secondary_substance": "SUB2",
    "tertiary_substance": "SUB3",
    "route_primary": "ROUTE1",
    "frequency_primary": "FREQ1",
    "age_first_use_primary": "FRSTUSE1",
    "medication_assisted_therapy": "METHUSE",
    "dsm_diagnosis": "DSMCRIT",
    "has_cooccurring_mental_health": "PSYPROB",
    "health_insurance": "HLTHINS",
    "payment_source": "PRIMPAY",
    "self_help_attendance": "FREQ_ATND_SELF_HELP",
    "injection_drug_use": "IDU",
    "pregnant": "PREG",
    "veteran_status": "VET",
}
ONLY_ON_ADMISSION = (  # columns a discharge extract names with _admit and _discharge
    "employment_status",
    "living_arrangement",
    "recent_arrests",
    "service_type",
    "primary_substance",
    "secondary_substance",
    "tertiary_substance",
    "frequency_primary",
    "self_help_attendance",
)
DISCHARGE_COLUMNS: Mapping[str, str] = {
    **{
        column: field
        for column, field in ADMISSION_COLUMNS.items()
        if column not in ONLY_ON_ADMISSION
    },
    "employment_admit": "EMPLOY",
    "employment_discharge": "EMPLOY_D",
    "living_arrangement_admit": "LIVARAG",
    "living_arrangement_discharge": "LIVARAG_D",
    "arrests_admit": "ARRESTS",
    "arrests_discharge": "ARRESTS_D",
    "service_type_admit": "SERVICES",
    "service_type_discharge": "SERVICES_D",
    "primary_substance_admit": "SUB1",
    "secondary_substance_admit": "SUB2",
    "tertiary_substance_admit": "SUB3",
    "primary_substance_discharge": "SUB1_D",
    "secondary_substance_discharge": "SUB2_D",
    "tertiary_substance_discharge": "SUB3_D",
    "frequency_primary_admit": "FREQ1",
    "frequency_primary_discharge": "FREQ1_D",
    "self_help_attendance_admit": "FREQ_ATND_SELF_HELP",
    "self_help_attendance_discharge": "FREQ_ATND_SELF_HELP_D",
    "discharge_reason": "REASON",
}


class UnknownCode(ValueError):
    """A value that its TEDS table does not have; the message says what it has."""


def table_for(field: str, *, file: TedsFile = TedsFile.ADMISSIONS) -> CodeTable:
    """Find the table of a field, whatever its repetition (SUB2, EMPLOY_D)."""
    tables = TABLES[file]
    base = field.removesuffix("_D").rstrip("123")
    table = tables.get(field) or tables.get(base)
    if table is None:
        raise UnknownCode(f"{file} has no field {field}")
    return table


def label_for(
    field: str, code: int | None, *, file: TedsFile = TedsFile.ADMISSIONS
) -> str | None:
    """Give the codebook's label of a code; None for missing."""
    if code is None or code == MISSING:
        return None
    table = table_for(field, file=file)
    if code not in table.labels:
        raise UnknownCode(f"{field} takes {_expected(table)}")
    return table.labels[code]


def code_for(
    field: str, label: str, *, file: TedsFile = TedsFile.ADMISSIONS
) -> int | None:
    """Give the code a label or a written code means; None for blank and missing.

    A label is tried before a number, since DAYWAIT has the label "0".
    """
    wanted = label.strip().casefold()
    if wanted in ("", str(MISSING)):
        return None
    table = table_for(field, file=file)
    for known, code in _labels(table):
        if known.casefold() == wanted:
            return code
    digits = wanted.removesuffix(".0")
    if digits.isascii() and digits.isdigit() and int(digits) in table.labels:
        return int(digits)
    raise UnknownCode(f"{field} takes {_expected(table)}")


def stay_code(days: int) -> int:
    """Give the LOS code of a stay in days; less than a day counts as one."""
    if days < 0:
        raise ValueError("Days in care are never negative")
    for first_day, code, _ in STAY_BANDS:
        if days >= first_day:
            return code
    return max(days, 1)


def _labels(table: CodeTable) -> list[tuple[str, int]]:
    return [
        *((label, code) for code, label in table.labels.items()),
        *table.also.items(),
    ]


def _expected(table: CodeTable) -> str:
    return "; ".join(f"{code} {label}" for code, label in table.labels.items())
