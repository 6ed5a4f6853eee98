"""The desk of data protection. An open request of somebody in the file is answered before the file goes."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from gugus.base.along import BECAUSE, Going
from gugus.base.refusals import Reason
from gugus.privacy.models import SubjectRequest


def unanswered(going: Going) -> Iterable[Reason]:
    """Whoever asked this agency for a copy or a correction gets the answer from this agency."""
    people = going.persons | going.shared
    rows = SubjectRequest.objects.unscoped(because=BECAUSE).filter(
        person__in=people, agency=going.origin, closed_at=None
    )
    if rows.exists():
        yield Reason(
            "request_open", _("Somebody in this file has asked for their data. Answer that request first.")
        )


HURDLES = (unanswered,)
STAYS = {
    "privacy.Assessment": "about a kind of processing, not about a file",
    "privacy.PrivacyNotice": "a public text",
    "privacy.Breach": "what happened at the old agency; it reports it",
    "privacy.Affected": "whom that breach concerned; the old agency tells them",
    "privacy.SubjectRequest": "answered by the agency that was asked; an open one holds the file back",
    "privacy.Letter": "a letter of the agency that wrote it",
    "privacy.ProcessingRecord": "about a kind of processing, not about a file",
}
