"""Knock with link and code, be bound to one browser, wake up, sign off.

Whatever does not open takes the same way: the same statements, the same entry, the same answer. A right link with a
right code makes a session; the first page that the browser then asks for binds it, and the link is worth nothing more.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, Value, When

from gugus.audit import circumstances
from gugus.audit.actions import Named, record
from gugus.guests import rules, secrets
from gugus.guests.codes import EndCode, PassState, Reach
from gugus.guests.models import GuestPass
from gugus.guests.queries import Visit, visit, voice
from gugus.outbox.actions import announce

COUNT = PositiveSmallIntegerField()
WAITS = Q(state=PassState.WAITING)
LAST_TRY = WAITS & Q(failures__gte=rules.MOST_WRONG - 1)


@transaction.atomic
def enter(*, key: str, code: str, at: datetime) -> str | None:
    """The secret of a new session, or None: unknown, over, used, wrong code, rubbish."""
    digests = secrets.link_digests(secrets.read_key(key))
    with voice("link", digests):
        rows = GuestPass.objects.unscoped(because="the link opens exactly this pass").filter(
            link_digest__in=digests
        )
        found = rows.select_for_update().first()
        one = found or GuestPass(expires_at=at)
        fits = secrets.code_fits(one.code_digest, one.pk, code)
        opens = rules.can_open(state=one.state, seen_at=one.seen_at, expires=one.expires_at, at=at)
        if found is None or not (fits and opens):
            _refuse(rows, found, at)
            return None
        return _bind(found, at)


def _refuse(rows, found: GuestPass | None, at: datetime) -> None:
    """Count, and remember a second browser; one statement and one entry, whether there is such a link or not."""
    rows.update(
        failures=Case(
            When(WAITS, then=F("failures") + 1),
            default=F("failures"),
            output_field=PositiveSmallIntegerField(),
        ),
        end_code=Case(When(LAST_TRY, then=Value(EndCode.LOCKED)), default=F("end_code")),
        ended_at=Case(When(LAST_TRY, then=Value(at)), default=F("ended_at")),
        again_at=Case(When(Q(state=PassState.OPEN, again_at=None), then=Value(at)), default=F("again_at")),
        state=Case(When(LAST_TRY, then=Value(PassState.ENDED)), default=F("state")),
    )
    about = Named("guestpass", found.pk, found.ref) if found else None
    within = Named("case", found.case_id) if found else None
    record("guest.refused", about=about, within=within, by=None, at=at)


def _bind(found: GuestPass, at: datetime) -> str:
    """A session for this browser; an unbound earlier one is void."""
    session = secrets.new_session()
    GuestPass.objects.unscoped(because="the link opens exactly this pass").filter(pk=found.pk).update(
        state=PassState.OPEN,
        session_digest=secrets.session_digest(session),
        opened_at=at,
        until_at=at + timedelta(days=found.days),
    )
    with as_guest(found):
        record("guest.opened", about=found, within=Named("case", found.case_id), by=None, at=at)
    announce("guest.opened", about=found, at=at)
    return session


@transaction.atomic
def look(*, session: str, at: datetime) -> Visit | None:
    """What this browser sees now. The first look binds it; each look is in the trail."""
    seen = visit(session, at)
    if seen is None or seen.reach == Reach.ASLEEP:
        return seen
    digests = secrets.session_digests(session)
    with voice("see", digests):
        rows = GuestPass.objects.unscoped(because="the session's own").filter(session_digest__in=digests)
        if not rows.update(seen_at=at):  # another browser was bound in this very moment
            return None
        with as_guest(seen.guest_pass):
            case = Named("case", seen.guest_pass.case_id)
            record(
                "guest.seen",
                about=seen.guest_pass,
                within=case,
                by=None,
                at=at,
                changes={"shows": seen.reach},
            )
    return seen


@transaction.atomic
def wake(*, session: str, code: str, at: datetime) -> bool:
    """The same browser after a pause, with the code once more. Wrong codes count as at the door."""
    sleeping = visit(session, at)
    if sleeping is None or sleeping.reach != Reach.ASLEEP:
        return False
    digests = secrets.session_digests(session)
    with voice("see", digests):
        rows = GuestPass.objects.unscoped(because="the session's own").filter(session_digest__in=digests)
        found = rows.select_for_update().get()
        if secrets.code_fits(found.code_digest, found.pk, code):
            rows.update(seen_at=at, failures=0)
            return True
        over = found.failures + 1 >= rules.MOST_WRONG
        end = {"state": PassState.ENDED, "end_code": EndCode.LOCKED, "ended_at": at} if over else {}
        rows.update(failures=F("failures") + 1, **end)
        record("guest.refused", about=found, within=Named("case", found.case_id), by=None, at=at)
    return False


@transaction.atomic
def leave(*, session: str, at: datetime) -> None:
    """The guest signs off; the pass is over."""
    here = visit(session, at)
    if here is None:
        return
    digests = secrets.session_digests(session)
    with voice("see", digests), as_guest(here.guest_pass):
        rows = GuestPass.objects.unscoped(because="the session's own").filter(session_digest__in=digests)
        rows.update(state=PassState.ENDED, end_code=EndCode.LEFT, ended_at=at)
        case = Named("case", here.guest_pass.case_id)
        record("guest.ended", about=here.guest_pass, within=case, by=None, at=at, reason=EndCode.LEFT)


def as_guest(one: GuestPass):
    """For a block every entry says: guest of which agency, by which pass."""
    return circumstances.under(guest=one.ref, guest_of=one.to_agency.slug)
