"""Which assessments there are, for whom they are open, and how somebody's situation changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gugus.base.pictures import Bar, TrendPoint
from gugus.care import scoring
from gugus.care.codes import AssessmentState
from gugus.care.gate import readable
from gugus.care.instruments import Book, instrument_of, put_sheets
from gugus.care.models import DomainScore, NeedsAssessment
from gugus.care.wording import anchor_words, domain_of, domain_words
from gugus.cases.policies import Sight

BECAUSE = "the case came through its gate; only parts that the viewer reads are asked for"


@dataclass(frozen=True, slots=True)
class Line:
    """One domain of one assessment in words, with the score before and how it moved."""

    domain: str
    words: str
    section: str
    score: int | None
    said: str
    note: str | None
    before: int | None = None

    @property
    def moved(self) -> int | None:
        """How much since the assessment before; None where one of the two is missing."""
        return None if self.score is None or self.before is None else self.score - self.before


def open_scores(sections: list[str]) -> Prefetch:
    """The scores of the parts that a viewer reads."""
    rows = DomainScore.objects.unscoped(because=BECAUSE).filter(section__in=sections)
    return Prefetch("scores", queryset=rows.select_related("data_key"), to_attr="open_scores")


def assessments_of(sight: Sight) -> list[NeedsAssessment]:
    """The assessments of a case that the viewer may know, the newest first, each with `open_scores`. Two queries.

    One that holds nothing for the viewer is left out; drafts are shown to the agency that writes them.
    """
    rows = NeedsAssessment.objects.visible_to(sight.viewer).filter(case=sight.case)
    rows = rows.select_related("case", "person", "agency", "assessor", "corrects", "data_key")
    rows = rows.prefetch_related(open_scores(readable(sight))).order_by("-assessed_on", "-written_at")
    ours = sight.viewer.agency_id
    found = [one for one in rows if one.open_scores or (one.state == "draft" and one.agency_id == ours)]
    put_sheets(found)
    return found


def taken(found: list[NeedsAssessment], person_id: UUID) -> list[scoring.Taken]:
    """What was finished about one person, for the arithmetic."""
    return [
        scoring.Taken(
            key=one.pk, on=one.assessed_on, corrects=one.corrects_id,
            scores={score.domain: score.score for score in one.open_scores},
        )
        for one in found
        if one.person_id == person_id and one.state == AssessmentState.FINISHED
    ]  # fmt: skip


def last_scores(
    found: list[NeedsAssessment], person_id: UUID, *, but_not: UUID | None = None
) -> dict[str, Any]:
    """Domain → its newest finished score in this case, as {score, on, said}; `but_not`: a draft's own original."""
    named = {one.pk: one for one in found}
    last: dict[str, Any] = {}
    for one in scoring.counting(taken(found, person_id)):
        if one.key == but_not:
            continue
        for score in named[one.key].open_scores:
            if score.score is not None:
                said = anchor_words(named[one.key], score)
                last[score.domain] = {"score": score.score, "on": one.on, "said": said}
    return last


def lines_of(assessment: NeedsAssessment, found: list[NeedsAssessment]) -> list[Line]:
    """The open domains of one assessment in the order of its sheet; `before` from what counted earlier."""
    earlier = [one for one in taken(found, assessment.person_id) if _is_earlier(one, assessment)]
    before = {domain: points[-1][1] for domain, points in scoring.course(earlier).items()}
    order = {one.code: place for place, one in enumerate(instrument_of(assessment).domains)}
    scores = sorted(assessment.open_scores, key=lambda one: order.get(one.domain, 99))
    return [
        Line(
            one.domain, domain_words(assessment, one.domain), one.section, one.score, anchor_words(assessment, one),
            one.note, before.get(one.domain),
        )
        for one in scores
    ]  # fmt: skip


def bars_of(found: list[NeedsAssessment], person_id: UUID, today: date) -> list[Bar]:
    """The last score of each domain, for a picture; what it was before stands beside it."""
    changes = scoring.changes(taken(found, person_id))
    book = Book()
    order = [one.code for one in book.on(today).domains]
    codes = sorted(changes, key=lambda code: order.index(code) if code in order else len(order))
    return [
        Bar(
            domain_of(book, code, today),
            changes[code].last,
            kind=_kind(changes[code].last),
            note=_moved(changes[code]),
        )
        for code in codes
    ]


def trends_of(found: list[NeedsAssessment], person_id: UUID, today: date) -> list[dict]:
    """For each domain with at least two scores: its words and its points, the oldest first."""
    book = Book()
    return [
        {
            "words": domain_of(book, code, today),
            "points": [TrendPoint(f"{on:%d.%m.%y}", score) for on, score in points],
        }
        for code, points in scoring.course(taken(found, person_id)).items()
        if len(points) > 1
    ]


def _is_earlier(one: scoring.Taken, assessment: NeedsAssessment) -> bool:
    if one.key in {assessment.pk, assessment.corrects_id} or assessment.assessed_on is None:
        return False
    return (one.on, str(one.key)) < (assessment.assessed_on, str(assessment.pk))


def _kind(score: int) -> str:
    return "high" if score <= 2 else "safe" if score >= 4 else ""


def _moved(change: scoring.Change) -> str:
    if change.before is None:
        return _("first assessment")
    if not change.since_before:
        return _("as before")
    return _("before: %(score)d") % {"score": change.before}
