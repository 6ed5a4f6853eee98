"""The board for programs: the same columns, counts and cards as the page."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from gugus.access.api import api_door
from gugus.access.codes import Section
from gugus.base.refusals import Cannot, Reason
from gugus.referrals import board as boards
from gugus.referrals.codes import State, Urgency
from gugus.referrals.columns import Column
from gugus.referrals.forms_board import BoardFilter

router = Router(tags=["referrals"])


class BoardAsked(Schema):
    """What narrows the board."""

    urgency: str = Field("", description="now, soon or planned; empty for all.")
    service: str = Field("", description="Code of a main service; takes its sub-services along.")
    agency: str = Field("", description="Slug of the other agency.")
    late: bool = Field(False, description="Only what is open and over its clock.")
    mine: bool = Field(False, description="Only what the caller wrote, answered or manages.")


class BoardCard(Schema):
    """One referral, as much as the caller may know of it now."""

    ref: str
    state: State
    side: str = Field(description="sender or receiver: where the caller's agency stands.")
    column: Column
    service: str
    urgency: Urgency
    agency: str = Field(description="Slug of the other agency.")
    state_at: datetime = Field(description="In this state since then.")
    clock_from: datetime | None
    due_at: datetime | None = Field(
        description="When the clock of this state runs out; null where none runs."
    )
    preview: str = Field(description="Sex and age in words; empty where closed to the caller.")
    person: str = Field(description="Masked name or code; empty until the person is open to the caller.")
    batch: str = Field(description="Mark of a batch; empty for a single referral.")
    next: State | None = Field(description="The likeliest state into which the caller can bring it.")


class BoardColumn(Schema):
    """One column."""

    column: Column
    count: int
    late: int = Field(description="How many are open and over their clock.")
    oldest: datetime | None = Field(description="Since when the oldest has been in its state.")
    cards: list[BoardCard]
    older: str = Field(description="Place from which the next page goes on; empty at the end.")


class BoardAgency(Schema):
    """What runs between the caller's agency and another."""

    agency: str
    columns: dict[Column, int]
    late: int


@router.get("/referral-board", response=list[BoardColumn], summary="Board of my agency's referrals")
@api_door(Section.REFERRAL)
def get_board(request: HttpRequest, asked: Query[BoardAsked]):
    """All columns with their counts and first cards. Ended referrals stay for fourteen days."""
    at = now()
    return [_column(one) for one in boards.piles(request.viewer, _chosen(request, asked, at), at)]


@router.get("/referral-board/agencies", response=list[BoardAgency], summary="Board by the other agency")
@api_door(Section.REFERRAL)
def get_agencies(request: HttpRequest, asked: Query[BoardAsked]):
    """How many referrals stand in which column between the caller's agency and each other one."""
    at = now()
    return [
        BoardAgency(
            agency=one.agency.slug, late=one.whole.late,
            columns={column: tally.count for column, tally in one.columns.items()},
        )
        for one in boards.groups(request.viewer, _chosen(request, asked, at), at)
    ]  # fmt: skip


@router.get("/referral-board/columns/{column}", response=BoardColumn, summary="One column of the board")
@api_door(Section.REFERRAL)
def get_column(
    request: HttpRequest, column: Column, asked: Query[BoardAsked], after: str = Query("", max_length=200)
):
    """At most fifty cards; send `older` as `after` for the next ones."""
    at = now()
    return _column(boards.pile(request.viewer, column, _chosen(request, asked, at), at, after=after))


def _chosen(request: HttpRequest, asked: BoardAsked, at: datetime) -> dict[str, str]:
    told = asked.dict() | {"late": "1" if asked.late else "", "mine": "1" if asked.mine else ""}
    form = BoardFilter(told, viewer=request.viewer, on=timezone.localdate(at))
    chosen = form.chosen()
    if form.errors:
        reasons = [Reason("unknown_value", str(words[0]), name) for name, words in form.errors.items()]
        raise Cannot(reasons)
    return chosen


def _column(one: boards.Pile) -> BoardColumn:
    cards = [
        BoardCard(
            **{
                name: getattr(card, name) for name in BoardCard.model_fields if name not in {"agency", "next"}
            },
            agency=card.agency_slug,
            next=card.step.to if card.step else None,
        )
        for card in one.cards
    ]
    return BoardColumn(
        column=one.column, count=one.count, late=one.late, oldest=one.oldest, cards=cards, older=one.older
    )
