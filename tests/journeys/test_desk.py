"""The same way at a desk: in English, from the hotline form; and the beginning by keyboard alone."""

import pytest
from tests.journeys.browsing import DESK, TOO_QUICK_MS
from tests.journeys.deeds import (
    close,
    eventually,
    figures,
    judge,
    note_a_call,
    open_case,
    refer,
    report_of,
    screen,
    step,
)

pytestmark = pytest.mark.browser

HEARD = "The caller says that a girl is kept in the flat next door."
TYPED = "Ditulis hanya dengan papan tombol."


def tab_to(person, wanted: str) -> None:
    """Press Tab until the focus stands on something that matches."""
    for _ in range(150):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no way by keyboard to {wanted}")


def test_from_the_hotline_to_the_figure_in_english(somebody):
    dewi, rina, maya, yusuf = (
        somebody(name, screen=DESK, language="en", examined=True)
        for name in ("dewi", "rina", "maya", "yusuf")
    )
    before = figures(yusuf, "?own=on")

    report = note_a_call(dewi, HEARD)
    judge(dewi, report)
    case = open_case(rina, screen(rina, report))
    referral = refer(rina, case, "rumah-melati")
    step(maya, referral, "terima", answer="We fetch her at eight.")
    step(maya, referral, "mulai")
    step(maya, referral, "umpan-balik", feedback="Safe in the shelter.")
    step(rina, referral, "selesai")
    close(rina, case, somebody("yusuf", screen=DESK))

    assert "Closed" in rina.words()
    one_more = str(int(before["Cases"]) + 1)
    assert eventually(lambda: figures(yusuf, "?own=on")["Cases"] == one_more)
    for person in (dewi, rina, maya, yusuf):
        assert (person.faults, person.complaints, person.strangers) == ([], [], [])


def test_a_report_is_told_and_judged_by_keyboard_alone(somebody):
    neighbour, dewi = somebody(screen=DESK), somebody("dewi", screen=DESK)

    neighbour.go("/laporan/")
    tab_to(neighbour, "textarea[name=narrative]")
    neighbour.page.keyboard.type(TYPED)
    neighbour.page.wait_for_timeout(TOO_QUICK_MS)
    tab_to(neighbour, "main form button")
    neighbour.leave(lambda: neighbour.page.keyboard.press("Enter"))
    assert neighbour.page.locator(".return-code").inner_text()

    report = report_of(dewi, TYPED)
    dewi.go(f"/aduan/{report}/")
    tab_to(dewi, "form[action$='/risiko/'] input[name=risk]")
    dewi.page.keyboard.press("Space")
    dewi.page.keyboard.press("ArrowUp")  # one more urgent
    tab_to(dewi, "form[action$='/risiko/'] button.button-main")
    dewi.leave(lambda: dewi.page.keyboard.press("Enter"))

    assert dewi.page.url.endswith(f"/aduan/{report}/"), dewi.words()
    assert dewi.page.locator("main a[href*='/skrining/']").count()
