import pytest

from gugus.operate.messages import Untranslatable, in_python, in_template


def _python(source: str) -> list[tuple]:
    return [(found.context, found.msgid, found.plural) for found in in_python(source, "x.py")]


def _template(source: str) -> list[tuple]:
    return [(found.context, found.msgid, found.plural) for found in in_template(source, "x.html")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('from django.utils.translation import gettext as _\n_("Case")', (None, "Case", None)),
        ('from django.utils.translation import gettext_lazy\ngettext_lazy("A " "B")', (None, "A B", None)),
        ('from django.utils.translation import pgettext\npgettext("verb", "file")', ("verb", "file", None)),
        (
            'from django.utils.translation import ngettext\nngettext("%(n)d day", "%(n)d days", n)',
            (None, "%(n)d day", "%(n)d days"),
        ),
        (
            'from django.utils.translation import npgettext_lazy as many\nmany("c", "one", "more", 2)',
            ("c", "one", "more"),
        ),
        ('from django.utils import translation\ntranslation.gettext("Case")', (None, "Case", None)),
    ],
)
def test_each_way_to_mark_a_text_in_python_is_found(source, found):
    assert _python(source) == [found]


def test_a_function_that_only_looks_like_one_is_not_taken():
    assert _python('_("not ours")\nother.gettext("neither")') == []


def test_a_variable_is_left_to_the_place_where_its_text_is_written():
    assert _python("from django.utils.translation import gettext\ngettext(label)") == []


@pytest.mark.parametrize("argument", ['f"Case {ref}"', '"Case " + ref', '"Case %s" % ref'])
def test_a_text_put_together_before_translation_is_refused(argument):
    with pytest.raises(Untranslatable, match="x.py:2"):
        _python(f"from django.utils.translation import gettext\ngettext({argument})")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% trans "Send" %}', (None, "Send", None)),
        ("{% translate 'Send' as send %}", (None, "Send", None)),
        ('{% translate "May" context "month" %}', ("month", "May", None)),
        ('{% translate "50% done" %}', (None, "50%% done", None)),
        ('{% translate "a \\"b\\"" %}', (None, 'a "b"', None)),
        ('{{ _("Late") }}', (None, "Late", None)),
        ('{% include "x.html" with title=_("Late") %}', (None, "Late", None)),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", (None, "Hello %(name)s", None)),
        (
            "{% blocktranslate trimmed with a=b.c|lower %}\n  Hello\n  {{ a }}, 5%\n{% endblocktranslate %}",
            (None, "Hello %(a)s, 5%%", None),
        ),
        (
            "{% blocktranslate count n=days context 'clock' %}"
            "{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            ("clock", "%(n)s day", "%(n)s days"),
        ),
        ("{% blocktrans %}Old name{% endblocktrans %}", (None, "Old name", None)),
    ],
)
def test_each_way_to_mark_a_text_in_a_template_is_found(source, found):
    assert _template(source) == [found]


def test_comments_and_verbatim_parts_hold_no_messages():
    assert _template('{# _("no") #}{% verbatim %}{% trans "no" %}{% endverbatim %}') == []


def test_a_tag_inside_a_block_is_refused_with_its_place():
    with pytest.raises(Untranslatable, match="x.html:2"):
        _template("\n{% blocktranslate %}a {% url 'b' %}{% endblocktranslate %}")
