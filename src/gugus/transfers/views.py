"""The in-tray, the transfer itself, its steps and its papers."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.verbs import describe
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.cases.queries import survivors
from gugus.people.queries import shown_names, unmasked_now
from gugus.referrals.wording import word
from gugus.transfers import queries, wording
from gugus.transfers.actions import print_transfer, read_transfer
from gugus.transfers.codes import Reason, State, Tab
from gugus.transfers.gate import may_hand_over_for_others, sight_for
from gugus.transfers.handing_over import end_hand_over
from gugus.transfers.policies import Sight
from gugus.transfers.steps import BY_SLUG, Step, form_of, possible_steps

PER_PAGE = 25


@staff_door(Section.REFERRAL)
@require_GET
def in_tray(request: HttpRequest) -> HttpResponse:
    """Four lists: offered to us, offered by us, taken over, given away."""
    counts = queries.counts(request.viewer)
    tab = request.GET.get("tab", "")
    if tab not in Tab.values:
        tab = Tab.WAITING if counts[Tab.WAITING] or not counts[Tab.OUTGOING] else Tab.OUTGOING
    page = Paginator(queries.tray(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    refs = queries.case_refs(request.viewer, rows)
    for one in rows:
        one.case_code = refs.get(one.case_id, "")
        one.code_words = wording.code_words(one)
        one.short = wording.in_short(one.preview.facts) if hasattr(one, "preview") else ""
    tabs = [
        {
            "label": label,
            "url": f"?tab={value}",
            "current": value == tab,
            "count": counts[value] if value in (Tab.WAITING, Tab.OUTGOING) else 0,
        }
        for value, label in Tab.choices
    ]
    context = {
        "page": page,
        "rows": rows,
        "tab": tab,
        "tabs": tabs,
        "now": now(),
        "may_leave": may_hand_over_for_others(request.viewer),
    }
    return render(request, "transfers/in_tray.html", context)


@staff_door(Section.REFERRAL)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One transfer as this side sees it now."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_transfer(transfer=sight.transfer, by=request.viewer.user, at=at)
    return render(request, "transfers/detail.html", facts_of(sight, at))


def facts_of(sight: Sight, at: datetime) -> dict:
    """Everything that the page of a transfer shows to this side."""
    transfer, viewer = sight.transfer, sight.viewer
    facts = queries.preview_of(transfer) if sight.reads_preview else {}
    letter = queries.letter_of(transfer) if sight.reads_message else None
    stub = queries.stub_of(transfer) if sight.is_sender else {}
    moved = transfer.state == State.MOVED
    return {
        "transfer": transfer,
        "sight": sight,
        "steps": possible_steps(sight),
        "preview": wording.preview_lines(facts),
        "counts": wording.count_lines(facts),
        "clocks": wording.clock_lines(facts),
        "as_of": datetime.fromisoformat(facts["as_of"]) if facts.get("as_of") else None,
        "reason": wording.code_words(transfer),
        "message": letter.message if letter else "",
        "basis_note": letter.basis_note if letter and sight.reads_basis else "",
        "case": sight.case,
        "case_url": url_of("case", sight.case.ref) if sight.case else "",
        "changed": _changed_since(sight),
        "pieces": wording.piece_lines(queries.pieces_of(transfer)) if moved else [],
        "stub": _stub_words(stub),
        "entries": _entries(viewer, transfer) if sight.sees_own_trail else [],
        "hand_over_runs": bool(transfer.access_until and transfer.access_until > at),
        "story": [_told(step) for step in queries.steps_of(transfer)],
        "now": at,
    }


def _changed_since(sight: Sight) -> bool:
    """Has the sender's case changed since the preview was frozen?"""
    if not sight.is_sender or sight.case is None or sight.transfer.state != State.OFFERED:
        return False
    return sight.case.version != sight.transfer.case_version


def _stub_words(stub: dict) -> dict:
    if not stub:
        return {}
    services = [one | {"words": word("services", one["service"])} for one in stub.get("services", ())]
    kinds = ", ".join(word("exploitation_forms", one) for one in stub["exploitation"])
    return stub | {"services": services, "kinds": kinds, "why": Reason(stub["reason"]).label}


