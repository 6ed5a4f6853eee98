"""Merge the chapters, let the chair approve what was merged, freeze it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.reporting import composition, rules
from gugus.reporting.actions.moving import CannotReport, about_nobody, locked, must_be, save, told
from gugus.reporting.actions.planning import standing_of
from gugus.reporting.codes import ReturnCode, State
from gugus.reporting.models import ForceReport
from gugus.reporting.snapshots import Broken
from gugus.reporting.wording import REVEALS

TWO_PEOPLE = Reason("two_people", _("Nobody approves a report that they merged themselves."))
OTHER_TEXT = Reason("other_text", _("What you read is not what was merged. Read it again."))
BROKEN = Reason("broken_figure", _("A frozen figure was changed outside gugus. Show another one and say so."))


@transaction.atomic
def merge_report(*, report: ForceReport, by: User, at: datetime, seen: int | None = None) -> ForceReport:
    """Put the approved chapters together in order; from now on the text stands. Raises CannotReport, Stale."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.WRITING)
    chapters = list(
        fresh.chapters.select_for_update(of=("self",)).order_by("number")
    )  # waits for who is writing
    if waiting := rules.not_done(standing_of(chapters)):
        names = ", ".join(one.title for one in waiting)
        words = _("Not approved yet: %(chapters)s.") % {"chapters": names}
        raise CannotReport([Reason("not_done", words)])
    try:
        content = composition.composed(fresh, on=timezone.localdate(at))
    except Broken:
        raise CannotReport([BROKEN]) from None
    text = composition.spelled(content)
    if found := rules.points_of(*said(content)):
        raise CannotReport([Reason(code, REVEALS[code]) for code in found])
    fresh.content, fresh.digest, fresh.state = text, composition.digest_of(text), State.REVIEW
    fresh.prepared_by, fresh.prepared_at = by, at
    save(fresh, "content", "digest", "state", "prepared_by", "prepared_at")
    changes = {
        "digest": fresh.digest,
        "chapters": len(content["chapters"]),
        "figures": len(content["figures"]),
    }
    told("forcereport.merged", fresh, by=by, at=at, changes=changes)
    return fresh


@transaction.atomic
def write_on(
    *, report: ForceReport, code: str, words: str, by: User, at: datetime, seen: int | None = None
) -> ForceReport:
    """Something is missing or wrong: the chapters open again. The chair sends it back like this too."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.REVIEW)
    reasons = [] if words.strip() else [Reason("no_words", _("Say what is to be changed."), "words")]
    if reasons := reasons + about_nobody(words=words):
        raise CannotReport(reasons)
    fresh.state, fresh.digest, fresh.content = State.WRITING, "", None
    fresh.prepared_by = fresh.prepared_at = None
    save(fresh, "state", "digest", "content", "prepared_by", "prepared_at")
    told("forcereport.sent_back", fresh, by=by, at=at, reason=ReturnCode(code).value, words=words)
    return fresh


@transaction.atomic
def approve_report(
    *, report: ForceReport, digest: str, by: User, at: datetime, seen: int | None = None
) -> ForceReport:
    """The chair approves exactly what was merged: `digest` is that of what was read. Raises CannotReport, Stale."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.REVIEW)
    reasons = [] if rules.two_people(fresh.prepared_by_id, by.pk) else [TWO_PEOPLE]
    if digest != fresh.digest or composition.digest_of(fresh.content or "") != fresh.digest:
        reasons.append(OTHER_TEXT)
    if reasons:
        raise CannotReport(reasons)
    fresh.state, fresh.approved_by, fresh.approved_at = State.APPROVED, by, at
    save(fresh, "state", "approved_by", "approved_at")
    told("forcereport.approved", fresh, by=by, at=at, changes={"digest": fresh.digest})
    return fresh


@transaction.atomic
def finalise_report(*, report: ForceReport, by: User, at: datetime, seen: int | None = None) -> ForceReport:
    """The approved report is the report. Nobody changes it from here on; a correction is a new edition."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.APPROVED)
    fresh.state, fresh.final_by, fresh.final_at = State.FINAL, by, at
    save(fresh, "state", "final_by", "final_at")
    told(
        "forcereport.finalised",
        fresh,
        by=by,
        at=at,
        changes={"digest": fresh.digest, "edition": fresh.edition},
    )
    return fresh


@transaction.atomic
def note_file(*, report: ForceReport, form: str, template: str, sha256: str, at: datetime) -> bool:
    """A form of a final report was made. False when the same template made other bytes before: that is a fault."""
    fresh = locked(report)
    if fresh.state not in {State.FINAL, State.SENT}:
        return True
    name = f"{form}:{template}"
    if before := fresh.files.get(name):
        if before != sha256:
            told(
                "forcereport.differs",
                fresh,
                by=None,
                at=at,
                changes={"form": form, "was": before, "is": sha256},
            )
        return before == sha256
    fresh.files = fresh.files | {name: sha256}
    fresh.save(update_fields=["files"])
    told("forcereport.built", fresh, by=None, at=at, changes={"form": form, "sha256": sha256})
    return True


def said(content: dict) -> list[str]:
    """Every word that somebody typed into a merged report."""
    words = [content["title"]]
    for chapter in content["chapters"]:
        words.append(chapter["title"])
        for block in chapter["blocks"]:
            words += [block.get("text", ""), block.get("caption", "")]
            words += [one for one in block.get("items", []) if isinstance(one, str)]
            words += [cell for row in block.get("rows", []) for cell in row if isinstance(cell, str)]
    return words
