"""What stands in the screening form that `documents` makes: elements, evidence, proposal, decisions; masked."""

from datetime import datetime

from gugus.access.viewer import Viewer
from gugus.screening import queries
from gugus.screening.forms import FactsForm, evidence_forms
from gugus.screening.gate import assessment_for
from gugus.screening.models import Assessment
from gugus.screening.telling import tell
from gugus.screening.wording import person_words
from gugus.screening.workbench import columns, groups


def gather_screening(viewer: Viewer, ref: str, at: datetime) -> dict:
    """One screening as it stands now."""
    one = queries.with_evidence(assessment_for(viewer, ref, at=at))
    form, told = FactsForm(assessment=one), tell(one)
    return {
        "ref": one.ref,
        "_within": _within(one),
        "subject": "Formulir identifikasi terduga korban TPPO",
        "facts": [
            [
                "Orang",
                " · ".join(
                    part for part in (person_words(one), one.person.ref if one.person else "") if part
                ),
            ],
            ["Aduan atau kasus", one.case.ref if one.case else one.report.ref if one.report else ""],
            ["Diduga sebagai", one.get_track_display()],
            ["Tanggal kejadian", _acted(one)],
            ["Dimulai", one.started_at],
            ["Petugas", one.started_by.full_name if one.started_by else ""],
        ],
        "elements": [_element(column) for column in columns(one, form, evidence_forms()).values()],
        "prompts": [
            [str(prompt.field.label), _answer(prompt.field)]
            for group in groups(form)
            for prompt in group.prompts
            if prompt.field.value()
        ],
        "proposal": told.words,
        "reasons": [f"{words} ({cited})" if cited else words for words, cited in told.reasons],
        "offences": [f"{item.words} ({item.cited})" for item in told.offences],
        "decisions": [
            [queries.body_of(item), item.decided_on, item.get_result_display(), item.signer]
            for item in queries.decisions_about(one)
        ],
        "officer": one.started_by.full_name if one.started_by else "",
        "decider": one.decided_by.full_name if one.decided_by else "",
    }


def _within(one: Assessment) -> tuple:
    if one.case_id:
        return "case", one.case_id
    return ("report", one.report_id) if one.report_id else ("assessment", one.pk)


def _acted(one: Assessment):
    """As exactly as it is known."""
    if one.date_of_act is None or one.act_precision not in {"year", "month"}:
        return one.date_of_act
    return f"{one.date_of_act:%Y}" if one.act_precision == "year" else f"{one.date_of_act:%m/%Y}"


def _element(column) -> dict:
    ticked = [choice for choice in column.choices if choice.ticked]
    return {
        "title": str(column.title),
        "rows": [[choice.words, _evidence(choice)] for choice in ticked],
        "empty": "Diperiksa, tidak ditemukan" if column.ruled_out else "Belum diketahui",
    }


def _evidence(choice) -> list[str] | str:
    living = [shown for shown in choice.evidence if not shown.item.retracted_at]
    found = [f"{shown.source} – {shown.strength}: {shown.item.words or ''}" for shown in living]
    return found or "Disampaikan, belum ada bukti"


def _answer(field) -> str:
    return next((str(label) for value, label in field.field.choices if value == field.value()), "")
