"""The page on how strictly each role signs in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Role, Section, Verb
from gugus.access.gate import staff_door
from gugus.accounts.actions import CannotChangeAccount
from gugus.accounts.forms import StrictnessForm
from gugus.accounts.rules import shipped
from gugus.accounts.strictness import in_force, set_rules


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def strictness(request: HttpRequest) -> HttpResponse:
    """Who needs a second factor, and after how many minutes without work a session ends."""
    form = StrictnessForm(in_force(request.viewer.agency_id), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(request.viewer, rules=form.rules(), at=timezone.now())
        except CannotChangeAccount as refused:
            form.show(refused)
        else:
            messages.success(request, _("The rules count from the next sign-in on."))
            return redirect("accounts:users")
    rows = [
        (role, form[f"factor_{role}"], form[f"idle_{role}"], shipped()[role].second_factor) for role in Role
    ]
    context = {"form": form, "rows": rows}
    return render(request, "accounts/strictness.html", context, status=422 if form.errors else 200)
