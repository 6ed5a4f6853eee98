"""The only doors to records, breaches, requests and letters of the desk. Hidden and missing look alike."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import NO_RIGHT, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.kernel.ids import parse_ref
from gugus.privacy.models import Affected, Breach, Letter, ProcessingRecord, SubjectRequest

OWN = Standing(Scope.AGENCY)


def may(viewer: Viewer, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> bool:
    """Does the matrix allow this at the viewer's own desk?"""
    return refusal(viewer, verb, Section.PRIVACY, OWN, field_class) is None


def reads_sealed(viewer: Viewer) -> bool:
    """What happened and who is affected: for the officer; an auditor reads the register without."""
    return may(viewer, Verb.SEE, FieldClass.SENSITIVE)


def record_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> ProcessingRecord:
    """A processing record of the viewer's agency."""
    return _found(viewer, ProcessingRecord.objects.visible_to(viewer), ref, verb)


def breach_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Breach:
    """A breach of the viewer's agency."""
    rows = Breach.objects.visible_to(viewer).select_related("agency", "opened_by", "data_key")
    return _found(viewer, rows, ref, verb)


def request_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> SubjectRequest:
    """A data subject's request to the viewer's agency; nobody but the officer reads it."""
    rows = SubjectRequest.objects.visible_to(viewer).select_related("agency", "person", "data_key")
    if not reads_sealed(viewer):
        raise Http404
    return _found(viewer, rows, ref, verb)


def affected_for(viewer: Viewer, ref: str, pk, *, verb: Verb = Verb.WRITE) -> Affected:
    """One affected person of a breach."""
    breach = breach_for(viewer, ref, verb=verb)
    if not reads_sealed(viewer):
        raise Http404
    row = breach.affected.select_related("person", "breach__data_key", "data_key").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def letter_for(viewer: Viewer, pk, *, verb: Verb = Verb.SEE) -> Letter:
    """A letter of the viewer's agency; who reads letters reads what is sealed."""
    rows = Letter.objects.visible_to(viewer).select_related(
        "agency", "breach__data_key", "request__data_key", "affected__person", "data_key"
    )
    letter = rows.filter(pk=pk).first()
    if letter is None or not reads_sealed(viewer):
        raise Http404
    if verb != Verb.SEE and not may(viewer, verb):
        raise PermissionDenied(NO_RIGHT)
    return letter


def _found(viewer: Viewer, rows, ref: str, verb: Verb):
    found = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if found is None or not may(viewer, Verb.SEE):
        raise Http404
    if verb != Verb.SEE and not may(viewer, verb):
        raise PermissionDenied(NO_RIGHT)
    return found
