"""WhatsApp Business (Cloud API): an approved template with two words in it, the verb and the reference."""

import json
from typing import Any

from gugus.notices.channels import Hands, Message, NotSent, Unsure, calls
from gugus.notices.channels.settings import secret, setting, without
from gugus.notices.codes import Channel, Why

NEEDED = (
    "whatsapp_number", "whatsapp_template", "whatsapp_code_template", "whatsapp_token_file",
    "whatsapp_secret_file", "whatsapp_verify_file",
)  # fmt: skip
# Codes of the provider; they change without notice, so anything else is judged by its status.
NO_SUCH_NUMBER = {131026, 131030, 131021}
TOO_FAST = {4, 80007, 130429, 131048, 131056}
NOT_ADMITTED = {10, 190, 200, 131031, 131042}


class WhatsApp:
    """The channel "whatsapp"."""

    code = Channel.WHATSAPP
    # The provider knows no idempotency key, but says our key back in its receipts: what is unsure may be settled later.
    repeats_safely = False

    def is_on(self) -> bool:
        """GUGUS_WHATSAPP_NUMBER names a sender."""
        return bool(setting("whatsapp_number"))

    def lacking(self) -> list[str]:
        """All settings are needed, and a safe address."""
        return without(*NEEDED) + ([] if calls.is_safe(_url()) else ["whatsapp_host"])

    def send(self, message: Message, hands: Hands) -> None:
        """Ask the provider to send the template."""
        headers = {"Authorization": f"Bearer {secret('whatsapp_token_file')}"}
        body = json.dumps(asked(message), separators=(",", ":")).encode()
        answer = calls.post(_url(), body, headers, before=hands.handing)
        if 200 <= answer.status < 300:
            hands.taken(_name(answer.told))
            return
        raise _judged(answer)


def asked(message: Message) -> dict[str, Any]:
    """The provider's order for a message: a template and its two parameters, or the code."""
    template = setting("whatsapp_code_template" if message.code else "whatsapp_template")
    if message.code:
        parts = [_part("body", message.code), _part("button", message.code, sub_type="url", index="0")]
    else:
        parts = [_part("body", *_verb_and_code(message))]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to,
        "type": "template",
        "template": {"name": template, "language": {"code": message.language}, "components": parts},
        "biz_opaque_callback_data": message.key,
    }


def _verb_and_code(message: Message) -> tuple[str, str]:
    """One piece of news says itself; several are a count."""
    if len(message.lines) == 1:
        return message.lines[0].words, message.lines[0].ref or "-"
    return message.subject, str(len(message.lines))


def _part(kind: str, *words: str, **more: str) -> dict[str, Any]:
    return {"type": kind, **more, "parameters": [{"type": "text", "text": one} for one in words]}


def _url() -> str:
    host, version = setting("whatsapp_host") or "https://graph.facebook.com", setting("whatsapp_version")
    return f"{host.rstrip('/')}/{version or 'v21.0'}/{setting('whatsapp_number')}/messages"


def _name(told: Any) -> str:
    """The provider's name for the message, if its answer has the expected shape."""
    sent = told.get("messages")
    first = sent[0] if isinstance(sent, list) and sent else {}
    name = first.get("id") if isinstance(first, dict) else ""
    return name if isinstance(name, str) else ""


def _judged(answer: calls.Answer) -> NotSent | Unsure:
    error = answer.told.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if code in NO_SUCH_NUMBER:
        return NotSent(Why.ADDRESS, for_good=True)
    if code in TOO_FAST or answer.status == 429:
        return NotSent(Why.TOO_MUCH, after=answer.after)
    if code in NOT_ADMITTED or answer.status in {401, 403}:
        return NotSent(Why.NOT_ADMITTED, after=answer.after)
    if (
        answer.status >= 500
    ):  # with a code of its own the provider says that it failed; without one nobody knows
        return NotSent(Why.SERVER, after=answer.after) if code is not None else Unsure()
    if answer.status < 400:
        return NotSent(Why.SERVER)  # a redirect: not followed
    return NotSent(Why.REFUSED, for_good=True)
