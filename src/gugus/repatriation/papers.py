"""On paper: the minutes of a hand-over (BAST) and the report of a return, for the context that makes documents."""

import base64
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import translation

from gugus.access.viewer import Viewer
from gugus.documents.plain import moment_words
from gugus.repatriation import minutes, queries, wording
from gugus.repatriation.codes import Side
from gugus.repatriation.gate import minutes_for, sight_for


def gather_handover(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What stands in the minutes, under the viewer's rights. A full name only for whoever may unmask one."""
    sight = minutes_for(viewer, ref, at=at)
    if not sight.is_open:
        raise Http404
    with translation.override("id"):
        told = minutes.facts(sight, at, names=minutes.may_name(sight))
        one = sight.handover
        return {
            "subject": "Berita Acara Serah Terima",
            "ref": one.ref,
            "official": one.number or "",
            "moment": moment_words(one.happened_at, ZoneInfo(one.zone)) if one.happened_at else "",
            "place": ", ".join(part for part in (told["place"], one.place) if part),
            "handing": _party(one.handing, one.agency.name),
            "receiving": _party(one.receiving, one.to_agency.name if one.to_agency else ""),
            "corrects": one.corrects.ref if one.corrects else "",
            "persons": [_person(line["person"], line["name"]) for line in told["persons"]],
            "words": one.words or "",
            "sides": [_side(line) for line in told["sides"]],
            "digest": one.digest,
            "_drawn": {
                str(line["side"]): base64.b64decode(line["signature"].picture)
                for line in told["sides"]
                if line["signature"] and line["signature"].picture
            },
            "_within": _within(sight),
        }


def _party(known: dict | None, office: str) -> str:
    who = known or {}
    nip = f"NIP {who['nip']}" if who.get("nip") else ""
    parts = (who.get("name", ""), nip, who.get("position", ""), office or who.get("office", ""))
    return ", ".join(part for part in parts if part)


def _person(one, name: str) -> dict:
    sex = {"female": "perempuan", "male": "laki-laki"}.get(one.sex, "")
    age = f"{one.age} tahun" if one.age is not None else ""
    facts = {"guardian": one.guardian, "items": one.items, "papers": one.papers, "health": one.health}
    return {
        "name": name, "code": one.person_ref, "about": ", ".join(part for part in (sex, age) if part),
        "child": one.child, "services": one.services or "", **{part: value or "" for part, value in facts.items()},
    }  # fmt: skip


def _side(line: dict) -> dict:
    signed = line["signature"]
    who = line["who"]
    done = f"{signed.get_how_display()}, {signed.digest[:16]}" if signed else ""
    return {
        "side": str(line["side"].label), "office": line["office"], "done": done,
        "drawn": str(line["side"]), "official": line["side"] in {Side.HANDING, Side.RECEIVING},
        "name": signed.name if signed else who.get("name", ""),
        "nip": (signed.nip if signed else who.get("nip", "")) or "",
        "position": (signed.position if signed else who.get("position", "")) or "",
    }  # fmt: skip


def _within(sight) -> tuple:
    """The case of the first return of the minutes that the viewer may see."""
    return ("case", sight.via.repatriation.case_id)


def gather_report(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The report of a return: where it stands, legs, papers, costs, hand-overs. The person by her code."""
    sight = sight_for(viewer, ref, at=at)
    if not sight.reads_words:
        raise Http404
    with translation.override("id"):
        one, legs = sight.repatriation, queries.legs_of(sight.repatriation)
        ends = wording.ends_words([one])[one.pk]
        costs = wording.told_costs(queries.costs_of(one))
        return {
            "subject": "Laporan Pemulangan",
            "ref": one.ref,
            "person": one.person_ref + (" (anak)" if one.child else ""),
            "kind": str(one.get_kind_display()),
            "state": str(one.get_state_display()),
            "ends": f"{ends[0]} ke {ends[1]}",
            "tracing": str(one.get_tracing_display()) if one.tracing else "",
            "risk": str(one.get_risk_display()) if one.risk else "",
            "overridden": one.overridden_at is not None,
            "consented": one.consented_at,
            "legs": [_leg(line) for line in wording.told_legs(legs, at)],
            "papers": [
                [line["words"], str(line["paper"].get_state_display()), line["paper"].valid_until or ""]
                for line in wording.told_papers(queries.papers_of(one), legs)
            ],
            "costs": [[payer, amount] for payer, amount in costs["by_payer"]],
            "total": costs["total"] if costs["lines"] else "",
            "minutes": [
                [each.ref, each.agency.name, _receiver(each), wording.local_moment(each.happened_at, each.zone),
                 str(each.get_state_display())]
                for each in queries.minutes_of(viewer, one)
            ],
            "_within": ("case", one.case_id),
        }  # fmt: skip


def _receiver(one) -> str:
    return one.to_agency.name if one.to_agency else str(one.get_receiver_display())


def _leg(line: dict) -> list[str]:
    leg = line["leg"]
    state = "terlambat, belum dikonfirmasi" if line["late"] else str(leg.get_state_display())
    escort = leg.escort or (leg.escort_agency.name if leg.escort_agency else "")
    return [
        f"{line['origin']} → {line['target']}",
        line["departs"],
        line["arrives"],
        line["transport"],
        escort,
        state,
    ]
