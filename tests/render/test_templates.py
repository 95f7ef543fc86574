"""The templates can be read by whoever changes a page: no line runs out of sight."""

from __future__ import annotations

from pathlib import Path

import perimetre

PACKAGE = Path(perimetre.__path__[0])
FOLDERS = (PACKAGE / "render" / "templates", PACKAGE / "drivers" / "mkdocs" / "theme")
WIDTH = 160


def test_no_line_of_a_template_is_wider_than_a_screen():
    templates = [file for folder in FOLDERS for file in folder.rglob("*.html")]
    assert len(templates) > 60
    wide = [
        f"{file.relative_to(PACKAGE)}:{number} ({len(line)})"
        for file in templates
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert not wide, "\n".join(wide)
