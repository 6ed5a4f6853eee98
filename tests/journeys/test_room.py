"""Two colleagues write one paragraph of the minutes at once, one of them without a connection for a while."""

import re

import pytest
from tests.journeys.browsing import DESK, PHONE

pytestmark = pytest.mark.browser

WULAN, PUTRI, APART = (
    "Wulan: pos pengaduan dibuka.",
    "Putri: pelatihan pada Maret.",
    "Ditulis tanpa sambungan.",
)


def open_minutes(person) -> str:
    """The page of the minutes that are being written; returns the reference of the meeting."""
    person.go("/rapat/?tab=minutes")
    for link in person.page.locator("main table a[href^='/rapat/RG-']").all():
        ref = re.search(r"RG-[0-9A-Z-]+", link.get_attribute("href")).group()
        if person.go(f"/rapat/{ref}/notulen/").url.endswith("/notulen/"):
            return ref
        person.page.go_back()
    raise AssertionError("no meeting whose minutes are open")


def paragraph(person, key: str):
    """The text of one paragraph, as a field."""
    return person.page.locator(f"form[id='{key}'] textarea[name=text]")


def told(person, key: str, state: str) -> None:
    """Wait until the line below a paragraph says that it was saved, or that both texts are kept."""
    person.page.locator(f"form[id='{key}'] .autosave[data-state={state}]").wait_for()


def test_two_write_one_paragraph_and_no_word_is_lost(somebody):
    wulan, putri = somebody("wulan", screen=DESK), somebody("putri", screen=PHONE)
    ref = open_minutes(wulan)
    putri.go(f"/rapat/{ref}/notulen/")
    key = wulan.page.locator("main form[id^='p-']").first.get_attribute("id")
    before = paragraph(wulan, key).input_value()

    paragraph(wulan, key).fill(f"{before} {WULAN}")
    told(wulan, key, "saved")
    paragraph(putri, key).fill(f"{before} {PUTRI}")
    told(putri, key, "failed")

    assert WULAN in putri.page.locator(f"form[id='{key}'] blockquote").inner_text()
    assert PUTRI in paragraph(putri, key).input_value()

    putri.leave(lambda: putri.page.locator(f"form[id='{key}'] .autosave a").click())
    assert WULAN in putri.words() and PUTRI in putri.words()
    putri.write("text", f"{before} {WULAN} {PUTRI}")
    putri.send()
    wulan.go(f"/rapat/{ref}/notulen/")
    assert paragraph(wulan, key).input_value() == f"{before} {WULAN} {PUTRI}"

    wulan.context.set_offline(True)
    paragraph(wulan, key).fill(f"{before} {WULAN} {PUTRI} {APART}")
    told(wulan, key, "failed")
    wulan.context.set_offline(False)
    told(wulan, key, "saved")
    putri.go(f"/rapat/{ref}/notulen/")
    assert APART in paragraph(putri, key).input_value()
    for person in (wulan, putri):
        assert person.faults == []
