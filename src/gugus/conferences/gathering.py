"""What stands in the invitation and in the minutes that `documents` makes: as far as the reader's agency may read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.conferences.codes import State
from gugus.conferences.gate import Sight, sight_for
from gugus.conferences.views import facts

MINUTED = (State.MINUTED, State.APPROVED, State.CLOSED)


class NotWritten(Cannot):
    """There is nothing to write a letter of yet."""


def gather_invitation(viewer: Viewer, ref: str, at: datetime) -> dict:
    """Time, place, guests and questions. No name, no case. Raises NotWritten when it was called off."""
    sight = sight_for(viewer, ref, at=at)
    conference, told = sight.conference, facts(sight, at)
    if conference.state == State.CANCELLED:
        raise NotWritten([Reason("cancelled", _("This conference was called off."))])
    questions = [one["item"].get_question_display() for one in told["items"] if not one["item"].addendum]
    return _about(sight) | {
        "subject": "Undangan rapat koordinasi kasus",
        "attachment": "-",
        "to": [str(one) for one in told["guests"]],
        "starts_at": conference.starts_at,
        "minutes": conference.minutes,
        "place": conference.place if sight.reads_words else "",
        "chair": conference.chair.full_name,
        "kind": conference.get_kind_display(),
        "questions": questions,
    }


def gather_minutes(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What was asked, said and decided, and who was there. Raises NotWritten before there are minutes."""
    sight = sight_for(viewer, ref, at=at)
    conference, told = sight.conference, facts(sight, at)
    if conference.state not in MINUTED:
        raise NotWritten([Reason("no_minutes", _("The minutes are not written yet."))])
    there = [one for one in told["invitations"] if one.came] if sight.is_host else []
    return _about(sight) | {
        "subject": "Notulen rapat koordinasi kasus",
        "host": conference.agency.name,
        "starts_at": conference.starts_at,
        "chair": conference.chair.full_name,
        "state": conference.get_state_display(),
        "there": [f"{one.agency.name} ({one.people})" if one.people else one.agency.name for one in there],
        "items": [_item(one) for one in told["items"]],
        "objections": [[one.agency.name, one.objection] for one in told["invitations"] if one.objection]
        if sight.is_host
        else [],
        "digest": conference.digest,
    }


def _about(sight: Sight) -> dict:
    """The case is in whose trail it stands; it is named to nobody by that."""
    own = sight.is_host
    return {
        "ref": sight.conference.ref,
        **({"_within": ("case", sight.conference.case_id)} if own else {}),
    }


def _item(told: dict) -> dict:
    item = told["item"]
    return {
        "number": item.number,
        "question": item.get_question_display(),
        "added": item.written_at if item.addendum else None,
        "words": item.words,
        "said": item.said,
        "decided": [
            [
                f"{line['decision'].get_kind_display()}\n{line['decision'].words or ''}"
                + (f"\nTidak sependapat: {line['decision'].dissent}" if line["decision"].dissent else ""),
                line["decision"].to_agency.name if line["decision"].to_agency else "",
                line["decision"].due_on,
            ]
            for line in told["decided"]
        ],
    }
