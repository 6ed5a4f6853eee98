"""The example client of the documentation speaks with the product as it is."""

import importlib.util
import json
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey

FILE = Path(__file__).parents[2] / "docs" / "api" / "client.py"
spec = importlib.util.spec_from_file_location("gugus_example_client", FILE)
example = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(example)

TOLD = {"channel": "phone", "risk": "medium", "narrative": "Anak itu tidak boleh keluar rumah."}


@pytest.fixture
def wire(client):
    """Django's test client as the client's transport; it keeps what was sent."""

    class Wire:
        sent: list = []
        lost = 0

        def __call__(self, method, url, headers, body):
            self.sent.append((method, url, headers))
            answer = client.generic(
                method, url.removeprefix("http://127.0.0.1"), body or b"",
                content_type=headers.get("Content-Type", ""), headers=headers,
            )  # fmt: skip
            if self.lost:
                self.lost -= 1
                raise ConnectionResetError("the answer was lost on its way")
            return example.Answer(
                answer.status_code, {name.lower(): value for name, value in answer.items()}, answer.content
            )

    made = Wire()
    made.sent = []
    return made


@pytest.fixture
def gugus_for(world, wire):
    """A function that gives a client with a key of a user."""

    def make(user, **about):
        secret, now = new_secret(), timezone.now()
        times = {"created_at": now, "expires_at": now + timedelta(days=1)}
        ApiKey.objects.create(
            user=user, name="example", digest=digest_of(secret), hint=secret[:8],
            **{"read_only": False} | times | about,
        )  # fmt: skip
        return example.Client("http://127.0.0.1", secret, language="en", send=wire)

    return make


def test_a_key_knows_whom_it_speaks_for(world, gugus_for):
    me = gugus_for(world.rina).me()

    assert (me.username, me.roles, me.at.tzinfo is not None) == ("rina", ["case_manager"], True)


def test_a_report_is_kept_listed_read_and_judged(world, gugus_for):
    gugus = gugus_for(world.dewi)

    kept = gugus.keep_report(**TOLD, area_code="31.74.01")
    judged = gugus.triage(gugus.report(kept.ref), risk="high")

    assert [one.ref for one in gugus.reports(risk="high")] == [kept.ref]
    assert (judged.risk, judged.state) == ("high", "triaged")
    assert gugus.report(kept.ref).narrative == TOLD["narrative"]


def test_the_slower_of_two_is_told(world, gugus_for):
    gugus = gugus_for(world.dewi)
    seen = gugus.keep_report(**TOLD)
    gugus.triage(seen, risk="high")

    with pytest.raises(example.Problem) as refused:
        gugus.triage(seen, risk="high")

    assert (refused.value.status, refused.value.code) == (412, "changed_meanwhile")


def test_a_lost_answer_is_asked_again_and_makes_one_report(world, gugus_for, wire):
    gugus = gugus_for(world.dewi)
    wire.lost = 1

    kept = gugus.keep_report(**TOLD)

    keys = [headers["Idempotency-Key"] for _, _, headers in wire.sent]
    assert len(keys) == 2 and len(set(keys)) == 1
    assert [one.ref for one in gugus.reports()] == [kept.ref]


def test_an_address_that_never_answers_is_an_error(world, gugus_for, wire):
    gugus = gugus_for(world.dewi)
    wire.lost = 99

    with pytest.raises(ConnectionResetError):
        gugus.me()

    assert len(wire.sent) == example.TRIES


def test_lists_are_read_page_after_page(world, gugus_for, wire):
    gugus = gugus_for(world.dewi)
    for _ in range(31):
        gugus.keep_report(**TOLD)

    refs = [one.ref for one in gugus.reports()]

    assert len(set(refs)) == len(refs) == 31


def test_refusals_carry_their_reasons(world, gugus_for):
    with pytest.raises(example.Problem) as refused:
        gugus_for(world.dewi).keep_report(**TOLD | {"channel": "pigeon"})

    assert refused.value.code == "refused"
    assert [error["code"] for error in refused.value.errors] == ["unknown_channel"]


def test_a_stranger_meets_nothing(world, gugus_for):
    ref = gugus_for(world.dewi).keep_report(**TOLD).ref

    with pytest.raises(example.Problem) as refused:
        gugus_for(world.sari).report(ref)

    assert refused.value.status == 404


def test_a_reading_key_does_not_write(world, gugus_for):
    with pytest.raises(example.Problem) as refused:
        gugus_for(world.dewi, read_only=True).keep_report(**TOLD)

    assert refused.value.status == 403


def test_cases_referrals_and_figures_are_read(world, gugus_for):
    gugus = gugus_for(world.rina)
    figures = gugus.figures("2026")

    assert list(gugus.cases(whose="mine")) == [] and gugus.referrals() == []
    assert (figures.period, figures.exact) == ("2026", False)
    assert all(isinstance(row.number, (int, type(None))) for row in figures.rows)


def test_run_as_a_program_it_shows_what_the_key_sees_and_says_what_it_does_not(
    world, gugus_for, wire, monkeypatch, capsys
):
    kept = gugus_for(world.dewi).keep_report(**TOLD)
    secret = wire.sent[-1][2]["Authorization"].removeprefix("Bearer ")
    monkeypatch.setattr(example, "over_the_wire", wire)
    monkeypatch.setenv("GUGUS_URL", "http://127.0.0.1")
    monkeypatch.setenv("GUGUS_KEY", secret)

    assert example.main() == 0

    said = capsys.readouterr().out
    assert "Dewi, UPT PPPA: intake_officer" in said
    assert kept.ref in said
    assert "figures: " in said and "(no_right)" in said


def test_a_key_never_travels_in_the_clear():
    with pytest.raises(ValueError, match="https"):
        example.Client("http://gugus.example.go.id", "gk_x")


@pytest.fixture
def server():
    """A server on this computer that answers what it heard, or sends away."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self):
            away = "away" in self.path
            self.send_response(302 if away else 200)
            if away:
                self.send_header("Location", "/api/v1/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"path": self.path, "key": self.headers["Authorization"]}).encode())

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Echo) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


def test_over_the_wire_headers_go_out_and_come_back(server):
    answer = example.over_the_wire("GET", f"{server}/here", {"Authorization": "Bearer gk_x"}, None)

    assert answer.status == 200 and answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body) == {"path": "/here", "key": "Bearer gk_x"}


def test_over_the_wire_no_redirect_is_followed(server):
    answer = example.over_the_wire("GET", f"{server}/away", {"Authorization": "Bearer gk_x"}, None)

    assert answer.status == 302
