"""Whether an agency wants its plans approved: its own supervisors decide."""

from datetime import datetime

from django.db import transaction

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.versions import check_version
from gugus.care.models import CareRule
from gugus.directory.models import Agency

BECAUSE = "one's own agency's rule"


def rule_of(agency: Agency) -> CareRule:
    """The rule of an agency, or an unsaved one that asks for no approval (version 0)."""
    found = CareRule.objects.unscoped(because=BECAUSE).filter(agency=agency).first()
    return found or CareRule(agency=agency, plan_approval=False, version=0)


@transaction.atomic
def change_rule(
    *, agency: Agency, plan_approval: bool, by: User, at: datetime, seen: int | None = None
) -> CareRule:
    """From now on plans that are handed in need a supervisor's yes, or none any more."""
    rule = rule_of(agency)
    fresh = rule.version == 0
    check_version(rule, seen)
    rule.plan_approval, rule.changed_by, rule.changed_at = plan_approval, by, at
    rule.version += 1
    rule.save(force_insert=fresh)
    record("plan.rule_changed", about=agency, by=by, at=at, changes={"plan_approval": plan_approval})
    return rule
