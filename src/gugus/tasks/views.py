"""My tasks, one task, and what can be done with it."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gugus.access.doors import page_of
from gugus.access.gate import staff_door
from gugus.tasks import actions, queries
from gugus.tasks.forms import AssignForm, DoneForm, SnoozeForm, TaskFilter
from gugus.tasks.gate import sees_agency, task_for
from gugus.tasks.models import Task


@staff_door()
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Tasks by filter: mine that are open, unless the address says otherwise."""
    at = now()
    form = TaskFilter(request.GET)
    chosen = form.chosen()
    whole_agency = sees_agency(request.viewer)
    if not whole_agency:
        chosen["who"] = "mine"
    rows = queries.filtered(request.viewer, at=at, **chosen)
    context = {
        "page": queries.page_of(rows, request.GET.get("page", "")),
        "form": form,
        "chosen": chosen,
        "load": queries.load_of(request.viewer, at),
        "whole_agency": whole_agency,
        "now": at,
    }
    return render(request, "tasks/index.html", context)


@staff_door()
@require_GET
def task(request: HttpRequest, ref: str) -> HttpResponse:
    """One task with its clock and what can be done."""
    return _page(request, task_for(request.viewer, ref))


@staff_door()
@require_POST
def done(request: HttpRequest, ref: str) -> HttpResponse:
    """The task is done, perhaps with a note."""
    found = task_for(request.viewer, ref)
    form = DoneForm(request.POST)
    return _act(
        request, found, "done", form,
        lambda at, note: actions.finish_task(task=found, by=request.viewer.user, at=at, note=note),
        said=_("Task %(ref)s is done."),
    )  # fmt: skip


@staff_door()
@require_POST
def snooze(request: HttpRequest, ref: str) -> HttpResponse:
    """Put the task off, with a reason."""
    found = task_for(request.viewer, ref)
    form = SnoozeForm(request.POST)
    return _act(
        request, found, "snooze", form,
        lambda at, **told: actions.snooze_task(task=found, by=request.viewer.user, at=at, **told),
        said=_("Task %(ref)s was put off."),
    )  # fmt: skip


@staff_door()
@require_POST
def assign(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the task to a colleague."""
    found = task_for(request.viewer, ref)
    form = AssignForm(request.POST, colleagues=queries.colleagues(request.viewer))
    return _act(
        request, found, "assign", form,
        lambda at, to: actions.assign_task(task=found, to=to, by=request.viewer.user, at=at),
        said=_("Task %(ref)s was handed over."),
    )  # fmt: skip


@staff_door()
@require_POST
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Do it myself."""
    found = task_for(request.viewer, ref)
    me = request.viewer.user
    return _act(
        request, found, "take", Form(request.POST),
        lambda at: actions.assign_task(task=found, to=me, by=me, at=at),
        said=_("Task %(ref)s is yours now."),
    )  # fmt: skip


def _act(
    request: HttpRequest, found: Task, name: str, form: Form, act: Callable, *, said: str
) -> HttpResponse:
    """Run an action with what the form read; a refusal is shown where it belongs and keeps what was typed."""
    if form.is_valid():
        try:
            act(now(), **form.cleaned_data)
        except actions.CannotChangeTask as refused:
            if not hasattr(form, "show"):
                messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
                return redirect("tasks:task", found.ref)
            form.show(refused)
        else:
            messages.success(request, said % {"ref": found.ref})
            return redirect(_back(request))
    return _page(request, found, status=422, **{f"{name}_form": form})


def _page(request: HttpRequest, found: Task, *, status: int = 200, **forms: Form) -> HttpResponse:
    at = now()
    context = {
        "task": found,
        "state": found.state_at(at),
        "about_url": page_of(found.about_kind, request.viewer, found.about_ref, at),
        "within_url": page_of(found.within_kind, request.viewer, found.within_ref, at),
        "basis": found.clock.basis_in(get_language()) if found.clock else "",
        "done_form": DoneForm(auto_id="done_%s"),
        "snooze_form": SnoozeForm(initial=SnoozeForm.starting(at), auto_id="snooze_%s"),
        "assign_form": AssignForm(colleagues=queries.colleagues(request.viewer), auto_id="assign_%s"),
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "now": at,
    }
    return render(request, "tasks/task.html", context | forms, status=status)


def _back(request: HttpRequest) -> str:
    """Where one came from: only an address of this site."""
    wish = request.POST.get("back", "")
    safe = wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None)
    return wish if safe else "tasks:index"
