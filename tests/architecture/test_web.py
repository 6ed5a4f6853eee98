"""Every address, whatever it answers: the same headers, no action without a token, no open redirect."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from tests.architecture.test_routes import CAST, OURS, addresses, refs  # noqa: F401

import gugus
from gugus.access.rules import reach
from gugus.desk.routes import routes

CSRF_FREE = {
    "intake:tell",
    "intake:come_back",
    "notices:told",  # providers of messages: a signature over the raw bytes
}  # nobody is signed in there; a signed stamp instead (public_views)


def headers_are_kept(answer) -> list[str]:
    """What is missing of what every answer says."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wanted = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "geolocation=()",
    }
    lacking = [name for name, part in wanted.items() if part not in answer.headers.get(name, "")]
    lacking += [part for part in ("default-src 'none'",) if part not in policy]
    if "sandbox" not in policy:
        lacking += [
            part
            for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
            if part not in policy
        ]
    if re.search(r"unsafe|\*|https?:", policy):
        lacking.append("policy is wide")
    return lacking


def test_every_page_says_the_same_to_the_browser(refs, signed_in, world):  # noqa: F811
    client, wrong = signed_in(world.rina), {}
    for _route, url, _record in addresses(refs):
        if lacking := headers_are_kept(client.get(url)):
            wrong[url] = lacking

    assert wrong == {}


def test_every_call_of_the_api_does_too(signed_in, world):
    client, wrong = signed_in(world.rina), {}
    for route in routes():
        if route.path.startswith("/api/"):
            url = re.sub(r"<[^>]+>", "K-0000-0000", route.path)
            for method in ("get", "post", "delete", "options"):
                if lacking := headers_are_kept(getattr(client, method)(url)):
                    wrong[method, url] = lacking

    assert wrong == {}


@pytest.mark.parametrize(
    ("status", "method", "path", "more"),
    [
        (400, "get", "/kasus/?risk=%00", {}),
        (400, "get", "/kasus/?risk=%ff", {}),
        (400, "get", "/", {"headers": {"host": "elsewhere.example"}}),
        (403, "get", "/pengguna/", {}),
        (404, "get", "/tidak-ada/", {}),
        (405, "trace", "/kasus/", {}),
        (405, "delete", "/kasus/", {}),
        (413, "post", "/kasus/baru/", {"data": "a" * 3_000_000, "content_type": "text/plain"}),
        (414, "get", "/kasus/?q=" + "a" * 5000, {}),
        (302, "get", "/akun/login/", {}),
    ],
)
@pytest.mark.parametrize("api", [False, True])
def test_errors_and_redirects_do_too(signed_in, world, status, method, path, more, api):
    client = signed_in(world.rina)
    client.raise_request_exception = False
    if api and status in {302, 403}:
        pytest.skip("a page")
    if api:
        path = (
            path.replace("/kasus/baru/", "/api/v1/cases")
            .replace("/kasus/", "/api/v1/cases")
            .replace("/tidak-ada/", "/api/v1/nothing")
        )
        path = "/api/v1/me" if path == "/" else path

    answer = getattr(client, method)(path, **more)

    assert answer.status_code == status
    assert headers_are_kept(answer) == []
    if status >= 400:
        kind = "application/problem+json" if api else "text/html"
        assert answer["Content-Type"].startswith(kind)
        assert answer.content


