"""What a survivor gets of the ledger in a copy of her data: every line, with its paper and words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.kernel.rupiah import written
from gugus.referrals.wording import word
from gugus.restitution.models import LedgerLine, Told

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def restitution(asked: Asked) -> list[Part]:
    """Lines of the person's claims within chosen cases, and what she was told. The accused stay out."""
    mine = {"claim__person_id": asked.person_id, "claim__case_id__in": asked.case_ids}
    lines = LedgerLine.objects.unscoped(because=BECAUSE).filter(**mine).select_related("claim", "data_key")
    talks = Told.objects.unscoped(because=BECAUSE).filter(**mine).select_related("claim", "data_key")
    return [
        Part("restitution", _("Restitution"), [_line(one) for one in lines.order_by("claim", "number")]),
        Part(
            "restitution_told", _("What you were told about restitution"),
            [
                row((_("Day"), one.on.isoformat()), (_("About"), one.get_topic_display()),
                    (_("How"), one.get_way_display()), (_("In words"), one.words))
                for one in talks.order_by("on")
            ],
        ),
    ]  # fmt: skip


def _line(one: LedgerLine):
    return row(
        (_("Claim"), one.claim.ref),
        (_("Day"), one.on.isoformat()),
        (_("What"), one.get_kind_display()),
        (_("Loss"), word("loss_heads", one.head) if one.head else ""),
        (_("Amount"), written(one.amount, get_language())),
        (_("Takes back"), one.reverses.ref if one.reverses else ""),
        (_("Received by"), one.receiver_name or one.get_receiver_display()),
        (_("Account"), one.account),
        (_("Number of the document"), one.document),
        (_("Note"), one.note),
    )
