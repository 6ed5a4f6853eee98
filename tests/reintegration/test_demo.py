"""What the demo shows: a girl with k1 and k2 done and k3 due, a man whose family refuses, one alarm."""

from datetime import timedelta

from tests.conftest import NOON, as_role, voice_of
from tests.reintegration.conftest import party_of

from gugus.cases.models import Case
from gugus.demo.enacting import Stage
from gugus.demo.returning import bring_home
from gugus.reintegration import papers
from gugus.reintegration.models import MonitoringVisit, Reintegration, ReturnAlarm


def test_three_returns_are_told(world, case):
    party_of(case, world.rina, birth_year=1984)
    party_of(case, world.rina, birth_year=1990)
    with as_role("gugus_worker"):
        rows = Case.objects.unscoped(because="test").filter(pk=case.pk)
        rows.update(opened_at=NOON - timedelta(days=90))
        bring_home(Stage({}, {"rina": world.rina}), at=NOON)
        returns = list(Reintegration.objects.unscoped(because="test").order_by("state"))
        girl = next(one for one in returns if one.area_code == "52.03")
        visits = (
            MonitoringVisit.objects.unscoped(because="test").filter(reintegration=girl).order_by("number")
        )

        assert sorted(one.state for one in returns) == ["following", "following", "preparing"]
        assert [visit.state for visit in visits] == ["done", "done", "planned", "planned", "planned"][
            : len(visits)
        ]
        assert visits[2].planned_on == (NOON - timedelta(days=2)).date()
        assert ReturnAlarm.objects.unscoped(because="test").count() == 1
    with voice_of(world.rina):
        told = papers.gather_report(world.viewer("rina"), girl.ref, NOON)

    assert (
        told["visits"][0][0] == "k1" and len(told["outcomes"]) == 6 and told["_within"] == ("case", case.pk)
    )
    assert told["supports"] == [["Pendidikan", "Berjalan", "1.200.000", "750.000"]]
