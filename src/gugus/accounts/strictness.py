"""How strictly an agency signs in: more than what ships, never less."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role
from gugus.access.viewer import Viewer
from gugus.accounts.actions import CannotChangeAccount
from gugus.accounts.administrators import one_at_a_time
from gugus.accounts.models import RoleRule
from gugus.accounts.queries import of_agency
from gugus.accounts.rules import SHORTEST_IDLE, Strictness, shipped, strictest
from gugus.audit.actions import record
from gugus.base.refusals import Reason


def in_force(agency_id) -> dict[str, Strictness]:
    """What each role keeps to in an agency."""
    added = of_agency(agency_id)
    return {role: strictest([role], added) for role in Role}


@transaction.atomic
def set_rules(viewer: Viewer, *, rules: Mapping[str, Strictness], at: datetime) -> None:
    """From the next sign-in on. Weaker than what ships is refused, and nothing changes then."""
    _must_be_strict(rules)
    one_at_a_time(viewer.agency_id)
    before = in_force(viewer.agency_id)
    changed = {role: rule for role, rule in rules.items() if rule != before[role]}
    rows = [
        RoleRule(
            agency_id=viewer.agency_id, role=role, second_factor=rule.second_factor, idle_minutes=rule.idle_minutes
        )
        for role, rule in changed.items()
    ]  # fmt: skip
    RoleRule.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["agency", "role"],
        update_fields=["second_factor", "idle_minutes"],
    )  # fmt: skip
    if changed:
        told = {role: [rule.second_factor, rule.idle_minutes] for role, rule in changed.items()}
        record("accounts.rules_set", by=viewer.user, at=at, changes=told)


def _must_be_strict(rules: Mapping[str, Strictness]) -> None:
    reasons = []
    for role, rule in rules.items():
        least = shipped()[role]
        if least.second_factor and not rule.second_factor:
            words = _("%(role)s needs a second factor everywhere.") % {"role": Role(role).label}
            reasons.append(Reason("too_lax", words, f"factor_{role}"))
        if not SHORTEST_IDLE <= rule.idle_minutes <= least.idle_minutes:
            words = _("Between %(least)s and %(most)s minutes.")
            words = words % {"least": SHORTEST_IDLE, "most": least.idle_minutes}
            reasons.append(Reason("too_long", words, f"idle_{role}"))
    if reasons:
        raise CannotChangeAccount(reasons)
