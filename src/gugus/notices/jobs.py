"""What the worker does for notices: pass on what tasks announce, forget old ones."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.approvals.models import Request
from gugus.approvals.queries import approvers
from gugus.base.periods import period
from gugus.notices.actions import tell
from gugus.notices.codes import Risk, Step
from gugus.notices.gathering import gather_due
from gugus.notices.models import Address, Delivery, Dispatch, Notice, ProviderReceipt
from gugus.notices.planning import plan_fresh
from gugus.notices.receipts import carry_over
from gugus.notices.sending import recover, send_due
from gugus.outbox.models import Event

KEEP_READ = timedelta(days=90)
KEEP_UNREAD = timedelta(days=365)
KEEP_RECEIPTS = timedelta(days=30)  # longer than any provider repeats itself
ENDED = (Step.SENT, Step.UNSURE, Step.GIVEN_UP, Step.DROPPED)
NIGHTLY = "the worker's nightly job"


def on_task_late(*, event: Event, at: datetime) -> None:
    """A task is late: its person and the supervisors of the agency are told."""
    person = event.facts.get("to")
    tell(
        code="task_late", kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
        users=[UUID(person)] if person else [], agency=UUID(event.facts["agency"]), role=Role.SUPERVISOR,
        risk=Risk.HIGH if event.facts.get("risk") == Risk.HIGH else Risk.USUAL,
    )  # fmt: skip


def on_task_assigned(*, event: Event, at: datetime) -> None:
    """A task was given to somebody by a colleague."""
    tell(
        code="task_assigned", kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
        users=[UUID(event.facts["to"])],
    )  # fmt: skip


def on_file_infected(*, event: Event, at: datetime) -> None:
    """A virus was found in a kept file: who attached it and the supervisors of the agency are told."""
    facts = event.facts
    tell(
        code="file_infected", kind=facts["kind"], pk=UUID(facts["record"]), ref=facts["ref"], at=at,
        users=[UUID(facts["by"])], agency=UUID(facts["agency"]), role=Role.SUPERVISOR,
    )  # fmt: skip


def on_export_ended(*, event: Event, at: datetime) -> None:
    """An export is ready, or could not be made: who asked for it is told."""
    tell(
        code="export_ended", kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
        users=[UUID(event.facts["by"])],
    )  # fmt: skip


def on_emergency(*, event: Event, at: datetime) -> None:
    """Somebody broke the glass: whoever reviews in the agency of the file is told at once."""
    tell(
        code="emergency_opened", kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
        agency=UUID(event.facts["agency"]), role=(Role.SUPERVISOR, Role.DATA_PROTECTION),
        but_not=UUID(event.facts["user"]),
    )  # fmt: skip


def on_approval(*, event: Event, at: datetime) -> None:
    """A request waits: whoever may decide is told. It ended: the person who asked is told."""
    rows = Request.objects.unscoped(because="the worker hears of every request")
    request = rows.filter(pk=event.about_id).first()
    if request is None:
        return
    if event.topic == "approval.asked":
        code, users = "approval_asked", approvers(request, timezone.localdate(event.at))
    elif event.topic == "approval.withdrawn":
        return
    else:
        code, users = event.topic.replace(".", "_"), [request.asked_by_id]
    tell(
        code=code, kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at, users=users,
    )  # fmt: skip


def on_sign_in_reset(*, event: Event, at: datetime) -> None:
    """An administrator made somebody's sign-in anew: its owner and whoever guards data are told, never silently."""
    tell(
        code="sign_in_reset", kind=event.about_kind, pk=event.about_id, ref=event.facts["username"], at=at,
        users=[UUID(event.facts["to"])], agency=UUID(event.facts["agency"]), role=Role.DATA_PROTECTION,
        but_not=UUID(event.facts["by"]),
    )  # fmt: skip


def on_delegation(*, event: Event, at: datetime) -> None:
    """Somebody stands in for a colleague: both sides are told, and who supervises when it begins to count."""
    office = event.facts.get("agency")
    tell(
        code=event.topic.replace(".", "_"), kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
        users=[UUID(one) for one in event.facts["to"]], agency=UUID(office) if office else None,
        role=Role.SUPERVISOR,
    )  # fmt: skip


def on_urgent(*, event: Event, at: datetime) -> None:
    """High risk, or a code somebody waits for: leaves now. The job has transactions of its own, so not from here."""
    carry_now.defer()


@app.periodic(cron="* * * * *")
@app.task(name="notices.carry", queueing_lock="notices.carry", lock="notices.carry")
def carry(timestamp: int) -> None:
    """Each minute: what was told, what is fresh, what is due, out of the door."""
    carry_out(now())


@app.task(name="notices.carry_now", lock="notices.carry")
def carry_now() -> None:
    """The same at once."""
    carry_out(now())


def carry_out(at: datetime) -> int:
    """One round; returns how many messages left. A round that dies anywhere is finished by the next one."""
    carry_over(at=at)
    recover(at=at)
    plan_fresh(at=at)
    gather_due(at=at)
    return send_due(at=at)


@app.periodic(cron="50 19 * * *")  # 02.50 in Jakarta
@app.task(name="notices.tidy", queueing_lock="notices.tidy")
def tidy(timestamp: int) -> None:
    """Read notices go after three months, unread ones after a year, or as the schedule says."""
    rows = Notice.objects.unscoped(because=NIGHTLY)
    rows.filter(read_at__lt=now() - period("notices_read", KEEP_READ)).delete()
    rows.filter(read_at=None, at__lt=now() - period("notices_unread", KEEP_UNREAD)).delete()
    _tidy_sending(now())


def _tidy_sending(at: datetime) -> None:
    """Messages go with the last notice they carried, receipts and addresses of those who left as well."""
    before = at - period("notices_read", KEEP_READ)
    old = Dispatch.objects.unscoped(because=NIGHTLY).filter(made_at__lt=before, step__in=ENDED)
    old.exclude(
        pk__in=Delivery.objects.unscoped(because=NIGHTLY).filter(dispatch__isnull=False).values("dispatch")
    ).delete()
    ProviderReceipt.objects.unscoped(because=NIGHTLY).filter(at__lt=at - KEEP_RECEIPTS).delete()
    Address.objects.unscoped(because=NIGHTLY).filter(user__is_active=False).delete()
