"""What procedure allows in a criminal track. Plain values in, codes out; the caller brings the days."""

from collections.abc import Iterable
from datetime import date
from statistics import median

from gugus.justice.codes import Group, Instance, MoveCode, Outcome, Presence, Stage, Wish
from gugus.law.ages import ADULT_AT, child_on

S = Stage

# The way of a proceeding: from a stage to the stages that may follow. What is not here is refused.
NEXT: dict[str, tuple[Stage, ...]] = {
    S.REPORTED: (S.INQUIRY, S.INVESTIGATION, S.STOPPED, S.DIED),
    S.INQUIRY: (S.INVESTIGATION, S.STOPPED, S.DIED),
    S.INVESTIGATION: (S.FILE_SENT, S.STOPPED, S.DIVERTED, S.DIED),
    S.FILE_SENT: (S.FILE_RETURNED, S.FILE_COMPLETE, S.DIED),
    S.FILE_RETURNED: (S.FILE_SENT, S.STOPPED, S.DIED),
    S.FILE_COMPLETE: (S.HANDED_OVER, S.DIED),
    S.HANDED_OVER: (S.INDICTED, S.STOPPED, S.DIVERTED, S.DIED),
    S.INDICTED: (S.TRIAL, S.DIED),
    S.TRIAL: (S.VERDICT, S.DIVERTED, S.DIED),
    S.VERDICT: (S.APPEAL, S.CASSATION, S.FINAL, S.DIED),
    S.APPEAL: (S.APPEAL_VERDICT, S.FINAL, S.DIED),
    S.APPEAL_VERDICT: (S.CASSATION, S.FINAL, S.DIED),
    S.CASSATION: (S.FINAL, S.DIED),
    S.FINAL: (),
    S.STOPPED: (S.INVESTIGATION,),
    S.DIVERTED: (S.INVESTIGATION, S.HANDED_OVER, S.TRIAL),
    S.DIED: (),
}
# Ended: nothing is pursued any more. A stopped or diverted one can be taken up again.
ENDED = frozenset({S.FINAL, S.STOPPED, S.DIVERTED, S.DIED})
# Written by giving the verdict, never by a bare move.
BY_VERDICT = frozenset({S.VERDICT, S.APPEAL_VERDICT})
# Which verdict is given at which stage, and where it leads.
VERDICTS: dict[str, tuple[Stage, Stage]] = {
    Instance.FIRST: (S.TRIAL, S.VERDICT),
    Instance.APPEAL: (S.APPEAL, S.APPEAL_VERDICT),
    Instance.CASSATION: (S.CASSATION, S.FINAL),
    Instance.REVIEW: (S.FINAL, S.FINAL),
}
# The order of the courts: of two verdicts the later court's counts, whenever they were written down.
INSTANCES = (Instance.FIRST, Instance.APPEAL, Instance.CASSATION, Instance.REVIEW)
# Reasons that a move must give.
REASONS: dict[tuple[str, str], tuple[MoveCode, ...]] = {
    **{
        (before, S.STOPPED): (MoveCode.EVIDENCE, MoveCode.NO_OFFENCE, MoveCode.BY_LAW)
        for before in (S.REPORTED, S.INQUIRY, S.INVESTIGATION, S.FILE_RETURNED, S.HANDED_OVER)
    },
    (S.STOPPED, S.INVESTIGATION): (MoveCode.PRETRIAL, MoveCode.NEW_EVIDENCE),
    **{(S.DIVERTED, to): (MoveCode.DIVERSION_FAILED,) for to in (S.INVESTIGATION, S.HANDED_OVER, S.TRIAL)},
    (S.VERDICT, S.FINAL): (MoveCode.NO_REMEDY, MoveCode.WITHDRAWN),
    (S.APPEAL_VERDICT, S.FINAL): (MoveCode.NO_REMEDY, MoveCode.WITHDRAWN),
    (S.APPEAL, S.FINAL): (MoveCode.WITHDRAWN,),
    (S.CASSATION, S.FINAL): (MoveCode.WITHDRAWN,),
}
# The main way, for the bar; what is not on it stands beside.
WAY = (
    S.REPORTED, S.INQUIRY, S.INVESTIGATION, S.FILE_SENT, S.FILE_COMPLETE, S.HANDED_OVER, S.INDICTED, S.TRIAL, S.VERDICT,
    S.FINAL,
)  # fmt: skip
ON_WAY = {
    S.FILE_RETURNED: S.FILE_SENT,
    S.APPEAL: S.VERDICT,
    S.APPEAL_VERDICT: S.VERDICT,
    S.CASSATION: S.VERDICT,
}
# How the police publish: inquiry, investigation, P-21.
GROUPS: dict[str, Group] = {
    S.REPORTED: Group.INQUIRY, S.INQUIRY: Group.INQUIRY, S.INVESTIGATION: Group.INVESTIGATION,
    S.FILE_SENT: Group.INVESTIGATION, S.FILE_RETURNED: Group.INVESTIGATION,
    S.FILE_COMPLETE: Group.COMPLETE, S.HANDED_OVER: Group.COMPLETE, S.INDICTED: Group.COMPLETE,
    S.TRIAL: Group.COURT, S.VERDICT: Group.COURT, S.APPEAL: Group.COURT,
    S.APPEAL_VERDICT: Group.COURT, S.CASSATION: Group.COURT, S.FINAL: Group.FINAL,
    S.STOPPED: Group.OTHER, S.DIVERTED: Group.OTHER, S.DIED: Group.OTHER,
}  # fmt: skip
# What a survivor who wants to know only the important things is told all the same.
IMPORTANT = frozenset(
    {S.STOPPED, S.FILE_COMPLETE, S.TRIAL, S.VERDICT, S.APPEAL_VERDICT, S.FINAL, S.DIVERTED, S.DIED}
)
# A child need not come into the court room: then nobody has to be named beside it (art. 39).
NOT_IN_THE_ROOM = frozenset({Presence.RECORDED, Presence.REMOTE})


