"""Contents that no row knows are taken away, in time."""

import logging
import os
from datetime import timedelta
from uuid import uuid4

from django.utils.timezone import now
from tests.conftest import as_role

from gugus.files import jobs, store


def age(path, **ago) -> None:
    moment = (now() - timedelta(**ago)).timestamp()
    os.utime(path, (moment, moment))


def tidy() -> None:
    with as_role("gugus_worker"):
        jobs.tidy(0)


def test_a_content_without_a_row_goes_after_a_day(letter):
    old, young = uuid4(), uuid4()
    for pk in (old, young):
        store.keep(pk, [b"x"])
    age(store.path_of(old), hours=25)
    age(store.path_of(letter.pk), days=300)

    tidy()

    assert not store.path_of(old).exists()
    assert store.path_of(young).exists()
    assert store.path_of(letter.pk).exists()


def test_half_written_ones_go_too(letter):
    half = store.path_of(letter.pk).with_name(".half")
    half.write_bytes(b"x")
    age(half, days=2)

    tidy()

    assert not half.exists()


def test_a_missing_content_is_told_to_the_operator(letter, caplog):
    store.discard(letter.pk)

    with caplog.at_level(logging.ERROR):
        tidy()

    assert str(letter.pk) in caplog.text


def test_an_empty_installation_is_no_error(db):
    tidy()
