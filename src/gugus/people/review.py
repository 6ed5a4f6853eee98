"""Review mode (Mode telaah): whoever guards quality reads whole files of the agency, and nobody's name.

The viewer sees every section and changes nothing; files do not open; names, phones, documents and addresses of the
people of each file on the page are replaced in whatever was written, by role and number.
"""

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gugus.access.policies import Refusal
from gugus.access.viewer import Viewer
from gugus.base.middleware import Handler
from gugus.people.blackout import Hidden, blackout_of
from gugus.people.models import Identity, Person
from gugus.people.neighbours import appearing_in
from gugus.people.seals import is_closed_to

REF = re.compile(r"\b[A-Z]{1,2}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
NOT_HERE = Refusal("review_mode", _("Not in review mode."))
SEALED_HERE = Refusal(
    "sealed_in_file",
    _("Somebody in this file is under seal. Review it with a colleague whom the seal names."),
)


def hidden_person(viewer: Viewer, person: Person, label: str) -> Hidden:
    """Somebody of the vault as the blackout needs it. Raises PermissionDenied when the identity is under seal."""
    identity = Identity.objects.visible_to(viewer).filter(pk=person.pk).first()
    if identity is None:
        if is_closed_to(viewer, person):
            raise PermissionDenied(SEALED_HERE)
        return Hidden(label)
    names = identity.names or {}
    return Hidden(
        label,
        names=(names.get("full", ""), *names.get("aliases", ())),
        numbers=(*(identity.phones or ()), *(one["number"] for one in identity.documents or ())),
        phrases=tuple(filter(None, (identity.address, *dates(identity.birth_on or "")))),
    )


def dates(birth_on: str) -> list[str]:
    """A whole birth date in the writings of forms."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", birth_on)
    return [birth_on, "/".join(reversed(found.groups())), "-".join(reversed(found.groups()))] if found else []


def masked_answers(get_response: Handler) -> Handler:
    """Middleware: while reviewing, no answer leaves with a name of the people in the files it speaks of."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        viewer = getattr(request, "viewer", None)
        if viewer is None or not viewer.reviewing or response.status_code in {204, 301, 302, 303}:
            return response
        return _masked(viewer, request.path, response)

    return handle


def _masked(viewer: Viewer, path: str, response: HttpResponse) -> HttpResponse:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    is_json = kind.endswith("json")
    if response.streaming or not (is_json or kind == "text/html"):
        raise PermissionDenied(NOT_HERE)
    body = response.content.decode()
    refs = set(REF.findall(body)) | set(REF.findall(path))
    # Roles first: "Victim 1" says more to a reviewer than a code.
    blackout = blackout_of([*appearing_in(viewer, refs), *persons_by_ref(viewer, refs)])
    response.content = blackout.scrub_json(body) if is_json else blackout.scrub_page(body)
    return response


def persons_by_ref(viewer: Viewer, refs: set[str]) -> list[Hidden]:
    """What people itself knows: persons whose code stands on the page."""
    rows = Person.objects.visible_to(viewer).filter(ref__in=refs)
    return [hidden_person(viewer, one, one.ref) for one in rows if not is_closed_to(viewer, one)]
