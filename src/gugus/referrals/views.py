"""The in-tray, the referral itself, its steps and its letter."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import receivers, today_successor
from gugus.people.queries import shown_names
from gugus.referrals import bases, queries, rules, wording
from gugus.referrals.actions import print_letter, read_referral
from gugus.referrals.beside import cards_for
from gugus.referrals.codes import State, Tab, Way, WordsKind
from gugus.referrals.forms import DeclineForm, SendForm
from gugus.referrals.gate import sight_for
from gugus.referrals.lettering import letter_facts
from gugus.referrals.models import Referral
from gugus.referrals.policies import Sight
from gugus.referrals.steps import BY_SLUG, Step, possible_steps

PER_PAGE = 25


@staff_door(Section.REFERRAL)
@require_GET
def in_tray(request: HttpRequest) -> HttpResponse:
    """Four lists: what waits for us, what runs with us, what ended, what we sent."""
    counts = queries.counts(request.viewer)
    tab = request.GET.get("tab", "")
    if tab not in Tab.values:
        tab = Tab.WAITING if counts[Tab.WAITING] or not counts[Tab.OUTGOING] else Tab.OUTGOING
    open_only = request.GET.get("open") == "1"
    page = Paginator(queries.tray(request.viewer, tab, open_only=open_only), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page.object_list)
    wording.in_short(rows)
    refs = queries.case_refs(request.viewer, rows)
    for one in rows:
        one.case_code = refs.get(one.case_id, "")
    tabs = [
        {
            "label": label,
            "url": f"?tab={value}",
            "current": value == tab,
            "count": counts[value] if value != Tab.ENDED else 0,
        }
        for value, label in Tab.choices
    ]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "open_only": open_only, "now": now()}
    return render(request, "referrals/in_tray.html", context)


@staff_door(Section.REFERRAL)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One referral as this side sees it now."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    if sight.reads_words:
        read_referral(referral=sight.referral, by=request.viewer.user, at=at)
    return render(request, "referrals/detail.html", _facts(sight, at))


def _facts(sight: Sight, at: datetime) -> dict:
    referral, viewer = sight.referral, sight.viewer
    wording.in_short([referral])
    case = queries.case_of(viewer, referral)
    person = queries.person_of(viewer, referral) if case else None
    moves = queries.moves_of(referral)
    return {
        "referral": referral,
        "sight": sight,
        "steps": possible_steps(sight),
        "preview": wording.preview_lines(referral) if sight.reads_preview else [],
        "basis": bases.found_of(referral, at) if sight.is_sender and referral.state == State.DRAFT else None,
        "reason": wording.code_words(referral.state, referral.code),
        "sections": [str(dict(Section.choices).get(one, one)) for one in referral.sections],
        "case": case,
        "case_url": url_of("case", case.ref) if case else "",
        "person": person,
        "person_url": url_of("person", person.ref) if person else "",
        "name": shown_names(viewer, [person], at).get(person.pk, "") if person else "",
        "story": [_told(move) for move in moves],
        "message": sight.said(WordsKind.MESSAGE),
        "basis_words": sight.said(WordsKind.BASIS),
        "said": _said(sight),
        "chain": queries.chain_of(viewer, referral),
        "proposal": today_successor(referral.proposed_agency) if referral.proposed_agency else None,
        "came_back": rules.CAME_BACK,
        "accepted": referral.state in rules.RUNNING or sight.grace_until is not None,
        "grace_runs": sight.grace_until is not None and at < sight.grace_until,
        "expires_at": _expires(referral),
        "now": at,
        "cards": cards_for(sight, at),
    }


def _expires(referral: Referral) -> datetime | None:
    due = referral.answer_due_at
    return rules.expires_at(referral.urgency, due) if due else None


def _said(sight: Sight) -> list:
    """Answers, feedback and reports in the order in which they were written."""
    kinds = (WordsKind.ANSWER, WordsKind.FEEDBACK, WordsKind.FINAL)
    return sorted((one for kind in kinds for one in sight.said(kind)), key=lambda one: (one.at, one.pk))


def _told(move) -> dict:
    """A step as a line of the drawn history."""
    by = f"{move.by.full_name}, {move.by.agency.name}" if move.by else _("automatically")
    if move.way != Way.ACCOUNT:
        by = move.get_way_display() if move.way == Way.GUEST else f"{move.get_way_display()}: {by}"
    title = _("Sent") if move.to_state == State.SENT else move.get_to_state_display()
    if move.to_agency:
        title = _("Taken over by %(agency)s") % {"agency": move.to_agency.name}
    return {
        "at": move.at,
        "title": title,
        "text": wording.code_words(move.to_state, move.code),
        "by": by,
    }


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what the other one did, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight)):
        return redirect("referrals:detail", ref)
    form = _form(asked, request, sight, at)
    if not form.is_bound:
        return _step_page(request, sight, asked, form)
    if not asked.possible(sight):
        return _step_page(request, sight, asked, form, status=409)
    if form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            asked.run(referral=sight.referral, by=request.viewer.user, at=at, seen=seen, **form.words)
        except Stale:
            return _step_page(request, sight_for(request.viewer, ref, at=at), asked, form, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("referrals:detail", ref)
    return _step_page(request, sight, asked, form, status=422)


def _form(asked: Step, request: HttpRequest, sight: Sight, at: datetime):
    more = {}
    if asked.form is SendForm:
        one = sight.referral
        lacks = not bases.found_of(one, at).holds
        more["may_override"] = lacks and bases.may_override(sight.viewer, one.person, at)
    if asked.form is DeclineForm:
        own = (sight.referral.agency_id, sight.referral.to_agency_id)
        more["agencies"] = receivers(timezone.localdate(at)).exclude(pk__in=own)
    data = request.POST if request.method == "POST" else None
    return asked.form(data, initial={"version": sight.referral.version}, **more)


def _step_page(request: HttpRequest, sight: Sight, asked: Step, form, *, status: int = 200) -> HttpResponse:
    context = {"referral": sight.referral, "sight": sight, "step": asked, "form": form}
    if status == 409:
        context["clash"] = queries.last_move(sight.referral)
        context["still_possible"] = asked.possible(sight)
        context["typed"] = [
            str(form.data.get(name, "")) for name in ("answer", "feedback", "report") if form.data.get(name)
        ]
    if asked.form is SendForm:
        context["basis"] = bases.found_of(sight.referral, now())
    return render(request, "referrals/step.html", context, status=status)


@staff_door(Section.REFERRAL)
@require_GET
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The referral as a letter (surat rujukan), always in Indonesian and never with a name (`guests` has that one)."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    print_letter(referral=sight.referral, named=False, by=request.viewer.user, at=at)
    with translation.override("id"):
        facts = letter_facts(sight.referral, preview=sight.reads_preview)
        context = {"referral": sight.referral, "sight": sight, "named": False, "now": at}
        return render(request, "referrals/letter.html", context | facts)
