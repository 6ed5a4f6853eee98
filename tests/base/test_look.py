"""The look holds its promises: contrast, no inline code, ids that exist, small public pages, icons beside colours."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

import gugus
from gugus.base.fields import markers_of
from gugus.base.look import FormRenderer
from gugus.base.samples import SampleForm, samples
from gugus.base.sprite import drawings, icon_svg
from gugus.base.templatetags import look
from gugus.base.templatetags.look import gathered
from gugus.base.widgets import PartialDateField

SOURCE = Path(gugus.__file__).parent
STYLES = SOURCE / "base" / "static" / "base" / "css"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
RINA = SimpleNamespace(is_authenticated=True, get_full_name="Rina Permata", agency="UPT PPPA")


@pytest.fixture(autouse=True)
def only_the_language_switch_has_an_address(settings):
    settings.ROOT_URLCONF = "django.conf.urls.i18n"


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def every(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _tag, attrs in self.found if attribute in attrs]


def drawn(text: str, **context) -> str:
    return Template("{% load look %}" + text).render(Context(context))


def look_page() -> str:
    return render_to_string("base/look.html", {**samples(HttpRequest()), "user": RINA, "notices_unread": 3})


# Templates of the whole product


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_keeps_to_the_strict_content_policy(template):
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<[^>{]*\son[a-z]+\s*=", text), "on… attribute"
    assert not re.search(r"<style\b", text), "style element"
    inline = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", text)
        if "src=" not in tag and "application/json" not in tag
    ]
    assert inline == []
    assert not re.search(r"hx-on|js:", text), "htmx expression"
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text), "address of a third party"


def test_every_icon_that_a_template_or_tag_names_is_drawn():
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r"""{% icon ["']([\w-]+)["']""", template.read_text(encoding="utf-8"))
    }
    named |= set(look.CHIP_ICONS.values()) | set(look.BANNER_ICONS.values())

    assert named - drawings().keys() == set()


def test_an_icon_nobody_drew_is_a_mistake():
    with pytest.raises(KeyError):
        icon_svg("unicorn")


# Parts


def test_a_risk_is_told_by_icon_and_word_as_well_as_colour():
    html = drawn('{% chip "high" "Tinggi" %}')

    assert "chip-high" in html and "icon-risk-high" in html and "Tinggi" in html


def test_a_chip_without_a_text_still_says_what_its_colour_means():
    with translation.override("id"):
        assert "Risiko tinggi" in drawn("{% chip 'high' '' %}")


def test_what_people_typed_never_becomes_markup():
    hostile = "<script>x</script>"

    html = drawn(
        "{% chip 'high' it %}{% avatar it %}{% masked it it it %}{% empty 'inbox' it it it it %}{% stat it it it %}"
        "{% banner 'info' it %}{{ it }}{% endbanner %}{% crumbs it it it %}{% timeline items %}",
        it=hostile,
        items=[{"title": hostile, "text": hostile, "by": hostile, "on": date(2026, 6, 15)}],
    )

    assert "<script" not in html and "&lt;script&gt;" in html


def test_a_masked_value_can_be_opened_only_through_its_address():
    assert "<a " not in drawn('{% masked "S•••" %}')
    assert '<a href="/buka/">' in drawn('{% masked "S•••" "/buka/" "nama" %}')


@pytest.mark.parametrize(
    ("trend", "good", "mood"),
    [("up", "up", "trend-good"), ("up", "down", "trend-bad"), ("flat", "up", ""), ("up", "", "")],
)
def test_a_trend_is_good_or_bad_only_when_somebody_said_which_way_is_good(trend, good, mood):
    html = drawn("{% stat 'Kasus' 4 trend=trend good=good change='+1' %}", trend=trend, good=good)

    assert ("trend-good" in html or "trend-bad" in html) == bool(mood)
    assert mood in html


@pytest.mark.parametrize(("cookie", "attribute"), [("dark", ' data-theme="dark"'), ('"><b>', ""), ("", "")])
def test_the_theme_cookie_is_believed_only_when_it_is_one_of_two_words(cookie, attribute):
    request = HttpRequest()
    request.COOKIES["gugus_theme"] = cookie

    assert drawn("{% theme_attribute %}", request=request) == attribute


# Forms


class Wrong(forms.Form):
    default_renderer = FormRenderer()
    name = forms.CharField(label="Nama", help_text="Sesuai dokumen")
    risk = forms.ChoiceField(label="Risiko", choices=[("high", "Tinggi")], widget=forms.RadioSelect)
    born = PartialDateField(label="Lahir")
    note = forms.CharField(required=False)

    def clean(self):
        raise forms.ValidationError("Dua hal tidak cocok.")


def test_every_link_of_a_failed_form_leads_to_a_control_and_every_description_exists():
    tags = Tags(str(Wrong({})))
    controls = {attrs.get("id") for tag, attrs in tags.found if tag in {"input", "select", "textarea"}}

    links = [href.removeprefix("#") for href in tags.every("href")]
    described = {name for names in tags.every("aria-describedby") for name in names.split()}

    assert links == ["id_name", "id_risk_0", "id_born_0"] and set(links) <= controls
    assert described == {"id_name_helptext", "id_name_error", "id_risk_error", "id_born_error"}
    assert described <= set(tags.every("id"))


def test_all_errors_stand_at_the_top_once():
    html = str(Wrong({}))

    assert html.count("Dua hal tidak cocok.") == 1
    assert html.count('role="alert"') == 1


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Wrong())


