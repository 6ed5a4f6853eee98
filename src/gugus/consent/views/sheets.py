"""Paper: the sheet of consent before and after the answer, the letter after a withdrawal. Both languages."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.consent import queries
from gugus.consent.gate import Sight, ground_for, ledger_for, withdrawal_for
from gugus.consent.models import Ground, Purpose, Recall
from gugus.consent.reading import print_sheet
from gugus.consent.showing import shown
from gugus.directory.models import Agency
from gugus.people.models import Person
from gugus.people.queries import shown_names, unmasked_now

LANGUAGES = ("id", "en")


@staff_door(Section.CONSENT)
@require_GET
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The official sheet (lembar persetujuan) of one line, as it was read out and answered."""
    at = now()
    ground, sight = ground_for(request.viewer, ref, at=at)
    purpose = Purpose.objects.filter(code=ground.purpose).order_by("-valid_from").first()
    text = ground.text or queries.text_on(at)
    return _drawn(request, sight, at, about=ground, what="sheet", purpose=purpose, text=text, ground=ground)


@staff_door(Section.CONSENT)
@require_GET
def blank(request: HttpRequest, ref: str) -> HttpResponse:
    """The same to take along: ?purpose= and ?to= fill in what is asked; the answer is left to the person."""
    at = now()
    sight = ledger_for(request.viewer, ref, at=at)
    purpose = next((one for one in queries.purposes_on(at) if one.code == request.GET.get("purpose")), None)
    agency = Agency.objects.filter(slug=request.GET.get("to", "")).first()
    text = queries.text_on(at)
    return _drawn(
        request, sight, at, about=sight.person, what="blank", purpose=purpose, text=text, agency=agency
    )


@staff_door(Section.CONSENT)
@require_GET
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """For the person: what ended, who was told to stop, what cannot be taken back and why. In plain words."""
    at = now()
    found, sight = withdrawal_for(request.viewer, ref, at=at)
    language = _language(request)
    with translation.override(language):
        kept = [
            (one.words_in(language), one.plain_in(language))
            for one in queries.duties_on(at)
            if one.code in found.kept
        ]
        lines = shown(queries.of_person(found.person).filter(withdrawal=found), at)
        context = {
            "withdrawal": found, "lines": lines, "kept": kept, "language": language, "other": _other(language),
            "agencies": [_who(one) for one in queries.recalls_of(found)], **_head(request, sight, at),
        }  # fmt: skip
        print_sheet(
            about=found,
            person=found.person,
            what="letter",
            named=context["named"],
            by=request.viewer.user,
            at=at,
        )
        return render(request, "consent/letter.html", context)


def _drawn(
    request: HttpRequest,
    sight: Sight,
    at: datetime,
    *,
    about: Ground | Person,
    what: str,
    purpose,
    text,
    **more,
) -> HttpResponse:
    language = _language(request)
    with translation.override(language):
        ground = more.get("ground")
        sections = ground.sections if ground else []
        context = {
            "text": text.text_in(language) if text else "", "version": text.number if text else "",
            "purpose": purpose.words_in(language) if purpose else "", "language": language, "other": _other(language),
            "plain": purpose.plain_in(language) if purpose else "",
            "line": shown([ground], at)[0] if ground else None,
            "sections": [str(dict(Section.choices).get(one, one)) for one in sections],
            **more, **_head(request, sight, at),
        }  # fmt: skip
        print_sheet(
            about=about, person=sight.person, what=what, named=context["named"], by=request.viewer.user, at=at
        )
        return render(request, "consent/sheet.html", context)


def _head(request: HttpRequest, sight: Sight, at: datetime) -> dict:
    """Who prints, and the person's name only while it is unmasked and asked for."""
    open_now = sight.person.pk in unmasked_now(request.viewer, at)
    named = open_now and request.GET.get("nama") == "1"
    agency = request.viewer.user.agency
    name = shown_names(request.viewer, [sight.person], at).get(sight.person.pk, "") if named else ""
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    return {
        "named": named, "may_name": open_now, "name": name, "person": sight.person, "now": at, "sight": sight,
        "letterhead": {"name": agency.name, "address": contact},
    }  # fmt: skip


def _who(recall: Recall) -> str:
    return recall.to_agency.name if recall.to_agency else recall.outside_name or "–"


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("bahasa", "")
    return asked if asked in LANGUAGES else ("en" if (get_language() or "").startswith("en") else "id")


def _other(language: str) -> str:
    return "en" if language == "id" else "id"
