"""One line per person: write down what was said, decide about this one person, mark who is not there or set aside.

Nothing here takes more than one person. A decision is one officer's about one person (law.md: the result of a group
is never copied to its members); there is no action that decides for several.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.groups.codes import CHILDREN, NONE, Ageing, Need, State
from gugus.groups.models import Member
from gugus.groups.writing import BECAUSE, CannotGroup, advance, locked
from gugus.law.facts import KINDS
from gugus.law.lists import UnknownCode
from gugus.law.triage import danger
from gugus.screening.actions import decide, write_down
from gugus.screening.codes import Result
from gugus.screening.facts import COLUMN
from gugus.screening.models import Assessment
from gugus.screening.starting import screen_again, start_for_person
from gugus.tasks.actions import start_task

ELEMENTS = ("act", "means", "purpose")


@dataclass(frozen=True, slots=True)
class Answers:
    """What an officer wrote on a line. For an element: a code of the law, "none" (looked for, not found) or "".

    `purpose` names a form of exploitation, which tells the purpose.
    """

    act: str = ""
    means: str = ""
    purpose: str = ""
    age_band: str = ""
    danger: str = ""
    needs: tuple[str, ...] = field(default=())


def answers_of(member: Member) -> Answers:
    """The line as it stands. Where the long form says more than one code, the first stands for all."""
    one = member.assessment
    said = {kind: _short(one, kind) if one else "" for kind in ELEMENTS}
    return Answers(**said, age_band=member.age_band, danger=member.danger, needs=tuple(member.needs))


def _short(assessment: Assessment, kind: str) -> str:
    told = getattr(assessment, COLUMN[_list_of(kind)])
    if told:
        return told[0]
    return NONE if kind in assessment.ruled_out else ""


def _list_of(kind: str) -> str:
    return "exploitation" if kind == "purpose" else kind


@transaction.atomic
def write_line(
    *, member: Member, answers: Answers, by: User, at: datetime, seen: int | None = None
) -> Member:
    """Keep what was said; the screening begins with the first answer. Only what changed is written."""
    member = open_line(member, seen=seen)
    if reasons := _doubts_about(answers):
        raise CannotGroup(reasons)
    before = answers_of(member)
    if answers == before:
        return member
    assessment = member.assessment or start_for_person(
        person=member.person, agency=member.group.agency, by=by, at=at, **_known_at_once(member)
    )
    if assessment.result and any(getattr(answers, kind) != getattr(before, kind) for kind in ELEMENTS):
        words = _("This person was decided about. Screen again to change what was said.")
        raise CannotGroup([Reason("decided", words)])
    if not assessment.result:
        write_down(assessment=assessment, facts=_facts(assessment, answers, before), by=by, at=at)
    member.assessment = assessment
    member.age_band, member.danger, member.needs = answers.age_band, answers.danger, list(answers.needs)
    touch_line(member, by, at, "assessment", "age_band", "danger", "needs")
    advance(member.group, State.SCREENING)
    # The answers themselves stand in the screening's own entry; here only that the line was worked on.
    record("group.line_written", about=member, within=member.person, by=by, at=at)
    _urgent(member, before, by, at)
    return member


@transaction.atomic
def decide_line(
    *, member: Member, result: Result, words: str, by: User, at: datetime, seen: int | None = None
) -> Member:
    """A named officer decides about this one person. Departing from the proposal is allowed and needs words."""
    member = open_line(member, seen=seen)
    if member.assessment is None:
        raise CannotGroup([Reason("not_asked", _("Nobody has asked this person yet."), "result")])
    if result not in Result.values:
        raise CannotGroup([Reason("no_result", _("Choose a result."), "result")])
    decide(assessment=member.assessment, result=result, words=words, by=by, at=at, on=timezone.localdate(at))
    touch_line(member, by, at)
    advance(member.group, State.SCREENING)
    record("group.person_decided", about=member, within=member.person, by=by, at=at)
    return _fresh(member)


@transaction.atomic
def ask_again(*, member: Member, by: User, at: datetime, seen: int | None = None) -> Member:
    """Something new became known after the decision: a fresh screening with what was said; the decision stays."""
    member = open_line(member, seen=seen)
    if member.assessment is None or not member.assessment.result:
        raise CannotGroup([Reason("not_decided", _("Nobody has decided about this person yet."))])
    member.assessment = screen_again(assessment=member.assessment, by=by, at=at)
    touch_line(member, by, at, "assessment")
    record("group.asked_again", about=member, within=member.person, by=by, at=at)
    return member


@transaction.atomic
def mark_absent(*, member: Member, absent: bool, by: User, at: datetime, seen: int | None = None) -> Member:
    """On the list and not there, or there after all."""
    member = open_line(member, seen=seen)
    if member.absent != absent:
        member.absent = absent
        touch_line(member, by, at, "absent")
        record(
            "group.absent" if absent else "group.present", about=member, within=member.person, by=by, at=at
        )
    return member


@transaction.atomic
def set_aside(*, member: Member, words: str, by: User, at: datetime, seen: int | None = None) -> Member:
    """May have recruited others: leaves the victims' list at once; whoever works on justice takes it from here.

    Nothing is decided by this. What was said so far stays as it is.
    """
    member = open_line(member, seen=seen)
    if not words.strip():
        raise CannotGroup([Reason("words_needed", _("Say what speaks for it."), "words")])
    member.aside_at, member.aside_by, member.aside_words = at, by, words.strip()[:2000]
    member.destination = None
    touch_line(member, by, at, "aside_at", "aside_by", "aside_words", "destination")
    start_task(kind="group_aside", about=member.group, agency=member.group.agency, by=by, at=at, risk="high")
    record("group.set_aside", about=member, within=member.person, by=by, at=at, words=words)
    return member


@transaction.atomic
def bring_back(*, member: Member, words: str, by: User, at: datetime, seen: int | None = None) -> Member:
    """Nothing came of it: the person stands among the others again."""
    locked(member.group)
    member = _fresh(member, lock=True)
    check_version(member, seen)
    if not words.strip():
        raise CannotGroup([Reason("words_needed", _("Say why."), "words")])
    if member.aside_at is not None:
        member.aside_at = member.aside_by = member.aside_words = None
        touch_line(member, by, at, "aside_at", "aside_by", "aside_words")
        record("group.brought_back", about=member, within=member.person, by=by, at=at, words=words)
    return member


def _urgent(member: Member, before: Answers, by: User, at: datetime) -> None:
    """A doctor or a child alone cannot wait for the end of the list."""
    if {Need.MEDICAL, Need.CHILD_ALONE} & (set(member.needs) - set(before.needs)):
        start_task(
            kind="group_urgent", about=member, agency=member.group.agency, by=by, at=at, risk="high", due_at=at,
        )  # fmt: skip


def _facts(assessment: Assessment, answers: Answers, before: Answers) -> dict:
    """What changes in the screening: only elements answered otherwise, so that the long form loses nothing."""
    facts: dict = {}
    ruled_out = set(assessment.ruled_out)
    for kind in ELEMENTS:
        said = getattr(answers, kind)
        if said == getattr(before, kind):
            continue
        facts[COLUMN[_list_of(kind)]] = [said] if said and said != NONE else []
        if kind == "purpose" and said in {"", NONE}:
            facts["purposes"] = []
        ruled_out = ruled_out | {kind} if said == NONE else ruled_out - {kind}
    if ruled_out != set(assessment.ruled_out):
        facts["ruled_out"] = sorted(ruled_out)
    if answers.age_band != before.age_band:
        facts["is_child"] = answers.age_band in CHILDREN if answers.age_band else None
    return facts


def _known_at_once(member: Member) -> dict:
    """What a group's own facts say of everybody in it: whether a border was crossed, and who is a citizen."""
    country = member.group.country_code
    citizen = member.person.nationality == "ID" if member.person.nationality else None
    crossed = bool(country) and country != "ID" or None
    return {
        "indonesian_citizen": citizen,
        "crossed_border": crossed,
        "direction": "out_of_indonesia" if crossed and citizen else "",
    }


