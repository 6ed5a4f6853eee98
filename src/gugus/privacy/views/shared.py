"""What the desk's form pages share: one way to show a form, run an action, tell who was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gugus.base.refusals import Cannot
from gugus.base.versions import Stale


@dataclass(frozen=True, slots=True)
class FormPage:
    """Words around one form. `back` is the address one returns to."""

    title: Any
    back: str
    ref: str = ""
    lead: Any = ""
    icon: str = "check"
    label: Any = ""
    kind: str = "main"
    warning: Any = ""


def form_page(
    request: HttpRequest, page: FormPage, form: Any, run: Callable[[dict], str], *, version: int | None = None
) -> HttpResponse:
    """GET shows the form, POST runs the action and goes where it says. Errors 422, a lost race 409; text stays."""
    clash = False
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(run(form.cleaned_data))
        except Stale as stale:
            clash, version = True, stale.record.version
        except Cannot as refused:
            form.show(refused)
    status = 409 if clash else 422 if form.is_bound else 200
    context = {"form": form, "page": page, "clash": clash, "version": version}
    return render(request, "privacy/form.html", context, status=status)


def letterhead_of(agency) -> dict:
    """The sender of a letter."""
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    return {"name": agency.name, "address": contact}
