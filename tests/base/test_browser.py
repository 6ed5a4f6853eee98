"""The look in a real browser: nothing for axe to find, and the small scripts do what they promise.

Pages are rendered here and handed to the browser by its own router, with the content policy of the settings.
"""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import axe_playwright_python
import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Error, sync_playwright

from gugus.base.samples import samples

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("GUGUS_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "no-sandbox",
    "disable-gpu",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """axe.run(document, {runOnly: RULES}).then((told) => JSON.stringify(
    told.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target}`))
))""".replace("RULES", str(RULES))
HOST = "http://gugus.test"
RINA = SimpleNamespace(is_authenticated=True, get_full_name="Rina Permata", agency="UPT PPPA")
NOTE = """{% extends "base/page.html" %}{% block content %}<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><label for="note">Catatan</label>
<textarea id="note" name="note" data-autosave-url="/draf/"></textarea><button>Simpan</button></form>{% endblock %}"""
LETTER = """{% extends "base/print.html" %}{% block letter_title %}Surat rujukan{% endblock %}{% block content %}
<p>Yth. Kepala Dinas Sosial</p><table class="letter-facts"><tr><th scope="row">Kode</th><td>K-7F3Q</td></tr></table>
{% endblock %}"""
PUBLIC = """{% extends "base/public.html" %}{% load look %}{% block lead %}<h1>Apa yang terjadi?</h1>{% endblock %}
{% block content %}{% steps steps %}<form class="form" method="post" novalidate>{{ form }}{{ wrong }}
<div class="form-actions"><button class="button button-main">Kirim</button></div></form>{% endblock %}"""


@pytest.fixture(autouse=True)
def only_the_language_switch_has_an_address(settings):
    settings.ROOT_URLCONF = "django.conf.urls.i18n"


@pytest.fixture(scope="module")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS] + ["--no-first-run"]
        )
        yield browser
        browser.close()


class Site:
    """The few pages a test opens, and what the browser asked for and complained about."""

    def __init__(self, browser, **kind):
        self.pages: dict[str, str] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.answers: dict[str, int] = {}
        self.complaints: list[str] = []
        self.context = browser.new_context(**kind)
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _serve(self, route) -> None:
        request = route.request
        path = request.url.removeprefix(HOST).split("?")[0]
        self.asked.append((request.method, request.url, request.post_data or ""))
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        elif path in self.answers:
            route.fulfill(status=self.answers[path])
        else:
            headers = {
                "Content-Security-Policy": build_policy(),
                "Content-Type": "text/html; charset=utf-8",
            }
            route.fulfill(body=self.pages.get(path, "<!doctype html><title>-</title>"), headers=headers)

    def open(self, page: str, path: str = "/") -> None:
        self.pages[path] = page
        self.page.goto(HOST + path)

    def faults(self) -> list[str]:
        """What axe finds; it runs beside the page, so the page's content policy does not hold it back."""
        whole = self.page.evaluate("document.documentElement.scrollHeight")  # so that no bar covers anything
        self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": whole})
        session = self.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": AXE})
        told = session.send(
            "Runtime.evaluate", {"expression": ASK_AXE, "awaitPromise": True, "returnByValue": True}
        )
        return json.loads(told["result"]["value"])


@pytest.fixture
def site(chromium):
    site = Site(chromium, viewport={"width": 1280, "height": 800})
    yield site
    site.context.close()


def rendered(template: str) -> str:
    with translation.override("id"):
        return render_to_string(template, {**samples(HttpRequest()), "user": RINA, "notices_unread": 3})


def from_text(template: str) -> str:
    with translation.override("id"):
        return engines["django"].from_string(template).render({**samples(HttpRequest()), "user": RINA})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("template", ["look", "keys", "errors/404", "letter", "public"])
def test_axe_finds_nothing_and_nothing_sticks_out(chromium, template, width, scheme):
    site = Site(chromium, viewport={"width": width, "height": 800}, color_scheme=scheme)
    try:
        own = {"letter": LETTER, "public": PUBLIC}
        site.open(from_text(own[template]) if template in own else rendered(f"base/{template}.html"))

        assert site.faults() == []
        assert site.complaints == []
        assert site.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        site.context.close()


def test_the_product_asks_nobody_else_for_anything(site):
    site.open(rendered("base/look.html"))

    assert {url.split("/")[2] for _method, url, _data in site.asked} == {"gugus.test"}


def test_without_scripts_the_menu_of_a_phone_still_opens(chromium):
    site = Site(chromium, viewport={"width": 360, "height": 800}, java_script_enabled=False)
    try:
        site.open(rendered("base/look.html"))
        link = site.page.locator(".dock-sheet a", has_text="Wilayah")

        assert not link.is_visible()
        site.page.locator(".dock summary").click()

        assert link.is_visible()
        assert not site.page.locator("[data-theme-switch]").is_visible()
    finally:
        site.context.close()


