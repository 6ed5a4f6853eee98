import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.phones import Phone, read_phone, read_phones

# No operator gives out +62 800-0000-xxxx.
RINA = "+6280000001234"


@pytest.mark.parametrize(
    "typed",
    [
        "0800-0000-1234",
        "0800 0000 1234",
        "080000001234",
        "(0800) 0000.1234",
        "+62 800-0000-1234",
        "+62 (0)800 0000 1234",
        "+62 0800 0000 1234",
        "62 800 0000 1234",
        "620800 0000 1234",
        "0062 800 0000 1234",
        "001 62 800 0000 1234",
        "800 0000 1234",
        "o8oo-oooo-1234",
        "WA 0800-0000-1234",
        "0800-0000-1234 (WA)",
        "HP: 0800-0000-1234",
        "0800-0000-1234 ext. 12",
        "0800-0000-1234 pes 12",
        "wa.me/6280000001234",
        "https://wa.me/6280000001234?text=halo",
        "https://api.whatsapp.com/send?phone=6280000001234&text=a1",
        "wa.me/080000001234",
        "6280000001234@s.whatsapp.net",
        "6280000001234:17@c.us",
        "tel:+62-800-0000-1234",
        "\uff10\uff18\uff10\uff10 0000 1234",
        "\u202a+62 800\u20110000\u20111234\u202c",
    ],
)
def test_every_indonesian_writing_gives_one_number(typed):
    phone = read_phone(typed)

    assert (phone.e164, phone.key, phone.country, phone.typed) == (RINA, RINA, "ID", typed)


def test_an_invented_number_is_read_but_not_certain():
    assert read_phone("0800-0000-1234").is_certain is False


def test_a_mobile_number_without_its_zero_is_at_home():
    assert read_phone("812 0000 0000").e164 == "+6281200000000"


def test_foreign_numbers_are_read_with_a_plus_or_the_international_prefix():
    assert read_phone("+855 12 000 000").e164 == "+85512000000"
    assert read_phone("+855 12 000 000").country == "KH"
    assert read_phone("00855 12 000 000").e164 == "+85512000000"


def test_a_number_written_down_abroad_is_read_by_the_rules_there():
    assert read_phone("012-000 0000", region="MY").e164 == "+60120000000"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("129", "129"), ("", ""), ("tidak punya", ""), ("0800-00", "080000"), ("0" * 20, "0" * 20)],
)
def test_what_cannot_be_read_stays_as_typed(typed, digits):
    assert read_phone(typed) == Phone(typed=typed, digits=digits)
    assert read_phone(typed).key == digits


@given(st.text(alphabet="0123456789+()-. wame/o:@x", max_size=40))
def test_reading_never_fails_and_loses_no_digits(typed):
    phone = read_phone(typed)

    assert phone.typed == typed and (phone.e164 is None or phone.e164.startswith("+"))


@given(st.integers(0, 9999), st.sampled_from(["0800-0000-{}", "+62 800 0000 {}", "62800 0000{}"]))
def test_reading_a_key_again_changes_nothing(number, form):
    key = read_phone(form.format(f"{number:04}")).key

    assert read_phone(key).key == key


def test_several_numbers_in_one_field_are_told_apart():
    both = read_phones("0800-0000-1234 / 0800 0000 5678 atau +855 12 000 000")

    assert [phone.e164 for phone in both] == [RINA, "+6280000005678", "+85512000000"]


def test_one_number_stays_one():
    assert [phone.e164 for phone in read_phones("https://wa.me/6280000001234")] == [RINA]
    assert [phone.e164 for phone in read_phones("0800-0000-1234, Ibu")] == [RINA]
    assert read_phones("tidak punya") == ()
