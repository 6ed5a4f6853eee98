"""One survivor's way from a place in a shelter to the third visit at home, and restitution paid in two parts."""

import re
from datetime import date, datetime, timedelta

import pytest
from tests.journeys.browsing import DESK, PHONE
from tests.journeys.deeds import ref_in, step

pytestmark = pytest.mark.browser

TODAY = date.today()
REUNITED = TODAY - timedelta(days=95)
LONG_AGO = TODAY - timedelta(days=110)


def old_case(manager) -> tuple[str, str]:
    """An open case of the demo that this manager opened long ago, with an accused; its code and the survivor's."""
    found = manager.page.request.get(f"{manager.address}/api/v1/cases?whose=mine&state=open").json()
    for line in found["items"]:
        if datetime.fromisoformat(line["opened_at"]).date() > LONG_AGO:
            continue
        people = manager.page.request.get(f"{manager.address}/api/v1/cases/{line['ref']}/parties").json()
        roles = [one["role"] for one in people if one["until_at"] is None]
        if roles.count("survivor") == 1 and "accused" in roles:
            return line["ref"], next(one["person"] for one in people if one["role"] == "survivor")
    raise AssertionError("the demo has no such case")


def turn(person, record: str, slug: str, *, chosen: dict | None = None, **typed) -> None:
    """One step of a record as its page offers it; the record's page comes after it."""
    person.go(f"{record}{slug}/")
    for name, value in (chosen or {}).items():
        person.choose(name, value)
    for name, value in typed.items():
        person.write(name, value)
    person.send(button="button.button-main, button.button-danger, button.button")
    assert f"/{slug}/" not in person.page.url, person.words()


def ask_for_a_place(manager, case: str) -> str:
    """Ask the shelter; the ledger has the survivor's answer already. Returns the code of the referral."""
    manager.go(f"/kasus/{case}/rujuk/")
    manager.follow("service=shelter")
    manager.follow("to=rumah-melati")
    manager.page.locator("main label:has(input[name='party'])").first.click()
    manager.choose("urgency", "now")
    manager.write("message", "Butuh tempat sampai keluarga siap.")
    manager.send()
    assert "/rujukan/F-" in manager.page.url, manager.words()
    referral = ref_in(manager.page.url, "F")
    return referral


def visit(person, record: str, number: int, day: date) -> None:
    """Write down the planned visit of this number."""
    person.go(record)
    links = person.page.locator("main a[href$='/catat/']:visible")
    person.leave(lambda: links.first.click())
    person.write("visited_on", day.isoformat())
    for name, value in (("means", "home"), ("alone", "seen"), ("safety", "safe")):
        person.choose(name, value)
    person.write("words", f"Kunjungan ke-{number}: bersekolah lagi dan tidur nyenyak.")
    person.send()
    assert "/catat/" not in person.page.url, person.words()


def test_from_a_place_in_the_shelter_to_the_third_visit_at_home(somebody):
    rina, maya = somebody("rina", screen=DESK), somebody("maya", screen=PHONE)
    case, _person = old_case(rina)
    referral = ask_for_a_place(rina, case)
    step(maya, referral, "terima", answer="Kami jemput pukul delapan.")

    rina.go(f"/kasus/{case}/reintegrasi/")
    rina.choose("risk", "medium")
    rina.send()
    record = f"/reintegrasi/{ref_in(rina.page.url, 'RI')}/"
    home = {"place": "relatives", "willing": "gladly", "safety": "safe", "accused": "no"}
    turn(rina, record, "rumah", chosen=home, looked_on=(REUNITED - timedelta(days=5)).isoformat())
    turn(rina, record, "putuskan", chosen={"place": "relatives", "wants": "yes"}, reasons="Bibi sudah siap.")
    turn(rina, record, "satukan", reunited_on=REUNITED.isoformat())
    for number, days in enumerate((7, 30, 60), start=1):
        visit(rina, record, number, REUNITED + timedelta(days=days))

    rina.go(record)
    assert re.search(r"k3", rina.words(), re.IGNORECASE)
    rina.go(f"/kasus/{case}/")
    assert "k3" in rina.page.locator("main").inner_text().casefold()
    assert (rina.complaints, rina.strangers, maya.complaints) == ([], [], [])


def test_restitution_is_granted_and_paid_in_two_parts(somebody):
    rina = somebody("rina", screen=DESK)
    case, _person = old_case(rina)
    day = TODAY.isoformat()

    rina.go(f"/kasus/{case}/restitusi/")
    rina.page.locator("main form label:has(input[name='accused'])").first.click()
    rina.write("told_on", day)
    rina.send()
    record = f"/restitusi/{ref_in(rina.page.url, 'RS')}/"
    turn(rina, record, "kerugian", on=day, head_treatment="3.500.000", head_wealth_income="12.000.000,50")
    turn(rina, record, "permohonan", on=day, chosen={"route": "lpsk", "applicant": "lpsk"})
    turn(rina, record, "lengkap", on=day)
    for slug in ("penilaian", "tuntutan", "putusan"):
        turn(rina, record, slug, on=day, head_treatment="3.500.000", head_wealth_income="10.000.000")
    turn(rina, record, "pemberitahuan", on=day)
    for part in ("5.000.000", "8.500.000"):
        turn(rina, record, "langsung", on=day, amount=part, chosen={"receiver": "survivor"})
    turn(rina, record, "lunas", on=day)

    rina.go(record)
    assert "13.500.000" in rina.words()
    assert (rina.complaints, rina.strangers) == ([], [])
