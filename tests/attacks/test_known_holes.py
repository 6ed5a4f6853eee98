"""Holes that comparable systems had, each tried here. docs/architecture/attacks.md says which test tries what."""

import ast
import re
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.db import connection
from django.test.client import MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.attacks.test_second_lock import UNKNOWN, operations, pages
from tests.conftest import NOON, as_role, voice_of
from tests.records import NAME, PHRASES

import gugus
from gugus.accounts.sessions import SessionStore
from gugus.cases.actions import add_colleague, add_party, open_case, raise_flag
from gugus.cases.models import Case, ChronologyEntry, Flag, Party, TeamMember
from gugus.cases.records import write_entry
from gugus.config.api import api
from gugus.desk.routes import routes
from gugus.kernel.ids import new_ref
from gugus.people.actions import register_person
from gugus.people.models import Person

SOURCE = Path(gugus.__file__).parent


# --- ids guessed; somebody else's part under one's own record ---------------------------------------------------


@pytest.fixture
def two_cases(world):
    """Two cases of the unit, both Rina's, the second with one part of each kind."""
    with voice_of(world.rina):
        ours, other = (
            open_case(agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON)
            for _ in range(2)
        )
        person = register_person(agency=world.unit, names={"full": NAME}, by=world.rina, at=NOON)
        parts = {
            "party_id": add_party(case=other, person=person, role="survivor", by=world.rina, at=NOON),
            "flag_id": raise_flag(case=other, kind="note", note="x", by=world.rina, at=NOON),
            "member_id": add_colleague(case=other, user=world.ratih, by=world.rina, at=NOON),
            "entry_id": write_entry(
                case=other, kind="note", text="x", happened_at=NOON, by=world.rina, at=NOON, section="case"
            ),
        }
    return ours, other, parts


def test_a_part_of_another_case_cannot_be_changed_through_ones_own(two_cases, signed_in, world):
    ours, other, parts = two_cases
    client = signed_in(world.rina)
    nested = [
        route for route in routes() if route.path.startswith("/kasus/<str:ref>/") and "<uuid:" in route.path
    ]
    paths = [route.path for route in nested]
    paths += [
        path for path in api.get_openapi_schema()["paths"] if "/cases/{ref}/" in path and "_id}" in path
    ]
    before = frozen(other)

    answers = {}
    for path in paths:
        path = path.replace("<str:ref>", ours.ref).replace("{ref}", ours.ref)
        path = re.sub(r"<uuid:(\w+)>|\{(\w+)\}", lambda name: str(parts[name[1] or name[2]].pk), path)
        sent = {"reason": "cancelled", "resolution": "x", "text": "x", "version": 1}
        media = "application/json" if path.startswith("/api/") else MULTIPART_CONTENT
        answers[path] = client.post(path, sent, content_type=media).status_code

    assert len(answers) >= 6
    assert set(answers.values()) == {404}
    assert frozen(other) == before


def frozen(case: Case) -> list:
    tables = (Case, Party, Flag, TeamMember, ChronologyEntry)
    keys = ("pk", "case_id", "case_id", "case_id", "case_id")
    with as_role("gugus_worker"):
        return [
            list(
                model.objects.unscoped(because="the test looks")
                .filter(**{key: case.pk})
                .order_by("pk")
                .values()
            )
            for model, key in zip(tables, keys, strict=True)
        ]


# --- hidden and missing look alike, in words and in work ----------------------------------------------------------


def same(client, urls: list[str], *, work: bool) -> bool:
    """Do these addresses give the same answer, apart from what was typed, after the same number of queries?"""
    seen = set()
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(url)
        text = re.sub(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}", "REF", answer.content.decode())
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "TOKEN", text)
        seen.add((answer.status_code, text, len(asked) if work else 0))
    return len(seen) == 1


@pytest.mark.parametrize("name", ["sari", "maya", "arif", "ratih"])
def test_a_hidden_record_and_a_missing_one_give_the_same_answer(name, refs, signed_in, world, monkeypatch):
    """For another agency after the same number of queries too; a colleague's reach is asked of the database."""
    monkeypatch.setattr(SessionStore, "touch", lambda self, at: None)  # once a minute, whatever is asked for
    client = signed_in(getattr(world, name))
    client.get("/")
    if (
        name == "ratih"
    ):  # a colleague sees the unit's reports and referrals, but not other people's cases and persons
        refs = {kind: ref for kind, ref in refs.items() if kind in {"cases", "people", "care"}}
    missing = {kind: new_ref(ref[0]) for kind, ref in refs.items()}
    hidden = [
        url for url in pages(refs) + operations(refs, "get") if any(ref in url for ref in refs.values())
    ]
    absent = [
        url for url in pages(missing) + operations(missing, "get") if any(r in url for r in missing.values())
    ]
    assert len(hidden) == len(absent) > 10

    pairs = zip(hidden, absent, strict=True)
    told_apart = [one for one, two in pairs if not same(client, [one, two], work=name != "ratih")]

    assert told_apart == []


# --- the API honours what was shared -------------------------------------------------------------------------------


def test_the_api_shows_a_partner_no_more_than_the_page_does(refs, signed_in, world):
    """Nothing was accepted yet: the shelter's liaison has a preview of the referral at most, through any door."""
    client = signed_in(world.maya)

    shown = {}
    for url in operations(refs, "get") + pages(refs):
        answer = client.get(url)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if leaked := {phrase for phrase in PHRASES if phrase in text.decode("utf-8", "replace")}:
            shown[url] = leaked

    assert shown == {}


