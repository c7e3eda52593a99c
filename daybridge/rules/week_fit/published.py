"""Published facts about who comes and when they work, as shares of a whole.

TEDS-A 2021: SAMHSA, Treatment Episode Data Set, admissions of 2021, codebook of the
public-use file, N = 1,482,543; shares of the records in which the value is known.
TEDS-A 2023: the same of 2023, N = 1,625,833, of which intensive outpatient 196,094.
CPS 2004: Bureau of Labor Statistics, Workers on Flexible and Shift Schedules in May
2004, USDL 05-1198; full-time wage and salary workers, about 60,000 households asked.
It is the last survey of the kind that gives the shifts one by one.
"""

SEX = (("men", 968_353), ("women", 512_936))  # TEDS-A 2021, GENDER

AGE = (  # TEDS-A 2021, AGE of adults: youngest, oldest, admissions
    ((18, 20), 35_850),
    ((21, 24), 97_179),
    ((25, 29), 216_145),
    ((30, 34), 268_136),
    ((35, 39), 229_049),
    ((40, 44), 174_101),
    ((45, 49), 121_889),
    ((50, 54), 119_354),
    ((55, 64), 159_727),
    ((65, 80), 29_367),
)

EMPLOYMENT = (  # TEDS-A 2021, EMPLOY
    ("full-time", 248_562),
    ("part-time", 81_274),
    ("unemployed", 504_108),
    ("not in the labor force", 396_213),
)

STUDENTS = (26_388, 396_213)  # TEDS-A 2021, DETNLF: of those not in the labor force

BY_COURT = (305_794, 1_239_947)  # TEDS-A 2021, PSOURCE: of the known referrals

SUBSTANCE = (  # TEDS-A 2023, primary substance of intensive outpatient admissions
    ("alcohol", 56_604),
    ("stimulants", 41_949),
    ("opioids", 29_182),
    ("cannabis", 15_762),
    ("sedatives", 1_170),
    ("other", 1_786),
)

SHIFT = (  # CPS 2004, percent with each schedule, in tenths
    ("day", 846),
    ("evening", 47),
    ("night", 32),
    ("irregular", 31),
    ("rotating", 25),
)
