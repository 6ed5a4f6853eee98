"""Assessments, plans, service lines, and what people say of services."""

from gugus.care.models.assessing import DomainScore, NeedsAssessment, new_assessment_ref
from gugus.care.models.instruments import AssessmentInstrument
from gugus.care.models.lines import Appointment, ServiceLine, new_line_ref
from gugus.care.models.opinions import OpinionAnswer, OpinionSheet, OpinionWords
from gugus.care.models.planning import (
    CarePlan,
    CareRule,
    Goal,
    PlanReview,
    PlanSignature,
    PlanStep,
    new_plan_ref,
)

__all__ = [
    "Appointment",
    "AssessmentInstrument",
    "CarePlan",
    "CareRule",
    "DomainScore",
    "Goal",
    "NeedsAssessment",
    "OpinionAnswer",
    "OpinionSheet",
    "OpinionWords",
    "PlanReview",
    "PlanSignature",
    "PlanStep",
    "ServiceLine",
    "new_assessment_ref",
    "new_line_ref",
    "new_plan_ref",
]
