"""One page for every form: what it is for, the form, what was refused, what another one wrote meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Cannot
from gugus.base.versions import Stale


@dataclass(frozen=True, slots=True)
class Sheet:
    """Heading and words of a form's page; `up` are pairs of label and address on the way to it."""

    heading: Any
    back: str
    up: tuple[tuple[str, str], ...] = ()
    code: str = ""
    text: Any = ""
    button: Any = _("Save")
    icon: str = "check"
    danger: bool = False
    above: str = ""  # a template drawn above the form


def answer(
    request: HttpRequest, form: Form, act: Callable[[Form], Any], sheet: Sheet, *,
    to: Callable[[Any], str] | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Draw the form; when it is good, act and go on. Refused: 422 at the fields; a lost race: 409, typed text stays."""
    context = {"form": form, "sheet": sheet, "clash": False} | more
    if form.is_bound and form.is_valid():
        try:
            done = act(form)
        except Stale:
            return render(request, "justice/form.html", context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect(to(done) if to else sheet.back)
    return render(request, "justice/form.html", context, status=422 if form.is_bound else 200)


def posted(request: HttpRequest):
    """What was sent, or None while the page is only looked at."""
    return request.POST if request.method == "POST" else None
