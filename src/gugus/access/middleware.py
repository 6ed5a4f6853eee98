"""Put the viewer on the request and let the database speak for the viewer's agency."""

import hashlib
from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.api import digest_of
from gugus.access.models import ApiKey, IdempotentWrite
from gugus.access.viewer import NOBODY, Viewer, viewer_of
from gugus.audit import circumstances
from gugus.base.api import problem
from gugus.base.context import speak_for
from gugus.base.middleware import Handler

API = "/api/"
REVIEWING = "reviewing"  # in the session: since when (people.review_pages)
STANDING_IN = "standing_in"  # of the session: the delegation under which somebody works now


def viewer(get_response: Handler) -> Handler:
    """`request.viewer` for every view: of the session, or under /api/ of the key; otherwise nobody."""

    def handle(request: HttpRequest) -> HttpResponse:
        bearer = request.headers.get("Authorization", "") if request.path.startswith(API) else ""
        if bearer.startswith("Bearer "):
            request.viewer = _viewer_of_key(bearer[7:].strip())
        else:
            request.viewer = _viewer_of_session(request)
        if not request.viewer.is_known:
            speak_for(agency=None, user=None)
        return get_response(request)

    return handle


def _viewer_of_session(request: HttpRequest) -> Viewer:
    """The signed-in user; the session remembers for whom somebody stands in, the database whether it still counts."""
    user = request.user
    if not user.is_authenticated:
        return NOBODY
    speak_for(agency=user.agency_id, user=user.pk)  # single rights and delegations are locked too
    now = timezone.now()
    wanted = request.session.get(STANDING_IN)
    found = viewer_of(user, on=timezone.localdate(now), at=now, standing_in=UUID(wanted) if wanted else None)
    if found.stands_in_for:
        circumstances.note(on_behalf_of=found.self_id)
    elif wanted:
        del request.session[STANDING_IN]
    if request.session.get(REVIEWING) and found.may_review:
        found = replace(found, reviewing=True, singles=(), openings=())
        circumstances.note(review_mode="on")
    return found


def _viewer_of_key(secret: str) -> Viewer:
    now = timezone.now()
    key = (
        ApiKey.objects.select_related("user__agency")
        .filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=now)
        .first()
    )
    if key is None:
        return NOBODY
    today = timezone.localdate()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    circumstances.note(key=key.pk)
    speak_for(agency=key.user.agency_id, user=key.user_id)
    known = viewer_of(key.user, on=today, at=now)
    return known.narrowed_to(sections=frozenset(key.sections), read_only=key.read_only)


def idempotency(get_response: Handler) -> Handler:
    """A repeated API write with the same Idempotency-Key gets the first answer and changes nothing."""

    def handle(request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not (key and request.path.startswith(API) and request.method in {"POST", "PUT", "PATCH"}):
            return get_response(request)
        if not request.viewer.is_known:
            return get_response(request)
        if len(key) > 80:
            return problem(
                400, "idempotency_key_too_long", _("An idempotency key has at most 80 characters.")
            )
        return _once(request, key, get_response)

    return handle


def _digest(request: HttpRequest) -> bytes:
    """What was asked. A form with files was read already; its fields and contents stand for its body."""
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        told.update(request.body)
        return told.digest()
    for name, values in sorted(request.POST.lists()):
        told.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        told.update(repr((name, file.name, file.size)).encode())
        for part in file.chunks():
            told.update(hashlib.sha256(part).digest())
        file.seek(0)
    return told.digest()


def _once(request: HttpRequest, key: str, get_response: Handler) -> HttpResponse:
    digest = _digest(request)
    mine = IdempotentWrite.objects.unscoped(because="one's own earlier writes").filter(
        user=request.viewer.user
    )
    write = IdempotentWrite(user=request.viewer.user, key=key, request_digest=digest, at=timezone.now())
    try:
        with transaction.atomic():  # a twin that runs at this moment makes us wait here, then lose
            write.save(force_insert=True)
    except IntegrityError:
        return _earlier_answer(mine.get(key=key), digest)
    response = get_response(request)
    if response.status_code >= 500:
        return response  # the whole transaction is taken back, this row with it
    headers = {name: response[name] for name in ("ETag", "Location") if name in response}
    write.status = response.status_code
    write.answer = {"type": response["Content-Type"], "body": response.content.decode(), "headers": headers}
    write.save(update_fields=["status", "answer"])
    return response


def _earlier_answer(write: IdempotentWrite, digest: bytes) -> HttpResponse:
    if bytes(write.request_digest) != digest:
        return problem(422, "idempotency_key_reused", _("This idempotency key was used for another request."))
    kept = write.answer
    if kept is None:
        return problem(
            409,
            "answer_not_kept",
            _("This was done; its answer is not kept any more. Read the record instead."),
        )
    answer = HttpResponse(
        kept["body"], status=write.status, content_type=kept["type"], headers=kept["headers"]
    )
    answer["Idempotency-Replayed"] = "true"
    return answer
