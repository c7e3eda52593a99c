"""Interviews, diagnoses, ratings, levels of care, and the reviews that follow."""

from daybridge.assessments.models.diagnoses import Diagnosis
from daybridge.assessments.models.interview import Addendum, Assessment, SectionAnswers
from daybridge.assessments.models.offer import AssessmentRule, HelpContact
from daybridge.assessments.models.placement import Placement
from daybridge.assessments.models.reviews import Decision, Review
from daybridge.assessments.models.safety import BedCall, SafetyStop, Urgency

__all__ = [
    "Addendum",
    "Assessment",
    "AssessmentRule",
    "BedCall",
    "Decision",
    "Diagnosis",
    "HelpContact",
    "Placement",
    "Review",
    "SafetyStop",
    "SectionAnswers",
    "Urgency",
]
