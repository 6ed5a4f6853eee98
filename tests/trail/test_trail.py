"""A reader of the trail meets words, not codes."""

import re
from pathlib import Path

import gugus
from gugus.audit.verbs import known

SOURCE = Path(gugus.__file__).parent
RECORDED = re.compile(r'\brecord\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_verb_that_is_recorded_has_words():
    recorded = {
        verb: path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for verb in RECORDED.findall(path.read_text(encoding="utf-8"))
    }

    # Name it in the context's own trail.py: VERBS = {"case.opened": _("opened the case")}.
    assert {verb: file for verb, file in recorded.items() if verb not in known()} == {}
