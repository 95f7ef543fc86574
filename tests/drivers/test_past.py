"""What the site tells of the past: each merge in sentences, to those who may read them, from real repositories."""

from __future__ import annotations

import datetime as dt
import html
import math
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from perimetre.base.words import say
from perimetre.drivers import past
from perimetre.drivers.past import PastReader
from perimetre.model import Handbook
from perimetre.pipeline.loading import load
from perimetre.pipeline.publishing import read
from perimetre.reading.revisions import Repository, Revision
from perimetre.reading.sources import Collected
from perimetre.render.history import History
from perimetre.render.pages import Audience, Page, Website
from perimetre.render.readers import Readers
from tests.conftest import DEEP_ALONE, ROOT
from tests.support.canary import MARK, mark_every_id, mark_every_text, restrict_every_second_record
from tests.support.repositories import WIDER, Repo, small_repository

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

BRAND = "lumen"
SCOPE = "playbooks/house/scope.yml"
FREELY = "says: [answer, thank, ready-answer], authority: free}"
TOLD_AFTER = (
    "says: [answer, thank, ready-answer], authority: notify, inform: [{who: social-lead, when: after, within: 1h}]}"
)
RED_LINE = "title: Jamais sous un autre nom,"
AT = dt.datetime(2026, 11, 22, 12)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    return made


def merged(repo: Repo, *changes: tuple[str, str, str]) -> None:
    """Merge a branch, with a commit for each change of a file."""
    repo.git("switch", "--quiet", "--create", "proposal")
    for file, old, new in changes:
        repo.replace(file, old, new)
        repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "proposal")
    repo.git("branch", "--quiet", "--delete", "proposal")


def noticing(repo: Repo, notices: list[str], most: int = 12, patience: float = math.inf) -> PastReader:
    return PastReader(repo.top / "playbooks", most, lambda told: notices.append(say(told, "en")), lambda: patience)


def history_of(
    repo: Repo,
    most: int = 12,
    audience: Audience = "internal",
    contained: Collection[str] = (),
    notices: list[str] | None = None,
    patience: float = math.inf,
) -> History | None:
    handbook = handbook_of(repo)
    closed = handbook.settings.closed(AT.date(), contained)
    readers = Readers(language="fr", audience=audience, today=AT.date(), closed=closed)
    told: list[str] = []
    history = noticing(repo, told, most, patience).read(handbook, readers, contained)
    assert notices is not None or not told, told
    if notices is not None:
        notices += told
    return history


def handbook_of(repo: Repo) -> Handbook:
    handbook = load(repo.top / "playbooks").handbook
    assert handbook is not None
    return handbook


def sentences(history: History | None) -> list[list[str]]:
    assert history is not None
    return [[change.sentence for change in past.changes or ()] for past in history.past]


def site_of(repo: Repo, audience: Audience = "internal", patience: float = math.inf) -> Website:
    notices: list[str] = []

    def now(zone: ZoneInfo) -> dt.datetime:
        return AT.replace(tzinfo=zone)

    remembering = noticing(repo, notices, patience=patience).read
    reading = read(repo.top / "playbooks", "fr", audience, now=now, history=remembering)
    website = reading.website
    assert website is not None, [finding.message for finding in reading.findings.diagnostics]
    assert not notices or patience < math.inf, notices
    return website


def page_of(website: Website, name: str) -> Page:
    return next(page for page in website.pages if page.path == f"{BRAND}/{name}")


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_merge_is_told_once_the_latest_first(repo: Repo) -> None:
    merged(
        repo,
        (SCOPE, FREELY, FREELY.replace("free}", "forbidden, instead: [x]}")),
        (SCOPE, "forbidden, instead: [x]}", "free}"),
    )
    merged(repo, (SCOPE, FREELY, TOLD_AFTER), ("playbooks/handbook.yml", "review_in: 1y", "review_in: 2y"))
    merged(repo, (SCOPE, RED_LINE, "title: Jamais sous un autre nom que le nôtre,"))
    history = history_of(repo)
    latest, before = sentences(history)
    assert history is not None
    assert history.is_whole
    assert history.since == dt.date(2026, 11, 20)
    assert any("un autre nom que le nôtre" in sentence for sentence in latest)
    assert any("informer après coup\N{NO-BREAK SPACE}: Responsable social média" in sentence for sentence in before)


