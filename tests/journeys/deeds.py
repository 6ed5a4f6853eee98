"""What people do in the journeys, each deed as its page offers it."""

import re
import time

from tests.journeys.browsing import TOO_QUICK_MS, Somebody

REF = r"{}-[0-9A-Z]{{4}}-[0-9A-Z]{{4}}"


def ref_in(text: str, letter: str) -> str:
    """The code of a report (R), case (K), referral (F) … in some text or address."""
    found = re.search(REF.format(letter), text)
    assert found, text[:400]
    return found[0]


def tell_on_the_public_page(person: Somebody, narrative: str) -> str:
    """A neighbour tells; returns the code to come back with."""
    person.go("/laporan/")
    person.write("narrative", narrative)
    person.choose("danger", "yes")
    person.choose("about", "other")
    person.choose("who", "girl")
    person.write("age", "15")
    person.page.wait_for_timeout(TOO_QUICK_MS)
    person.send()
    return person.page.locator(".return-code").inner_text()


def note_a_call(officer: Somebody, narrative: str) -> str:
    """Note what a caller says about a child; returns the code of the report."""
    officer.go("/aduan/baru/")
    officer.write("narrative", narrative)
    officer.choose("channel", "phone")
    officer.choose("danger_signs", "is_child")
    officer.write("people-0-age", "15")
    officer.send()
    return ref_in(officer.page.url, "R")


def report_of(officer: Somebody, narrative: str) -> str:
    """Find the new report in the inbox by its words, newest risk first; returns its code."""
    officer.go("/aduan/?show=new")
    for link in officer.page.locator("main a[href^='/aduan/R-']").all():
        path = link.get_attribute("href")
        if narrative in officer.page.request.get(officer.address + path).text():
            return ref_in(path, "R")
    raise AssertionError("the report is not in the inbox")


def judge(officer: Somebody, report: str, risk: str = "high") -> None:
    """Judge the risk of a report on its page."""
    officer.go(f"/aduan/{report}/")
    officer.choose("risk", risk, "/risiko/")
    officer.send("/risiko/")


def screen(officer: Somebody, report: str) -> str:
    """Screen the child of the report and decide; returns the code of the screening."""
    officer.go(f"/aduan/{report}/")
    officer.follow(f"/skrining/mulai/{report}/")
    if "/mulai/" in officer.page.url:
        officer.send()
    screening = ref_in(officer.page.url, "S")
    for name, code in (
        ("acts", "harbouring"),
        ("purposes", "exploitation_happened"),
        ("exploitation", "prostitution"),
    ):
        officer.choose(name, code)
    officer.write("age_at_act", "15")
    officer.send(button="button[name=then][value=decide]")
    officer.choose("result", "indicated")
    officer.send()
    assert f"/skrining/{screening}/" in officer.page.url, officer.words()
    return screening


def open_case(manager: Somebody, screening: str) -> str:
    """Open the case from the screening; returns its code."""
    manager.go(f"/skrining/{screening}/buka-kasus/")
    manager.write("summary", "Anak dikurung dan disuruh melayani tamu.")
    manager.send()
    return ref_in(manager.page.url, "K")


def refer(manager: Somebody, case: str, agency: str, service: str = "shelter") -> str:
    """Ask another agency for a service; returns the code of the referral."""
    manager.go(f"/kasus/{case}/rujuk/")
    manager.follow(f"service={service}")
    manager.follow(f"to={agency}")
    manager.choose("urgency", "now")
    manager.write("message", "Butuh tempat aman malam ini.")
    manager.send(button="button[name=record]")
    manager.choose("basis", "vital_interest")
    manager.write("hours", "24")
    manager.write("note", "Anak dalam bahaya.")
    manager.send()
    referral = ref_in(manager.page.url, "F")
    manager.follow(f"/rujukan/{referral}/kirim/")
    manager.send()
    return referral


def step(person: Somebody, referral: str, slug: str, **typed) -> None:
    """One step of a referral, as its page offers it."""
    person.go(f"/rujukan/{referral}/")
    person.follow(f"/rujukan/{referral}/{slug}/")
    for name, text in typed.items():
        person.write(name, text)
    person.send()
    assert person.page.url.endswith(f"/rujukan/{referral}/"), person.words()


def close(manager: Somebody, case: str, supervisor: Somebody) -> None:
    """The person is safe, the aims are reached; the supervisor agrees."""
    manager.go(f"/kasus/{case}/")
    fold = manager.page.locator("details:has(form[action$='/keselamatan/']):not([open]) > summary")
    if fold.count():
        fold.first.click()
    manager.choose("safety", "safe", "/keselamatan/")
    manager.send("/keselamatan/")
    manager.follow("/status/close/")
    manager.choose("code", "goals_met")
    manager.write("note", "Tujuan rencana tercapai dan keluarga siap.")
    manager.send(button="button.button-danger")
    request = ref_in(manager.page.content(), "SP")
    supervisor.go(f"/persetujuan/{request}/")
    supervisor.send("/setuju/")


def figures(person: Somebody, query: str = "") -> dict[str, str]:
    """The tiles of the figures page: label and number."""
    person.go(f"/data/{query}")
    labels, values = person.page.locator(".stat-label"), person.page.locator(".stat-value")
    return dict(zip(labels.all_inner_texts(), values.all_inner_texts(), strict=True))


def eventually(holds, *, tries: int = 400) -> bool:
    """Facts follow events by the worker, within seconds on a quiet machine: look again for minutes."""
    for _ in range(tries):
        if holds():
            return True
        time.sleep(0.5)
    return False
