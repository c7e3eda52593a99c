"""Our own short words for the codes of an eligibility reply; others stay codes."""

KINDS = {  # EB01
    "1": "Active", "2": "Active, full risk capitation",
    "3": "Active, services capitated", "4": "Active, services capitated to primary",
    "5": "Active, pending investigation", "6": "Inactive",
    "7": "Inactive, pending update", "8": "Inactive, pending investigation",
    "A": "Coinsurance", "B": "Copayment", "C": "Deductible", "CB": "Coverage basis",
    "D": "Description", "E": "Exclusion", "F": "Limit", "G": "Out-of-pocket limit",
    "H": "Unlimited", "I": "Not covered", "J": "Cost containment", "K": "Reserve",
    "L": "Primary care provider", "MC": "Managed care coordinator",
    "N": "Restricted to a provider", "R": "Another payer", "U": "Ask elsewhere",
    "V": "Cannot process", "W": "Other source of data", "X": "Facility",
    "Y": "Spend-down",
}  # fmt: skip
ACTIVE, INACTIVE = frozenset("12345"), frozenset("678")
LEVELS = {  # EB02
    "IND": "Individual", "FAM": "Family", "EMP": "Employee only",
    "ESP": "Employee and spouse", "ECH": "Employee and children",
    "CHD": "Children only", "DEP": "Dependents only", "SPC": "Spouse and children",
    "SPO": "Spouse only",
}  # fmt: skip
SERVICES = {  # EB03, those that matter here
    "1": "Medical care", "30": "Health plan", "33": "Chiropractic", "35": "Dental",
    "47": "Hospital", "48": "Hospital, inpatient", "50": "Hospital, outpatient",
    "86": "Emergency", "88": "Pharmacy", "98": "Office visit",
    "A0": "Visit, outpatient", "A4": "Psychiatric", "A5": "Psychiatric room and board",
    "A6": "Psychotherapy", "A7": "Psychiatric, inpatient",
    "A8": "Psychiatric, outpatient", "AI": "Substance use", "AJ": "Alcohol use",
    "AK": "Drug use", "AL": "Vision", "BB": "Partial hospitalization",
    "BC": "Day care, psychiatric", "BD": "Cognitive therapy",
    "CE": "Mental health provider, inpatient",
    "CF": "Mental health provider, outpatient",
    "CG": "Mental health facility, inpatient",
    "CH": "Mental health facility, outpatient",
    "CI": "Substance use facility, inpatient",
    "CJ": "Substance use facility, outpatient", "MH": "Mental health",
    "RT": "Residential psychiatric", "UC": "Urgent care",
}  # fmt: skip
SUBSTANCE_USE = frozenset({"AI", "AJ", "AK", "CI", "CJ"})
MENTAL_HEALTH = frozenset(
    {"A4", "A6", "A8", "BB", "BC", "BD", "CE", "CF", "CG", "CH", "MH"}
)
WHOLE_PLAN = "30"
PERIODS = {  # EB06
    "7": "a day", "21": "for years", "22": "a service year", "23": "a calendar year",
    "24": "so far this year", "25": "a contract", "26": "an episode", "27": "a visit",
    "29": "remaining", "30": "exceeded", "32": "a lifetime",
    "33": "remaining of a lifetime", "34": "a month", "35": "a week",
    "36": "an admission",
}  # fmt: skip
REMAINING = frozenset({"29", "33"})
QUANTITIES = {
    "VS": "visits",
    "DY": "days",
    "HS": "hours",
    "MN": "months",
    "P6": "services",
}
NETWORK = {  # EB12
    "Y": "in network", "N": "out of network", "W": "in and out of network",
}  # fmt: skip
AUTHORIZATION = {  # EB11
    "Y": "authorization required", "N": "no authorization required",
}  # fmt: skip
REJECTIONS = {  # AAA03, our own words
    "15": "Something the payer needs was missing",
    "42": "The payer cannot answer now", "43": "The provider's number was not accepted",
    "44": "The provider's name was not accepted",
    "45": "The provider's field was wrong",
    "50": "The provider may not ask this payer", "51": "The provider is not on file",
    "56": "The date was not accepted", "57": "The date of service was not accepted",
    "58": "The date of birth was not accepted",
    "62": "The date of service is outside what may be asked",
    "63": "The date of service is in the future",
    "64": "The patient's number was not accepted",
    "65": "The patient's name was not accepted",
    "71": "The date of birth does not fit the one on file",
    "72": "The member number was not accepted",
    "73": "The name was not accepted", "74": "The sex was not accepted",
    "75": "The member was not found", "76": "The member number is there twice",
    "79": "The payer was not accepted", "80": "No answer came in time",
}  # fmt: skip
WHAT_NEXT = {  # AAA04, our own words
    "C": "Correct it and ask again", "N": "Do not ask again",
    "P": "Ask again the original way", "R": "Ask again", "S": "Do not ask again: wait",
    "W": "Wait 30 days and ask again", "X": "Wait 10 days and ask again",
    "Y": "Do not ask again: it is being looked at",
}  # fmt: skip
