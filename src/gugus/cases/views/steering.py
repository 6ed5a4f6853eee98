"""Safety, warnings, team, facts and states: everything that steers a case."""

from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.gate import staff_door
from gugus.base.forms import Refusable
from gugus.cases import rules
from gugus.cases.actions import (
    add_colleague,
    check_safety,
    end_colleague,
    hand_over,
    raise_flag,
    resolve_flag,
)
from gugus.cases.clocks import usual_aftercare
from gugus.cases.closing import ASKED_ALREADY, Ending, ask_to_close, waiting_to_close
from gugus.cases.codes import CaseState
from gugus.cases.forms import (
    ClosingForm,
    ColleagueForm,
    FactsForm,
    FlagForm,
    HandOverForm,
    MoveForm,
    ResolveFlagForm,
    SafetyForm,
)
from gugus.cases.gate import sight_for
from gugus.cases.panels import running_after
from gugus.cases.parties import edit_case
from gugus.cases.policies import Sight
from gugus.cases.queries import colleagues
from gugus.cases.states import hurdles_to_closing, move
from gugus.cases.views.acting import Step, answer


@staff_door(Section.CASE, Verb.WRITE)
def safety(request: HttpRequest, ref: str) -> HttpResponse:
    """Is the person safe? The next look becomes a task."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = SafetyForm(request.POST or None, initial={"version": sight.case.version})
    step = Step(
        title=_("Check safety"), button=_("Save the check"), done=_("Checked. The next look is planned."),
        icon="shield", text=_("Ask alone, with nobody listening. Agree on what happens when nobody answers."),
    )  # fmt: skip
    return answer(request, sight, step, form, lambda told: check_safety(
        case=sight.case, safety=told["safety"], note=told["note"], next_at=told["next_at"],
        seen=told["version"], by=request.viewer.user, at=at,
    ))  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def flag(request: HttpRequest, ref: str) -> HttpResponse:
    """Raise a warning."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = FlagForm(request.POST or None)
    step = Step(
        title=_("Raise a warning"), button=_("Raise the warning"), done=_("The warning stands on the case."),
        icon="flag", text=_("It is shown on top of the case until somebody resolves it."),
    )  # fmt: skip
    return answer(
        request, sight, step, form,
        lambda told: raise_flag(case=sight.case, by=request.viewer.user, at=at, **told),
    )  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def resolve(request: HttpRequest, ref: str, flag_id: str) -> HttpResponse:
    """A warning no longer holds."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one = get_object_or_404(sight.case.flags.select_related("data_key"), pk=flag_id)
    form = ResolveFlagForm(request.POST or None)
    step = Step(
        title=_("Resolve a warning"), button=_("Resolve"), done=_("The warning is resolved."), icon="flag",
        text=f"{one.get_kind_display()}. {one.note or ''}",
    )  # fmt: skip
    return answer(
        request, sight, step, form,
        lambda told: resolve_flag(flag=one, by=request.viewer.user, at=at, **told),
    )  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def colleague(request: HttpRequest, ref: str) -> HttpResponse:
    """A colleague joins the team."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    case = sight.case
    on_it = case.team.filter(until_at=None).values("user")
    free = (
        colleagues(case.agency_id, timezone.localdate(at)).exclude(pk__in=on_it).exclude(pk=case.manager_id)
    )
    form = ColleagueForm(request.POST or None, colleagues=free)
    step = Step(
        title=_("Add a colleague"), button=_("Add to the team"), done=_("The colleague is on the team."),
        icon="users", anchor="responsible", text=_("Whoever is on the team reads and writes in this case."),
    )  # fmt: skip
    return answer(
        request, sight, step, form,
        lambda told: add_colleague(case=case, by=request.viewer.user, at=at, **told),
    )  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def leave(request: HttpRequest, ref: str, member_id: str) -> HttpResponse:
    """A colleague leaves the team."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    member = get_object_or_404(sight.case.team.select_related("user"), pk=member_id, until_at=None)
    form = Refusable(request.POST or None)
    step = Step(
        title=_("Take %(name)s off the team") % {"name": member.user.full_name},
        button=_("Take off the team"), done=_("The colleague has left the team."), icon="users",
        anchor="responsible", danger=True, consequences=[_("The colleague no longer opens this case.")],
        after=reverse("cases:list") if member.user_id == request.viewer.user_id else "",
    )  # fmt: skip
    return answer(
        request, sight, step, form,
        lambda told: end_colleague(member=member, by=request.viewer.user, at=at),
    )  # fmt: skip


@staff_door(Section.CASE, Verb.HAND_OVER)
def hand(request: HttpRequest, ref: str) -> HttpResponse:
    """Another colleague answers for the case."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.HAND_OVER, at=at)
    case = sight.case
    able = colleagues(case.agency_id, timezone.localdate(at)).exclude(pk=case.manager_id)
    form = HandOverForm(request.POST or None, colleagues=able, initial={"version": case.version})
    step = Step(
        title=_("Hand the case over"), button=_("Hand over"), done=_("The case is handed over."), icon="arrows",
        anchor="responsible", after=reverse("cases:list"),
        text=_("The safety check goes along to the new case manager. You keep the case only if you are on its team."),
    )  # fmt: skip
    return answer(request, sight, step, form, lambda told: hand_over(
        case=case, to=told["to"], reason=told["reason"], seen=told["version"], by=request.viewer.user, at=at,
    ))  # fmt: skip


