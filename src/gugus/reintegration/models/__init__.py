"""The tables of reintegration."""

from gugus.reintegration.models.returns import (
    HomeAssessment,
    OutcomeAnswer,
    Placement,
    PreparationStep,
    Reintegration,
    ReturnAlarm,
    SupportPayment,
    SupportStep,
    new_reintegration_ref,
)
from gugus.reintegration.models.rulebook import MonitoringRules
from gugus.reintegration.models.visits import MonitoringVisit, VisitRecord

__all__ = [
    "HomeAssessment",
    "MonitoringRules",
    "MonitoringVisit",
    "OutcomeAnswer",
    "Placement",
    "PreparationStep",
    "Reintegration",
    "ReturnAlarm",
    "SupportPayment",
    "SupportStep",
    "VisitRecord",
    "new_reintegration_ref",
]
