"""The task forces of the demo: what they stand on and what became of what was recommended."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.demo.enacting import Stage
from gugus.demo.recommending import recommend
from gugus.demo.settling import settle_cast
from gugus.demo.structuring import structure
from gugus.directory.models import TaskForce
from gugus.followup.models import Recommendation
from gugus.taskforce.queries import host_on, positions_on, seats_on

AT = NOON + timedelta(days=30)


@pytest.mark.django_db
def test_city_province_and_centre_hang_together_and_recommendations_have_every_end(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    agencies, users = settle_cast(NOON)
    stage = Stage(agencies, users)
    with as_role("gugus_worker"):
        structure(stage, at=AT)
        recommend(stage, at=AT)
        city = TaskForce.objects.get(area_code="31.74")

        assert city.parent.parent.level == "central"
        assert host_on(city, AT.date()) == agencies["sudin-ppapp-js"]
        assert host_on(city.parent, AT.date()) == agencies["dinas-ppapp"]
        assert len(positions_on(city, AT.date())) == 11
        centre = {
            one.agency.slug: [old.slug for old in one.before]
            for one in seats_on(city.parent.parent, AT.date())
        }
        assert centre["kp2mi"] == ["bp2mi"]
        states = set(Recommendation.objects.unscoped(because="test").values_list("state", flat=True))
        assert states == {"open", "done", "split", "dropped"}
