"""The pictures of the documentation, taken from a running demo: python -m tests.journeys.pictures ADDRESS"""

import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.browsing import CHROMIUM, DESK, FLAGS, PHONE, Somebody

from gugus.operate.installation import CHECKOUT

FOLDER = CHECKOUT / "docs" / "pictures"
MOST_BYTES, COLOURS = 150_000, 256


def take(person: Somebody, name: str) -> None:
    """Keep what the window shows."""
    path = FOLDER / f"{name}.png"
    person.page.evaluate("document.querySelectorAll('.messages, .toasts').forEach((one) => one.remove())")
    shot = Image.open(BytesIO(person.page.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(CHECKOUT)}: {path.stat().st_size} bytes")
    assert path.stat().st_size < MOST_BYTES, path


def fullest_case(person: Somebody) -> str:
    """The address of the case of one's own that has most to show."""
    person.go("/kasus/?whose=mine")
    links = person.page.locator("main a[href^='/kasus/K-']").evaluate_all(
        "(all) => all.map((one) => one.pathname)"
    )
    return max(set(links), key=lambda path: len(person.page.request.get(person.address + path).text()))


def take_all(browser: Browser, address: str) -> None:
    """A case as its manager sees it, the figures as the chair sees them, the public page on a phone."""
    public = Somebody(browser, address, screen=PHONE)
    public.go("/laporan/")
    take(public, "public")
    rina = Somebody(browser, address, screen=DESK).sign_in("rina")
    rina.go(fullest_case(rina))
    take(rina, "case")
    arif = Somebody(browser, address, screen=DESK).sign_in("arif")
    arif.go("/data/")
    take(arif, "overview")


def main() -> None:
    """Take them all from the demo at the address given."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
