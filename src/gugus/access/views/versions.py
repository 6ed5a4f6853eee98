"""Versions of the matrix: what counts, a new one from a file, its dry run, applying, going back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access import escalation, versions, wording
from gugus.access.codes import Role, Section, Verb, VersionState
from gugus.access.forms import ALL, BackForm, VersionForm
from gugus.access.gate import staff_door
from gugus.access.impact import impact_of
from gugus.access.matrix import BadMatrix, Matrix, written
from gugus.access.models import MatrixVersion
from gugus.access.queries import OPEN_TO_ALL, counting, hosts, matrix_for, matrix_of
from gugus.access.queries import versions as versions_of
from gugus.access.versions import CannotApply, CannotDraft
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot

FORM = ["GET", "HEAD", "POST"]


def table(matrix: Matrix) -> list[dict]:
    """The matrix as a page shows it: role by role, each line in words."""
    rows = [
        {
            "code": role.value,
            "name": role.label,
            "lines": [
                {
                    "section": right.section.label,
                    "verbs": wording.verbs(right.verbs),
                    "reach": wording.SCOPES[right.scope],
                    "depth": wording.DEPTHS[right.field_class],
                }
                for right in matrix.rights
                if right.role == role
            ],
        }
        for role in Role
    ]
    return [one for one in rows if one["lines"]]


def closed(matrix: Matrix) -> list[tuple[str, str]]:
    """Kinds of agencies and the sections of other agencies' files that they never see."""
    kinds: dict[str, list[str]] = {}
    for kind, section in sorted(matrix.closed):
        kinds.setdefault(kind, []).append(wording.section(section))
    return [(wording.subject(f"agency:{kind}"), ", ".join(parts)) for kind, parts in kinds.items()]


def version_for(viewer: Viewer, pk: UUID) -> MatrixVersion:
    """A version of the installation or of the viewer's own agency; others do not exist here."""
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL)
    one = rows.filter(pk=pk).select_related("agency", "made_by", "applied_by", "based_on", "data_key").first()
    if one is None or one.agency_id not in {None, viewer.agency_id}:
        raise Http404
    return one


def _key(version: MatrixVersion | None) -> str:
    return str(version.pk) if version else ""


@staff_door(Section.USERS)
@require_http_methods(FORM)
def index(request: HttpRequest) -> HttpResponse:
    """What counts, all versions, and a form for a new one."""
    viewer = request.viewer
    may_write, host = viewer.has(Section.USERS, Verb.WRITE), hosts(viewer.agency_id)
    base, own = counting(None), counting(viewer.agency_id)
    seen = {"seen": _key(base if host else own)}
    form = VersionForm(request.POST or None, request.FILES or None, hosts=host, initial=seen)
    if request.method == "POST" and may_write and form.is_valid():
        try:
            made = _draft(viewer, form)
        except (BadMatrix, CannotDraft) as refused:
            form.show(refused)
        else:
            return redirect("access:version", made.pk)
    matrix = matrix_for(viewer.agency_id)
    context = {
        "form": form, "may_write": may_write, "host": host, "base": base, "own": own, "roles": table(matrix),
        "closed": closed(matrix), "versions": versions_of(None)[:50], "narrowings": versions_of(viewer.agency_id)[:50],
    }  # fmt: skip
    return render(request, "access/matrix.html", context, status=422 if form.errors else 200)


def _draft(viewer: Viewer, form: VersionForm) -> MatrixVersion:
    typed = form.cleaned_data
    whole = typed["reach"] == ALL
    # Another version may have come since the page was opened; asked only where the page told the same reach.
    seen = typed["seen"] if whole == hosts(viewer.agency_id) else None
    return versions.draft_version(
        text=typed["text"], agency=None if whole else viewer.user.agency, note=typed["note"], by=viewer.user,
        at=timezone.now(), seen=seen,
    )  # fmt: skip


@staff_door(Section.USERS)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """What counts for one's agency as a file: `?versi=0` what ships, `?versi=<id>` a version."""
    wanted = request.GET.get("versi", "")
    if wanted == "0":
        text, name = written(matrix_of(None)), "0"
    elif wanted:
        try:
            one = version_for(request.viewer, UUID(wanted))
        except ValueError:
            raise Http404 from None
        text, name = one.content, str(one.number)
    else:
        text, name = written(matrix_for(request.viewer.agency_id)), "kini"
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="matriks-{name}.csv"'
    return answer


@staff_door(Section.USERS)
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version: compared with what counts, and what applying it would do. Changes nothing."""
    return _shown(request, version_for(request.viewer, pk), [], 200)


def _shown(request: HttpRequest, version: MatrixVersion, refusals, status: int) -> HttpResponse:
    impact = impact_of(version, by=request.viewer.user, at=timezone.now())
    draft = version.state == VersionState.DRAFT
    codes = {reason.code for reason in impact.refusals}
    changes = [
        {
            "subject": wording.subject(one.subject), "section": wording.section(one.section),
            "verb": Verb(one.verb).label, "before": wording.depths(one.before), "after": wording.depths(one.after),
            "widens": one.widens, "count": impact.counts.get(one.subject, 0),
        }
        for one in impact.changes
    ]  # fmt: skip
    waits = codes <= {"second_person", "own_rights", "no_right"}
    context = {
        "version": version,
        "impact": impact,
        "changes": changes,
        "draft": draft,
        "refusals": refusals or impact.refusals,
        "may_apply": draft and not codes,
        "may_ask": draft and impact.widens and escalation.can_ask() and waits,
        "may_write": request.viewer.has(Section.USERS, Verb.WRITE),
        "back": BackForm(),
    }
    return render(request, "access/version.html", context, status=status)


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a draft that only narrows count; what widens goes through the queue of requests."""
    version = version_for(request.viewer, pk)
    if request.method == "GET":  # back from proving who they are: read it once more
        return redirect("access:version", pk)
    if request.viewer.stands_in_for or request.viewer.read_only:
        raise Http404
    try:
        versions.apply_version(version=version, by=request.viewer.user, at=timezone.now())
    except CannotApply as refused:
        return _shown(request, version, refused.reasons, 409)
    messages.success(request, _("This version counts from now on."))
    return redirect("access:version", pk)


@staff_door(Section.USERS, Verb.WRITE)
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a widening draft before a second person."""
    version = version_for(request.viewer, pk)
    if not escalation.can_ask() or version.state != VersionState.DRAFT:
        raise Http404
    try:
        url = escalation.ask(version, by=request.viewer.user, reason=version.note or "", at=timezone.now())
    except Cannot as refused:
        return _shown(request, version, refused.reasons, 409)
    return redirect(url)


@staff_door(Section.USERS, Verb.WRITE)
@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new draft that says what this version said."""
    version = version_for(request.viewer, pk)
    form = BackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down why."))
        return redirect("access:version", pk)
    try:
        made = versions.roll_back(
            to=version, agency=version.agency, note=form.cleaned_data["note"], by=request.viewer.user,
            at=timezone.now(),
        )  # fmt: skip
    except CannotDraft as refused:
        messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
        return redirect("access:version", pk)
    return redirect("access:version", made.pk)
