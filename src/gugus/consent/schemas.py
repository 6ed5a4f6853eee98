"""What the API says and hears of the ledger."""

from datetime import datetime

from ninja import Field, Schema

from gugus.access.codes import Section
from gugus.consent.codes import (
    Answer,
    Asker,
    Basis,
    Channel,
    ChildView,
    Form,
    Giver,
    Minority,
    NoGuardian,
    Receipt,
    RecipientKind,
    Relation,
    Verdict,
)


class BasisOut(Schema):
    """Whether something may be sent, and why not."""

    holds: bool
    code: str = Field(description="holds, none, refused, not_asked, withdrawn, expired, lapsed or not_yet.")
    ground: str | None = Field(description="The line that is the basis, or that explains why there is none.")
    why: str


class GroundIn(Schema):
    """One answer, or a duty, or a danger."""

    purpose: str = Field(max_length=40)
    to: str = Field(max_length=60, description="Slug of an agency, or a kind of recipient.")
    outside_name: str = Field("", max_length=120)
    basis: Basis = Basis.CONSENT
    answer: Answer = Answer.GIVEN
    duty: str = Field("", max_length=40, description="Code of the table of duties; required with legal_duty.")
    giver: Giver | str = ""
    giver_name: str = Field("", max_length=120)
    guardian: str = Field("", max_length=20, description="Person code of the guardian, if in the register.")
    relation: Relation | str = ""
    minority: Minority | str = Field("", description="Only where the age is not known.")
    child_view: ChildView | str = ""
    child_words: str = Field("", max_length=2000)
    no_guardian: NoGuardian | str = ""
    capacity_words: str = Field("", max_length=2000)
    form: Form | str = ""
    language: str = Field("", max_length=40)
    witness_name: str = Field("", max_length=120)
    interpreter_name: str = Field("", max_length=120)
    interpreter_agency: str = Field("", max_length=60, description="Slug.")
    interpreter_office: str = Field("", max_length=120)
    sections: list[Section] = Field(default_factory=list)
    note: str = Field("", max_length=2000)
    asked_at: datetime | None = None
    until_at: datetime | None = Field(None, description="Required with vital_interest, within its hours.")


class GroundOut(Schema):
    """One line of the ledger. Names and words are null for callers who may not read them."""

    ref: str
    person: str
    purpose: str
    recipient_kind: RecipientKind
    recipient: str | None
    basis: Basis
    answer: Answer
    duty: str
    giver: str
    relation: str
    child_view: str
    no_guardian: str
    form: str
    language: str
    sections: list[str]
    asked_at: datetime
    until_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal: str | None
    state: str = Field(
        description="holds, refused, not_asked, withdrawn, expired, lapsed, replaced or not_yet."
    )
    state_words: str
    giver_name: str | None
    witness_name: str | None
    interpreter_name: str | None
    child_words: str | None
    note: str | None


class WithdrawIn(Schema):
    """What is taken back, and who wants it."""

    grounds: list[str] = Field(min_length=1, max_length=50, description="References of lines.")
    only: str = Field("", max_length=60, description="Slug: only for this agency, under a wider line.")
    asker: Asker = Asker.SELF
    asker_name: str = Field("", max_length=120)
    relation: Relation | str = ""
    channel: Channel = Channel.IN_PERSON
    asked_at: datetime | None = Field(None, description="The clock of 3 × 24 hours runs from here.")
    code: str = Field("", max_length=40, description="Code of the list consent_withdrawal_reasons; optional.")
    words: str = Field("", max_length=2000)


class FateOut(Schema):
    """What becomes of one place that the data reached."""

    kind: str
    ref: str
    recipient: str | None
    ends: bool
    owes_receipt: bool
    carried_on_by: str | None


class KeptOut(Schema):
    """What cannot be taken back."""

    duty: str
    legal_basis: str
    words_id: str
    words_en: str
    recipients: list[str]


class OutlookOut(Schema):
    """What would follow."""

    grounds: list[str]
    reached: list[FateOut]
    kept: list[KeptOut]


class RecallOut(Schema):
    """A duty to stop, and what was answered."""

    ref: str
    sender: str
    recipient: str | None = Field(description="Null: somebody without an account.")
    instead_of: str | None = Field(description="The closed agency for which its successor answers.")
    about_kind: str
    about_ref: str
    at: datetime
    due_at: datetime
    receipt: Receipt | None
    duty: str
    answered_at: datetime | None
    typed_in: bool
    late_at: datetime | None
    words: str | None


class WithdrawalOut(Schema):
    """One withdrawal."""

    ref: str
    person: str
    asker: Asker
    channel: Channel
    asked_at: datetime
    at: datetime
    code: str
    kept: list[str] = Field(description="Codes of duties because of which something stays.")
    words: str | None
    recalls: list[RecallOut]


class ReceiptIn(Schema):
    """What was done."""

    receipt: Receipt
    duty: str = Field("", max_length=40, description="Required with kept.")
    words: str = Field("", max_length=2000)


class OverrideOut(Schema):
    """Something that was sent without a basis."""

    ref: str
    purpose: str
    recipient: str | None
    about_kind: str
    about_ref: str
    why_none: str
    by: str
    at: datetime
    verdict: Verdict | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    reason: str | None
    review_words: str | None


class ReviewIn(Schema):
    """The second person's answer."""

    verdict: Verdict
    words: str = Field("", max_length=2000)
