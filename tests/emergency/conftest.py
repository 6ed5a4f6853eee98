from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from gugus.access.viewer import viewer_of
from gugus.cases.actions import add_party
from gugus.emergency.actions import break_glass
from tests.cases.conftest import a_case, somebody
from tests.conftest import voice_of

REASON = "Polisi menelepon, penyintas dalam perjalanan ke rumah sakit."
NAME = "Kenanga Contohwati"


@pytest.fixture
def case(world):
    """Rina's case with one survivor; nobody else is on its team."""
    with voice_of(world.rina):
        case = a_case(world)
        person = somebody(world, NAME, sex="female")
        add_party(case=case, person=person, role="survivor", by=world.rina, at=now() - timedelta(minutes=1))
    case.someone = person
    return case


def viewer(user):
    """The viewer somebody is at this moment: the database's own clock decides about grants."""
    return viewer_of(user, on=localdate(now()))


def broken(user, ref, **more):
    """Break the glass as a user."""
    told = {"code": "danger", "reason": REASON, "hours": 4, "at": now()} | more
    with voice_of(user):
        return break_glass(viewer=viewer(user), ref=ref, **told)
