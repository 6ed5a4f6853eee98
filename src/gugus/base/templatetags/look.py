"""What templates call the parts of a page: `{% load look %}`. Samples: docs/guides/look.md and the look page."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.base import fields, figures, moments
from gugus.base.look import NavigationItem
from gugus.base.sprite import icon_svg

register = template.Library()

CHIP_ICONS = {
    "high": "risk-high",
    "medium": "risk-medium",
    "low": "risk-low",
    "late": "clock",
    "soon": "hourglass",
    "safe": "shield",
    "unsafe": "shield-alert",
    "sealed": "lock",
    "personal": "eye-off",
    "open": "circle",
    "closed": "check",
    "done": "check-circle",
    "new": "dot",
    "draft": "edit",
    "info": "info",
    "warn": "alert",
}
CHIP_WORDS = {
    "high": gettext_lazy("High risk"),
    "medium": gettext_lazy("Medium risk"),
    "low": gettext_lazy("Low risk"),
    "late": gettext_lazy("Late"),
    "soon": gettext_lazy("Due soon"),
    "safe": gettext_lazy("Safe"),
    "unsafe": gettext_lazy("Not safe"),
    "sealed": gettext_lazy("Sealed"),
    "personal": gettext_lazy("Personal"),
}
BANNER_ICONS = {
    "safety": "shield-alert",
    "danger": "alert",
    "warning": "alert",
    "info": "info",
    "safe": "shield",
    "success": "check-circle",
    "sealed": "lock",
    "late": "clock",
}
MESSAGE_BANNERS = {"error": "danger", "warning": "warning", "success": "success"}


# Small marks


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """An icon of the sprite. `kind` may be "icon-large"."""
    return icon_svg(name, kind)


@register.simple_tag
def chip(kind: str, text: str = "", icon: str = "") -> SafeString:
    """A coloured word with its icon. Kinds: see CHIP_ICONS; any other kind is grey and has an icon only if given.

    A chip never shows its colour alone: without a text it says what its kind means.
    """
    drawing = icon or CHIP_ICONS.get(kind, "")
    picture = icon_svg(drawing) if drawing else ""
    return format_html(
        '<span class="chip chip-{}">{}{}</span>', kind, picture, text or CHIP_WORDS.get(kind, kind)
    )


@register.simple_tag
def avatar(name: str, large: bool = False) -> SafeString:
    """The initials of a colleague; never used for a survivor. The name itself stands beside it."""
    words = [word for word in str(name).split() if word[:1].isalpha()] or ["?"]
    initials = (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
    tint = blake2b(str(name).encode(), digest_size=1).digest()[0] % 6
    size = " avatar-large" if large else ""
    return format_html('<span class="avatar avatar-{}{}" aria-hidden="true">{}</span>', tint, size, initials)


@register.simple_tag
def masked(shown: str, url: str = "", label: str = "", kind: str = "personal") -> SafeString:
    """A personal value behind its mask: the masked text, the address that opens it, and the name of the value."""
    picture = icon_svg("lock" if kind == "sealed" else "eye-off")
    value = format_html(
        '<span class="masked-value">{}<span class="only-read">{}</span> {}</span>',
        picture,
        _("Hidden:"),
        shown,
    )
    if not url:
        return format_html('<span class="masked">{}</span>', value)
    opens = format_html('<a href="{}">{}<span class="only-read"> {}</span></a>', url, _("open"), label)
    return format_html('<span class="masked">{}{}</span>', value, opens)


# Blocks


@register.simple_block_tag
def banner(content: str, kind: str, title: str = "", role: str = "") -> SafeString:
    """A message that stays: safety, danger, warning, info, safe, success, sealed, late. `role="alert"` for news."""
    head = format_html('<p class="banner-title">{}</p>', title) if title else ""
    spoken = format_html(' role="{}"', role) if role else ""
    return format_html(
        '<div class="banner banner-{}"{}>{}<div class="banner-body">{}{}</div></div>',
        *(kind, spoken, icon_svg(BANNER_ICONS.get(kind, "info")), head, content),
    )


@register.filter
def gathered(items: Sequence[NavigationItem | dict]) -> list[NavigationItem | dict]:
    """Entries of one group beside each other, the groups in the order of their first entry."""
    groups = [str(item.get("group", "") if isinstance(item, dict) else item.group) for item in items]
    first = [groups.index(group) for group in groups]
    return [items[number] for number in sorted(range(len(items)), key=first.__getitem__)]


@register.filter
def banner_kind(message) -> str:
    """The banner for a message of Django's messages framework."""
    return MESSAGE_BANNERS.get(message.level_tag, "info")


@register.simple_block_tag
def help(content: str, title: str = "") -> SafeString:
    """Guidance beside a field or a heading that opens on demand and needs no script."""
    return format_html(
        '<details class="help"><summary>{}{}</summary><div class="help-body">{}</div></details>',
        *(icon_svg("help"), title or _("What does this mean?"), content),
    )


