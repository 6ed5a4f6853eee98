"""What the worker does for care: agreements follow services, supervisors and managers hear of plans."""

from datetime import datetime

from gugus.access.codes import Role
from gugus.agreements.jobs import look_at
from gugus.care.models import CarePlan, ServiceLine
from gugus.notices.actions import notify
from gugus.outbox.models import Event


def on_service(*, event: Event, at: datetime) -> None:
    """A service began, ended or was taken back: does an agreement mean its case (still)?"""
    rows = ServiceLine.objects.unscoped(because="the worker hears of every service")
    look_at(rows.filter(pk=event.about_id).values_list("case_id", flat=True), at)


def on_plan(*, event: Event, at: datetime) -> None:
    """A plan was handed in, approved, sent back or refused: whoever goes on with it is told."""
    rows = CarePlan.objects.unscoped(because="the worker hears of every plan")
    plan = rows.select_related("case__manager", "agency").filter(pk=event.about_id).first()
    if plan is None:
        return
    what = event.topic.partition(".")[2]
    if what == "handed_in":
        role = Role.SUPERVISOR
        notify(
            code="plan_waits", about=plan, at=at, agency=plan.agency, role=role, but_not=plan.finished_by_id
        )
    elif what in TOLD:
        people = {one for one in (plan.finished_by_id, plan.case.manager_id) if one is not None}
        notify(code=f"plan_{what}", about=plan, at=at, users=people, but_not=plan.approved_by_id)


TOLD = {"approved", "returned", "refused"}
