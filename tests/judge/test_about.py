"""Findings are silenced, merged and set aside by what they are about and where they stand, never by their wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from perimetre.base.diagnostics import Diagnostic, Place, Problem, Span
from perimetre.base.words import message, say
from perimetre.judge import engine
from perimetre.pipeline.loading import judged, load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View
from tests.support.rule_cases import BASE

TODAY = date(2026, 11, 22)
# The tool is called `desk`: one slip, in a file of the house.
SLIP = BASE | {"house/missions.yml": BASE["house/missions.yml"].replace("tools: [desk]", "tools: [desl]")}
MISSION = Place("playbooks/house/missions.yml", ("missions", 0, "title"))
BRAND = Place("playbooks/brands/lumen/channels.yml", ("channels", 0, "title"))


def told(files: dict[str, str]) -> tuple[Diagnostic, ...]:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    return judged(load_sources(Collected(sources), folder="playbooks"), TODAY).diagnostics


def found(monkeypatch: pytest.MonkeyPatch, files: dict[str, str], *problems: Problem) -> list[str]:
    """Return the sentences that are left of some problems, which a rule finds in each brand."""

    def find(_view: View) -> Iterable[Problem]:
        return problems

    monkeypatch.setattr(engine, "RULES", {"a-rule": Check(id="a-rule", level="error", find=find)})
    return [say(finding.message, "en") for finding in told(files) if finding.rule == "a-rule"]


def test_slip_is_about_the_word_and_the_one_that_was_meant() -> None:
    (slip,) = (finding for finding in told(SLIP) if finding.rule == "reference-resolves")
    assert slip.about == {"desl", "desk"}


@pytest.mark.parametrize(
    ("problem", "is_told"),
    [
        (flaw(BRAND, message("Nobody uses it."), about=["desk"]), False),
        (flaw(Place("playbooks/house/brand.yml", ("tools", 0, "id")), message("Nobody uses it.")), False),
        (flaw(BRAND, message("Nobody uses `{id}`.", id="desk")), True),
        (flaw(BRAND, message("Nobody uses it."), about=["page"]), True),
    ],
    ids=["about it", "at its record", "only named in the sentence", "about something else"],
)
def test_what_a_slip_upsets_is_not_told_besides(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, is_told: bool
) -> None:
    assert bool(found(monkeypatch, SLIP, problem)) is is_told


def test_the_same_of_the_same_is_told_once_whatever_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [message("Lumen says so."), message("{brand} says so.", brand="Sirocco")]
    assert found(monkeypatch, BASE, *(flaw(MISSION, sentence) for sentence in said)) == ["Lumen says so."]


def test_what_is_about_others_is_told_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [flaw(MISSION, message("One lacks."), about=[person]) for person in ("lea", "noe")]
    assert found(monkeypatch, BASE, *problems) == ["One lacks.", "One lacks."]
    assert len(found(monkeypatch, BASE, flaw(MISSION, message("Here.")), flaw(BRAND, message("Here.")))) == 2


def test_two_rules_that_crash_are_two_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_view: View) -> Iterator[Problem]:
        raise ZeroDivisionError
        yield

    rules = {id_: Check(id=id_, level="error", find=crash) for id_ in ("a-rule", "another-rule")}
    monkeypatch.setattr(engine, "RULES", rules)
    assert [finding.rule for finding in told(BASE)].count("rule-does-not-crash") == 2


# --- words inside a text -------------------------------------------------------------------------------------------

VOICE = """lexicon:
  - {id: guaranteed, term: garanti, class: forbidden, reason: Non., replace_by: [vérifié]}
"""
ANSWER = """templates:
  - id: complaint
    title: Réponse
    case: complaint
    variables:
      - {id: prenom, label: Prénom, example: Maximilienne}
    variants:
      - id: short
        text: >-
          Bonjour {{prenom}},
          rassurez-vous 🙂 : c’est
          garanti depuis l’été dernier.
"""


def of_words(answer: str) -> Diagnostic:
    files = BASE | {
        "house/voice.yml": VOICE,
        "house/templates.yml": answer + BASE["house/templates.yml"].partition("\n")[2],
    }
    (finding,) = (finding for finding in told(files) if finding.rule == "our-own-words-follow-the-voice")
    return finding


def test_word_of_a_folded_text_is_pointed_at_though_a_variable_stands_before_it() -> None:
    assert of_words(ANSWER).span == Span(line=12, column=11, end_line=12, end_column=18)


def test_word_that_comes_from_an_example_is_pointed_at_where_the_variable_stands() -> None:
    answer = ANSWER.replace("Maximilienne", "la garantie").replace("garanti depuis", "vrai depuis")
    assert of_words(answer).span == Span(line=10, column=19, end_line=10, end_column=29)


@pytest.mark.parametrize(
    ("at", "instead"),
    [(">-", ">-  {comment}"), ("        text:", "        {comment}\n        text:")],
    ids=["beside", "above"],
)
def test_comment_where_a_text_begins_sets_aside_what_is_said_of_its_words(at: str, instead: str) -> None:
    comment = "# perimetre: ignore[our-own-words-follow-the-voice] Le mot est au contrat."
    finding = of_words(ANSWER.replace(at, instead.format(comment=comment)))
    assert finding.suppressed == "Le mot est au contrat."
    assert finding.span is not None and (finding.span.column, finding.span.end_column) == (11, 18)
