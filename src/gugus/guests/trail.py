"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "guest.invited": _("made a guest link"),
    "guest.opened": _("opened a guest link"),
    "guest.seen": _("looked at a referral as a guest"),
    "guest.refused": _("was refused at a guest link"),
    "guest.ended": _("ended a guest link"),
    "guest.typed_in": _("typed in an answer of another office"),
}
CIRCUMSTANCES = {"guest": _("by guest link"), "guest_of": _("as a guest of")}
