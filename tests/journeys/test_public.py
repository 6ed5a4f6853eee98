"""The public page on an old phone: without scripts, with little data, and with a way out that leaves no trace."""

import pytest
from tests.journeys.browsing import PHONE
from tests.journeys.deeds import judge, report_of, tell_on_the_public_page

pytestmark = pytest.mark.browser

MOST_BYTES = 50_000


def test_a_report_is_told_and_judged_without_scripts(somebody):
    told = "Tanpa skrip: dua orang dikunci di gudang."
    neighbour, dewi = somebody(scripts=False), somebody("dewi", scripts=False)

    code = tell_on_the_public_page(neighbour, told)
    report = report_of(dewi, told)
    judge(dewi, report)
    neighbour.go("/laporan/kembali/")
    neighbour.write("code", code)
    neighbour.send()

    assert told not in neighbour.words()  # whoever finds the code must not read the story
    assert neighbour.form().locator("textarea[name=text]").is_visible()
    assert dewi.page.url.endswith(f"/aduan/{report}/"), dewi.words()


def test_the_public_page_weighs_less_than_fifty_kilobytes(somebody):
    person = somebody(screen=PHONE)
    sizes: dict[str, float] = {}
    watch = person.context.new_cdp_session(person.page)
    watch.send("Network.enable")
    watch.send("Network.setCacheDisabled", {"cacheDisabled": True})
    watch.on(
        "Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]})
    )

    person.go("/laporan/")
    person.page.wait_for_load_state("networkidle")

    assert len(sizes) > 1
    assert sum(sizes.values()) < MOST_BYTES


@pytest.mark.parametrize("way", ["click", "escape"])
def test_leaving_quickly_leaves_nothing_behind_the_back_button(somebody, way):
    person = somebody(screen=PHONE)
    left: list[str] = []
    person.go("/akun/login/")

    def answer(route) -> None:
        if route.request.url.startswith(person.address):
            route.continue_()
        else:
            left.append(route.request.url)
            route.fulfill(body="<!doctype html><title>Cuaca</title>", content_type="text/html")

    person.context.route("**/*", answer)
    person.go("/laporan/")
    person.write("narrative", "Kalimat yang tidak boleh tinggal.")

    if way == "click":
        person.page.locator("[data-quick-exit]").click()
    else:
        for _ in range(3):
            person.page.keyboard.press("Escape")
    person.page.wait_for_url(lambda url: not url.startswith(person.address))
    person.page.go_back()

    assert left
    assert person.page.url == f"{person.address}/akun/login/"
