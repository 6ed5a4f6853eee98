"""Check signed anchors with the public key alone: for other agencies, who have no database of ours."""

from collections.abc import Callable, Iterable
from pathlib import Path

from gugus.kernel import anchors
from gugus.kernel.anchors import ANCHOR, KEY
from gugus.kernel.words import Words
from gugus.operate.sentences import Stop, tell

FAULTS = {
    anchors.FORGED: Words(id="{about}: tanda tangan tidak benar.", en="{about}: the signature is not right."),
    anchors.UNKNOWN_KEY: Words(
        id="{about}: tidak ada kunci tepercaya yang menjaminnya.",
        en="{about}: no trusted key vouches for it.",
    ),
    anchors.KEY_TOO_OLD: Words(
        id="{about}: ditandatangani dengan kunci yang sudah berakhir.",
        en="{about}: signed with a key that had ended.",
    ),
    anchors.NOT_AFTER: Words(
        id="{about}: tidak menyambung jangkar sebelumnya.", en="{about}: does not follow the anchor before."
    ),
    anchors.DAY_MISSING: Words(id="{about}: hari ini tanpa jangkar.", en="{about}: this day has no anchor."),
    anchors.FOREIGN: Words(
        id="{about}: milik pemasangan lain.", en="{about}: belongs to another installation."
    ),
    anchors.BACKWARDS: Words(
        id="{about}: memuat lebih sedikit daripada sebelumnya.", en="{about}: knows less than the one before."
    ),
}
UNREADABLE = Words(
    id="{file} tidak berisi jangkar bertanda tangan yang utuh.", en="{file} holds no whole signed anchor."
)
NO_PUBLIC = Words(
    id="Sebutkan kunci publik yang Anda terima dari pengelola: --public KUNCI",
    en="Name the public key that the administrator gave you: --public KEY",
)
RIGHT = Words(
    id="{count} jangkar dari {first} sampai {last}: tanda tangan dan urutannya benar. Akar terakhir mewakili "
    "{entries} entri: {root}",
    en="{count} anchors from {first} to {last}: signatures and order are right. The last root stands for "
    "{entries} entries: {root}",
)
ONE_BY_ONE = Words(
    id="Berkas ini memuat satu jangkar; simpan semuanya agar hari yang hilang terlihat.",
    en="This file holds one anchor; keep them all, so that a missing day shows.",
)


def check(file: Path, public: Iterable[str], said: Callable[[Words], str]) -> int:
    """Print every fault; exit code 0 when there is none."""
    trusted = [one.strip() for one in public]
    if not trusted:
        raise Stop(NO_PUBLIC)
    try:
        statements = anchors.read_statements(file.read_text(encoding="utf-8"))
        faults = anchors.faults_of(statements, trusted)
    except (OSError, ValueError) as unreadable:
        raise Stop(UNREADABLE, file=file) from unreadable
    for fault in faults:
        tell(said(FAULTS[fault.code]).format(about=fault.about))
    kept = sorted((one for one in statements if one.form == ANCHOR), key=lambda one: one.day)
    if faults or not kept:
        return 1
    last = kept[-1]
    facts = {"count": len(kept), "first": kept[0]["day"], "last": last["day"]}
    tell(said(RIGHT).format(**facts, entries=last["entries"], root=last["root"]))
    if len(kept) == 1 and not any(one.form == KEY for one in statements):
        tell(said(ONE_BY_ONE))
    return 0