def test_what_is_still_missing_is_a_hint_and_not_an_error():
    form = Wrong({"name": "R", "risk": "high"})
    form.still_missing = {"note": "untuk rujukan"}

    html = drawn("{% field form.note %}", form=form)

    assert "untuk rujukan" in html and "field-error" not in html and "aria-invalid" not in html
    assert 'aria-describedby="id_note_missing"' in html


@pytest.mark.parametrize(
    ("required", "marks"),
    [
        ([True, True], "none"),
        ([False, False], "required"),
        ([True, True, False], "optional"),
        ([True, False, False], "required"),
    ],
)
def test_the_rarer_kind_of_field_is_marked(required, marks):
    form = forms.Form()
    form.fields = {str(at): forms.CharField(required=needed) for at, needed in enumerate(required)}

    assert markers_of(form) == marks


def test_every_control_of_the_look_page_has_a_label():
    tags = Tags(str(SampleForm()))
    labelled = set(tags.every("for"))

    controls = {
        attrs["id"]
        for tag, attrs in tags.found
        if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden"
    }

    assert controls and controls <= labelled


# Pages


def test_the_look_page_never_uses_an_id_twice():
    ids = Tags(look_page()).every("id")

    assert len(ids) == len(set(ids))


def test_the_navigation_marks_where_one_is():
    page = look_page()

    assert page.count('aria-current="page"') >= 2  # side and thumb bar
    assert Tags(page).every("lang")[0] == translation.get_language()


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_error_pages_speak_both_languages_without_a_database(status):
    page = render_to_string(f"base/errors/{status}.html")

    assert '<html lang="id"' in page and '<div lang="en"' in page


def test_a_stale_form_is_explained_differently_from_a_missing_right():
    stale = render_to_string("base/errors/403.html", {"stale_form": True})
    refused = render_to_string("base/errors/403.html", {"reason": "Hanya untuk supervisor."})

    assert "terlalu lama" in stale and "peran" not in stale
    assert "Hanya untuk supervisor." in refused


def test_a_public_page_is_small_and_says_nothing_in_its_title():
    page = render_to_string("base/public.html", {"form": SampleForm()}) + str(SampleForm())
    files = [
        finders.find(f"base/{name}")
        for name in ("css/public.css", "js/quick-exit.js", "js/once.js", "plain.svg")
    ]

    assert (STYLES / "public.css").stat().st_size < 12_000
    assert len(page) + sum(Path(file).stat().st_size for file in files) < 50_000
    title = re.search(r"<title>(.*?)</title>", page).group(1).lower()
    assert not any(word in title for word in ("gugus", "tppo", "traffick", "korban", "victim"))


def test_a_public_page_can_be_left_at_once_without_a_script(settings):
    settings.QUICK_EXIT_URL = "https://cuaca.example/"

    tags = Tags(render_to_string("base/public.html"))

    [exit_link] = [attrs for tag, attrs in tags.found if "data-quick-exit" in attrs]
    assert exit_link["href"] == "https://cuaca.example/" and "noreferrer" in exit_link["rel"]


def test_scripts_come_from_here_and_htmx_from_its_package():
    sources = [attrs["src"] for tag, attrs in Tags(look_page()).found if tag == "script" and "src" in attrs]

    assert all(source.startswith("/static/") for source in sources)
    assert all(finders.find(source.removeprefix("/static/")) for source in sources)


def test_a_group_of_the_navigation_stands_once_however_its_entries_are_ordered():
    items = [{"group": "Kerja", "n": 1}, {"group": "Bersama", "n": 2}, {"group": "Kerja", "n": 3}]

    assert [item["n"] for item in gathered(items)] == [1, 3, 2]