def _entries(viewer, transfer) -> list[dict]:
    return [
        {"at": one.at, "actor": one.actor, "words": describe(one.verb)}
        for one in queries.own_trail(viewer, transfer)
    ]


def _told(step) -> dict:
    """A step as a line of the drawn history."""
    by = f"{step.by.full_name}, {step.by.agency.name}" if step.by else _("automatically")
    title = _("Offered") if step.to_state == State.OFFERED else step.get_to_state_display()
    return {"at": step.at, "title": title, "text": "", "by": by}


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what the other one did, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight)):
        return redirect("transfers:detail", ref)
    form = form_of(asked, request.POST if request.method == "POST" else None, sight, at)
    if not form.is_bound:
        return _step_page(request, sight, asked, form)
    if not asked.possible(sight):
        return _step_page(request, sight, asked, form, status=409)
    if form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            asked.run(
                transfer=sight.transfer,
                by=request.viewer.user,
                at=at,
                seen=seen,
                **form.words,
                **asked.rights(sight),
            )
        except Stale:
            return _step_page(request, sight_for(request.viewer, ref, at=at), asked, form, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("transfers:detail", ref)
    return _step_page(request, sight, asked, form, status=422)


def _step_page(request: HttpRequest, sight: Sight, asked: Step, form, *, status: int = 200) -> HttpResponse:
    context = {"transfer": sight.transfer, "sight": sight, "step": asked, "form": form}
    if status == 409:
        context["clash"] = next(iter(queries.steps_of(sight.transfer)), None)
        context["still_possible"] = asked.possible(sight)
        context["typed"] = [str(form.data["answer"])] if form.data.get("answer") else []
    return render(request, "transfers/step.html", context, status=status)


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_POST
def shorten(request: HttpRequest, ref: str) -> HttpResponse:
    """The new owner ends the hand-over now."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    read_transfer(transfer=sight.transfer, by=request.viewer.user, at=at)
    if sight.may_shorten:
        end_hand_over(transfer=sight.transfer, by=request.viewer.user, at=at)
    return redirect("transfers:detail", ref)


@staff_door(Section.REFERRAL)
@require_GET
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The transfer as a letter (surat pelimpahan), in Indonesian; named only where the names are open now."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    names = _open_names(sight, at)
    named = bool(names) and request.GET.get("nama") == "1"
    print_transfer(transfer=sight.transfer, paper="letter", named=named, by=request.viewer.user, at=at)
    with translation.override("id"):
        context = facts_of(sight, at) | {
            "names": names if named else [],
            "named": named,
            "may_name": bool(names),
        }
        return render(request, "transfers/letter.html", context | _head(sight))


@staff_door(Section.REFERRAL)
@require_GET
def minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """The minutes of the hand-over (berita acara serah terima): every record by its reference, nobody by name."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    print_transfer(transfer=sight.transfer, paper="minutes", named=False, by=request.viewer.user, at=at)
    if sight.transfer.state != State.MOVED:
        return redirect("transfers:detail", ref)
    with translation.override("id"):
        return render(request, "transfers/minutes.html", facts_of(sight, at) | _head(sight))


def _head(sight: Sight) -> dict:
    sender = sight.transfer.agency
    contact = " · ".join(part for part in (sender.phone, sender.email) if part)
    return {"letterhead": {"name": sender.name, "address": contact}}


def _open_names(sight: Sight, at: datetime) -> list[str]:
    """Names of the survivors, if this viewer sees the case and has opened every one of them a moment ago."""
    if sight.case is None or sight.case.agency_id != sight.viewer.agency_id:
        return []
    people = [party.person for party in survivors(sight.case)]
    open_now = unmasked_now(sight.viewer, at)
    if not people or any(one.pk not in open_now for one in people):
        return []
    shown = shown_names(sight.viewer, people, at)
    return [shown.get(one.pk, one.ref) for one in people]
