"""A grown room is one that its members read, and growing twice is growing once."""

from collections import Counter
from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.actionplan.models import Activity, PeriodReport
from gugus.demo.enacting import Stage
from gugus.demo.growing_room import grow_room
from gugus.demo.settling import settle_cast
from gugus.demo.structuring import structure
from gugus.followup.models import Recommendation
from gugus.meetings.models import Meeting

BECAUSE = "a test counts"
AT = NOON + timedelta(days=30)


def counted() -> dict[str, Counter]:
    return {
        model.__name__: Counter(model.objects.unscoped(because=BECAUSE).values_list("state", flat=True))
        for model in (Recommendation, Meeting, PeriodReport)
    } | {"Activity": Counter(all=Activity.objects.unscoped(because=BECAUSE).count())}


@pytest.mark.django_db
def test_recommendations_meetings_and_a_plan_are_there_once(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    agencies, users = settle_cast(NOON)
    told = []
    with as_role("gugus_worker"):
        structure(Stage(agencies, users), at=AT)
        grow_room(30, at=AT, tell=told.append)
        first = counted()
        grow_room(30, at=AT, tell=told.append)

        assert counted() == first
        assert first["Recommendation"] == {"open": 18, "dropped": 12}
        assert first["Meeting"] == {"approved": 3}
        assert first["Activity"]["all"] == 10 and sum(first["PeriodReport"].values()) > 0
        assert told[-1] == "its first reports"