def test_paper_is_white_even_for_those_who_work_in_the_dark(chromium):
    site = Site(chromium, color_scheme="dark")
    try:
        site.open(rendered("base/look.html").replace("<html ", '<html data-theme="dark" ', 1))

        site.page.emulate_media(media="print")

        colours = (
            "[...document.querySelectorAll('.card')].map((card) => getComputedStyle(card).backgroundColor)"
        )
        assert set(site.page.evaluate(colours)) == {"rgb(255, 255, 255)"}
    finally:
        site.context.close()


def test_the_theme_switch_is_remembered_by_a_cookie(site):
    site.open(rendered("base/look.html"))

    site.page.locator("[data-theme-switch]").click()

    assert site.page.locator("html").get_attribute("data-theme") == "dark"
    assert [cookie["value"] for cookie in site.context.cookies() if cookie["name"] == "gugus_theme"] == [
        "dark"
    ]


def test_slash_searches_and_g_goes_until_the_reader_switches_keys_off(site):
    site.open(rendered("base/keys.html"))
    site.page.keyboard.press("/")

    assert site.page.evaluate("document.activeElement.id") == "search"

    site.page.evaluate("document.activeElement.blur()")
    site.page.keyboard.press("g")
    site.page.keyboard.press("k")
    site.page.wait_for_url("**/kasus/")
    site.page.go_back()
    site.page.locator("[data-keys-switch]").click()
    site.page.evaluate("document.activeElement.blur()")
    site.page.keyboard.press("/")

    assert site.page.evaluate("document.activeElement.id") != "search"


def test_typing_in_a_field_is_never_a_shortcut(site):
    site.open(rendered("base/look.html"))

    site.page.locator("#id_narrative").press_sequentially("gk/")

    assert site.page.locator("#id_narrative").input_value() == "gk/"
    assert site.page.url == f"{HOST}/"


def test_a_note_is_saved_while_one_types(site):
    site.answers["/draf/"] = 204
    site.open(from_text(NOTE))

    site.page.locator("#note").press_sequentially("Rina menelepon.")
    site.page.locator(".autosave[data-state=saved]").wait_for()

    [data] = [data for method, url, data in site.asked if method == "POST" and url.endswith("/draf/")]
    assert data == "note=Rina+menelepon."
    assert "Tersimpan" in site.page.locator(".autosave").inner_text()


def test_a_note_survives_the_end_of_a_session_in_memory_only(site):
    site.answers["/draf/"] = 403
    site.open(from_text(NOTE))

    site.page.locator("#note").press_sequentially("Jangan hilang.")
    site.page.locator(".autosave[data-state=failed] a").wait_for()

    assert "hilang" not in site.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")

    site.answers["/draf/"] = 204
    site.page.locator(".autosave[data-state=saved]").wait_for()

    assert site.page.locator("#note").input_value() == "Jangan hilang."


def test_after_a_new_sign_in_the_form_carries_the_new_token(site):
    site.answers["/draf/"] = 204
    site.open(from_text(NOTE))
    site.context.add_cookies([{"name": "csrftoken", "value": "fresh", "url": HOST}])

    site.page.locator("#note").fill("x")
    site.page.locator("form:has(#note) button").click()
    site.page.wait_for_load_state()

    assert "csrfmiddlewaretoken=fresh" in [data for method, url, data in site.asked if url == f"{HOST}/"][-1]


@pytest.mark.parametrize("way", ["click", "escape"])
def test_a_reporter_leaves_at_once_and_the_page_is_not_in_the_history(site, settings, way):
    settings.QUICK_EXIT_URL = f"{HOST}/cuaca/"
    site.open("<!doctype html><title>awal</title>", "/awal/")
    site.open(rendered("base/public.html"), "/lapor/")

    if way == "click":
        site.page.locator("[data-quick-exit]").click()
    else:
        for _ in range(3):
            site.page.keyboard.press("Escape")
    site.page.wait_for_url("**/cuaca/")
    site.page.go_back()

    assert site.page.url == f"{HOST}/awal/"


def test_two_presses_of_escape_are_not_enough(site, settings):
    settings.QUICK_EXIT_URL = f"{HOST}/cuaca/"
    site.open(rendered("base/public.html"), "/lapor/")

    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        site.page.keyboard.press(key)

    with pytest.raises(Error):
        site.page.wait_for_url("**/cuaca/", timeout=500)


def test_a_lost_connection_is_said(site):
    site.open(rendered("base/look.html"))

    site.context.set_offline(True)

    site.page.locator("#connection").wait_for(state="visible")
