"""What goes in and out of the API of referrals."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from gugus.access.codes import Section
from gugus.referrals.codes import Basis, State, Urgency, Way, WordsKind
from gugus.referrals.models import Referral
from gugus.referrals.wording import clock_of


class ReferralLine(Schema):
    """One referral in a list: what both sides may know."""

    ref: str
    state: State
    state_at: datetime = Field(description="Since when it is in this state.")
    code: str = Field(
        description="Why it is in this state; empty unless declined, returned, revoked or expired."
    )
    service: str = Field(description="Code of the list services.")
    urgency: Urgency
    sender: str = Field(description="Slug of the asking agency.")
    receiver: str = Field(description="Slug of the asked agency.")
    batch: str | None = Field(description="Reference of those asked in one go; null when it was asked alone.")
    sent_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    way: Way = Field(description="How the asked agency spoke last; empty: with an account.")
    age_hours: int = Field(description="Whole hours since it was sent (a draft: written), until it ended.")
    due_at: datetime | None = Field(description="End of the clock that runs now; null when none runs.")
    late: bool = Field(description="Has the running clock run out?")


class Preview(Schema):
    """What a receiver may know before it accepts: codes and yes or no, nothing that was typed."""

    age_band: str
    sex: str
    minor: bool | None
    language: str = Field(description="Code of the list languages.")
    area_code: str = Field(description="Regency level.")
    accessibility: str


class Said(Schema):
    """Something that was written about a referral."""

    kind: WordsKind
    text: str | None
    at: datetime
    agency: str = Field(description="Slug of the agency that wrote it.")


class ReferralOut(ReferralLine):
    """One referral as the caller's side sees it now."""

    preview: Preview | None = Field(description="Null for a receiver after the referral ended.")
    basis: Basis | None = Field(description="As it stood when it was sent; null before acceptance.")
    basis_on: date | None
    ground: str | None = Field(description="Reference in the ledger of consent; sender only.")
    sections: list[str] = Field(description="What opens on acceptance.")
    message: str | None = Field(description="Null where it is closed to the caller: it opens on acceptance.")
    answer: str | None = Field(description="The newest answer.")
    feedback: str | None = Field(description="The newest feedback.")
    said: list[Said] = Field(description="Answers, feedback and final reports, the oldest first.")
    grace_until: datetime | None = Field(
        description="Until when the receiver may read and write its final report after the end."
    )
    may_report: bool = Field(description="May the caller write the final report now?")
    proposed: str | None = Field(description="Slug of the agency that a decline proposes.")
    follows: str | None = Field(description="The earlier referral that this one replaces; sender only.")
    followed_by: list[str] = Field(description="Referrals that replace this one; sender only.")
    case: str | None = Field(description="Reference of the case; null until it is open to the caller.")
    person: str | None = Field(description="Reference of the person; null until it is open to the caller.")
    next: list[State] = Field(description="States into which the caller can bring it now.")


class ReferralIn(Schema):
    """A new referral from a case."""

    party: UUID = Field(description="The person's role in the case (id of the party).")
    to: str = Field(description="Slug of the agency to ask.")
    service: str
    urgency: Urgency
    sections: list[Section] = Field(description="What opens on acceptance.")
    message: str = Field(max_length=5000)
    language: str = Field("", max_length=40, description="Code of the list languages; empty: the person's.")
    accessibility: str = Field("", max_length=40, description="Code of the list disabilities.")
    follows: str = Field("", max_length=12, description="An earlier referral of the case that came back.")
    send: bool = Field(
        True, description="False keeps a draft. Sending needs a basis in the ledger of consent."
    )


class MoveIn(Schema):
    """The next state, with the words it needs."""

    to: State
    code: str = Field("", description="Reason; required to decline, return or revoke.")
    answer: str = Field("", max_length=5000)
    feedback: str = Field("", max_length=5000, description="Required to report back.")
    proposed: str = Field("", description="Slug of an agency to ask instead, with a decline.")
    override: str = Field(
        "", max_length=2000, description="Reason to send without a basis; a right of its own."
    )


class ReportIn(Schema):
    """The last word of the receiving agency."""

    report: str = Field(max_length=5000)


LINE = (
    "ref", "state", "state_at", "code", "way", "service", "urgency", "sent_at", "answer_due_at", "answered_at",
    "ended_at",
)  # fmt: skip


def line_of(one: Referral, at: datetime) -> dict:
    """What both sides may know of a referral at a moment."""
    clock = clock_of(one)
    age = (one.ended_at or at) - (one.sent_at or one.written_at)
    facts = {name: getattr(one, name) for name in LINE}
    return facts | {
        "sender": one.agency.slug, "receiver": one.to_agency.slug, "batch": one.batch.ref if one.batch else None,
        "age_hours": int(age.total_seconds() // 3600), "due_at": None if clock.done else clock.due,
        "late": clock.is_late(at),
    }  # fmt: skip
