"""One request, one transaction: what was answered was kept, and row-level security knows for whom."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gugus.base.errors import error_answer
from gugus.base.requests import Handler


def one_transaction(get_response: Handler) -> Handler:
    """Open the request's transaction before sessions and sign-in touch the database.

    Django's ATOMIC_REQUESTS covers only the view. An answer of 500 and above takes everything back.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return error_answer(request, 400) if getattr(response, "is_unfit", False) else response

    return handle
