"""What an agency writes about its own services: terms, confirmation, end, and its places in two taps."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.pictures import StackedBar
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.models import Agency
from gugus.providers import actions, capacity, queries, wording
from gugus.providers.codes import Group
from gugus.providers.forms import CountForm, EndForm, OfferingForm
from gugus.providers.gate import sight_for
from gugus.providers.policies import why_not_write_for, writes_for_others
from gugus.providers.views import beds


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_GET
def ours(request: HttpRequest) -> HttpResponse:
    """Our places tonight: a plus, a minus and "full tonight" for every group."""
    return _ours(request, now())


def _ours(request: HttpRequest, at: datetime, *, clash: str = "", status: int = 200) -> HttpResponse:
    rows = []
    for one in queries.own_offerings(request.viewer, at=at):
        wording.dress(one, at)
        one.beds = [beds(each, at) for each in one.capacities.all()]
        rows.append(one)
    bars = [
        StackedBar(f"{one.title or one.service_words}, {Group(c.group).label}", [c.left, c.held, c.taken])
        for one in rows
        for c in one.beds
    ]
    context = {
        "rows": rows,
        "now": at,
        "clash": clash,
        "bars": bars[:12],
        "parts": [_("free"), _("held"), _("taken")],
    }
    return render(request, "providers/ours.html", context, status=status)


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_POST
def tap_places(request: HttpRequest, ref: str, group: str) -> HttpResponse:
    """One tap. Too late, or no room: the page as it is now, and why."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    if group not in Group.values:
        raise Http404
    seen = request.POST.get("version", "")
    try:
        capacity.tap(
            offering=sight.offering, group=group, kind=request.POST.get("kind", ""), by=request.viewer.user, at=at,
            seen=int(seen) if seen.isdecimal() else -1,
        )  # fmt: skip
    except Stale:
        clash = _(
            "The number had changed meanwhile. It stands below as it is now; tap again if it is still wrong."
        )
        return _ours(request, at, clash=clash, status=409)
    except Cannot as refused:
        return _ours(request, at, clash=" ".join(str(reason.words) for reason in refused.reasons), status=422)
    return redirect(f"{reverse('providers:ours')}#{sight.offering.ref}")


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, ref: str) -> HttpResponse:
    """All places of a group, counted anew; a new group too."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    known = {one.group: one for one in sight.offering.capacities.all()}
    chosen = known.get(request.GET.get("group", ""))
    initial = (
        {"group": chosen.group, "total": chosen.total, "taken": chosen.taken, "version": chosen.version}
        if chosen
        else {}
    )
    form = CountForm(request.POST or None, initial=initial)
    context = {
        "one": wording.dress(sight.offering, at),
        "form": form,
        "known": known.values(),
        "chosen": chosen,
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            capacity.set_places(
                offering=sight.offering, group=given["group"], total=given["total"], taken=given["taken"],
                by=request.viewer.user, at=at, seen=given["version"] if given["group"] in known else None,
            )  # fmt: skip
        except Stale:
            context["clash"] = known.get(given["group"])
            return render(request, "providers/count.html", context, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect(f"{reverse('providers:ours')}#{sight.offering.ref}")
    return render(request, "providers/count.html", context, status=422 if form.errors else 200)


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new service of one's own agency; of one without users for the secretariat."""
    at, viewer = now(), request.viewer
    others = queries.agencies_without_users(timezone.localdate(at)) if writes_for_others(viewer) else None
    form = OfferingForm(request.POST or None, agencies=others)
    if request.method == "POST" and form.is_valid():
        agency: Agency = form.cleaned_data.get("agency") or viewer.user.agency
        if why := why_not_write_for(viewer, agency):
            raise PermissionDenied(why)
        try:
            made = actions.write_offering(
                agency=agency, wording=form.wording(), by=viewer.user, at=at, key=form.cleaned_data["key"]
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("providers:detail", made.ref)
    return render(request, "providers/write.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """The terms as they are from now on. Somebody was faster: what was typed stays."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    form = OfferingForm(request.POST or None, offering=sight.offering)
    context = {"form": form, "one": wording.dress(sight.offering, at)}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_offering(
                offering=sight.offering, wording=form.wording(sight.offering), by=request.viewer.user, at=at,
                seen=form.cleaned_data["version"],
            )  # fmt: skip
        except Stale:
            return render(request, "providers/write.html", context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("providers:detail", ref)
    return render(request, "providers/write.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything still stands as it is written."""
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    actions.confirm_offering(offering=sight.offering, by=request.viewer.user, at=now())
    return redirect("providers:detail", ref)


@staff_door(Section.PROVIDER, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """The service is no longer given from a day on."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    initial = {"on": timezone.localdate(at), "version": sight.offering.version}
    form = EndForm(request.POST or None, initial=initial)
    context = {"form": form, "one": wording.dress(sight.offering, at)}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_offering(
                offering=sight.offering, on=given["on"], by=request.viewer.user, at=at, seen=given["version"]
            )
        except Stale:
            return render(request, "providers/end.html", context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("providers:detail", ref)
    return render(request, "providers/end.html", context, status=422 if form.is_bound else 200)