@staff_door(Section.CASE, Verb.WRITE)
def facts(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct what the case is about."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, field_class=FieldClass.SENSITIVE, at=at)
    form = FactsForm(request.POST or None, initial=FactsForm.from_case(sight.case))
    step = Step(
        title=_("Edit the case"), button=_("Save"), done=_("Saved."), icon="edit", anchor="summary",
    )  # fmt: skip

    def keep(told: dict) -> None:
        seen = told.pop("version")
        edit_case(case=sight.case, facts=told, seen=seen, by=request.viewer.user, at=at)

    return answer(request, sight, step, form, keep)


def _steps(before: str) -> dict:
    """What each move's page says."""
    goes_on = [
        _("Services already promised to the survivor go on."),
        _("The trail keeps who moved the case and why."),
    ]
    again = before != CaseState.ON_HOLD
    return {
        "hold": (CaseState.ON_HOLD, Step(
            title=_("Put the case on hold"), button=_("Put on hold"), done=_("The case is on hold."),
            icon="hourglass", consequences=[_("The safety check keeps its clock."), *goes_on])),
        "close": (CaseState.CLOSED, Step(
            title=_("Close the case"), button=_("Ask to close"),
            done=_("Closing was asked for. A supervisor of your agency agrees or not; you will be told."),
            icon="check", danger=True, template="cases/closing.html",
            consequences=[_("A second person agrees before the case closes."), *goes_on])),
        "open": (CaseState.OPEN, Step(
            title=_("Reopen the case") if again else _("Take the case up again"),
            button=_("Reopen") if again else _("Take up again"), done=_("The case is open."), icon="refresh",
            consequences=[_("Safety counts as not known until somebody looks; a check is due tomorrow.")]
            if again else [])),
        "archive": (CaseState.ARCHIVED, Step(
            title=_("Archive the case"), button=_("Archive"), done=_("The case is archived."), icon="lock",
            consequences=[_("The case leaves the working lists and takes no more lines. It can be reopened.")])),
    }  # fmt: skip


def _closing(request: HttpRequest, sight: Sight, step: Step, at: datetime) -> HttpResponse:
    """Closing asks a supervisor; every hurdle, and what of the law runs on, stands on the page beforehand."""
    case = sight.case
    waits = waiting_to_close(case, at)
    hurdles = [*([ASKED_ALREADY] if waits else []), *hurdles_to_closing(case)]
    step = replace(step, hurdles=hurdles, context={"runs_on": running_after(case)})
    start = {"version": case.version, "aftercare_on": usual_aftercare(at, case.area_code)}
    form = ClosingForm(request.POST or None, before=case.state, initial=start)

    def ask(told: dict) -> None:
        ending = Ending(told["code"], told["note"], told["aftercare_on"], told["contact_agreed"])
        ask_to_close(
            case=case, ending=ending, by=request.viewer.user, at=at, seen=told["version"], key=told["key"]
        )

    return answer(request, sight, step, form, ask)


@staff_door(Section.CASE, Verb.DECIDE)
def state(request: HttpRequest, ref: str, way: str) -> HttpResponse:
    """Hold, resume, close, reopen, archive. What stands against closing is shown before anybody types."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    case = sight.case
    to, step = _steps(case.state).get(way, (None, None))
    if to is None:
        raise Http404
    if not rules.may_move(case.state, to) and request.method == "GET":
        raise Http404
    if to == CaseState.CLOSED:
        return _closing(request, sight, step, at)
    if to == CaseState.ARCHIVED and request.method == "GET":
        step = replace(step, hurdles=running_after(case))
    form = MoveForm(request.POST or None, to=to, before=case.state, initial={"version": case.version})
    return answer(request, sight, step, form, lambda told: move(
        case=case, to=to, code=told["code"], note=told["note"], seen=told["version"],
        by=request.viewer.user, at=at,
    ))  # fmt: skip
