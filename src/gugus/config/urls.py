"""Every address of the product, by context."""

from django.conf import settings
from django.urls import include, path

from gugus.config.api import api

CONTEXTS = (
    *("access", "files", "trail", "places", "people", "tasks", "notices", "intake", "cases", "screening"),
    *("referrals", "care", "statistics", "desk"),
)

urlpatterns = [
    path("", include(f"gugus.{name}.urls"))
    for name in CONTEXTS
    if (settings.SOURCE / name / "urls.py").exists()
] + [
    path("api/v1/", api.urls),
    path("akun/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "gugus.config.errors.bad_request"
handler403 = "gugus.config.errors.forbidden"
handler404 = "gugus.config.errors.not_found"
handler500 = "gugus.config.errors.broken"
