"""Exports for programs: the same doors, the same second person, the same silence about others' exports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.conftest import as_role, voice_of
from tests.exchange.conftest import asked

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey
from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.exchange import actions, rules
from gugus.exchange.models import Export

LISTS = "/api/v1/exports/lists"


@pytest.fixture
def yusuf(signed_in, world, cases):
    return signed_in(world.yusuf)


def post(client, path: str, body: dict, **headers):
    return client.post(f"/api/v1/exports{path}", body, content_type="application/json", headers=headers)


def kept(user) -> list[Export]:
    with voice_of(user):
        return list(Export.objects.unscoped(because="test"))


def made_now(ref: str, user) -> Export:
    """What the worker does with it today."""
    [export] = [one for one in kept(user) if one.ref == ref]
    with as_role("gugus_worker"):
        return actions.make(export=export, at=timezone.now())


def test_from_the_question_to_the_file(yusuf, world):
    answer = post(yusuf, "/lists/cases", {"filters": {"risk": "high"}, "format": "csv"})
    ref = answer.json()["ref"]
    assert answer.status_code == 202 and answer.json()["state"] == "asked"
    assert yusuf.get(f"/api/v1/exports/{ref}/content").status_code == 409

    made_now(ref, world.yusuf)

    told = yusuf.get(f"/api/v1/exports/{ref}").json()
    assert (told["state"], told["filters"], told["rows"], told["identified"]) == (
        "ready", {"risk": "high"}, 1, False,
    )  # fmt: skip
    got = yusuf.get(f"/api/v1/exports/{ref}/content")
    assert got["Content-Type"] == "text/csv; charset=utf-8" and "no-store" in got["Cache-Control"]
    assert got["Content-Disposition"].startswith("attachment") and b"Mawar" not in got.content
    assert [one["downloads"] for one in yusuf.get("/api/v1/exports").json()] == [1]
    with voice_of(world.yusuf):
        assert (
            Entry.objects.unscoped(because="test").filter(verb="export.downloaded", about_ref=ref).count()
            == 1
        )


def test_a_spreadsheet_comes_whole(yusuf, world):
    ref = post(yusuf, "/lists/cases", {"format": "xlsx"}).json()["ref"]

    made_now(ref, world.yusuf)

    got = yusuf.get(f"/api/v1/exports/{ref}/content")
    assert got.content[:2] == b"PK" and len(got.content) == yusuf.get(f"/api/v1/exports/{ref}").json()["size"]


def test_names_wait_for_a_second_person(yusuf, world):
    body = {"filters": {"risk": "high"}, "reason": "Untuk sidang."}

    assert post(yusuf, "/lists/cases/identified", {"filters": {}}).status_code == 422
    answer = post(yusuf, "/lists/cases/identified", body)

    assert answer.status_code == 202 and kept(world.yusuf) == []
    waiting = yusuf.get(f"/api/v1/approvals/{answer.json()['request']}").json()
    assert (waiting["kind"], waiting["state"]) == ("export.identified", "asked")
    assert waiting["facts"]["filter_risk"] == "high"


def test_a_list_without_names_has_none_to_give(signed_in, world, cases):
    answer = post(signed_in(world.lestari), "/lists/trail/identified", {"reason": "Audit."})

    assert answer.status_code == 409 and "no_names" in answer.content.decode()


@pytest.mark.parametrize(("name", "listed", "status"), [
    ("yusuf", "cases", 202), ("rina", "cases", 403), ("sari", "cases", 403), ("maya", "cases", 403),
    ("budi", "cases", 403), ("arif", "figures", 403), ("tono", "cases", 403), ("lestari", "trail", 202),
    ("yusuf", "trail", 403), ("yusuf", "planet", 404),
])  # fmt: skip
def test_who_may_ask_for_what(signed_in, world, cases, name, listed, status):
    user = getattr(world, name)
    client = signed_in(user)

    assert post(client, f"/lists/{listed}", {}).status_code == status
    assert listed in [one["code"] for one in client.get(LISTS).json()] or status != 202
    assert (len(kept(user)) == 1) is (status == 202)
    if status != 202:
        assert post(client, f"/lists/{listed}/identified", {"reason": "x"}).status_code == status


def test_whoever_opens_no_identities_gets_no_names(signed_in, world, cases):
    answer = post(signed_in(world.sari), "/lists/cases/identified", {"reason": "Ingin tahu."})

    assert answer.status_code == 403
    with voice_of(world.sari):
        assert not Request.objects.unscoped(because="test").exists()


def test_a_stranger_gets_nothing(client, world):
    for path in ("", "/lists", "/E-7F3Q-9M2X", "/E-7F3Q-9M2X/content"):
        assert client.get(f"/api/v1/exports{path}").status_code == 401
    assert post(client, "/lists/cases", {}).status_code == 401


@pytest.mark.parametrize("name", ["rina", "sari", "lestari", "maya"])
def test_somebody_elses_export_looks_missing(signed_in, world, cases, name):
    ref = asked(world.yusuf).ref
    client = signed_in(getattr(world, name))

    for path in (f"/{ref}", f"/{ref}/content"):
        hidden = client.get(f"/api/v1/exports{path}")
        missing = client.get(f"/api/v1/exports{path.replace(ref, 'E-7F3Q-9M2X')}")
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert client.get("/api/v1/exports").json() == []


def test_mass_assigned_fields_change_nothing(yusuf, world):
    wish = {
        "identified": True, "agreed_by": str(world.ratih.pk), "asked_by": str(world.sari.pk), "state": "ready",
        "agency": str(world.outside.pk), "agency_id": str(world.outside.pk), "until_at": "2099-01-01T00:00:00Z",
        "key": "k", "listed": "trail", "reason": "Diam-diam.",
    }  # fmt: skip

    ref = post(yusuf, "/lists/cases", wish).json()["ref"]

    [export] = kept(world.yusuf)
    assert (export.ref, export.listed, export.identified, export.agreed_by_id) == (ref, "cases", False, None)
    assert (export.asked_by_id, export.agency_id) == (world.yusuf.pk, world.yusuf.agency_id)
    assert (export.state, export.until_at, export.key) == ("asked", None, "")


@pytest.mark.parametrize("filters", [
    {"q": "Kirana Wulandari"}, {"q": "kirana"}, {"risk": "0800-0777-31942"}, {"area": "Jalan Mawar 3"},
    {"agency_id": "1"}, {"risk": "h" * 41},
])  # fmt: skip
def test_a_filter_that_is_no_code_is_refused_and_kept_nowhere(yusuf, world, filters):
    for path, more in (("/lists/cases", {}), ("/lists/cases/identified", {"reason": "Sidang."})):
        answer = post(yusuf, path, {"filters": filters} | more)
        assert answer.status_code == 409 and answer.json()["errors"][0]["code"] == "unfit_filter"
        assert next(iter(filters.values())) not in answer.content.decode()

    assert kept(world.yusuf) == []
    with voice_of(world.yusuf):
        assert not Request.objects.unscoped(because="test").exists()


def test_the_page_refuses_such_a_filter_too(yusuf, world):
    told = {"key": "k", "format": "csv", "names": "no"}

    answer = yusuf.post("/ekspor/baru/cases/?q=Kirana+Wulandari", told)

    assert answer.status_code == 422 and "bukan kode" in answer.content.decode()
    assert kept(world.yusuf) == []


def test_a_repeated_call_makes_one(yusuf, world):
    first, again = (post(yusuf, "/lists/cases", {}, **{"Idempotency-Key": "once"}) for _ in range(2))

    assert first.json() == again.json() and len(kept(world.yusuf)) == 1


def test_too_many_a_day_are_refused(yusuf, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 0)

    assert post(yusuf, "/lists/cases", {}).json()["errors"][0]["code"] == "many"


@pytest.mark.parametrize(("read_only", "status"), [(True, 403), (False, 202)])
def test_a_key_that_only_reads_exports_nothing(client, world, cases, read_only, status):
    secret, at = new_secret(), timezone.now()
    ApiKey.objects.create(
        user=world.yusuf, name="uji", digest=digest_of(secret), hint="gk_", read_only=read_only, created_at=at,
        expires_at=at + timedelta(days=1),
    )  # fmt: skip

    assert post(client, "/lists/cases", {}, Authorization=f"Bearer {secret}").status_code == status


def test_what_is_over_is_not_given_out(yusuf, world):
    ref = post(yusuf, "/lists/cases", {}).json()["ref"]
    made_now(ref, world.yusuf)
    with voice_of(world.yusuf):
        Export.objects.unscoped(because="test").update(until_at=timezone.now() - timedelta(seconds=1))

    answer = yusuf.get(f"/api/v1/exports/{ref}/content")

    assert answer.status_code == 409 and answer.json()["errors"][0]["code"] == "not_there"


def test_thirty_exports_ask_no_more_than_three(yusuf, world, monkeypatch):

    monkeypatch.setattr(rules, "MOST_A_DAY", 100)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            asked(world.yusuf)
        with CaptureQueriesContext(connection) as counted:
            assert yusuf.get("/api/v1/exports").status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]
