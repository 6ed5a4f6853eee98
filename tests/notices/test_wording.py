"""A notice says a verb and a reference, and nothing about a person."""

from django.utils.translation import override

from gugus.notices.wording import said


def test_a_known_code_speaks_the_readers_language():
    with override("id"):
        assert said("referral_sent", "F-1") == "Rujukan F-1 menunggu jawaban"
    with override("en"):
        assert said("referral_sent", "F-1") == "Referral F-1 waits for an answer"


def test_a_code_nobody_named_stays_neutral():
    with override("en"):
        assert said("unheard_of", "K-1") == "There is news on K-1"
