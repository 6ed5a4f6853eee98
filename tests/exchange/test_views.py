"""Pages: ask, wait, download; for who may."""

import pytest
from tests.conftest import NOON, voice_of
from tests.exchange.conftest import asked, made

from gugus.approvals.models import Request
from gugus.exchange import actions, rules
from gugus.exchange.models import Export


@pytest.fixture
def yusuf(signed_in, world, cases):
    return signed_in(world.yusuf)


def only(world) -> Export:
    with voice_of(world.yusuf):
        return Export.objects.unscoped(because="test").get()


def test_from_the_list_to_the_file(yusuf, world, monkeypatch):
    assert b"/ekspor/baru/cases/?risk=high" in yusuf.get("/kasus/?risk=high").content

    page = yusuf.get("/ekspor/baru/cases/?risk=high&nonsense=1")
    assert (
        page.status_code == 200 and b"risk=high" in page.content and b"nonsense=1</span>" not in page.content
    )
    told = {"key": page.context["form"].initial["key"], "format": "csv", "names": "no"}
    answer = yusuf.post("/ekspor/baru/cases/?risk=high&nonsense=1", told)
    export = only(world)
    assert answer["Location"] == f"/ekspor/{export.ref}/" and export.filters == {"risk": "high"}

    assert "sedang dibuat" in yusuf.get(answer["Location"]).content.decode()
    monkeypatch.setattr(actions, "timedelta", lambda days: __import__("datetime").timedelta(days=4000))
    made(export)
    assert "unduh" in yusuf.get(answer["Location"]).content.decode().lower()
    got = yusuf.post(f"/ekspor/{export.ref}/unduh/")
    assert got["Content-Type"] == "text/csv; charset=utf-8" and "no-store" in got["Cache-Control"]
    assert got["Content-Disposition"] == f'attachment; filename="gugus-cases-{export.ref}.csv"'
    assert export.ref in yusuf.get("/ekspor/").content.decode()


def test_names_need_a_reason_and_lead_to_a_request(yusuf, world):
    told = {"key": "k", "format": "xlsx", "names": "yes", "reason": ""}

    assert yusuf.post("/ekspor/baru/cases/", told).status_code == 422
    answer = yusuf.post("/ekspor/baru/cases/", told | {"reason": "laporan kepada pengadilan"})

    with voice_of(world.yusuf):
        request = Request.objects.unscoped(because="test").get()
    assert answer["Location"] == f"/persetujuan/{request.ref}/"
    assert yusuf.get(answer["Location"]).status_code == 200
    assert not Export.objects.unscoped(because="test").exists()


@pytest.mark.parametrize(("name", "listed", "status"), [
    ("yusuf", "cases", 200), ("rina", "cases", 403), ("sari", "cases", 403), ("tono", "cases", 403),
    ("lestari", "trail", 200), ("yusuf", "trail", 403), ("eka", "figures", 200), ("arif", "figures", 403),
    ("yusuf", "reports", 403), ("yusuf", "planet", 404),
])  # fmt: skip
def test_who_may_ask_for_what(signed_in, world, cases, name, listed, status):
    client = signed_in(getattr(world, name))

    assert client.get(f"/ekspor/baru/{listed}/").status_code == status
    if status != 200:
        assert client.post(f"/ekspor/baru/{listed}/", {"key": "k", "format": "csv"}).status_code == status


@pytest.mark.parametrize("name", ["rina", "sari", "lestari"])
def test_somebody_elses_export_looks_missing(signed_in, world, cases, name):
    export = made(asked(world.yusuf))
    client = signed_in(getattr(world, name))

    assert client.get(f"/ekspor/{export.ref}/").status_code == 404
    assert client.post(f"/ekspor/{export.ref}/unduh/").status_code == 404
    assert export.ref not in client.get("/ekspor/").content.decode()


def test_what_is_over_or_failed_is_said(yusuf, world, monkeypatch):
    export = made(asked(world.yusuf))  # made long before today, so its days are over

    assert "dihapus" in yusuf.get(f"/ekspor/{export.ref}/").content.decode()
    assert yusuf.post(f"/ekspor/{export.ref}/unduh/").status_code == 302

    with voice_of(world.yusuf):
        Export.objects.unscoped(because="test").update(state="failed", problem="42501", until_at=None)
    assert "gugus provision" in yusuf.get(f"/ekspor/{export.ref}/").content.decode()


def test_an_empty_page_says_how_to_begin(yusuf, signed_in, world):
    assert "Buka sebuah daftar" in yusuf.get("/ekspor/").content.decode()
    assert "tidak mencakup ekspor" in signed_in(world.putri).get("/ekspor/").content.decode()


def test_too_many_a_day_are_refused_on_the_page(yusuf, world, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 0)

    answer = yusuf.post("/ekspor/baru/cases/", {"key": "k", "format": "csv", "names": "no"})

    assert answer.status_code == 422 and "besok" in answer.content.decode()
    assert NOON
