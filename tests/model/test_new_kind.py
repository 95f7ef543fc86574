"""A new kind of file is a schema, a module of the model, a page and one entry of `kinds.py`: nothing else is edited.

The package is copied, the files of `tests/cases/new-kind` are added to it, the entry is put into its `kinds.py`; then
the copy reads, judges and renders a small house that has such files.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.rule_cases import CASES as RULES

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

NEW = ROOT / "tests" / "cases" / "new-kind"
READ = """
import json
from datetime import date
from pathlib import Path
from perimetre.base.words import say
from perimetre.pipeline.loading import judged, load
from perimetre.render.readers import Readers
from perimetre.render.website import render

def told(loaded):
    return [
        (diagnostic.file, diagnostic.span and diagnostic.span.line, diagnostic.rule, say(diagnostic.message, "en"))
        for diagnostic in loaded.diagnostics
    ]

def shown(page):
    return page.lead + "".join(f"<h2 id={part.id}>{part.html}" for part in page.sections)

today = date(2026, 11, 22)
loaded = judged(load(Path("playbooks")), today)
site = render(loaded.handbook, Readers(language="en", today=today))
pages = {page.path: shown(page) for page in site.pages}
mine = Path("playbooks/brands/lumen/rituals.yml")
text = mine.read_text()
mine.write_text(text.replace(": community-manager", ": nobody").replace("follows: monday", "follows: mondey"))
unknown = told(load(Path("playbooks")))
mine.write_text(text.replace("title:", "titel:"))
Path("playbooks/house/rituals.yml").rename("playbooks/house/ritual.yml")
misplaced = told(load(Path("playbooks")))
print(json.dumps({"told": told(loaded), "pages": pages, "unknown": unknown, "misplaced": misplaced}))
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the copy of the package, with the new kind, makes of the house."""
    folder = tmp_path_factory.mktemp("house")
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=leave)
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copytree(RULES / "base", folder / "playbooks")
    for part in ("hooks", "schemas", "playbooks"):
        added = [path for path in (NEW / part).rglob("*") if path.is_file()]
        assert [path for path in added if (folder / path.relative_to(NEW)).exists()] == []
        shutil.copytree(NEW / part, folder / part, ignore=leave, dirs_exist_ok=True)
    registry = folder / "hooks" / "perimetre" / "reading" / "kinds.py"
    text, entry = registry.read_text("utf-8"), (NEW / "kind.txt").read_text("utf-8")
    last = '        Kind(\n            id="decision",\n'
    assert text.count(last) == 1
    registry.write_text(text.replace(last, f"        {entry}{last}"), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "hooks")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    made: dict[str, Any] = json.loads(ran.stdout)
    return made


def told_of(diagnostics: list[list[Any]], file: str) -> set[tuple[int | None, str]]:
    return {(line, rule) for name, line, rule, _ in diagnostics if name == f"playbooks/{file}"}


def line_of(file: str, text: str) -> int:
    lines = (NEW / "playbooks" / file).read_text("utf-8").splitlines()
    return next(row for row, line in enumerate(lines, start=1) if text in line)


def test_its_place_and_its_form_are_checked(read: dict[str, Any]) -> None:
    mine = "brands/lumen/rituals.yml"
    assert (line_of(mine, "title:"), "key-is-known") in told_of(read["misplaced"], mine)
    assert told_of(read["misplaced"], "house/ritual.yml") == {
        (None, "file-has-a-place"),
        (None, "unread-file-is-not-judged"),
    }


def test_what_its_records_name_and_what_names_them_is_checked(read: dict[str, Any]) -> None:
    mine = "brands/lumen/rituals.yml"
    wrong = {line_of(mine, "led_by:"), line_of(mine, "follows:")}
    assert told_of(read["unknown"], mine) == {(line, "reference-resolves") for line in wrong}
    assert any("There is no ritual `mondey`." in sentence for *_, sentence in read["unknown"])
    assert told_of(read["told"], mine) == set()


def test_house_and_brand_are_united_on_its_page(read: dict[str, Any]) -> None:
    page = read["pages"]["lumen/rituals"]
    assert [anchor in page for anchor in ("<h2 id=our-monday>", "<h2 id=debrief>", "<h2 id=coffee>")] == [True] * 3
    assert "Le point du lundi" not in page
    # What follows the house's meeting follows the one that takes its place.
    assert '<a href="#our-monday">Le lundi de Lumen</a>' in page


def test_its_reviews_are_told_and_listed(read: dict[str, Any]) -> None:
    house = "house/rituals.yml"
    late = {line_of(house, "page:"), line_of(house, "last_reviewed_on: 2025")}
    assert told_of(read["told"], house) == {(line, "review-is-due") for line in late}
    listed = read["pages"]["lumen/governance/reviews"]
    assert f"<code>playbooks/{house}</code>" in listed
    assert '<a href="../../rituals/#debrief">Le bilan à chaud</a>' in listed


def test_its_keys_are_in_the_reference(read: dict[str, Any]) -> None:
    assert "led_by" in read["pages"]["reference/rituals"]
