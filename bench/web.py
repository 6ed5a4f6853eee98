"""A browser of a few lines: signs in, keeps its cookies, times its requests. Loopback only."""

import http.client
import re
import time
import urllib.parse

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

IDLE = 10  # seconds


class Failed(Exception):
    """An answer that is not what was asked for; measuring on would measure nothing."""


class Browser:
    """One person at one window, with a connection that stays open."""

    def __init__(self, port: int):
        self.port, self.cookies, self.token = port, {}, ""
        self._spoke_at = time.monotonic()
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def sign_in(self, username: str, password: str) -> float:
        """Seconds that the posted form took, Argon2 included."""
        page = self.ask("GET", "/akun/login/")[1]
        self.token = TOKEN.search(page)[1]
        form = {"login": username, "password": password, "csrfmiddlewaretoken": self.token}
        took, _page = self.ask("POST", "/akun/login/", form, wanted=302)
        if "gugus_session" not in self.cookies:
            raise Failed(f"{username} could not sign in")
        return took

    def window(self) -> "Browser":
        """Another window of the same person."""
        other = Browser(self.port)
        other.cookies, other.token = dict(self.cookies), self.token
        return other

    def ask(self, method: str, path: str, form: dict | None = None, *, json: str = "", wanted: int = 200):
        """Seconds and the page. Raises Failed for another status."""
        body = json or (urllib.parse.urlencode(form) if form else None)
        kind = "application/json" if json else "application/x-www-form-urlencoded"
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "id", "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Origin": f"http://127.0.0.1:{self.port}", **({"Content-Type": kind} if body else {}),
        }  # fmt: skip
        if time.monotonic() - self._spoke_at > IDLE:
            self._line.close()  # the server closes idle lines; a new one opens by itself
        began = time.perf_counter()
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        page = answer.read().decode()
        took, self._spoke_at = time.perf_counter() - began, time.monotonic()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != wanted:
            raise Failed(f"{method} {path}: {answer.status} instead of {wanted}: {page[:300]}")
        return took, page
