"""What happened: the chronology, its drafts and corrections, incidents with routes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import SECTION_CLOSED
from gugus.cases.forms import LONG, CorrectionForm, EntryForm
from gugus.cases.forms_story import IncidentForm, LegForms
from gugus.cases.gate import sight_for
from gugus.cases.policies import Sight
from gugus.cases.records import add_incident, draft_of, keep_draft, write_entry
from gugus.cases.story import visible_entries
from gugus.cases.views.acting import Step, answer, show
from gugus.cases.views.links import link


def _writing(request: HttpRequest, ref: str) -> Sight:
    """A case in whose chronology the viewer may write some section, own agency's or opened."""
    sight = sight_for(request.viewer, ref, at=timezone.now())
    if not sight.writable_sections:
        raise PermissionDenied(SECTION_CLOSED)
    return sight


@staff_door(Section.CASE)
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """One more line. The box on the case page posts here; on an error this page keeps the words."""
    at = timezone.now()
    sight = _writing(request, ref)
    case, user = sight.case, request.viewer.user
    form = EntryForm(
        request.POST or None, sections=sight.writable_sections, now=at,
        autosave_url=link("cases:draft", case.ref), initial={"text": draft_of(case, user)},
    )  # fmt: skip
    step = Step(
        title=_("Write in the chronology"), button=_("Add"), done=_("Written down."), icon="note",
        anchor="story", text=_("A line that stands is never changed; a correction points to it."),
    )  # fmt: skip
    return answer(request, sight, step, form, lambda told: write_entry(case=case, by=user, at=at, **told))


@staff_door(Section.CASE)
@require_POST
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what is being typed. 204: kept."""
    sight = _writing(request, ref)
    keep_draft(
        case=sight.case, text=request.POST.get("text", "")[:LONG], by=request.viewer.user, at=timezone.now()
    )
    return HttpResponse(status=204)


@staff_door(Section.CASE)
def correct(request: HttpRequest, ref: str, entry_id: str) -> HttpResponse:
    """Correct a line by a new one in the same section."""
    at = timezone.now()
    sight = _writing(request, ref)
    rows = visible_entries(sight).select_related("data_key", "by", "agency")
    own = {"agency_id": request.viewer.agency_id, "section__in": sight.writable_sections}
    entry = get_object_or_404(rows, pk=entry_id, **own)
    form = CorrectionForm(
        request.POST or None, sections=[Section(entry.section)], now=at,
        initial={"kind": entry.kind, "happened_at": timezone.localtime(entry.happened_at)},
    )  # fmt: skip
    step = Step(
        title=_("Correct a line"), button=_("Add the correction"), done=_("The correction stands beside the line."),
        icon="edit", anchor="story", context={"entry": entry},
    )  # fmt: skip
    return answer(
        request, sight, step, form,
        lambda told: write_entry(case=sight.case, corrects=entry, by=request.viewer.user, at=at, **told),
    )  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """What happened, with the legs of the route. "Another leg" comes back with one more row, nothing lost."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = IncidentForm(request.POST or None)
    legs = LegForms(_with_room(request.POST) if request.method == "POST" else None, prefix="leg")
    step = Step(
        title=_("Add an incident"), button=_("Save the incident"), done=_("The incident is in the file."),
        icon="route", anchor="incidents", template="cases/incident.html", context={"legs": legs},
    )  # fmt: skip
    if "more" in request.POST:
        return show(request, sight, step, form)
    if request.method == "POST" and not legs.is_valid():
        form.is_valid()
        return show(request, sight, step, form, status=422)
    return answer(
        request, sight, step, form,
        lambda told: add_incident(
            case=sight.case, facts=form.facts, legs=[one.leg for one in legs if one.leg],
            by=request.viewer.user, at=at, key=told["key"],
        ),
    )  # fmt: skip


def _with_room(posted):
    """What was posted, with one more empty leg when the person asked for it."""
    if "more" not in posted:
        return posted
    data = posted.copy()
    total = data.get("leg-TOTAL_FORMS", "")
    data["leg-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() else "1"
    return data
