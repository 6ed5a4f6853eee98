"""From somebody who tells to the figure, on a phone, in Indonesian, with every page looked at by axe."""

import pytest
from tests.journeys.browsing import DESK, PHONE
from tests.journeys.deeds import (
    close,
    eventually,
    figures,
    judge,
    open_case,
    refer,
    report_of,
    screen,
    step,
    tell_on_the_public_page,
)

pytestmark = pytest.mark.browser

TOLD = "Anak tetangga dikurung di kamar apartemen dan disuruh melayani tamu."


def test_from_the_first_word_to_the_figure(somebody):
    neighbour, dewi, rina, maya, arif = (
        somebody(name, screen=PHONE, examined=True) for name in ("", "dewi", "rina", "maya", "arif")
    )
    yusuf = somebody("yusuf", screen=DESK, examined=True)
    own_before, published_before = figures(yusuf, "?own=on"), figures(arif)

    code = tell_on_the_public_page(neighbour, TOLD)
    assert code
    report = report_of(dewi, TOLD)
    judge(dewi, report)
    screening = screen(rina, report)
    case = open_case(rina, screening)
    assert maya.go(f"/kasus/{case}/").status == 404

    referral = refer(rina, case, "rumah-melati")
    assert maya.go(f"/kasus/{case}/").status == 404
    step(maya, referral, "terima", answer="Kami jemput pukul 20.")
    assert maya.go(f"/kasus/{case}/").status == 200
    step(maya, referral, "mulai")
    step(maya, referral, "umpan-balik", feedback="Sudah aman di rumah aman.")
    step(rina, referral, "selesai")
    close(rina, case, yusuf)

    rina.go(f"/kasus/{case}/")
    assert "Ditutup" in rina.words()
    one_more = str(int(own_before["Kasus"]) + 1)
    assert eventually(lambda: figures(yusuf, "?own=on")["Kasus"] == one_more)
    assert figures(arif) == published_before  # one case must not show in what everybody may read
    for person in (neighbour, dewi, rina, maya, arif, yusuf):
        assert (person.faults, person.complaints, person.strangers) == ([], [], [])
