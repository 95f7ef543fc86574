"""What is remembered of an earlier judgement: after any save, the findings are those of a judgement from the start.

The example is asked the same, fault by fault, in `test_faults.py`.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from perimetre.judge import brands
from perimetre.judge.engine import judge
from perimetre.judge.memory import JudgeMemory
from perimetre.model import Handbook
from perimetre.pipeline.loading import Loaded, load
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View
from tests.support.sites import copy_agency

TODAY = date(2026, 11, 22)
# What a save does: a file, what stands in it, what is written in its place; None: the file is taken away.
SAVES: dict[str, tuple[str, str | None, str | None]] = {
    "a rule's title": ("brands/musee/scope.yml", r"title: (?=\w)", "title: Autrement dit "),
    "a rule's actions": ("brands/musee/scope.yml", r"actions: \[use-image\]", "actions: [use-image, hide]"),
    "a person without a way to be reached": (
        "brands/musee/people.yml",
        r"(id: musee-lead,.*?), contact: \[[^]]*\]",
        r"\1",
    ),
    "the voice": ("brands/musee/voice.yml", "term: ", "term: tout "),
    "the house's people": ("house/people.yml", r"title: (?=\w)", "title: Autre "),
    "the house's values": ("house/values.yml", r"label: \{fr: ", "label: {fr: Autre "),
    "what people have acknowledged taken away": ("brands/musee/acknowledgements.yml", None, None),
    "a crisis taken away": ("house/crises/bad-buzz.yml", None, None),
    "a ready answer that gives an address": ("house/templates.yml", r'(\btext: "?)(?=\w)', r"\1a.b@example.org, "),
}


def save(folder: Path, name: str) -> None:
    file, pattern, written = SAVES[name]
    if pattern is None or written is None:
        (folder / file).unlink()
        return
    text, changes = re.subn(pattern, written, (folder / file).read_text("utf-8"), count=1)
    assert changes == 1, name
    (folder / file).write_text(text, "utf-8")


def findings(loaded: Loaded, memory: JudgeMemory | None) -> tuple[object, ...]:
    assert isinstance(loaded.handbook, Handbook)
    return judge(loaded.handbook, loaded.documents, TODAY, found=loaded.diagnostics, memory=memory)


@pytest.fixture
def playbooks(tmp_path: Path) -> Path:
    return copy_agency(tmp_path / "playbooks")


@pytest.mark.slow
def test_after_each_of_many_saves_the_findings_are_those_of_a_judgement_from_the_start(playbooks: Path) -> None:
    memory = JudgeMemory()
    before = findings(load(playbooks), memory)
    differs = 0
    for name in SAVES:
        save(playbooks, name)
        loaded = load(playbooks)
        assert not loaded.has_errors, name
        again = findings(loaded, memory)
        assert again == findings(loaded, None), name
        differs += again != before
        before = again
    assert differs >= 3, "too few of the saves change what is found for this to tell anything"


def test_a_save_has_only_the_rules_look_that_read_what_was_saved(
    playbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = JudgeMemory()
    findings(load(playbooks), memory)
    looked: list[tuple[str, str]] = []
    run = brands._problems

    def noted(check: Check, view: View) -> object:
        looked.append((check.id, view.brand.id))
        return run(check, view)

    monkeypatch.setattr(brands, "_problems", noted)
    findings(load(playbooks), memory)
    assert looked == []
    save(playbooks, "the voice")
    findings(load(playbooks), memory)
    assert ("claims-have-a-source", "musee") in looked
    # What looks through all the files looks again; so does no rule at the other brand, nor one on who answers when.
    assert {brand for _, brand in looked} <= {"musee", "house"}
    assert not {"contact-is-usable", "schedule-is-continuous"} & {rule for rule, _ in looked}
