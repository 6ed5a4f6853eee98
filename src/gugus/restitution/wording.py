"""A claim in words: amounts, heads of loss, days since, what is shown of whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gugus import law
from gugus.access.viewer import Viewer
from gugus.base.links import url_of
from gugus.base.pictures import Bar, StackedBar
from gugus.kernel.rupiah import number as plain_number
from gugus.kernel.rupiah import written
from gugus.people.models import Person
from gugus.people.queries import shown_names
from gugus.referrals.wording import word
from gugus.restitution import queries, rules
from gugus.restitution.codes import STAGES, Kind
from gugus.restitution.models import Claim, Deadline, Debtor, LedgerLine


def rupiah(amount: Decimal) -> str:
    """An amount in the reader's language."""
    return written(amount, get_language())


def number(amount: Decimal) -> str:
    """The same without "Rp", for a table whose heading says so."""
    return plain_number(amount, get_language())


def head_words(head: str) -> str:
    """A head of loss in words."""
    return word("loss_heads", head)


def heads() -> list[tuple[str, str, str]]:
    """Every head of loss: code, words, where it stands in the law."""
    return [(one.code, head_words(one.code), one.official) for one in law.codes("loss_heads")]


UNKNOWN = "•••"


def names_of(viewer: Viewer, ids: Iterable[UUID | None], at: datetime) -> dict[UUID, str]:
    """Masked names of whoever the reader's agency may know; nobody else is in it. Two queries."""
    rows = Person.objects.visible_to(viewer).filter(pk__in=[one for one in ids if one is not None])
    people = list(rows)
    return shown_names(viewer, people, at) if people else {}


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in a list."""

    claim: Claim
    name: str
    balance: rules.Balance
    deadline: Deadline | None

    @property
    def granted(self) -> str:
        """What was granted."""
        return rupiah(self.balance.granted) if Kind.GRANTED in self.balance.sums else "–"

    @property
    def received(self) -> str:
        """What reached the survivor."""
        return rupiah(self.balance.received)

    @property
    def remainder(self) -> str:
        """What is still owed."""
        return rupiah(self.balance.remainder)

    @property
    def owes(self) -> bool:
        """Is something still owed?"""
        return self.balance.remainder > 0


def told_rows(claims: Iterable[Claim], viewer: Viewer, at: datetime) -> list[Row]:
    """Claims with masked names, balances and the next deadline. A fixed number of queries."""
    claims = list(claims)
    if not claims:
        return []
    names = names_of(viewer, {one.person_id for one in claims}, at)
    balances = queries.balances_of(claims)
    first: dict = {}
    for one in queries.deadlines_of(claims):
        if one.ended_at is None:
            first.setdefault(one.claim_id, one)
    return [
        Row(one, names.get(one.person_id, UNKNOWN), balances[one.pk], first.get(one.pk)) for one in claims
    ]


def since_notice(claim: Claim, at: datetime) -> str:
    """How long ago the final verdict was notified, in days; empty before."""
    if claim.notice_on is None:
        return ""
    number = (timezone.localdate(at) - claim.notice_on).days
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def table_of(balance: rules.Balance) -> list[dict[str, Any]]:
    """Head of loss × stage, with the sum below; only heads that have an amount."""
    shown = [(code, words) for code, words, _official in heads() if code in balance.heads]
    rows = [
        {"head": words, "cells": [number(balance.head(code, stage)) for stage in STAGES]}
        for code, words in shown
    ]
    whole = [number(balance.of(stage)) for stage in STAGES]
    return [*rows, {"head": _("In all"), "cells": whole, "whole": True}] if rows else []


def bars_of(balance: rules.Balance) -> list[Bar]:
    """From what was claimed to what reached her, in full rupiah (the table beside says cents)."""
    steps = (
        (_("Claimed"), balance.of(Kind.CLAIMED), ""),
        (_("Assessed by LPSK"), balance.of(Kind.ASSESSED), ""),
        (_("Demanded"), balance.of(Kind.DEMANDED), ""),
        (_("Granted"), balance.granted, "info"),
        (_("Paid by the convicts"), balance.applied, "safe"),
        (_("Received by the survivor"), balance.received, "safe"),
        (_("Still owed"), balance.remainder, "late"),
    )
    return [Bar(str(label), _drawn(amount), kind) for label, amount, kind in steps]


def head_bars(balance: rules.Balance) -> list[StackedBar]:
    """The same per head: what was granted and what was not, of what was claimed."""
    shown = [(code, words) for code, words, _official in heads() if code in balance.heads]
    return [
        StackedBar(words, [_drawn(balance.head(code, Kind.GRANTED)), _drawn(_refused(balance, code))])
        for code, words in shown
    ]


def _refused(balance: rules.Balance, head: str) -> Decimal:
    return max(balance.head(head, Kind.CLAIMED) - balance.head(head, Kind.GRANTED), rules.NOTHING)


def _drawn(amount: Decimal) -> int:
    """Whole rupiah, for the length of a bar: a picture is not the ledger."""
    return int(amount)


def debtors_told(claim: Claim, viewer: Viewer, balance: rules.Balance, at: datetime) -> list[dict[str, Any]]:
    """Each convict with masked name and, where they owe in shares, the own debt."""
    debtors = queries.debtors_of(claim)
    names = names_of(viewer, {one.person_id for one in debtors}, at)
    final = queries.final_on(debtors, claim.case)
    return [
        {
            "debtor": one, "name": names.get(one.person_id, UNKNOWN), "debt": _debt(balance, one, claim),
            "final_on": final.get(one.pk), "track": one.proceeding.ref if one.proceeding else "",
            "track_url": url_of("proceeding", one.proceeding.ref) if one.proceeding else "",
        }
        for one in debtors
    ]  # fmt: skip


def _debt(balance: rules.Balance, one: Debtor, claim: Claim) -> dict[str, str] | None:
    if claim.liability != "shares":
        return None
    debt = balance.debts.get(one.pk, rules.Debt())
    return {
        "granted": rupiah(debt.granted),
        "paid": rupiah(debt.applied),
        "remainder": rupiah(debt.remainder),
    }


def lines_told(
    lines: Iterable[LedgerLine], names: dict, evidence: Mapping[UUID, list] | None = None
) -> list[dict[str, Any]]:
    """Lines for the page, each with its words, whose money it was, its papers, and whether it was taken back."""
    return [
        {
            "line": one,
            "amount": rupiah(one.amount),
            "what": one.get_kind_display(),
            "head": head_words(one.head) if one.head else "",
            "whose": names.get(one.debtor_id, ""),
            "counter": one.reverses_id is not None,
            "taken_back": hasattr(one, "reversed_by"),
            "evidence": (evidence or {}).get(one.pk, []),
        }
        for one in lines
    ]
