"""A judgement that rests on what is remembered of an earlier one is the one that would have been made without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.judge import brands, engine
from perimetre.judge.memory import JudgeMemory
from perimetre.judge.registry import RULES
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View
from tests.judge.test_faults import judge, remembered
from tests.support.rule_cases import BASE

TODAY = date(2026, 11, 22)
WITHOUT_A_SECOND_FACTOR = BASE["brands/lumen/channels.yml"].replace("two_factor: true", "two_factor: false")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules that are asked, in a process that is this one."""
    ids: list[str] = []
    ask = brands._problems
    monkeypatch.setattr(brands, "_problems", lambda check, view: (ids.append(check.id), ask(check, view))[1])
    return ids


def test_what_a_brand_reads_of_a_level_above_it_is_looked_at_again_when_that_changes() -> None:
    below = {"objectives": "objectives", "people": "roles", "scope": "rules", "escalation": "lines"}
    files = BASE | {f"brands/below/{kind}.yml": f"{name}: []\n" for kind, name in below.items()}
    files["brands/below/channels.yml"] = "channels: []\n"
    files["brands/below/brand.yml"] = "id: below\nname: Sous\nstage: growth\nwithin: lumen\n"
    before = remembered(files)
    changed = files | {"brands/lumen/channels.yml": WITHOUT_A_SECOND_FACTOR}
    assert judge(changed, JudgeMemory(before)) == judge(changed) != judge(files)
    alone = files | {"brands/below/brand.yml": "id: below\nname: Sous\nstage: growth\n"}
    assert judge(alone, JudgeMemory(before)) == judge(alone) != judge(files)


def test_rule_is_asked_again_where_something_that_it_reads_has_changed(asked: list[str]) -> None:
    before = remembered(BASE)
    asked.clear()
    judge(BASE, JudgeMemory(before))
    assert asked == []
    file = "brands/lumen/objectives.yml"
    judge(BASE | {file: BASE[file] + "# one line more\n"}, JudgeMemory(before))
    assert asked == [], "a comment is nothing that a file holds"
    judge(BASE | {file: BASE[file].replace("title: ", "title: Toujours ", 1)}, JudgeMemory(before))
    assert "objective-has-sponsor" in asked
    assert "contact-is-usable" not in asked
    assert len(asked) < len(RULES) / 2


def test_what_is_mended_and_broken_again_is_found_again() -> None:
    file = "brands/lumen/channels.yml"
    broken = BASE | {file: WITHOUT_A_SECOND_FACTOR}
    memory = JudgeMemory(remembered(BASE))
    first = judge(broken, memory)
    now = memory.now()
    assert now is not None
    memory = JudgeMemory(now)
    assert judge(BASE, memory) == judge(BASE)
    now = memory.now()
    assert now is not None
    assert judge(broken, JudgeMemory(now)) == first == judge(broken)


def test_another_day_or_another_file_is_judged_anew(asked: list[str]) -> None:
    before = remembered(BASE)
    asked.clear()
    judge(BASE, JudgeMemory(before), TODAY + timedelta(days=1))
    anew = len(asked)
    assert anew >= len([check for check in RULES.values() if not check.built and not check.compared])
    less = {path: text for path, text in BASE.items() if path != "brands/lumen/acknowledgements.yml"}
    asked.clear()
    assert judge(less, JudgeMemory(before)) == judge(less)
    assert len(asked) >= 2 * anew - 2


def test_handbook_with_errors_neither_uses_what_is_remembered_nor_adds_to_it() -> None:
    file = "brands/lumen/channels.yml"
    wrong = BASE | {file: BASE[file].replace("kind: social", "kind: socail", 1)}
    memory = JudgeMemory(remembered(BASE))
    assert judge(wrong, memory) == judge(wrong)
    assert memory.now() is None


def of_documents(view: View) -> Iterator[Problem]:
    if "more" in view.documents["playbooks/brands/lumen/channels.yml"].text:
        yield flaw(Place(view.file("brand")), message("There is more."))


def failing(view: View) -> Iterator[Problem]:
    raise ValueError(view.brand.id)


def test_document_that_is_taken_as_it_is_written_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "RULES", {"a-rule": Check(id="a-rule", level="error", find=of_documents)})
    file = "brands/lumen/channels.yml"
    found = judge(BASE | {file: BASE[file] + "# more\n"}, JudgeMemory(remembered(BASE)))
    assert "a-rule" in {finding.rule for finding in found}


def test_finding_that_stands_is_placed_in_the_file_as_it_is_written_now(asked: list[str]) -> None:
    file = "brands/lumen/channels.yml"
    before = remembered(BASE | {file: WITHOUT_A_SECOND_FACTOR})
    asked.clear()
    moved = BASE | {file: f"# two lines\n# more\n{WITHOUT_A_SECOND_FACTOR}"}
    again = judge(moved, JudgeMemory(before))
    assert asked == []
    assert again == judge(moved) != judge(BASE | {file: WITHOUT_A_SECOND_FACTOR})


def test_rule_that_fails_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "RULES", {"a-rule": Check(id="a-rule", level="error", find=failing)})
    memory = JudgeMemory()
    judge(BASE, memory)
    assert memory.now() is None


# --- in processes side by side -------------------------------------------------------------------------------------


def house(count: int) -> dict[str, str]:
    """Return the files of a house of several brands, some of which have faults."""
    files = dict(BASE)
    for number in range(2, count + 1):
        for path, text in BASE.items():
            if path.startswith("brands/"):
                files[path.replace("lumen", f"lumen-{number}")] = text.replace("lumen", f"lumen-{number}")
    for number in range(2, count + 1, 2):
        files[f"brands/lumen-{number}/channels.yml"] = WITHOUT_A_SECOND_FACTOR
    files["house/people.yml"] = files["house/people.yml"].replace("mode: phone, contact_ref", "mode: mail, value")
    return files


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_any_number_of_processes_finds_the_same(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brands, "BRANDS_EACH", 1)
    files = house(5)
    alone = judge(files)
    assert len(alone) > 4
    assert judge(files, jobs=jobs) == alone
    before = remembered(files, jobs=jobs)
    assert before.found.keys() == remembered(files).found.keys()
    changed = files | {"brands/lumen-3/channels.yml": WITHOUT_A_SECOND_FACTOR}
    assert judge(changed, JudgeMemory(before), jobs=jobs) == judge(changed)


def test_small_house_is_judged_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brands, "in_processes", None)
    assert judge(house(3), jobs=64) == judge(house(3))
