"""Erasure on request is a run of `retention`: a second person agrees; holds and duties to keep are asked there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.privacy.actions.requests import CannotAnswer
from gugus.privacy.codes import RequestKind, Verdict
from gugus.privacy.models import RequestItem, SubjectRequest
from gugus.retention.actions import forget_person


@transaction.atomic
def ask_erasure(*, request: SubjectRequest, reason: str, by: User, at: datetime) -> RequestItem:
    """Ask to forget the person of a request whose erasure was granted, once; the run's code stands on the item."""
    items = RequestItem.objects.unscoped(because="the request came through its gate").select_for_update(
        of=("self",)
    )
    item = items.get(request=request, kind=RequestKind.ERASURE)
    reasons = []
    if item.verdict not in {Verdict.GRANTED, Verdict.PARTLY}:
        reasons.append(Reason("not_granted", _("This was not granted.")))
    if item.done_ref:
        reasons.append(Reason("asked_already", _("This was already asked of a second person.")))
    if not reason.strip():
        reasons.append(Reason("words_needed", _("Give the reason."), "reason"))
    if reasons:
        raise CannotAnswer(reasons)
    run = forget_person(person=request.person, request_ref=request.ref, reason=reason.strip(), by=by, at=at)
    item.done_ref = run.ref
    item.save(update_fields=["done_ref"])
    record("privacy.erasure_asked", about=request, by=by, at=at, changes={"run": run.ref})
    return item
