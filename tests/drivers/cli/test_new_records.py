"""`perimetre new person`, `new channel`…: what is added to the files, what is refused, what is left to write."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.cli import adding
from perimetre.drivers.cli.main import main
from perimetre.pipeline.adding.kinds import ADDITIONS
from tests.conftest import ROOT

Ran = Callable[..., tuple[int, str, str]]
# What each kind needs at least.
LEAST = {
    "person": ["--brand", "veillee", "--name", "Salomé Verdier", "--role", "community-manager", "--from", "2027-01-11"],
    "absence": ["--person", "mathis-olvard", "--from", "2027-03-01", "--to", "2027-03-02"],
    "swap": ["--person", "ines-caradec", "--instead-of", "mathis-olvard", "--from", "2027-03-01", "--to", "2027-03-02"],
    "channel": ["--brand", "veillee", "--name", "Threads", "--kind", "social"],
    "template": ["--name", "Avez-vous un catalogue ?", "--case", "question"],
    "crisis": ["--name", "Une panne du site", "--kind", "outage"],
    "operation": ["--brand", "veillee", "--name", "Le concours de mars", "--kind", "contest"],
    "place": ["--brand", "veillee", "--name", "Boutique de Nice"],
    "rule": [
        *("--brand", "veillee", "--name", "Parler des soldes", "--authority", "approve"),
        *("--actions", "publish", "--topics", "price"),
    ],
    "agency": ["--name", "Les Veilleurs"],
    "brand": ["--name", "Mèche & Cie"],
    "departure": ["--person", "nora-feskal", "--to", "2027-01-08"],
    "variant": [
        *("--brand", "veillee", "--template", "wick-question", "--name", "Le vase"),
        *("--text", "Bonsoir {{first-name}}. Éteignez, et laissez refroidir avant de toucher le verre."),
    ],
    "term": ["--brand", "veillee", "--term", "lueur", "--class", "careful", "--because", "La lumière se mesure."],
    "period": [
        "--brand",
        "veillee",
        "--name",
        "Les soldes d’hiver",
        "--kind",
        "seasonal",
        "--effects",
        "Rien ne change.",
    ],
    "statement": [
        *("--brand", "veillee", "--scenario", "creator-in-trouble", "--name", "Point du soir"),
        *("--text", "Bonjour. Rien de nouveau ce soir ; nous revenons ici demain."),
    ],
    "step": [
        *("--brand", "veillee", "--after", "creator-in-trouble/proof", "--name", "Noter l’heure"),
        *("--actor", "cm-on-duty", "--within", "20min"),
    ],
    "step-change": ["--brand", "veillee", "--step", "creator-in-trouble/call", "--name", "Prévenir la presse"],
}
# And with all that may be said.
WHOLE = {
    "person": [
        *("--brand", "veillee", "--name", "Zoé Lanvin", "--role", "social-trainee", "--employment", "intern"),
        *("--mail", "equipe@veillee.example.org", "--from", "2027-01-11", "--to", "2027-06-30"),
    ],
    "absence": LEAST["absence"],
    "channel": [
        *("--brand", "veillee", "--name", "Bluesky", "--kind", "social", "--ownership", "owned", "--two-factor"),
        *("--audience", "Qui lit le soir.", "--objectives", "conversation", "--cadence", "2-4/week"),
        *("--reply-within", "comments=8h", "--holders", "community-manager", "social-project-lead"),
        *("--keys", "ines-caradec=2026-11-20", "mathis-olvard=2026-11-20", "--mailbox", "comptes@veillee.example.org"),
        *("--store", "Coffre d’accès de la maison"),
    ],
    "template": ["--name", "Où vous trouver", "--case", "question", "--text", "Bonjour. Notre site le dit."],
    "place": [
        *("--brand", "veillee", "--name", "Boutique de Pau", "--hours", "tue,wed,sat=10:00-19:00"),
        *("--phone", "01 99 00 34 99", "--address", "1 rue du Soir, 64000 Pau"),
        *("--manager", "pauline-vidame", "--deputy", "retail-director"),
    ],
    "agency": [
        *("--name", "Les Guetteurs", "--phone", "01 99 00 12 41", "--scope", "Modération le week-end."),
        *("--from", "2027-03-01", "--to", "2028-02-29", "--reviewed-by", "head-of-social"),
    ],
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "playbooks"


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--today", "2026-11-22", "--language", "en"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.mark.slow
@pytest.mark.usefixtures("house")
def test_after_each_kind_the_check_asks_for_what_was_left_and_for_nothing_else(ran: Ran) -> None:
    assert LEAST.keys() == ADDITIONS.keys()
    left = 0
    for kind, options in LEAST.items():
        status, printed, told = ran("new", kind, *options)
        assert (status, told) == (0, ""), (kind, told)
        counted = re.search(r"^Left to write \((\d+)\):$", printed, re.MULTILINE)
        left += int(counted[1]) if counted else 0
    found = json.loads(ran("check", "--format", "json")[1])["diagnostics"]
    errors = [finding for finding in found if finding["severity"] == "error"]
    assert [error for error in errors if error["rule"] != "to-complete-is-completed"] == []
    assert len(errors) == left > 50


@pytest.mark.slow
@pytest.mark.usefixtures("house")
def test_with_all_that_may_be_said_nothing_is_left(ran: Ran) -> None:
    for kind, options in WHOLE.items():
        status, printed, told = ran("new", kind, *options)
        assert (status, told) == (0, ""), (kind, told)
        assert "to-complete" not in printed and "Left to write" not in printed, kind
    status, printed, _ = ran("check", "--min-severity", "warning")
    assert (status, printed.count("error["), printed.count("warning[")) == (0, 0, 0), printed


SELF = ("--replaced-by", "ines-caradec")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["channel", "--brand", "veillee"], "needs `--name` (its name, as it is shown) and `--kind`"),
        (["channel", "--name", "Threads", "--kind", "social"], "needs `--brand`: `osier-lin` or `veillee`."),
        (
            ["channel", "--brand", "veillee", "--name", "Instagram", "--kind", "social"],
            "channels.yml:3`. Give another id",
        ),
        (
            ["channel", "--brand", "veillee", "--name", "X", "--kind", "sociale"],
            "Nothing is written. There is no kind of",
        ),
        (["person", "--name", "🎈"], "no letter"),
        (["person", "--name", "Zoé", "--role", "comunity-manager"], "Did you mean `community-manager`?"),
        (["absence", "--person", "ines-caradec", "--from", "12/02/2027", "--to", "2027-02-14"], "`from: 2027-02-12`"),
        (
            ["absence", "--person", "pauline-vidame", "--from", "2027-02-12", "--to", "2027-02-14"],
            "Name one: `--schedule`",
        ),
        (
            ["absence", "--person", "ines-caradec", "--from", "2027-02-08", "--to", "2027-02-12", *SELF],
            "cannot take their own place",
        ),
        (["brand", "--name", "Veillée"], "`veillee` is already in"),
    ],
)
def test_what_cannot_be_added_is_said_in_a_line_and_nothing_is_written(
    house: Path, ran: Ran, asked: list[str], told: str
) -> None:
    before = {path: path.read_bytes() for path in house.rglob("*.yml")}
    status, printed, notice = ran("new", *asked)
    assert (status, printed) == (2, "")
    assert told in notice and notice.count("\n") == 1
    assert {path: path.read_bytes() for path in house.rglob("*.yml")} == before


def test_each_kind_says_what_it_takes_and_refuses_what_another_does(
    ran: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        ran("new", "person", "--help")
    told = capsys.readouterr().out
    assert "--immersed-on" in told and "--severity" not in told
    with pytest.raises(SystemExit) as left:
        ran("new", "person", "--name", "Zoé", "--roles", "x")
    assert left.value.code == 2
    assert "Did you mean `--role`?" in capsys.readouterr().err


def test_what_all_kinds_take_is_said_before_the_kind_or_after_it(ran: Ran) -> None:
    asked = ("--name", "Zoé Lanvin", "--print")
    before = ran("new", "--today", "2026-11-22", "person", *asked)
    assert before[0] == 0 and before == ran("new", "person", *asked, "--today", "2026-11-22")


def test_printed_it_writes_nothing(house: Path, ran: Ran) -> None:
    before = {path: path.read_bytes() for path in house.rglob("*.yml")}
    status, printed, _ = ran("new", "template", *WHOLE["template"], "--print")
    assert status == 0 and "\n+  - id: ou-vous-trouver\n" in printed
    assert {path: path.read_bytes() for path in house.rglob("*.yml")} == before


def test_a_file_that_somebody_saves_meanwhile_is_left_as_it_is(
    house: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = house / "house" / "templates.yml"
    write = adding.check_and_write

    def saved_first(*arguments: object) -> None:
        file.write_bytes(file.read_bytes() + b"# Camille\n")
        write(*arguments)  # type: ignore[arg-type]  # what it is given, it is given

    monkeypatch.setattr(adding, "check_and_write", saved_first)
    status, _, notice = ran("new", "template", *WHOLE["template"])
    assert status == 2 and "was changed meanwhile" in notice
    assert file.read_bytes().endswith(b"# Camille\n") and b"ou-vous-trouver" not in file.read_bytes()


def test_a_house_that_keeps_its_schemas_elsewhere_has_new_files_that_find_them(house: Path, ran: Ran) -> None:
    shutil.rmtree(house / "brands" / "veillee" / "operations")
    status, _, told = ran("new", "operation", *LEAST["operation"])
    assert (status, told) == (0, "")
    first = (house / "brands/veillee/operations/le-concours-de-mars.yml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../../.perimetre/schemas/operation.schema.json"


@pytest.mark.usefixtures("house", "remembering")
def test_a_blank_that_another_answer_explains_is_explained_in_the_same_words(ran: Ran) -> None:
    options = ("--brand", "veillee", "--name", "Merci du fond", "--case", "praise")
    status, printed, _ = ran("new", "template", *options, "--text", "Merci {{first-name}}, {{x}}.", "--print")
    assert status == 0 and "+      - {id: first-name, label: Prénom affiché, example: " in printed
    assert printed.count("label: to-complete") == 1
