"""The criminal tracks of the demo: three stages, a hearing to come, a verdict, a request for protection."""

import pytest
from tests.conftest import NOON, as_role

from gugus.cases.actions import add_party, open_case
from gugus.demo.enacting import Stage
from gugus.demo.prosecuting import prosecute
from gugus.demo.settling import settle_cast
from gugus.justice.models import Hearing, Proceeding, Protection, Verdict
from gugus.people.actions import register_person

BECAUSE = "test"


@pytest.mark.django_db
def test_three_tracks_in_different_stages_are_there():
    agencies, users = settle_cast(NOON)
    rina = users["rina"]
    with as_role("gugus_worker"):
        for _number in range(3):
            case = open_case(
                agency=rina.agency,
                manager=rina,
                risk="high",
                summary="Contoh.",
                by=rina,
                at=NOON,
                area_code="31.74.07",
            )
            for role in ("survivor", "accused"):
                person = register_person(
                    agency=rina.agency,
                    names={"full": f"Contoh {role}", "aliases": []},
                    birth_year=2010,
                    by=rina,
                    at=NOON,
                )
                add_party(case=case, person=person, role=role, by=rina, at=NOON)

        prosecute(Stage(agencies, users), at=NOON)

        stages = Proceeding.objects.unscoped(because=BECAUSE).values_list("stage", flat=True)
        assert sorted(stages) == ["file_returned", "final", "trial"]
        hearings = Hearing.objects.unscoped(because=BECAUSE).values_list("state", flat=True)
        assert sorted(hearings) == ["held", "planned"]
        first, counts = Verdict.objects.unscoped(because=BECAUSE).order_by("written_at")
        assert (first.void_at is not None, counts.corrects, counts.void_at) == (True, first, None)
        assert counts.final_on is not None
        assert Protection.objects.unscoped(because=BECAUSE).count() == 1
