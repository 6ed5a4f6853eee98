"""Accounts of one's own agency."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.accounts import actions
from gugus.accounts.actions import CannotChangeAccount
from gugus.accounts.forms import ColleagueForm, RolesForm

FORM = ["GET", "HEAD", "POST"]


def colleague_for(request: HttpRequest, username: str) -> User:
    """An account of the viewer's own agency; others do not exist here."""
    return get_object_or_404(User, username=username, agency_id=request.viewer.agency_id)


@staff_door(Section.USERS)
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Who works here, with which roles today."""
    today = timezone.localdate()
    rows = User.objects.filter(agency_id=request.viewer.agency_id).prefetch_related("assignments")
    people = [
        (
            user,
            [
                one.get_role_display()
                for one in user.assignments.all()
                if one.valid_from <= today and (one.valid_to is None or one.valid_to > today)
            ],
        )
        for user in rows.order_by("-is_active", "full_name")
    ]
    return render(request, "accounts/users.html", {"people": people})


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """A new colleague; the password appears once."""
    form = ColleagueForm(request.viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            user, password = actions.add_colleague(
                request.viewer, **form.cleaned_data, at=now, on=timezone.localdate(now)
            )
        except CannotChangeAccount as refused:
            form.show(refused)
        else:
            return render(request, "accounts/password.html", {"account": user, "password": password})
    return render(request, "accounts/add.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(FORM)
def roles(request: HttpRequest, username: str) -> HttpResponse:
    """Change what a colleague may do, from today."""
    user = colleague_for(request, username)
    now = timezone.now()
    today = timezone.localdate(now)
    held = list(user.assignments.valid_on(today).values_list("role", flat=True))
    form = RolesForm(request.viewer, request.POST or None, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_roles(request.viewer, user=user, roles=form.cleaned_data["roles"], at=now, on=today)
        except CannotChangeAccount as refused:
            form.show(refused)
        else:
            messages.success(request, _("The roles were changed."))
            return redirect("accounts:users")
    context = {"form": form, "account": user}
    return render(request, "accounts/roles.html", context, status=422 if form.errors else 200)


STEPS = {
    "akhiri": actions.end_account,
    "lanjutkan": actions.resume_account,
    "keluar": actions.sign_out_colleague,
}


@staff_door(Section.USERS, Verb.DECIDE, fresh=True)
@require_http_methods(FORM)
def step(request: HttpRequest, username: str, way: str) -> HttpResponse:
    """End or resume an account, or make a new one-time password, after a page that says what follows."""
    user = colleague_for(request, username)
    if way not in {*STEPS, "sandi"}:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            if way == "sandi":
                password = actions.reset_sign_in(request.viewer, user=user, at=timezone.now())
                return render(request, "accounts/password.html", {"account": user, "password": password})
            STEPS[way](request.viewer, user=user, at=timezone.now())
            return redirect("accounts:users")
        except CannotChangeAccount as why:
            refused = why
    context = {"account": user, "way": way, "refused": refused}
    return render(request, "accounts/step.html", context, status=422 if refused else 200)
