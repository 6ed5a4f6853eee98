"""What the vault's commands do with attachments: check their contents, encrypt them anew under another key."""

import hashlib
from collections.abc import Callable, Iterator

from django.db import transaction

from gugus.base.holdings import Finding
from gugus.base.verifying import BROKEN, WILL_NOT_OPEN
from gugus.files import store
from gugus.files.crypt import ContentBroken, decrypted, encrypted
from gugus.files.models import Attachment

MISSING, ALTERED = "content_missing", "content_altered"


def check(tell: Callable[[int], None]) -> Iterator[Finding]:
    """Every content is on the disk, is the one that was kept, and opens with the key of its row."""
    found = Finding("files_attachment:content")
    rows = Attachment.objects.unscoped(because="gugus vault verify").select_related("data_key")
    for attachment in rows.order_by("pk").iterator(chunk_size=500):
        if attachment.removed_at or not attachment.data_key.wrapped:
            found.gone += 1
        elif why := _fault(attachment):
            found.break_at("files_attachment", attachment.pk, why)
        else:
            found.whole += 1
        tell(1)
    yield found


def renewed(attachment: Attachment, old: bytes, new: bytes) -> list[str]:
    """Encrypt a content anew beside the old one; after the commit it takes its place. Gives the changed columns.

    Killed before the commit: the old one stays. Killed after it: whoever opens the file next, or the nightly job,
    puts the new one into its place, because the row knows its SHA-256.
    """
    if attachment.removed_at:
        return []
    with store.opened(attachment.pk, sha256=attachment.sha256) as source:
        plain = decrypted(source, old, attachment.bound_to)
        attachment.sha256 = store.keep(attachment.pk, encrypted(plain, new, attachment.bound_to), beside=True)
    sha256 = attachment.sha256
    transaction.on_commit(lambda: store.settle(attachment.pk, sha256))
    return ["sha256"]


def _fault(attachment: Attachment) -> str:
    digest = hashlib.sha256()
    try:
        with store.opened(attachment.pk, sha256=attachment.sha256) as source:
            while block := source.read(1 << 20):
                digest.update(block)
            if digest.hexdigest() != attachment.sha256:
                return ALTERED
            source.seek(0)
            for _part in decrypted(source, attachment.data_key.opened(), attachment.bound_to):
                pass
    except store.ContentMissing:
        return MISSING
    except (ContentBroken, *BROKEN):
        return WILL_NOT_OPEN
    return ""
