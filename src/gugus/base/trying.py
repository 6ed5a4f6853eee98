"""What becomes of a form that was sent: done, refused at its fields, or overtaken by a colleague."""

from collections.abc import Callable
from typing import Any

from gugus.base.forms import Refusable
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale

DONE, SHOWN, OVERTAKEN, REFUSED = 204, 200, 409, 422


def tried(form: Refusable, act: Callable[[dict], Any]) -> int:
    """Do `act` with what a form was given. Returns DONE, or the status with which its page is shown (again): what was
    typed stays in the form. Not sent is SHOWN.
    """
    if not form.is_bound:
        return SHOWN
    if not form.is_valid():
        return REFUSED
    try:
        act(form.cleaned_data)
    except Stale:
        return OVERTAKEN
    except Cannot as refused:
        form.show(refused)
        return REFUSED
    return DONE
