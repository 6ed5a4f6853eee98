"""The documents lead where they say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_decision_is_in_the_list():
    listed = set(LINK.findall((ROOT / "docs/adr/README.md").read_text(encoding="utf-8")))

    assert {path.name for path in ROOT.glob("docs/adr/0*.md")} - listed == set()


def test_the_dependencies_that_we_name_are_explained():
    named = re.findall(
        r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text().partition("[project.opt")[0], re.M
    )
    explained = (ROOT / "docs/adr/dependencies.md").read_text(encoding="utf-8")

    assert named
    assert [name for name in named if not re.search(rf"^\*\*{re.escape(name)}(\[|\*)", explained, re.M)] == []