# --- mass assignment ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", ["application/json", "form"])
def test_owner_reference_and_rights_cannot_be_sent_along(media_type, signed_in, world):
    client = signed_in(world.rina)
    theirs = {
        "agency": str(world.outside.pk), "agency_id": str(world.outside.pk), "visible_to": [str(world.outside.pk)],
        "ref": "K-0000-0000", "id": UNKNOWN, "manager_id": str(world.sari.pk), "state": "closed", "version": 99,
        "opened_by": str(world.sari.pk), "created_by": str(world.sari.pk), "opened_at": "2001-01-01T00:00:00Z",
    }  # fmt: skip
    told = {"risk": "high", "summary": "Dijemput dari kos.", "sex": "female"}

    if media_type == "form":
        client.post(reverse("cases:new"), {**told, **theirs})
    else:
        answer = client.post("/api/v1/cases", {**theirs, **told, "manager": "rina"}, content_type=media_type)
        assert answer.status_code in {201, 422}, answer.content

    with voice_of(world.rina):
        made = list(Case.objects.unscoped(because="the test looks"))
    for case in made:
        assert (case.agency_id, case.manager_id, case.state) == (world.unit.pk, world.rina.pk, "open")
        assert case.visible_to == [world.unit.pk] and case.ref != "K-0000-0000" and str(case.pk) != UNKNOWN
        assert case.version < 99 and case.opened_at.year > 2001
    with voice_of(world.sari):
        assert not Case.objects.unscoped(because="the test looks").exists()


def test_a_person_cannot_be_changed_into_another_agencys_by_a_patch(refs, signed_in, world):
    client = signed_in(world.rina)
    url = f"/api/v1/persons/{refs['people']}"
    etag = client.get(url)["ETag"]

    client.patch(
        url, {"sex": "female", "agency": str(world.outside.pk), "visible_to": [str(world.outside.pk)], "ref": "P-0"},
        content_type="application/json", HTTP_IF_MATCH=etag,
    )  # fmt: skip

    with voice_of(world.rina):
        kept = Person.objects.unscoped(because="the test looks").get(ref=refs["people"])
    assert kept.agency_id == world.unit.pk and kept.visible_to == [world.unit.pk]


# --- redirects, paths, outgoing calls ---------------------------------------------------------------------------------

ELSEWHERE = [
    "//evil.example/", "https://evil.example/", "/\\evil.example", "https:evil.example", "javascript:x()",
    "\thttps://evil.example", "/%09/evil.example", "http://testserver@evil.example/", "///evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_sends_people_elsewhere(target, signed_in, refs, world):
    client = signed_in(world.rina)
    tried = [
        client.post("/i18n/setlang/", {"language": "en", "next": target}),
        client.post("/akun/logout/", {"next": target}),
        client.get("/akun/login/", {"next": target}),
        client.post("/akun/login/", {"login": "rina", "password": "salah", "next": target}),
        client.get(f"/berkas/unggah/case/{refs['cases']}/case/", {"next": target}, HTTP_REFERER=target),
        client.post(f"/tugas/{refs['tasks']}/", {"next": target}, HTTP_REFERER=target),
        client.get("/", {"next": target}, HTTP_REFERER=target),
    ]

    for answer in tried:
        place = urlsplit(urljoin("http://testserver/", answer.get("Location", "").replace("\\", "/")))
        assert (place.scheme, place.netloc) == ("http", "testserver"), answer["Location"]
        if answer.status_code < 300 and not answer.streaming:
            assert f'href="{target}"' not in answer.content.decode()


PATHS = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "%00", "\x00", "K-0000-0000\n", "‮",
         "*", "'; drop table cases_case; --", "<script>", "A" * 5000]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_no_path_leads_out_of_the_product(path, signed_in, world, db):
    client = signed_in(world.rina)
    client.raise_request_exception = False
    wrong = {}
    for route in routes():
        if route.methods not in {"page", "GET"} or "<str:" not in route.path and "{ref}" not in route.path:
            continue
        url = re.sub(r"<str:\w+>|\{ref\}", quote(path, safe="/%"), route.path)
        url = re.sub(r"<uuid:\w+>|\{\w+_id\}|\{item\}", UNKNOWN, url)
        url = re.sub(r"<\w+:\w+>|\{\w+\}", "x", url)
        answer = client.get(url)
        if (
            answer.status_code not in {301, 302, 400, 403, 404, 405, 410, 414, 422}
            or b"root:" in answer.content
        ):
            wrong[url[:80]] = answer.status_code

    assert wrong == {}


# Modules that may open a connection to elsewhere, each with where to. Everything else makes no call at all.
OUTGOING = {
    "requests", "urllib.request", "http.client", "httpx", "aiohttp", "smtplib", "ftplib", "socket", "xmlrpc.client",
    "urllib3",
}  # fmt: skip
ALLOWED = {
    "operate/services.py": "asks its own web server on loopback whether it answers",
    "operate/launch.py": "the same",
    "operate/cluster.py": "the socket of its own PostgreSQL",
    "operate/engine.py": "the socket of its own PostgreSQL",
    "accounts/issuers.py": "origins that the operator lists (GUGUS_ISSUERS); redirects are not followed",
    "notices/channels/smtp.py": "the mail server that the operator names (GUGUS_SMTP_HOST)",
    "notices/channels/calls.py": "providers that the operator names (GUGUS_WHATSAPP_HOST, GUGUS_SMS_URL); no redirects",
    "files/clamd.py": "the virus scanner that the operator names",
    "operate/facts.py": "the virus scanner that the operator names, and its own web server",
}


def test_nothing_that_a_person_types_is_an_address_that_the_product_calls():
    """There are no webhooks yet. Whoever adds an outgoing call names it here, and where its address comes from."""
    calling = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if OUTGOING & {*names, *(name.partition(".")[0] for name in names)}:
                calling[str(path.relative_to(SOURCE))] = names

    assert {place: names for place, names in calling.items() if place not in ALLOWED} == {}
