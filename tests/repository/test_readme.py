"""What the README, the guides and the pages for developers name exists: files, folders, commands, options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT

PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs" / "guide").glob("*.md")),
    *sorted((ROOT / "docs" / "dev").glob("*.md")),
)
# Files are named from the top; those of a house, of the package and of the reports' cases from theirs too.
TOPS = (ROOT, ROOT / "playbooks", ROOT / "hooks" / "perimetre", ROOT / "tests" / "cases" / "reports")
SCREENSHOT = ROOT / "docs" / "assets" / "veillee-home.png"
# What the commands make, what is written by whoever follows the guide, and what every rule has in its folder.
MADE = re.compile(
    r"^(playbooks/brands/(?:aubree|bright)/people\.yml|near-miss\.yml|site(-\w+)?/?|\.venv(/.*)?|(crises|lessons|postures)/?|\w+\.yml)$"
)


def commands(text: str) -> list[list[str]]:
    """Return the commands of ours in the blocks of shell, and between backquotes."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`((?:PERIMETRE_\w+=\w+ )?(?:make|\.venv/bin/)[^`]*)`", text)
    return [words for line in lines if (words := shlex.split(line.partition("#")[0]))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_places_that_are_named_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    links = [one.partition("#")[0] for one in re.findall(r"\]\(([^)#]+)[^)]*\)", text)]
    assert [one for one in links if "://" not in one and not (page.parent / one).exists()] == []
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:md|toml|txt|yml))`", text)
    assert [one for one in named if not MADE.match(one) and not any((top / one).exists() for top in TOPS)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path, capsys: pytest.CaptureFixture) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    for words in commands(page.read_text("utf-8")):
        rest = [word for word in words if not word.startswith("PERIMETRE_")]
        if rest[0] == "make":
            assert set(rest[1:2]) <= targets, words
        elif rest[0].endswith("/perimetre") and len(rest) > 1 and not rest[1].startswith("-"):
            with pytest.raises(SystemExit) as left:
                # Each kind of what is imported has options of its own.
                main([*rest[1 : 3 if rest[1] == "import" else 2], "--help"])
            assert left.value.code == 0
            said = capsys.readouterr().out
            assert [word for word in rest[2:] if word.startswith("--") and word not in said] == [], words


def test_commands_of_the_readme_answer(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    tried = 0
    for words in commands((ROOT / "README.md").read_text("utf-8")):
        if words[0].endswith("/perimetre") and words[1] in ("decide", "oncall"):
            assert main(words[1:]) == 0, words
            assert capsys.readouterr().out.strip()
            tried += 1
    assert tried >= 2


def test_the_screenshot_is_light_and_said_in_words() -> None:
    assert SCREENSHOT.read_bytes().startswith(b"\x89PNG")
    assert SCREENSHOT.stat().st_size < 300_000
    assert re.search(r"!\[.{20,}\]\(docs/assets/veillee-home\.png\)", (ROOT / "README.md").read_text("utf-8"))
