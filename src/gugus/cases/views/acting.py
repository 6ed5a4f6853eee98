"""How every form of the case page is answered: done, refused, or overtaken by somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gugus.base.forms import Refusable
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import Stale
from gugus.cases.models import Case
from gugus.cases.policies import Sight


@dataclass(frozen=True)
class Step:
    """One thing to do with a case: what its page says, and where one lands afterwards."""

    title: Any
    button: Any
    done: Any
    text: Any = ""
    icon: str = "edit"
    danger: bool = False
    anchor: str = ""
    after: str = ""  # where one lands instead of the case, when the case may be out of reach afterwards
    template: str = "cases/form.html"
    consequences: Sequence[Any] = ()
    hurdles: Sequence[Reason] = ()
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile: what it says now and what was typed here."""

    label: str
    theirs: str
    typed: str


def page_of(case: Case, anchor: str = "") -> str:
    """The address of a case, perhaps of a part of it."""
    return reverse("cases:detail", args=[case.ref]) + (f"#{anchor}" if anchor else "")


def show(
    request: HttpRequest,
    sight: Sight,
    step: Step,
    form: Refusable,
    *,
    status: int = 200,
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    """The page of one step."""
    context = {"sight": sight, "case": sight.case, "step": step, "form": form, "differences": differences}
    context["overtaken"] = status == 409
    return render(request, step.template, context | step.context, status=status)


def answer(
    request: HttpRequest, sight: Sight, step: Step, form: Refusable, act: Callable[[dict], Any]
) -> HttpResponse:
    """Do it and go back to the case; or show the form again with everything that was typed.

    422: something must be put right. 409: somebody else changed the case since this page was opened.
    """
    if request.method != "POST":
        return show(request, sight, step, form)
    if not form.is_valid():
        return show(request, sight, step, form, status=422)
    try:
        act(form.cleaned_data)
    except Cannot as refused:
        form.show(refused)
        return show(request, sight, step, form, status=422)
    except Stale as stale:
        differences = differences_of(form, stale.record)
        return show(
            request, sight, step, form.based_on(stale.record.version), status=409, differences=differences
        )
    messages.success(request, step.done)
    return redirect(step.after or page_of(sight.case, step.anchor))


def differences_of(form: Refusable, case: Case) -> list[Difference]:
    """What the case says now beside what was typed, for the fields that are easily lost."""
    current = {"safety": case.get_safety_display(), "note": case.safety_note, "to": case.manager,
               "summary": case.summary, "risk": case.risk}  # fmt: skip
    shown = []
    for name in form.compares:
        bound = form[name]
        choices = dict(getattr(bound.field, "choices", ()) or ()) if name in {"safety", "risk"} else {}
        theirs, typed = current[name], form.cleaned_data.get(name)
        theirs, typed = choices.get(theirs, theirs), choices.get(typed, typed)
        shown.append(Difference(str(bound.label), str(theirs or "–"), str(typed or "–")))
    return shown
