"""A version of the matrix that widens rights counts when a second person agrees to it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gugus.access.models import MatrixVersion, User
from gugus.access.queries import OPEN_TO_ALL
from gugus.access.versions import apply_version
from gugus.approvals.actions import ask as ask_for
from gugus.approvals.models import Request
from gugus.approvals.policies import NO_RIGHT
from gugus.base.refusals import Cannot, Reason

KIND = "access.matrix"
GONE = Reason("gone", _("This version of the matrix is not there any more."))


def ask(version: MatrixVersion, *, by: User, reason: str, at: datetime) -> str:
    """Put the version into the queue; the same version twice is one request."""
    facts = {"version": str(version.pk), "number": version.number}
    request = ask_for(
        KIND, facts=facts, reason=reason, by=by, at=at, about=version, key=f"matrix:{version.pk}"
    )
    return reverse("approvals:detail", args=[request.ref])


def run(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the version counts, if every rule still lets it."""
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL)
    version = rows.filter(pk=request.facts["version"]).first()
    if version is None:
        raise Cannot([GONE])
    if version.made_by_id != request.asked_by_id:
        raise Cannot([NO_RIGHT])
    apply_version(version=version, by=by, at=at, agreed=True)
