"""Figures on what people say of services, and the words that one's own agency was told."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.pictures import Bar
from gugus.care.codes import Question
from gugus.care.models import OpinionWords
from gugus.directory.queries import agency_names

LEAST = 5


def means() -> dict[UUID | None, dict[str, tuple[int, Decimal]]]:
    """Provider → question → (answers counted, mean from 1 to 4). The database keeps back what is below five, and moves
    in fives.
    """
    with connection.cursor() as cursor:
        cursor.execute("select provider, question, answers, mean from care_opinions()")
        rows = cursor.fetchall()
    found: dict[UUID | None, dict[str, tuple[int, Decimal]]] = {}
    for provider, question, answers, mean in rows:
        found.setdefault(provider, {})[question] = (answers, mean)
    return found


def figures() -> list[dict[str, Any]]:
    """The same for a page: agency by agency, a bar for each question."""
    known = means()
    names = agency_names({pk for pk in known if pk is not None})
    shown = [
        {
            "name": names.get(pk) or _("Providers outside the directory"),
            "bars": _bars(asked),
            "most": _most(asked),
        }
        for pk, asked in known.items()
    ]
    return sorted(shown, key=lambda one: str(one["name"]))


def words_for(viewer: Viewer, at: datetime) -> list[OpinionWords]:
    """What people added in own words, for supervisors of the agency that asked; reading it is written to the trail."""
    if not viewer.has(Section.CARE, Verb.APPROVE):
        return []
    rows = OpinionWords.objects.unscoped(
        because="row security: the agency that asked, and never the one that served"
    )
    rows = (
        rows.filter(agency_id=viewer.agency_id)
        .select_related("provider", "data_key")
        .order_by("-month", "pk")
    )
    found = list(rows[:100])
    if found:
        record("service.opinions", by=viewer.user, at=at, changes={"words": len(found)})
    return found


def _bars(asked: dict[str, tuple[int, Decimal]]) -> list[Bar]:
    return [
        Bar(str(Question(code).label), float(asked[code][1])) for code in Question.values if code in asked
    ]


def _most(asked: dict[str, tuple[int, Decimal]]) -> int:
    return max(answers for answers, _mean in asked.values())
