"""What the second person reads before agreeing: what goes, how many of which class. No reference, no name."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.approvals.models import Request
from gugus.retention.codes import RecordClass, RecordKind


def run_asked(request: Request) -> str:
    """A list of records that shall be made anonymous."""
    facts = request.facts
    said = ngettext(
        "%(number)s record is made anonymous for ever: words, numbers and files are destroyed, also in backups.",
        "%(number)s records are made anonymous for ever: words, numbers and files are destroyed, also in backups.",
        facts["count"],
    ) % {"number": facts["count"]}
    classes = [f"{_label(key[6:])}: {number}" for key, number in facts.items() if key.startswith("class_")]
    return "\n".join([said, *classes, _("Digest of the list: %(digest)s") % {"digest": facts["digest"]}])


def release_asked(request: Request) -> str:
    """A hold that shall end."""
    about = request.facts["record"] or _("The whole agency")
    words = _("The hold ends. What it held may be forgotten when the schedule says so.")
    return f"{words}\n{about}"


def _label(code: str) -> str:
    if code in RecordClass.values:
        return str(RecordClass(code).label)
    return str(RecordKind(code).label) if code in RecordKind.values else code
