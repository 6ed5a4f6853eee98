"""What is left of a document: that an office wrote a letter of this kind under this number. Its file goes at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left
from gugus.documents.actions import PLACE
from gugus.documents.codes import State
from gugus.documents.models import Document
from gugus.files import store

LEFT = (
    Left(
        "documents.Document",
        by_id=("about_id", "within_id"),
        stays={
            "ref": JOINS, "kind": COUNTED, "about_kind": JOINS, "about_id": JOINS, "about_ref": JOINS,
            "within_kind": JOINS, "within_id": JOINS, "agency": ANSWERS, "form": STANDS, "signer": ANSWERS,
            "asked_by": ANSWERS, "state": STANDS, "tries": STANDS, "problem_code": STANDS,
            "template_version": STANDS, "year": STANDS, "seq": STANDS, "number": STANDS, "void_code": STANDS,
            "voided_by": ANSWERS, "digest": STANDS, "measure": STANDS, "sha256": STANDS, "downloads": STANDS,
        },
        coarse={
            "asked_at": MONTH, "begun_at": MONTH, "ready_at": MONTH, "until_at": MONTH, "voided_at": MONTH,
        },
    ),
)  # fmt: skip


def besides(touched: dict[str, list[UUID]], at: datetime) -> None:
    """Files leave the disk once the row is committed; nothing is made any more."""
    keys = touched.get("documents.Document", ())
    rows = Document.objects.unscoped(because="documents of a record that is being forgotten").filter(
        pk__in=keys
    )
    rows.filter(state=State.READY).update(state=State.PURGED)
    rows.filter(state__in=[State.ASKED, State.MAKING]).update(state=State.FAILED, problem_code="not_there")
    for key in keys:
        transaction.on_commit(lambda key=key: store.discard(key, PLACE))
