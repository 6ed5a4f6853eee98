"""Requests of data subjects: list, one request, its forms."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.consent.showing import shown
from gugus.privacy import gate, queries, rules
from gugus.privacy.actions import requests as actions
from gugus.privacy.actions.consents import withdraw_consents
from gugus.privacy.actions.erasing import ask_erasure
from gugus.privacy.codes import Check, Exemption, RequestKind, RequestState, Verdict
from gugus.privacy.forms import requests as forms
from gugus.privacy.models import SubjectRequest
from gugus.privacy.views.shared import FormPage, form_page

PER_PAGE = 25
TABS = (
    ("open", pgettext_lazy("request", "Open")),
    ("late", _("Late")),
    ("ended", pgettext_lazy("request", "Ended")),
)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One tab of the requests, the earliest deadline first."""
    at = now()
    tab = request.GET.get("tab", "open")
    tab = tab if tab in dict(TABS) else "open"
    page = Paginator(queries.requests(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in TABS]
    rows = list(page.object_list)
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "privacy/requests.html", context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody asks."""
    at = now()
    form = forms.RequestForm(
        request.POST or None, initial={"received_at": at.replace(second=0, microsecond=0)}
    )

    def run(words: dict) -> str:
        facts = {name: value for name, value in words.items() if name not in {"version", "key", "kinds"}}
        made = actions.open_request(
            kinds=words["kinds"], facts=facts, by=request.viewer.user, at=at, key=words["key"]
        )
        return reverse("privacy:request", args=[made.ref])

    lead = _("Do not confirm to the asker that we know anybody, before it is certain who asks.")
    page = FormPage(_("New request"), reverse("privacy:requests"), lead=lead, label=_("Start the clock"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One request with its rights, files and letters. Reading it is written to the trail."""
    at = now()
    asked = gate.request_for(request.viewer, ref)
    record("privacy.request_read", about=asked, by=request.viewer.user, at=at)
    return render(request, "privacy/request.html", _facts(request, asked, at))


def _facts(request: HttpRequest, asked: SubjectRequest, at) -> dict:
    items = list(asked.items.select_related("data_key"))
    files, beyond = _files(asked) if asked.person_id else ([], 0)
    verified = asked.state == RequestState.VERIFIED
    for item in items:
        item.exemption_words = [Exemption(code).label for code in item.exemptions]
        item.is_granted = item.verdict in {Verdict.GRANTED, Verdict.PARTLY}
        item.clock = item.due_at
    copy = next((item for item in items if item.kind == RequestKind.COPY), None)
    return {
        "asked": asked,
        "now": at,
        "items": items,
        "files": files,
        "beyond": beyond,
        "checks": [Check(code).label for code in asked.checks],
        "letters": list(queries.letters_of(asked.letters.all())),
        "verified": verified,
        "ready": verified and all(item.verdict for item in items),
        "may_copy": bool(
            copy
            and copy.is_granted
            and gate.may(request.viewer, Verb.EXPORT, FieldClass.SENSITIVE)
            and not queries.undecided_files(asked)
        ),
        "consents": shown(queries.consents_of(asked), at) if asked.person_id else [],
    }


def _files(asked: SubjectRequest) -> tuple[list[dict], int]:
    """Files on the asker's side with what was decided, and how many lie beyond the wall."""
    decided = {(row.file_kind, row.file_id): row for row in asked.files.select_related("data_key")}
    found, beyond = {}, set()
    for kind, pk, ref, role in queries.files_of(asked.person_id):
        if not rules.same_side(asked.capacity, role):
            beyond.add((kind, pk))
            continue
        found[kind, pk] = {"kind": kind, "id": pk, "ref": ref, "role": role, "row": decided.get((kind, pk))}
    return [one for key, one in found.items() if key not in beyond], len(beyond)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, ref: str) -> HttpResponse:
    """It is certain who asks."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    form = forms.VerifyForm(request.POST or None, initial={"version": asked.version, "checks": asked.checks})

    def run(words: dict) -> str:
        person = queries.person_of(request.viewer, words["ref"])
        actions.verify(
            request=asked, person=person, checks=words["checks"], note=words["note"], by=request.viewer.user,
            at=now(), seen=words["version"] or 0,
        )  # fmt: skip
        return _back(ref)

    warning = _("Is the asker really this person, alone and free? A relative or a trafficker may be asking.")
    page = FormPage(
        _("Make sure who asks"), _back(ref), ref=ref, label=_("Identity is certain"), warning=warning
    )
    return form_page(request, page, form, run, version=asked.version)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Not certain who asks."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    form = forms.RefuseForm(request.POST or None, initial={"version": asked.version, "checks": asked.checks})

    def run(words: dict) -> str:
        letter = actions.refuse_unproven(
            request=asked, checks=words["checks"], note=words["note"], delivery=words["delivery"],
            by=request.viewer.user, at=now(), seen=words["version"] or 0,
        )  # fmt: skip
        return reverse("privacy:letter", args=[letter.pk])

    lead = _("The letter says the same whether or not we know anybody of this name.")
    page = FormPage(
        _("Identity is not certain"), _back(ref), ref=ref, lead=lead, label=_("Refuse and make the letter"),
        kind="danger", icon="x",
    )  # fmt: skip
    return form_page(request, page, form, run, version=asked.version)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The decision on one right."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    one = asked.items.select_related("data_key").filter(kind=kind).first()
    if one is None:
        raise Http404
    initial = {
        "version": asked.version,
        "verdict": one.verdict,
        "exemptions": one.exemptions,
        "reason": one.reason,
    }
    form = forms.ItemForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        actions.decide_item(request=asked, kind=kind, by=request.viewer.user, at=now(), seen=seen, **words)
        return _back(ref)

    page = FormPage(one.get_kind_display(), _back(ref), ref=ref, label=_("Save"))
    return form_page(request, page, form, run, version=asked.version)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, ref: str, kind: str, pk) -> HttpResponse:
    """Is this file part of the copy?"""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    if asked.person_id is None or not any(one["id"] == pk for one in _files(asked)[0]):
        raise Http404
    row = asked.files.select_related("data_key").filter(file_kind=kind, file_id=pk).first()
    initial = (
        {"included": "yes" if row.included else "no", "exemption": row.exemption, "reason": row.reason}
        if row
        else {}
    )
    form = forms.FileForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        words.pop("version")
        actions.decide_file(
            request=asked, file_kind=kind, file_id=pk, by=request.viewer.user, at=now(), **words
        )
        return _back(ref)

    page = FormPage(_("Part of the copy?"), _back(ref), ref=ref, label=_("Save"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """What was granted was carried out elsewhere."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    one = asked.items.filter(kind=kind).first()
    if one is None:
        raise Http404
    form = forms.DoneForm(request.POST or None)

    def run(words: dict) -> str:
        actions.mark_done(
            request=asked, kind=kind, done_ref=words["done_ref"], by=request.viewer.user, at=now()
        )
        return _back(ref)

    page = FormPage(_("Carried out"), _back(ref), ref=ref, lead=one.get_kind_display(), label=_("Save"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DELETE, fresh=True)
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a second person to let this person be forgotten."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DELETE)
    if asked.person is None or not asked.items.filter(kind=RequestKind.ERASURE).exists():
        raise Http404
    form = forms.ErasureForm(request.POST or None)

    def run(words: dict) -> str:
        ask_erasure(request=asked, reason=words["reason"], by=request.viewer.user, at=now())
        return _back(ref)

    warning = _(
        "What is forgotten cannot be read again, in backups neither. What a law obliges to keep stays."
    )
    page = FormPage(
        _("Erasure"), _back(ref), ref=ref, label=_("Ask a second person"), kind="danger", icon="trash",
        warning=warning,
    )  # fmt: skip
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Carry out a granted withdrawal: what rests on it ends at once, recipients are told to stop."""
    at = now()
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    if asked.person is None or not asked.items.filter(kind=RequestKind.WITHDRAWAL).exists():
        raise Http404
    record("privacy.request_read", about=asked, by=request.viewer.user, at=at)
    lines = shown(queries.consents_of(asked), at)
    choices = [(str(one.ground.pk), f"{one.purpose} · {one.recipient} · {one.ground.ref}") for one in lines]
    form = forms.WithdrawalForm(request.POST or None, grounds=choices)

    def run(words: dict) -> str:
        grounds = [UUID(one) for one in words["grounds"]]
        made = withdraw_consents(request=asked, grounds=grounds, by=request.viewer.user, at=at)
        return reverse("consent:withdrawal", args=[made.ref])

    warning = _(
        "Access of the recipients ends at once and each must say what it did. Tell the person first what "
        "cannot be taken back: evidence in a criminal case, and records that a law requires."
    )
    page = FormPage(
        _("Withdrawal of consent"), _back(ref), ref=ref, label=_("Take it back now"), kind="danger", icon="x",
        warning=warning,
    )  # fmt: skip
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the answer letter."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    if asked.person is None:
        raise Http404
    reach = queries.reach_of(asked.person, timezone.localdate()).reach
    allowed = rules.deliveries(reach)
    initial = {"version": asked.version, "delivery": allowed[0]}
    form = forms.AnswerForm(request.POST or None, allowed=allowed, initial=initial)

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        letter = actions.answer_request(request=asked, by=request.viewer.user, at=now(), seen=seen, **words)
        return reverse("privacy:letter", args=[letter.pk])

    page = FormPage(_("Answer the request"), _back(ref), ref=ref, label=_("Make the letter"))
    return form_page(request, page, form, run, version=asked.version)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything was sent and done."""
    asked = gate.request_for(request.viewer, ref, verb=Verb.DECIDE)
    form = forms.EmptyForm(request.POST or None, initial={"version": asked.version})

    def run(words: dict) -> str:
        actions.close_request(request=asked, by=request.viewer.user, at=now(), seen=words["version"] or 0)
        return _back(ref)

    page = FormPage(_("Close"), _back(ref), ref=ref, label=_("Close"))
    return form_page(request, page, form, run, version=asked.version)


def _back(ref: str) -> str:
    return reverse("privacy:request", args=[ref])
