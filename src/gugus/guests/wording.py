"""What a guest reads, as label and words; the closed list, and nothing beside it."""

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from gugus.guests import rules
from gugus.guests.forms import TOLD
from gugus.referrals.models import Referral
from gugus.referrals.wording import age_words, word


def sheet_lines(referral: Referral, content: dict[str, str]) -> list[tuple[str, str]]:
    """What the service needs: preview facts and what the sender wrote, in the order of the table."""
    open_facts = {
        "age": (_("Age"), age_words(referral)),
        "sex": (_("Sex"), word("sexes", referral.sex) if referral.sex else ""),
        "language": (_("Language"), referral.language),
        "accessibility": (
            _("Accessibility"),
            word("disabilities", referral.accessibility) if referral.accessibility else "",
        ),
    }
    written = {name: (TOLD[name][0], content.get(name, "")) for name in TOLD}
    written["message"] = (_("What is needed"), content.get("message", ""))
    every = open_facts | written
    lines = [every[name] for name in rules.fields_for(referral.service)]
    return [(lazystr(label), words) for label, words in lines if words]
