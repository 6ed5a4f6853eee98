"""What can be done with a claim: address, action, form, words. The page, its buttons and the API read this list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.restitution import forms, rules
from gugus.restitution.actions import claiming, ledger, telling, turning
from gugus.restitution.codes import STAGES, Kind, State
from gugus.restitution.gate import Sight
from gugus.restitution.models import Debtor

ON_THE_WAY = frozenset(State) - rules.ENDED
AFTER_APPLYING = ON_THE_WAY - {State.TOLD}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a step asks about a claim."""

    sight: Sight
    balance: rules.Balance
    debtors: list[Debtor]

    @property
    def state(self) -> State:
        """Where the claim is."""
        return State(self.sight.claim.state)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `to` is the state of a turn; `fits` asks the standing; `decides` needs the right to decide."""

    slug: str
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    group: str
    states: frozenset[str] = ON_THE_WAY
    to: str = ""
    fits: Callable[[Standing], bool] = field(default=lambda stands: True)
    decides: bool = False
    kind: str = ""

    def possible(self, stands: Standing) -> bool:
        """May this viewer make it now?"""
        allowed = stands.sight.may_decide if self.decides else stands.sight.may_write
        if not allowed or stands.state not in self.states:
            return False
        return (not self.to or rules.may_move(stands.state, self.to)) and self.fits(stands)


def _turn(slug: str, to: str, form, label, icon: str, text, **more) -> Step:
    """A turn of the claim; the table of moves says from where."""
    run = turning.apply if to == State.APPLIED else partial(turning.turn, to=to)
    return Step(slug, run, form, label, icon, text, "turn", states=frozenset(State), to=to, **more)


def _money(slug: str, line: str, form, label, icon: str, text, **more) -> Step:
    run = partial(ledger.write_money, kind=line)
    return Step(slug, run, form, label, icon, text, "money", **({"states": AFTER_APPLYING} | more))


def _lies_with_court(stands: Standing) -> bool:
    return stands.balance.at_court > 0


def _can_settle(stands: Standing) -> bool:
    return not rules.hurdles_to_turn(State.SETTLED, stands.balance)


def _owes(stands: Standing) -> bool:
    return stands.balance.remainder > 0


def _open_again(stands: Standing) -> bool:
    return stands.state == State.SETTLED or _owes(stands)


STEPS = (
    _turn(
        "permohonan", State.APPLIED, forms.ApplyForm, _("Hand in the application"), "send",
        _("LPSK looks within seven days whether the application is complete."), kind="main",
        fits=lambda stands: stands.balance.of(Kind.CLAIMED) > 0,
    ),
    _turn(
        "lengkap", State.COMPLETE, forms.TurnForm, _("The application is complete"), "check",
        _("Whoever looks at it has all papers."), kind="main",
    ),
    _turn(
        "penilaian", State.ASSESSED, forms.TurnAmountsForm, _("LPSK assessed"), "scale",
        _("Write what LPSK assessed under each head."), kind="main",
    ),
    _turn(
        "tuntutan", State.DEMANDED, forms.TurnAmountsForm, _("The prosecutor demands"), "scale",
        _("Write what stands in the demand. It may come without an application as well."), kind="main",
    ),
    _turn(
        "putusan", State.GRANTED, forms.GrantForm, _("The court grants"), "check-circle",
        _("Write what the ruling grants under each head, in full or in part."), kind="main",
    ),
    _turn(
        "pemberitahuan", State.NOTIFIED, forms.TurnForm, _("The final verdict was notified"), "bell",
        _("From this day the convict has fourteen days to pay."), kind="main",
    ),
    _turn(
        "lunas", State.SETTLED, forms.TurnForm, _("Settled"), "check-circle",
        _("Nothing is owed any more, and the survivor has all of it."), decides=True, kind="main", fits=_can_settle,
    ),
    _turn(
        "peringatan", State.WARNED, forms.TurnForm, _("The court warned in writing"), "alert",
        _("From this day fourteen days more are counted."), kind="main", fits=_owes,
    ),
    _turn(
        "sita", State.SEIZED, forms.SeizureForm, _("Assets were seized"), "lock",
        _("Write whose assets; their auction is the next step."), fits=_owes,
    ),
    _turn(
        "lelang", State.AUCTIONED, forms.SeizureForm, _("Assets were auctioned"), "scale",
        _("Write the proceeds as money afterwards."),
    ),
    _turn(
        "kurungan", State.DETAINED, forms.DetentionForm, _("Substitute detention began"), "lock",
        _("The remainder stays written down."), fits=_owes,
    ),
    _turn(
        "sisa", State.UNPAID, forms.ReasonTurnForm, _("It stays unpaid"), "alert",
        _("The remainder stays owed and the case stays under legal monitoring. A civil claim is still possible."),
        decides=True, kind="danger", fits=_open_again,
    ),
    _turn(
        "ditolak", State.REFUSED, forms.ReasonTurnForm, _("The court refused"), "x",
        _("What was granted before falls away by counter-lines."), decides=True, kind="danger",
    ),
    _turn(
        "putusan-bebas", State.RETURNED, forms.TurnForm, _("Acquitted on appeal"), "arrow-left",
        _("The ruling falls away for everybody; what was deposited was given back before."), decides=True,
        kind="danger",
    ),
    _turn(
        "kembali", State.TOLD, forms.ReasonTurnForm, _("Back to the beginning"), "history",
        _("Papers were missing, or the survivor wishes to begin anew."),
    ),
    _turn(
        "cabut", State.WITHDRAWN, forms.ReasonTurnForm, _("Withdraw the claim"), "x",
        _("Nobody is forced to claim. She can come back to it."), decides=True, kind="danger",
    ),
    Step(
        "kerugian", partial(ledger.write_amounts, stage=Kind.CLAIMED), forms.AmountsForm, _("Write down losses"),
        "plus", _("One amount for each head. Several sheets add up."), "ledger",
        states=rules.STAGE_FROM[Kind.CLAIMED] & {State.TOLD, State.APPLIED, State.COMPLETE},
    ),
    Step(
        "utang", ledger.write_debt, forms.DebtForm, _("A void debt"), "alert",
        _("What the trafficker says she owes him."), "ledger",
    ),
    Step(
        "jumlah", ledger.write_amounts, forms.LaterAmountsForm, _("Further amounts"), "plus",
        _("For a stage that was reached, for instance another convict's share."), "ledger",
        states=AFTER_APPLYING - {State.APPLIED},
    ),
    _money(
        "titip", Kind.DEPOSITED, forms.ComingForm, _("A deposit with the court"), "plus",
        _("The convict paid into the court."),
    ),
    _money(
        "hasil-lelang", Kind.AUCTION, forms.ComingForm, _("Proceeds of an auction"), "plus",
        _("What the auction brought, in the hands of the court or the prosecutor."), states=rules.OWED,
    ),
    _money(
        "serah", Kind.HANDED, forms.HandedForm, _("The court hands out"), "check",
        _("Money that lay with the court reached the survivor."), kind="main",
        fits=lambda stands: _lies_with_court(stands) and stands.balance.granted > 0,
    ),
    _money(
        "langsung", Kind.DIRECT, forms.DirectForm, _("Paid to her directly"), "plus",
        _("The convict paid without the court."),
    ),
    _money(
        "dana", Kind.FUND, forms.HandedForm, _("From the Victim Assistance Fund"), "plus",
        _("The fund pays the survivor; the convict still owes what he owes."),
    ),
    _money(
        "kembalikan", Kind.GIVEN_BACK, forms.MoneyForm, _("Given back to the payer"), "arrow-left",
        _("More than was owed, or after an acquittal."), fits=_lies_with_court,
    ),
    Step(
        "beri-tahu", telling.tell, forms.TellForm, _("The survivor was told"), "phone",
        _("What she was told, in which way, and what she said."), "more", states=frozenset(State),
    ),
    Step(
        "putusan-diketahui", partial(turning.note_day, which="knew_on"), forms.DayForm,
        _("The final verdict became known"), "clock",
        _("From this day ninety days run for an application to the court."), "more", states=frozenset({State.TOLD}),
    ),
    Step(
        "salinan", partial(turning.note_day, which="copy_on"), forms.DayForm, _("The copy of the ruling came"), "clock",
        _("LPSK and the convict have the copy. Thirty days run from here."), "more",
        states=frozenset({State.GRANTED, *rules.OWED}), fits=lambda stands: stands.sight.claim.copy_on is None,
    ),
    Step(
        "bebas", claiming.release, forms.ReleaseForm, _("One convict was acquitted"), "x",
        _("The others go on owing."), "more",
        fits=lambda stands: sum(one.released_on is None for one in stands.debtors) > 1, decides=True,
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}
BY_STATE = {one.to: one for one in STEPS if one.to}
GROUPS = (
    ("turn", _("How it goes on")),
    ("money", pgettext_lazy("restitution", "Money")),
    ("ledger", _("Losses")),
    ("more", _("Further")),
)


def possible_steps(stands: Standing) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(stands)]


def stages_open(stands: Standing) -> list[tuple[str, str]]:
    """Stages that may still get amounts."""
    return [(one.value, str(one.label)) for one in STAGES if stands.state in rules.STAGE_FROM[one]]
