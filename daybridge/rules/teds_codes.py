"""TEDS public-use code tables: what each code of an admission or discharge means.

Source: SAMHSA, TEDS-A 2021 codebook (labels) and TEDS-D 2019 codebook (discharge
        tables, NOPRIOR of discharges, LOS); public domain. Codes agree with the 2020
        crosswalk. After a label stand other labels in use for the same code, such as
        those of relabeled 2023 extracts.
Caution: a state's own submission codes are finer (two digits) and are not these.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ADMISSIONS = "TEDS-A 2021 codebook (SAMHSA)"
DISCHARGES = "TEDS-D 2019 codebook (SAMHSA)"
MISSING = -9  # "Missing/unknown/not collected/invalid" in every table


@dataclass(frozen=True, slots=True)
class CodeTable:
    field: str
    title: str
    source: str
    labels: Mapping[int, str]  # code -> the codebook's label
    also: Mapping[str, int]  # other labels in use -> code


def _table(
    field: str, title: str, *rows: tuple[int, str, *tuple[str, ...]], source: str
) -> CodeTable:
    return CodeTable(
        field,
        title,
        source,
        labels={row[0]: row[1] for row in rows},
        also={label: row[0] for row in rows for label in row[2:]},
    )


YES_NO = ((1, "Yes"), (2, "No"))
STAY_BANDS = (  # first day of the band, its code, its label
    (366, 37, "More than a year"),
    (181, 36, "181 to 365 days"),
    (121, 35, "121 to 180 days"),
    (91, 34, "91 to 120 days"),
    (61, 33, "61 to 90 days"),
    (46, 32, "46 to 60 days"),
    (31, 31, "31 to 45 days"),
)

ADMISSION_TABLES = (
    _table(
        "AGE",
        "Age at admission",
        (1, "12-14 years old", "12-14"),
        (2, "15-17 years old", "15-17"),
        (3, "18-20 years old", "18-20"),
        (4, "21-24 years old", "21-24"),
        (5, "25-29 years old", "25-29"),
        (6, "30-34 years old", "30-34"),
        (7, "35-39 years old", "35-39"),
        (8, "40-44 years old", "40-44"),
        (9, "45-49 years old", "45-49"),
        (10, "50-54 years old", "50-54"),
        (11, "55-64 years old", "55-64"),
        (12, "65 years and older", "65+"),
        source=ADMISSIONS,
    ),
    _table("GENDER", "Gender", (1, "Male"), (2, "Female"), source=ADMISSIONS),
    _table(
        "RACE",
        "Race",
        (1, "Alaska Native (Aleut, Eskimo, Indian)", "Alaska Native"),
        (2, "American Indian (other than Alaska Native)", "American Indian"),
        (3, "Asian or Pacific Islander"),
        (4, "Black or African American", "Black/African American"),
        (5, "White"),
        (6, "Asian"),
        (7, "Other single race"),
        (8, "Two or more races"),
        (
            9,
            "Native Hawaiian or Other Pacific Islander",
            "Native Hawaiian/Other Pacific Islander",
        ),
        source=ADMISSIONS,
    ),
    _table(
        "ETHNIC",
        "Ethnicity",
        (1, "Puerto Rican"),
        (2, "Mexican"),
        (3, "Cuban or other specific Hispanic", "Cuban/Other Hispanic"),
        (4, "Not of Hispanic or Latino origin", "Not Hispanic/Latino"),
        (
            5,
            "Hispanic or Latino, specific origin not specified",
            "Hispanic, unspecified",
        ),
        source=ADMISSIONS,
    ),
    _table(
        "MARSTAT",
        "Marital status",
        (1, "Never married"),
        (2, "Now married"),
        (3, "Separated"),
        (4, "Divorced, widowed", "Divorced/widowed"),
        source=ADMISSIONS,
    ),
    _table(
        "EDUC",
        "Education",
        (
            1,
            "Less than one school grade, no schooling, nursery school, or "
            "kindergarten to Grade 8",
            "Less than Grade 9",
        ),
        (2, "Grades 9 to 11", "Grades 9-11"),
        (3, "Grade 12 (or GED)", "Grade 12/GED"),
        (
            4,
            "1-3 years of college, university, or vocational school",
            "1-3 years college",
        ),
        (
            5,
            "4 years of college, university, BA/BS, some postgraduate study, or more",
            "4+ years college",
        ),
        source=ADMISSIONS,
    ),
    _table(
        "EMPLOY",
        "Employment status",
        (1, "Full-time"),
        (2, "Part-time"),
        (3, "Unemployed"),
        (4, "Not in labor force"),
        source=ADMISSIONS,
    ),
    _table("PREG", "Pregnant at admission", *YES_NO, source=ADMISSIONS),
    _table("VET", "Veteran status", *YES_NO, source=ADMISSIONS),
    _table("METHUSE", "Medication for opioid use", *YES_NO, source=ADMISSIONS),
    _table("PSYPROB", "Co-occurring mental disorder", *YES_NO, source=ADMISSIONS),
    _table(
        "IDU",
        "Current injection drug use reported",
        (0, "IDU not reported", "Not reported"),
        (1, "IDU reported"),
        source=ADMISSIONS,
    ),
    _table(
        "LIVARAG",
        "Living arrangements",
        (1, "Homeless"),
        (2, "Dependent living"),
        (3, "Independent living"),
        source=ADMISSIONS,
    ),
    _table(
        "PRIMINC",
        "Source of income or support",
        (1, "Wages/salary"),
        (2, "Public assistance"),
        (3, "Retirement/pension, disability", "Retirement/pension/disability"),
        (4, "Other"),
        (5, "None"),
        source=ADMISSIONS,
    ),
    _table(
        "ARRESTS",
        "Arrests in past 30 days",
        (0, "None"),
        (1, "Once"),
        (2, "Two or more times", "Two or more"),
        source=ADMISSIONS,
    ),
    _table(
        "SERVICES",
        "Type of treatment service or setting",
        (1, "Detox, 24-hour, hospital inpatient", "Detox 24hr Hospital"),
        (2, "Detox, 24-hour, free-standing residential", "Detox 24hr Residential"),
        (3, "Rehab/residential, hospital (non-detox)", "Rehab Hospital"),
        (
            4,
            "Rehab/residential, short term (30 days or fewer)",
            "Rehab Short-term (≤30 days)",
        ),
        (
            5,
            "Rehab/residential, long term (more than 30 days)",
            "Rehab Long-term (>30 days)",
        ),
        (6, "Ambulatory, intensive outpatient", "Intensive Outpatient"),
        (7, "Ambulatory, non-intensive outpatient", "Non-intensive Outpatient"),
        (8, "Ambulatory, detoxification", "Outpatient Detox"),
        source=ADMISSIONS,
    ),
    _table(
        "DAYWAIT",
        "Days waiting to enter treatment",
        (0, "0", "Same day"),
        (1, "1-7", "1-7 days"),
        (2, "8-14", "8-14 days"),
        (3, "15-30", "15-30 days"),
        (4, "31 or more", "31+ days"),
        source=ADMISSIONS,
    ),
    _table(
        "PSOURCE",
        "Referral source",
        (1, "Individual (includes self-referral)", "Self/Individual"),
        (2, "Alcohol/drug use care provider", "Alcohol/drug provider"),
        (3, "Other health care provider", "Other healthcare"),
        (4, "School (educational)", "School"),
        (5, "Employer/EAP"),
        (6, "Other community referral", "Other community"),
        (
            7,
            "Court/criminal justice referral/DUI/DWI",
            "Criminal justice/DUI/DWI",
        ),
        source=ADMISSIONS,
    ),
    _table(
        "NOPRIOR",
        "Previous treatment episodes",
        (0, "No prior treatment episode", "No prior"),
        (1, "One prior treatment episode", "One prior"),
        (2, "Two prior treatment episodes", "Two prior"),
        (3, "Three prior treatment episodes", "Three prior"),
        (4, "Four prior treatment episodes", "Four prior"),
        (5, "Five or more prior treatment episodes", "Five or more prior"),
        source=ADMISSIONS,
    ),
    _table(
        "SUB",
        "Substance use",
        (1, "None"),
        (2, "Alcohol"),
        (3, "Cocaine/crack"),
        (4, "Marijuana/hashish"),
        (5, "Heroin"),
        (6, "Non-prescription methadone", "Non-Rx methadone"),
        (7, "Other opiates and synthetics", "Other opiates/synthetics"),
        (8, "PCP"),
        (9, "Hallucinogens"),
        (10, "Methamphetamine/speed"),
        (11, "Other amphetamines"),
        (12, "Other stimulants"),
        (13, "Benzodiazepines"),
        (14, "Other tranquilizers"),
        (15, "Barbiturates"),
        (16, "Other sedatives or hypnotics", "Other sedatives/hypnotics"),
        (17, "Inhalants"),
        (18, "Over-the-counter medications", "OTC medications"),
        (19, "Other drugs"),
        source=ADMISSIONS,
    ),
    _table(
        "ROUTE",
        "Route of administration",
        (1, "Oral"),
        (2, "Smoking"),
        (3, "Inhalation"),
        (
            4,
            "Injection (intravenous, intramuscular, intradermal, or subcutaneous)",
            "Injection",
        ),
        (5, "Other"),
        source=ADMISSIONS,
    ),
    _table(
        "FREQ",
        "Frequency of use",
        (1, "No use in the past month", "No use past month"),
        (2, "Some use"),
        (3, "Daily use"),
        source=ADMISSIONS,
    ),
    _table(
        "FRSTUSE",
        "Age at first use",
        (1, "11 years and under", "11 and under"),
        (2, "12-14 years", "12-14"),
        (3, "15-17 years", "15-17"),
        (4, "18-20 years", "18-20"),
        (5, "21-24 years", "21-24"),
        (6, "25-29 years", "25-29"),
        (7, "30 years and older", "30+"),
        source=ADMISSIONS,
    ),
    _table(
        "HLTHINS",
        "Health insurance",
        (
            1,
            "Private insurance, Blue Cross/Blue Shield, HMO",
            "Private/Blue Cross/HMO",
        ),
        (2, "Medicaid"),
        (3, "Medicare, other (e.g. TRICARE, CHAMPUS)", "Medicare/Other"),
        (4, "None"),
        source=ADMISSIONS,
    ),
    _table(
        "PRIMPAY",
        "Primary payment source",
        (1, "Self-pay"),
        (
            2,
            "Private insurance (Blue Cross/Blue Shield, other health insurance, "
            "workers compensation)",
            "Private insurance",
        ),
        (3, "Medicare"),
        (4, "Medicaid"),
        (5, "Other government payments", "Other government"),
        (6, "No charge (free, charity, special research, teaching)", "No charge"),
        (7, "Other"),
        source=ADMISSIONS,
    ),
    _table(
        "FREQ_ATND_SELF_HELP",
        "Attendance at self-help groups in past 30 days",
        (1, "No attendance"),
        (2, "1-3 times in the past month", "1-3 times/month"),
        (3, "4-7 times in the past month", "4-7 times/month"),
        (4, "8-30 times in the past month", "8-30 times/month"),
        (
            5,
            "Some attendance, frequency is unknown",
            "Some attendance, frequency unknown",
        ),
        source=ADMISSIONS,
    ),
    _table(
        "DSMCRIT",
        "Diagnosis group",
        (1, "Alcohol-induced disorder"),
        (2, "Substance-induced disorder"),
        (3, "Alcohol intoxication"),
        (4, "Alcohol dependence"),
        (5, "Opioid dependence"),
        (6, "Cocaine dependence"),
        (7, "Cannabis dependence"),
        (8, "Other substance dependence"),
        (9, "Alcohol abuse"),
        (10, "Cannabis abuse"),
        (11, "Other substance abuse"),
        (12, "Opioid abuse"),
        (13, "Cocaine abuse"),
        (14, "Anxiety disorders"),
        (15, "Depressive disorders"),
        (16, "Schizophrenia/other psychotic disorders"),
        (17, "Bipolar disorders"),
        (18, "Attention deficit/disruptive behavior disorders"),
        (19, "Other mental health condition"),
        source=ADMISSIONS,
    ),
)

DISCHARGE_TABLES = (
    _table(
        "NOPRIOR",
        "Previous treatment episodes",
        (0, "No prior treatment episodes", "No prior"),
        (1, "One or more prior treatment episodes", "One or more prior"),
        source=DISCHARGES,
    ),
    _table(
        "REASON",
        "Reason for discharge",
        (1, "Treatment completed"),
        (2, "Dropped out of treatment", "Dropped out"),
        (3, "Terminated by facility"),
        (4, "Transferred to another treatment program or facility", "Transferred"),
        (5, "Incarcerated"),
        (6, "Death"),
        (7, "Other"),
        source=DISCHARGES,
    ),
    _table(
        "LOS",
        "Length of stay in treatment (days)",
        *((day, str(day)) for day in range(1, 31)),
        *((code, label) for _, code, label in reversed(STAY_BANDS)),
        source=DISCHARGES,
    ),
)
