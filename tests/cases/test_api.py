"""The API of cases: the same gates and actions as the pages."""

import json

import pytest

from gugus.cases import panels
from gugus.cases.actions import check_safety
from gugus.cases.models import Case, ChronologyEntry, Party
from gugus.cases.records import write_entry
from tests.cases.conftest import somebody
from tests.conftest import NOON

BASE = "/api/v1/cases"


@pytest.fixture(autouse=True)
def own_only(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_hurdles", [])


@pytest.fixture
def call(signed_in):
    """A function that calls the API as somebody."""

    def called(user, method, path="", body=None, **headers):
        client = signed_in(user)
        ask = getattr(client, method)
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if method == "get":
            return ask(BASE + path, body or {}, **named)
        return ask(BASE + path, json.dumps(body or {}), content_type="application/json", **named)

    return called


def codes_of(response) -> set[str]:
    return {error["code"] for error in response.json()["errors"]}


def test_a_case_is_read_with_its_version_as_etag(world, file, call):
    response = call(world.rina, "get", f"/{file.case.ref}")

    body = response.json()
    assert response.status_code == 200
    assert response["ETag"] == f'"{file.case.ref}:{body["version"]}"'
    assert body["summary"].startswith("Dijemput") and body["stages"]["opened"] == "done"
    assert body["manager"] == "rina" and body["team"] == []


@pytest.mark.parametrize("name", ["sari", "maya", "budi", "ratih"])
@pytest.mark.parametrize("path", ["", "/parties", "/entries", "/incidents"])
def test_a_case_out_of_reach_looks_missing(world, file, call, name, path):
    hidden = call(getattr(world, name), "get", f"/{file.case.ref}{path}")
    missing = call(getattr(world, name), "get", f"/K-0000-0000{path}")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_sharing_leaves_notes_and_unshared_persons_out(world, file, share, call):
    share(world.shelter, ["case", "care"])

    body = call(world.maya, "get", f"/{file.case.ref}").json()
    people = call(world.maya, "get", f"/{file.case.ref}/parties").json()

    assert body["summary"] is None and body["safety_note"] is None and body["team"] == []
    assert [one["person"] for one in people] == [file.survivor.ref]
    assert call(world.maya, "get", f"/{file.case.ref}/incidents").json() == []


def test_people_are_masked(world, file, call):
    people = call(world.rina, "get", f"/{file.case.ref}/parties").json()

    assert [one["shown_name"] for one in people] == ["N*** K***", "B*** P***"]
    assert [one["is_child"] for one in people] == [True, None]


def test_the_list_filters_like_the_page(world, file, call):
    assert [one["ref"] for one in call(world.rina, "get", "", {"risk": "high"}).json()["items"]] == [
        file.case.ref
    ]
    assert call(world.rina, "get", "", {"risk": "low"}).json()["items"] == []
    assert codes_of(call(world.rina, "get", "", {"area": "99.99", "form": "?"})) == {
        "unknown_area",
        "unknown_code",
    }


def test_a_repeated_creation_opens_one_case(world, call):
    body = {"summary": "Ditemukan saat razia.", "risk": "medium", "exploitation": ["begging"]}

    first = call(world.rina, "post", "", body, idempotency_key="satu")
    second = call(world.rina, "post", "", body, idempotency_key="satu")

    assert first.status_code == second.status_code == 201
    assert first.json()["ref"] == second.json()["ref"]
    assert Case.objects.unscoped(because="test").count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"area_code": "99.99"}, "unknown_area"),
        ({"exploitation": ["x"]}, "unknown_code"),
        ({"manager": "budi"}, "not_a_colleague"),
    ],
)
def test_what_is_not_known_is_named(world, call, more, code):
    response = call(world.rina, "post", "", {"summary": "Isi.", "risk": "low"} | more)

    assert response.status_code == 409 and codes_of(response) == {code}


def test_only_case_workers_create(world, call):
    assert call(world.maya, "post", "", {"summary": "Isi.", "risk": "low"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "", {"risk": "low"}),
        ("post", "/safety", {"safety": "safe"}),
        ("post", "/state", {"to": "on_hold", "code": "other"}),
        ("post", "/hand-over", {"to": "ratih", "reason": "Cuti."}),
    ],
)
def test_changing_needs_the_version_and_the_slower_one_is_told(world, file, call, method, path, body):
    address = f"/{file.case.ref}{path}"
    etag = call(world.rina, "get", f"/{file.case.ref}")["ETag"]

    assert call(world.rina, method, address, body).status_code == 428
    done = call(world.rina, method, address, body, if_match=etag)
    assert done.status_code in {200, 204}, done.content
    assert call(world.yusuf, method, address, body, if_match=etag).status_code == 412


