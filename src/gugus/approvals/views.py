"""The queue of requests that need a second person, and one of them."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.doors import page_of
from gugus.access.gate import staff_door
from gugus.approvals import actions, forms, policies, queries
from gugus.approvals.gate import request_for
from gugus.approvals.models import Request
from gugus.base.forms import Refusable
from gugus.base.refusals import Cannot

PER_PAGE = 25
TABS = {"waiting": _("Wait for you"), "mine": _("Asked by you"), "decided": _("Ended")}


@staff_door()
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for my yes or no, what I asked, what was decided."""
    at = now()
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    rows = queries.queue(request.viewer, tab, at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={code}", "current": code == tab} for code, label in TABS.items()]
    context = {"page": page, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "approvals/list.html", context)


@staff_door()
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One request: what is asked, what follows, and who may say yes."""
    asked = request_for(request.viewer, ref)
    return render(request, "approvals/detail.html", _facts(request, asked))


@staff_door(fresh=True)
@require_http_methods(["GET", "POST"])
def approving(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes: it happens now, once. Whoever had to prove who they are comes back here and reads it once more."""
    if request.method == "GET":
        return redirect("approvals:detail", request_for(request.viewer, ref).ref)
    form = forms.ApproveForm(request.POST)

    def say_yes(asked: Request) -> None:
        actions.approve(request=asked, by=request.viewer.user, at=now(), seen=form.cleaned_data["digest"])

    return _answered(request, ref, form, say_yes)


@staff_door()
@require_POST
def refusing(request: HttpRequest, ref: str) -> HttpResponse:
    """No, with a reason that the asking person reads."""
    form = forms.RefuseForm(request.POST)

    def say_no(asked: Request) -> None:
        actions.refuse(request=asked, by=request.viewer.user, at=now(), **form.cleaned_data)

    return _answered(request, ref, form, say_no)


@staff_door()
@require_POST
def withdrawing(request: HttpRequest, ref: str) -> HttpResponse:
    """The asking person takes it back."""
    return _answered(
        request,
        ref,
        Refusable(request.POST),
        lambda asked: actions.withdraw(request=asked, by=request.viewer.user, at=now()),
    )


def _answered(
    request: HttpRequest, ref: str, form: Refusable, act: Callable[[Request], None]
) -> HttpResponse:
    asked = request_for(request.viewer, ref)
    if form.is_valid():
        try:
            act(asked)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("approvals:detail", ref)
    asked = request_for(request.viewer, ref)
    status = 422 if asked.waits(now()) else 409
    return render(request, "approvals/detail.html", _facts(request, asked, form), status=status)


def _facts(request: HttpRequest, asked: Request, form: Refusable | None = None) -> dict:
    at, user = now(), request.viewer.user
    waits = asked.waits(at)
    hurdles = policies.hurdles_to_approving(asked, user, at) if waits else []
    may_refuse = waits and not policies.hurdles_to_deciding(asked, user, at)
    return {
        "asked": asked,
        "words": queries.words_of(asked),
        "about_url": page_of(asked.about_kind, request.viewer, asked.about_ref, at),
        "waits": waits,
        "is_late": asked.state == "asked" and not waits,
        "hurdles": hurdles,
        "may_approve": waits and not hurdles,
        "may_refuse": may_refuse,
        "may_withdraw": waits and asked.asked_by_id == user.pk,
        "form": form,
        "refuse_form": form if isinstance(form, forms.RefuseForm) else forms.RefuseForm(),
        "now": at,
    }
