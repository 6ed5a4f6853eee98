"""Take consent back: choose, see what follows, confirm; then who has answered."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus import law
from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.consent import queries
from gugus.consent.forms import WithdrawForm
from gugus.consent.gate import Sight, ledger_for, withdrawal_for
from gugus.consent.models import Withdrawal
from gugus.consent.reaching import reaches_of
from gugus.consent.reading import read_ledger, read_withdrawal
from gugus.consent.showing import Shown, shown
from gugus.consent.withdrawing import Wish, outlook, withdraw
from gugus.people.queries import shown_names

VERSION = "seen-"


@staff_door(Section.CONSENT, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def withdraw_some(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose lines, look at what would follow, confirm. ?ground= marks one beforehand."""
    at = now()
    sight = ledger_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    lines = [one for one in shown(queries.of_person(sight.person), at) if one.may_withdraw]
    lines = [one for one in lines if one.state != "replaced"]
    form = _form(request, lines, at)
    context = {
        "person": sight.person, "sight": sight, "form": form, "lines": lines,
        "name": shown_names(request.viewer, [sight.person], at).get(sight.person.pk, ""),
    }  # fmt: skip
    if not form.is_bound:
        read_ledger(person=sight.person, by=request.viewer.user, at=at)
        return render(request, "consent/withdraw.html", context)
    if form.is_valid():
        wish = _wish(form)
        if "confirm" in request.POST:
            made = _carried_out(request, sight, form, wish, at)
            if made is not None:
                return redirect("consent:withdrawal", made.ref)
        elif wish.grounds:
            read_ledger(person=sight.person, by=request.viewer.user, at=at)
            found = outlook(sight.person, wish.grounds, wish.only, at)
            return render(
                request, "consent/outlook.html", context | {"outlook": found, "language": get_language()}
            )
        else:
            form.add_error("grounds", form.fields["grounds"].error_messages["required"])
    return render(request, "consent/withdraw.html", context, status=422)


def _form(request: HttpRequest, lines: list[Shown], at: datetime) -> WithdrawForm:
    choices = [(str(one.ground.pk), f"{one.purpose} · {one.recipient} · {one.ground.ref}") for one in lines]
    named = {
        reach.agency.pk: reach.agency
        for one in lines
        if one.ground.recipient_id is None
        for reach in reaches_of(one.ground, at)
        if reach.agency
    }
    reasons = [
        (one.code, one.words.in_language(get_language())) for one in law.codes("consent_withdrawal_reasons")
    ]
    chosen = [str(one.ground.pk) for one in lines if one.ground.ref in request.GET.getlist("ground")]
    return WithdrawForm(
        request.POST if request.method == "POST" else None, grounds=choices, agencies=list(named.values()),
        reasons=reasons, at=at, initial={"grounds": chosen},
    )  # fmt: skip


def _wish(form: WithdrawForm) -> Wish:
    given = dict(form.cleaned_data)
    given.pop("key")
    grounds = tuple(UUID(one) for one in given.pop("grounds"))
    return Wish(grounds=grounds, only=form.agencies.get(given.pop("only")), **given)


def _carried_out(
    request: HttpRequest, sight: Sight, form: WithdrawForm, wish: Wish, at: datetime
) -> Withdrawal | None:
    try:
        return withdraw(
            person=sight.person, wish=wish, by=request.viewer.user, at=at, seen=_seen(request),
            key=form.cleaned_data["key"],
        )  # fmt: skip
    except Stale:
        form.add_error("grounds", _("Somebody changed this meanwhile: look at what follows once more."))
    except Cannot as refused:
        form.show(refused)
    return None


def _seen(request: HttpRequest) -> dict[UUID, int]:
    """Versions of the lines as the page with the consequences showed them."""
    found = {}
    for name, value in request.POST.items():
        if name.startswith(VERSION) and value.isdecimal():
            try:
                found[UUID(name.removeprefix(VERSION))] = int(value)
            except ValueError:
                continue
    return found


@staff_door(Section.CONSENT)
@require_GET
def withdrawal(request: HttpRequest, ref: str) -> HttpResponse:
    """One withdrawal: what ended, who was told to stop, who has answered."""
    at = now()
    found, sight = withdrawal_for(request.viewer, ref, at=at)
    read_withdrawal(withdrawal=found, by=request.viewer.user, at=at)
    recalls = queries.recalls_of(found)
    language = get_language()
    kept = [one for one in queries.duties_on(at) if one.code in found.kept]
    context = {
        "withdrawal": found, "sight": sight, "recalls": recalls, "now": at,
        "answered": sum(1 for one in recalls if one.answered_at),
        "lines": shown(queries.of_person(found.person).filter(withdrawal=found), at),
        "kept": [(one.words_in(language), one.plain_in(language), one.legal_basis) for one in kept],
        "name": shown_names(request.viewer, [found.person], at).get(found.person_id, ""),
    }  # fmt: skip
    return render(request, "consent/withdrawal.html", context)
