"""A passkey in a real browser, and a long form that outlives the sign-in under which it was begun."""

import pytest
from tests.journeys.browsing import DESK

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def with_device(somebody, product):
    """A function: somebody at a browser whose device can keep passkeys; these need a name, not a number."""
    by_name = product.address.replace("127.0.0.1", "localhost")

    def come(username: str):
        person = somebody(screen=DESK)
        person.address = by_name
        person.context.add_cookies([{"name": "gugus_language", "value": "id", "url": by_name}])
        devices = person.context.new_cdp_session(person.page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        return person.sign_in(username)

    return come


def use_passkey(person) -> None:
    """Press the button; the device answers by itself."""
    person.leave(lambda: person.page.locator("form[data-passkey] button").click())


def test_a_passkey_is_added_signs_in_and_proves_who_it_is(with_device):
    mega = with_device("mega")
    mega.go("/akun/2fa/webauthn/add/")
    mega.page.locator("input[name=name]").fill("Laptop peraga")
    use_passkey(mega)
    assert "/akun/2fa/recovery-codes/" in mega.page.url, (mega.words(), mega.complaints)
    mega.go("/akun/2fa/")
    assert "Laptop peraga" in mega.words()

    mega.context.clear_cookies(name="gugus_session")
    mega.go("/akun/login/")
    use_passkey(mega)
    mega.go("/akun/sesi/")
    assert "Kunci sandi" in mega.words()

    mega.context.clear_cookies(name="gugus_session")
    mega.go("/akun/login/")
    mega.page.locator("input[name=login]").fill("mega")
    mega.page.locator("input[name=password]").fill("peraga-gugus-2024")
    mega.leave(lambda: mega.page.locator("main form button").first.click())
    assert "/akun/2fa/authenticate/" in mega.page.url
    use_passkey(mega)
    assert "/akun/" not in mega.page.url

    mega.go("/akun/2fa/")
    mega.follow("/remove/")
    mega.leave(lambda: mega.page.locator("main .button-danger").click())
    mega.go("/akun/2fa/")
    assert "Laptop peraga" not in mega.words()
    assert [one for one in mega.complaints if "Permissions-Policy" not in one] == []


def test_a_long_form_outlives_its_sign_in(somebody):
    rina = somebody("rina", screen=DESK, scripts=False)
    rina.go("/aduan/baru/")
    text = "Penelepon berkata bahwa ia dikurung di rumah majikan. " * 20
    rina.page.locator("textarea[name=narrative]").fill(text)
    form = rina.page

    rina.page = rina.context.new_page()
    rina.go("/")
    rina.leave(lambda: rina.page.locator("form[action='/akun/logout/'] button").first.dispatch_event("click"))
    rina.sign_in("rina")

    rina.page = form
    rina.send()
    assert (
        "/akun/tersimpan/" in form.url and text.strip() in form.locator("main textarea").first.input_value()
    )
    rina.leave(lambda: form.locator("main form .button-main").first.click())
    assert form.url.startswith(rina.address + "/aduan/")
    assert "dikurung di rumah majikan" in form.content()
