import os

import polib
import pytest

from gugus.operate import translations
from gugus.operate.translations import CATALOGUE, compile_all, contradictions, faults, update

VIEW = """
from django.utils.translation import gettext as _, ngettext
title = _("Case %(ref)s")
days = ngettext("%(n)d day", "%(n)d days", 2)
"""


@pytest.fixture
def source(tmp_path):
    """A product with the contexts `cases` and `care`, which show texts and have no catalogue yet."""
    for name in ("cases", "care"):
        (tmp_path / name / "templates" / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
        (tmp_path / name / "views.py").write_text(VIEW)
    (tmp_path / "cases/templates/cases/detail.html").write_text("{% translate 'Close' %}")
    return tmp_path


def _fill(context, **texts):
    """Translate: keyword = first word of the msgid, value = its Indonesian text."""
    catalogue = polib.pofile(str(context / CATALOGUE))
    for entry in catalogue:
        text = texts.get(entry.msgid.split()[0].strip("%()d").lower(), "")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
    catalogue.save()


def test_missing_messages_are_added_and_named(source):
    to_do = update(source / "cases")

    assert to_do == ["%(n)d day", "Case %(ref)s", "Close"]
    assert faults(source / "cases") == ["empty: “%(n)d day”", "empty: “Case %(ref)s”", "empty: “Close”"]


def test_a_catalogue_that_was_never_made_is_a_fault(source):
    assert "missing: “Close”" in faults(source / "cases")


def test_a_complete_catalogue_has_no_faults_and_is_left_alone(source):
    update(source / "cases")
    _fill(source / "cases", case="Kasus %(ref)s", close="Tutup", n="%(n)d hari")
    before = (source / "cases" / CATALOGUE).stat().st_mtime_ns

    assert update(source / "cases") == []
    assert faults(source / "cases") == []
    assert (source / "cases" / CATALOGUE).stat().st_mtime_ns == before


def test_a_text_no_longer_shown_goes(source):
    update(source / "cases")
    (source / "cases/templates/cases/detail.html").write_text("")

    assert "no longer shown: “Close”" in faults(source / "cases")
    assert "Close" not in update(source / "cases")
    assert "no longer shown: “Close”" not in faults(source / "cases")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Kasus", "placeholders differ (%(ref)s and none): “Case %(ref)s”"),
        ("Kasus %(reff)s", "placeholders differ (%(ref)s and %(reff)s): “Case %(ref)s”"),
        ("Kasus %(ref)d", "placeholders differ (%(ref)s and %(ref)d): “Case %(ref)s”"),
        ("Kasus %(ref)s ", "space or line break at an end differs: “Case %(ref)s”"),
    ],
)
def test_a_translation_that_would_break_the_page_is_named(source, text, fault):
    update(source / "cases")
    _fill(source / "cases", case=text, close="Tutup", n="%(n)d hari")

    assert faults(source / "cases") == [fault]


def test_a_doubtful_translation_is_named(source):
    update(source / "cases")
    _fill(source / "cases", case="Kasus %(ref)s", close="Tutup", n="%(n)d hari")
    catalogue = polib.pofile(str(source / "cases" / CATALOGUE))
    catalogue.find("Close").flags.append("fuzzy")
    catalogue.save()

    assert faults(source / "cases") == ["doubtful (fuzzy): “Close”"]


def test_two_contexts_must_say_the_same_for_the_same_words(source):
    for name, text in (("cases", "Kasus %(ref)s"), ("care", "Berkas %(ref)s")):
        update(source / name)
        _fill(source / name, case=text)

    assert contradictions([source / "cases", source / "care"]) == [
        "care says “Berkas %(ref)s”, cases says “Kasus %(ref)s”: “Case %(ref)s”"
    ]


def test_only_changed_catalogues_are_compiled(source):
    for name in ("cases", "care"):
        update(source / name)
        _fill(source / name, case="Kasus %(ref)s", n="%(n)d hari")

    assert compile_all(source) == 2
    assert compile_all(source) == 0
    os.utime(source / "care" / CATALOGUE)
    assert compile_all(source) == 1

    compiled = polib.mofile(str((source / "cases" / CATALOGUE).with_suffix(".mo")))
    assert compiled.find("Case %(ref)s").msgstr == "Kasus %(ref)s"
    assert compiled.find("%(n)d day").msgstr_plural == {0: "%(n)d hari"}


def test_the_command_fails_while_anything_is_missing(source, monkeypatch, capsys):
    monkeypatch.setattr(translations, "SOURCE", source)
    monkeypatch.setattr(translations, "contexts", lambda: [source / "cases"])

    assert translations.main(["--check"]) == 1
    assert "cases: missing: “Close”" in capsys.readouterr().out

    translations.main([])
    _fill(source / "cases", case="Kasus %(ref)s", close="Tutup", n="%(n)d hari")
    assert translations.main(["--check"]) == 0


def test_an_unknown_context_is_refused(capsys):
    with pytest.raises(SystemExit):
        translations.main(["nonsense"])

    assert "no such context: nonsense" in capsys.readouterr().err
