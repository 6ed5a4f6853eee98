"""Doors for machines: the same gates and actions as the pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.refusals import Cannot, Reason
from gugus.figures import contents, freezing, queries, recording
from gugus.figures.gate import force_for, published_for, snapshot_for
from gugus.figures.models import Published, Recount, Snapshot
from gugus.figures.policies import Sight
from gugus.figures.queries import Beside
from gugus.figures.recording import Told
from gugus.figures.schemas import (
    BesideOut,
    DecisionIn,
    DecisionOut,
    FreezeIn,
    FrozenLine,
    FrozenOut,
    PublishedIn,
    PublishedOut,
    RecountOut,
)
from gugus.figures.seats import forces_of
from gugus.kernel.periods import Period

router = Router(tags=["figures"])
MOST = 100


@router.get("/frozen-figures", response=list[FrozenLine], summary="Frozen figures")
@api_door(Section.FIGURES)
def list_frozen(
    request: HttpRequest,
    figure: str = Query("", max_length=40),
    period: str = Query("", max_length=8),
    latest: bool = Query(False, description="Without those that another one replaced."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, the newest first."""
    rows = queries.snapshots(request.viewer, figure=figure, period=period, latest=latest)
    return [FrozenLine(**_line(one)) for one in rows[offset : offset + MOST]]


@router.post("/frozen-figures", response={201: list[FrozenLine]}, summary="Freeze figures")
@api_door(Section.FIGURES, Verb.WRITE)
def freeze(request: HttpRequest, body: FreezeIn):
    """One snapshot for each figure, all or none. Where nothing changed, the newest one is given back."""
    sight = _force(request, body.task_force)
    made = freezing.freeze(
        force=sight.force,
        figures=body.figures,
        period=Period.parse(str(body.year)),
        by=request.viewer.user,
        at=now(),
    )
    return Status(201, [FrozenLine(**_line(one)) for one in made])


@router.get("/frozen-figures/{ref}", response=FrozenOut, summary="One frozen figure")
@api_door(Section.FIGURES)
def get_frozen(request: HttpRequest, ref: str):
    """With its content and every second count. Reading is written to the trail."""
    one = snapshot_for(request.viewer, ref)
    freezing.read_snapshot(snapshot=one, by=request.viewer.user, at=now())
    return _frozen(one)


@router.get("/frozen-figures/{ref}/content", summary="The frozen bytes")
@api_door(Section.FIGURES, Verb.EXPORT)
def get_bytes(request: HttpRequest, ref: str):
    """Canonical JSON; its SHA-256 is the digest."""
    one = snapshot_for(request.viewer, ref, verb=Verb.EXPORT)
    freezing.take_out(snapshot=one, form="json", by=request.viewer.user, at=now())
    return HttpResponse(one.content.encode(), content_type="application/json")


@router.post(
    "/frozen-figures/{ref}/recounts", response={201: RecountOut}, summary="Count a frozen figure again"
)
@api_door(Section.FIGURES, Verb.WRITE)
def recount(request: HttpRequest, ref: str):
    """For the same days as then; says equal, or that the data were revised since."""
    one = snapshot_for(request.viewer, ref, verb=Verb.WRITE)
    return Status(201, _recount(freezing.recount(snapshot=one, by=request.viewer.user, at=now())))