@register.simple_block_tag
def fold(content: str, title: str, open: bool = False, icon: str = "") -> SafeString:
    """A section that opens and closes without a script."""
    return format_html(
        '<details class="fold"{}><summary>{}<span>{}</span>{}</summary><div class="fold-body">{}</div></details>',
        " open" if open else "",
        icon_svg(icon) if icon else "",
        title,
        icon_svg("chevron"),
        content,
    )


@register.inclusion_tag("base/parts/empty.html")
def empty(icon: str, title: str, text: str = "", action_url: str = "", action_label: str = "") -> dict:
    """What a list shows when nothing is in it: what would be here, and the next step."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("base/parts/stat.html")
def stat(
    label: str,
    value,
    note: str = "",
    trend: str = "",
    change: str = "",
    good: str = "",
    url: str = "",
    kind: str = "",
) -> dict:
    """One figure at a glance. `trend` is "up", "down" or "flat"; `good` names the direction that is good news."""
    mood = "" if not good or trend in {"", "flat"} else "good" if trend == good else "bad"
    arrow = {"up": "arrow-up", "down": "arrow-down", "flat": "arrow-right"}.get(trend, "")
    said = {"up": _("up"), "down": _("down"), "flat": _("unchanged")}.get(trend, "")
    mark = CHIP_ICONS.get(kind, "")
    figure = {"mark": mark, "label": label, "value": value, "note": note, "url": url, "kind": kind}
    return {**figure, "arrow": arrow, "said": said, "change": change, "mood": mood}


# Lists that lead somewhere


@register.inclusion_tag("base/parts/timeline.html")
def timeline(items: Iterable) -> dict:
    """What happened, in order. Items have `at` (or `on`), `title` and may have kind, icon, text, by, url, chips."""
    return {"items": items}


@register.inclusion_tag("base/parts/steps.html")
def steps(items: Iterable, label: str = "") -> dict:
    """A way in stages. Items have `label`, `state` (done, current or todo) and may have url."""
    return {"items": items, "label": label or _("Progress")}


@register.inclusion_tag("base/parts/tabs.html")
def tabs(items: Iterable, label: str = "") -> dict:
    """Sections of one record, each with its own address: `label`, `url`, `current`, and perhaps count and icon."""
    return {"items": items, "label": label or _("Sections")}


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """The way to this page: label, address, label, address … A last label without address is where one is.

    A label before it without address is a page on the way that the reader may not open.
    """
    steps = [(pairs[i], pairs[i + 1] if i + 1 < len(pairs) else "") for i in range(0, len(pairs), 2)]
    lines = ((_crumb(label, url, last=place == len(steps)),) for place, (label, url) in enumerate(steps, 1))
    return format_html('<ol class="crumbs">{}</ol>', format_html_join("", "<li>{}</li>", lines))


def _crumb(label: str, url: str, *, last: bool) -> SafeString:
    if url:
        return format_html('<a href="{}">{}</a>', url, label)
    if not last:
        return format_html("<span>{}</span>", label)
    return format_html('<span aria-current="page">{}</span>', label)


@register.inclusion_tag("base/parts/pager.html")
def pager(newer: str = "", older: str = "", said: str = "") -> dict:
    """Cursor pages: addresses of the newer and older page ("" where there is none) and a sentence with the count."""
    return {"newer": newer, "older": older, "said": said}


# Forms


@register.simple_tag
def field(field: BoundField, missing: str = "") -> SafeString:
    """One field whole: label, help, error, control. `missing` says why a blank field is still wanted."""
    return mark_safe(
        field.form.renderer.render("base/forms/field.html", {"field": field, "missing": missing})
    )


@register.simple_tag
def field_view(field: BoundField, missing: str = "") -> fields.FieldView:
    """For the field template."""
    return fields.view_of(field, missing)


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """The box at the top of a form that failed, with links to the fields; nothing for a form without errors."""
    return render_to_string("base/forms/error_summary.html", {"lines": fields.summary_of(form)})


@register.simple_block_tag
def fieldset(content: str, legend: str, text: str = "") -> SafeString:
    """A section of a form with a heading."""
    under = format_html('<p class="form-section-text">{}</p>', text) if text else ""
    return format_html(
        '<fieldset class="form-section"><legend>{}</legend>{}{}</fieldset>', legend, under, content
    )


# The frame


@register.simple_tag(takes_context=True)
def theme_attribute(context) -> SafeString:
    """`data-theme` of <html> when the reader chose one (cookie gugus_theme), so that no page flashes."""
    request = context.get("request")
    chosen = request.COOKIES.get("gugus_theme", "") if request else ""
    return format_html(' data-theme="{}"', chosen) if chosen in {"dark", "light"} else mark_safe("")


@register.simple_tag
def quick_exit_url() -> str:
    """The neutral site a reporter is sent to (setting QUICK_EXIT_URL)."""
    return getattr(settings, "QUICK_EXIT_URL", "https://www.google.com/")


figures.register(register)
moments.register(register)