def test_closing_names_every_hurdle(world, file, call):
    etag = call(world.rina, "get", f"/{file.case.ref}")["ETag"]

    told = {"code": "goals_met", "note": "Tujuan rencana tercapai."}
    alone = call(
        world.rina, "post", f"/{file.case.ref}/state", {"to": "closed", "code": "goals_met"}, if_match=etag
    )
    asked = call(world.rina, "post", f"/{file.case.ref}/closing", told, if_match=etag)

    assert alone.status_code == asked.status_code == 409
    assert (codes_of(alone), codes_of(asked)) == ({"needs_two"}, {"safety_open"})
    assert call(world.rina, "post", f"/{file.case.ref}/closing", told).status_code == 428
    seen = call(world.rina, "get", f"/{file.case.ref}/closing").json()
    assert [one["code"] for one in seen["hurdles"]] == ["safety_open"] and seen["request"] is None


def test_a_program_asks_to_close_and_cannot_agree(world, file, call, rina):
    case = check_safety(case=file.case, safety="safe", note="", by=rina, at=NOON)
    told = {"code": "goals_met", "note": "Tujuan rencana tercapai.", "aftercare_on": "2099-01-01"}
    etag = call(world.rina, "get", f"/{case.ref}")["ETag"]

    late = call(world.rina, "post", f"/{case.ref}/closing", told, if_match=etag)
    good = call(world.rina, "post", f"/{case.ref}/closing", told | {"aftercare_on": None}, if_match=etag)

    assert late.status_code == 409 and codes_of(late) == {"too_late"}
    assert good.status_code == 201 and good.json()["request"].startswith("SP-")
    assert good.json()["state"] == "open"


def test_a_known_person_and_a_new_one_get_roles(world, file, call):
    mother = somebody(world, "Sulastri")

    known = call(world.rina, "post", f"/{file.case.ref}/parties", {"person": mother.ref, "role": "family"})
    fresh = call(
        world.rina, "post", f"/{file.case.ref}/persons", {"role": "witness", "name": "Hartono Wibisono"}
    )

    assert known.status_code == fresh.status_code == 201
    assert fresh.json()["shown_name"] == "H*** W***"
    ended = call(
        world.rina, "post", f"/{file.case.ref}/parties/{known.json()['id']}/end", {"reason": "Salah."}
    )
    assert ended.json()["until_at"]
    assert Party.objects.unscoped(because="test").filter(case=file.case, until_at=None).count() == 3


def test_a_strangers_person_cannot_be_added(world, file, call):
    response = call(
        world.rina, "post", f"/{file.case.ref}/parties", {"person": "P-0000-0000", "role": "family"}
    )

    assert response.status_code == 404


def test_the_chronology_is_written_corrected_and_read_by_section(world, file, share, call, rina):
    hidden = write_entry(
        case=file.case, kind="note", text="Isi.", happened_at=NOON, by=rina, at=NOON, section="health"
    )  # fmt: skip
    line = {"kind": "contact", "text": "Bertemu.", "happened_at": "2026-06-10T09:00:00+07:00"}
    first = call(world.rina, "post", f"/{file.case.ref}/entries", line).json()
    call(
        world.rina,
        "post",
        f"/{file.case.ref}/entries",
        line | {"text": "Menelepon.", "corrects": first["id"]},
    )
    share(world.police, ["case", "justice"])

    lines = call(world.budi, "get", f"/{file.case.ref}/entries").json()["items"]

    assert {one["text"] for one in lines} == {"Bertemu.", "Menelepon."}
    assert [one["is_corrected"] for one in lines if one["id"] == first["id"]] == [True]
    closed = call(world.budi, "post", f"/{file.case.ref}/entries", line | {"section": "health"})
    assert closed.status_code == 403
    opened = call(world.budi, "post", f"/{file.case.ref}/entries", line | {"section": "justice"})
    assert opened.status_code == 201
    strange = line | {"section": "justice", "corrects": str(hidden.pk)}
    assert call(world.budi, "post", f"/{file.case.ref}/entries", strange).status_code == 404
    assert ChronologyEntry.objects.unscoped(because="test").filter(corrects=hidden).count() == 0


def test_an_incident_with_legs_is_kept_and_given_back(world, file, call):
    body = {
        "modus": "online_scam", "from_on": "2026-03", "country": "KH",
        "legs": [{"kind": "recruitment", "area_code": "31.74.01"}, {"kind": "destination", "country": "KH"}],
    }  # fmt: skip

    assert call(world.rina, "post", f"/{file.case.ref}/incidents", body).status_code == 201
    (found,) = call(world.rina, "get", f"/{file.case.ref}/incidents").json()

    assert [leg["kind"] for leg in found["legs"]] == ["recruitment", "destination"]
    wrong = {"modus": "x", "from_on": "kemarin", "legs": [{"kind": "transit", "country": "QQ", "on": "?"}]}
    response = call(world.rina, "post", f"/{file.case.ref}/incidents", wrong)
    assert codes_of(response) == {"unknown_code", "unreadable_day", "unknown_country"}


def test_warnings_are_raised_and_resolved(world, file, call):
    made = call(
        world.rina, "post", f"/{file.case.ref}/flags", {"kind": "threat", "note": "Alamat diketahui."}
    )
    address = f"/{file.case.ref}/flags/{made.json()['id']}/resolve"

    assert made.status_code == 201
    assert call(world.rina, "post", address, {"resolution": "Sudah pindah."}).json()["resolved_at"]
    assert call(world.rina, "post", address, {"resolution": "Lagi."}).status_code == 409
