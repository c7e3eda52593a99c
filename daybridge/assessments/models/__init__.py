"""Interviews, diagnoses, ratings, levels of care, and the reviews that follow."""

from daybridge.assessments.models.addenda import Addendum
from daybridge.assessments.models.diagnoses import Diagnosis
from daybridge.assessments.models.interview import Assessment, SectionAnswers
from daybridge.assessments.models.offer import (
    AssessmentRule,
    HelpContact,
    ReviewInterval,
)
from daybridge.assessments.models.placement import Placement
from daybridge.assessments.models.reviews import Carried, Decision, Review
from daybridge.assessments.models.safety import BedCall, SafetyStop, Urgency

__all__ = [
    "Addendum",
    "Assessment",
    "AssessmentRule",
    "BedCall",
    "Carried",
    "Decision",
    "Diagnosis",
    "HelpContact",
    "Placement",
    "Review",
    "ReviewInterval",
    "SafetyStop",
    "SectionAnswers",
    "Urgency",
]
