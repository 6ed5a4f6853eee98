"""What survivors are told and want to know, protection, and the question of art. 18."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.justice import forms, queries, safe, wording
from gugus.justice.actions import protecting, shielding, telling
from gugus.justice.codes import Help, Telling
from gugus.justice.gate import (
    case_to_pursue,
    informing_of,
    party_of,
    proceeding_for,
    protection_for,
    shield_for,
    shields_open,
)
from gugus.justice.views.proceedings import BOTH, sheet_of, url
from gugus.justice.views.sheets import Sheet, answer, posted


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def tell(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """She was told of a step. What is known of the safe way stands above the form."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    row = informing_of(sight, pk)
    if row.state == Telling.TOLD:
        return redirect("justice:detail", ref)
    form = forms.ToldForm(posted(request), initial={"told_at": at.replace(second=0, microsecond=0)})

    def act(form):
        return telling.mark_told(informing=row, by=request.viewer.user, at=at, **form.cleaned_data)

    names = wording.named(request.viewer, [row.party], at)
    text = _("%(name)s is told: %(stage)s, %(day)s.") % {
        "name": names[row.party_id], "stage": row.move.get_stage_display(), "day": row.move.on.strftime("%d.%m.%Y"),
    }  # fmt: skip
    sheet = sheet_of(sight, _("She was told"), text=text, above="justice/_safe.html", icon="phone")
    warnings = safe.warnings_of(sight.case)
    return answer(request, form, act, sheet, warnings=warnings, not_safe_url=url("not_safe", ref, pk))


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def not_safe(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """She cannot be told safely now."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    row = informing_of(sight, pk)
    form = forms.NotSafeForm(posted(request))

    def act(form):
        return telling.mark_not_safe(informing=row, by=request.viewer.user, at=at, **form.cleaned_data)

    text = _("The task ends; the line stays, and she can still be told later.")
    return answer(request, form, act, sheet_of(sight, _("Cannot be told safely now"), text=text))


def _of_case(ref: str, heading, text="", **more) -> Sheet:
    case_url = reverse("cases:detail", args=[ref])
    return Sheet(heading, f"{case_url}#panel-justice", ((ref, case_url),), ref, text, **more)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def wish(request: HttpRequest, ref: str) -> HttpResponse:
    """What a survivor wants to know of the criminal case."""
    at = now()
    case = case_to_pursue(request.viewer, ref, at=at).case
    parties = queries.survivors_of(case)
    form = forms.WishForm(
        posted(request), parties=wording.choices_of(request.viewer, parties, at),
        initial={"said_on": timezone.localdate(at)},
    )  # fmt: skip

    def act(form):
        given = dict(form.cleaned_data)
        party = party_of(case, given.pop("party"), "survivor")
        return telling.record_wish(case=case, party=party, by=request.viewer.user, at=at, **given)

    text = _(
        "It is her right to know, and her right not to. It counts for what waits now and for every later step."
    )
    return answer(request, form, act, _of_case(ref, _("What she wants to know"), text))


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def ask_protection(request: HttpRequest, ref: str) -> HttpResponse:
    """LPSK was asked to protect somebody."""
    at = now()
    case = case_to_pursue(request.viewer, ref, at=at).case
    parties = queries.parties_of(case, "survivor", "witness", "family", "reporter")
    form = forms.ProtectionForm(
        posted(request), parties=wording.choices_of(request.viewer, parties, at),
        initial={"asked_on": timezone.localdate(at)},
    )  # fmt: skip

    def act(form):
        given = dict(form.cleaned_data)
        party = party_of(case, given.pop("party"))
        return protecting.ask_protection(case=case, party=party, by=request.viewer.user, at=at, **given)

    text = _("The application itself is sent on paper or through LPSK's own channel; here its clock is kept.")
    sheet = _of_case(ref, _("Ask LPSK for protection"), text, icon="shield")
    return answer(request, form, act, sheet, to=lambda made: url("protection", made.ref))


@staff_door(Section.JUSTICE)
@require_GET
def protection(request: HttpRequest, ref: str) -> HttpResponse:
    """One request for protection. Reading it is written to the trail."""
    at = now()
    sight = protection_for(request.viewer, ref, at=at)
    one = sight.row
    protecting.read_protection(protection=one, by=request.viewer.user, at=at)
    one.chip = wording.protection_chip(one.state)
    kinds = [Help(kind).label for kind in one.kinds]
    names = wording.named(request.viewer, [one.party], at)
    began = timezone.make_aware(datetime(one.asked_on.year, one.asked_on.month, one.asked_on.day, 8))
    context = {
        "one": one, "sight": sight, "now": at, "kinds": kinds, "name": names[one.party_id], "began": began,
        "may_step": sight.may_write and bool(protecting.NEXT[one.state]), "waits": one.state in protecting.OPEN,
    }  # fmt: skip
    return render(request, "justice/protection.html", context)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def protection_step(request: HttpRequest, ref: str) -> HttpResponse:
    """What LPSK answered, or what became of the protection."""
    at = now()
    sight = protection_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one = sight.row
    ways = protecting.NEXT[one.state]
    if not ways and request.method == "GET":
        return redirect("justice:protection", ref)
    initial = {"version": one.version, "on": timezone.localdate(at)}
    form = forms.ProtectionStepForm(posted(request), ways=list(ways), initial=initial)

    def act(form):
        seen = form.cleaned_data["version"]
        return protecting.move_protection(
            protection=one, by=request.viewer.user, at=at, seen=seen, **form.words
        )

    up = ((str(_("Criminal cases")), url("list") + "?tab=protection"), (ref, url("protection", ref)))
    return answer(request, form, act, Sheet(_("What happened"), url("protection", ref), up, ref))


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def raise_shield(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody thinks that art. 18 protects a survivor. For her side alone."""
    at = now()
    case = shields_open(case_to_pursue(request.viewer, ref, at=at)).case
    parties = queries.survivors_of(case)
    form = forms.ShieldForm(posted(request), parties=wording.choices_of(request.viewer, parties, at))

    def act(form):
        given = dict(form.cleaned_data)
        party = party_of(case, given.pop("party"), "survivor")
        return shielding.raise_shield(
            case=case, party=party, origin="told", by=request.viewer.user, at=at, **given
        )

    text = _(
        "A survivor who was forced to commit an offence is not punished. Legal aid and LPSK on the case get a task; "
        "police, prosecutor and court do not see it."
    )
    sheet = _of_case(ref, _("Ask about art. 18"), text, icon="shield")
    return answer(request, form, act, sheet, to=lambda made: url("shield", made.ref))


@staff_door(Section.JUSTICE)
@require_GET
def shield(request: HttpRequest, ref: str) -> HttpResponse:
    """The question whether a survivor goes unpunished. Reading it is written to the trail."""
    at = now()
    sight = shield_for(request.viewer, ref, at=at)
    one = sight.row
    shielding.read_shield(shield=one, by=request.viewer.user, at=at)
    names = wording.named(request.viewer, [one.party], at)
    context = {"one": one, "sight": sight, "now": at, "name": names[one.party_id]}
    return render(request, "justice/shield.html", context)


@staff_door(Section.JUSTICE, Verb.DECIDE)
@require_http_methods(BOTH)
def shield_step(request: HttpRequest, ref: str) -> HttpResponse:
    """What was done about art. 18, or what came of it."""
    at = now()
    sight = shield_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    form = forms.ShieldStepForm(
        posted(request), initial={"version": sight.row.version, "on": timezone.localdate(at)}
    )

    def act(form):
        seen = form.cleaned_data["version"]
        return shielding.decide_shield(
            shield=sight.row, by=request.viewer.user, at=at, seen=seen, **form.words
        )

    return answer(
        request,
        form,
        act,
        Sheet(_("Write what came of it"), url("shield", ref), ((ref, url("shield", ref)),), ref),
    )
