import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.keyring import Keyring
from gugus.kernel.sealing import (
    CannotUnseal,
    kek_id_of,
    new_key,
    seal,
    token,
    unseal,
    unwrap,
    wrap,
)

ABOUT = "people_identity:names:0199"
KEY = new_key()


@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_was_sealed_opens_again(plaintext, about):
    assert unseal(KEY, seal(KEY, plaintext, about), about) == plaintext


def test_sealing_twice_never_gives_the_same_bytes():
    assert seal(KEY, b"Siti", ABOUT) != seal(KEY, b"Siti", ABOUT)


def test_the_sealed_value_does_not_show_its_content():
    assert b"Siti Contoh" not in seal(KEY, b"Siti Contoh", ABOUT)


def test_a_value_moved_to_another_row_stays_shut():
    sealed = seal(KEY, b"Siti", ABOUT)

    with pytest.raises(CannotUnseal):
        unseal(KEY, sealed, "people_identity:names:0200")


def test_another_key_opens_nothing():
    with pytest.raises(CannotUnseal):
        unseal(new_key(), seal(KEY, b"Siti", ABOUT), ABOUT)


@given(st.data())
def test_a_changed_bit_anywhere_is_noticed(data):
    sealed = bytearray(seal(KEY, b"Siti", ABOUT))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CannotUnseal):
        unseal(KEY, bytes(sealed), ABOUT)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(27), b"\x07" + bytes(40)])
def test_what_was_never_sealed_is_refused(sealed):
    with pytest.raises(CannotUnseal):
        unseal(KEY, sealed, ABOUT)


def test_the_refusal_tells_no_secret():
    with pytest.raises(CannotUnseal) as refused:
        unseal(new_key(), seal(KEY, b"Siti", ABOUT), "people_identity:names:0200")

    told = "".join(traceback.format_exception(refused.value))
    assert "0200" not in str(refused.value) and "InvalidTag" not in told


def test_a_short_key_is_refused():
    with pytest.raises(ValueError):
        seal(b"short", b"Siti", ABOUT)


def test_a_wrapped_data_key_opens_with_its_kek_alone():
    kek, data_key = new_key(), new_key()
    wrapped = wrap(kek, "kek-1", data_key)

    assert unwrap(kek, "kek-1", wrapped) == data_key
    assert kek_id_of(wrapped) == "kek-1" and data_key not in wrapped
    with pytest.raises(CannotUnseal):
        unwrap(new_key(), "kek-1", wrapped)
    with pytest.raises(CannotUnseal):
        unwrap(kek, "kek-2", wrapped)


def test_the_id_on_a_wrapped_key_cannot_be_rewritten():
    kek = new_key()
    wrapped = wrap(kek, "kek-1", new_key()).replace(b"kek-1", b"kek-2")

    with pytest.raises(CannotUnseal):
        unwrap(kek, "kek-2", wrapped)


@given(st.binary(max_size=90))
def test_rubbish_is_no_wrapped_key(rubbish):
    with pytest.raises(CannotUnseal):
        Keyring.ephemeral().unwrap(rubbish)


def test_only_whole_keys_are_wrapped():
    with pytest.raises(ValueError):
        wrap(new_key(), "kek-1", b"half a key")


def test_tokens_repeat_per_purpose_and_key_and_are_sixteen_bytes():
    assert token(KEY, "nik", "0012") == token(KEY, "nik", "0012")
    assert len(token(KEY, "nik", "0012")) == 16
    assert token(KEY, "nik", "0012") != token(KEY, "phone", "0012")
    assert token(KEY, "nik", "0012") != token(new_key(), "nik", "0012")


def test_a_purpose_and_its_value_do_not_run_together():
    assert token(KEY, "a", "bc") != token(KEY, "ab", "c")