@router.get("/published-figures", response=list[BesideOut], summary="Published figures side by side")
@api_door(Section.FIGURES)
def list_published(
    request: HttpRequest,
    topic: str = Query("", max_length=120),
    contradictions: bool = Query(False, description="Only what contradicts itself."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """In groups of one topic, time and place; at most 100 groups."""
    groups = queries.published(request.viewer, topic=topic)
    if contradictions:
        groups = [one for one in groups if one.is_contradiction]
    return [_beside(one) for one in groups[offset : offset + MOST]]


@router.post("/published-figures", response={201: PublishedOut}, summary="Write down a published figure")
@api_door(Section.FIGURES, Verb.WRITE)
def record_published(request: HttpRequest, body: PublishedIn):
    """Send an Idempotency-Key, so that a repeated call makes one."""
    sight = _force(request, body.task_force)
    made = recording.record_published(force=sight.force, told=_told(body), by=request.viewer.user, at=now())
    return Status(201, _published(made))


@router.post(
    "/published-figures/examples", response={201: list[PublishedOut]}, summary="Known contradictions"
)
@api_door(Section.FIGURES, Verb.WRITE)
def load_examples(request: HttpRequest, task_force: str = Query("", max_length=12)):
    """Write down the examples that ship with the product; what is there already is left out."""
    sight = _force(request, task_force)
    made = recording.load_examples(force=sight.force, by=request.viewer.user, at=now())
    return Status(201, [_published(one) for one in made])


@router.get(
    "/published-figures/{ref}", response=BesideOut, summary="One published figure and what stands beside it"
)
@api_door(Section.FIGURES)
def get_published(request: HttpRequest, ref: str):
    """Reading is written to the trail."""
    one = published_for(request.viewer, ref)
    recording.read_published(one=one, by=request.viewer.user, at=now())
    return _beside(queries.beside(request.viewer, one), about=one)


@router.post(
    "/published-figures/{ref}/corrections",
    response={201: PublishedOut},
    summary="Put a published figure right",
)
@api_door(Section.FIGURES, Verb.WRITE)
def correct(request: HttpRequest, ref: str, body: PublishedIn):
    """The wrong line stays readable and no longer counts. 409 when it was put right already."""
    one = published_for(request.viewer, ref, verb=Verb.WRITE)
    made = recording.record_published(
        force=one.task_force, told=_told(body), by=request.viewer.user, at=now(), corrects=one,
        is_example=one.is_example,
    )  # fmt: skip
    return Status(201, _published(made))


@router.post(
    "/published-figures/{ref}/decisions", response={201: BesideOut}, summary="Decide about a contradiction"
)
@api_door(Section.FIGURES, Verb.DECIDE)
def decide(request: HttpRequest, ref: str, body: DecisionIn):
    """Nothing is deleted; the newest decision counts."""
    one = published_for(request.viewer, ref, verb=Verb.DECIDE)
    chosen = published_for(request.viewer, body.chosen) if body.chosen else None
    recording.resolve(
        about=one, means=body.means.value, chosen=chosen, why=body.why, by=request.viewer.user, at=now()
    )
    return Status(201, _beside(queries.beside(request.viewer, one)))


def _force(request: HttpRequest, ref: str) -> Sight:
    forces = forces_of(request.viewer.agency_id)
    if not ref and forces.count() > 1:
        raise Cannot(
            [Reason("say_which", _("Your agency is in several task forces: name one."), "task_force")]
        )
    return force_for(request.viewer, ref, verb=Verb.WRITE)


def _line(one: Snapshot) -> dict[str, Any]:
    replaced_by = getattr(one, "replaced_by", None)
    return {
        "ref": one.ref, "task_force": one.task_force.ref, "dataset": one.dataset, "figure": one.figure_code,
        "period": one.period, "counted_to": one.counted_to, "definitions": one.definitions_version,
        "queries": one.query_version, "digest": one.digest, "frozen_at": one.frozen_at,
        "frozen_by": one.frozen_by.username, "agency": one.agency.slug,
        "replaces": one.replaces.ref if one.replaces else "", "replaced_by": replaced_by.ref if replaced_by else "",
    }  # fmt: skip


def _frozen(one: Snapshot) -> FrozenOut:
    return FrozenOut(
        **_line(one),
        content=freezing.content_of(one),
        recounts=[_recount(each) for each in queries.recounts(one)],
    )


def _recount(one: Recount) -> RecountOut:
    return RecountOut(
        at=one.at, by=one.by.username if one.by else "", verdict=one.verdict, found_digest=one.found_digest,
        lines=contents.read(one.lines),
    )  # fmt: skip


def _told(body: PublishedIn) -> Told:
    return Told(**{name: value for name, value in body.dict().items() if name != "task_force"})


def _published(one: Published) -> PublishedOut:
    plain = {
        name: getattr(one, name)
        for name in PublishedOut.model_fields
        if name not in {"value", "note", "corrects", "recorded_by"}
    }
    return PublishedOut(
        **plain, value=one.value.normalize() if one.value is not None else None, note=one.note or "",
        corrects=one.corrects.ref if one.corrects else "", recorded_by=one.recorded_by.username,
    )  # fmt: skip


def _beside(group: Beside, *, about: Published | None = None) -> BesideOut:
    first = about or group.first
    decisions = [
        DecisionOut(
            means=one.means, chosen=one.chosen.ref if one.chosen else "", why=one.why or "",
            by=one.decided_by.username, at=one.decided_at,
        )
        for one in group.decisions
    ]  # fmt: skip
    return BesideOut(
        topic=first.topic, period=first.period, area_code=first.area_code, contradiction=group.is_contradiction,
        lines=[_published(one) for one in group.lines], decisions=decisions,
    )  # fmt: skip
