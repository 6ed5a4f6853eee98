"""The sender's pages: make and take back a guest link, type in what came on paper, print the letter with the name."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import receivers
from gugus.guests import queries, rules, slips
from gugus.guests.actions import make_pass, revoke_pass
from gugus.guests.forms import InviteForm, LetterForm, SlipForm
from gugus.guests.gate import living_pass, sender_sight
from gugus.guests.letters import print_named
from gugus.guests.policies import may_type, step_to
from gugus.people.queries import shown_names, unmasked_now
from gugus.referrals.lettering import letter_facts
from gugus.referrals.policies import Sight
from gugus.referrals.queries import person_of
from gugus.referrals.wording import in_short


@staff_door(Section.REFERRAL)
@require_GET
def passes(request: HttpRequest) -> HttpResponse:
    """Every link of one's agency that still works, or could."""
    rows = list(queries.alive(request.viewer)[:200])
    in_short([one.referral for one in rows])
    return render(request, "guests/passes.html", {"rows": rows, "now": now()})


@staff_door(Section.REFERRAL, Verb.DECIDE, fresh=True)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose the ways, write what opens after acceptance; link and code are shown once."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    referral = sight.referral
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        service=referral.service,
        has_accounts=queries.has_accounts(referral.to_agency_id),
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = make_pass(
                referral=referral, link_by=given["link_by"], code_by=given["code_by"], told=form.told,
                asked=given.get("asked", False), by=request.viewer.user, at=at,
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            link = request.build_absolute_uri(reverse("guests:door")) + f"#{made.key}"
            context = {"referral": referral, "made": made.guest_pass, "link": link, "code": made.code}
            return render(request, "guests/made.html", context)
    context = {"referral": referral, "form": form, "wanted": rules.fields_for(referral.service)}
    context |= {"running": [one for one in queries.passes_of(request.viewer, referral) if not one.ended_at]}
    return render(request, "guests/invite.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the link back; it is over with the next request of the guest."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    found = living_pass(request.viewer, sight)
    if request.method == "POST":
        with suppress(Cannot):  # it ended in this very moment: what was wanted is so
            revoke_pass(guest_pass=found, by=request.viewer.user, at=at)
        return redirect("referrals:detail", ref)
    return render(request, "guests/revoke.html", {"referral": sight.referral, "guest_pass": found})


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def type_in(request: HttpRequest, ref: str) -> HttpResponse:
    """What the other office said on paper or by phone."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if not may_type(sight):
        return redirect("referrals:detail", ref)
    form = _slip_form(request, sight, at)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        names = ("way", "on", "name", "position", "scan")
        try:
            slips.type_in(
                referral=sight.referral, step=step_to(given["to"], sight), words=form.for_step,
                said=slips.Said(**{name: given[name] for name in names}), by=request.viewer.user, at=at,
                seen=given["version"],
            )  # fmt: skip
        except Stale:
            return redirect("referrals:detail", ref)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("referrals:detail", ref)
    context = {"referral": sight.referral, "form": form}
    return render(request, "guests/type_in.html", context, status=422 if form.is_bound else 200)


def _slip_form(request: HttpRequest, sight: Sight, at: datetime) -> SlipForm:
    own = (sight.referral.agency_id, sight.referral.to_agency_id)
    bound = request.method == "POST"
    return SlipForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        state=sight.referral.state,
        agencies=receivers(timezone.localdate(at)).exclude(pk__in=own),
        initial={"version": sight.referral.version, "on": timezone.localdate(at)},
    )


@staff_door(Section.REFERRAL, Verb.DECIDE, fresh=True)
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter that carries the name: first the question, then the numbered copy, always in Indonesian."""
    at, viewer = now(), request.viewer
    sight = sender_sight(viewer, ref, verb=Verb.DECIDE, at=at)
    person = person_of(viewer, sight.referral)
    open_now = person is not None and person.pk in unmasked_now(viewer, at)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and open_now and form.is_valid():
        copy = print_named(referral=sight.referral, by=viewer.user, at=at)
        name = shown_names(viewer, [person], at)[person.pk]
        return _drawn(request, sight, person, name, copy, at)
    context = {"referral": sight.referral, "form": form, "person": person, "may_name": open_now}
    context["letters"] = queries.letters_of(viewer, sight.referral)
    return render(request, "guests/letter_ask.html", context, status=422 if form.is_bound else 200)


def _drawn(request: HttpRequest, sight: Sight, person, name: str, copy, at: datetime) -> HttpResponse:
    with translation.override("id"):
        context = {
            "referral": sight.referral, "sight": sight, "person": person, "name": name, "named": True, "copy": copy,
            "now": at,
        }  # fmt: skip
        facts = letter_facts(sight.referral, preview=True)
        return render(request, "referrals/letter.html", context | facts)
