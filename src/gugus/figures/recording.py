"""Write down what others published, put a wrong line right, say which of contradicting figures is used."""

from csv import DictReader
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import TaskForce
from gugus.figures import rules
from gugus.figures.codes import Means, Standing
from gugus.figures.models import Published, Resolution
from gugus.kernel.ids import new_id
from gugus.kernel.telltale import points_to_a_person
from gugus.outbox.actions import announce

BECAUSE = "came through the gate"
EXAMPLES = "contradictions.csv"
MOST = Decimal(10) ** 15


class CannotRecord(Cannot):
    """The published figure cannot be written down like this; all reasons at once."""


class CannotResolve(Cannot):
    """The decision cannot stand like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was published. `value` is exact; `value_words` is for what is no number; an empty area is the country."""

    topic: str
    period: str
    source: str
    value: Decimal | None = None
    value_words: str = ""
    unit: str = ""
    area_code: str = ""
    publication: str = ""
    published_on: date | None = None
    standing: str = Standing.READ
    note: str = ""


@transaction.atomic
def record_published(
    *, force: TaskForce, told: Told, by: User, at: datetime, key: UUID | None = None, is_example: bool = False,
    corrects: Published | None = None,
) -> Published:  # fmt: skip
    """Write down a published figure. The same `key` twice (a double click) gives the same one. Raises CannotRecord.

    With `corrects` it takes the place of a line that was written down wrongly, which stays readable.
    """
    rows = Published.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, recorded_by=by).first()):
        return earlier
    reasons = hurdles_to_recording(told, at)
    if corrects and rows.filter(corrects=corrects).exists():
        reasons.append(
            Reason("corrected_already", _("This line was put right already; look at the newer one."))
        )
    if reasons:
        raise CannotRecord(reasons)
    one = Published(
        id=key or new_id(), task_force=force, agency=by.agency, topic=told.topic.strip(), period=told.period.strip(),
        topic_key=rules.key_of(told.topic, most=120), period_key=rules.key_of(told.period, most=40),
        area_code=told.area_code, value=told.value, value_words=told.value_words.strip(), unit=told.unit.strip(),
        source=told.source.strip(), publication=told.publication.strip(), published_on=told.published_on,
        standing=told.standing, note=told.note.strip() or None, is_example=is_example, corrects=corrects,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    verb = "published.corrected" if corrects else "published.recorded"
    record(verb, about=one, by=by, at=at, changes={"corrects": corrects.ref} if corrects else {})
    announce(verb, about=one, at=at)
    return one


def hurdles_to_recording(told: Told, at: datetime) -> list[Reason]:
    """Why this cannot be written down."""
    reasons = []
    for field in ("topic", "period", "source"):
        if not rules.key_of(getattr(told, field), most=200):
            reasons.append(Reason("needed", _("Write this with letters or digits."), field))
    texts = ("topic", "period", "source", "publication", "value_words", "unit", "note")
    reasons += about_nobody(**{name: getattr(told, name) for name in texts})
    if told.value is None and not told.value_words.strip():
        reasons.append(Reason("value_needed", _("Write the value as a number or in words."), "value"))
    if told.value is not None and not 0 <= told.value < MOST:
        words = _("A published count is not negative and has at most 15 digits.")
        reasons.append(Reason("value_impossible", words, "value"))
    if told.published_on and told.published_on > timezone.localdate(at):
        reasons.append(Reason("published_later", _("This day is still to come."), "published_on"))
    return reasons


def about_nobody(**texts: str) -> list[Reason]:
    """A reason for each text that points to a person; figures name nobody."""
    words = _(
        "This seems to point to a person (a number, a name, a file). Leave that out: nobody is named here."
    )
    return [
        Reason("points_to_a_person", words, name) for name, text in texts.items() if points_to_a_person(text)
    ]


@transaction.atomic
def resolve(
    *, about: Published, means: str, chosen: Published | None, why: str, by: User, at: datetime
) -> Resolution:
    """Say which of the figures beside `about` is used, and why. Nothing is deleted; the newest decision counts."""
    beside = list(standing_beside(about))
    reasons = []
    if len(beside) < 2:
        reasons.append(
            Reason("nothing_beside", _("There is no second figure of this topic, time and place."))
        )
    if means == Means.USE and chosen not in beside:
        reasons.append(Reason("choose_one", _("Choose one of the figures."), "chosen"))
    if not why.strip():
        reasons.append(Reason("why_needed", _("Say why, so that the next reader understands it."), "why"))
    reasons += about_nobody(why=why)
    if reasons:
        raise CannotResolve(reasons)
    one = Resolution(
        id=new_id(), task_force=about.task_force, topic_key=about.topic_key, period_key=about.period_key,
        area_code=about.area_code, means=means, chosen=chosen if means == Means.USE else None, why=why.strip(),
        decided_by=by, decided_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    changes = {"means": means, "chosen": chosen.ref if one.chosen else ""}
    record("published.resolved", about=about, by=by, at=at, changes=changes)
    return one


def standing_beside(about: Published):
    """The lines of one task force with the same topic, time and place, without those that were put right."""
    rows = Published.objects.unscoped(because=BECAUSE).filter(task_force=about.task_force, corrected_by=None)
    same = {name: getattr(about, name) for name in ("topic_key", "period_key", "area_code")}
    return rows.filter(**same).select_related("recorded_by", "agency")


@transaction.atomic
def load_examples(*, force: TaskForce, by: User, at: datetime) -> list[Published]:
    """Write down the known contradictions that ship with the product, marked as examples. Twice is once."""
    rows = Published.objects.unscoped(because=BECAUSE).filter(task_force=force, is_example=True)
    known = set(rows.values_list("topic_key", "period_key", "source", "value", "value_words"))
    made = []
    for told in examples():
        value = None if told.value is None else told.value.quantize(Decimal("0.0001"))
        keys = (rules.key_of(told.topic, most=120), rules.key_of(told.period, most=40))
        if (*keys, told.source, value, told.value_words) not in known:
            made.append(record_published(force=force, told=told, by=by, at=at, is_example=True))
    return made


def examples() -> list[Told]:
    """Published figures that contradict each other, as they were read (docs/domain/figures.md names the sources)."""
    with (files("gugus.figures") / EXAMPLES).open(encoding="utf-8") as lines:
        return [
            Told(
                topic=row["topic"], period=row["period"], source=row["source"], area_code=row["area_code"],
                value=Decimal(row["value"]) if row["value"] else None, value_words=row["value_words"],
                unit=row["unit"], publication=row["publication"], standing=row["standing"], note=row["note"],
            )
            for row in DictReader(lines)
        ]  # fmt: skip


def read_published(*, one: Published, by: User, at: datetime) -> None:
    """Somebody opened a published figure."""
    record("published.read", about=one, by=by, at=at)
