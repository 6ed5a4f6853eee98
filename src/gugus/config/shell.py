"""What every page's frame needs: navigation by role, whose desk it is, unread notices."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gugus.access.codes import Role
from gugus.access.viewer import Loan, Viewer
from gugus.accounts.issuers import apps
from gugus.accounts.queries import seconds_left
from gugus.audit import circumstances
from gugus.base.look import NavigationItem
from gugus.desk.navigation import navigation
from gugus.notices.queries import unread_count


def shell(request: HttpRequest) -> dict:
    """Context of the page frame; one query, and only for people who are signed in."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.is_known:
        return {"source_url": settings.SOURCE_URL, "issuers": apps()}
    return {
        "source_url": settings.SOURCE_URL,
        "navigation": navigation(viewer, request.path),
        "notices_unread": _unread(request, viewer),
        "own_issuers": [one for one in apps() if one["settings"]["agency"] == viewer.user.agency.slug],
        "viewer_agency": viewer.user.agency.name,
        "account_links": [
            *(
                NavigationItem(_("Stand in for %(name)s") % {"name": loan.name}, _page_of(loan), "users")
                for loan in viewer.loans
                if not viewer.stands_in_for
            ),
            NavigationItem(_("Letters and forms"), reverse("documents:list"), "file"),
            NavigationItem(_("My rights"), reverse("access:mine"), "shield"),
            NavigationItem(_("How I am told"), reverse("notices:how"), "bell"),
            NavigationItem(_("Deputies"), reverse("access:deputies"), "users"),
            NavigationItem(_("Where you are signed in"), reverse("accounts:sessions"), "phone"),
            NavigationItem(_("Keys for programs"), reverse("accounts:keys"), "key"),
            NavigationItem(_("Code of conduct"), reverse("accounts:conduct"), "scale"),
            *(
                [NavigationItem(_("Review mode"), reverse("people:review"), "eye")]
                if viewer.may_review
                else []
            ),
        ],
        "resting": {"seconds": seconds_left(request, now()), "url": reverse("accounts:stay")},
        "emergency_until": _emergency_until(viewer),
        "stands_in_for": viewer.stands_in_for,
        "shell_notice": "access/_standing.html" if viewer.stands_in_for else "",
        "viewer_role": ", ".join(str(lazystr(Role(role).label)) for role in sorted(viewer.roles)),
    }


def _emergency_until(viewer: Viewer) -> datetime | None:
    """Until when the file on this page is open in an emergency; its gate noted the circumstance."""
    noted = circumstances.current().get("break_glass")
    return next((one.until for one in viewer.openings if str(one.because) == noted), None)


def _page_of(loan: Loan) -> str:
    return reverse("access:deputy", args=[loan.ref])


def _unread(request: HttpRequest, viewer: Viewer) -> int:
    """Counted once a request: a page renders its panels and forms one by one, each with this context."""
    if not hasattr(request, "notices_unread"):
        request.notices_unread = unread_count(viewer)
    return request.notices_unread
