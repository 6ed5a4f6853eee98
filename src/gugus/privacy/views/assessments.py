"""What is stored where, and the impact assessment that rests on it."""

import csv
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Role, Section, Verb
from gugus.access.gate import staff_door
from gugus.privacy import gate, inventory, seeds
from gugus.privacy.actions import assessments as actions
from gugus.privacy.actions.processing import REVIEW_AFTER
from gugus.privacy.assessing import RISKS, first_draft
from gugus.privacy.codes import Data, Whose
from gugus.privacy.exports import neutral, read_inventory
from gugus.privacy.forms.assessments import LEVELS, AssessmentForm
from gugus.privacy.models import Assessment, AssessmentVersion
from gugus.privacy.views.shared import FormPage, form_page, letterhead_of

CLASSES = {
    "open": _("open field"),
    "personal": _("personal"),
    "sensitive": _("sensitive"),
    "sealed": _("sealed"),
}
CLASSES["token"] = _("keyed token or digest")
COPIES = {
    "backup": _("backups, as it stands in the database"),
    "trail_digest": _("the trail, as a keyed digest only"),
    "export": _("exports that somebody with the right makes"),
}


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _shown(rows: list[inventory.Stored]) -> list[dict]:
    language = _language()
    activities = seeds.activities()
    return [
        {
            "name": one.table.name,
            "purpose": one.table.words[language],
            "activity": _activity(activities.get(one.table.activity), language),
            "retention": _retention(activities.get(one.table.activity), language),
            "whose": [Whose(code).label for code in one.table.whose],
            "data": [Data(code).label for code in one.table.data],
            "locked": one.scope == "row_security",
            "policies": one.policies,
            "roles": [Role(role).label for role in one.roles],
            "sealed": sum(column.encrypted for column in one.columns),
            "columns": [
                {"name": c.name, "class": CLASSES[c.field_class], "code": c.field_class, "encrypted": c.encrypted,
                 "purpose": c.words[language]}
                for c in one.columns
            ],
        }
        for one in rows
    ]  # fmt: skip


def _activity(one: seeds.Activity | None, language: str) -> str:
    return (one.words_en if language == "en" else one.words_id)["title"] if one else ""


def _retention(one: seeds.Activity | None, language: str) -> str:
    return (one.words_en if language == "en" else one.words_id)["retention"] if one else ""


@staff_door(Section.PRIVACY)
@require_GET
def stored(request: HttpRequest) -> HttpResponse:
    """Every table and column, read from the running system."""
    rows = inventory.stored()
    context = {
        "tables": _shown(rows), "digest": inventory.digest_of(rows)[:16], "copies": COPIES.values(),
        "tables_number": len(rows), "columns_number": sum(len(one.columns) for one in rows),
        "sealed_number": sum(column.encrypted for one in rows for column in one.columns),
        "may_export": gate.may(request.viewer, Verb.EXPORT),
    }  # fmt: skip
    return render(request, "privacy/inventory.html", context)


@staff_door(Section.PRIVACY, Verb.EXPORT)
@require_GET
def stored_csv(request: HttpRequest) -> HttpResponse:
    """One row a column."""
    rows = _exported(request, "csv")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="inventory.csv"'
    answer.write("\ufeff")
    writer = csv.DictWriter(answer, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: neutral(value) for name, value in row.items()} for row in rows)
    return answer


@staff_door(Section.PRIVACY, Verb.EXPORT)
@require_GET
def stored_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    text = json.dumps(_exported(request, "json"), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="inventory.json"'
    return answer


def _exported(request: HttpRequest, form: str) -> list[dict]:
    rows = inventory.stored()
    read_inventory(by=request.viewer.user, at=now(), form=form, digest=inventory.digest_of(rows))
    return inventory.as_data(rows, _language())


@staff_door(Section.PRIVACY)
@require_GET
def assessment(request: HttpRequest) -> HttpResponse:
    """The newest version, the older ones, and whether the inventory changed since."""
    versions = list(_versions(request))
    newest = versions[0] if versions else None
    digest = inventory.digest_of(inventory.stored())
    context = {
        "newest": newest,
        "risks": _risks(newest),
        "versions": versions,
        "outdated": newest is not None and newest.inventory_digest != digest,
        "may_write": gate.may(request.viewer, Verb.WRITE),
    }
    return render(request, "privacy/assessment.html", context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new version of the assessment."""
    at = now()
    newest = _versions(request).first()
    number = newest.number if newest else 0
    initial = first_draft() | {"review_on": timezone.localdate(at) + REVIEW_AFTER}
    if newest:
        initial = {
            name: getattr(newest, name) for name in ("scope", "necessity", "risks", "opinion", "review_on")
        }
    form = AssessmentForm(request.POST or None, initial=initial | {"version": number})
    digest = inventory.digest_of(inventory.stored())

    def run(words: dict) -> str:
        seen = words["version"] or 0
        actions.write_assessment(
            facts=form.facts, inventory_digest=digest, by=request.viewer.user, at=at, seen=seen
        )
        return reverse("privacy:assessment")

    page = FormPage(_("New version"), reverse("privacy:assessment"), label=_("Save as a new version"))
    return form_page(request, page, form, run, version=number)


@staff_door(Section.PRIVACY)
@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """The assessment with the summary of what is stored, on paper, in Indonesian."""
    newest = _versions(request).first()
    if newest is None:
        return redirect("privacy:assessment")
    with translation.override("id"):
        rows = inventory.stored()
        read_inventory(by=request.viewer.user, at=now(), form="paper", digest=inventory.digest_of(rows))
        context = {
            "newest": newest, "risks": _risks(newest), "tables": _shown(rows), "now": now(),
            "outdated": newest.inventory_digest != inventory.digest_of(rows), "copies": COPIES.values(),
            "letterhead": letterhead_of(request.viewer.user.agency),
        }  # fmt: skip
        return render(request, "privacy/assessment_print.html", context)


def _versions(request: HttpRequest):
    heads = Assessment.objects.visible_to(request.viewer)
    rows = AssessmentVersion.objects.unscoped(because="versions of the agency's own assessment")
    return rows.filter(assessment__in=heads.values("pk")).select_related("written_by")


def _risks(version: AssessmentVersion | None) -> list[dict]:
    held = {risk["code"]: risk for risk in version.risks} if version else {}
    levels = dict(LEVELS)
    return [
        {
            "words": words,
            **held.get(code, {}),
            "level_words": levels.get(held.get(code, {}).get("level", ""), ""),
        }
        for code, words in RISKS.items()
    ]
