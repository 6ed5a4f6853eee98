"""SMS over any provider that takes a signed POST (Standard Webhooks): id, to, text; the same id is taken once."""

import json
import time

from gugus.notices.channels import Hands, Message, NotSent, Unsure, calls
from gugus.notices.channels.settings import secret, setting, without
from gugus.notices.codes import Channel, Why
from gugus.notices.signatures import signed


class Texting:
    """The channel "sms"."""

    code = Channel.SMS
    repeats_safely = True  # part of the agreement with the provider: the same `id` is one message

    def is_on(self) -> bool:
        """GUGUS_SMS_URL names a provider."""
        return bool(setting("sms_url"))

    def lacking(self) -> list[str]:
        """An address, a secret for what we send and one for what comes back."""
        missing = without("sms_url", "sms_secret_file", "sms_receipts_file")
        return missing + ([] if calls.is_safe(setting("sms_url")) else ["sms_url"])

    def send(self, message: Message, hands: Hands) -> None:
        """Hand it to the provider."""
        told = {"id": message.key, "to": message.to, "text": message.text}
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        stamp = str(int(time.time()))
        headers = {
            "webhook-id": message.key,
            "webhook-timestamp": stamp,
            "webhook-signature": signed(secret("sms_secret_file"), message.key, stamp, body),
            "Idempotency-Key": message.key,
        }
        answer = calls.post(setting("sms_url"), body, headers, before=hands.handing)
        if 200 <= answer.status < 300 or answer.status == 409:  # 409: it has this id already
            name = answer.told.get("id")
            hands.taken(name if isinstance(name, str) else "")
            return
        raise _judged(answer)


def _judged(answer: calls.Answer) -> NotSent | Unsure:
    if answer.status == 429:
        return NotSent(Why.TOO_MUCH, after=answer.after)
    if answer.status in {401, 403}:
        return NotSent(Why.NOT_ADMITTED)
    if answer.status >= 500:
        return Unsure()
    if answer.status < 400:
        return NotSent(Why.SERVER)
    gone = answer.told.get("error") == "address"
    return NotSent(Why.ADDRESS if gone else Why.REFUSED, for_good=True)
