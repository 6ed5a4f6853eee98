"""What providers tell us later: taken down as it comes, twice is once; the worker carries it over."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gugus.notices.codes import Channel, Purpose, Receipt, State, Step, Why
from gugus.notices.knowing import digest_of, refuse_address
from gugus.notices.models import Address, Delivery, Dispatch, ProviderReceipt

BECAUSE = "the worker carries over what providers told"
BATCH = 500
MOST_IN_ONE = 100  # receipts in one request
LONGEST_NAME = 512
# The provider of WhatsApp repeats for days what we did not take; older than this is nobody's honest repetition.
OLDEST = timedelta(days=7)
HUB = {
    "sent": Receipt.ACCEPTED,
    "delivered": Receipt.DELIVERED,
    "read": Receipt.READ,
    "failed": Receipt.REFUSED,
}
STANDARD = {
    "message.accepted": Receipt.ACCEPTED,
    "message.delivered": Receipt.DELIVERED,
    "message.failed": Receipt.REFUSED,
}
RANK = {"": 0, Receipt.ACCEPTED: 1, Receipt.DELIVERED: 2, Receipt.READ: 3, Receipt.REFUSED: 4}


def from_hub(body: bytes, at: datetime) -> list[ProviderReceipt]:
    """The receipts in a webhook of the Cloud API whose signature was right; what is strange in it is passed over."""
    return [row for status in _statuses(_read(body)) if (row := _of_hub(status, at)) is not None][
        :MOST_IN_ONE
    ]


def from_standard(name: str, body: bytes, at: datetime) -> list[ProviderReceipt]:
    """The receipt in a Standard Webhook whose signature was right; `name` is its `webhook-id`."""
    told = _read(body)
    kind, data = told.get("type"), told.get("data")
    key = data.get("id") if isinstance(data, dict) else None
    if not (isinstance(kind, str) and kind in STANDARD and _is_name(key)):
        return []
    return [_row(Channel.SMS, event=name, provider=key, key=key, told=STANDARD[kind], at=at)]


def take_down(rows: list[ProviderReceipt]) -> None:
    """Keep them; one that is known already changes nothing. Nothing is looked up, so nothing can be learnt from us."""
    ProviderReceipt.objects.bulk_create(rows, ignore_conflicts=True)


def carry_over(*, at: datetime) -> int:
    """Let deliveries know what was told of them; returns how many receipts were looked at."""
    rows = ProviderReceipt.objects.unscoped(because=BECAUSE).filter(applied_at=None).order_by("at")[:BATCH]
    total = 0
    for row in list(rows):
        _carry(row, at)
        total += 1
    return total


@transaction.atomic
def _carry(row: ProviderReceipt, at: datetime) -> None:
    found = _meant(row)
    if found is not None and RANK[row.told] > RANK[found.receipt]:
        found.receipt = row.told
        found.save(update_fields=["receipt"])
        _follow(found, row, at)
    ProviderReceipt.objects.unscoped(because=BECAUSE).filter(pk=row.pk).update(applied_at=at)


def _meant(row: ProviderReceipt) -> Dispatch | None:
    """The message a receipt speaks of, by our key or by the provider's name for it."""
    ours = Q(pk__in=[])
    if row.dispatch_key:
        ours |= Q(key=row.dispatch_key)
    if row.provider_digest:
        ours |= Q(provider_digest=row.provider_digest)
    rows = Dispatch.objects.unscoped(because=BECAUSE).filter(ours, channel=row.channel)
    return rows.exclude(step=Step.WAITING, attempts=0).select_for_update().first()


def _follow(dispatch: Dispatch, row: ProviderReceipt, at: datetime) -> None:
    deliveries = Delivery.objects.unscoped(because=BECAUSE).filter(dispatch=dispatch)
    if row.told == Receipt.REFUSED:
        _refused(dispatch, at)
        deliveries.filter(state=State.SENT).update(state=State.GIVEN_UP, why=Why.ADDRESS)
        return
    if dispatch.step == Step.UNSURE:  # now it is known: it had left, and the digest needs not repeat it
        Dispatch.objects.unscoped(because=BECAUSE).filter(pk=dispatch.pk).update(
            step=Step.SENT, why=Why.NONE, sent_at=row.at
        )
        deliveries.filter(state=State.DIGEST, why=Why.INTERRUPTED).update(state=State.SENT, why=Why.NONE)


def _refused(dispatch: Dispatch, at: datetime) -> None:
    """It did not arrive: the number is not tried again until it changes."""
    if dispatch.user is None or dispatch.purpose == Purpose.CODE:
        return
    rows = Address.objects.unscoped(because=BECAUSE).filter(user=dispatch.user, channel=dispatch.channel)
    known = rows.first()
    if known is not None and known.number:
        refuse_address(dispatch.user, dispatch.channel, known.number, at=at)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _statuses(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in _list(told.get("entry")):
        for change in _list(entry.get("changes")):
            value = change.get("value")
            yield from _list(value.get("statuses") if isinstance(value, dict) else None)


def _of_hub(status: dict[str, Any], at: datetime) -> ProviderReceipt | None:
    name, told, stamp = status.get("id"), status.get("status"), str(status.get("timestamp", ""))
    if not (_is_name(name) and isinstance(told, str) and told in HUB and _is_stamp(stamp)):
        return None
    if abs(at.timestamp() - int(stamp)) > OLDEST.total_seconds():
        return None
    key = status.get("biz_opaque_callback_data")
    event = f"{name}:{told}:{stamp}"
    return _row(Channel.WHATSAPP, event=event, provider=name, key=key, told=HUB[told], at=at)


def _row(channel: Channel, *, event: str, provider: str, key: Any, told: Receipt, at: datetime):
    ours = key if isinstance(key, str) and len(key) == 32 and key.isalnum() and key.isascii() else ""
    return ProviderReceipt(
        channel=channel, event_digest=digest_of(f"event:{channel}", event),
        provider_digest=digest_of(channel, provider), dispatch_key=ours, told=told, at=at,
    )  # fmt: skip


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME


def _is_stamp(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 12
