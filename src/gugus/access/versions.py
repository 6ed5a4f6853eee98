"""Verbs about versions of the matrix: write a draft, apply it, go back to an older one."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Scope, Section, Verb, VersionState
from gugus.access.impact import beyond, impact_of
from gugus.access.matrix import BadMatrix, Matrix, differences, read, written
from gugus.access.models import MatrixVersion, User
from gugus.access.queries import OPEN_TO_ALL, counting, hosts, matrix_for, matrix_of
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import Agency
from gugus.outbox.actions import announce

__all__ = ["BadMatrix", "CannotApply", "CannotDraft", "apply_version", "draft_version", "roll_back"]

LONGEST_NOTE = 2000


class CannotDraft(Cannot):
    """This cannot become a version; all reasons at once."""


class CannotApply(Cannot):
    """The version cannot count; all reasons at once. Nothing was changed."""


@transaction.atomic
def draft_version(
    *, text: str, agency: Agency | None, note: str, by: User, at: datetime, seen: str | None = None
) -> MatrixVersion:
    """A new version from a file: for the installation (no agency), or an agency's own narrowing.

    `seen` is the version that counted when the writer began ("" for what ships); None asks nothing.
    """
    _alone()
    matrix = read(text)
    base = counting(agency.pk if agency else None)
    reasons = _hurdles_to_drafting(matrix, agency, by, at)
    if seen is not None and seen != (str(base.pk) if base else ""):
        reasons.append(Reason("changed_meanwhile", _("Another version counts since you began.")))
    if not differences(*_both(matrix, agency)):
        reasons.append(Reason("nothing_changes", _("This file says the same as what counts now."), "file"))
    if reasons:
        raise CannotDraft(reasons)
    version = MatrixVersion(
        agency=agency, number=_next_number(agency), content=written(matrix), based_on=base,
        note=note.strip()[:LONGEST_NOTE] or None, made_by=by, made_at=at,
    )  # fmt: skip
    version.save(force_insert=True)
    _told("access.matrix_drafted", version, by=by, at=at)
    return version


@transaction.atomic
def apply_version(*, version: MatrixVersion, by: User, at: datetime, agreed: bool = False) -> MatrixVersion:
    """From the next request on this version counts. What widens needs a second person (`agreed`, then `by` is it)."""
    _alone()
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL)
    version = rows.select_for_update(of=("self",)).select_related("made_by", "agency").get(pk=version.pk)
    impact = impact_of(version, by=by, at=at, agreed=agreed)
    if impact.refusals:
        raise CannotApply(impact.refusals)
    rows.filter(state=VersionState.APPLIED, agency=version.agency).update(state=VersionState.REPLACED)
    version.state, version.applied_by, version.applied_at = VersionState.APPLIED, by, at
    version.save(update_fields=["state", "applied_by", "applied_at"])
    _told("access.matrix_applied", version, by=by, at=at)
    announce(
        "matrix.applied", about=version, at=at, number=version.number,
        agency=version.agency.slug if version.agency else "", widens=impact.widens, by=str(by.pk),
    )  # fmt: skip
    return version


@transaction.atomic
def roll_back(
    *, to: MatrixVersion | None, agency: Agency | None, note: str, by: User, at: datetime
) -> MatrixVersion:
    """A new draft that says what an older version said (None: what ships, or no narrowing at all)."""
    if to is not None and to.agency_id != (agency.pk if agency else None):
        raise CannotDraft([Reason("other_agency", _("This version belongs to another agency."))])
    base = counting(None) if agency else None
    text = to.content if to else written(matrix_of(base.pk if base else None))
    return draft_version(text=text, agency=agency, note=note, by=by, at=at)


def _hurdles_to_drafting(matrix, agency: Agency | None, by: User, at: datetime) -> list[Reason]:
    reasons = []
    today = timezone.localdate(at)
    roles = set(by.assignments.valid_on(today).values_list("role", flat=True))
    counts = matrix_for(by.agency_id)
    if counts.reach(roles, Section.USERS, Verb.WRITE, FieldClass.OPEN) < Scope.AGENCY:
        reasons.append(Reason("no_right", _("Your role does not include this step.")))
    if agency is None and not hosts(by.agency_id):
        words = _(
            "Only the agency that hosts the installation changes the matrix of all. You may narrow your own."
        )
        reasons.append(Reason("beyond_reach", words))  # fmt: skip
    if agency is not None and agency.pk != by.agency_id:
        reasons.append(Reason("beyond_reach", _("You narrow roles for your own agency only.")))
    if agency is not None:
        reasons += beyond(matrix)
    return reasons


def _both(matrix: Matrix, agency: Agency | None) -> tuple[Matrix, Matrix]:
    """What counts now and what would: an agency's own version counts through the installation's."""
    base = counting(None)
    whole = matrix_of(base.pk if base else None)
    return (matrix_for(agency.pk), whole.narrowed_by(matrix)) if agency else (whole, matrix)


def _next_number(agency: Agency | None) -> int:
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).filter(agency=agency)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _alone() -> None:
    """Versions are written and applied one after the other: the second one sees what the first one did."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('access.matrix', 0))")


def _told(verb: str, version: MatrixVersion, *, by: User, at: datetime) -> None:
    changes = {"number": version.number, "agency": version.agency.slug if version.agency else ""}
    record(verb, about=version, by=by, at=at, changes=changes)
