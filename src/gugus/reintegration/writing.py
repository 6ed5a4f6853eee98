"""Pages that write a visit, a support, a payment, the end of an alarm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.reintegration import forms, queries, schedule
from gugus.reintegration.actions import alarming, correcting, supporting, visiting
from gugus.reintegration.gate import Sight, alarm_of, sight_for, support_of, to_plan, visit_of
from gugus.reintegration.models import MonitoringVisit
from gugus.reintegration.views import answered

SECTION = Section.REINTEGRATION


@dataclass(frozen=True, slots=True)
class Said:
    """What the page of a form says."""

    label: Any
    icon: str
    text: Any
    kind: str = ""


RECORD = Said(
    _("Write down the visit"), "edit",
    _("See or speak to the person alone. What you write about safety stands on the case from now on."),
)  # fmt: skip
MISSED = Said(
    _("It did not take place"), "x",
    _("Somebody tries again soon. Whoever no longer lives there is missing: that raises an alarm."), "danger",
)  # fmt: skip
CORRECT = Said(
    _("Correct what was written"), "edit",
    _("What was written first stays readable beside it. Alarms that it raised stay open until you settle them."),
)  # fmt: skip
CORRECT_MISSED = Said(
    _("Correct: it did not take place"), "x",
    _("What was written first stays readable beside it. Nobody then knows whether the person is safe: look soon."),
    "danger",
)  # fmt: skip
MOVE = Said(_("How it stands"), "check", _("Months later somebody asks whether it still runs."))
PART = Said(
    _("Write down a payment"),
    "plus",
    _("Parts never add up to more than was promised. They are not changed later."),
)
SETTLE = Said(
    _("Settle the alarm"),
    "check-circle",
    _("Say how it ended. A false alarm is no fault: say why it was one."),
)


def _sight(request: HttpRequest, ref: str, at: datetime) -> Sight:
    return sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)


def _form(form: type, request: HttpRequest, **initial):
    return form(request.POST if request.method == "POST" else None, initial=initial)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """What was found at a visit."""
    at = now()
    sight = _sight(request, ref, at)
    visit = visit_of(sight, pk)
    form = _form(
        forms.VisitForm, request, version=visit.version, visited_on=schedule.day_at(at, sight.one.area_code), alarm=True
    )  # fmt: skip

    def run(words: dict) -> None:
        seen, by = _seen(form, words), request.viewer.user
        visiting.record_visit(visit=visit, seen=seen, by=by, at=at, version=form.cleaned_data["version"])

    return answered(request, sight, form, run, at, step=RECORD, visit=visit)


def _seen(form: forms.VisitForm, words: dict) -> visiting.Seen:
    """What the form says of a visit."""
    findings = {domain: words.pop(domain) for domain in form.domains if words.get(domain)}
    words = {name: value for name, value in words.items() if name not in form.domains}
    needs = tuple(words.pop("needs"))
    return visiting.Seen(findings=findings, needs=needs, **words)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A visit that was written down wrongly, as it really was."""
    at = now()
    sight = _sight(request, ref, at)
    visit = _written(sight, pk)
    form = _form(forms.CorrectForm, request, **_stands(visit))

    def run(words: dict) -> None:
        wrong, why = words.pop("wrong"), words.pop("why")
        right = correcting.Correction(wrong, why, seen=_seen(form, words))
        _correct(visit, right, form, request, at)

    return answered(request, sight, form, run, at, step=CORRECT, visit=visit)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def correct_missed(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A visit that did not take place after all, or for another reason than was written."""
    at = now()
    sight = _sight(request, ref, at)
    visit = _written(sight, pk)
    told = {"version": visit.version, "code": visit.found.missed, "words": visit.found.words}
    form = _form(forms.CorrectMissForm, request, **told)

    def run(words: dict) -> None:
        words["missed"] = words.pop("code")
        _correct(visit, correcting.Correction(**words), form, request, at)

    return answered(request, sight, form, run, at, step=CORRECT_MISSED, visit=visit)


def _written(sight: Sight, pk: UUID) -> MonitoringVisit:
    """A visit of which something is written, with what counts of it; else it is not there."""
    visit = visit_of(sight, pk)
    visit.found = queries.record_of(visit)
    if visit.found is None:
        raise Http404
    return visit


def _stands(visit: MonitoringVisit) -> dict[str, Any]:
    """What the form of a correction begins with."""
    found = visit.found
    told = {
        name: getattr(found, name) for name in ("visited_on", "means", "alone", "safety", "words", "needs")
    }
    return told | (found.findings or {}) | {"version": visit.version, "alarm": True}


def _correct(
    visit: MonitoringVisit, right: correcting.Correction, form, request: HttpRequest, at: datetime
) -> None:
    version = form.cleaned_data["version"]
    correcting.correct_visit(visit=visit, right=right, by=request.viewer.user, at=at, version=version)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def missed(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Why a visit did not take place."""
    at = now()
    sight = _sight(request, ref, at)
    visit = visit_of(sight, pk)
    form = _form(forms.MissForm, request, version=visit.version)

    def run(words: dict) -> None:
        visiting.miss_visit(
            visit=visit, by=request.viewer.user, at=at, version=form.cleaned_data["version"], **words
        )

    return answered(request, sight, form, run, at, step=MISSED, visit=visit)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """How a support stands now."""
    at = now()
    sight = _sight(request, ref, at)
    one = support_of(sight, pk)
    state = "running" if one.state == "planned" else one.state
    form = _form(
        forms.MoveSupportForm, request, version=one.version, state=state, result=one.result,
        still_running=one.still_running,
    )  # fmt: skip

    def run(words: dict) -> None:
        supporting.move_support(
            support=one, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **words
        )

    return answered(request, sight, form, run, at, step=MOVE, support=one)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A part was paid."""
    at = now()
    sight = _sight(request, ref, at)
    one = support_of(sight, pk)
    form = _form(forms.PartForm, request, paid_on=schedule.day_at(at, sight.one.area_code))

    def run(words: dict) -> None:
        supporting.pay_part(support=one, by=request.viewer.user, at=at, **words)

    return answered(request, sight, form, run, at, step=PART, support=one)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """How an alarm ended; only for the agency that answers for the case."""
    at = now()
    sight = to_plan(request.viewer, ref, at=at)
    alarm = alarm_of(sight, pk)
    form = _form(forms.SettleForm, request, version=alarm.version)

    def run(words: dict) -> None:
        alarming.settle_alarm(
            alarm=alarm, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **words
        )

    return answered(request, sight, form, run, at, step=SETTLE, alarm=alarm)
