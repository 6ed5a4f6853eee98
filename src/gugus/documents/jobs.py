"""What the worker does for documents: make them, take up what a dead worker left, delete files whose days are over."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.documents import actions, rules
from gugus.documents.codes import State
from gugus.documents.models import Document
from gugus.files import store
from gugus.outbox.models import Event

AT_ONCE = 50


def on_asked(*, event: Event, at: datetime) -> None:
    """Somebody asked for a document: it is made in a job of its own, so that its beginning is seen."""
    make.defer(document=str(event.about_id))


@app.task(name="documents.make")
def make(document: str) -> None:
    """Make one document."""
    found = _rows().filter(pk=UUID(document)).first()
    if found is not None:
        actions.make(document=found, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="documents.take_up", queueing_lock="documents.take_up", lock="documents.take_up")
def take_up(timestamp: int) -> None:
    """Each minute: what a worker left when it died, and what lost its job. Twice is enough."""
    left = Q(state=State.MAKING, begun_at__lte=now() - rules.PATIENCE)
    lost = Q(state=State.ASKED, asked_at__lte=now() - rules.LATE)
    for document in _rows().filter(left | lost).order_by("asked_at")[:AT_ONCE]:
        actions.make(document=document, at=now())


@app.periodic(cron="25 * * * *")
@app.task(name="documents.purge", queueing_lock="documents.purge", lock="documents.purge")
def purge(timestamp: int) -> None:
    """Files whose days are over go, and contents that no ready document knows."""
    for document in _rows().filter(state=State.READY, until_at__lte=now()):
        actions.purge(document=document, at=now())
    known = set(_rows().filter(state=State.READY).values_list("pk", flat=True))
    for pk, path, since in store.everything(actions.PLACE):
        if pk not in known and since < now() - store.GRACE:
            path.unlink(missing_ok=True)


def _rows():
    return Document.objects.unscoped(because="the worker makes and purges documents")
