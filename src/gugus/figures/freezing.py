"""Freeze figures as they are shown, count a frozen one again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import TaskForce
from gugus.figures import contents, rules
from gugus.figures.codes import Dataset, Verdict
from gugus.figures.models import Recount, Snapshot
from gugus.kernel.ids import new_id
from gugus.kernel.periods import Kind, Period
from gugus.outbox.actions import announce

BECAUSE = "came through the gate"
EARLIEST = 2015


class CannotFreeze(Cannot):
    """The figure cannot be frozen like this; all reasons at once."""


@transaction.atomic
def freeze(
    *, force: TaskForce, figures: Sequence[str], period: Period, by: User, at: datetime
) -> list[Snapshot]:
    """Freeze figures of a year for a task force; one snapshot each, all or none.

    Where the newest snapshot of a figure has the same numbers, that one is given back: twice is once. Where numbers of
    the same days are others now, the new snapshot names the one it replaces. Raises CannotFreeze.
    """
    _one_at_a_time(force)
    today = timezone.localdate(at)
    if hurdles := hurdles_to_freezing(figures, period, at):
        raise CannotFreeze(hurdles)
    found = {dataset: _counted(dataset, period, today) for dataset in _datasets(figures)}
    made, reasons = [], []
    for code in figures:
        content = found[dataset_of(code)].get(code)
        if content is None:
            reasons.append(Reason("nothing_shown", _("This figure is not shown for this year."), "figures"))
            continue
        earlier = _earlier(force, code, period)
        if little := _too_little(content, earlier):
            reasons.append(_little_reason(content, little))
        made.append((content, earlier))
    if reasons:
        raise CannotFreeze(reasons)
    return [_kept(force, content, earlier, by, at) for content, earlier in made]


def hurdles_to_freezing(figures: Sequence[str], period: Period, at: datetime) -> list[Reason]:
    """Why these figures cannot be frozen for the period now."""
    today, reasons = timezone.localdate(at), []
    if not figures or any(dataset_of(code) is None for code in figures):
        reasons.append(Reason("unknown_figure", _("Choose figures from the list."), "figures"))
    if period.kind != Kind.YEAR:
        reasons.append(Reason("years_only", _("Figures of the task force come by year only."), "period"))
    elif period.year < EARLIEST or period.first_day >= today.replace(day=1):
        reasons.append(Reason("no_month_yet", _("Nothing can be counted for this year yet."), "period"))
    elif any(not rules.may_freeze(code, period, today) for code in figures):
        words = _(
            "Tables about people can be frozen when the year is over; of a running year the totals can."
        )
        reasons.append(Reason("year_runs", words, "figures"))
    return reasons


@transaction.atomic
def recount(*, snapshot: Snapshot, by: User | None, at: datetime) -> Recount:
    """Count the figure again for the same days as it was shown on the day of freezing; keep what came out.

    A change so small that it would be a small count itself is told without numbers.
    """
    kept = content_of(snapshot)
    again = _counted(snapshot.dataset, Period.parse(snapshot.period), timezone.localdate(snapshot.frozen_at))
    now = contents.frozen(again.get(snapshot.figure_code, _nothing(kept)), contents.Frozen(**kept["frozen"]))
    text = contents.canonical(now)
    found = rules.changes(kept["rows"], now["rows"]) + rules.changes(kept["lead"], now["lead"])
    verdict = rules.verdict_of(snapshot.figure_code, found, same_bytes=text == snapshot.content)
    row = Recount(
        id=new_id(), snapshot=snapshot, at=at, by=by, verdict=verdict, found_digest=contents.digest_of(text),
        lines=contents.canonical(_differing(kept, now) if verdict == Verdict.REVISED else []),
    )  # fmt: skip
    row.save(force_insert=True)
    record("figure.recounted", about=snapshot, by=by, at=at, reason=verdict.value)
    return row


def read_snapshot(*, snapshot: Snapshot, by: User, at: datetime) -> None:
    """Somebody opened a frozen figure."""
    record("figure.read", about=snapshot, by=by, at=at)


def take_out(*, snapshot: Snapshot, form: str, by: User, at: datetime) -> None:
    """Somebody took a frozen figure along as a file."""
    record("figure.taken", about=snapshot, by=by, at=at, changes={"form": form})


def content_of(snapshot: Snapshot) -> dict[str, Any]:
    """What is in a snapshot. Raises ValueError when its bytes no longer fit its digest."""
    if contents.digest_of(snapshot.content) != snapshot.digest:
        raise ValueError(f"{snapshot.ref} was changed outside gugus")
    return contents.read(snapshot.content)


def dataset_of(code: str) -> str | None:
    """Which data set has a figure; None when there is no such figure."""
    return next((one.value for one in Dataset if code in contents.codes_of(one)), None)


def _one_at_a_time(force: TaskForce) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"figures:{force.pk}"])


def _datasets(figures: Sequence[str]) -> list[str]:
    return sorted({str(dataset_of(code)) for code in figures})


def _counted(dataset: str, period: Period, today: date) -> dict[str, contents.Content]:
    try:
        return contents.counted(dataset, period, today)
    except contents.Moving as moving:
        raise CannotFreeze(
            [Reason("moving", _("The numbers are changing just now. Try again in a moment."))]
        ) from moving


def _earlier(force: TaskForce, code: str, period: Period) -> list[Snapshot]:
    rows = Snapshot.objects.unscoped(because=BECAUSE).filter(task_force=force, figure_code=code)
    return list(rows.filter(period=str(period)).order_by("-frozen_at", "-pk"))


def _too_little(content: contents.Content, earlier: Sequence[Snapshot]) -> Snapshot | None:
    """An earlier snapshot beside which the new table would give somebody away."""
    for one in earlier:
        found = rules.changes(content_of(one)["rows"], content["rows"])
        if rules.gives_away(content["figure"], found):
            return one
    return None


def _little_reason(content: contents.Content, earlier: Snapshot) -> Reason:
    said = content["title"]["en" if (get_language() or "id").startswith("en") else "id"]
    words = _(
        "%(title)s changed by fewer than %(threshold)s since %(ref)s was frozen. Beside it the new table would show "
        "who was added or left out. Go on using %(ref)s; its page says that the data were revised."
    )
    told = {"title": said, "threshold": content["scale"]["threshold"], "ref": earlier.ref}
    return Reason("changed_little", words % told, "figures")


def _kept(
    force: TaskForce, content: contents.Content, earlier: list[Snapshot], by: User, at: datetime
) -> Snapshot:
    newest = earlier[0] if earlier else None
    values = contents.digest_of(contents.canonical(contents.numbers_of(content)))
    same_days = newest is not None and newest.counted_to.isoformat() == content["counted_to"]
    if newest and same_days and newest.values_digest == values and _same_words(newest, content):
        return newest
    who = contents.Frozen(at.astimezone(UTC).isoformat(), by.username, by.agency.slug, force.name)
    text = contents.canonical(contents.frozen(content, who))
    one = Snapshot(
        id=new_id(), task_force=force, agency=by.agency, dataset=content["dataset"], figure_code=content["figure"],
        period=content["period"], counted_to=date.fromisoformat(content["counted_to"]),
        query_version=content["query_version"], definitions_version=content["definitions_version"],
        content=text, digest=contents.digest_of(text),
        values_digest=values, replaces=newest if same_days else None, frozen_by=by, frozen_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    changes = {"figure": one.figure_code, "period": one.period, "digest": one.digest}
    record("figure.frozen", about=one, by=by, at=at, changes=changes)
    announce("figure.frozen", about=one, at=at, code=one.figure_code)
    return one


def _same_words(newest: Snapshot, content: contents.Content) -> bool:
    kept = content_of(newest)
    return {key: value for key, value in kept.items() if key != "frozen"} == content


def _nothing(kept: contents.Content) -> contents.Content:
    return kept | {"rows": [], "lead": []}


def _differing(kept: contents.Content, now: contents.Content) -> list[dict[str, Any]]:
    """Every line that is another one now: its label, and its numbers then and now."""
    lines = []
    for part in ("lead", "rows"):
        old, new = ({row["code"]: row for row in one[part]} for one in (kept, now))
        for code in [*old, *(code for code in new if code not in old)]:
            then, after = old.get(code, {}).get("values"), new.get(code, {}).get("values")
            if then != after:
                label = (old.get(code) or new[code])["label"]
                lines.append({"label": label, "then": then, "now": after})
    return lines
