"""Markup planted in every text that the API takes: no page shows it as markup, and a real browser runs none of it."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import sync_playwright
from tests.architecture.test_routes import addresses
from tests.conftest import NOON, voice_of

from gugus.access.codes import Section
from gugus.cases.models import Case
from gugus.config.api import api
from gugus.files.actions import attach
from gugus.files.rules import name_for_download

CHROMIUM = os.environ.get("GUGUS_CHROMIUM", "/usr/bin/chromium")
MARKUP = (
    '"><x-planted onfocus=hit() autofocus tabindex=1>', "'><x-planted>", "<script>hit()</script><x-planted>",
    "</textarea></title></script><x-planted>", "<svg onload=hit()><x-planted></svg>", "{{7*7}}<x-planted>",
    "javascript:hit()//<x-planted>", "<img src=x onerror=hit()><x-planted>", "]]><x-planted>", "<!--<x-planted>-->",
)  # fmt: skip
SCHEMA = json.loads(json.dumps(api.get_openapi_schema(), default=str))
WRITES = [
    (path, method, operation["requestBody"]["content"]["application/json"]["schema"])
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
    if method in {"post", "put", "patch"}
    and "application/json" in operation.get("requestBody", {}).get("content", {})
]
KINDS = {
    "reports": "intake", "assessments": "screening", "cases": "cases", "persons": "people", "people": "people",
    "referrals": "referrals", "services": "care", "tasks": "tasks",
}  # fmt: skip


def filled(schema: dict, number: int) -> object:
    """A value that fits the schema, with markup wherever a text is free."""
    if "$ref" in schema:
        return filled(SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]], number)
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return filled(next((one for one in schema[several] if one.get("type") != "null"), {}), number)
    if "enum" in schema or "const" in schema:
        return schema.get("const", (schema.get("enum") or [""])[0])
    kind = schema.get("type")
    if kind == "object":
        return {
            name: filled(one, number + place)
            for place, (name, one) in enumerate(schema.get("properties", {}).items())
        }
    if kind == "array":
        return [filled(schema.get("items", {}), number)]
    if kind == "string":
        fixed = {
            "date": "2026-06-15",
            "date-time": "2026-06-15T05:00:00Z",
            "uuid": "0" * 8 + "-0000-7000-8000-" + "0" * 12,
        }
        text = fixed.get(schema.get("format", ""), MARKUP[number % len(MARKUP)])
        return text[: schema.get("maxLength", 5000)]
    return {"integer": 1, "number": 1, "boolean": True}.get(kind, MARKUP[number % len(MARKUP)])


def bodies(schema: dict, number: int) -> list[dict | list]:
    """The whole, and each free text alone beside what is required: one refused code must not hide the others."""
    if schema.get("type") == "array":
        return [[one] for one in bodies(schema["items"], number)]
    whole = filled(schema, number)
    needed = (
        schema if "$ref" not in schema else SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    )
    required = {name: whole[name] for name in needed.get("required", ()) if name in whole}
    known = {"channel": "phone", "risk": "high", "role": "survivor", "sex": "female", "service": "shelter"}
    required |= {name: value for name, value in known.items() if name in whole}
    alone = [required | {name: value} for name, value in whole.items() if "planted" in json.dumps(value)]
    return [whole, required, *alone]


@pytest.fixture
def planted(refs, world, settings, tmp_path) -> list[int]:
    """Everything that the API let in. The statuses of all writes."""
    settings.DATA_DIR = tmp_path
    settings.FILE_GATES = {"case": "gugus.config.file_gates.case"}
    statuses = []
    for name in ("rina", "dewi"):
        client = Client(raise_request_exception=False)
        client.force_login(getattr(world, name), backend="gugus.access.backends.StaffBackend")
        for number, (path, method, schema) in enumerate(WRITES):
            own = refs.get(KINDS.get(path.split("/")[3], ""), "K-0000-0000")
            url = re.sub(r"\{[^}]+\}", own, path)
            for body in bodies(schema, number):
                send = getattr(client, method)
                statuses.append(send(url, json.dumps(body), content_type="application/json").status_code)
        for text in MARKUP:
            told = {"upload": _file(text), "title": text}
            statuses.append(
                client.post(f"/api/v1/files/case/{refs['cases']}/{Section.CASE}", told).status_code
            )
    return statuses


def _file(name: str):
    return SimpleUploadedFile(name, b"An invented text.")


@pytest.fixture
def pages(planted, refs, signed_in, world) -> dict[str, str]:
    """Address → page, of everything Rina and Dewi can open."""
    found = {}
    for name in ("rina", "dewi", "yusuf"):
        client = signed_in(getattr(world, name))
        urls = [url for _route, url, _record in addresses(refs)]
        urls += list(
            re.findall(r'href="(/[^"?#]+)"', client.get(f"/kasus/{refs['cases']}/").content.decode())
        )
        for url in dict.fromkeys(urls):
            answer = client.get(url)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found[f"{name} {url}"] = answer.content.decode()
    return found


def test_no_page_shows_it_as_markup_and_a_browser_runs_none_of_it(planted, pages):
    raw = re.compile(r"<\s*/?\s*x-planted|<[^>]*\son\w+\s*=|href\s*=\s*[\"']?\s*javascript:", re.IGNORECASE)

    assert [status for status in planted if status >= 500] == []
    assert sum(status < 300 for status in planted) > 20
    assert sum("x-planted" in page for page in pages.values()) > 5
    assert {url: raw.findall(page)[:3] for url, page in pages.items() if raw.search(page)} == {}
    assert {url for url, page in pages.items() if "49&lt;x-planted" in page} == set()
    if Path(CHROMIUM).exists():
        assert run_by_a_browser([page for page in pages.values() if "x-planted" in page]) == []


def run_by_a_browser(pages: list[str]) -> list[str]:
    """What runs of these pages without our content policy, so that it is the escaping that is tried."""
    hits: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.expose_function("hit", lambda: hits.append("ran"))
        page.on("dialog", lambda dialog: (hits.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: route.abort())
        for content in pages:
            page.set_content(content, wait_until="commit")
            hits += ["element"] * page.evaluate("document.querySelectorAll('x-planted').length")
        browser.close()
    return hits


@pytest.mark.parametrize(
    "text", [*MARKUP, "a\r\nSet-Cookie: x=y", "a\r\n\r\n<html>", "../../etc/passwd", '";filename="b.exe']
)
def test_a_title_makes_no_header_and_no_path(text, refs, signed_in, world, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with voice_of(world.rina):
        case = Case.objects.unscoped(because="test").get(ref=refs["cases"])
        made = attach(about=case, section="case", upload=_file("a.txt"), title=text, by=world.rina, at=NOON)

    answer = signed_in(world.rina).get(f"/berkas/{made.pk}/", follow=True)

    said = answer["Content-Disposition"]
    assert answer.status_code == 200 and said.startswith("attachment; filename")
    assert "\r" not in said and "\n" not in said and "Set-Cookie" not in answer.headers
    name = name_for_download(text, "text/plain")
    assert (
        name.endswith(".txt")
        and not re.search(r'[\\/<>:"|?*\s]', name)
        and ".exe" not in said.rpartition(".txt")[2]
    )