def test_a_fault_of_ours_says_the_same(signed_in, world, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("Mawar told us")

    monkeypatch.setattr("gugus.desk.views.sections", broken)
    client = signed_in(world.rina)
    client.raise_request_exception = False

    answer = client.get("/")

    assert answer.status_code == 500
    assert headers_are_kept(answer) == []
    assert "Mawar" not in answer.content.decode()


def unsafe_addresses(refs) -> list[tuple]:  # noqa: F811
    return [(route, url) for route, url, _ in addresses(refs) if route.name not in CSRF_FREE]


def test_no_page_takes_a_post_without_a_token(refs, world):  # noqa: F811
    """By whoever may come in at the door; a page that only reads answers 405 or 403, never more."""
    wrong, asked = {}, 0
    for route, url in unsafe_addresses(refs):
        door = route.door
        fitting = [
            n for role, n in CAST.items() if door.kind != "right" or reach([role], door.section, door.verb)
        ]
        client = Client(enforce_csrf_checks=True)
        client.force_login(getattr(world, fitting[0]), backend="gugus.access.backends.StaffBackend")
        answer = client.post(url, {"x": "y"})
        asked += 1
        if answer.status_code != 403 or b"Formulir ini" not in answer.content:
            wrong[url] = answer.status_code

    assert wrong == {}
    assert asked > 60


def test_the_sign_in_pages_take_none_either(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.rina, backend="gugus.access.backends.StaffBackend")

    for name in ("account_logout", "account_change_password", "mfa_activate_totp", "set_language"):
        assert client.post(reverse(name)).status_code == 403


def test_no_view_of_ours_is_exempt_but_the_public_ones():
    exempt = set()

    def walk(patterns, space=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, one.namespace or space)
            elif getattr(one.callback, "csrf_exempt", False) and space != "api":
                exempt.add(f"{space}:{one.name}")

    walk(get_resolver().url_patterns)

    assert exempt == CSRF_FREE


def test_the_api_with_a_session_needs_the_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.rina, backend="gugus.access.backends.StaffBackend")
    wrong, asked = {}, 0
    for route in routes():
        if route.path.startswith("/api/") and set(route.methods.split(",")) & {
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
        }:
            url = re.sub(r"<[^>]+>", "K-0000-0000", route.path)
            method = route.methods.split(",")[0].lower()
            answer = getattr(client, method)(url, "{}", content_type="application/json")
            asked += 1
            if answer.status_code != 403:
                wrong[url] = answer.status_code

    assert wrong == {}
    assert asked > 20


ELSEWHERE = [
    "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "\\\\elsewhere.example",
    "javascript:alert(1)", "///elsewhere.example", "/\t/elsewhere.example", "http:elsewhere.example", "/%0d%0aX: y",
]  # fmt: skip


def leads_elsewhere(answer) -> bool:
    """Does it send the browser to another host, or offer a link there?"""
    place = answer.headers.get("Location", "/")
    if not place.startswith("/") or re.match(r"/[\\/\t]", place) or "elsewhere" in place.partition("?")[0]:
        return True
    return any(f'href="{one}"' in answer.content.decode(errors="replace") for one in ELSEWHERE[:-1])


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_and_the_language_lead_nowhere_else(signed_in, client, world, elsewhere):
    told = {"language": "en", "next": elsewhere}
    client.raise_request_exception = False

    assert not leads_elsewhere(client.get("/akun/login/", {"next": elsewhere}))
    assert not leads_elsewhere(client.post(reverse("set_language"), told, headers={"referer": elsewhere}))
    assert not leads_elsewhere(signed_in(world.rina).get("/akun/login/", {"next": elsewhere}))


def test_no_page_leads_elsewhere(signed_in, world, refs):  # noqa: F811
    client = signed_in(world.rina)
    names = ("next", "back", "return", "url", "to")
    wrong = [
        url
        for number, (_route, url, _record) in enumerate(addresses(refs))
        if leads_elsewhere(
            client.get(url, {name: ELSEWHERE[(number + n) % len(ELSEWHERE)] for n, name in enumerate(names)})
        )
    ]

    assert wrong == []


def test_signing_out_clears_what_the_browser_kept(signed_in, world):
    answer = signed_in(world.rina).post(reverse("account_logout"))

    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_static_files_stay_and_say_the_same(tmp_path):
    whitenoise = "whitenoise.middleware.WhiteNoiseMiddleware"
    (tmp_path / "page.0123456789ab.css").write_text("a{}")
    after = settings.MIDDLEWARE.index("gugus.base.headers.quiet_headers") + 1
    middleware = [*settings.MIDDLEWARE[:after], whitenoise, *settings.MIDDLEWARE[after:]]
    with override_settings(
        MIDDLEWARE=middleware, STATIC_ROOT=tmp_path, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_IMMUTABLE_FILE_TEST=r"\.[0-9a-f]{12}\.",
    ):  # fmt: skip
        answer = Client().get("/static/page.0123456789ab.css")

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"] and "public" in answer["Cache-Control"]
    for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Content-Security-Policy"):
        assert name in answer.headers
    b"".join(answer.streaming_content)


def test_public_pages_write_no_markup_by_script(client, db):
    assert (
        "require-trusted-types-for 'script'" in client.get(reverse("intake:tell"))["Content-Security-Policy"]
    )


def test_every_link_to_elsewhere_hides_where_it_came_from():
    wrong = []
    for page in Path(gugus.__file__).parent.rglob("templates/**/*.html"):
        for link in re.findall(r"<a\b[^>]*>", page.read_text(encoding="utf-8")):
            leaves = re.search(r'href="(https?:|{{ source_url|{% quick_exit_url)', link)
            if leaves and "noreferrer" not in link:
                wrong.append((page.name, link))

    assert wrong == []
    assert OURS
