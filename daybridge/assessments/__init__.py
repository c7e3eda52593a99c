"""From an interview to a level of care and a dose.

In: an interview. Happens: what a person told us is gathered once, diagnoses are made,
dimensions are rated, a level is suggested and a clinician decides. Out: a level and a
dose.
"""
