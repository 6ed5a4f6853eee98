"""Publications inside the task force: the list, one of them, writing, and the steps to everybody's eyes."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.publication import actions, queries, rules
from gugus.publication.codes import State
from gugus.publication.forms import ApprovalForm, NewForm, WhyForm, WordsForm
from gugus.publication.gate import sight_for
from gugus.publication.models import Publication
from gugus.publication.onward import source_of
from gugus.publication.policies import SECTION, Sight
from gugus.publication.queries import is_printed
from gugus.publication.wording import CHIPS, blocks_of

PER_PAGE = 25


@staff_door(SECTION)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What the task force has told everybody, will tell, and took back."""
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    page = Paginator(queries.listed(request.viewer, state), PER_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.chip = CHIPS[State(one.state)]
    tabs = [{"label": _("All"), "url": "?", "current": not state}]
    tabs += [
        {"label": label.capitalize(), "url": f"?state={value}", "current": value == state}
        for value, label in State.choices
    ]
    may_write = request.viewer.has(SECTION, Verb.DECIDE) and queries.kept_by(request.viewer).exists()
    context = {"page": page, "tabs": tabs, "state": state, "keep": f"state={state}&", "may_write": may_write}
    return render(request, "publication/list.html", context)


@staff_door(SECTION, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft; only the agency that keeps a secretariat writes for its task force. The address may name the record
    behind it (`jenis`, `dari`)."""
    forces = queries.kept_by(request.viewer)
    source = source_of(request.viewer, request.GET.get("jenis", ""), request.GET.get("dari", ""))
    start = {"kind": "meeting", "force": forces.first()} | source.initial
    form = NewForm(request.POST or None, forces=forces, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.write(
                force=given["force"], kind=given["kind"], words=form.told(), by=request.viewer.user, at=now(),
                key=given["key"], source=source.behind(given["force"]),
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("publication:detail", made.ref)
    context = {"form": form, "source": source}
    return render(request, "publication/write.html", context, status=422 if form.is_bound else 200)


@staff_door(SECTION)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One publication as everybody will read it, with what may say too much."""
    sight = sight_for(request.viewer, ref)
    record("publication.read", about=sight.one, by=request.viewer.user, at=now())
    return render(request, "publication/detail.html", _facts(sight))


def _facts(sight: Sight) -> dict:
    one = sight.one
    found = [
        {"said": rules.SAID[each.sign], "where": each.excerpt, "refused": each.is_refused}
        for each in rules.looked_for(one.words)
    ]
    return {
        "one": one, "sight": sight, "chip": CHIPS[State(one.state)], "blocks": blocks_of(one.body),
        "blocks_en": blocks_of(one.body_en),
        "has_pdf": is_printed(one), "findings": found, "about_url": url_of(one.source_kind, one.source_ref),
    }  # fmt: skip


@staff_door(SECTION, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """A draft says something else."""
    sight = sight_for(request.viewer, ref, needs="may_write")
    one = sight.one
    start = {name: getattr(one, name) for name in ("title", "body", "title_en", "body_en", "version")}
    form = WordsForm(request.POST or None, initial=start)
    return _step(
        request, "publication/write.html", {"form": form, "one": one},
        lambda seen: actions.change(one=one, words=form.told(), by=request.viewer.user, at=now(), seen=seen),
    )  # fmt: skip


@staff_door(SECTION, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask somebody else to let everybody read it."""
    sight = sight_for(request.viewer, ref, needs="may_write")
    then = _("The text is fixed until somebody else approves it or sends it back.")
    form = ApprovalForm(request.POST or None, findings=[], initial={"version": sight.one.version})
    return _step(
        request, "publication/step.html", _page(sight, form, _("Ask for approval"), then),
        lambda seen: actions.propose(one=sight.one, by=request.viewer.user, at=now(), seen=seen),
    )  # fmt: skip


@staff_door(SECTION, Verb.APPROVE)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """A named person lets everybody read it."""
    sight = sight_for(request.viewer, ref, needs="may_decide")
    findings = rules.to_look_at(sight.one.words)
    form = ApprovalForm(request.POST or None, findings=findings, initial={"version": sight.one.version})
    then = _("Everybody can read it at once, without signing in. Your name stands inside, not outside.")
    return _step(
        request, "publication/step.html", _page(sight, form, _("Publish"), then),
        lambda seen: actions.publish(
            one=sight.one, looked_at=form.cleaned_data.get("looked_at", []), by=request.viewer.user, at=now(), seen=seen
        ),
    )  # fmt: skip


@staff_door(SECTION, Verb.APPROVE)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Not like this."""
    sight = sight_for(request.viewer, ref, needs="may_decide")
    then = _("It is a draft again; the secretariat reads your reason.")
    return _why(request, sight, _("Send back"), then, actions.send_back)


@staff_door(SECTION)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody outside reads it any more."""
    sight = sight_for(request.viewer, ref, needs="may_withdraw")
    then = _(
        "Its address answers as if it had never been there. Copies that others made are beyond our reach."
    )
    return _why(request, sight, _("Withdraw"), then, actions.withdraw, danger=True)


def _why(
    request: HttpRequest, sight: Sight, title: str, then: str, run, *, danger: bool = False
) -> HttpResponse:
    form = WhyForm(request.POST or None, initial={"version": sight.one.version})
    return _step(
        request, "publication/step.html", _page(sight, form, title, then) | {"danger": danger},
        lambda seen: run(
            one=sight.one, why=form.cleaned_data["why"], by=request.viewer.user, at=now(), seen=seen
        ),
    )  # fmt: skip


def _page(sight: Sight, form, title: str, then: str) -> dict:
    return {"one": sight.one, "form": form, "title": title, "then": then}


def _step(
    request: HttpRequest, template: str, context: dict, run: Callable[[int | None], object]
) -> HttpResponse:
    """Draw the page of a step; on POST do it. Somebody was faster: say so, show it, keep what was typed."""
    form, one = context["form"], context["one"]
    status = tried(form, lambda given: run(given["version"]))
    if status == DONE:
        return redirect("publication:detail", one.ref)
    if status == OVERTAKEN:
        context |= {"clash": True} | _newest(one, form)
    return render(request, template, context, status=status)


def _newest(one: Publication, form) -> dict:
    """What stands now. Words that are sent once more count, since the newer ones were seen beside them; a decision
    that was overtaken is taken anew on the page of the publication.
    """
    if isinstance(form, WordsForm):
        one.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = one.version
    return {"blocks": blocks_of(one.body)}
