"""Put the viewer on the request and let the database speak for the viewer's agency."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gugus.access.viewer import viewer_of
from gugus.base.context import speak_for
from gugus.base.middleware import Handler


def viewer(get_response: Handler) -> Handler:
    """`request.viewer` for every view; nobody when not signed in. API keys replace it in the API's door."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.viewer = viewer_of(request.user, on=timezone.localdate())
        speak_for(agency=request.viewer.agency_id, user=request.viewer.user_id)
        return get_response(request)

    return handle
