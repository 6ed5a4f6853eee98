"""The ledger in sentences: why there is no basis, who the recipient is, what a refusal means."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section

NONE = {
    "none": _(
        "No basis is on record for this agency and purpose. Ask the person first, and record the answer."
    ),
    "not_asked": _("The person has not been asked yet. Ask first, and record the answer."),
    "refused": _("The person refused. That is respected: nothing may be sent on this."),
    "withdrawn": _("The person withdrew consent. Nothing may be sent any more."),
    "expired": _("The basis has expired. Ask the person again, and record the answer."),
    "lapsed": _("The person has turned 18: the guardian's consent no longer counts. Ask the person."),
    "not_yet": _("The basis begins later."),
}
STATES = {
    "holds": _("counts"),
    "not_asked": _("not asked yet"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "expired": _("expired"),
    "lapsed": _("ended with the 18th birthday"),
    "replaced": _("replaced by a newer one"),
    "not_yet": _("begins later"),
    "none": _("no basis on record"),
}
HURDLES = {
    "only_consent_refused": _('A duty or a danger is not refused: choose consent, or "given".'),
    "only_consent": _("For this purpose only consent counts."),
    "sections_needed": _("Choose at least one part of the file that it covers."),
    "duty_needed": _("Name the duty of the law."),
    "danger_needed": _("Describe the danger to life or safety."),
    "end_needed": _("Say for how many hours. Danger is a basis for hours, then the person is asked."),
    "too_long": _("That is longer than the table of numbers allows. Choose fewer hours and ask the person."),
    "giver_needed": _("Say who answered."),
    "age_needed": _("The age is not known: say whether the person is certainly 18 or older."),
    "name_needed": _("Write who it was."),
    "relation_needed": _("Say how this person is related."),
    "barred": _("This person cannot speak for the survivor: they stand on the other side of a file."),
    "child_needs_guardian": _(
        "A child does not consent alone: a parent or guardian does too, or the agency decides."
    ),
    "child_has_guardian": _("For a child choose parent or guardian, or that the agency decides."),
    "child_view_needed": _("Ask the child too, and record what it says."),
    "child_objects": _("The child does not want it. A guardian alone is not enough: the agency decides."),
    "not_yours_to_decide": _("Deciding for a child belongs to an official with that right."),
    "no_guardian_needed": _("Say why no parent or guardian can decide."),
    "reason_needed": _("Give the reason for the decision."),
    "grown_speaks": _(
        "A grown person answers for themselves; a representative only where somebody cannot decide."
    ),
    "capacity_needed": _("Say who found, and how, that the person cannot decide."),
    "form_needed": _("Say how it was given."),
    "witness_needed": _("Write who was the witness."),
    "language_needed": _("In which language was it explained?"),
    "interpreter_office_needed": _("Say for which office the interpreter works."),
    "ends_before": _("It ends before it begins."),
}


def why_none(found: Any) -> Any:
    """Why nothing may be sent, as a sentence that helps."""
    if found.code == "not_covered":
        named = dict(Section.choices)
        parts = ", ".join(str(named.get(one, one)) for one in found.missing)
        return _("The basis %(ref)s does not cover: %(parts)s") % {
            "ref": found.looked.ref,
            "parts": parts or _("fields this sensitive"),
        }
    return NONE[found.code]


def recipient_words(ground: Any) -> str:
    """Who receives, in the reader's language; an outside provider's own name stays sealed and is not used here."""
    if ground.recipient is None:
        return str(ground.get_recipient_kind_display())
    english = (get_language() or "").startswith("en")
    return (ground.recipient.name_en if english else "") or ground.recipient.name
