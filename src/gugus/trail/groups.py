"""Kinds of entries, told from the second word of a verb, so that a new context need not say it again."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from gugus.audit.verbs import known


class Group(TextChoices):
    READ = "read", _("Reading and searching")
    CHANGE = "change", _("Changes")
    OPENING = "opening", _("Identities opened, emergency access")
    LEAVING = "leaving", _("Printed, exported, downloaded")
    SIGN_IN = "sign_in", _("Sign-in and accounts")
    REFUSAL = "refusal", _("Refused attempts")


_BY_DEED = {
    Group.READ: {"seen", "read", "listed", "searched", "hinted", "looked", "checked", "viewed", "previewed"},
    Group.OPENING: {"unmasked", "identity_seen", "revealed"},
    Group.LEAVING: {"printed", "exported", "downloaded", "sent_out"},
    Group.REFUSAL: {"refused", "denied", "failed", "locked_out"},
}
_BY_VERB = {
    "report.opened": Group.OPENING,
    "file.opened": Group.LEAVING,
    "person.identity_seen": Group.OPENING,
}
_BY_CONTEXT = {"account": Group.SIGN_IN, "accounts": Group.SIGN_IN, "session": Group.SIGN_IN}


def group_of(verb: str) -> Group:
    """What kind of deed a verb is; whatever is nothing else is a change."""
    context, _dot, deed = verb.partition(".")
    if verb in _BY_VERB:
        return _BY_VERB[verb]
    for group, deeds in _BY_DEED.items():
        if deed in deeds or any(deed.endswith(f"_{one}") for one in deeds):
            return group
    if context == "emergency" and deed in {"opened", "taken", "begun", "started"}:
        return Group.OPENING
    return (
        Group.SIGN_IN if context in _BY_CONTEXT or deed.startswith(("signed_", "sign_in")) else Group.CHANGE
    )


def verbs_of(*groups: Group) -> list[str]:
    """The named verbs of these groups."""
    return sorted(verb for verb in known() if group_of(verb) in groups)


def entries_of(group: Group) -> Q:
    """The entries of a group; changes are all that belong to no other one, named or not."""
    if group == Group.CHANGE:
        return ~Q(verb__in=verbs_of(*(one for one in Group if one != Group.CHANGE)))
    return Q(verb__in=verbs_of(group))