def _doubts_about(answers: Answers) -> list[Reason]:
    found = []
    for kind in ELEMENTS:
        said = getattr(answers, kind)
        if said and said != NONE and not _listed(KINDS[_list_of(kind)], said):
            found.append(Reason("unknown_code", _("Choose from the list."), kind))
    if answers.age_band and answers.age_band not in Ageing.values:
        found.append(Reason("unknown_code", _("Choose from the list."), "age_band"))
    if set(answers.needs) - set(Need.values):
        found.append(Reason("unknown_code", _("Choose from the list."), "needs"))
    if answers.danger and not _danger(answers.danger):
        found.append(Reason("unknown_code", _("Choose from the list."), "danger"))
    return found


def _listed(list_name: str, code: str) -> bool:
    try:
        law.code(list_name, code)
    except UnknownCode:
        return False
    return True


def _danger(code: str) -> bool:
    try:
        danger(code)
    except UnknownCode:
        return False
    return True


def open_line(member: Member, *, seen: int | None) -> Member:
    """The line, locked; of an open group, of somebody who was neither handed over nor set aside."""
    group = member.group
    if group.state == State.CLOSED:
        raise CannotGroup([Reason("closed", _("This group is closed."))])
    member = _fresh(member, lock=True)
    check_version(member, seen)
    if member.handed_at is not None:
        raise CannotGroup([Reason("handed_over", _("This person was handed over. Work in the case now."))])
    if member.aside_at is not None:
        raise CannotGroup([Reason("aside", _("This person is no longer on the list."))])
    return member


def _fresh(member: Member, *, lock: bool = False) -> Member:
    rows = Member.objects.unscoped(because=BECAUSE)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    related = (
        "data_key",
        "person",
        "group__agency",
        "group__data_key",
        "assessment__data_key",
        "assessment__person",
    )
    return rows.select_related(*related, "destination__to_agency").get(pk=member.pk)


def touch_line(member: Member, by: User, at: datetime, *fields: str) -> None:
    """Save these fields, say who worked here, let open forms notice."""
    member.touched_by, member.touched_at = by, at
    member.version += 1
    member.save(update_fields=[*fields, "touched_by", "touched_at", "version"])
