"""What was typed when a session ended, or before a proof was asked: kept sealed for its writer, for some hours."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from gugus.accounts.models import KeptText
from gugus.base.context import speaking_for

KEEP = timedelta(hours=12)
MOST, LONGEST = 5, 300_000
# Never kept: tokens, and everything on pages where somebody types a secret.
NOT_KEPT = {"csrfmiddlewaretoken", "_kept"}
NO_PLACE = ("/akun/", "/api/", "/i18n/", "/laporan/", "/cari/")


def worth_keeping(request: HttpRequest) -> bool:
    """A form that somebody filled in on a page of ours."""
    return (
        request.method == "POST"
        and not request.path.startswith(NO_PLACE)
        and any(name not in NOT_KEPT for name in request.POST)
        and sum(len(value) for _, values in request.POST.lists() for value in values) <= LONGEST
    )


def is_ours(request: HttpRequest) -> bool:
    """Did a page of ours send this? Nobody elsewhere may lay words into somebody's hands."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin)[:2] == (request.scheme, request.get_host())


@transaction.atomic
def keep(request: HttpRequest, *, user_id: UUID, at: datetime) -> KeptText:
    """Keep the form of this request for `user_id` alone; of many only the newest stay."""
    words = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    with speaking_for(user=user_id):
        rows = mine(user_id)
        too_many = rows.values_list("pk", flat=True)[MOST - 1 :]
        rows.filter(pk__in=list(too_many)).delete()
        kept = KeptText(user_id=user_id, kept_at=at, had_files=bool(request.FILES))
        kept.path, kept.words = request.get_full_path(), words
        kept.save(force_insert=True)
    return kept


def mine(user_id: UUID):
    """One's own kept texts, newest first."""
    return KeptText.objects.unscoped(because="one's own kept texts").filter(user_id=user_id)


def still_kept(user_id: UUID, at: datetime):
    """Those that are not too old."""
    return mine(user_id).filter(kept_at__gt=at - KEEP)


def drop(user_id: UUID, pk: str) -> None:
    """It was sent, or nobody wants it."""
    try:
        mine(user_id).filter(pk=UUID(pk)).delete()
    except ValueError:
        return
