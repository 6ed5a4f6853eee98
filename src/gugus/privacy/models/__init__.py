"""The desk's tables: processing records, breaches, requests of data subjects, letters, assessments."""

from gugus.privacy.models.assessments import Assessment, AssessmentVersion, PrivacyNotice
from gugus.privacy.models.breaches import Affected, Breach, BreachNote
from gugus.privacy.models.letters import Letter
from gugus.privacy.models.processing import ProcessingRecord, RecordVersion
from gugus.privacy.models.requests import RequestFile, RequestItem, SubjectRequest

__all__ = [
    "Affected",
    "Assessment",
    "AssessmentVersion",
    "Breach",
    "BreachNote",
    "Letter",
    "PrivacyNotice",
    "ProcessingRecord",
    "RecordVersion",
    "RequestFile",
    "RequestItem",
    "SubjectRequest",
]
