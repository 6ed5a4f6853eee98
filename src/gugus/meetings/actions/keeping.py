"""Files of a meeting: material of speakers, photos, the signed list. They lie encrypted in `files`."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.files.actions import attach
from gugus.files.codes import MediaType
from gugus.files.models import Attachment
from gugus.meetings.actions.moving import CannotMeet, locked, must_stand_in, written
from gugus.meetings.actions.planning import must_tell_of_nobody
from gugus.meetings.codes import PaperKind, State
from gugus.meetings.models import Meeting, Paper, Speaker

PICTURES = (MediaType.JPEG, MediaType.PNG)
STANDS = (State.DRAFT, State.INVITED, State.POSTPONED, State.HELD, State.MINUTED, State.APPROVED)


def keep_paper(
    *, meeting: Meeting, kind: str, upload: UploadedFile, title: str, by: User, at: datetime,
    speaker: Speaker | None = None, no_person: bool = False,
) -> Paper:  # fmt: skip
    """Keep a file of the meeting. Pictures are drawn anew by `files`: no place, no camera, no owner stays in them.

    A photo needs the tick that it shows participants only. Raises CannotMeet, CannotAttach.
    """
    reasons = must_tell_of_nobody(title=title)
    if kind == PaperKind.PHOTO and not no_person:
        sentence = _("Look at the photo: it may show participants only, nobody who is helped or suspected.")
        reasons.append(Reason("not_looked_at", sentence, "no_person"))
    if reasons:
        raise CannotMeet(reasons)
    # The content lies on the disk before the row: `attach` has a transaction of its own for a virus that it refuses.
    made = attach(about=meeting, section=Section.MEETING, upload=upload, by=by, at=at, title=title)
    return _kept(meeting, made, kind, speaker, no_person, by, at)


@transaction.atomic
def _kept(
    meeting: Meeting, made: Attachment, kind: str, speaker, no_person: bool, by: User, at: datetime
) -> Paper:
    fresh = locked(meeting)
    must_stand_in(fresh, *STANDS)
    if kind == PaperKind.PHOTO and made.media_type not in PICTURES:
        raise CannotMeet([Reason("no_picture", _("A photo is a JPEG or PNG picture."), "upload")])
    paper = Paper(
        meeting=fresh, attachment=made, kind=kind, speaker=speaker, no_person=no_person and kind == PaperKind.PHOTO,
        shown_by=by, shown_at=at,
    )  # fmt: skip
    paper.save(force_insert=True)
    written("meeting.paper_kept", fresh, by=by, at=at, changes={"kind": kind})
    return paper
