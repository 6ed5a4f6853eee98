"""Pages of minutes: written, sent, answered, signed, corrected, printed."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.files.queries import attachments_of
from gugus.kernel.masks import mask_name
from gugus.repatriation import forms, queries, rules, wording
from gugus.repatriation.actions import handing, signing
from gugus.repatriation.codes import Receiver, Side
from gugus.repatriation.gate import MinuteSight, minutes_for, minutes_to_write, to_handle
from gugus.repatriation.models import Handover, Repatriation
from gugus.repatriation.stations import names_of
from gugus.repatriation.steps import MINUTE_BY_SLUG, minute_possible, minute_steps
from gugus.repatriation.views import answer, offices

PAGE = "repatriation:minutes"


@staff_door(Section.REPATRIATION)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Minutes as far as they are open to the viewer. Reading them is written to the trail."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    signing.read_handover(handover=sight.handover, by=request.viewer.user, at=at)
    return render(request, "repatriation/minutes.html", facts(sight, at))


def facts(sight: MinuteSight, at: datetime, *, names: bool = False) -> dict[str, Any]:
    """What page and paper show of minutes. `names`: in full, for paper and whoever may know who somebody is."""
    one = sight.handover
    persons = queries.persons_of(one) if sight.is_open else []
    signed = {each.side: each for each in queries.signatures_of(one)} if sight.is_open else {}
    return {
        "handover": one,
        "sight": sight,
        "now": at,
        "place": names_of([(one.point, one.area)])[one.point, one.area],
        "moment": wording.local_moment(one.happened_at, one.zone),
        "persons": [{"person": each, "name": shown(each.name, each.person_ref, names)} for each in persons],
        "sides": sides_of(sight, signed),
        "steps": minute_steps(sight),
        "digest": one.digest or (signing.digest_of(one, persons) if sight.is_open else ""),
        "returns": _returns(sight),
        "files": attachments_of(one) if sight.is_open and not sight.viewer.reviewing else [],
        "correction": one.corrections.order_by("-written_at").first() if sight.is_open else None,
    }


def shown(name: str | None, code: str, in_full: bool) -> str:
    """A name in full or with stars; the code where nobody knows it."""
    return ((name if in_full else mask_name(name)) if name else "") or code


def may_name(sight: MinuteSight) -> bool:
    """May the viewer's paper carry full names? Whoever may unmask somebody's name."""
    return sight.viewer.has(Section.IDENTITY, Verb.UNMASK) and not sight.viewer.reviewing


def _returns(sight: MinuteSight) -> list[Repatriation]:
    rows = queries.repatriations_for(sight.viewer).filter(handed__handover=sight.handover)
    return list(rows.order_by("ref"))


def sides_of(sight: MinuteSight, signed: dict) -> list[dict]:
    """Each side: who, its signature, whether the viewer may sign it now."""
    one = sight.handover
    witnesses = [each.get("name", "") for each in one.witnesses or []]
    known = {
        Side.HANDING: (one.handing or {}, one.agency.name),
        Side.RECEIVING: (one.receiving or {}, one.to_agency.name if one.to_agency else ""),
        Side.WITNESS_1: ({"name": witnesses[0] if witnesses else ""}, ""),
        Side.WITNESS_2: ({"name": witnesses[1] if len(witnesses) > 1 else ""}, ""),
    }
    lines = []
    for side, (who, office) in known.items():
        may = sight.may_sign and side not in signed and not _asked_first(one)
        may = may and rules.may_sign(one.state, side, writes=sight.writes, receives=sight.receives)
        if side in signed or may or who.get("name") or office:
            lines.append({"side": side, "who": who, "office": office or who.get("office", ""),
                          "signature": signed.get(side), "may": may})  # fmt: skip
    return lines


def _asked_first(one: Handover) -> bool:
    return one.state == "draft" and one.receiver == Receiver.AGENCY


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Minutes about this person and those who travel together with her."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    people = [sight.repatriation, *_companions(request, sight.repatriation)]
    leg = _last_leg(sight.repatriation)
    initial = {
        "persons": [str(one.pk) for one in people], "receiver": "agency",
        "to_agency": leg.to_agency_id if leg else None,
        "point": leg.to_point if leg else "", "area": leg.to_area if leg else "",
        "happened_at": forms.on_the_wall(at.replace(second=0, microsecond=0), leg.to_zone) if leg else None,
        "handing_name": request.viewer.user.full_name, "handing_position": request.viewer.user.title,
    }  # fmt: skip
    return _write(request, people, initial, {"repatriation": sight.repatriation}, at)


def _companions(request: HttpRequest, one: Repatriation) -> list[Repatriation]:
    rows = queries.together_with(request.viewer, one)
    return [each for each in rows if request.viewer.agency_id in {each.agency_id, each.holder_id}]


def _last_leg(one: Repatriation):
    legs = [leg for leg in queries.legs_of(one) if leg.departed_at is not None]
    return legs[-1] if legs else None


def _write(request: HttpRequest, people: list, initial: dict, context: dict, at: datetime) -> HttpResponse:
    """The form of new minutes, also of those that correct others (`old` in the context)."""
    old = context.get("handover")
    choices = [(str(one.pk), f"{one.person_ref} · {one.ref}") for one in people]
    agencies = offices(at, but=request.viewer.agency_id)
    form = forms.MinutesForm(
        request.POST if request.method == "POST" else None, persons=choices, agencies=agencies,
        corrects=old is not None, initial=initial,
    )  # fmt: skip

    def run() -> str:
        made = handing.write_handover(
            persons=_handed(form, people), minutes=handing.Minutes(**form.minutes_words), by=request.viewer.user, at=at,
            key=form.cleaned_data["key"], corrects=old, code=form.cleaned_data.get("code", ""),
        )  # fmt: skip
        return made.ref

    context = context | {"form": form, "now": at}
    ref = old.ref if old else ""
    return answer(request, form, run, "repatriation/minutes_form.html", context, ref, page=PAGE)


def _handed(form, people: list[Repatriation]) -> list[handing.Handed]:
    chosen = set(form.cleaned_data["persons"])
    return [
        handing.Handed(repatriation=one, leg=_last_leg(one), **form.person_words(str(one.pk)))
        for one in people
        if str(one.pk) in chosen
    ]


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Other words or people, until the first signature."""
    at = now()
    sight = minutes_to_write(request.viewer, ref, at=at)
    one = sight.handover
    if one.digest or one.state not in rules.OPEN_MINUTES:
        return redirect(PAGE, ref)
    people, initial = _kept(sight)
    choices = [(str(each.pk), f"{each.person_ref} · {each.ref}") for each in people]
    form = forms.MinutesForm(
        request.POST if request.method == "POST" else None, persons=choices, initial=initial,
        agencies=offices(at, but=request.viewer.agency_id),
    )  # fmt: skip

    def run() -> None:
        handing.change_handover(
            handover=one, persons=_handed(form, people), minutes=handing.Minutes(**form.minutes_words),
            by=request.viewer.user, at=at, seen=form.cleaned_data["version"],
        )  # fmt: skip

    context = {"handover": one, "form": form, "changes": True}
    return answer(request, form, run, "repatriation/minutes_form.html", context, ref, page=PAGE)


