"""A posture is declared in a list of `brand.yml` or in a file of its own: it is the same declaration."""

from __future__ import annotations

import textwrap
from datetime import date, datetime

import pytest

from perimetre.base.words import say
from perimetre.compare import compare
from perimetre.model import Brand
from perimetre.perimeter.decisions import Perimeter
from perimetre.pipeline.loading import Loaded, judged
from tests.support.rule_cases import BASE, load_files

TODAY = date(2026, 11, 22)
STRIKE = """\
id: 2026-11-20-strike
title: La grève
level: alert
channels: [page]
declared_by: social-lead
declared_at: 2026-11-20T22:40
until: 2026-12-01T10:00
lifted_by: [communications-director]
because: Un préavis.
"""
FLOOD = """\
id: 2026-11-21-flood
level: vigilance
declared_by: social-lead
declared_at: 2026-11-21T08:00
until_event: La décrue
lifted_by: [social-lead]
because: Le quai est fermé.
"""
BRAND = "brands/lumen/brand.yml"


def listed(*declarations: str) -> str:
    return "postures:\n" + "".join(
        textwrap.indent(declaration, "    ").replace("    ", "  - ", 1) for declaration in declarations
    )


def house(*, in_list: tuple[str, ...] = (), in_files: tuple[str, ...] = (), owner: str = "brands/lumen") -> Loaded:
    """Return the small house with these declarations, by a brand or by the house."""
    files = dict(BASE)
    if in_list:
        files[f"{owner}/brand.yml"] += listed(*in_list)
    for declaration in in_files:
        id_ = declaration.partition("\n")[0].removeprefix("id: ")
        files[f"{owner}/postures/{id_}.yml"] = declaration
    return load_files(files)


def lumen(loaded: Loaded) -> Brand:
    assert loaded.diagnostics == ()
    assert loaded.handbook is not None
    brand = loaded.handbook.brand("lumen")
    assert brand is not None
    return brand


@pytest.mark.parametrize("owner", ["house", "brands/lumen"])
@pytest.mark.parametrize(("in_list", "in_files"), [((), (STRIKE, FLOOD)), ((STRIKE,), (FLOOD,)), ((STRIKE, FLOOD), ())])
def test_list_and_files_say_the_same(owner: str, in_list: tuple[str, ...], in_files: tuple[str, ...]) -> None:
    before = house(in_list=(STRIKE, FLOOD), owner=owner)
    after = house(in_list=in_list, in_files=in_files, owner=owner)
    assert lumen(after) == lumen(before)
    assert after.handbook == before.handbook
    assert after.handbook is not None
    assert before.handbook is not None
    assert compare(before.handbook, after.handbook, today=TODAY).changes == ()
    assert [posture.id for posture in lumen(after).brand.postures] == ["2026-11-20-strike", "2026-11-21-flood"]


def test_file_holds_from_its_hour_to_its_end_on_the_channels_that_it_names() -> None:
    loaded = house(in_files=(STRIKE,))
    assert loaded.handbook is not None
    ground = Perimeter(loaded.handbook, lumen(loaded)).ground
    at = [datetime(2026, 11, 20, 22, 39), datetime(2026, 11, 20, 22, 40), datetime(2026, 12, 1, 9, 59)]
    assert [ground.posture_at(moment, "page") for moment in at] == ["normal", "alert", "alert"]
    assert ground.posture_at(at[1], "reviews") == "normal"
    assert ground.posture_at(datetime(2026, 12, 1, 10), "page") == "normal"


def test_brand_replaces_a_declaration_of_the_house_by_a_file_whatever_holds_it() -> None:
    own = STRIKE.replace("id: 2026-11-20-strike", "id: 2026-11-20-ours\nreplaces: 2026-11-20-strike")
    for how in ("house/brand.yml", "house/postures/2026-11-20-strike.yml"):
        files = dict(BASE)
        files[how] = files[how] + listed(STRIKE) if how in files else STRIKE
        files["brands/lumen/postures/2026-11-20-ours.yml"] = own
        assert [posture.id for posture in lumen(load_files(files)).brand.postures] == ["2026-11-20-ours"]


def told(loaded: Loaded) -> list[tuple[str, str, int | None]]:
    return [
        (finding.rule, finding.file, finding.span.line if finding.span else None)
        for finding in judged(loaded, TODAY).diagnostics
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("level: alert", "level: alerte", "value-is-known", 3),
        ("declared_by: social-lead", "declared_by: social-leda", "reference-resolves", 5),
        ("until: 2026-12-01T10:00", "until: 2026-11-19T10:00", "end-follows-beginning", 7),
        ("until: 2026-12-01T10:00", "untill: 2026-12-01T10:00", "key-is-known", 7),
        ("declared_by: social-lead", "declared_by: legal-counsel", "posture-has-a-declarer", 5),
        ("id: 2026-11-20-strike", "id: strikes", "file-name-is-its-id", 1),
    ],
)
def test_mistake_is_told_at_its_line(old: str, new: str, rule: str, line: int) -> None:
    files = dict(BASE) | {"brands/lumen/postures/2026-11-20-strike.yml": STRIKE.replace(old, new)}
    mine = [finding for finding in told(load_files(files)) if "postures" in finding[1]]
    assert mine == [(rule, "playbooks/brands/lumen/postures/2026-11-20-strike.yml", line)]


def test_declaration_written_in_both_ways_is_told_once_as_an_id_that_stands_twice() -> None:
    loaded = house(in_list=(STRIKE,), in_files=(STRIKE,))
    assert [finding.rule for finding in loaded.diagnostics] == ["id-is-unique"]
    assert "2026-11-20-strike" in say(loaded.diagnostics[0].message, "en")
