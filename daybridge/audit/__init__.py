"""Who saw or changed what, when and why.

In: an act of a person or of the system. Happens: one append-only row, written in the
transaction of the act, sealed into a keyed hash chain each minute. Out: a history that
proves itself, a patient's access report, and answers to repeated submissions.
"""
