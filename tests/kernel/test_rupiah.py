"""Amounts are read exactly, or refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.rupiah import MOST, NotRupiah, plain, read, written


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.250.000,50", "1250000.50"), ("1250000.50", "1250000.50"), ("1250000,5", "1250000.50"),
        ("Rp 1.250.000", "1250000.00"), ("Rp. 1.250.000,-", "1250000.00"), ("rp1.250", "1250.00"),
        ("IDR 1,250,000.50", "1250000.50"), ("1,250.50", "1250.50"), (" 500 ", "500.00"), ("0", "0.00"),
        ("1.250", "1250.00"), ("12.50", "12.50"), ("0,05", "0.05"), ("Rp\u00a01.000.000", "1000000.00"),
        ("99999999999999,99", "99999999999999.99"),
    ],
)  # fmt: skip
def test_both_ways_of_writing_are_read_exactly(typed, amount):
    assert read(typed) == Decimal(amount)
    assert str(read(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "negative"), ("Rp -1.000", "negative"), ("\u22125", "negative"), ("(500)", "negative"),
        ("1,250", "two_ways"), ("100000000000000", "too_large"), ("9" * 400, "too_large"),
        ("NaN", "unreadable"), ("Infinity", "unreadable"), ("-Infinity", "negative"), ("1e30", "unreadable"),
        ("1E5", "unreadable"), ("", "unreadable"), ("seratus", "unreadable"), ("1.25.000", "unreadable"),
        ("1.2500", "unreadable"), ("1,250,00", "unreadable"), ("10,005", "two_ways"), ("1 250 000", "unreadable"),
        ("\u0661\u0662\u0663", "unreadable"), ("\uff11\uff12", "unreadable"), ("0x10", "unreadable"),
        ("1_000", "unreadable"), ("+5", "unreadable"), ("5.", "unreadable"), (".5", "unreadable"),
        ("1.250.000.50", "unreadable"), ("$5", "unreadable"), ("1'250", "unreadable"),
    ],
)  # fmt: skip
def test_whatever_else_is_typed_is_refused_with_its_reason(typed, code):
    with pytest.raises(NotRupiah) as refused:
        read(typed)

    assert refused.value.code == code


AMOUNTS = st.decimals(min_value=0, max_value=MOST, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_what_is_written_is_read_back_exactly(amount):
    assert read(written(amount)) == read(plain(amount)) == amount
    assert read(written(amount, "en").replace(",", "")) == amount


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    try:
        amount = read(text)
    except NotRupiah:
        return
    assert 0 <= amount <= MOST and amount.as_tuple().exponent == -2


def test_a_minus_stands_before_the_currency():
    assert written(Decimal("-1250.50")) == "\u2212Rp1.250,50"
    assert written(Decimal(1250000), "en") == "Rp1,250,000"
