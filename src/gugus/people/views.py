"""Look somebody up, see whether somebody is known already, and the page of a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.law import UnknownCode
from gugus.law import code as law_code
from gugus.people.forms import SearchForm
from gugus.people.gate import identity_refusal, person_for
from gugus.people.models import Person
from gugus.people.neighbours import appearances_of
from gugus.people.queries import hints, identity_shown, may_read_reasons, search_text, seen_by
from gugus.people.reading import typed_so_far
from gugus.people.sealing import may_seal
from gugus.places.queries import area_label, country_name

MOST_VIEWS_LISTED = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """One open fact on the page; `is_missing` asks to complete it."""

    label: Any
    value: str

    @property
    def is_missing(self) -> bool:
        return not self.value


@staff_door(Section.IDENTITY, Verb.SEE)
def search_page(request: HttpRequest) -> HttpResponse:
    """The search box and its answer on one page; posted, so that no name stands in an address."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context, status = {"form": form}, 200
    if form.is_bound:
        if form.is_valid():
            context["found"] = search_text(request.viewer, form.cleaned_data["text"], now())
        else:
            status = 422
    return render(request, "people/search.html", context, status=status)


@staff_door(Section.IDENTITY, Verb.SEE)
@require_POST
def hints_page(request: HttpRequest) -> HttpResponse:
    """Who the person being typed in may already be: a fragment for htmx, a page of its own without it."""
    typed = typed_so_far(request.POST, localdate().year)
    found = hints(request.viewer, **typed, without=request.POST.get("hint_without", ""), at=now())
    context = {
        "found": found,
        "choose": request.POST.get("hint_choose", "")[:100],
        "chosen": request.POST.get(request.POST.get("hint_choose", "") or "-", "")[:12],
    }
    return render(request, "people/_hint_list.html" if request.htmx else "people/hints.html", context)


@staff_door()
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A person: open facts, the identity behind its mask, where the viewer may meet the person, who looked."""
    at = now()
    person = person_for(request.viewer, ref, at=at)
    return render(request, "people/detail.html", page_of(request, person, at))


def page_of(request: HttpRequest, person: Person, at: datetime) -> dict:
    """Everything the page shows. An identity on the screen is a read that the trail keeps."""
    viewer = request.viewer
    shown = identity_shown(viewer, person, at)
    if shown and shown.is_open:
        record("person.identity_seen", about=person, by=viewer.user, at=at)
    may_unmask = shown is not None and identity_refusal(viewer, person, Verb.UNMASK, at) is None
    return {
        "person": person,
        "facts": facts_of_page(person),
        "shown": shown,
        "may_unmask": may_unmask and shown.state == "known",
        "may_write": identity_refusal(viewer, person, Verb.WRITE, at) is None
        and (shown is None or shown.state != "sealed"),
        "may_seal": may_seal(viewer, person, at),
        "may_ask": may_unmask and shown.state == "sealed" and person.agency_id == viewer.agency_id,
        "appearances": appearances_of(viewer, person, at),
        "views": list(seen_by(viewer, person)[:MOST_VIEWS_LISTED]) if shown else [],
        "reasons": may_read_reasons(viewer),
        "seconds_left": max(int((shown.until_at - at).total_seconds()), 1) if shown and shown.is_open else 0,
        "now": at,
    }


def facts_of_page(person: Person) -> list[Fact]:
    """The open facts in words."""
    year = ""
    if person.birth_year:
        certainty = person.get_birth_certainty_display().lower()
        year = f"{person.birth_year} ({certainty})"
    return [
        Fact(_("Sex"), "" if person.sex == "unknown" else person.get_sex_display()),
        Fact(_("Birth year"), year),
        Fact(_("Nationality"), country_name(person.nationality) if person.nationality else ""),
        Fact(_("Home area"), area_label(person.home_area) if person.home_area else ""),
        Fact(_("Education"), _of_law("educations", person.education)),
        Fact(_("Disability"), _of_law("disabilities", person.disability)),
        Fact(_("Language"), person.language),
    ]


def _of_law(list_name: str, stored: str) -> str:
    if not stored or stored == "unknown":
        return ""
    try:
        words = law_code(list_name, stored).words
    except UnknownCode:
        return stored
    return words.en if get_language() == "en" else words.id
