import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.spelling import in_new_spelling, sounds, with_one_letter_less


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("soekarno", "sukarno"),
        ("djoko", "joko"),
        ("tjahjadi", "cahyadi"),
        ("soebijanto", "subiyanto"),
        ("widjaja", "wijaya"),
        ("djojo", "joyo"),
        ("sjahrir", "syahrir"),
        ("njoto", "nyoto"),
        ("pandjaitan", "panjaitan"),
        ("rachmat", "rakhmat"),
        ("christina", "khristina"),
    ],
)
def test_old_spelling_is_brought_to_the_new(old, new):
    assert in_new_spelling(old) == new


@pytest.mark.parametrize("word", ["joko", "wijaya", "panjaitan", "anjani", "chandra", "jusuf", "jaya", ""])
def test_modern_words_stay_as_they_are(word):
    assert in_new_spelling(word) == word


@pytest.mark.parametrize(
    "same",
    [
        ("fitri", "pitri", "vitri", "fitry"),
        ("zaenal", "zainal", "jaenal", "saenal"),
        ("aziz", "asis", "ajis"),
        ("yanti", "ianti"),
        ("alex", "aleks"),
        ("rizqi", "rizki", "rizky"),
        ("ramadhan", "ramadan"),
        ("fathimah", "fatimah", "patimah", "fatima"),
        ("khairul", "hairul", "kairul", "khoirul", "khaerul", "chairul"),
        ("akhmad", "ahmad", "akhmat"),
        ("aisyah", "aisah", "aisya", "aisha"),
        ("syahrul", "sahrul", "sjahrul"),
        ("dzaki", "zaki"),
        ("utsman", "usman"),
        ("suwarno", "suarno"),
        ("aulia", "auliya"),
        ("wijaja", "wijaya"),
        ("jusuf", "yusuf"),
        ("veronica", "veronika"),
        ("cecilia", "sesilia"),
        ("christina", "kristina"),
        ("victor", "viktor"),
        ("chandra", "candra"),
        ("abdulrahman", "abdurrahman", "abdurahman"),
        ("yakub", "yakup"),
        ("sitti", "siti"),
        ("dewie", "dewi"),
    ],
)
def test_words_that_sound_alike_meet(same):
    first, *others = [set(sounds(in_new_spelling(word))) for word in same]

    assert all(first & other for other in others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hadi", "adi"),
        ("rina", "rini"),
        ("joko", "koko"),
        ("budi", "rudi"),
        ("dewi", "desi"),
        ("cahyo", "wahyu"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert not set(sounds(one)) & set(sounds(other))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_every_word_has_a_few_sounds_without_marks(word):
    heard = sounds(word)

    assert 1 <= len(heard) <= 96 and all(sound == sound.lower() for sound in heard)


def test_leaving_out_one_letter():
    assert with_one_letter_less("ani") == {"ni", "ai", "an"} and with_one_letter_less("aa") == {"a"}
