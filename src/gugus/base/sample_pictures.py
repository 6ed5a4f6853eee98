"""Invented numbers for the pictures of the look page."""

from datetime import date

from django.utils.translation import gettext as _

from gugus.base.pictures import (
    AgeGroup,
    Bar,
    CaseEvent,
    CaseSpan,
    Flow,
    StackedBar,
    Stop,
    TreeNode,
    TrendPoint,
)


def sample_pictures() -> dict:
    """One set of invented values for every kind of picture."""
    return {**_figures(), **_areas(), **_stories()}


def _figures() -> dict:
    months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt"]
    values = [12, 14, 11, 13, 15, 12, 16, 27, 18, 14]
    return {
        "bars": [
            Bar(_("Hotline"), 1284),
            Bar(_("Complaint post"), 640),
            Bar(_("Police"), 310, kind="medium"),
            Bar(_("Embassy"), "<5"),
            Bar(_("Walk-in"), None),
        ],
        "series": [_("Women"), _("Men"), _("Girls"), _("Boys")],
        "stacked": [
            StackedBar(_("Shelter"), [42, 8, 17, "<5"]),
            StackedBar(_("Health"), [31, 12, 9, 0]),
            StackedBar(_("Legal aid"), [18, 6, "<5", "<5"]),
        ],
        "trend": [
            TrendPoint(f"{month} 2026", value, low=9, high=19, alarm=value > 19)
            for month, value in zip(months, values, strict=True)
        ],
        "ages": [
            AgeGroup("0–11", "<5", 0),
            AgeGroup("12–17", 34, 7),
            AgeGroup("18–24", 51, 22),
            AgeGroup("25–34", 38, 29),
            AgeGroup("35–44", 14, 12),
            AgeGroup("45+", "<5", 6),
        ],
    }


def _areas() -> dict:
    provinces = {"32": 214, "53": 168, "35": 120, "33": 96, "52": 88, "12": 61, "18": 44, "36": 31, "71": 19}
    return {
        "provinces": {**provinces, "31": 140, "61": 12, "73": 9, "95": "<5", "81": "<5", "11": 0, "14": 27},
        "cities": {"31.71": 21, "31.72": 48, "31.73": 39, "31.74": 64, "31.75": 57, "31.01": "<5"},
        "districts": {
            "31.74.01": 9,
            "31.74.02": 6,
            "31.74.04": 14,
            "31.74.07": 5,
            "31.74.09": "<5",
            "31.74.10": 7,
        },
        "flows": [
            Flow("Jawa Barat", _("Cambodia"), 48),
            Flow("Sumatera Utara", _("Cambodia"), 31),
            Flow("Nusa Tenggara Timur", "Malaysia", 36),
            Flow("Jawa Barat", "Jakarta", 17),
            Flow("Nusa Tenggara Timur", "Jakarta", "<5"),
        ],
    }


def _stories() -> dict:
    return {
        "until": date(2026, 11, 23),
        "spans": [
            CaseSpan(_("Safe house"), date(2026, 8, 4), date(2026, 9, 20), "safe"),
            CaseSpan(_("Investigation"), date(2026, 8, 12), None),
            CaseSpan(_("Return home"), date(2026, 10, 28), date(2026, 11, 6), "info"),
        ],
        "events": [
            CaseEvent(_("Report"), date(2026, 8, 3), "high"),
            CaseEvent(_("Identified"), date(2026, 8, 21), "sealed"),
            CaseEvent(_("Answer late"), date(2026, 10, 2), "late"),
            CaseEvent(_("Visit"), date(2026, 11, 20), "safe"),
        ],
        "tree": [
            TreeNode("Ketua", "Sekretaris Kota"),
            TreeNode("Bidang", "Pencegahan", 1, "info"),
            TreeNode("Anggota", "Suku Dinas Pendidikan", 2),
        ],
        "stops": [
            Stop("Kabupaten Kupang", "origin", _("March 2026")),
            Stop("Surabaya", "transit", _("two nights"), _("ship")),
            Stop("Batam", "transit", "", _("aeroplane")),
            Stop("Jakarta Selatan", "destination", _("April 2026"), _("lorry")),
        ],
    }
