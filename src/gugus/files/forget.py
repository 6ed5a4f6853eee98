"""What is left of a file: that there was one and of what kind. Title, name and content go, also from the disk."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gugus.base.forgetting import ANSWERS, JOINS, MONTH, STANDS, Left
from gugus.files import store
from gugus.files.codes import RemovalCode
from gugus.files.models import Attachment

LEFT = (
    Left(
        "files.Attachment",
        by_id=("about_id", "within_id"),
        stays={
            "ref": JOINS, "about_kind": JOINS, "about_id": JOINS, "about_ref": JOINS, "within_kind": JOINS,
            "within_id": JOINS, "section": STANDS, "agency": ANSWERS, "uploaded_by": ANSWERS, "removed_by": ANSWERS,
            "media_type": STANDS, "scan": STANDS, "removed_at": STANDS, "removal_code": STANDS,
        },
        coarse={"uploaded_at": MONTH},
    ),
)  # fmt: skip


def besides(touched: dict[str, list[UUID]], at: datetime) -> None:
    """The contents leave the disk once the row is committed; what a crash leaves lying, the nightly job takes."""
    rows = Attachment.objects.unscoped(because="files of a record that is being forgotten")
    rows = rows.filter(pk__in=touched.get("files.Attachment", ()))
    rows.filter(removed_at=None).update(removed_at=at, removal_code=RemovalCode.FORGOTTEN)
    for key in touched.get("files.Attachment", ()):
        transaction.on_commit(lambda key=key: store.discard(key))