def clock_of(stage: str) -> str:
    """The clock that says when a stage has lasted long; "" where none is kept."""
    return "" if stage in ENDED or stage == S.INDICTED else f"justice_{stage}"


def hurdles_to_move(
    *, stage: str, to: str, on: date, last_on: date, today: date, code: str = "", child: bool = False, asked: str = "",
    charges: int = 0,
) -> list[str]:  # fmt: skip
    """Why a proceeding cannot go on to a stage on a day; every reason at once. An empty list means it can."""
    if to not in NEXT.get(stage, ()):
        return ["not_from_here"]
    wanted = REASONS.get((stage, to), ())
    return [
        *(["by_verdict"] if to in BY_VERDICT else []),
        *days_wrong(on=on, last_on=last_on, today=today),
        *(["no_code"] if wanted and code not in wanted else []),
        *(["child_only"] if to == S.DIVERTED and not child else []),
        *(["nothing_asked"] if to == S.FILE_RETURNED and not asked.strip() else []),
        *(["no_charge"] if to == S.INDICTED and not charges else []),
    ]


def days_wrong(*, on: date, last_on: date, today: date) -> list[str]:
    """A step lies neither in the future nor before the step it follows."""
    return [
        *(["in_the_future"] if on > today else []),
        *(["before_last"] if on < last_on else []),
    ]


def hurdles_to_verdict(
    *, stage: str, instance: str, on: date, last_on: date, today: date, charges: int, rulings: int
) -> list[str]:
    """Why a verdict of an instance cannot be written now; every reason at once."""
    if stage != VERDICTS[instance][0]:
        return ["not_at_this_stage"]
    return [
        *days_wrong(on=on, last_on=last_on, today=today),
        *(["no_charge"] if not charges else []),
        *(["not_every_charge"] if rulings != charges else []),
    ]


def hurdles_to_correction(
    *, on: date, after: date, before: date | None, today: date, charges: int, rulings: int, reason: str
) -> list[str]:
    """Why a verdict cannot be put right like this: its day lies between the steps beside it, and somebody says why."""
    return [
        *days_wrong(on=on, last_on=after, today=today),
        *(["after_next"] if before is not None and on > before else []),
        *(["not_every_charge"] if rulings != charges else []),
        *(["no_reason"] if not reason.strip() else []),
    ]


def sentence_wrong(
    outcome: str, months: int | None, life: bool, fine: int | None, substitute: int | None
) -> list[str]:
    """Only a conviction carries a sentence; substitute custody needs a fine; nothing is negative."""
    given = life or any(one is not None for one in (months, fine, substitute))
    return [
        *(["sentence_without_conviction"] if given and outcome != Outcome.CONVICTED else []),
        *(["months_and_life"] if life and months is not None else []),
        *(["substitute_without_fine"] if substitute is not None and fine is None else []),
        *(["negative"] if any(one is not None and one < 0 for one in (months, fine, substitute)) else []),
    ]


def is_convicted(outcomes: Iterable[str]) -> bool:
    """Convicted of anything at all?"""
    return Outcome.CONVICTED in set(outcomes)


def must_be_accompanied(presence: str) -> bool:
    """Is somebody to be named beside a child that is heard in this way?"""
    return presence not in NOT_IN_THE_ROOM


def child_at(day: date, *, birth_year: int | None, age_at_act: int | None) -> bool:
    """Is this person to be treated as a child on a day? Doubt protects: a year that leaves it open means a child."""
    known = child_on(day, birth_year=birth_year)
    if known is None and birth_year is None:
        return age_at_act is not None and age_at_act < ADULT_AT
    return known is not False


def wants(wish: str, stage: str) -> bool:
    """Is a survivor with this wish told of this stage?"""
    return wish == Wish.ALL or (wish == Wish.IMPORTANT and stage in IMPORTANT)


def middle(days: Iterable[int]) -> int | None:
    """The median of whole days, rounded down; None without any."""
    known = list(days)
    return int(median(known)) if known else None
