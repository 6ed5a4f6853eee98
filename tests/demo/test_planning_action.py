"""The action plan of the demo: in force, its reports in every state, one indicator where less is better."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.actionplan.models import Indicator, PeriodReport, Plan
from gugus.demo.enacting import Stage
from gugus.demo.planning_action import plan_action
from gugus.demo.settling import settle_cast
from gugus.demo.structuring import structure

AT = NOON + timedelta(days=30)


@pytest.mark.django_db
def test_the_plan_is_in_force_and_its_reports_have_every_state(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stage = Stage(*settle_cast(NOON - timedelta(days=400)))
    with as_role("gugus_worker"):
        structure(stage, at=AT)
        plan_action(stage, at=AT)
        (plan,) = Plan.objects.unscoped(because="test")
        states = {one.state for one in PeriodReport.objects.unscoped(because="test")}
        directions = {one.better for one in Indicator.objects.unscoped(because="test")}

    assert plan.state == "in_force"
    assert {"open", "submitted", "accepted"} <= states
    assert directions == {"more", "less"}
