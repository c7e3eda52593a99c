"""What the access matrix names and Daybridge does not have yet, in one place.

A test fails as soon as one of these exists and is still listed here: then its cells
have to be executed in `surfaces.py` and the line goes away.
"""

ACTORS = {  # matrix row: what its coming will be
    "CL": "the patient's own account (portal)",
    "FC": "a family member with a consent in force (family)",
    "FN": "a family member without one (family)",
    "FF": "a former family member (family)",
    "AM": "an alumni mentor (aftercare)",
    "ER": "an external referral source (intake)",
    "AU": "an auditor or evaluator (exchange)",
    "RE": "a researcher (reports)",
    "OC": "another patient (portal)",
}

MATTERS = {  # matrix column: the room that will hold it
    "UDS": "toxicology",
    "RLP": "recovery",
    "DPR": "recovery",
    "DSH": "recovery",
    "FAM": "family",
}

SURFACES = {  # surface of the contract: what in an address would show that it exists
    "FHIR": "fhir",
    "direct file URL": "files/",
    "push text": "push",  # what is sent out today: test_told.py
    "offline copy in the app": "service-worker",
}
