"""Frozen figures: the list, freezing, one figure with picture and notes, counting again, its table and bytes."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.figures import freezing, queries, showing
from gugus.figures.forms import FreezeForm, ListFilter
from gugus.figures.gate import snapshot_for
from gugus.figures.models import Snapshot
from gugus.figures.policies import Sight
from gugus.figures.seats import forces_of
from gugus.kernel.cells import csv_lines

PER_PAGE = 30


@staff_door(Section.FIGURES)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every frozen figure of the viewer's task forces, the newest first."""
    form = ListFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {"figure": "", "period": ""}
    page = Paginator(queries.snapshots(request.viewer, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    address = urlencode({name: value for name, value in request.GET.items() if value and name != "page"})
    context = {
        "form": form, "page": page, "rows": [(one, showing.shown(one)) for one in page.object_list],
        "is_filtered": bool(address), "keep": f"{address}&" if address else "",
        "has_seat": forces_of(request.viewer.agency_id).exists(),
        "may_write": request.viewer.has(Section.FIGURES, Verb.WRITE),
    }  # fmt: skip
    return render(request, "figures/list.html", context, status=422 if form.errors else 200)


@staff_door(Section.FIGURES, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze figures of a year as they are shown now."""
    if not forces_of(request.viewer.agency_id).exists():
        return redirect("figures:list")  # it says that the agency has no seat
    initial = {"year": request.GET.get("period", "")[:4]}
    form = FreezeForm(request.POST or None, viewer=request.viewer, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = freezing.freeze(
                force=form.force, figures=form.cleaned_data["figures"], period=form.period, by=request.viewer.user,
                at=now(),
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("figures:detail", made[0].ref) if len(made) == 1 else redirect("figures:list")
    return render(request, "figures/freeze.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(Section.FIGURES)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One frozen figure. Reading it is written to the trail."""
    one = snapshot_for(request.viewer, ref)
    freezing.read_snapshot(snapshot=one, by=request.viewer.user, at=now())
    return render(request, "figures/detail.html", _facts(request, one))


def _facts(request: HttpRequest, one: Snapshot) -> dict:
    later = queries.newest_of(one)
    return {
        "one": one,
        "figure": showing.shown(one),
        "sight": Sight(request.viewer, one.task_force),
        "later": later if later.pk != one.pk else None,
        "notes": showing.notes_on(one),
        "recounts": [(each, showing.lines_of(each)) for each in queries.recounts(one)],
    }


@staff_door(Section.FIGURES, Verb.WRITE)
@require_POST
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Count the figure again for the same days; the result stands on its page."""
    one = snapshot_for(request.viewer, ref, verb=Verb.WRITE)
    try:
        freezing.recount(snapshot=one, by=request.viewer.user, at=now())
    except Cannot as refused:
        context = _facts(request, one) | {"refused": refused.reasons}
        return render(request, "figures/detail.html", context, status=409)
    return redirect("figures:detail", one.ref)


@staff_door(Section.FIGURES, Verb.EXPORT)
@require_GET
def table(request: HttpRequest, ref: str) -> HttpResponse:
    """The table of a frozen figure as CSV, with what it is below."""
    one = snapshot_for(request.viewer, ref, verb=Verb.EXPORT)
    freezing.take_out(snapshot=one, form="csv", by=request.viewer.user, at=now())
    figure = showing.shown(one)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{one.ref}.csv"'
    answer.write("\ufeff")
    answer.writelines(
        csv_lines([[figure.title], *showing.table(figure), [figure.caption], [f"SHA-256 {one.digest}"]])
    )
    return answer


@staff_door(Section.FIGURES, Verb.EXPORT)
@require_GET
def bytes_of(request: HttpRequest, ref: str) -> HttpResponse:
    """The very bytes that were frozen: `sha256sum` of the file gives the digest of the page."""
    one = snapshot_for(request.viewer, ref, verb=Verb.EXPORT)
    freezing.take_out(snapshot=one, form="json", by=request.viewer.user, at=now())
    answer = HttpResponse(one.content.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{one.ref}.json"'
    return answer
