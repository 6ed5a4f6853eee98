"""The privacy notice: the public page, and the officer's pages of its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import public_door, staff_door
from gugus.intake.queries import public_desk
from gugus.privacy import gate, notices
from gugus.privacy.actions import assessments as actions
from gugus.privacy.forms.assessments import NoticeForm
from gugus.privacy.models import PrivacyNotice
from gugus.privacy.views.shared import FormPage, form_page


@public_door("what the public may know of how its data are used; it names no person")
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What happens to the data of whoever writes to us."""
    agency = public_desk()
    notice = notices.in_force(agency, timezone.localdate())
    english = (get_language() or "id").startswith("en")
    if notice:
        text, contact = notice.text_en if english else notice.text_id, notice.contact
    elif agency:
        text, contact = notices.first_text(agency, "en" if english else "id"), notices.first_contact(agency)
    else:
        text, contact = "", ""
    context = {"notice": notice, "paragraphs": notices.paragraphs(text), "contact": contact}
    return render(request, "privacy/notice_public.html", context)


@staff_door(Section.PRIVACY)
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """Every version of the agency's notice."""
    rows = PrivacyNotice.objects.visible_to(request.viewer).select_related("published_by")
    current = notices.in_force(request.viewer.user.agency, timezone.localdate())
    may_write = gate.may(request.viewer, Verb.WRITE)
    context = {"rows": list(rows), "current": current, "may_write": may_write}
    return render(request, "privacy/notices.html", context)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """A new version."""
    at, agency = now(), request.viewer.user.agency
    newest = PrivacyNotice.objects.visible_to(request.viewer).first()
    initial = {
        "version": newest.number if newest else 0,
        "text_id": newest.text_id if newest else notices.first_text(agency, "id"),
        "text_en": newest.text_en if newest else notices.first_text(agency, "en"),
        "contact": newest.contact if newest else notices.first_contact(agency),
        "valid_from": timezone.localdate(at),
    }
    form = NoticeForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        seen = words.pop("version") or 0
        actions.publish_notice(by=request.viewer.user, at=at, seen=seen, **words)
        return reverse("privacy:notices")

    lead = _("Lines that begin with ## are headings. Everybody reads this text.")
    page = FormPage(_("New version of the notice"), reverse("privacy:notices"), lead=lead, label=_("Publish"))
    return form_page(request, page, form, run)