def _kept(sight: MinuteSight) -> tuple[list[Repatriation], dict[str, Any]]:
    """The people of minutes and what the form shows of what was written."""
    one = sight.handover
    rows = {each.repatriation_id: each for each in queries.persons_of(one)}
    people = _returns(sight)
    initial: dict[str, Any] = {
        name: getattr(one, name) for name in ("version", "receiver", "point", "area", "place")
    }
    initial |= {"number": one.number, "words": one.words, "to_agency": one.to_agency_id}
    initial |= {
        "happened_at": forms.on_the_wall(one.happened_at, one.zone),
        "persons": [str(pk) for pk in rows],
    }
    for side in ("handing", "receiving"):
        initial |= {f"{side}_{part}": value for part, value in (getattr(one, side) or {}).items()}
    for number, witness in enumerate(one.witnesses or [], start=1):
        initial[f"witness_{number}"] = witness.get("name", "")
    for number, each in enumerate(people):
        kept = rows.get(each.pk)
        initial |= {f"{part}_{number}": getattr(kept, part) for part in forms.PERSON_PARTS} if kept else {}
    return people, initial


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """New minutes that name the old ones, which stay as they were signed."""
    at = now()
    sight = minutes_to_write(request.viewer, ref, at=at)
    if sight.handover.state != "signed":
        return redirect(PAGE, ref)
    people, initial = _kept(sight)
    initial.pop("version")
    return _write(request, people, initial, {"handover": sight.handover}, at)


