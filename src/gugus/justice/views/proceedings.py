"""One proceeding: what is known of it, its steps, charges, custody and verdicts."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.directory.codes import AgencyKind
from gugus.directory.queries import agencies
from gugus.justice import forms, growing, queries, rules, wording
from gugus.justice.actions import charging, moving
from gugus.justice.gate import Sight, case_to_pursue, part_of, party_of, proceeding_for
from gugus.justice.models import Proceeding
from gugus.justice.views.sheets import Sheet, answer, posted

BOTH = ["GET", "POST"]


def url(name: str, *args) -> str:
    return reverse(f"justice:{name}", args=args)


def sheet_of(sight: Sight, heading, **more) -> Sheet:
    """The words above a form about a proceeding."""
    ref = sight.row.ref
    up = ((str(_("Criminal cases")), url("list")), (ref, url("detail", ref)))
    return Sheet(heading, url("detail", ref), up, ref, **more)


def police(at: datetime):
    """Police offices of the directory."""
    return agencies(timezone.localdate(at)).filter(kind=AgencyKind.POLICE)


def courts(at: datetime):
    """Courts, prosecutors and police of the directory: where somebody is heard."""
    return agencies(timezone.localdate(at)).filter(
        kind__in=[AgencyKind.COURT, AgencyKind.PROSECUTION, AgencyKind.POLICE]
    )


@staff_door(Section.JUSTICE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One criminal track. Reading it is written to the trail."""
    at = now()
    sight = proceeding_for(request.viewer, ref, at=at)
    moving.read_proceeding(proceeding=sight.row, by=request.viewer.user, at=at)
    return render(request, "justice/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict:
    """What the page shows of a proceeding."""
    one: Proceeding = sight.row
    wording.accused_of(sight.viewer, [one], at)
    moves, verdicts = list(one.moves.select_related("written_by", "office")), _verdicts(one)
    right = queries.right_days(moves, verdicts)
    hearings = wording.hearing_words(list(one.hearings.select_related("court").order_by("-starts_at")))
    charges = wording.charge_words(list(one.charges.all()))
    log = list(one.informings.select_related("move", "party__person", "told_by").order_by("-written_at"))
    names = wording.named(sight.viewer, [row.party for row in log], at)
    for row in log:
        row.shown_name, row.is_late = names[row.party_id], wording.late_at(row.due_at, at)
    return {
        "one": one, "sight": sight, "now": at, "way": wording.way_of(one.stage),
        "history": wording.history(moves, right), "spans": wording.spans_of(moves, at, right),
        "events": wording.events_of(moves, hearings),
        "today": timezone.localdate(at), "hearings": hearings,
        "charges": [row for row in charges if row.dropped_on is None],
        "dropped": [row for row in charges if row.dropped_on is not None],
        "custody": list(one.custody.all()), "verdicts": verdicts, "log": log,
        "same": queries.same_report(sight.viewer, one), "last": _last(moves),
        "step_began": _began(one), "can": _can(sight, one, moves),
    }  # fmt: skip


def _last(moves: list):
    return next((one for one in reversed(moves) if one.undone_at is None), None)


def _began(one: Proceeding) -> datetime:
    return timezone.make_aware(datetime(one.stage_on.year, one.stage_on.month, one.stage_on.day, 8))


def _verdicts(one: Proceeding) -> list:
    rows = list(one.verdicts.select_related("court").prefetch_related("rulings__charge", "rulings__data_key"))
    corrected = {verdict.corrects_id for verdict in rows}
    for verdict in rows:
        verdict.was_corrected = verdict.pk in corrected
        verdict.said = list(verdict.rulings.all())
        for ruled in verdict.said:
            ruled.fine_said = wording.rupiah(ruled.fine)
        wording.charge_words([ruled.charge for ruled in verdict.said])
    return rows


def _can(sight: Sight, one: Proceeding, moves: list) -> dict[str, bool]:
    """Which buttons make sense at this stage, for somebody who may write."""
    if not sight.may_write or one.case.state == "archived":
        return {}
    ended = one.stage in rules.ENDED
    bare = [to for to in rules.NEXT[one.stage] if to not in rules.BY_VERDICT]
    return {
        "move": bool(bare) and sight.may_decide,
        "verdict": bool(growing.instance_at(one.stage)) and sight.may_decide,
        "take_back": len([row for row in moves if row.undone_at is None]) > 1 and sight.may_decide,
        "correct": sight.may_decide,
        "pass_on": not ended,
        "charge": one.stage in charging.CHARGED_UNTIL,
        "hold": not ended,
        "hearing": not ended,
        "write": True,
    }


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A report was made to the police."""
    at = now()
    of_case = case_to_pursue(request.viewer, ref, at=at)
    case = of_case.case
    accused = queries.parties_of(case, "accused", "survivor")
    form = forms.ProceedingForm(
        posted(request), accused=wording.choices_of(request.viewer, accused, at), offices=police(at),
        initial={"lp_on": timezone.localdate(at), "office": _own_office(request)},
    )  # fmt: skip
    case_url = reverse("cases:detail", args=[ref])
    sheet = Sheet(
        _("Write down a report to the police"), case_url, ((ref, case_url),), ref,
        _("One for each accused. Its steps, charges, hearings and verdicts follow on its own page."),
    )  # fmt: skip

    def act(form):
        return moving.write_proceeding(
            case=case, told_of=_told(form, case), by=request.viewer.user, at=at, key=form.cleaned_data["key"]
        )

    return answer(request, form, act, sheet, to=lambda made: url("detail", made.ref))


def _own_office(request: HttpRequest):
    return request.viewer.agency_id if request.viewer.agency_kind == AgencyKind.POLICE else None


def _told(form, case) -> moving.Told:
    given = form.cleaned_data
    names = ("child_accused", "lp_number", "office", "office_name", "note")
    who = given.get("accused")
    return moving.Told(
        lp_on=given.get("lp_on") or date.min,
        accused=party_of(case, who, "accused", "survivor") if who else None,
        acts_on=form.acts_on,
        **{name: given[name] for name in names},
    )


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """What was found out later."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one: Proceeding = sight.row
    accused = queries.parties_of(one.case, "accused", "survivor")
    names = ("version", "child_accused", "lp_number", "office", "office_name", "note")
    initial = {name: getattr(one, name) for name in names} | {"accused": str(one.accused_id or "")}
    initial |= dict(zip(forms.ACTS, one.acts_on, strict=False))
    form = forms.FixedProceedingForm(
        posted(request), accused=wording.choices_of(request.viewer, accused, at), offices=_offices(one, at),
        initial=initial, hidden=one.accused_id is not None and one.accused is None,
    )  # fmt: skip

    def act(form):
        seen = form.cleaned_data["version"]
        return moving.change_proceeding(
            proceeding=one, told_of=_told(form, one.case), by=request.viewer.user, at=at, seen=seen
        )

    text = _("Steps that were made stay. Another office that goes on with it is a step of its own.")
    return answer(request, form, act, sheet_of(sight, _("Change"), text=text))


def _offices(one: Proceeding, at: datetime):
    return police(at) | agencies(timezone.localdate(at)).filter(pk=one.office_id)


@staff_door(Section.JUSTICE, Verb.DECIDE)
@require_http_methods(BOTH)
def move(request: HttpRequest, ref: str) -> HttpResponse:
    """One step to another stage."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    one: Proceeding = sight.row
    initial = {"version": one.version, "on": timezone.localdate(at)}
    form = forms.MoveForm(posted(request), stage=one.stage, child=one.child_accused, initial=initial)
    text = _(
        "It stands at: %(stage)s. The survivor is told of the step; the agencies on the case hear of it."
    )

    def act(form):
        words = {"code": "", "asked": ""} | form.words
        seen = form.cleaned_data["version"]
        return moving.move_on(proceeding=one, by=request.viewer.user, at=at, seen=seen, **words)

    sheet = sheet_of(
        sight, _("Next stage"), text=text % {"stage": one.get_stage_display()}, icon="arrow-right"
    )
    return answer(request, form, act, sheet)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def pass_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Another police office goes on with it."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    initial = {"version": sight.row.version, "on": timezone.localdate(at)}
    form = forms.PassOnForm(posted(request), offices=police(at), initial=initial)

    def act(form):
        seen = form.cleaned_data["version"]
        return moving.pass_on(proceeding=sight.row, by=request.viewer.user, at=at, seen=seen, **form.words)

    text = _("The stage and its clock stay as they are.")
    return answer(request, form, act, sheet_of(sight, _("Another police office"), text=text))


@staff_door(Section.JUSTICE, Verb.DECIDE)
@require_http_methods(BOTH)
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """The last step was a mistake."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    form = forms.PlainForm(posted(request), initial={"version": sight.row.version})

    def act(form):
        seen = form.cleaned_data["version"]
        return moving.take_back(proceeding=sight.row, by=request.viewer.user, at=at, seen=seen)

    text = _("The last step (%(stage)s) stays readable as a mistake. A verdict that came with it is void.")
    last = _last(list(sight.row.moves.all()))
    sheet = sheet_of(
        sight, _("Take back the last step"), text=text % {"stage": last.get_stage_display()},
        button=_("Take back"), icon="history", danger=True,
    )  # fmt: skip
    return answer(request, form, act, sheet)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def charge(request: HttpRequest, ref: str) -> HttpResponse:
    """A provision that counted on the day of the act; the day comes first, because it decides which those are."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one: Proceeding = sight.row
    acted_on = _day(request, one)
    minors = any(row.age_at_act is not None and row.age_at_act < 18 for row in queries.survivors_of(one.case))
    initial = {"version": one.version, "aggravations": ["child"] if minors else []}
    form = forms.ChargeForm(posted(request), acted_on=acted_on or one.moves.first().on, initial=initial)

    def act(form):
        given = form.words
        given["acted_on"] = acted_on or given["acted_on"]
        return charging.add_charge(
            proceeding=one, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **given
        )

    sheet = sheet_of(
        sight, _("Add a charge"), above="justice/_days.html",
        text=_("Only provisions that counted on the day of the act are offered."),
    )  # fmt: skip
    return answer(request, form, act, sheet, days=one.acts_on, acted_on=acted_on, one=one)


def _day(request: HttpRequest, one: Proceeding) -> date | None:
    """The day of the act: chosen, else the first that is known."""
    wanted = request.POST.get("acted_on") or request.GET.get("hari") or ""
    try:
        chosen = parse_date(wanted)
    except ValueError:
        chosen = None
    return chosen or (one.acts_on[0] if one.acts_on else None)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def drop(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The charge is not pursued any more."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    row = wording.charge_words([part_of(sight, "charges", pk)])[0]
    form = forms.PlainForm(posted(request), initial={"version": sight.row.version})

    def act(form):
        seen = form.cleaned_data["version"]
        return charging.drop_charge(
            proceeding=sight.row, charge=row, by=request.viewer.user, at=at, seen=seen
        )

    sheet = sheet_of(sight, _("Drop a charge"), text=row.cited, button=_("Drop"), icon="x", danger=True)
    return answer(request, form, act, sheet)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """The accused is arrested or held."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = forms.HoldForm(posted(request), initial={"from_on": timezone.localdate(at)})

    def act(form):
        return charging.hold(proceeding=sight.row, by=request.viewer.user, at=at, **form.words)

    return answer(request, form, act, sheet_of(sight, _("The accused is held")))


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def free(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The accused is not held any more."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    span = part_of(sight, "custody", pk)
    form = forms.FreeForm(posted(request), initial={"on": timezone.localdate(at)})

    def act(form):
        return charging.end_custody(
            proceeding=sight.row, span=span, by=request.viewer.user, at=at, **form.words
        )

    text = _("%(kind)s. Check whether the survivor is safe now, and tell her.")
    sheet = sheet_of(sight, _("Not held any more"), text=text % {"kind": span.get_kind_display()})
    return answer(request, form, act, sheet)
