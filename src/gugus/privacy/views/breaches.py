"""The breach register: list, one breach, its forms, who is affected."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.privacy import gate, queries, rules
from gugus.privacy.actions import breaches as actions
from gugus.privacy.codes import BreachKind, BreachSource, Choice, Data, LetterKind
from gugus.privacy.forms import breaches as forms
from gugus.privacy.letters import PARTS, said
from gugus.privacy.models import Breach
from gugus.privacy.views.shared import FormPage, form_page

PER_PAGE = 25
TABS = (
    ("open", pgettext_lazy("breach", "Open")),
    ("late", _("Late")),
    ("closed", pgettext_lazy("breach", "Closed")),
)
PREFILL = ("source", "source_ref", "kind")


@staff_door(Section.PRIVACY)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One tab of the register, the earliest deadline first."""
    at = now()
    tab = request.GET.get("tab", "open")
    tab = tab if tab in dict(TABS) else "open"
    page = Paginator(queries.breaches(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in TABS]
    context = {
        "page": page, "rows": list(page.object_list), "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&",
        "may_write": gate.may(request.viewer, Verb.WRITE),
    }  # fmt: skip
    return render(request, "privacy/breaches.html", context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a breach; pages of the trail and of accounts link here with what they noticed."""
    at = now()
    moment = at.replace(second=0, microsecond=0)
    given = {name: request.GET[name][:20] for name in PREFILL if request.GET.get(name)}
    if given.get("source") not in BreachSource.values:
        given.pop("source", None)
    if given.get("kind") not in BreachKind.values:
        given["kind"] = BreachKind.DISCLOSED
    initial = {"found_at": moment, "known_at": moment} | given
    form = forms.OpenForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        facts = {name: value for name, value in words.items() if name not in {"version", "key"}}
        made = actions.open_breach(facts=facts, by=request.viewer.user, at=at, key=words["key"])
        return reverse("privacy:breach", args=[made.ref])

    lead = _("Write down what is known now. Everything can be completed later; the clock cannot wait.")
    page = FormPage(_("Open a breach"), reverse("privacy:breaches"), lead=lead, label=_("Start the clock"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One breach: clock, facts, decision, persons, letters, journal. Reading it is written to the trail."""
    at = now()
    breach = gate.breach_for(request.viewer, ref)
    record("privacy.breach_read", about=breach, by=request.viewer.user, at=at)
    return render(request, "privacy/breach.html", _facts(request, breach, at))


def _facts(request: HttpRequest, breach: Breach, at) -> dict:
    sealed = gate.reads_sealed(request.viewer)
    letters = list(queries.letters_of(breach.letters.all())) if sealed else []
    authority = next((one for one in letters if one.kind == LetterKind.BREACH_AUTHORITY), None)
    return {
        "breach": breach,
        "now": at,
        "reads_sealed": sealed,
        "may_write": gate.may(request.viewer, Verb.WRITE) and breach.is_open,
        "may_remark": gate.may(request.viewer, Verb.WRITE),
        "data": [Data(code).label for code in breach.data],
        "missing": [words for name, words in PARTS.items() if not said(breach, name)] if sealed else [],
        "persons": _persons(breach, letters) if sealed else [],
        "persons_number": breach.affected.count(),
        "authority": authority,
        "wants_authority": breach.tell_authority == Choice.YES,
        "notes": list(breach.notes.select_related("by", "data_key")[:100]) if sealed else [],
        "late": rules.is_late(breach.due_at, at) and breach.settled_at is None,
    }


def _persons(breach: Breach, letters: list) -> list:
    rows = list(breach.affected.select_related("person"))
    by_row = {one.affected_id: one for one in letters if one.affected_id}
    for row in rows:
        row.letter = by_row.get(row.pk)
    return rows


STEPS = {
    "fakta": (forms.FactsForm, _("Facts"), _("Save")),
    "jam": (forms.KnownForm, _("Correct the start of the clock"), _("Save")),
    "keputusan": (forms.DecisionForm, _("Decide on notices"), _("Save")),
    "catatan": (forms.RemarkForm, _("Remark"), _("Add")),
    "tutup": (forms.CloseForm, _("Close"), _("Close")),
}


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One form of a breach."""
    breach = gate.breach_for(request.viewer, ref, verb=Verb.DECIDE if slug == "keputusan" else Verb.WRITE)
    back = reverse("privacy:breach", args=[ref])
    form_class, title, label = STEPS[slug]
    initial = {name: getattr(breach, name, None) for name in form_class.base_fields} | {
        "version": breach.version
    }
    initial["reason"] = breach.decision_reason
    form = form_class(request.POST or None, initial=initial)
    user, at = request.viewer.user, now()

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        if slug == "fakta":
            actions.write_facts(breach=breach, facts=words, by=user, at=at, seen=seen)
        elif slug == "jam":
            actions.correct_known(breach=breach, by=user, at=at, seen=seen, **words)
        elif slug == "keputusan":
            actions.decide_notices(breach=breach, by=user, at=at, seen=seen, **words)
        elif slug == "catatan":
            actions.add_remark(breach=breach, by=user, at=at, **words)
        else:
            actions.close_breach(breach=breach, by=user, at=at, seen=seen, **words)
        return back

    page = FormPage(title, back, ref=ref, label=label)
    return form_page(request, page, form, run, version=breach.version)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest, ref: str) -> HttpResponse:
    """A person by code. A code of another agency and one that does not exist look alike."""
    breach = gate.breach_for(request.viewer, ref, verb=Verb.WRITE)
    back, at = reverse("privacy:breach", args=[ref]), now()
    form = forms.AffectedForm(request.POST or None)

    def run(words: dict) -> str:
        person = queries.person_of(request.viewer, words["ref"])
        if person is None:
            unknown = Reason("unknown", _("No person of your agency has this code."), "ref")
            raise actions.CannotKeepBreach([unknown])
        found = queries.reach_of(person, timezone.localdate(at))
        actions.add_affected(
            breach=breach,
            person=person,
            reach=found.reach,
            is_child=found.is_child,
            by=request.viewer.user,
            at=at,
        )
        return back

    lead = _("Whether contact is safe is read from the person's files; in doubt the letter is handed over.")
    page = FormPage(_("Add an affected person"), back, ref=ref, lead=lead, label=_("Add"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def decide_person(request: HttpRequest, ref: str, pk) -> HttpResponse:
    """Notify this person or not."""
    row = gate.affected_for(request.viewer, ref, pk, verb=Verb.DECIDE)
    back = reverse("privacy:breach", args=[ref])
    initial = {"tell": row.tell, "guardian": row.guardian, "reason": row.reason, "version": row.version}
    form = forms.AffectedDecisionForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        actions.decide_affected(row=row, by=request.viewer.user, at=now(), seen=seen, **words)
        return back

    page = FormPage(_("Decide for a person"), back, ref=row.person.ref, label=_("Save"))
    return form_page(request, page, form, run, version=row.version)
