"""Pages of the administrator: how the channels are, what holds for everybody, a test."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.access.queries import hosts
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.notices import choosing, testing
from gugus.notices.forms import HouseForm
from gugus.notices.knowing import house
from gugus.notices.standing import standings


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel with its counts; the hours for everybody, which the installation's own administrators set."""
    may_set = hosts(request.viewer.agency_id)
    if request.method == "POST" and not may_set:
        raise PermissionDenied(NO_RIGHT)
    form = HouseForm(request.POST or None, initial=HouseForm.starting(house()))
    status = 200
    if request.method == "POST":
        status = _set(request, form) if form.is_valid() else 422
        if status == 302:
            return redirect("notices:channels")
    context = {"standings": standings(), "form": form, "may_set": may_set, "now": now()}
    return render(request, "notices/channels.html", context, status=status)


def _set(request: HttpRequest, form: HouseForm) -> int:
    told = dict(form.cleaned_data)
    seen = told.pop("version")
    try:
        with transaction.atomic():
            choosing.set_house_rules(by=request.viewer.user, at=now(), seen=seen, **told)
    except Stale:
        form.add_error(None, _("A colleague changed this meanwhile. Look at the page again."))
        return 409
    except Cannot as refused:
        form.show(refused)
        return 422
    messages.success(request, _("This holds for everybody who chose nothing."))
    return 302


@staff_door(Section.USERS, Verb.WRITE)
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send myself a message over a channel (field "channel")."""
    try:
        testing.send_test(user=request.viewer.user, channel=request.POST.get("channel", ""), at=now())
    except testing.CannotTest as refused:
        messages.error(request, " ".join(str(one.words) for one in refused.reasons))
    except ValueError:
        raise Http404 from None
    else:
        messages.success(request, _("A test is on its way to you. Look here again in a minute."))
    return redirect("notices:channels")
