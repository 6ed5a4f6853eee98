"""Every address of the product, by context."""

from django.conf import settings
from django.urls import include, path

from gugus.access.gate import public_door
from gugus.base.look import look_page
from gugus.config.api import api

CONTEXTS = (
    *(
        "access",
        "approvals",
        "accounts",
        "emergency",
        "files",
        "trail",
        "places",
        "people",
        "tasks",
        "notices",
        "providers",
        "documents",
        "consent",
    ),
    *("intake", "cases", "screening"),
    "guests",  # before referrals, whose last address takes any word
    *(
        "referrals",
        "arrivals",
        "agreements",
        "transfers",
        "conferences",
        "care",
        "shelter",
        "repatriation",
        "reintegration",
        "justice",
        "restitution",
        "groups",
        "taskforce",
        "figures",
        "followup",
        "meetings",
        "actionplan",
        "reporting",
        "publication",
        "room",
        "statistics",
        "exchange",
        "retention",
        "privacy",
        "desk",
    ),
)

urlpatterns = [
    *(path("", include(f"gugus.{name}.urls")) for name in CONTEXTS),
    path("api/v1/", api.urls),
    path("akun/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.DEMO or settings.TESTING:
    urlpatterns.append(
        path("look/", public_door("parts of pages with invented content")(look_page), name="look")
    )

handler400 = "gugus.config.errors.bad_request"
handler403 = "gugus.config.errors.forbidden"
handler404 = "gugus.config.errors.not_found"
handler500 = "gugus.config.errors.broken"
