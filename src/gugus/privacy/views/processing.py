"""Processing records: list, one with its versions, differences, writing, register on paper and as data."""

import csv
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.privacy import gate, queries, seeds
from gugus.privacy.actions import processing as actions
from gugus.privacy.exports import neutral, read_register
from gugus.privacy.forms.processing import RecordForm
from gugus.privacy.models import RecordVersion
from gugus.privacy.views.shared import FormPage, form_page, letterhead_of
from gugus.privacy.wording import VersionShown, differences, shown_version


@staff_door(Section.PRIVACY)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every activity, and how many of the shipped ones were not taken over yet."""
    rows = queries.records(request.viewer)
    today = timezone.localdate()
    known = {row.key for row in rows}
    for row in rows:
        row.shown = shown_version(row, row.now)
        row.is_over = bool(row.now.valid_to and row.now.valid_to < today)
        row.is_due = not row.is_over and row.now.review_on <= today
    missing = sum(1 for key in seeds.activities() if key not in known)
    may_write = gate.may(request.viewer, Verb.WRITE)
    context = {"rows": rows, "missing": missing, "may_write": may_write, "today": today}
    return render(request, "privacy/records.html", context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Begin records for the shipped activities."""
    actions.take_over_shipped(by=request.viewer.user, at=now())
    return redirect("privacy:records")


@staff_door(Section.PRIVACY)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One activity with all its versions and what each changed."""
    record = gate.record_for(request.viewer, ref)
    versions = list(record.versions.select_related("written_by"))
    steps = [
        {
            "version": one,
            "changes": differences(record, versions[index + 1], one) if index + 1 < len(versions) else [],
        }
        for index, one in enumerate(versions)
    ]
    context = {
        "record": record,
        "shown": shown_version(record, versions[0]),
        "steps": steps,
        "may_write": gate.may(request.viewer, Verb.WRITE),
    }
    return render(request, "privacy/record.html", context)


@staff_door(Section.PRIVACY)
@require_GET
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """An older version as it stood."""
    record = gate.record_for(request.viewer, ref)
    one = record.versions.filter(number=number).first()
    if one is None:
        return redirect("privacy:record", ref)
    context = {"record": record, "shown": shown_version(record, one), "old": one}
    return render(request, "privacy/record.html", context)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An activity of the agency's own."""
    at = now()
    today = timezone.localdate(at)
    initial = {"valid_from": today, "review_on": today + actions.REVIEW_AFTER}
    form = RecordForm(request.POST or None, initial=initial)

    def run(words: dict) -> str:
        facts = {name: value for name, value in words.items() if name not in {"version", "key"}}
        made = actions.write_record(facts=facts, by=request.viewer.user, at=at, key=words["key"])
        return reverse("privacy:record", args=[made.ref])

    page = FormPage(_("New processing record"), reverse("privacy:records"), label=_("Save"))
    return form_page(request, page, form, run)


@staff_door(Section.PRIVACY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """A new version beside the old ones."""
    record = gate.record_for(request.viewer, ref, verb=Verb.WRITE)
    newest = record.versions.first()
    initial = {name: getattr(newest, name) for name in actions.CONTENT} | {"version": record.version}
    form = RecordForm(request.POST or None, changing=True, initial=initial)

    def run(words: dict) -> str:
        facts = {name: value for name, value in words.items() if name != "version"}
        actions.change_record(
            record=record, facts=facts, by=request.viewer.user, at=now(), seen=words["version"] or 0
        )
        return reverse("privacy:record", args=[ref])

    page = FormPage(
        _("New version"), reverse("privacy:record", args=[ref]), ref=ref, label=_("Save as a new version")
    )
    return form_page(request, page, form, run, version=record.version)


@staff_door(Section.PRIVACY)
@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """The register on paper, in Indonesian."""
    at = now()
    with translation.override("id"):
        rows = queries.in_force(queries.records(request.viewer), timezone.localdate(at))
        shown = [shown_version(row, row.now) for row in rows]
        read_register(by=request.viewer.user, at=at, form="paper", number=len(rows))
        context = {"rows": shown, "now": at, "letterhead": letterhead_of(request.viewer.user.agency)}
        return render(request, "privacy/register_print.html", context)


@staff_door(Section.PRIVACY, Verb.EXPORT)
@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """The register as CSV; no cell is a formula."""
    rows = _plain(request, "csv")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="register.csv"'
    answer.write("\ufeff")
    writer = csv.DictWriter(answer, fieldnames=list(VersionShown.NAMES))
    writer.writeheader()
    writer.writerows({name: neutral(row[name]) for name in VersionShown.NAMES} for row in rows)
    return answer


@staff_door(Section.PRIVACY, Verb.EXPORT)
@require_GET
def as_json(request: HttpRequest) -> HttpResponse:
    """The register as JSON."""
    text = json.dumps(_plain(request, "json"), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="register.json"'
    return answer


def _plain(request: HttpRequest, form: str) -> list[dict]:
    rows = queries.records(request.viewer)
    read_register(by=request.viewer.user, at=now(), form=form, number=len(rows))
    return [_row(row.ref, row.now) for row in rows]


def _row(ref: str, one: RecordVersion) -> dict:
    facts = {name: getattr(one, name) for name in VersionShown.NAMES if name not in {"ref", "number"}}
    days = {name: value.isoformat() for name, value in facts.items() if hasattr(value, "isoformat")}
    return {"ref": ref, "number": one.number, **facts, **days}
