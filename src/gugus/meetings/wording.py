"""A meeting in words: answers in short, the agenda with its sources, who was there in numbers."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.directory.codes import WorkField
from gugus.meetings import openings, rules
from gugus.meetings.codes import TYPED, Answer, PaperKind, Sex
from gugus.meetings.models import Attendee, Invitation, Item, Paper, Point

SHOWN = 120  # characters of a paragraph in a line of an agenda


def answers_in_short(invitations: Iterable[Invitation]) -> str:
    """How many of the invited come, send somebody, do not come, have not answered."""
    found = rules.counts(one.answer for one in invitations)
    parts = [
        (found[Answer.COMES], ngettext("%d comes", "%d come", found[Answer.COMES])),
        (
            found[Answer.SUBSTITUTE],
            ngettext("%d sends a substitute", "%d send a substitute", found[Answer.SUBSTITUTE]),
        ),
        (found[Answer.DECLINES], ngettext("%d does not come", "%d do not come", found[Answer.DECLINES])),
        (found[Answer.WAITING], ngettext("%d not answered", "%d not answered", found[Answer.WAITING])),
    ]
    return ", ".join(words % number for number, words in parts if number)


def office_of(one: Invitation | Attendee) -> str:
    """The name of an office, of the directory or not."""
    return one.agency.name if one.agency else one.office or _("Office not told")


def agenda(items: Sequence[Item], points: Sequence[Point]) -> list[dict]:
    """Lines of the agenda with what was said on each; what belongs to no line comes last."""
    titles = openings.titles()
    by_item: dict = {}
    for one in points:
        by_item.setdefault(one.item_id, []).append(one)
    told = [
        {
            "item": one,
            "source": "" if one.source == TYPED else titles.get(one.source, _("Open item")),
            "points": by_item.pop(one.pk, []),
        }
        for one in items
    ]
    rest = [one for many in by_item.values() for one in many]
    return [*told, {"item": None, "source": "", "points": rest}] if rest else told


def there(lines: Iterable[Attendee]) -> list[Attendee]:
    """The lines that count."""
    return [one for one in lines if one.struck_at is None]


def there_in_short(lines: Sequence[Attendee]) -> str:
    """How many were there, and how many women and men."""
    counted = there(lines)
    number = len(counted)
    if not number:
        return ""
    sexes = rules.by_sex(one.sex for one in counted)
    words = ngettext("%d person", "%d persons", number) % number
    parts = [f"{Sex(code).label.lower()} {sexes[code]}" for code in Sex.values if sexes.get(code)]
    return f"{words} ({', '.join(parts)})"


def by_kind(papers: Iterable[Paper]) -> dict[str, list[Paper]]:
    """Files of the meeting by what they are."""
    found: dict[str, list[Paper]] = {kind: [] for kind in PaperKind.values}
    for one in papers:
        found[one.kind].append(one)
    return found


def fields_of(codes: Iterable[str]) -> list[str]:
    """Fields of work in words."""
    return [str(WorkField(one).label) for one in codes]


def short(text: str | None) -> str:
    """The beginning of a paragraph, cut between words."""
    words = " ".join((text or "").split())
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " …"
