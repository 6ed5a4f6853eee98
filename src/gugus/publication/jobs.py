"""What the worker does for publications: whoever approves is told, whoever wrote hears the answer."""

from datetime import datetime

from django.utils import timezone

from gugus.access.codes import Role
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.publication.codes import State
from gugus.publication.models import Publication
from gugus.publication.printing import printed
from gugus.taskforce.queries import members_on


def on_move(*, event: Event, at: datetime) -> None:
    """A publication was proposed, published or sent back."""
    rows = Publication.objects.unscoped(because="the worker tells of every publication")
    one = (
        rows.defer("printed")
        .select_related("task_force", "proposed_by", "written_by")
        .filter(pk=event.about_id)
        .first()
    )
    if one is None:
        return
    if event.topic == "publication.proposed":
        for agency in members_on(one.task_force, timezone.localdate(event.at)):
            notify(
                code="publication_proposed", about=one, at=event.at, agency=agency, role=Role.CHAIR,
                but_not=one.proposed_by,
            )  # fmt: skip
    elif event.topic == "publication.published":
        notify(code="publication_published", about=one, at=event.at, users=[one.written_by, one.proposed_by])
        keep_printed(one)
    elif event.topic == "publication.sent_back":
        notify(code="publication_sent_back", about=one, at=event.at, users=[one.written_by, one.proposed_by])


def keep_printed(one: Publication) -> None:
    """The PDF for everybody, once. A text that was withdrawn meanwhile gets none."""
    rows = Publication.objects.unscoped(because="the worker prints what was published")
    waits = rows.filter(pk=one.pk, state=State.PUBLISHED, printed=None)
    if waits.exists():
        waits.update(printed=printed(one))
