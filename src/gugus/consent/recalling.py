"""A past recipient says what it did with data whose consent was withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.consent import queries
from gugus.consent.codes import Receipt
from gugus.consent.models import Recall
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about

TASK, LATE_TASK, BY_HAND = "consent_recall", "consent_recall_late", "consent_recall_by_hand"


class CannotAnswer(Cannot):
    """The receipt cannot be given like this."""


@transaction.atomic
def answer_recall(
    *, recall: Recall, receipt: str, duty: str, words: str, by: User, at: datetime, seen: int | None = None
) -> Recall:
    """Deleted, given back, blocked, or kept because of a law that is named. Once; two at once is one."""
    if by.agency_id != (recall.to_agency_id or recall.agency_id):
        raise CannotAnswer([Reason("not_yours", _("The agency that had the data answers."))])
    recall = _locked(recall, seen)
    if reasons := _hurdles(recall, receipt, duty, words, at):
        raise CannotAnswer(reasons)
    recall.receipt, recall.duty = receipt, duty if receipt == Receipt.KEPT else ""
    recall.answered_at, recall.answered_by, recall.words = at, by, words.strip() or None
    recall.typed_in = recall.to_agency_id is None
    recall.version += 1
    recall.save(
        update_fields=["receipt", "duty", "answered_at", "answered_by", "words", "typed_in", "version"]
    )
    for kind in (TASK, BY_HAND):
        finish_tasks_about(about=recall, kind=kind, by=by, at=at)
    changes = {
        "receipt": receipt,
        "duty": recall.duty,
        "late": at > recall.due_at,
        "typed_in": recall.typed_in,
    }
    within = Named("withdrawal", recall.withdrawal_id)  # hidden from the recipient, so its key alone
    record("consent.recall_answered", about=recall, within=within, by=by, at=at, changes=changes)
    announce("consent.recall_answered", about=recall, at=at, receipt=receipt)
    return recall


def read_recall(*, recall: Recall, by: User, at: datetime) -> None:
    """Somebody opened the duty; the trail keeps it."""
    record(
        "consent.recall_read", about=recall, within=Named("withdrawal", recall.withdrawal_id), by=by, at=at
    )


def _hurdles(recall: Recall, receipt: str, duty: str, words: str, at: datetime) -> list[Reason]:
    reasons = []
    if recall.answered_at:
        reasons.append(Reason("answered_already", _("This was answered already.")))
    if receipt not in Receipt.values:
        reasons.append(Reason("receipt_needed", _("Say what was done."), "receipt"))
    if receipt == Receipt.KEPT:
        known = {one.code for one in queries.duties_on(at) if one.keeps}
        if duty not in known:
            reasons.append(Reason("law_needed", _("Name the law because of which it is kept."), "duty"))
        if not words.strip():
            reasons.append(Reason("words_needed", _("Say what is kept, and until when."), "words"))
    return reasons


def _locked(recall: Recall, seen: int | None) -> Recall:
    rows = Recall.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=recall.pk)
    check_version(fresh, seen)
    return fresh