def test_a_file_that_is_only_set_otherwise_changes_no_policy(repo: Repo) -> None:
    merged(repo, (SCOPE, "red_lines:", "\n# What is never done.\nred_lines:"))
    assert sentences(history_of(repo)) == [[]]
    assert all("data-pm-changed" not in page.lead for page in site_of(repo).pages)


def test_a_page_bears_the_day_on_which_what_it_says_last_changed(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    website = site_of(repo)
    changed = "Dernier changement de fond : 20 novembre 2026"
    for name in ("perimeter", "perimeter/rules", "perimeter/actions/moderation", "roles/community-manager"):
        assert changed in words(page_of(website, name).lead), name
    for name in ("perimeter/actions/curation", "perimeter/red-lines", "roles/trainee", "governance/rules"):
        assert changed not in words(page_of(website, name).lead), name


def test_the_page_of_a_brand_tells_what_was_widened_and_by_what_decision(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    repo.replace(SCOPE, TOLD_AFTER, FREELY)
    repo.write(
        "playbooks/house/decisions/2026-11-20-answers-are-free.yml",
        "id: 2026-11-20-answers-are-free\ntitle: On répond librement\ndecided_on: 2026-11-20\n"
        "decided_by: [communications-director]\nkind: widening\nrules: [answer-freely]\nwhat: On répond.\n"
        "why: Les clients attendent.\nuntil: 2027-05-20\n",
    )
    repo.commit()
    page = page_of(site_of(repo), "governance/changes")
    widened, narrowed = page.sections
    assert "élargi" in words(widened.html)
    assert "Décidé dans : On répond librement" in words(widened.html)
    assert 'href="../decisions/#2026-11-20-answers-are-free"' in widened.html
    assert "restreint" in words(narrowed.html)


def test_the_public_is_told_nothing_of_the_past(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    website = site_of(repo, "public")
    assert all("changes" not in page.path and "pm-changed" not in page.lead for page in website.pages)


SECRET = "  - {id: night-lamp, title: La nuit d’Islande, roles: [team], actions: [publish], authority: forbidden, "


@pytest.mark.parametrize("then", ["", "made public since"])
def test_what_readers_may_not_see_is_not_told_whichever_side_hides_it(repo: Repo, then: str) -> None:
    secret = f"{SECRET}confidentiality: restricted, instead: [Se taire.]}}\nred_lines:"
    merged(repo, (SCOPE, "red_lines:", secret))
    if then:
        merged(repo, (SCOPE, "confidentiality: restricted, instead", "confidentiality: internal, instead"))
    told = str(history_of(repo))
    assert "night-lamp" not in told
    assert "Islande" not in told
    everything = str(history_of(repo, audience="restricted"))
    assert "Islande" in everything


def test_what_is_hidden_today_is_not_told_of_the_time_when_it_was_not(repo: Repo) -> None:
    merged(repo, (SCOPE, "red_lines:", f"{SECRET}instead: [Se taire.]}}\nred_lines:"))
    assert "Islande" in str(history_of(repo))
    repo.replace(
        SCOPE, "authority: forbidden, instead: [Se", "authority: forbidden, confidentiality: restricted, instead: [Se"
    )
    repo.commit()
    assert "Islande" not in str(history_of(repo))
    repo.replace(SCOPE, "id: night-lamp, title", "id: northern-lamp, formerly: [night-lamp], title")
    repo.replace(SCOPE, "La nuit d’Islande", "Une autre")
    repo.commit()
    assert "night-lamp" not in str(history_of(repo))


LIKES = "playbooks/brands/lumen/scope.yml"


def rename_the_brand(repo: Repo, before: str, after: str) -> None:
    repo.git("mv", f"playbooks/brands/{before}", f"playbooks/brands/{after}")
    file = f"playbooks/brands/{after}/brand.yml"
    text = re.sub(r"formerly: .*\n", "", (repo.top / file).read_text("utf-8"))
    repo.write(file, text.replace(f"id: {before}\n", f"id: {after}\nformerly: [{before}]\n"))
    repo.commit("Rename the brand")


def test_a_brand_has_its_past_under_the_ids_that_it_had(repo: Repo) -> None:
    repo.write(LIKES, WIDER.format(title="On aime sans demander"))
    repo.commit()
    rename_the_brand(repo, "lumen", "lanterne")
    rename_the_brand(repo, "lanterne", "veilleuse")
    for _ in "cold", "remembered":
        history = history_of(repo)
        assert history is not None
        ours = [change for past in history.of("veilleuse") for change in past.changes or ()]
        assert [change.kind for change in ours if change.kind != "review"] == ["renamed", "renamed", "widened"]
        assert {change.file for change in ours if change.file} == {
            "playbooks/brands/veilleuse/brand.yml",
            "playbooks/brands/veilleuse/scope.yml",
        }
        assert history.of("lumen") == ()


def test_a_brand_that_takes_a_name_that_is_free_again_has_no_past_of_another(repo: Repo) -> None:
    repo.write(LIKES, WIDER.format(title="On aime sans demander"))
    repo.commit()
    rename_the_brand(repo, "lumen", "lanterne")
    shutil.copytree(repo.top / "playbooks/brands/lanterne", repo.top / "playbooks/brands/lumen")
    repo.replace("playbooks/brands/lumen/brand.yml", "id: lanterne\nformerly: [lumen]\n", "id: lumen\n")
    repo.commit("Add a brand")
    history = history_of(repo)
    assert history is not None
    kinds = {
        brand: {change.kind for past in history.of(brand) for change in past.changes or ()}
        for brand in ("lanterne", "lumen")
    }
    assert kinds == {"lanterne": {"renamed", "widened", "review"}, "lumen": {"added"}}


def test_what_is_hidden_of_a_brand_is_hidden_of_its_time_under_another_id(repo: Repo) -> None:
    repo.write(LIKES, WIDER.format(title="La nuit d’Islande"))
    repo.commit()
    rename_the_brand(repo, "lumen", "lanterne")
    assert "Islande" in str(history_of(repo))
    note = "page: {owner: social-lead, last_reviewed_on: 2026-11-01, review_in: 1y, confidentiality: restricted}\n"
    later = "playbooks/brands/lanterne/scope.yml"
    repo.write(later, note + (repo.top / later).read_text("utf-8").replace("La nuit d’Islande", "Autre chose"))
    repo.commit()
    assert "Islande" not in str(history_of(repo))


def test_what_was_hidden_once_is_not_told_when_it_is_gone(repo: Repo) -> None:
    first = f"{SECRET}instead: [Se taire.]}}\n"
    merged(repo, (SCOPE, "red_lines:", f"{first}red_lines:"))
    merged(
        repo,
        (
            SCOPE,
            "authority: forbidden, instead: [Se",
            "authority: forbidden, confidentiality: restricted, instead: [Se",
        ),
    )
    merged(repo, (SCOPE, first.replace("instead", "confidentiality: restricted, instead"), ""))
    for _ in "cold", "remembered":
        told = str(history_of(repo))
        assert "Islande" not in told
        assert "night-lamp" not in told


def test_what_is_hidden_hides_nothing_of_what_stood_in_its_place_before(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    repo.replace(SCOPE, "rules:\n", f"rules:\n{SECRET}confidentiality: restricted, instead: [Se taire.]}}\n")
    repo.commit()
    assert any(
        "informer après coup\N{NO-BREAK SPACE}: Responsable social média" in sentence
        for sentence in sentences(history_of(repo))[-1]
    )


def test_what_is_in_a_compartment_is_told_where_the_pages_contain_it(repo: Repo) -> None:
    repo.write(
        "playbooks/handbook.yml",
        (repo.top / "playbooks/handbook.yml").read_text("utf-8")
        + "compartments:\n  - {id: winter, title: Hiver, readers: [social-lead], until: 2027-01-15, reason: Non.}\n",
    )
    repo.replace(SCOPE, "red_lines:", f"{SECRET}compartment: winter, instead: [Se taire.]}}\nred_lines:")
    repo.commit()
    assert "Islande" not in str(history_of(repo))
    assert "Islande" in str(history_of(repo, contained=["winter"]))


def test_a_state_that_cannot_be_read_is_said_and_the_others_are_told(repo: Repo) -> None:
    merged(repo, (SCOPE, "authority: free}\n  - {id: answer-freely", "authority: fere}\n  - {id: answer-freely"))
    merged(repo, (SCOPE, "authority: fere}", "authority: free}"))
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    history = history_of(repo)
    assert history is not None
    assert [past.changes is None for past in history.past] == [False, True, True]
    page = page_of(site_of(repo), "governance/changes")
    assert "ne peut pas être raconté" in words(page.sections[1].html)


def test_no_more_is_told_than_is_asked_for_and_the_page_says_from_when(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    merged(repo, (SCOPE, TOLD_AFTER, FREELY))
    history = history_of(repo, most=1)
    assert history is not None
    assert len(history.past) == 1
    assert not history.is_whole
    assert history_of(repo, most=0) is None


def test_what_was_compared_once_is_not_compared_again(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    first = history_of(repo)
    monkeypatch.setattr(past.PastReader, "_handbook", None)
    assert history_of(repo) == first
    # A secret that is written or rewritten since leaves the rest as it was told.
    repo.replace(SCOPE, "red_lines:", f"{SECRET}confidentiality: restricted, instead: [Se taire.]}}\nred_lines:")
    assert history_of(repo) == first


def test_what_takes_too_long_waits_for_another_build_and_the_page_says_so(repo: Repo) -> None:
    for title in ("le nôtre", "celui de la maison", "celui de la marque"):
        merged(repo, (SCOPE, "Jamais sous un autre nom", f"Jamais sous un autre nom que {title}, Jamais"))
    told = []
    for _ in range(4):
        history = history_of(repo, notices=[], patience=0)
        assert history is not None
        told.append((len(history.past), history.is_cut, history.is_whole))
    assert told == [(1, True, False), (2, True, False), (3, False, True), (3, False, True)]


def test_a_page_that_tells_not_all_says_from_when_it_does(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    merged(repo, (SCOPE, TOLD_AFTER, FREELY))
    cut = page_of(site_of(repo, patience=-1), "governance/changes")
    assert "Plus ancien que le 20 novembre 2026 : non lu" in words(cut.lead)
    assert not cut.sections
    assert "non lu" not in words(page_of(site_of(repo), "governance/changes").lead)


def test_the_cache_is_not_worth_less_when_much_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perimetre.drivers.cli.cache.KEPT", 1)
    for number in range(4):
        merged(repo, (SCOPE, "Jamais sous un autre nom", f"Jamais sous un autre nom, {number}, Jamais"))
    first = history_of(repo, most=3)
    assert history_of(repo, most=3, patience=-1) == first


def test_without_a_repository_or_with_a_shallow_clone_the_site_says_what_it_does_without(
    repo: Repo, tmp_path: Path
) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(tmp_path / "shallow"))
    shallow: list[str] = []
    assert history_of(Repo(tmp_path / "shallow"), notices=shallow) is None
    assert "git fetch --unshallow" in shallow[0]
    (tmp_path / "house" / ".git").rename(tmp_path / "elsewhere")
    without: list[str] = []
    assert history_of(repo, notices=without) is None
    assert without[0].startswith("The site does not tell what has changed.")


def test_nothing_is_written_to_the_repository(repo: Repo) -> None:
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    before = repo.state()
    history_of(repo)
    assert repo.state() == before


def test_a_submodule_in_the_past_is_told_of_and_hides_nothing_of_the_rest(repo: Repo, tmp_path: Path) -> None:
    other = Repo.new(tmp_path / "other")
    other.write("x.yml", "x: y\n")
    other.commit()
    repo.git("submodule", "--quiet", "add", f"file://{other.top}", "playbooks/house/annex")
    repo.commit()
    repo.git("rm", "--quiet", "-f", "playbooks/house/annex")
    repo.commit()
    merged(repo, (SCOPE, FREELY, TOLD_AFTER))
    notices: list[str] = []
    history = history_of(repo, notices=notices)
    assert history is not None
    assert [past.changes is None for past in history.past] == [False, True, True]
    assert len(notices) == 1
    assert "submodule" in notices[0]


def test_without_git_on_the_machine_the_site_says_so(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.top))
    notices: list[str] = []
    assert history_of(repo, notices=notices) is None
    assert "git" in notices[0]


def test_of_a_long_history_only_the_latest_states_are_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (repo.top / SCOPE).read_text("utf-8")
    commits = []
    for number in range(5_000):
        changed = f"# {number}\n{text}"
        size = len(changed.encode())
        commits.append(
            f"commit refs/heads/main\ncommitter C <c@example.org> {1_700_000_000 + number} +0000\ndata 0\n"
            + ("from refs/heads/main^0\n" if not number else "")
            + f"M 100644 inline {SCOPE}\ndata {size}\n{changed}\n"
        )
    repo.git("fast-import", "--quiet", "--force", given="".join(commits))
    repo.git("reset", "--quiet", "--hard")
    read: list[Revision] = []
    usual = Repository.collect

    def collect(repository: Repository, revision: Revision) -> Collected:
        read.append(revision)
        return usual(repository, revision)

    monkeypatch.setattr(Repository, "collect", collect)
    history = history_of(repo)
    assert history is not None
    assert len(history.past) == 12
    assert not history.is_whole
    assert len(read) == 13


@pytest.mark.parametrize(("first", "every_key"), [(0, False), (1, False), pytest.param(1, True, marks=DEEP_ALONE)])
def test_no_mark_of_what_is_restricted_is_told(repo: Repo, first: int, every_key: bool) -> None:
    folder = repo.top / "playbooks"
    if every_key:
        shutil.copytree(ROOT / "tests" / "cases" / "every-key", folder, dirs_exist_ok=True)
    for file in folder.rglob("*.yml"):
        # The marks are written by way of another reader of YAML, to which that is no text.
        file.write_text(re.sub(r" \?(?=[,}\]])", "", file.read_text("utf-8")), "utf-8")
    assert restrict_every_second_record(folder, first) > 10
    marks = [*mark_every_text(folder, 1)]
    repo.commit()
    # Each text and each id is another one afterwards: all of them are told as changed, or as gone and come.
    marks += [*mark_every_id(folder, 2), *mark_every_text(folder, 3)]
    repo.commit()
    told = {mark.decode() for mark in MARK.findall(str(history_of(repo)).encode())}
    level = {mark.mark: mark.level for mark in marks if not mark.is_word}
    assert {level.get(mark, "internal") for mark in told} <= {"internal", "public"}
    assert told & level.keys()
    everything = {mark.decode() for mark in MARK.findall(str(history_of(repo, audience="restricted")).encode())}
    assert "restricted" in {level.get(mark) for mark in everything}
