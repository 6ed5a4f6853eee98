"""The access copy: a page that prints, and JSON."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.gate import staff_door
from gugus.privacy import copies, gate, queries
from gugus.privacy.codes import RequestKind, Verdict
from gugus.privacy.models import SubjectRequest
from gugus.privacy.views.shared import letterhead_of


@staff_door(Section.PRIVACY, Verb.EXPORT, fresh=True)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The copy as a document, in Indonesian unless ?bahasa=en."""
    at = now()
    asked = _granted(request, ref)
    language = "en" if request.GET.get("bahasa") == "en" else "id"
    with translation.override(language):
        parts = copies.make_copy(asked, form="paper", by=request.viewer.user, at=at)
        context = {
            "asked": asked, "parts": parts, "now": at, "language": language,
            "letterhead": letterhead_of(asked.agency),
            "other_url": f"?bahasa={'id' if language == 'en' else 'en'}",
        }  # fmt: skip
        return render(request, "privacy/copy_print.html", context)


@staff_door(Section.PRIVACY, Verb.EXPORT, fresh=True)
@require_GET
def as_json(request: HttpRequest, ref: str) -> HttpResponse:
    """The copy for another program."""
    asked = _granted(request, ref)
    parts = copies.make_copy(asked, form="json", by=request.viewer.user, at=now())
    text = json.dumps({"request": asked.ref, "parts": copies.as_data(parts)}, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{asked.ref}.json"'
    return answer


def _granted(request: HttpRequest, ref: str) -> SubjectRequest:
    """A request whose copy was granted and all of whose files were decided on; anything else has no copy."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.EXPORT)
    granted = asked.items.filter(kind=RequestKind.COPY, verdict__in=[Verdict.GRANTED, Verdict.PARTLY])
    whole = gate.may(request.viewer, Verb.EXPORT, FieldClass.SENSITIVE)
    if not whole or not asked.person_id or not granted.exists() or queries.undecided_files(asked):
        raise Http404
    return asked
