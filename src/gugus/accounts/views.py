"""Accounts of one's own agency."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.accounts import actions
from gugus.accounts.actions import FAR, roles_today
from gugus.accounts.escalation import (
    agreed_reset,
    ask_reset,
    ask_roles,
    change_roles,
    needs_two,
    renew_sign_in,
)
from gugus.accounts.forms import ColleagueForm, RolesForm
from gugus.accounts.queries import accepted_by
from gugus.base.refusals import Cannot

FORM = ["GET", "HEAD", "POST"]


def colleague_for(request: HttpRequest, username: str) -> User:
    """An account of the viewer's own agency; others do not exist here."""
    return get_object_or_404(User, username=username, agency_id=request.viewer.agency_id)


@staff_door(Section.USERS)
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Who works here, with which roles today, and who has not accepted the code of conduct."""
    today = timezone.localdate()
    rows = User.objects.filter(agency_id=request.viewer.agency_id).prefetch_related("assignments")
    rows = list(rows.order_by("-is_active", "full_name"))
    accepted = accepted_by(rows)
    people = [
        (
            user,
            [
                one.get_role_display()
                for one in user.assignments.all()
                if one.valid_from <= today and (one.valid_to is None or one.valid_to > today)
            ],
            user.pk in accepted,
        )
        for user in rows
    ]
    may_write = request.viewer.has(Section.USERS, Verb.WRITE)
    return render(request, "accounts/users.html", {"people": people, "may_write": may_write})


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """A new colleague; the password appears once. A far-reaching role waits for a second person."""
    form = ColleagueForm(request.viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password, asked = _added(request, **form.cleaned_data)
        except Cannot as refused:
            form.show(refused)
        else:
            context = {"account": user, "password": password, "asked": asked}
            return render(request, "accounts/password.html", context)
    return render(request, "accounts/add.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _added(request: HttpRequest, *, roles: list[str], reason: str, **who):
    now = timezone.now()
    far = FAR & set(roles)
    user, password = actions.add_colleague(
        request.viewer, **who, roles=sorted(set(roles) - far), at=now, on=timezone.localdate(now)
    )
    asked = ask_roles(request.viewer, user=user, roles=far, reason=reason, at=now) if far else None
    return user, password, asked


@staff_door(Section.USERS, Verb.WRITE, fresh=True)
@require_http_methods(FORM)
def roles(request: HttpRequest, username: str) -> HttpResponse:
    """Change what a colleague may do, from today; what reaches far waits for a second person."""
    user = colleague_for(request, username)
    now = timezone.now()
    today = timezone.localdate(now)
    form = RolesForm(request.viewer, request.POST or None, initial={"roles": roles_today(user, today)})
    if request.method == "POST" and form.is_valid():
        try:
            asked = change_roles(request.viewer, user=user, **form.cleaned_data, at=now, on=today)
        except Cannot as refused:
            form.show(refused)
        else:
            said = _("A second person was asked to agree.") if asked else _("The roles were changed.")
            messages.success(request, said)
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
    """End or resume an account, sign it out, or make a new one-time password, after a page that says what follows."""
    user, at = colleague_for(request, username), timezone.now()
    if way not in {*STEPS, "sandi"}:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            if way == "sandi":
                return _new_password(request, user, at)
            STEPS[way](request.viewer, user=user, at=at)
            return redirect("accounts:users")
        except Cannot as why:
            refused = why
    asks = way == "sandi" and needs_two(user, at) and agreed_reset(request.viewer, user, at) is None
    context = {"account": user, "way": way, "refused": refused, "asks": asks}
    return render(request, "accounts/step.html", context, status=422 if refused else 200)


def _new_password(request: HttpRequest, user: User, at: datetime) -> HttpResponse:
    if needs_two(user, at) and agreed_reset(request.viewer, user, at) is None:
        ask_reset(request.viewer, user=user, reason=request.POST.get("reason", ""), at=at)
        messages.success(request, _("A second person was asked to agree."))
        return redirect("accounts:users")
    password = renew_sign_in(request.viewer, user=user, at=at)
    return render(request, "accounts/password.html", {"account": user, "password": password})