@staff_door(Section.REPATRIATION)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Minutes are sent, accepted, declined or cancelled."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    asked = MINUTE_BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not minute_possible(asked, sight)):
        return redirect(PAGE, ref)
    one = sight.handover
    form = asked.form(request.POST if request.method == "POST" else None, initial={"version": one.version})
    context = {"handover": one, "step": asked, "form": form}
    if form.is_bound and not minute_possible(asked, sight):
        return render(request, "repatriation/step.html", context | {"clash": True}, status=409)

    def run() -> None:
        asked.run(
            handover=one, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **form.words
        )

    return answer(request, form, run, "repatriation/step.html", context, ref, page=PAGE)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, ref: str, side: str) -> HttpResponse:
    """One side signs: on the screen, or with a scan of the paper. What is signed stands above the field."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    if side not in Side.values or not sight.is_open:
        raise Http404
    if not sight.may_sign:
        raise PermissionDenied(OUT_OF_REACH)
    context = facts(sight, at)
    scans = [(str(file.pk), file.title or file.ref) for file in context["files"]]
    who = next((line["who"] for line in context["sides"] if line["side"] == side), {})
    initial = {
        "seen_digest": context["digest"],
        **{part: who.get(part, "") for part in ("name", "nip", "position")},
    }
    form = forms.SignForm(request.POST if request.method == "POST" else None, scans=scans, initial=initial)

    def run() -> None:
        words = form.cleaned_data
        chosen = next((file for file in context["files"] if str(file.pk) == words["scan"]), None)
        signing.sign(
            handover=sight.handover, side=side, name=words["name"], nip=words["nip"], position=words["position"],
            drawing="" if chosen else words["drawing"], scan=chosen, key=words["key"], seen_digest=words["seen_digest"],
            by=request.viewer.user, at=at,
        )  # fmt: skip

    context |= {"form": form, "side": Side(side).label}
    return answer(request, form, run, "repatriation/sign.html", context, ref, page=PAGE)


@staff_door(Section.REPATRIATION)
@require_GET
def signature(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The drawing of one signature."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    found = next((one for one in queries.signatures_of(sight.handover) if one.pk == pk), None)
    if found is None or not sight.is_open or not found.picture:
        raise Http404
    signing.read_handover(handover=sight.handover, by=request.viewer.user, at=at)
    return HttpResponse(base64.b64decode(found.picture), content_type="image/png")


@staff_door(Section.REPATRIATION)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The minutes on paper with the signatures drawn, always in Indonesian."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    if not sight.is_open:
        raise Http404
    signing.print_handover(handover=sight.handover, by=request.viewer.user, at=at)
    with translation.override("id"):
        host = sight.handover.agency
        contact = " · ".join(part for part in (host.phone, host.email) if part)
        context = facts(sight, at, names=may_name(sight)) | {
            "letterhead": {"name": host.name, "address": contact}
        }
        return render(request, "repatriation/minutes_paper.html", context)
