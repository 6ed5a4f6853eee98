"""`{% letters_of record %}`: what may be made of a record that came through its gate, and what was made."""

from django import template
from django.utils.timezone import now

from gugus.documents import queries
from gugus.documents.kinds import kind_of, kinds_about
from gugus.documents.models import Document

register = template.Library()


@register.inclusion_tag("documents/_offer.html", takes_context=True)
def letters_of(context: dict, record) -> dict:
    """The card "Letters and forms" of a record; empty where the viewer may have nothing made."""
    viewer, kind, at = context["request"].viewer, record._meta.model_name, now()
    kinds = [one for one in kinds_about(kind, viewer) if one.is_offered_for(record, viewer)]
    made = queries.documents_about(viewer, kind, record.pk) if kinds else []
    rows = [(one, kind_of(one.kind), _way(one, viewer.user_id, at)) for one in made]
    return {"kinds": kinds, "rows": rows, "ref": record.ref, "request": context["request"]}


def _way(document: Document, user_id, at) -> str:
    """How the viewer goes on with it: "file" to take one's own, "page" to look how far it is; a colleague's page says
    whether the file may be taken.
    """
    is_there = document.state == "ready" and document.until_at > at
    return "file" if is_there and document.asked_by_id == user_id else "page"
