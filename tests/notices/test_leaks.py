"""Nothing about anybody leaves: every code, both languages, every channel, with names planted everywhere."""

import json
import re
from base64 import b64decode
from dataclasses import dataclass

import pytest
from django.utils.translation import override
from tests.conftest import NOON

from gugus.kernel.ids import new_id, new_ref
from gugus.notices import composing, wording
from gugus.notices.channels import whatsapp
from gugus.notices.channels.mail import written
from gugus.notices.codes import Channel, Family
from gugus.notices.families import family_of
from gugus.notices.models import Delivery, Notice
from gugus.notices.wording import known_codes, said_outside

PLANTED = ("Kenanga Contohwati", "kenanga", "terkunci di gudang biru", "0074015608100001")
# Words that would say what somebody went through, who they are or which office deals with them.
TELLING = re.compile(
    r"korban|penyintas|anak\b|perempuan|perdagangan orang|tppo|eksploitasi|hamil|kekerasan|seksual|polisi|polres"
    r"|rumah aman|rumah sakit|victim|survivor|\bchild|\bgirl|\bboy|woman|trafficking|exploit|pregnan|violence|sexual"
    r"|police|shelter|hospital|prosecutor|jaksa|guardian|\bwali\b|the person|\busia|\bumur",
    re.IGNORECASE,
)
# The sentence of the page may say more than leaves; whoever adds a code reads here what is said of it outside.
CODES = [*known_codes(), "a_code_that_nobody_named"]


@pytest.fixture(autouse=True)
def site(settings):
    settings.NOTICES = {
        "site": "https://gugus.example.go.id", "mail_from": "gugus@example.go.id",
        "mail_name_id": "Pemberitahuan", "mail_name_en": "Notices", "whatsapp_template": "ada_kabar",
        "whatsapp_code_template": "kode",
    }  # fmt: skip


@dataclass
class Told:
    """A delivery that never saw a database."""

    code: str
    ref: str

    def row(self) -> Delivery:
        notice = Notice(code=self.code, about_kind="case", about_id=new_id(), about_ref=self.ref, at=NOON)
        return Delivery(notice=notice, channel=Channel.MAIL, state="leaving", made_at=NOON, due_at=NOON)


def everything_that_leaves(code: str, ref: str, language: str) -> list[str]:
    """All texts of one notice over all channels, decoded."""
    row, told = Told(code, ref).row(), []
    for channel in Channel:
        for make in (composing.news, composing.digest):
            message = make(
                key="a" * 32, to="budi@example.go.id", channel=channel, language=language, rows=[row]
            )
            letter = written(message)
            told += [str(letter), letter.get_content(), message.text, message.subject]
            told.append(json.dumps(whatsapp.asked(message), ensure_ascii=False))
    return told


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_code_and_a_verb_leave_and_no_word_that_tells(code, language):
    ref = new_ref("K")

    for text in everything_that_leaves(code, ref, language):
        assert not TELLING.search(text), TELLING.search(text)
        assert not re.search(r"<|%\(|\bNone\b", text.partition("\n\n")[2])


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("code", CODES)
def test_what_is_no_random_reference_never_leaves(code, planted):
    """A user name stands where a reference usually stands (a sign-in made anew)."""
    for language in ("id", "en"):
        for text in everything_that_leaves(code, planted, language):
            for blob in re.findall(r"[A-Za-z0-9+/=]{40,}", text):
                try:
                    text += b64decode(blob, validate=True).decode(errors="ignore")
                except ValueError:
                    continue
            assert planted.lower() not in text.lower()


@pytest.mark.parametrize(
    "words", ["Consent %(ref)s has ended: the girl is 18", "Korban %(ref)s sudah sampai"]
)
def test_a_sentence_that_tells_leaves_as_a_neutral_one(words, monkeypatch):
    monkeypatch.setitem(wording._words, "too_much", words)
    ref = new_ref("K")

    assert said_outside("too_much", ref) == (ref, str(wording.ANYTHING) % {"ref": ref})


def test_a_reference_with_a_wrong_check_character_is_no_reference():
    right = new_ref("K")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")

    assert said_outside("case_opened", right)[0] == right
    assert said_outside("case_opened", wrong)[0] == ""


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_family_of_the_digest_tells(language):
    with override(language):
        assert [str(one.label) for one in Family if TELLING.search(str(one.label))] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_code_message_says_nothing_of_what_it_opens(language):
    message = composing.code(key="a" * 32, to="+6280000777123", language=language, secret="123456")

    assert "123456" in message.text and "123456" not in message.subject
    assert not TELLING.search(message.text) and "http" not in message.text


def test_every_code_has_a_family_of_its_own_word():
    lost = [code for code in known_codes() if family_of(code) == Family.OTHER]

    assert lost == [], "Give name_notice(…, family=…) or a beginning in notices/families.py."
