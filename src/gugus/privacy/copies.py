"""The readable copy of everything held about one person in the files that the officer chose.

Each context tells its own part (`copies.py`, found by the dotted path given to `tell_copy`). Other people's data stay
out, officers appear as functions, and no file from beyond the wall is ever asked for.
"""

from datetime import datetime

from django.utils.module_loading import import_string

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.kernel.copies import Asked, Part
from gugus.privacy import rules
from gugus.privacy.models import SubjectRequest

_tellers: dict[str, None] = {}


def tell_copy(path: str) -> None:
    """Let the function at `path` (`tell(asked) -> list[Part]`) add its part. Signing up twice is once."""
    _tellers[path] = None


def asked_of(request: SubjectRequest) -> Asked:
    """What this request opens: one person, and the chosen files of one side of the wall."""
    chosen = [
        row for row in request.files.filter(included=True) if rules.same_side(request.capacity, row.role)
    ]
    return Asked(
        person_id=request.person_id,
        case_ids=frozenset(row.file_id for row in chosen if row.file_kind == "case"),
        report_ids=frozenset(row.file_id for row in chosen if row.file_kind == "report"),
    )


def copy_of(request: SubjectRequest) -> list[Part]:
    """All parts in the order in which they signed up; empty ones are left out."""
    asked = asked_of(request)
    return [part for path in _tellers for part in import_string(path)(asked) if part.rows]


def make_copy(request: SubjectRequest, *, form: str, by: User, at: datetime) -> list[Part]:
    """The copy, with a line in the trail that says for whom, in which form and how much."""
    parts = copy_of(request)
    changes = {
        "form": form,
        "parts": [part.code for part in parts],
        "rows": sum(len(part.rows) for part in parts),
    }
    record("privacy.copy_made", about=request.person, within=request, by=by, at=at, changes=changes)
    return parts


def as_data(parts: list[Part]) -> list[dict]:
    """The copy for a program: every part with its rows of label and value."""
    return [
        {
            "part": part.code,
            "title": str(part.title),
            "rows": [{str(label): str(value) for label, value in row} for row in part.rows],
        }
        for part in parts
    ]
