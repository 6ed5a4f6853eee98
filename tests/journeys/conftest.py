"""The running product and people with browsers, for the journeys.

With GUGUS_JOURNEYS_AT=http://127.0.0.1:8000 the journeys go through a demo that runs already; it fills up. The kill
tests need the number of its launcher too, in GUGUS_JOURNEYS_PID; the log test its data folder, GUGUS_JOURNEYS_DATA.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.journeys.browsing import CHROMIUM, DESK, FLAGS, Somebody
from tests.journeys.product import Product, running_product


@pytest.fixture(scope="session")
def product():
    """The product with its demo data, started once for all journeys."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    if running := os.environ.get("GUGUS_JOURNEYS_AT"):
        data = os.environ.get("GUGUS_JOURNEYS_DATA")
        yield Product(running, int(os.environ.get("GUGUS_JOURNEYS_PID", "0")), Path(data) if data else None)
        return
    with running_product() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(product):
    """One browser for the journeys of a file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def somebody(chromium, product):
    """A function that puts a person before a window: `somebody("rina", screen=DESK)`; "" is the public."""
    people: list[Somebody] = []

    def come(username: str = "", **how) -> Somebody:
        person = Somebody(chromium, product.address, **how)
        people.append(person)
        return person.sign_in(username) if username else person

    yield come
    for person in people:
        person.close()


@pytest.fixture
def key(somebody):
    """A key for programs, made by Dewi on the page for it."""
    dewi = somebody("dewi", screen=DESK)
    dewi.go("/akun/kunci/")
    form = dewi.page.locator("main form:has([name=read_only])")
    form.locator("[name=name]").fill("Uji sela")
    form.locator("[name=read_only]").uncheck(force=True)
    dewi.leave(lambda: form.locator("button.button-main").click())
    secret = dewi.page.locator("main p.code").first.inner_text()
    assert secret.startswith("gk_")
    return secret
