"""What a request is told that gets no page: one sheet in both languages, or under /api/ a problem for machines."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gugus.base.api import problem

API = "/api/"
PROBLEMS = {
    400: ("unreadable", _("The request could not be read.")),
    403: ("forbidden", _("Not allowed.")),
    404: ("not_found", _("There is nothing here for you.")),
    405: ("method_not_allowed", _("This address does not do that.")),
    413: ("too_large", _("More was sent than is accepted.")),
    414: ("address_too_long", _("The address is too long.")),
    500: ("broken", _("Something of ours broke. Nothing was changed.")),
}


def error_answer(request: HttpRequest, status: int, context: dict | None = None) -> HttpResponse:
    """The answer for a status of PROBLEMS. It repeats nothing of what was sent."""
    if request.path_info.startswith(API):
        return problem(status, *PROBLEMS[status])
    # Without the context processors: what broke the page must not break its explanation.
    page = render_to_string(f"base/errors/{status}.html", {"request": request, **(context or {})})
    return HttpResponse(page, status=status)


def unfit(request: HttpRequest) -> HttpResponse:
    """For a value that no column holds: inside it is a fault, so that all is taken back; outside it becomes a 400."""
    answer = error_answer(request, 500)
    answer.is_unfit = True
    return answer
