"""The sheet of assessment for machines: every version, and the next one in one go."""

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import seen_version, version_needed
from gugus.care import sheet_writing
from gugus.care.models import AssessmentInstrument

router = Router(tags=["care"])


class SheetDomain(Schema):
    """One domain with the sentence of each score, 1 to 5, in both languages."""

    code: str = Field(max_length=20)
    section: str = Field(max_length=10, description="care, health or justice: who reads it.")
    id: str = Field(max_length=80)
    en: str = Field(max_length=80)
    said_id: list[str] = Field(max_length=5)
    said_en: list[str] = Field(max_length=5)


class NewSheet(Schema):
    """A whole sheet."""

    domains: list[SheetDomain] = Field(max_length=20)
    valid_from: date
    reason: str = Field(max_length=300, description="For example the number of the decree.")


class KeptSheet(NewSheet):
    """One version."""

    number: int


@router.get("/assessment-sheets", response=list[KeptSheet], summary="Sheets of assessment, every own version")
@api_door(Section.LAW)
def list_sheets(request: HttpRequest):
    """Those that officials let count, the newest first; without one the shipped sheet counts (/assessment-sheet)."""
    return list(AssessmentInstrument.objects.counting())


@router.post("/assessment-sheets", response={201: KeptSheet}, summary="Let another sheet of assessment count")
@api_door(Section.LAW, Verb.WRITE)
def add_sheet(request: HttpRequest, body: NewSheet):
    """Needs If-Match with the newest number (0 for none). Assessments that were begun before keep theirs."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    made = sheet_writing.replace_sheet(**body.dict(), by=request.viewer.user, at=now(), seen=seen)
    return Status(201, made)
