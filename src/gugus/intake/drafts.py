"""Notes of calls that are not reports yet: kept while one types, for their writer alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from gugus.access.models import User
from gugus.intake.models import Draft

NOT_KEPT = {"csrfmiddlewaretoken"}


def draft_of(user: User, key: UUID) -> Draft | None:
    """One's own draft."""
    return Draft.objects.unscoped(because="one's own draft").filter(user=user, key=key).first()


@transaction.atomic
def keep_draft(*, user: User, key: UUID, words: QueryDict, only_some: bool, at: datetime) -> Draft:
    """Keep what was typed so far; `only_some` keeps the other fields as they were. Leaves no line in the trail."""
    rows = Draft.objects.unscoped(because="one's own draft").select_for_update(of=("self",))
    draft = rows.filter(user=user, key=key).first() or Draft(user=user, key=key, started_at=at)
    told = {name: values for name, values in words.lists() if name not in NOT_KEPT}
    draft.words = {**(draft.words or {}), **told} if only_some else told
    draft.updated_at = at
    draft.save()
    return draft


def words_of(draft: Draft) -> QueryDict:
    """The draft as a form's data."""
    kept = QueryDict(mutable=True)
    for name, values in (draft.words or {}).items():
        kept.setlist(name, values)
    return kept


def drop_draft(*, user: User, key: UUID) -> None:
    """It became a report, or nobody wants it."""
    Draft.objects.unscoped(because="one's own draft").filter(user=user, key=key).delete()
