"""The provisions that count are those of the day of the act."""

from datetime import date

import pytest

from gugus import law
from gugus.law.provisions import in_force, provision, provisions

LAST_OLD_DAY, FIRST_NEW_DAY = date(2026, 1, 1), date(2026, 1, 2)
EVERY = provisions()


def test_the_basic_offence_moves_to_the_new_criminal_code_on_2_january_2026():
    before = {one.code for one in provisions(on=LAST_OLD_DAY, kind="offence")}
    after = {one.code for one in provisions(on=FIRST_NEW_DAY, kind="offence")}

    assert {"uu21_2_1", "uu21_2_2"} <= before and "kuhp_455" not in before
    assert "kuhp_455" in after and not {"uu21_2_1", "uu21_2_2"} & after


def test_an_unknown_day_shows_the_old_and_the_new_offence():
    found = [one.code for one in in_force(["uu21_2_1"], None)]

    assert found == ["uu21_2_1", "kuhp_455"]


def test_a_replaced_provision_is_cited_by_its_successor():
    assert [one.code for one in in_force(["uu21_2_1", "uu21_2_2"], FIRST_NEW_DAY)] == ["kuhp_455"]


def test_the_rest_of_the_trafficking_law_counts_on_both_days():
    for code in ("uu21_3", "uu21_4", "uu21_17", "uu21_18", "uu21_26"):
        assert provision(code).counts_on(LAST_OLD_DAY) and provision(code).counts_on(FIRST_NEW_DAY)


def test_nothing_of_the_trafficking_law_counts_before_it_existed():
    assert "uu21_2_1" not in {one.code for one in provisions(on=date(2007, 4, 18))}


def test_a_citation_from_memory_says_that_it_must_be_confirmed():
    assert provision("uu21_17").citation.id == "UU 21/2007 Pasal 17"
    assert provision("uu21_2_1").citation.en == "Law 21/2007 Art. 2(1)"
    assert provision("uu21_6").citation.id == "UU 21/2007 Pasal 6 (perlu dikonfirmasi)"
    assert provision("kuhp_455").citation.en.endswith("Art. 455 (to be confirmed)")


def test_articles_2_to_23_of_the_trafficking_law_are_all_there():
    articles = {one.basis.article for one in EVERY if one.basis.law == "uu21_2007"}

    assert {str(number) for number in range(2, 24)} <= articles


def test_disclosing_an_identity_is_punished_with_3_to_7_years():
    penalty = provision("uu21_24").penalty

    assert (penalty.prison_min, penalty.prison_max) == (3, 7)
    assert (penalty.fine_min, penalty.fine_max) == (120_000_000, 280_000_000)


@pytest.mark.parametrize("one", EVERY, ids=[one.code for one in EVERY])
def test_every_provision_is_well_formed(one):
    low, high = one.penalty.prison_min, one.penalty.prison_max
    first, last = one.basis.validity.first, one.basis.validity.last

    assert one.words.id and one.words.en and one.source
    assert low is None or high is None or low <= high
    assert first is None or last is None or first <= last
    assert not one.replaced_by or provision(one.replaced_by)


def test_an_unknown_provision_fails_loudly():
    with pytest.raises(law.UnknownCode, match="uu21_999"):
        provision("uu21_999")
