"""`make new-rule` writes all that a rule is, refuses a name that will not do, and lets nothing be forgotten."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from perimetre.judge.registry import FOLDER, FOLDERS, RULES
from tools import new_rule


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder of rules with one family, and one rule in it."""
    (tmp_path / "cover" / "contact_is_usable").mkdir(parents=True)
    (tmp_path / "cover" / "contact_is_usable" / "rule.py").write_text("")
    return tmp_path


def test_nothing_in_the_rules_is_left_to_fill_in() -> None:
    assert new_rule.left_to_fill_in() == []


def test_a_new_rule_has_every_file_of_a_rule_and_each_waits_to_be_filled_in(house: Path) -> None:
    folder = new_rule.write("phone-is-charged", "cover", house)
    assert folder == house / "cover" / "phone_is_charged"
    names = {path.name for path in folder.iterdir()}
    assert names == {path.name for path in FOLDERS["contact-is-usable"].iterdir() if path.is_file()} - {"more.yml"}
    waiting = {Path(place.partition(":")[0]).name for place in new_rule.left_to_fill_in(house)}
    assert waiting == names


def test_a_new_rule_bears_its_id_and_finds_nothing_as_long_as_it_is_not_written(house: Path) -> None:
    folder = new_rule.write("phone-is-charged", "cover", house)
    specification = importlib.util.spec_from_file_location("new_rule_under_test", folder / "rule.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.RULE.id == "phone-is-charged"
    assert "# expect: phone-is-charged" in (folder / "bad.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("id_", "family", "said"),
    [
        ("Phone-Is-Charged", "cover", "is no id"),
        ("phone", "cover", "is no id"),
        ("phone_is_charged", "cover", "is no id"),
        ("../phone-is-charged", "cover", "is no id"),
        ("phone-is-charged\n", "cover", "is no id"),
        ("contact-is-usable", "cover", "is taken"),
        ("reference-resolves", "cover", "is taken"),
        ("suppression-is-used", "cover", "is taken"),
        ("phone-is-charged", "covers", "did you mean `cover`?"),
        ("phone-is-charged", "kit", "There is no family `kit`"),
        ("phone-is-charged", "../cover", "There is no family"),
        ("phone-is-charged", "", "There is no family"),
    ],
)
def test_a_name_that_will_not_do_is_refused_and_nothing_is_written(
    id_: str, family: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(FOLDER.rglob("*.yml"))
    assert new_rule.main([id_, family]) == 1
    assert said in capsys.readouterr().err
    assert sorted(FOLDER.rglob("*.yml")) == before


def test_a_folder_that_is_there_is_not_written_over(house: Path) -> None:
    new_rule.write("phone-is-charged", "cover", house)
    said = new_rule.refusal("phone-is-charged", "cover", house)
    assert said is not None and said.endswith("is there already.")
    assert "phone-is-charged" not in RULES
