"""What providers tell us: signature over raw bytes first, one neutral answer to everything that is not right."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gugus.access.gate import public_door
from gugus.notices import receipts, signatures
from gugus.notices.channels import working
from gugus.notices.channels.settings import secret
from gugus.notices.codes import Channel

LARGEST = 64 * 1024
CHALLENGE = re.compile(r"[\w.-]{1,200}", re.ASCII)
NOBODY_SIGNED_IN = (
    "providers of messages tell what became of them; each call is signed, and none is answered with data"
)


@csrf_exempt
@public_door(because=NOBODY_SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, channel: str) -> HttpResponse:
    """The handshake of WhatsApp's webhook, and receipts of both providers. Nothing that comes here is logged."""
    if request.method != "POST":
        return _handshake(request, channel)
    try:
        body = request.body
    except RawPostDataException:  # a form with files: no provider sends one
        return _no()
    if len(body) > LARGEST:
        return _no()
    rows = _rows(request, channel, body)
    if rows is None:
        return _no()
    receipts.take_down(rows)
    return HttpResponse("", content_type="text/plain")


def _rows(request: HttpRequest, channel: str, body: bytes) -> list | None:
    """The receipts in a call whose signature is right; None when it is not."""
    at, headers = now(), request.headers
    if channel == Channel.WHATSAPP and channel in working():
        header = headers.get("X-Hub-Signature-256", "")
        right = signatures.hub_is_right(secret("whatsapp_secret_file"), header, body)
        return receipts.from_hub(body, at) if right else None
    if channel == Channel.SMS and channel in working():
        name = headers.get("webhook-id", "")[:256]
        right = signatures.standard_is_right(
            secret("sms_receipts_file"), name=name, stamp=headers.get("webhook-timestamp", ""),
            header=headers.get("webhook-signature", ""), body=body, at=at.timestamp(),
        )  # fmt: skip
        return receipts.from_standard(name, body, at) if right else None
    return None


def _handshake(request: HttpRequest, channel: str) -> HttpResponse:
    asked = request.GET
    right = signatures.same(secret("whatsapp_verify_file"), asked.get("hub.verify_token", ""))
    challenge = asked.get("hub.challenge", "")
    if (
        channel == Channel.WHATSAPP
        and channel in working()
        and asked.get("hub.mode") == "subscribe"
        and CHALLENGE.fullmatch(challenge)
        and right
    ):
        return HttpResponse(challenge, content_type="text/plain")
    return _no()


def _no() -> HttpResponse:
    """The same for a wrong signature, an old one, a channel that is off and a channel that does not exist."""
    return HttpResponse("", status=403, content_type="text/plain")
