"""The guest's pages: no account, nothing of others, one small sheet for a phone.

A look consumes nothing: every GET without a bound browser gives the same page, whatever link led there, because the
link's secret stands behind the # and is never sent in an address.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.gate import public_door
from gugus.base import limits
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import receivers
from gugus.guests import wording
from gugus.guests.answering import answer, is_for_guests, possible_steps
from gugus.guests.codes import Reach
from gugus.guests.entering import enter, leave, look, wake
from gugus.guests.forms import EntryForm, WhoForm
from gugus.guests.queries import Visit, sheet_of, visit
from gugus.referrals.forms import DeclineForm
from gugus.referrals.steps import BY_SLUG, Step
from gugus.referrals.wording import preview_lines

COOKIE = f"{settings.COOKIE_PREFIX}gugus_guest"
LONGEST_DAYS = 60
WRONG_AN_HOUR = 20
WHY = "an office without an account answers a referral with a link and a code"
KEPT = ("answer", "feedback", "report")


@public_door(because=WHY)
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Knock, or read what this browser is bound to."""
    at, session = now(), request.COOKIES.get(COOKIE, "")[:100]
    if request.method == "POST":
        return _sign_off(request, session, at) if "leave" in request.POST else _knock(request, session, at)
    here = look(session=session, at=at)
    if here is None or here.reach == Reach.ASLEEP:
        return _entry(request, EntryForm())
    return render(request, "guests/guest.html", _facts(here))


def _knock(request: HttpRequest, session: str, at: datetime) -> HttpResponse:
    form = EntryForm(request.POST)
    if limits.used_up("guest", request, most=WRONG_AN_HOUR, at=at):
        form.add_error(None, _("Many tries came from this network within an hour. Please wait a little."))
        return _entry(request, form, status=429)
    if form.is_valid():
        given = form.cleaned_data
        made = enter(key=given["key"], code=given["code"], at=at)
        if made or wake(session=session, code=given["code"], at=at):
            rotate_token(request)
            return _with_cookie(redirect("guests:door"), made)
    limits.count("guest", request, at=at)
    form.add_error(
        None,
        _(
            "Link and code do not open anything. They may be mistyped, used or over. Ask the office that sent them."
        ),
    )
    return _entry(request, form, status=422)


def _with_cookie(response: HttpResponse, session: str | None) -> HttpResponse:
    if session:
        response.set_cookie(
            COOKIE, session, max_age=LONGEST_DAYS * 86400, path="/", secure=settings.SECURE, httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


def _sign_off(request: HttpRequest, session: str, at: datetime) -> HttpResponse:
    leave(session=session, at=at)
    response = redirect("guests:door")
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response


@public_door(because=WHY)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer: what follows, the words it needs, who gives it."""
    at, session = now(), request.COOKIES.get(COOKIE, "")[:100]
    here, asked = visit(session, at), BY_SLUG.get(slug)
    if here is None or here.reach == Reach.ASLEEP:
        return _lost(request)
    if asked is None or not is_for_guests(asked):
        return redirect("guests:door")
    if request.method == "GET" and asked not in possible_steps(here):
        return redirect("guests:door")
    form = _form(asked, here, request.POST if request.method == "POST" else None, at)
    if not form.is_bound or not form.is_valid():
        return _step_page(request, here, asked, form, status=422 if form.is_bound else 200)
    return _answered(request, here, asked, form, at)


def _answered(request: HttpRequest, here: Visit, asked: Step, form, at: datetime) -> HttpResponse:
    words = dict(form.words)
    who = {name: words.pop(name) for name in ("name", "position")}
    try:
        moved = answer(here=here, step=asked, words=words, seen=form.cleaned_data["version"], at=at, **who)
    except Stale:
        form.add_error(
            None, _("This changed meanwhile. Your words are still here; look at the page once more.")
        )
        return _step_page(request, here, asked, form, status=409)
    except Cannot as refused:
        form.show(refused)
        return _step_page(request, here, asked, form, status=422)
    if moved.state == "declined":
        return render(request, "guests/thanks.html", {"referral": here.referral})
    return redirect("guests:door")


def _form(asked: Step, here: Visit, data, at: datetime):
    more = {}
    if issubclass(asked.form, DeclineForm):
        own = (here.referral.agency_id, here.referral.to_agency_id)
        more["agencies"] = receivers(timezone.localdate(at)).exclude(pk__in=own)
    made = type(f"Guest{asked.form.__name__}", (WhoForm, asked.form), {})
    return made(data, initial={"version": here.referral.version}, **more)


def _step_page(request: HttpRequest, here: Visit, asked: Step, form, *, status: int) -> HttpResponse:
    context = {"referral": here.referral, "step": asked, "form": form}
    return render(request, "guests/guest_step.html", context, status=status)


def _lost(request: HttpRequest) -> HttpResponse:
    """The browser is not bound (any more), or slept: what was typed is shown once, to be copied."""
    if request.method == "GET":
        return redirect("guests:door")
    kept = [request.POST[name] for name in KEPT if request.POST.get(name)]
    return _entry(request, EntryForm(), status=422, kept=kept)


def _entry(request: HttpRequest, form: EntryForm, *, status: int = 200, kept=()) -> HttpResponse:
    return render(request, "guests/entry.html", {"form": form, "kept": kept}, status=status)


def _facts(here: Visit) -> dict:
    referral = here.referral
    sheet = here.reach == Reach.SHEET
    content = sheet_of(here) if sheet else {}
    return {
        "referral": referral,
        "reach": here.reach,
        "steps": possible_steps(here),
        "lines": wording.sheet_lines(referral, content) if sheet else [],
        "preview": preview_lines(referral) if here.reach == Reach.PREVIEW else [],
        "guest_pass": here.guest_pass,
    }
