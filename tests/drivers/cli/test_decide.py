"""What `perimetre decide` answers on the example house: questions answered by hand first, and the command's manners."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from perimetre.base.words import message, say
from perimetre.drivers.cli.main import main
from perimetre.drivers.cli.shared import UsageError, known_one
from perimetre.language.typography import NBSP
from perimetre.perimeter.decisions import Answer, Perimeter, Question
from perimetre.perimeter.facts import read_fact
from perimetre.pipeline.loading import Loaded, load
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("remembering")

PLAYBOOKS = ROOT / "playbooks"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "decide.schema.json").read_text(encoding="utf-8"))
CASES = yaml.load((ROOT / "tests" / "cases" / "decide.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["cases"]


@pytest.fixture(scope="module")
def example() -> Loaded:
    return load(PLAYBOOKS)


def answer_to(asked: dict[str, Any], example: Loaded) -> Answer:
    asked = dict(asked)
    brand = example.handbook.brand(asked.pop("brand"))
    at = dt.datetime.fromisoformat(asked.pop("at"))
    sets = {name: frozenset(asked.pop(name, ())) for name in ("says", "topics", "authors")}
    facts = {
        name: read_fact(brand.values.facts[name], str(told).lower()) for name, told in asked.pop("facts", {}).items()
    }
    return Perimeter(example.handbook, brand).decide(Question(**asked, **sets, at=at, facts=facts))


def told(answer: Answer, name: str) -> object:
    """Return what an answer says of one expectation, in the form of the cases."""
    match name:
        case "authority" | "escalation_line":
            return getattr(answer, name)
        case "possible":
            return answer.lack is None
        case "moderation":
            # The mode, and whether somebody reads at that hour, where the hours are said.
            mode = answer.moderation
            return None if mode is None else [mode.mode, *([] if mode.is_read is None else [mode.is_read])]
        case "rules":
            return {rule.id for rule in answer.rules}
        case "unanswered":
            return {f"{one.says} {one.topic} {one.author}" for one in answer.unanswered}
        case "agreements":
            return {one.circuit.id for one in answer.agreements}
        case "depends_on":
            return {fact for dependence in answer.depends_on for fact, _ in dependence.facts}
        case "ladder":
            return {step.id for step in answer.ladder}
        case "inform":
            return {one.who for one in answer.inform}
        case "speaks_first":
            return set(answer.speaks_first)
        case "would_change_if":
            return {one.dimension for one in answer.would_change_if}
        case "instead" | "meanwhile" | "if_no_answer" | "lift" | "limits" | "conditions" | "consult":
            return bool(getattr(answer, name))
        case "templates" | "required_mentions" | "requests":
            return set(getattr(answer, name))
    raise ValueError(name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_the_example_answers_as_its_house_would(case: dict[str, Any], example: Loaded) -> None:
    answer = answer_to(case["question"], example)
    assert case["expect"], "a case without an expectation proves nothing"
    for name, expected in case["expect"].items():
        said = told(answer, name)
        if name == "moderation":
            assert said == expected
        elif name in ("rules", "agreements", "unanswered", "ladder", "depends_on"):
            assert said == set(expected), name
        elif isinstance(expected, list):
            assert set(expected) <= said, name
        else:
            assert said == expected, name


def arguments(asked: dict[str, Any]) -> list[str]:
    words = ["decide", "--path", str(PLAYBOOKS)]
    options = {"says": "says", "topics": "topic", "authors": "author"}
    for name, value in asked.items():
        if name in options:
            words += [word for one in value for word in (f"--{options[name]}", one)]
        elif name == "facts":
            words += [word for fact, one in value.items() for word in ("--fact", f"{fact}={str(one).lower()}")]
        else:
            words += [f"--{name}", str(value)]
    return words


@pytest.mark.slow
# The command reads the whole house each time: every sixth question is enough to see that it passes the answer on.
@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case["why"][:60])
def test_the_command_says_the_same_in_json_and_in_words(case: dict[str, Any], capsys: pytest.CaptureFixture) -> None:
    assert main([*arguments(case["question"]), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SCHEMA)
    if "authority" in case["expect"]:
        assert printed["authority"] == case["expect"]["authority"]
    for rule in printed["rules"]:
        line = (ROOT / rule["file"]).read_text(encoding="utf-8").splitlines()[rule["line"] - 1]
        assert f"id: {rule['id']}" in line, "an answer names the line where its rule begins"
    assert main([*arguments(case["question"]), "--language", "fr"]) == 0
    # What an answer depends on is told shorter in words, and its sentence after it.
    assert printed["answer"].rpartition(f"Si ce n’est pas le cas{NBSP}: ")[2] in capsys.readouterr().out


BAD = [
    ({"brand": "veille"}, [], "veillee"),
    ({"role": "comunity-manager"}, [], "community-manager"),
    ({"action": "delette"}, [], "delete"),
    ({"channel": "instagrm"}, [], "instagram"),
    ({}, ["--topic", "heath"], "health"),
    ({}, ["--topic", "product", "--topic", "heath"], "health"),
    ({}, ["--topic", "Health"], "health"),
    ({}, ["--topic", "health", "--topic", "health"], "deux fois"),
    ({}, ["--author", "customer", "--author", "electd"], "elected"),
    ({}, ["--says", "apologize"], "apologise"),
    ({}, ["--phase", "risng"], "rising"),
    ({}, ["--place", "lile"], "`lille`"),
    ({}, ["--place", "lille", "--place", "lyon"], "deux fois"),
    ({}, ["--phase", "rising", "--phase", "rising"], "deux fois"),
    ({}, ["--channel", "tiktok"], "deux fois"),
    ({}, ["--fact", "ammount=3"], "amount"),
    ({}, ["--fact", "amount=3", "--fact", "amount=300"], "amount"),
    ({}, ["--fact", "amount=3", "--fact", "amount=3"], "deux fois"),
    ({}, ["--fact", "amount=beaucoup"], "150"),
    ({}, ["--fact", "amount"], "150"),
    ({}, ["--fact", "amount=3x"], "150"),
    ({}, ["--fact", "amount=1_000"], "150"),
    ({}, ["--fact", "amount=1.000"], "1000"),
    ({}, ["--fact", "amount=12,500"], "`amount=12.5`"),
    ({}, ["--fact", "minor=1"], "`no`"),
    ({}, ["--fact", "age-of-post=48"], "48h"),
    ({}, ["--fact", "on-our-page=yes"], "se déduit du canal et de l’heure"),
    ({}, ["--at", "2026-11-29T22:40", "--posted", "2026-11-29T22:41"], "après le moment de la question"),
    ({}, ["--posted", "2026-11-20T22:41", "--fact", "age-of-post=48h"], "deux fois"),
    ({}, ["--text", "nowhere.txt"], "nowhere.txt"),
    ({}, ["--history", "nowhere.csv"], "nowhere.csv"),
    ({}, ["--history", "-", "--text", "-"], "deux fois"),
]


@pytest.mark.parametrize(("changed", "words", "expected"), BAD)
def test_a_question_that_cannot_be_asked_says_why(
    changed: dict, words: list, expected: str, capsys: pytest.CaptureFixture
) -> None:
    asked = {"brand": "veillee", "role": "community-manager", "action": "hide", "channel": "instagram"} | changed
    assert main([*arguments(asked), *words, "--language", "fr"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert expected in printed.err
    assert "Traceback" not in printed.err


def test_the_part_that_no_rule_answers_is_named(capsys: pytest.CaptureFixture) -> None:
    asked = {"brand": "veillee", "role": "community-manager", "action": "like", "channel": "instagram"}
    # Outside any reserve before an election, which speaks of elected officials.
    words = [*arguments(asked | {"authors": ["elected", "customer"]}), "--at", "2026-07-01T12:00"]
    assert main([*words, "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SCHEMA)
    assert printed["unanswered"] == [{"says": "answer", "topic": "other", "author": "elected"}]
    assert main([*words, "--language", "en"]) == 0
    assert "no rule of the handbook speaks of this part of it: Elected official" in capsys.readouterr().out


def derived_of(*words: str, capsys: pytest.CaptureFixture) -> dict[str, tuple[object, str]]:
    """Return what `decide` says that it derived: of each thing, what it is and what it comes from."""
    asked = {"brand": "veillee", "role": "community-manager", "action": "reply-public"}
    assert main([*arguments(asked), *words, "--at", "2026-11-29T22:40", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SCHEMA)
    return {following["what"]: (following["value"], following["from"]) for following in printed["derived"]}


def test_what_follows_from_the_channel_and_the_hour_is_said(capsys: pytest.CaptureFixture) -> None:
    ours = derived_of("--channel", "instagram", capsys=capsys)
    assert ours == {
        "on-our-page": (True, "channel"),
        "stage": ("established", "channel"),
        "service-hours": (False, "hours"),
        # The reserve before the election of spring 2027 has begun.
        "election-period": (True, "periods"),
    }
    theirs = derived_of("--channel", "parents-groups", capsys=capsys)
    assert theirs["on-our-page"] == (False, "channel")


def test_what_follows_from_what_is_given_is_said(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    message = tmp_path / "message.txt"
    given = ("--channel", "instagram", "--posted", "2026-11-27T21:00", "--text", str(message))
    message.write_text("Rappelez-moi au 06 39 98 12 34, merci.", encoding="utf-8")
    found = derived_of(*given, capsys=capsys)
    assert found["age-of-post"] == (2 * 1440 + 100, "posted")
    assert found["personal-data-given"] == (True, "text")
    message.write_text("Votre bougie fume, que faire ?", encoding="utf-8")
    assert derived_of(*given, capsys=capsys)["personal-data-given"] == (False, "text")
    asked = {"brand": "veillee", "role": "community-manager", "action": "reply-public"}
    assert main([*arguments(asked), *given, "--at", "2026-11-29T22:40", "--language", "en"]) == 0
    assert "Known without asking\n  - On a channel of ours" in (printed := capsys.readouterr().out)
    assert "Age of the post: 49 hours" in printed.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("lines", "count", "authority"),
    [
        ("on,ground\n2026-03-02,insult\n", 1, "escalate"),
        ("act;on;ground\nhide;2026-03-02;insult\nrestrict;2026-09-14;\nhide;2024-09-14;insult\n", 2, "approve"),
    ],
)
def test_history_of_somebody_counts_as_the_ladder_says(
    tmp_path: Path, capsys: pytest.CaptureFixture, lines: str, count: int, authority: str
) -> None:
    history = tmp_path / "history.csv"
    history.write_text(lines, encoding="utf-8")
    asked = {"brand": "veillee", "role": "community-manager", "action": "ban", "channel": "forum"}
    words = [*arguments(asked), "--at", "2026-11-25T10:30", "--topic", "product", "--fact", "lawful-criticism=no"]
    assert main([*words, "--history", str(history), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SCHEMA)
    assert {"what": "earlier-measures", "value": count, "from": "history"} in printed["derived"]
    assert printed["authority"] == authority
    assert main([*words, "--history", str(history), "--language", "fr"]) == 0
    assert f"Mesures déjà prises : {count}" in capsys.readouterr().out.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", "on,ground"),
        ("day,ground\n2026-03-02,insult\n", "on,ground"),
        ("on,ground\n2026-03-02,insult\n02/03/2026,insult\n", "ligne 3"),
        ("on\n2026-11-26\n", "ligne 2"),
        ("on,ground\n2026-03-02,insulte\n", "`insult`"),
    ],
)
def test_history_that_cannot_be_counted_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture, lines: str, expected: str
) -> None:
    history = tmp_path / "history.csv"
    history.write_text(lines, encoding="utf-8")
    asked = {"brand": "veillee", "role": "community-manager", "action": "ban", "channel": "forum"}
    words = [*arguments(asked), "--at", "2026-11-25T10:30", "--history", str(history), "--language", "fr"]
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert expected in printed.err


def test_what_nobody_has_named_yet_is_refused_all_the_same() -> None:
    with pytest.raises(UsageError) as refused:
        known_one(message("phase"), "rising", {})
    assert say(refused.value.message, "en") == "No phase is called `rising`: there is none."


@pytest.mark.parametrize(
    ("option", "home"),
    [("--action", "reference/vocabulary/"), ("--topic", "reference/vocabulary/"), ("--role", "house/people.yml")],
)
def test_of_many_names_the_nearest_are_said_and_where_the_others_are(
    option: str, home: str, capsys: pytest.CaptureFixture
) -> None:
    asked = {"--role": "community-manager", "--action": "publish", "--channel": "instagram", option: "zorglub"}
    words = ["decide", "--language", "en", "--path", str(ROOT / "playbooks"), "--brand", "veillee"]
    assert main([*words, *(word for pair in asked.items() for word in pair)]) == 2
    refused = capsys.readouterr().err
    assert re.search(r"The nearest of the \d\d there are: `[a-z-]+`, `[a-z-]+` or `[a-z-]+`\. All are in ", refused)
    assert home in refused
    assert refused.count("`, `") < 3


def test_no_answer_is_drawn_from_a_handbook_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "handbook.yml").write_text("format: 1\n", encoding="utf-8")
    words = ["decide", "--path", str(tmp_path), "--brand", "b", "--role", "r", "--action", "hide", "--channel", "c"]
    assert main(words) == 2
    assert capsys.readouterr().out == ""


def test_what_would_change_the_answer_stands_under_the_level_that_it_leads_to(capsys: pytest.CaptureFixture) -> None:
    asked = {"brand": "veillee", "role": "community-manager", "action": "publish", "channel": "instagram"}
    assert main([*arguments(asked), "--language", "en"]) == 0
    sections = capsys.readouterr().out.split("\n\n")
    told = next(section for section in sections if section.startswith("What would change it\n"))
    levels = [line for line in told.splitlines()[1:] if not line.startswith("    - ")]
    assert levels and len(levels) == len(set(levels)), "each level once"
    assert "  ◐ needs approval first, as here, but on other terms" in levels, "the level of the answer changes no level"
    depends = next(section for section in sections if section.startswith("It depends\n"))
    assert "  ✕ forbidden\n    - Hidden identity (`--fact hidden-identity=yes`)\n" in depends, (
        "a fact, and how to tell it"
    )
    assert "Hidden identity" not in told, "what it depends on is told once"


def test_a_place_is_said_beside_the_answer(capsys: pytest.CaptureFixture) -> None:
    asked = {"brand": "veillee", "role": "shop-manager", "action": "reply-public", "channel": "store-listings"}
    words = [*arguments(asked), "--says", "thank", "--at", "2026-11-24T20:00", "--place", "lille"]
    assert main([*words, "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SCHEMA)
    assert (printed["authority"], printed["place"]["id"], printed["place"]["is_open"]) == ("template", "lille", False)
    assert main([*words, "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "Boutique de Lille" in said
    assert "answers for it: Célestin Varlet" in said


def test_whoever_manages_the_place_is_named(capsys: pytest.CaptureFixture) -> None:
    asked = {"brand": "veillee", "role": "community-manager", "action": "reply-public", "channel": "store-listings"}
    words = [*arguments(asked), "--says", "ready-answer", "--fact", "rating=1", "--language", "en"]
    words += ["--at", "2026-11-24T10:00"]
    assert main([*words, "--place", "nantes"]) == 0
    assert "Soizic Lemarec (Direction de boutique), after, within 1\u00a0working day" in capsys.readouterr().out
    assert main(words) == 0
    assert "whoever manages the place, after" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("role", "action", "channel", "instead"),
    [
        # Whoever may answer and report there is told of what is theirs.
        (
            "community-manager",
            "hide",
            "review-site",
            ["Répondre en public : libre", "Signaler un avis : faire, puis informer"],
        ),
        # Whoever may do none of it is not advised to.
        ("legal-counsel", "hide", "review-site", ["rien de ce que peut faire ici Conseil juridique de la maison"]),
        # No act does the same: what the table says is said.
        ("community-manager", "redact", "instagram", ["Demander à l’auteur de republier sans le nom"]),
    ],
)
def test_in_place_of_what_is_impossible_stands_what_whoever_asks_may_do(
    capsys: pytest.CaptureFixture[str], role: str, action: str, channel: str, instead: list[str]
) -> None:
    asked = ["--role", role, "--action", action, "--channel", channel, "--brand", "veillee", "--at", "2026-11-23T10:00"]
    assert main(["decide", "--path", str(PLAYBOOKS), *asked]) == 0
    text = capsys.readouterr().out
    part = text.partition("À la place\n")[2].partition("\n\n")[0].replace(NBSP, " ")
    lines = part.split("\n")
    assert len(lines) == len(instead)
    assert all(line.startswith(f"  - {words}") for line, words in zip(lines, instead, strict=True)), lines
    assert main(["decide", "--path", str(PLAYBOOKS), *asked, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [f"  - {words}".replace(NBSP, " ") for words in answer["instead"]] == lines
