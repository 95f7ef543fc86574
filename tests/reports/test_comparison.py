"""What changes, as it is told: in text, in Markdown for a pull request, in JSON; and who must agree."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping
from datetime import date

import jsonschema
import pytest
from markdown_it import MarkdownIt

from perimetre.base.diagnostics import Place
from perimetre.base.words import LANGUAGES, Message
from perimetre.compare import KINDS, Change, Comparison
from perimetre.model.decision import Decision
from perimetre.model.text import Text
from perimetre.pipeline.loading import Loaded, load
from perimetre.reports.comparison import FORMATS, Differences
from perimetre.reports.comparison.markdown import write as markdown
from tests.conftest import ROOT
from tests.drivers.cli.test_exits import HOSTILE, dangers


@functools.cache
def house() -> Loaded:
    return load(ROOT / "tests" / "cases" / "rules" / "base", ROOT)


def written_in() -> str:
    return next(file for file in house().sources if file.endswith("brands/lumen/channels.yml"))


def change(kind: str = "widened", summary: str = "The CM may now reply.", **more: object) -> Change:
    facts: dict[str, object] = {
        "area": "perimeter",
        "brand": "lumen",
        "reaches": ("lumen",),
        "place": Place(written_in(), ("channels", 0)),
        "about": ("a-rule",),
        "cells": 3,
        **more,
    }
    return Change(kind=kind, summary=Message("{summary}", {"summary": summary}), **facts)  # type: ignore[arg-type]


def differences(*changes: Change, language: str = "en", **more: object) -> Differences:
    handbook = house().handbook
    assert handbook is not None
    facts: Mapping[str, object] = {"old": handbook, "new": handbook, **more}
    return Differences(
        comparison=Comparison(changes=changes),
        today=date(2026, 11, 22),
        spans={"old": house().span_of, "new": house().span_of},
        names=("`main`", "the files as they are now"),
        language=language,
        **facts,  # type: ignore[arg-type]
    )


def test_where_nothing_changes_markdown_says_nothing_and_the_others_say_so() -> None:
    nothing = differences()
    assert FORMATS["markdown"](nothing) == ""
    assert FORMATS["text"](nothing) == "Nothing changes between `main` and the files as they are now.\n"
    assert json.loads(FORMATS["json"](nothing)) == {"changes": [], "summary": {}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_is_what_its_schema_publishes(language: str) -> None:
    schema = json.loads((ROOT / "schemas" / "output" / "diff.schema.json").read_text("utf-8"))
    changes = [change(kind, details=(Message("So it is."),)) for kind in KINDS]
    changes += [change("removed", side="old"), change("added", place=None), change("added", place=Place(written_in()))]
    report = json.loads(FORMATS["json"](differences(*changes, language=language)))
    jsonschema.validate(report, schema)
    assert list(report["summary"]) == list(KINDS)
    assert [told["line"] for told in report["changes"][-3:]][1:] == [None, None]
    assert report["changes"][0]["line"] > 1


def test_the_verdict_comes_first_and_the_gravest_of_it_first() -> None:
    told = markdown(differences(change("narrowed"), change("mixed"), change("widened"), change("weakened")))
    head = told.split("\n\n")[1]
    assert head.startswith("**1 change weakens what protects: who answers, crises, voice.** 2 changes let somebody")
    assert head.endswith("1 change lets somebody do less than before.")
    assert markdown(differences(change("editorial"))).split("\n\n")[1].startswith("**Only the wording changes")


def test_every_kind_has_its_sentence_in_the_verdict() -> None:
    assert [kind for kind in KINDS if not differences(change(kind)).verdict()] == []


def test_changes_stand_under_their_brand_and_their_area() -> None:
    told = markdown(
        differences(
            change(brand="house", reaches=("lumen",), summary="A rule of the house."),
            change(summary="A rule of the brand."),
            change(area="crises", kind="weakened", summary="A step is gone."),
        )
    )
    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert headings == [
        "# What this change does",
        "## Who must agree",
        "## The house",
        "### What may be done",
        "## Lumen",
        "### What may be done",
        "### Crises",
    ]
    assert told.index("A rule of the house.") < told.index("A rule of the brand.") < told.index("A step is gone.")
    details = told[told.index("<details>") :]
    assert f"`{written_in()}:" in details and "| The house (Lumen) |" in details


DECIDED: Mapping[str, object] = {
    "decided_on": date(2026, 11, 20),
    "decided_by": ("communications-director",),
    "why": Text("It is asked for every day."),
    "review_on": date(2027, 5, 20),
}


def test_who_must_agree_is_whoever_answers_for_what_changes_and_a_decision_that_names_it_is_shown() -> None:
    handbook = house().handbook
    assert handbook is not None
    decision = Decision(id="2026-11-20-replies", title=Text("Reply at once"), rules=("a-rule",), **DECIDED)  # type: ignore[arg-type]
    brand = handbook.brands[0]
    decided = dataclasses.replace(brand, folders={**brand.folders, Decision: (decision,)})
    new = dataclasses.replace(handbook, brands=(decided, *handbook.brands[1:]))
    alone = markdown(differences(change()))
    assert "1 change; 1 of them comes with no decision that names it and holds" in alone
    with_it = markdown(differences(change(), new=new))
    assert "Decision that comes with it: Reply at once" in with_it and "no decision" not in with_it
    # One that was there already decided something else.
    assert "no decision" in markdown(differences(change(), new=new, old=new))
    assert "Who must agree" not in markdown(differences(change("narrowed"), change("editorial")))
    # What somebody must read asks for no decision; what people read again because of it, for nothing.
    to_read = markdown(differences(change("review")))
    assert "Who must agree" in to_read and "no decision" not in to_read
    assert "Who must agree" not in markdown(differences(change("review", place=None)))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_playbook_says_is_never_an_order_nor_a_form(form: str, language: str) -> None:
    hostile = (
        f"{HOSTILE} <script>x</script> @everyone #12 | `a|b` ${{{{ secrets.X }}}} $(touch x) </details> [x](y) ![z](w)"
    )
    told = FORMATS[form](
        differences(
            change(summary=hostile, details=(Message("{text}", {"text": hostile}),), about=(hostile,)),
            change("removed", summary=hostile, place=Place(hostile), side="old"),
            language=language,
        )
    )
    assert dangers(told, form) == []
    if form == "markdown":
        html = MarkdownIt("commonmark").enable("table").render(told)
        assert "<script" not in html and "<img" not in html and "<a " not in html
        assert "@everyone" not in told and "#12" not in told
        assert html.count("<details>") == html.count("</details>") == 1
        rows = [row for row in html.split("<tr>") if "<td" in row]
        assert [row.count("<td") for row in rows] == [4, 4]


def test_a_change_of_every_cell_fits_in_a_comment_and_says_what_is_left_out() -> None:
    many = [change(summary=f"The CM may now do {number}: " + "x" * 200) for number in range(2_000)]
    told = markdown(differences(*many))
    assert len(told.encode()) < 60_000
    assert told.startswith("# What this change does\n\n**2000 changes let somebody do more than before.**")
    shown = told.count("The CM may now do")
    assert f"{2_000 - shown} changes are left out" in told and shown > 100


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_exact_cases_are_folded_with_how_many_there_are_and_where(form: str) -> None:
    cases = tuple(Message("{text}", {"text": f"Case {number}."}) for number in range(40))
    told = FORMATS[form](differences(change(details=(Message("By the rule X."),), cases=cases)))
    assert "By the rule X." in told
    if form == "text":
        assert "Case " not in told and "40 exact cases: `perimetre diff --details` shows them." in told
        assert FORMATS[form](differences(change(cases=cases), whole=True)).count("Case ") == 40
    else:
        assert told.count("Case ") == 6 and "and 34 more cases: `perimetre diff --details` shows them" in told
    report = json.loads(FORMATS["json"](differences(change(details=(Message("By the rule X."),), cases=cases))))
    assert len(report["changes"][0]["details"]) == 41


def test_a_cell_of_the_table_stays_short_and_counts_what_it_leaves_out() -> None:
    lines = tuple(Message("{text}", {"text": f"Line {number}: " + "x" * 200}) for number in range(40))
    held = (Message("Only on Instagram."),)
    told = markdown(differences(change(holds=held, details=lines, cells=218506008)))
    row = next(line for line in told.splitlines() if line.startswith("| Lumen"))
    shown = row.count("Line ")
    assert len(row) < 2_000 and shown > 2
    assert f"and {40 - shown} more: `perimetre diff --details` shows them" in row
    # What it holds for is said once, below its sentence.
    assert told.count("Only on Instagram.") == 1
    # A number that nobody knows is explained, and read at a glance.
    assert row.endswith("| 218,506,008 |") and "Questions changed: how many combinations" in told
    assert "how many combinations" not in markdown(differences(change(cells=0)))


def test_of_each_brand_that_has_a_change_otherwise_a_case_is_shown_before_another_one_of_the_same() -> None:
    cases = tuple(
        Message("{brand}: {case}", {"brand": brand, "case": f"case {number}, " + "x" * 300})
        for brand in ("Lumen", "Brume", "Corail")
        for number in range(9)
    )
    told = markdown(differences(change(cases=cases)))
    row = next(line for line in told.splitlines() if "case 0" in line)
    assert [row.count(f"{brand}: case 0") for brand in ("Lumen", "Brume", "Corail")] == [1, 1, 1]
    assert "case 1" not in row
    assert "and 24 more cases: `perimetre diff --details` shows them" in row
    whole = FORMATS["text"](differences(change(cases=cases), whole=True))
    assert whole.count(": case ") == 27


def test_a_terminal_shows_lines_that_go_on_below_where_they_begin() -> None:
    held = (Message("Wherever no other rule says more than this one, on every channel that the house has opened."),)
    told = FORMATS["text"](differences(change(holds=held, place=None), width=60)).splitlines()
    assert max(map(len, told)) <= 60
    first = next(rank for rank, line in enumerate(told) if "Wherever" in line)
    assert told[first].startswith("        - Wherever") and told[first + 1].startswith("          ")
    assert told[first + 1][10] != " "
    # Where nobody looks at it in a terminal, a line is a line.
    whole = FORMATS["text"](differences(change(holds=held)))
    assert any(len(line) > 60 for line in whole.splitlines())


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_whoever_would_agree_to_what_frees_themselves_is_pointed_at(form: str) -> None:
    handbook = house().handbook
    assert handbook is not None
    alone = FORMATS[form](differences(change()))
    assert "gains by it" not in alone and "gain by it" not in alone
    everybody = tuple(sorted(role.id for role in handbook.brands[0].people.roles))
    told = FORMATS[form](differences(change(roles=everybody)))
    assert "take care: " in told and "by it" in told
    # Whoever may do less agrees to nothing for themselves.
    assert "by it" not in FORMATS[form](differences(change("rerouted", roles=everybody)))


def test_a_turn_of_duty_that_passes_to_another_is_nobody_s_agreement() -> None:
    told = FORMATS["text"](differences(change("reassigned", area="cover")))
    assert "1 change gives a turn of duty to somebody else." in told and "another rota: " in told
    assert "somebody else’s agreement" not in told


def test_text_names_each_change_with_its_line() -> None:
    told = FORMATS["text"](
        differences(change(details=(Message("Before: to be agreed."),)), change("removed", side="old"))
    )
    lines = told.splitlines()
    assert lines[0] == "Between `main` and the files as they are now:"
    assert "    - widened: The CM may now reply." in lines
    assert "        Before: to be agreed." in lines
    assert any(line.startswith(f"        {written_in()}:") and line.endswith(", before") for line in lines)
    assert "\x1b[" not in told


@pytest.mark.parametrize("form", FORMATS)
def test_the_list_of_which_a_sentence_names_some_is_told_with_it(form: str) -> None:
    told = FORMATS[form](differences(change(lists=(Message("The topics: allergen, results."),))))
    # The table of Markdown says the sentence again.
    assert told.count("The topics: allergen, results.") == (2 if form == "markdown" else 1)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_who_agrees_is_told_once_where_it_is_the_same_for_all(form: str) -> None:
    several = differences(change(), change(about=("another-rule",)))
    (agreement,) = several.agreements()
    told = FORMATS[form](several)
    assert "2 changes; 2 of them come with no decision" in told
    assert "Agreement: " not in told and agreement.role is not None


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_who_agrees_is_told_once_in_whichever_order_the_changes_name_them(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of those who may decide, each change names first those whom its records name.
    named = {"a-rule": ("cm", "lead", "director"), "another-rule": ("director", "cm", "lead")}
    monkeypatch.setattr(Differences, "_agreeing", lambda _, of: named[of.about[0]])
    told = differences(change(), change(about=("another-rule",), summary="The CM may now hide."))
    assert [agreement.roles for agreement in told.agreements()] == [frozenset(named["a-rule"])]
    assert "2 changes" in FORMATS[form](told) and "Agreement: " not in FORMATS[form](told)
