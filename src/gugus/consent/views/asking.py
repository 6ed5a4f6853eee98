"""Write down what the person answered."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.consent import queries, rules
from gugus.consent.forms import GroundForm
from gugus.consent.gate import Sight, ledger_for
from gugus.consent.models import Ground
from gugus.consent.reading import read_ledger
from gugus.consent.recording import Told, record_ground
from gugus.directory.queries import agencies
from gugus.kernel.ids import parse_ref
from gugus.people.models import Person
from gugus.people.queries import shown_names


@staff_door(Section.CONSENT, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """The answer of one person for a purpose and recipient; ?purpose=, ?to=, ?back= come from where it was missing."""
    at = now()
    sight = ledger_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = _form(request, sight, at)
    if form.is_bound and form.is_valid():
        made = _recorded(request, sight, form, at)
        if made is not None:
            return redirect(_onwards(form.cleaned_data.get("back", ""), made))
    if not form.is_bound:
        read_ledger(person=sight.person, by=request.viewer.user, at=at)
    child = _child(sight.person, at)
    context = {
        "person": sight.person, "form": form, "child": child, "sight": sight,
        "name": shown_names(request.viewer, [sight.person], at).get(sight.person.pk, ""),
        "text": _text(at),
    }  # fmt: skip
    return render(request, "consent/new.html", context, status=422 if form.is_bound else 200)


def _child(person: Person, at: datetime) -> bool | None:
    return rules.is_child(queries.born_of(person), person.birth_year, timezone.localdate(at))


def _text(at: datetime) -> str:
    text = queries.text_on(at)
    return text.text_in(get_language()) if text else ""


def _form(request: HttpRequest, sight: Sight, at: datetime) -> GroundForm:
    asked = {name: request.GET[name] for name in ("purpose", "to", "back") if request.GET.get(name)}
    asked["language"] = sight.person.language
    return GroundForm(
        request.POST if request.method == "POST" else None, initial=asked, purposes=queries.purposes_on(at),
        duties=queries.duties_on(at), agencies=list(agencies(timezone.localdate(at))), at=at,
        days=queries.number("default_days", at), knows_age=_child(sight.person, at) is not None,
    )  # fmt: skip


def _recorded(request: HttpRequest, sight: Sight, form: GroundForm, at: datetime) -> Ground | None:
    guardian, unknown = _guardian(request, form.cleaned_data.get("guardian_ref", ""))
    if unknown:
        form.add_error("guardian_ref", _("No person of your agency has this code."))
        return None
    told = Told(**form.told(), guardian=guardian, text=queries.text_on(at))
    try:
        return record_ground(
            person=sight.person, told=told, by=request.viewer.user, at=at, may_decide=sight.may_withdraw,
            key=form.cleaned_data["key"],
        )  # fmt: skip
    except Cannot as refused:
        form.show(refused)
        return None


def _guardian(request: HttpRequest, ref: str) -> tuple[Person | None, bool]:
    """The person with the code that was typed, and whether there is none."""
    if not ref.strip():
        return None, False
    found = Person.objects.visible_to(request.viewer).filter(ref=parse_ref(ref) or ref[:12]).first()
    return found, found is None


def _onwards(back: str, made: Ground) -> str:
    """Back to the referral that waits for this, else to the line."""
    return (url_of("referral", parse_ref(back) or "") if back else "") or url_of("ground", made.ref)
