"""Writing a referral from a case: which service, which agency, then the words. Three short pages, no script."""

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.base.refusals import Cannot
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.people.queries import shown_names
from gugus.places.queries import labels
from gugus.referrals import bases, together
from gugus.referrals.actions import Wish, send_referral, write_referral
from gugus.referrals.codes import State, WordsKind
from gugus.referrals.fitting import need_of, ranked
from gugus.referrals.forms import WishForm
from gugus.referrals.gate import case_to_refer_from, sight_for
from gugus.referrals.models import Referral
from gugus.referrals.policies import Sight
from gugus.referrals.queries import agencies_for, referable
from gugus.referrals.wording import service_groups, word


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """One address, three pages: ?service= and ?to= say how far one is; ?party= who was chosen beforehand.
    ?together= asks for several persons at once.

    ?follows= names an earlier referral that came back: its words are there already.
    """
    at = now()
    case = case_to_refer_from(request.viewer, ref, at=at)
    earlier = _earlier(request, case, at)
    service, slug = request.GET.get("service", ""), request.GET.get("to", "")
    codes = {code for _words_of_root, group in service_groups() for code, _said in group}
    if service not in codes:
        return render(
            request, "referrals/services.html", {"case": case, "groups": service_groups(), **_kept(request)}
        )
    agencies = agencies_for(service, timezone.localdate(at), but_not=case.agency_id)
    agency = next(
        (one for one in agencies_for("", timezone.localdate(at), but_not=case.agency_id) if one.slug == slug),
        None,
    )
    if agency is None:
        return render(request, "referrals/agencies.html", _agencies(request, case, service, agencies))
    return _words(request, case, service, agency, at, earlier)


def _earlier(request: HttpRequest, case: Case, at: datetime) -> Sight | None:
    """The earlier referral of this case that the new one follows; None where none was named."""
    if not (ref := request.GET.get("follows", "")):
        return None
    sight = sight_for(request.viewer, ref, at=at)
    if not sight.is_sender or sight.referral.case_id != case.pk:
        raise Http404
    return sight


def _prefilled(earlier: Sight | None, parties: dict[str, Party]) -> dict:
    """What was asked before, to be asked again. The basis is not: it names whom it was given for."""
    if earlier is None:
        return {}
    asked = earlier.referral
    party = next((key for key, one in parties.items() if one.person_id == asked.person_id), "")
    known = {
        "party": party, "urgency": asked.urgency, "message": earlier.last(WordsKind.MESSAGE) or "",
        "language": asked.language, "accessibility": asked.accessibility,
    }  # fmt: skip
    return {name: value for name, value in known.items() if value}


def _kept(request: HttpRequest) -> dict:
    """What was chosen on the way here."""
    kept = {
        name: request.GET[name]
        for name in ("party", "service", "follows", "together")
        if request.GET.get(name)
    }
    kept_alone = urlencode({name: value for name, value in kept.items() if name != "service"})
    return {"kept": urlencode(kept), "kept_alone": kept_alone, "together": "together" in kept}


def _agencies(request: HttpRequest, case: Case, service: str, agencies: list[Agency]) -> dict:
    places = labels({one.area_code for one in agencies})
    for one in agencies:
        one.place = places.get(one.area_code, "")
    from_here = {case.area_code, case.agency.area_code} - {""}
    party = _meant(request, case)
    at = now()
    return {
        "case": case,
        "service": word("services", service),
        "agencies": ranked(agencies, need_of(case, party, service, at), from_here, at),
        "about_somebody": party is not None,
        "now": at,
        **_kept(request),
    }


def _meant(request: HttpRequest, case: Case) -> Party | None:
    """Who is to be referred: chosen beforehand, or the only one there is; nobody while several could be meant."""
    if request.GET.get("together"):
        return None
    parties = referable(case)
    chosen = request.GET.get("party", "")
    found = [one for one in parties if str(one.pk) == chosen] or [
        one for one in parties if one.role == "survivor"
    ]
    return found[0] if len(found) == 1 else None


def _words(
    request: HttpRequest, case: Case, service: str, agency: Agency, at: datetime, earlier: Sight | None
) -> HttpResponse:
    parties = {str(party.pk): party for party in referable(case)}
    names = shown_names(request.viewer, [one.person for one in parties.values()], at)
    choices = [(key, _who(one, names)) for key, one in parties.items()]
    if request.GET.get("together"):
        return together.ask(request, case, {"to_agency": agency, "service": service}, choices, parties, at)
    chosen = request.GET.get("party", "")
    initial = _prefilled(earlier, parties) | ({"party": chosen} if chosen in parties else {})
    form = WishForm(request.POST or None, parties=choices, to=agency, initial=initial)
    context = {"case": case, "service": word("services", service), "agency": agency, "form": form}
    context["earlier"] = earlier.referral if earlier else None
    context |= {
        "place": labels([agency.area_code]).get(agency.area_code, ""),
        "back": f"?{_kept(request)['kept']}",
    }
    if request.method == "POST" and form.is_valid():
        try:
            draft_only = "draft" in request.POST or "record" in request.POST
            wanted = {"to_agency": agency, "service": service, "follows": context["earlier"]}
            referral = _make(
                case, wanted, form, parties, by=request.viewer.user, at=at, draft_only=draft_only
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return _onwards(request, referral)
    people = list(parties.values())
    found = bases.found_for_each([one.person for one in people], agency, at)
    context["bases"] = [
        {"name": _who(one, names), "person": one.person, "found": each}
        for one, each in zip(people, found, strict=True)
    ]
    return render(request, "referrals/write.html", context, status=422 if form.is_bound else 200)


def _onwards(request: HttpRequest, referral: Referral) -> HttpResponse:
    """To the referral, or first to the ledger: what was typed is kept as a draft, so nothing is lost on the way."""
    if "record" not in request.POST or referral.state != State.DRAFT:
        return redirect("referrals:detail", referral.ref)
    asked = {"purpose": bases.PURPOSE, "to": referral.to_agency.slug, "back": referral.ref}
    return redirect(f"{reverse('consent:new', args=[referral.person.ref])}?{urlencode(asked)}")


@transaction.atomic
def _make(
    case: Case,
    wanted: dict,
    form: WishForm,
    parties: dict[str, Party],
    *,
    by: User,
    at: datetime,
    draft_only: bool,
) -> Referral:
    given = form.words
    party, key = parties[given.pop("party")], given.pop("key")
    wish = Wish(**wanted, **given)
    referral = write_referral(case=case, party=party, wish=wish, by=by, at=at, key=key)
    if draft_only or referral.state != "draft":
        return referral
    return send_referral(referral=referral, by=by, at=at)


def _who(party: Party, names: dict) -> str:
    sex = word("sexes", party.person.sex) if party.person.sex else ""
    parts = (names.get(party.person_id, party.person.ref), party.get_role_display(), sex)
    return " · ".join(str(part) for part in parts if part)
