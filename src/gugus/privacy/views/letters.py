"""Letters: made, shown on paper, sent, received."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.privacy import gate, rules
from gugus.privacy.actions import letters as actions
from gugus.privacy.codes import Data, Delivery, LetterKind, RequestKind
from gugus.privacy.forms.breaches import DeliveryForm, ReceivedForm, SentForm
from gugus.privacy.letters import answer_lines
from gugus.privacy.models import Letter
from gugus.privacy.views.shared import FormPage, form_page, letterhead_of

TEMPLATES = {
    LetterKind.BREACH_SUBJECT: "privacy/letter_notice.html",
    LetterKind.BREACH_GUARDIAN: "privacy/letter_notice.html",
    LetterKind.BREACH_AUTHORITY: "privacy/letter_notice.html",
    LetterKind.ANSWER: "privacy/letter_answer.html",
    LetterKind.REFUSAL: "privacy/letter_refusal.html",
}


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def to_authority(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the letter to the authority."""
    breach = gate.breach_for(request.viewer, ref, verb=Verb.DECIDE)
    form = DeliveryForm(
        request.POST or None, allowed=[Delivery.OFFICIAL], initial={"delivery": Delivery.OFFICIAL}
    )

    def run(words: dict) -> str:
        letter = actions.write_to_authority(breach=breach, by=request.viewer.user, at=now())
        return reverse("privacy:letter", args=[letter.pk])

    lead = _("The letter is filled from the record, gets its number and cannot be changed afterwards.")
    back = reverse("privacy:breach", args=[ref])
    page = FormPage(_("Letter to the authority"), back, ref=ref, lead=lead, label=_("Make the letter"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def to_person(request: HttpRequest, ref: str, pk) -> HttpResponse:
    """Make the letter to one person, or to the guardian of a child."""
    row = gate.affected_for(request.viewer, ref, pk, verb=Verb.DECIDE)
    allowed = rules.deliveries(row.reach)
    form = DeliveryForm(request.POST or None, allowed=allowed, initial={"delivery": allowed[0]})

    def run(words: dict) -> str:
        letter = actions.write_to_person(
            row=row, delivery=words["delivery"], by=request.viewer.user, at=now()
        )
        return reverse("privacy:letter", args=[letter.pk])

    page = FormPage(
        _("Letter to a person"), reverse("privacy:breach", args=[ref]), ref=row.person.ref,
        lead=row.get_reach_display(), label=_("Make the letter"),
    )  # fmt: skip
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY)
@require_GET
def paper(request: HttpRequest, pk) -> HttpResponse:
    """A letter on paper, in Indonesian unless ?bahasa=en. Nothing in it tells what kind of service wrote."""
    letter = gate.letter_for(request.viewer, pk)
    language = "en" if request.GET.get("bahasa") == "en" else "id"
    owner = letter.breach or letter.request
    record("privacy.letter_read", about=letter, within=owner, by=request.viewer.user, at=now())
    with translation.override(language):
        context = {
            **_content(letter),
            "letter": letter,
            "language": language,
            "letterhead": letterhead_of(letter.agency),
            "back_url": _back(letter),
            "other_url": f"?bahasa={'id' if language == 'en' else 'en'}",
        }
        return render(request, TEMPLATES[LetterKind(letter.kind)], context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, pk) -> HttpResponse:
    """The letter left the house."""
    letter = gate.letter_for(request.viewer, pk, verb=Verb.WRITE)
    allowed = rules.deliveries(letter.affected.reach) if letter.affected else list(Delivery)
    form = SentForm(
        request.POST or None, allowed=allowed,
        initial={"delivery": letter.delivery, "version": letter.version},
    )  # fmt: skip

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        actions.send_letter(letter=letter, by=request.viewer.user, at=now(), seen=seen, **words)
        return _back(letter)

    page = FormPage(_("The letter was sent"), _back(letter), ref=letter.written_number, label=_("Save"))
    return form_page(request, page, form, run, version=letter.version)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def received(request: HttpRequest, pk) -> HttpResponse:
    """Somebody signed for the letter."""
    letter = gate.letter_for(request.viewer, pk, verb=Verb.WRITE)
    initial = {"received_on": timezone.localdate(), "version": letter.version}
    form = ReceivedForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        actions.letter_received(letter=letter, by=request.viewer.user, at=now(), seen=seen, **words)
        return _back(letter)

    page = FormPage(_("The letter was received"), _back(letter), ref=letter.written_number, label=_("Save"))
    return form_page(request, page, form, run, version=letter.version)


def _back(letter: Letter) -> str:
    if letter.breach_id:
        return reverse("privacy:breach", args=[letter.breach.ref])
    return reverse("privacy:request", args=[letter.request.ref])


def _content(letter: Letter) -> dict:
    """The frozen content in the reader's language."""
    held = letter.content or {}
    if letter.kind == LetterKind.ANSWER:
        return {"items": answer_lines(held), "answer": held["answer"]}
    if letter.kind == LetterKind.REFUSAL:
        return {"kinds": [RequestKind(code).label for code in held["kinds"]]}
    return {
        "data": [Data(code).label for code in held["data"]],
        "when": datetime.fromisoformat(held["when"]),
        "how": held["how"],
        "handling": held["handling"],
        "recovery": held["recovery"],
        "by_hand": held.get("by_hand", False),
        "to_guardian": letter.kind == LetterKind.BREACH_GUARDIAN,
        "to_authority": letter.kind == LetterKind.BREACH_AUTHORITY,
    }
