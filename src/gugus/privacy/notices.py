"""The public privacy notice: what is in force on a day, and a first text to begin from."""

from datetime import date

from django.utils.translation import gettext as now_in
from django.utils.translation import override

from gugus.directory.models import Agency
from gugus.privacy.models import PrivacyNotice

HEADINGS = "## "


def in_force(agency: Agency | None, day: date) -> PrivacyNotice | None:
    """The newest notice of an agency that counts on a day; everybody may ask."""
    if agency is None:
        return None
    rows = PrivacyNotice.objects.unscoped(because="a public text").filter(agency=agency, valid_from__lte=day)
    return rows.order_by("-number").first()


def paragraphs(text: str) -> list[tuple[str, str]]:
    """(kind, words) of each paragraph: lines that begin with ## are headings, everything else is text."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        for line in filter(None, map(str.strip, block.split("\n"))):
            heading = line.startswith(HEADINGS)
            found.append(("heading", line[len(HEADINGS) :]) if heading else ("text", line))
    return found


def first_text(agency: Agency, language: str) -> str:
    """The text that is shown until an officer publishes one, and from which the officer begins."""
    with override(language):
        parts = [
            (now_in("Who answers for your data"), agency.name),
            (
                now_in("What we keep and why"),
                now_in(
                    "What you tell us, how we may reach you, and what was done. We use it only to keep people safe,"
                    " to help, and to meet duties of the law."
                ),
            ),
            (
                now_in("On what basis"),
                now_in(
                    "Our duty under the law, the protection of life, and your consent where we ask for it."
                ),
            ),
            (
                now_in("Who gets it"),
                now_in(
                    "Only officers who work on it. Another office gets it only with your consent or when the law or"
                    " somebody's safety requires it. Nothing is sold, nothing is used for advertising."
                ),
            ),
            (
                now_in("How we keep it"),
                now_in(
                    "Encrypted. Everybody who opens it is recorded. After the time set by the schedule it is forgotten."
                ),
            ),
            (
                now_in("Your rights"),
                now_in(
                    "You may ask what we hold, get a copy, have it corrected or erased, withdraw a consent, object,"
                    " or ask us to stop using it. Some rights have limits in the law. We first make sure that it is"
                    " really you."
                ),
            ),
        ]
        return "\n\n".join(f"{HEADINGS}{title}\n{text}" for title, text in parts)


def first_contact(agency: Agency) -> str:
    """How the office is reached."""
    return " · ".join(part for part in (agency.phone, agency.email) if part) or agency.name
