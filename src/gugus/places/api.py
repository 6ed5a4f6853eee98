"""Read-only doors for machines: areas and countries. Reference data, the same for every caller."""

from datetime import date
from typing import Literal

from ninja import Query, Router, Schema
from ninja.errors import HttpError

from gugus.places import queries, rules
from gugus.places.codes import CodeProblem
from gugus.places.models import Area
from gugus.places.search import search

router = Router(tags=["places"])


class AreaOut(Schema):
    """An area by Kemendagri code. `valid_to` and `successor` say that a code no longer counts."""

    code: str
    name: str
    kind: str
    level: int
    parent: str | None
    province: str
    regency: str | None
    district: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None


class AreaWithPath(AreaOut):
    path: list[str]


class Candidate(Schema):
    code: str
    label: str
    kind: str


class CountryOut(Schema):
    code: str
    name: str


@router.get(
    "/areas", response=list[AreaOut], summary="Areas one level below another; without it the provinces"
)
def list_areas(request, parent: str | None = None):
    """All areas of today directly under `parent`."""
    if parent is not None and queries.area(_code(parent)) is None:
        raise HttpError(404, str(CodeProblem.UNKNOWN.label))
    return [_out(area) for area in queries.children(parent)]


@router.get("/areas/search", response=list[Candidate], summary="Areas by a typed name")
def search_areas(
    request,
    q: str = Query(min_length=2, max_length=120),
    level: int | None = Query(None, ge=1, le=4),
    under: str | None = None,
    limit: int = Query(8, ge=1, le=50),
):
    """Candidates, best first; typing errors, old and short names are understood."""
    try:
        found = search(q, level, _code(under) if under else None, limit)
    except rules.CodeRefused as refused:
        raise HttpError(422, str(refused)) from refused
    return [{"code": each.code, "label": each.label, "kind": each.kind} for each in found]


@router.get("/areas/{code}", response=AreaWithPath, summary="One area, former ones included")
def get_area(request, code: str):
    """The area and the names from its province down."""
    steps = queries.path(_code(code))
    if not steps:
        raise HttpError(404, str(CodeProblem.UNKNOWN.label))
    return _out(steps[-1]) | {"path": [step.spoken for step in steps]}


@router.get("/countries", response=list[CountryOut], summary="Countries by ISO 3166-1, unknown and stateless")
def list_countries(request, language: Literal["id", "en"] = "id"):
    """All countries by name."""
    return [{"code": each.code, "name": each.name} for each in queries.countries(language)]


def _code(text: str) -> str:
    try:
        return rules.area_code(text)
    except rules.CodeRefused as refused:
        raise HttpError(422, str(refused)) from refused


def _out(area: Area) -> dict:
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "level": area.level,
        "parent": area.parent_id,
        "province": area.province_code,
        "regency": area.regency_code or None,
        "district": area.district_code or None,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "successor": area.successor_id,
    }
