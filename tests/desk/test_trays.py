"""What waits beside the referrals stands on the board, for whoever may see it."""

from tests.agreements.conftest import people, proposed
from tests.conftest import NOON, voice_of

from gugus.access.viewer import viewer_of
from gugus.desk.trays import AGREEMENTS

__all__ = ["people"]
BOARD = "/rujukan/papan/"


def waiting(user) -> list[str]:
    with voice_of(user):
        return [one.words for one in AGREEMENTS.provide(viewer_of(user, on=NOON.date()), NOON)]


def test_an_agreement_stands_on_the_board_of_whoever_must_sign_it(signed_in, people):
    made = proposed(people)

    assert waiting(people.mira) == [f"{made.ref} · {people.world.unit.name}"]
    page = signed_in(people.mira).get(BOARD).content.decode()
    assert made.ref in page and f"/perjanjian/{made.ref}/" in page


def test_nobody_else_hears_of_it(signed_in, people):
    made = proposed(people)

    assert [waiting(user) for user in (people.gani, people.surya, people.world.sari)] == [[], [], []]
    assert made.ref not in signed_in(people.world.sari).get(BOARD).content.decode()
