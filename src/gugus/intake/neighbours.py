"""What reports tell the people context: who is to be hidden in review mode."""

from django.utils.translation import gettext as _

from gugus.access.viewer import Viewer
from gugus.intake.codes import MentionRole
from gugus.intake.models import Mention, Report
from gugus.people.blackout import Hidden
from gugus.people.review import dates, hidden_person


def everybody_in(viewer: Viewer, refs: set[str]) -> list[Hidden]:
    """Who is mentioned in these reports or told them, for review mode."""
    rows = Report.objects.visible_to(viewer).filter(ref__in=refs).select_related("data_key")
    found = []
    for report in rows.prefetch_related("mentions__data_key", "mentions__person"):
        told = report.reporter or {}
        safe = report.safe_contact or {}
        numbers = (told.get("phone") or "", safe.get("number") or "")
        found.append(Hidden(str(_("Reporter")), (told.get("name") or "",), numbers))
        found += [_hidden(one, number) for number, one in enumerate(report.mentions.all(), start=1)]
        found += [
            hidden_person(viewer, one.person, f"{MentionRole(one.role).label} {number}")
            for number, one in enumerate(report.mentions.all(), start=1)
            if one.person_id
        ]
    return found


def _hidden(mention: Mention, number: int) -> Hidden:
    who = mention.who or {}
    documents = (one.get("number") or "" for one in who.get("documents") or ())
    return Hidden(
        f"{MentionRole(mention.role).label} {number}",
        names=(who.get("name") or "", *(who.get("aliases") or ())),
        numbers=(*(who.get("phones") or ()), *documents),
        phrases=tuple(filter(None, (who.get("address"), *dates(who.get("birth_on") or "")))),
    )
