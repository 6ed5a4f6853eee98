"""Two minute takers in two real browsers: nothing typed is lost, and each sees what the other wrote.

The browsers live in a thread of their own; what they ask is answered by the application in the thread of the test,
which alone holds its database.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import sync_playwright
from tests.meetings.conftest import held, seen_by, words, write

from gugus.meetings.models import Point, Wording

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("GUGUS_CHROMIUM", "/usr/bin/chromium")
HOST = "http://gugus.test"
PATIENCE = 120  # seconds


class Office:
    """Browsers in a thread; `run` gives them work and answers their requests until it is done."""

    def __init__(self):
        self.asked: Queue = Queue()
        self.thread = ThreadPoolExecutor(max_workers=1)

    def run(self, work: Callable):
        done = self.thread.submit(work)
        while not done.done():
            try:
                answer, into = self.asked.get(timeout=0.05)
            except Empty:
                continue
            try:
                into.set_result(answer())
            except Exception as error:  # the browser's thread hears of it
                into.set_exception(error)
        return done.result()

    def answered(self, answer: Callable):
        """In the thread of the browsers: let the test's thread answer."""
        into: Future = Future()
        self.asked.put((answer, into))
        return into.result(timeout=PATIENCE)


class Desk:
    """A browser in which somebody is signed in."""

    def __init__(self, office: Office, browser, client: Client):
        self.office, self.client, self.online = office, client, True
        self.context = browser.new_context()
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()

    def _serve(self, route) -> None:
        request = route.request
        path = request.url.removeprefix(HOST)
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/").split("?")[0]))
        elif not self.online:
            route.abort()
        else:
            kind, body = request.headers.get("content-type", "text/plain"), request.post_data_buffer or b""
            told = {name: request.headers[name] for name in ("x-requested-with",) if name in request.headers}
            answer = self.office.answered(
                lambda: self.client.generic(request.method, path, body, headers=told, content_type=kind)
            )
            headers = dict(answer.headers.items())
            route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    def open(self, meeting) -> None:
        self.page.goto(f"{HOST}/rapat/{meeting.ref}/notulen/")

    def paragraph(self, point: Point):
        return self.page.locator(f"[id='p-{point.pk}']")

    def text(self, point: Point) -> str:
        return self.paragraph(point).locator("textarea").input_value()

    def type(self, point: Point, text: str) -> None:
        self.paragraph(point).locator("textarea").press("Control+End")
        self.paragraph(point).locator("textarea").press_sequentially(text)

    def wait(self, point: Point, state: str) -> None:
        self.paragraph(point).locator(f".autosave[data-state={state}]").wait_for()


@pytest.fixture
def office():
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    office = Office()
    yield office
    office.thread.shutdown()


def at_two_desks(world, office: Office, work: Callable):
    """The work of Wulan and Putri, each at a browser of her own."""
    clients = []
    for user in (world.wulan, world.putri):
        client = Client()
        client.force_login(user, backend="gugus.access.backends.StaffBackend")
        clients.append(client)

    def sit_down():
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            try:
                return work(*(Desk(office, browser, client) for client in clients))
            finally:
                browser.close()

    return office.run(sit_down)


@pytest.fixture
def meeting(world, force):
    return held(world, force)


@pytest.fixture
def point(world, meeting):
    return write(world, meeting, words("Masukan:")).point


def test_the_second_hand_sees_the_first_text_below_its_own_and_both_are_kept(world, office, meeting, point):
    def work(first: Desk, second: Desk) -> tuple[str, str, str]:
        first.open(meeting)
        second.open(meeting)
        first.type(point, " patroli siber")
        first.wait(point, "saved")
        second.type(point, " unit khusus")
        below = second.paragraph(point).locator("blockquote")
        below.wait_for()
        link = second.paragraph(point).locator(".autosave a").get_attribute("href")
        return second.text(point), below.inner_text(), link

    own, other, link = at_two_desks(world, office, work)

    assert own == "Masukan: unit khusus" and "Masukan: patroli siber" in other
    assert link.endswith("/bandingkan/")
    [stands] = seen_by(world.wulan, Point, meeting=meeting)
    [beside] = seen_by(world.wulan, Wording, meeting=meeting, kind="rival")
    assert (stands.text, beside.text) == ("Masukan: patroli siber", own)


def test_what_is_typed_without_a_connection_is_sent_when_it_is_back(world, office, meeting, point):
    def work(desk: Desk, _other: Desk) -> str:
        desk.open(meeting)
        desk.online = False
        desk.type(point, " tanpa sinyal")
        desk.wait(point, "failed")
        desk.type(point, " lalu lanjut")
        desk.online = True
        desk.wait(point, "saved")
        return desk.text(point)

    own = at_two_desks(world, office, work)

    assert own == "Masukan: tanpa sinyal lalu lanjut"
    [stands] = seen_by(world.wulan, Point, meeting=meeting)
    assert stands.text == own and not seen_by(world.wulan, Wording)
