"""How long a report of many pages takes, and how much memory: `python -m bench.reports PAGES [pdf|docx]`."""

import json
import os
import random
import resource
import sys
import time
from importlib import import_module

import django

WORDS = [
    "kegiatan", "pencegahan", "gugus", "tugas", "instansi", "korban", "layanan", "rehabilitasi", "sosial", "pemulangan",
    "daerah", "pelatihan", "koordinasi", "anggaran", "realisasi", "hambatan", "tindak", "lanjut", "desa", "sekolah",
]  # fmt: skip
COLUMNS = {
    "bars": ["Jumlah"], "trend": ["Jumlah"], "stacked": ["Perempuan", "Laki-laki", "Tidak diketahui"],
    "pyramid": ["Perempuan", "Laki-laki"],
}  # fmt: skip
chance = random.Random(1)


def said(many: int) -> str:
    """So many words that mean nothing."""
    return " ".join(chance.choice(WORDS) for _ in range(many)).capitalize() + "."


def figure(shape: str) -> dict:
    """A figure with eight rows."""
    rows = [[f"Kategori {one}", *(chance.choice([chance.randint(0, 1200), "<5"]) for _ in COLUMNS[shape])]
            for one in range(8)]  # fmt: skip
    return {
        "ref": "AB-7F3Q-9M2X", "digest": "ab" * 32, "caption": f"Angka {shape}", "source": "rekaan",
        "date": "2024-12-31", "date_words": "31 Desember 2024", "query": "1", "definition": "",
        "columns": COLUMNS[shape], "rows": rows, "shape": shape,
    }  # fmt: skip


def chapter(number: int, figures: list[dict]) -> dict:
    """About twenty pages with three or four figures."""
    blocks: list[dict] = []
    for part in range(10):
        blocks.append({"kind": "heading", "level": 1 if part % 3 == 0 else 2, "text": said(4)})
        blocks += [{"kind": "para", "text": said(75)} for _ in range(7)]
        blocks.append({"kind": "list", "items": [said(12) for _ in range(5)]})
        if part % 3 == 0:
            figures.append(figure(list(COLUMNS)[(part // 3 + number) % 4]))
            place = {"number": len(figures), "figure": len(figures) - 1, "caption": figures[-1]["caption"]}
            blocks += [{"kind": kind} | place for kind in ("picture", "table")]
    return {"label": str(number + 1), "code": f"c{number}", "title": said(4), "annex": False, "by": "Instansi",
            "blocks": blocks}  # fmt: skip


def content(pages: int) -> str:
    """A merged report."""
    figures: list[dict] = []
    told = {
        "format": 1, "ref": "LT-7F3Q-9M2X", "kind": "annual", "title": "Laporan Tahunan Kota Contoh 2024", "edition": 1,
        "force": {"ref": "GT-1", "name": "Gugus Tugas Kota Contoh", "level": "city", "area": "31.74"},
        "office": "Suku Dinas Contoh", "period": {"first": "2024-01-01", "last": "2024-12-31"}, "period_words": "2024",
        "merged_on": "2025-01-20", "merged_words": "20 Januari 2025", "to": "Gubernur", "basis": "Perpres 69/2008",
        "replaces": None, "correction": "",
        "chapters": [chapter(one, figures) for one in range(max(1, pages // 20))], "figures": figures,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def main() -> None:
    """Lay one out and say what it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    papers, press = import_module("gugus.reporting.papers"), import_module("gugus.documents.press")
    pages, form = int(sys.argv[1]), (sys.argv[2:] or ["pdf"])[0]
    text = content(pages)
    begun = time.perf_counter()
    if form == "pdf":
        made = papers.laid_out_pdf(text)
    else:
        files = {"main.docx": papers.template_at(papers.WORDS).content}
        made = press.laid_out("docx", files, {"values": papers.values_of(text)}, papers.LIMITS)
    took, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{form}: {took:.1f} s by the clock, {used.ru_utime + used.ru_stime:.1f} s of computing,"
          f" {used.ru_maxrss // 1024} MB, {len(made)} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
