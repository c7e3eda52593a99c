"""Is an intensive outpatient program likely to fit? Four answers, each with reasons.

Source: our own short questions along the dimensions of The ASAM Criteria (withdrawal,
        need for 24-hour support, recovery environment, readiness, what use does to a
        life) in plain words; no text or rating of the Criteria is used. It is no
        screening instrument and no assessment: a professional decides.
Units:  one answer for each question, by name.
Decided where the source is silent:
- Danger comes first, whatever else is said: one "yes" ends the check at once.
- In doubt the check errs toward more care: heavy use every day of what is dangerous to
  stop counts like a dangerous withdrawal, and an unsafe home like a need for more.
- "Less may be enough" needs that nothing speaks for more, and that use hardly gets in
  the way, or that the person would rather begin with less and it is not a large part.
- Times at which somebody can come never change the answer; they are a reason to talk.
- The table is data: a page follows it in the browser, and no answer is sent.
"""

from daybridge.rules.self_check.check import Result, check, is_over_at_once
from daybridge.rules.self_check.table import (
    QUESTIONS,
    REASONS,
    STEPS,
    Outcome,
    Question,
    as_data,
)

__all__ = [
    "QUESTIONS",
    "REASONS",
    "STEPS",
    "Outcome",
    "Question",
    "Result",
    "as_data",
    "check",
    "is_over_at_once",
]
