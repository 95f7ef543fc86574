"""The pages as files: another builder makes the same pages of them, whole, and its search finds what ours finds."""

from __future__ import annotations

import html
import json
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from perimetre.drivers.cli.main import main
from perimetre.pipeline.publishing import read
from perimetre.render.pages import Website
from tests.conftest import ROOT
from tests.support.sites import TODAY, at_noon, build, environment, files, make_small_house

# Each of them builds a site.
pytestmark = pytest.mark.slow

BASE = ROOT / "tests" / "cases" / "rules" / "base"
# The page from which a file is begun on the code host: its words are others where nobody knows the host.
BEGUN_ELSEWHERE = "/alert-level"
VOID = frozenset(("br", "hr", "img", "input", "wbr"))


def export(folder: Path, *options: str, playbooks: Path = BASE) -> int:
    """Export the pages of a house, on the day of the tests; return the status."""
    day = TODAY.date().isoformat()
    return main(["export", "pages", str(folder), "--path", str(playbooks), "--today", day, *options])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small house."""
    return make_small_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def exported(house: Path) -> Path:
    """Return a folder with its pages, exported."""
    assert export(house / "pages", playbooks=house / "playbooks") == 0
    return house / "pages"


@pytest.fixture(scope="module")
def website(house: Path) -> Website:
    """Return the same pages as data."""
    made = read(house / "playbooks", "fr", "internal", now=at_noon).website
    assert made is not None
    return made


@pytest.fixture(scope="module")
def ours(house: Path) -> Path:
    """Return the site that our own driver makes of it."""
    done = build(house, "--strict")
    assert done.returncode == 0, done.stderr
    return house / "site"


@pytest.fixture(scope="module")
def theirs(exported: Path) -> Path:
    """Return the site that Zensical makes of the exported pages."""
    command = [sys.executable, "-m", "zensical", "build"]
    done = subprocess.run(command, cwd=exported, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    return exported / "site"


class Article(HTMLParser):
    """The words, the anchors and the links of a page's article, without the buttons and what nobody sees."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.words = ""
        self.anchors: list[str] = []
        self.links: list[str] = []
        self._inside = False
        self._unseen = 0
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._inside |= tag == "article"
        button = {"headerlink", "md-content__button"} & set(values.get("class", "").split())
        if self._unseen or button or "hidden" in values:
            self._unseen += tag not in VOID
        elif self._inside:
            self.anchors += [values["id"]] if values.get("id", "__skip") != "__skip" else []
            self.links += [values["href"]] if tag == "a" and "href" in values else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= tag not in VOID
        elif tag == "article":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and not self._unseen:
            self.words += "".join(data.split())


def pages_of(site: Path) -> set[str]:
    """Return the addresses of a site's pages."""
    return {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}


def test_zensical_makes_the_same_pages_with_the_same_words_anchors_and_links(ours: Path, theirs: Path) -> None:
    assert pages_of(theirs) == pages_of(ours)
    for path in sorted(pages_of(ours)):
        mine, other = Article(ours / path / "index.html"), Article(theirs / path / "index.html")
        assert other.words == mine.words or path.endswith(BEGUN_ELSEWHERE), path
        assert other.anchors == mine.anchors, path
        # Where a file is edited, or begun, is not exported.
        assert other.links == [link for link in mine.links if not re.search("/(edit|new)/", link)], path


def test_links_of_the_site_that_zensical_makes_are_whole(theirs: Path) -> None:
    places = {path: {*Article(theirs / path / "index.html").anchors, ""} for path in pages_of(theirs)}
    for path in places:
        for link in Article(theirs / path / "index.html").links:
            if re.match(r"[a-z]+:", link):
                continue
            address, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(path, address))
            # A calendar is a file, beside the pages.
            assert (anchor in places[target]) if target in places else (theirs / target).is_file(), (path, link)


def test_search_of_zensical_finds_each_page_and_part_by_its_words(theirs: Path, website: Website) -> None:
    entries = json.loads((theirs / "search.json").read_bytes())["items"]
    found = {entry["location"]: entry for entry in entries}
    for page in website.pages:
        if not page.boost:
            assert page.url not in found
            continue
        entry = found[page.url]
        assert html.unescape(entry["title"]) == page.title
        assert all(word in html.unescape(entry["text"]) for word in page.keywords), page.path
        for section in page.sections:
            part = found[f"{page.url}#{section.id}"]
            assert html.unescape(part["title"]) == section.title
            assert all(word in html.unescape(part["text"]) for word in section.keywords), (page.path, section.id)


def test_mkdocs_builds_them_without_our_package(exported: Path, ours: Path, tmp_path: Path) -> None:
    done = build(exported, "--strict", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert pages_of(tmp_path / "site") == pages_of(ours)


def test_page_is_its_front_matter_its_headings_and_its_html(exported: Path, website: Website) -> None:
    page = next(page for page in website.pages if page.source and page.sections and page.description)
    text = (exported / "docs" / page.path / "index.md").read_text("utf-8")
    head = yaml.load(text.split("---\n")[1], yaml.CSafeLoader)
    assert (head["title"], head["description"], head["source"]) == (page.title, page.description, page.source)
    assert f"{{ #{page.sections[0].id} }}" in text


def test_navigation_has_every_page_once_and_in_order(exported: Path, website: Website) -> None:
    def listed(entries: list) -> list[str]:
        return [
            file
            for entry in entries
            for value in ([entry] if isinstance(entry, str) else entry.values())
            for file in ([value] if isinstance(value, str) else listed(value))
        ]

    config = yaml.load((exported / "mkdocs.yml").read_text("utf-8"), yaml.CSafeLoader)
    navigation = listed(config["nav"])
    assert len(navigation) == len(set(navigation))
    assert set(navigation) <= {f"{page.url}index.md" for page in website.pages}
    assert navigation[0] == "index.md"


@pytest.mark.parametrize(("audience", "told"), [("public", False), ("internal", True)])
def test_search_engines_are_sent_away_unless_the_pages_are_public(tmp_path: Path, audience: str, told: bool) -> None:
    folder = tmp_path / "pages"
    assert export(folder, "--audience", audience) == 0
    assert (folder / "overrides" / "main.html").exists() == told
    assert ("custom_dir" in yaml.load((folder / "mkdocs.yml").read_text("utf-8"), yaml.CSafeLoader)["theme"]) == told
    assert [path for path in folder.rglob("*") if path.name.startswith(".")] == []


def test_folder_of_somebody_else_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Mine\n", "utf-8")
    before = files(folder)
    assert export(folder) == 2
    assert str(folder) in capsys.readouterr().err
    assert files(folder) == before
    assert export(tmp_path / "theirs" / "mkdocs.yml") == 2
    assert files(folder) == before


def test_export_over_an_earlier_one_leaves_what_was_built_of_it(tmp_path: Path, house: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    assert export(folder, playbooks=house / "playbooks") == 0
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("built", "utf-8")
    (folder / "docs" / "gone.md").write_text("# Of an earlier export\n", "utf-8")
    first = files(folder)
    assert export(folder, playbooks=house / "playbooks") == 0
    assert files(folder) == {path: content for path, content in first.items() if path != "docs/gone.md"}


def test_policy_with_an_error_is_not_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_small_house(tmp_path)
    scope = tmp_path / "playbooks" / "brands" / "lumen" / "scope.yml"
    scope.write_text("rules: [\n", "utf-8")
    assert export(tmp_path / "pages", playbooks=tmp_path / "playbooks") == 1
    assert "scope.yml" in capsys.readouterr().err
    assert not (tmp_path / "pages").exists()
