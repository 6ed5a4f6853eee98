"""The agency's ledger, one person's, one line."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gugus.access.codes import Scope, Section, Verb
from gugus.access.gate import staff_door
from gugus.access.viewer import Viewer
from gugus.consent import queries
from gugus.consent.gate import ground_for, ledger_for
from gugus.consent.models import Ground, LegalDuty, Withdrawal
from gugus.consent.reaching import opened_of, reaches_of
from gugus.consent.reading import read_ledger
from gugus.consent.showing import shown
from gugus.files.queries import attachments_of
from gugus.people.neighbours import near
from gugus.people.queries import shown_names

PER_PAGE = 25
TABS = (
    ("soon", _("Runs out soon")),
    ("none", _("Refused or not asked")),
    ("withdrawn", _("Withdrawn")),
    ("all", _("Everything")),
)


@staff_door(Section.CONSENT)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The agency's ledger: what runs out first, what was refused, what was withdrawn."""
    at, viewer = now(), request.viewer
    tab = request.GET.get("tab", "soon")
    tab = tab if tab in dict(TABS) else "soon"
    rows = _within_reach(viewer, _rows(viewer, tab, at), at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = shown(page.object_list, at)
    names = shown_names(viewer, [one.ground.person for one in lines], at) if lines else {}
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in TABS]
    context = {
        "page": page, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&",
        "lines": [(one, names.get(one.ground.person_id, "")) for one in lines],
        "counts": queries.recall_counts(viewer),
        "open_overrides": queries.overrides_for(viewer, open_only=True).count(),
    }  # fmt: skip
    return render(request, "consent/index.html", context)


def _rows(viewer: Viewer, tab: str, at):
    rows = Ground.objects.visible_to(viewer).select_related("person", "recipient")
    if tab == "soon":
        near = timedelta(
            days=queries.number("expiry_days", at)
        )  # what ran out long ago stands in the last tab
        live = rows.filter(answer="given", withdrawn_at=None, replaced_at=None)
        live = live.filter(until_at__range=(at - near, at + near))
        return live.order_by("until_at", "pk")
    if tab == "none":
        return rows.filter(answer__in=["refused", "not_asked"], replaced_at=None).order_by("-asked_at", "pk")
    if tab == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "pk")
    return rows.order_by("-recorded_at", "pk")


def _within_reach(viewer: Viewer, rows, at):
    """Whoever keeps the ledger of their own files only sees those persons; the list asks once for all."""
    if viewer.reach(Section.CONSENT, Verb.SEE) >= Scope.AGENCY:
        return rows
    ids = set(rows.order_by().values_list("person_id", flat=True).distinct())
    mine = Q(person__registered_by_id=viewer.self_id)
    return rows.filter(mine | Q(person_id__in=near(viewer, ids, at)))


@staff_door(Section.CONSENT)
@require_GET
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole ledger of one person."""
    at = now()
    sight = ledger_for(request.viewer, ref, at=at)
    read_ledger(person=sight.person, by=request.viewer.user, at=at)
    lines = shown(queries.of_person(sight.person), at)
    withdrawals = Withdrawal.objects.visible_to(request.viewer).filter(person=sight.person)
    context = {
        "person": sight.person, "sight": sight, "now": at,
        "lines": [one for one in lines if one.state != "replaced"],
        "older": [one for one in lines if one.state == "replaced"],
        "withdrawals": list(withdrawals),
        "name": shown_names(request.viewer, [sight.person], at).get(sight.person.pk, ""),
        "may_withdraw": sight.may_withdraw and any(one.may_withdraw for one in lines),
    }  # fmt: skip
    return render(request, "consent/person.html", context)


@staff_door(Section.CONSENT)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One line: what was said, by whom, how; and what rests on it."""
    at = now()
    ground, sight = ground_for(request.viewer, ref, at=at)
    read_ledger(person=ground.person, about=ground, by=request.viewer.user, at=at)
    duty = LegalDuty.objects.filter(code=ground.duty).order_by("-valid_from").first() if ground.duty else None
    language, reaches = get_language(), reaches_of(ground, at)
    context = {
        "ground": ground, "sight": sight, "line": shown([ground], at)[0], "now": at,
        "sections": [str(dict(Section.choices).get(one, one)) for one in ground.sections],
        "duty": duty.words_in(language) if duty else "", "duty_basis": duty.legal_basis if duty else "",
        "reaches": reaches, "opens": opened_of(request.viewer, reaches), "files": attachments_of(ground),
        "name": shown_names(request.viewer, [ground.person], at).get(ground.person_id, ""),
    }  # fmt: skip
    return render(request, "consent/detail.html", context)
