"""Two people at once on one record: one wins, the other is told, and nobody's words are lost."""

import pytest
from tests.journeys.browsing import DESK
from tests.journeys.deeds import judge, note_a_call, open_case, refer, screen

pytestmark = pytest.mark.browser

TYPED = "Kalimat yang lama saya pikirkan."


def told_to_be_late(person, inside: str = "", button: str = "button.button-main, button.button-danger"):
    """Send the form of a page that is out of date; returns the answer."""
    with person.page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        person.send(inside, button)
    return waiting.value


@pytest.fixture
def report(somebody):
    return note_a_call(somebody("dewi", screen=DESK), "Dua petugas membuka laporan ini.")


@pytest.fixture
def case(somebody, report):
    judge(somebody("dewi", screen=DESK), report)
    rina = somebody("rina", screen=DESK)
    return open_case(rina, screen(rina, report))


def test_two_officers_judge_one_report(somebody, report):
    dewi, fajar = somebody("dewi", screen=DESK), somebody("fajar", screen=DESK)
    for officer in (dewi, fajar):
        officer.go(f"/aduan/{report}/")

    judge(dewi, report)
    fajar.choose("risk", "medium", "/risiko/")
    fajar.write("reason", TYPED, "/risiko/")
    answer = told_to_be_late(fajar, "/risiko/")

    assert answer.status == 409
    assert "Dewi Anggraini" in fajar.words()
    assert fajar.page.locator("textarea[name=reason]").first.input_value() == TYPED


def test_a_manager_and_a_supervisor_change_one_case(somebody, case):
    rina, yusuf = somebody("rina", screen=DESK), somebody("yusuf", screen=DESK)
    for officer in (rina, yusuf):
        officer.go(f"/kasus/{case}/ubah/")

    rina.write("summary", "Rina lebih dahulu.")
    rina.send()
    yusuf.write("summary", TYPED)
    answer = told_to_be_late(yusuf)

    assert answer.status == 409
    assert "Rina lebih dahulu." in yusuf.page.content()
    assert yusuf.page.locator("textarea[name=summary]").input_value() == TYPED


def test_the_shelter_accepts_while_the_sender_takes_back(somebody, case):
    rina, teguh = somebody("rina", screen=DESK), somebody("teguh", screen=DESK)
    referral = refer(rina, case, "rumah-teduh")  # no sharing agreement opens the case to this shelter anyway
    teguh.go(f"/rujukan/{referral}/terima/")
    teguh.write("answer", TYPED)

    rina.go(f"/rujukan/{referral}/tarik/")
    reasons = rina.form().locator("select[name=code] option").all()
    rina.choose("code", reasons[1].get_attribute("value"))
    rina.send(button="button.button-danger")
    answer = told_to_be_late(teguh)

    assert answer.status == 409
    assert TYPED in teguh.page.content()
    assert teguh.go(f"/kasus/{case}/").status == 404
