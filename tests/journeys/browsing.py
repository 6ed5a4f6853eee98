"""People in front of browsers: what they click and type, and what their browser notices on the way."""

import json
import os
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Locator, Page, Response

from gugus.demo.cast import DEMO_PASSWORD

CHROMIUM = os.environ.get("GUGUS_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A colour that is still on its way from one state to the next is nobody's colour: axe looks when all is still.
ASK_AXE = """Promise.allSettled(
    document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished)
).then(
    () => axe.run(document, {runOnly: RULES, resultTypes: ["violations"]})
).then((told) => JSON.stringify(
    told.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target}`))
))""".replace("RULES", str(RULES))
PHONE, DESK = {"width": 360, "height": 760}, {"width": 1280, "height": 900}
PATIENCE_MS = 30_000  # a loaded machine may be slow; nothing here is a promise about time
# A refused form (409, 422) is an answer that we ask for. A preview that was on its way when somebody went on is
# dropped, and htmx says so twice; what really fails says "htmx:sendError" or "htmx:responseError" as well.
GRUMBLES = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
TOO_QUICK_MS = 3_200  # a form sent faster than a person can is shown once more


class Somebody:
    """One person with one browser window."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        screen: dict = PHONE,
        language: str = "id",
        scheme: str = "light",
        scripts: bool = True,
        examined: bool = False,
    ):
        """`examined`: axe looks at every page this person meets; see `faults`."""
        self.address = address
        self.examined = examined
        self.faults: list[str] = []
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.context = browser.new_context(
            viewport=screen, color_scheme=scheme, java_script_enabled=scripts, locale=f"{language}-ID"
        )
        self.context.add_cookies([{"name": "gugus_language", "value": language, "url": address}])
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, message) -> None:
        if message.type == "error" and not message.text.startswith(GRUMBLES):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def close(self) -> None:
        """Close the window and forget its cookies."""
        self.context.close()

    def go(self, path: str) -> Response:
        """Open a page of the product."""
        answer = self.page.goto(self.address + path)
        self._examine()
        return answer

    def sign_in(self, username: str, door: str = "/akun/login/") -> "Somebody":
        """Sign in as somebody of the demo cast."""
        self.go(door)
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(DEMO_PASSWORD)
        self.leave(lambda: self.page.locator("main form button").first.click())
        assert "/akun/login" not in self.page.url, self.words()
        return self

    def leave(self, act) -> None:
        """Do what loads another page (or the same again) and wait for that page."""
        with self.page.expect_navigation(wait_until="load"):
            act()
        self._examine()

    def follow(self, ending: str) -> None:
        """Click the first visible link of the page whose address ends so."""
        link = self.page.locator(f"main a[href$='{ending}']:visible").first
        if not link.count():  # behind "more" on a phone
            self.page.locator(f"main details:has(a[href$='{ending}']) > summary").first.click()
        self.leave(lambda: link.click())

    def form(self, action: str = "") -> Locator:
        """The form with this end of its action; the one form of the page's middle otherwise."""
        return self.page.locator(
            f"main form[action$='{action}']" if action else "main form[method=post]"
        ).first

    def write(self, name: str, text: str, inside: str = "") -> None:
        """Type into a field."""
        self.form(inside).locator(f"[name='{name}']").fill(text)

    def choose(self, name: str, value: str, inside: str = "") -> None:
        """Click the label of a radio button or a tick box, or choose from a list."""
        field = self.form(inside).locator(f"select[name='{name}']")
        if field.count():
            field.select_option(value)
            return
        box = self.form(inside).locator(f"input[name='{name}'][value='{value}']")
        if not box.is_checked():
            self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click() if box.get_attribute(
                "id"
            ) else self.page.locator(f"label:has(input[name='{name}'][value='{value}'])").first.click()
        assert box.is_checked()

    def send(self, inside: str = "", button: str = "button.button-main") -> None:
        """Press the main button of a form and wait for what comes."""
        self.leave(lambda: self.form(inside).locator(button).first.click())

    def words(self) -> str:
        """Everything that stands in the page's middle."""
        return self.page.locator("main").inner_text()

    def _examine(self) -> None:
        if self.examined:
            self.faults += self.found_by_axe()

    def found_by_axe(self) -> list[str]:
        """What axe finds, and whether something sticks out; beside the page, so that its policy does not matter."""
        screen = self.page.viewport_size
        whole = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size(screen | {"height": whole})  # so that the dock covers nothing
        session = self.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": AXE})
        asked = {"expression": ASK_AXE, "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)["result"]
        session.detach()
        found = json.loads(answer["value"])
        self.page.set_viewport_size(screen)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("the page is wider than the screen")
        return [f"{self.page.url.removeprefix(self.address)}: {fault}" for fault in found]
