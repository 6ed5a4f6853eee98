"""Pages of a person: how I am told, and my numbers."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.kernel.masks import mask_phone
from gugus.notices import choosing, numbers
from gugus.notices.channels import working
from gugus.notices.codes import PHONES, Channel, Family
from gugus.notices.families import starting
from gugus.notices.forms import CodeForm, HoursForm, ModesForm, NumberForm
from gugus.notices.knowing import modes_of
from gugus.notices.queries import deliveries_of

LATELY = 20


@staff_door()
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: HttpRequest) -> HttpResponse:
    """Which news leave over which channel, when I am left in peace, and what left lately."""
    user, at = request.viewer.user, now()
    manner = choosing.manner_of(user, at)
    own = numbers.numbers_of(user)
    channels = [one for one in working() if one not in PHONES or (one in own and own[one].verified_at)]
    chosen = modes_of(user.pk)
    modes = {(way, one): chosen.get((way, one)) or starting(way, one) for way in channels for one in Family}
    hours = HoursForm(request.POST or None, initial=HoursForm.starting(manner))
    table = ModesForm(channels, modes, request.POST or None)
    status = 200
    if request.method == "POST":
        status = _chosen(request, hours, table) if hours.is_valid() & table.is_valid() else 422
        if status == 302:
            return redirect("notices:how")
    context = {
        "hours": hours, "table": table, "now": at, "email": user.email, "mail_works": Channel.MAIL in working(),
        "phones": [(one, _shown(own.get(one))) for one in working() if one in PHONES],
        "lately": deliveries_of(request.viewer)[:LATELY],
    }  # fmt: skip
    return render(request, "notices/how.html", context, status=status)


def _chosen(request: HttpRequest, hours: HoursForm, table: ModesForm) -> int:
    user, at = request.viewer.user, now()
    told = dict(hours.cleaned_data)
    seen = told.pop("version")
    try:
        with transaction.atomic():
            choosing.choose_hours(user=user, at=at, seen=seen, **told)
            choosing.choose_modes(user=user, modes=table.modes(), at=at)
    except Stale:
        hours.add_error(None, _("You changed this elsewhere meanwhile. Look at the page again."))
        return 409
    except Cannot as refused:
        hours.show(refused)
        return 422
    messages.success(request, _("From now on you are told like this."))
    return 302


def _shown(row) -> dict | None:
    """A number as its owner sees it: its end is enough to know it by."""
    if row is None or not row.number:
        return None
    return {"number": mask_phone(row.number), "verified_at": row.verified_at}


@staff_door()
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, channel: str) -> HttpResponse:
    """Give a number, confirm it by the code that came, or drop it."""
    if channel not in PHONES or channel not in working():
        raise Http404
    what = request.POST.get("what", "")
    forms = {
        "ask": NumberForm(request.POST if what == "ask" else None),
        "confirm": CodeForm(request.POST if what == "confirm" else None),
    }
    if request.method == "POST" and _done(request, channel, what, forms):
        return redirect("notices:number", channel)
    row = numbers.numbers_of(request.viewer.user).get(channel)
    context = {
        "channel": Channel(channel), "row": row, "shown": _shown(row), "ask": forms["ask"],
        "confirm": forms["confirm"], "waits": bool(row and row.code_digest and not row.verified_at),
    }  # fmt: skip
    bad = any(form.errors for form in forms.values())
    return render(request, "notices/number.html", context, status=422 if bad else 200)


def _done(request: HttpRequest, channel: str, what: str, forms: dict) -> bool:
    user, at, form = request.viewer.user, now(), forms.get(what)
    if what == "drop":
        numbers.drop(user=user, channel=channel, at=at)
        messages.success(request, _("The number was removed."))
        return True
    if form is None or not form.is_valid():
        return form is None
    try:
        with transaction.atomic():
            if what == "ask":
                numbers.ask_code(user=user, channel=channel, at=at, **form.cleaned_data)
                messages.success(request, _("A code is on its way. Type it below."))
                return True
        if numbers.confirm(user=user, channel=channel, at=at, **form.cleaned_data) is None:
            form.add_error("code", numbers.WRONG)
            return False
    except Cannot as refused:
        form.show(refused)
        return False
    messages.success(request, _("The number is confirmed. Choose now what leaves over it."))
    return True
