"""What is not even looked at: requests that no browser of ours and no honest program sends.

Turned away before sessions and the database: strange methods, endless addresses, bytes that are no text, bodies too
large. A database refuses a NUL in a text, and an answer of "500" would tell an attacker that something broke.
"""

import json
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from gugus.base.errors import API, error_answer, unfit

Handler = Callable[[HttpRequest], HttpResponse]

LONGEST_PATH = 1024  # characters
LONGEST_QUERY = 4096
LARGEST_FORM = 64 * 1024 * 1024  # with files: read and thrown away, so that the form can say "too large"
DEEPEST = 20  # lists and objects within each other
LARGEST_NUMBER = 2**63
PAGES = ("GET", "HEAD", "POST")
MACHINES = (*PAGES, "PUT", "PATCH", "DELETE")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def readable(get_response: Handler) -> Handler:
    """Answer 400, 405, 413 or 414 to what cannot be meant; everything else goes on."""

    def handle(request: HttpRequest) -> HttpResponse:
        methods = MACHINES if request.path_info.startswith(API) else PAGES
        if request.method not in methods:
            return _not_allowed(request, ", ".join(methods))
        if status := _hurdle(request):
            return error_answer(request, status)
        answer = get_response(request)
        return _not_allowed(request, answer["Allow"]) if answer.status_code == 405 else answer

    return handle


def sane_input(get_response: Handler) -> Handler:
    """Look into what was sent, within the request's transaction and after the CSRF check. 400 or 413 at worst."""

    def handle(request: HttpRequest) -> HttpResponse:
        try:
            sane = _json_is_sane(request) if _is_json(request) else _form_is_sane(request)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return error_answer(request, 413)
        return get_response(request) if sane else error_answer(request, 400)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A number or a moment that no column holds is the sender's mistake, not ours."""
        return unfit(request) if isinstance(error, DataError) else None

    handle.process_exception = process_exception
    return handle


def _not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    answer = error_answer(request, 405)
    answer["Allow"] = allowed
    return answer


def _hurdle(request: HttpRequest) -> int | None:
    """The status that says what is wrong with the outside of a request."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return 414
    if "\x00" in request.path_info or "\ufffd" in request.path_info or not _is_text(query):
        return 400
    with_files = request.content_type == "multipart/form-data"
    largest = LARGEST_FORM if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return 413 if _length(request) > largest else None


def _is_text(query: str) -> bool:
    try:
        return "\x00" not in unquote_to_bytes(query.replace("+", " ")).decode()
    except UnicodeDecodeError:
        return False


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _is_json(request: HttpRequest) -> bool:
    return request.path_info.startswith(API) and request.content_type != "multipart/form-data"


def _form_is_sane(request: HttpRequest) -> bool:
    """No NUL in any field; fields and their number are limited by Django's own settings."""
    return not any(_NO_TEXT.search(f"{name}{value}") for name, many in request.POST.lists() for value in many)


def _json_is_sane(request: HttpRequest) -> bool:
    """A body that reads as JSON is shallow, and holds text and numbers that a database can keep."""
    if not request.body:
        return True
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return False
    level = [told]
    for _depth in range(DEEPEST):
        if not all(map(_is_kept, level)):
            return False
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return True
    return False


def _inside(value: object) -> list:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _is_kept(value: object) -> bool:
    if isinstance(value, str):
        return _NO_TEXT.search(value) is None
    return not isinstance(value, int | float) or -LARGEST_NUMBER <= value < LARGEST_NUMBER
