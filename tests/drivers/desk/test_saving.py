"""What is saved is what was shown, on a branch; what somebody else has changed is never written over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT
from tests.support.desks import DeskClient, desk_of
from tests.support.repositories import SETTINGS, Repo, small_repository

PEOPLE = "playbooks/house/people.yml"
ABSENCE = {"person": "agathe", "from": "2026-12-24", "to": "2026-12-31"}
LINE = "      - {person: agathe, from: 2026-12-24, to: 2026-12-31}\n"


@pytest.fixture(autouse=True)
def _nobody_s_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return small_repository(tmp_path / "house")


@pytest.fixture
def client(repo: Repo) -> Iterator[DeskClient]:
    with desk_of(repo.top / "playbooks") as server:
        yield DeskClient(server).open()


def text(repo: Repo, path: str = PEOPLE) -> str:
    return (repo.top / path).read_text("utf-8")


def test_an_absence_is_saved_on_a_branch_with_sentences(client: DeskClient, repo: Repo) -> None:
    before, main = text(repo), repo.git("rev-parse", "main")
    looked = client.post("/form/absence", ABSENCE)
    assert looked.status == 200 and "Agathe s’absente du 24 au 31 décembre 2026" in looked.words
    assert text(repo) == before, "nothing is written before it is shown"
    saved = client.save("absence", ABSENCE)
    assert "desk/absence-agathe" in saved.words
    assert text(repo) == before + "    absences:\n" + LINE
    assert repo.git("rev-parse", "main") == main and repo.git("branch", "--show-current") == "desk/absence-agathe"
    message = repo.git("log", "-1", "--format=%B")
    assert message.startswith("Ajouter une absence\u00a0: Agathe\n\n- ")
    assert "- Agathe s’absente du 24 au 31\u00a0décembre 2026" in message
    assert repo.git("status", "--porcelain") == "" and repo.git("diff", "--name-only", "main") == PEOPLE


def test_what_is_saved_next_goes_on_the_same_branch(client: DeskClient, repo: Repo) -> None:
    client.save("absence", ABSENCE)
    client.save("swap", {"person": "judith", "instead_of": "agathe", "from": "2026-12-27", "to": "2026-12-28"})
    assert repo.git("branch", "--show-current") == "desk/absence-agathe"
    assert repo.git("rev-list", "--count", "main..HEAD") == "2"


def test_a_branch_that_is_there_is_left_alone(client: DeskClient, repo: Repo) -> None:
    repo.git("branch", "desk/absence-agathe")
    client.save("absence", ABSENCE)
    assert repo.git("branch", "--show-current") == "desk/absence-agathe-2"


def test_what_somebody_else_is_doing_is_not_taken_along(client: DeskClient, repo: Repo) -> None:
    repo.write("playbooks/brands/lumen/objectives.yml", text(repo, "playbooks/brands/lumen/objectives.yml") + "# x\n")
    repo.write("notes.txt", "à moi")
    repo.git("add", "notes.txt")
    client.save("absence", ABSENCE)
    assert repo.git("diff", "--name-only", "main", "HEAD") == PEOPLE
    assert repo.git("diff", "--cached", "--name-only") == "notes.txt"


def test_a_file_that_was_being_edited_is_saved_and_not_committed(client: DeskClient, repo: Repo) -> None:
    repo.write(PEOPLE, text(repo) + "# À revoir.\n")
    saved = client.save("absence", ABSENCE)
    assert LINE in text(repo) and "# À revoir." in text(repo)
    assert "le commit vous revient" in saved.words
    assert repo.git("rev-list", "--count", "--all") == "1" and repo.git("branch", "--show-current") == "main"


def test_a_file_changed_meanwhile_is_never_written_over_but_shown(client: DeskClient, repo: Repo) -> None:
    looked = client.post("/form/absence", ABSENCE)
    theirs = text(repo).replace("name: Judith", "name: Judith Armel")
    repo.write(PEOPLE, theirs)
    refused = client.post("/form/absence", {**ABSENCE, "do": "save", "shown": looked.shown})
    assert refused.status == 200 and text(repo) == theirs
    assert "quelqu’un a modifié le fichier" in refused.words and "+ - {id: judith, name: Judith Armel" in refused.words
    # What it does now is shown too, and may be saved.
    client.post("/form/absence", {**ABSENCE, "do": "save", "shown": refused.shown})
    assert text(repo) == theirs + "    absences:\n" + LINE


def test_what_was_filled_in_since_is_shown_before_it_is_saved(client: DeskClient, repo: Repo) -> None:
    before = text(repo)
    looked = client.post("/form/absence", ABSENCE)
    later = {**ABSENCE, "to": "2027-01-02"}
    again = client.post("/form/absence", {**later, "do": "save", "shown": looked.shown})
    assert text(repo) == before and "n’est plus celui que vous aviez regardé" in again.words
    assert "2 janvier 2027" in again.words
    assert client.post("/form/absence", {**later, "do": "save", "shown": again.shown}).status == 303


def test_what_was_saved_is_not_saved_twice(client: DeskClient, repo: Repo) -> None:
    looked = client.post("/form/absence", ABSENCE)
    once = {**ABSENCE, "do": "save", "shown": looked.shown}
    assert client.post("/form/absence", once).status == 303
    # A second click, or the page that is sent again.
    assert client.post("/form/absence", once).status == 200
    assert text(repo).count("agathe, from: 2026-12-24") == 1


def test_without_git_the_file_is_saved_and_that_is_said(tmp_path: Path) -> None:
    playbooks = tmp_path / "playbooks"
    shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", playbooks)
    with desk_of(playbooks) as server:
        saved = DeskClient(server).open().save("absence", ABSENCE)
    assert "Il n’y a pas de git ici" in saved.words
    assert LINE in (playbooks / "house" / "people.yml").read_text("utf-8")


def test_git_that_refuses_is_quoted_and_the_file_is_saved(client: DeskClient, repo: Repo) -> None:
    hook = repo.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'pas <b>aujourd’hui</b>' >&2\nexit 1\n")
    hook.chmod(0o755)
    saved = client.save("absence", ABSENCE)
    assert "git a refusé le commit" in saved.words and "pas &lt;b&gt;aujourd’hui" in saved.text
    assert LINE in text(repo)


def test_an_error_elsewhere_does_not_keep_a_form_from_saving_its_part(client: DeskClient, repo: Repo) -> None:
    repo.write("playbooks/house/templates.yml", "templates: [\n")
    repo.commit("Break it")
    looked = client.post("/form/absence", ABSENCE)
    assert "1 erreur ailleurs" in looked.words
    client.save("absence", ABSENCE)
    assert LINE in text(repo)


def test_a_file_that_cannot_be_read_is_left_alone_and_that_is_said(client: DeskClient, repo: Repo) -> None:
    repo.write("playbooks/house/templates.yml", "templates: [\n")
    values = {"brand": "house", "name": "Merci encore", "case": "praise", "text": "Merci."}
    answer = client.post("/form/template", values)
    assert answer.status == 422 and answer.shown == "" and "est illisible" in answer.words
    assert text(repo, "playbooks/house/templates.yml") == "templates: [\n"


def test_what_lacks_is_said_beside_its_field(client: DeskClient) -> None:
    answer = client.post("/form/absence", {"person": "agathe"})
    assert answer.status == 422 and answer.shown == ""
    assert answer.text.count("Ce champ est nécessaire") == 4 and 'href="#field-from"' in answer.text
    assert '<option value="agathe" selected>' in answer.text, "what is filled in stays"


def test_what_the_check_refuses_is_said_beside_its_field_and_not_saved(client: DeskClient) -> None:
    answer = client.post("/form/absence", {**ABSENCE, "from": "2026-02-31"})
    assert answer.status == 422 and answer.shown == ""
    assert 'href="#field-from"' in answer.text and "2026-02-31" in answer.words


def test_an_hour_makes_an_instant_of_a_day(client: DeskClient, repo: Repo) -> None:
    client.save("absence", {**ABSENCE, "from-at": "18:30"})
    assert "{person: agathe, from: 2026-12-24T18:30, to: 2026-12-31}" in text(repo)


def test_what_an_editor_knows_of_the_house_goes_with_what_is_new_in_it(client: DeskClient, repo: Repo) -> None:
    assert main(["schemas", "--path", str(repo.top / "playbooks")]) == 0
    repo.commit("Schemas")
    client.save("channel", {"brand": "lumen", "name": "Bluesky", "of_kind": "social", "objectives": ["trust"]})
    assert repo.git("status", "--porcelain") == ""
    assert "bluesky" in text(repo, ".perimetre/schemas/house.schema.json")


def test_every_edit_is_saved_in_its_file(client: DeskClient, repo: Repo) -> None:
    brand, house = {"brand": "lumen"}, {"brand": "house"}
    client.save("person", {**brand, "name": "Zoé", "role": "community-manager", "employment": "employee"})
    client.save("departure", {"person": "camille", "to": "2026-12-18"})
    client.save("template", {**house, "name": "Merci beaucoup", "case": "praise", "text": "Merci.\nÀ bientôt."})
    client.save("variant", {**house, "template": "thanks", "name": "Long", "text": "Merci {{prenom}}, vraiment."})
    client.save("term", {**brand, "term": "génial", "class": "avoid", "replace_by": "bon, tout simplement\nclair"})
    client.save("channel", {**brand, "name": "Bluesky", "of_kind": "social", "objectives": ["trust"]})
    client.save("period", {**brand, "name": "Soldes", "of_kind": "seasonal", "effects": "Rien.", "from": "2027-01-06"})
    client.save("statement", {**house, "scenario": "bad-buzz", "name": "Point", "text": "Nous revenons à 18 h."})
    client.save("step", {**house, "after": "bad-buzz/keep", "name": "Compter", "actor": "cm-on-duty", "within": "8min"})

    def read(path: str) -> dict[str, list[dict[str, object]]]:
        return yaml.load(text(repo, f"playbooks/{path}"), yaml.BaseLoader)

    people = read("house/people.yml")
    assert next(one for one in people["people"] if one["id"] == "camille")["left_on"] == "2026-12-18"
    assert people["assignments"][0] == {"person": "camille", "role": "community-manager", "to": "2026-12-18"}
    assert read("brands/lumen/people.yml")["people"][0]["name"] == "Zoé"
    templates = read("house/templates.yml")["templates"]
    assert templates[-1]["variants"] == [{"id": "first", "text": "Merci.\nÀ bientôt."}]
    assert [variant["id"] for variant in templates[0]["variants"]] == ["short", "long"]  # type: ignore[attr-defined]
    term = read("brands/lumen/voice.yml")["lexicon"][0]
    assert term["replace_by"] == ["bon, tout simplement", "clair"]
    assert read("brands/lumen/channels.yml")["channels"][-1]["objectives"] == ["trust"]
    assert read("brands/lumen/periods.yml")["periods"][0]["from"] == "2027-01-06"
    crisis = read("house/crises/bad-buzz.yml")
    assert crisis["statements"][-1]["text"] == "Nous revenons à 18 h."
    assert (crisis["steps"][0]["next"], crisis["steps"][-1]["next"]) == ("compter", "call")
    assert repo.git("status", "--porcelain") == "" and repo.git("rev-list", "--count", "main..HEAD") == "9"
    client.save("step-change", {**house, "step": "bad-buzz/hold", "within": "25min", "how": "D’abord relire."})
    step = read("house/crises/bad-buzz.yml")["steps"][2]
    assert (step["title"], step["within"], step["do"]) == ("Message d’attente", "25min", "D’abord relire.")


def test_a_field_that_is_spoken_of_names_what_is_said_of_it(client: DeskClient) -> None:
    answer = client.post("/form/absence", {**ABSENCE, "from": "2026-02-31"})
    assert 'id="found-from"' in answer.text and 'aria-describedby="found-from"' in answer.text
