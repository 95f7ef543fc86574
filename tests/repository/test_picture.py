"""The picture of the rooms is what their imports are today, and would show an arrow that runs back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from tools.architecture import PICTURE, ROOMS, arrows, floors, picture, running_back, telling

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_what_the_tool_draws_now() -> None:
    assert PICTURE.read_text("utf-8") == picture(arrows()), "make architecture"


def test_the_picture_names_every_room_and_counts_the_arrows() -> None:
    drawing = ET.fromstring(PICTURE.read_text("utf-8"))
    names = [text.text for text in drawing.iter(f"{SVG}text") if text.get("class") == "name"]
    assert sorted(filter(None, names)) == sorted(ROOMS)
    counted = re.match(r"(\d+) rooms, (\d+) arrows; none run back\.", drawing.get("aria-label", ""))
    assert counted is not None and [int(number) for number in counted.groups()] == [len(ROOMS), len(arrows())]


def test_an_arrow_that_runs_back_is_counted_and_drawn_apart(tmp_path: Path) -> None:
    for room, source in {
        "base": "def late():\n    from perimetre.drivers.cli import main\n",
        "reading": "from perimetre.base import words\nfrom . import kinds\n",
        "drivers": "import perimetre.reading.kinds\n",
    }.items():
        (tmp_path / room).mkdir()
        (tmp_path / room / "module.py").write_text(source)
    found = arrows(tmp_path)
    assert found == {("base", "drivers"), ("reading", "base"), ("drivers", "reading")}
    assert running_back(found) == {("base", "drivers")}
    assert "3 arrows; 1 runs back." in picture(found)
    assert picture(found).count('class="arrow back"') == 1


def test_what_follows_from_other_arrows_is_not_drawn_and_floors_leave_room_for_it() -> None:
    found = {("drivers", "judge"), ("judge", "model"), ("drivers", "model"), ("drivers", "voice"), ("voice", "model")}
    assert telling(found) == found - {("drivers", "model")}
    depth = floors(found)
    assert depth["drivers"] < depth["judge"] == depth["voice"] < depth["model"]
