"""What every answer tells the browser, besides the content policy: keep nothing, ask for no sensor, mix with nobody."""

from django.http import HttpRequest, HttpResponse

from gugus.base.requests import Handler

# Named one by one, because a browser allows what is not named; only names that browsers know, for they complain.
SENSORS = (
    "accelerometer", "autoplay", "browsing-topics",
    "camera", "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation",
    "gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts", "magnetometer",
    "microphone", "midi", "otp-credentials", "payment", "picture-in-picture", "screen-wake-lock", "serial",
    "storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "Cache-Control": "no-store, private",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in SENSORS),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
# Nothing stays of the pages after signing out; cookies stay for language and theme, the session is ended by itself.
LEFT = '"cache", "storage"'
# Pages without htmx write no markup by script at all. (htmx parses what the server sends, which this would refuse.)
NO_MARKUP = {"require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"]}
PICTURE_OF_SEED = {
    "img-src": ["data:"]
}  # the square code of a second factor, drawn by the library as an address


def quiet_headers(get_response: Handler) -> Handler:
    """Nothing of a page stays in a shared computer's cache, and no sensor of the device is asked for."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        match = request.resolver_match
        if match and request.method == "POST" and match.url_name == "account_logout":
            response.headers["Clear-Site-Data"] = LEFT
        if update := _policy_of(match):
            response._csp_update = update
        return response

    return handle


def _policy_of(match) -> dict | None:
    if match is None:
        return None
    if match.url_name == "mfa_activate_totp":
        return PICTURE_OF_SEED
    door = getattr(match.func, "door", None)
    is_service = door is not None and door.kind == "public" and match.url_name != "look"
    return NO_MARKUP if is_service else None
