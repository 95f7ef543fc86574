"""The site, built for real: what is in it, and what a broken policy does to it."""

from __future__ import annotations

import html
import html.parser
import json
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import pytest

from perimetre.base.words import say
from perimetre.pipeline.loading import judged, load
from perimetre.pipeline.publishing import read
from tests.support.shared import website_of_the_example
from tests.support.sites import (
    AGENCY,
    PROGRAMS,
    TODAY,
    Example,
    at_noon,
    break_a_reference,
    break_a_rule,
    build,
    environment,
    files,
    make_small_repository,
    reconfigure,
)

OUTSIDE = re.compile(
    rb"""(?:src|href|action|srcset|poster|data)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import"""
)
# What a page may name of another host: a link that a person follows, or the page's own canonical address.
LINK = re.compile(rb"<a\b[^>]*>|<link rel=\"(?:canonical|alternate)\"[^>]*>")


@pytest.fixture(scope="module")
def house(example: Example) -> Path:
    """Return the example, built once by MkDocs with `--strict`."""
    return example.folder


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small house of three brands, built once by MkDocs with `--strict`."""
    folder = make_small_repository(tmp_path_factory.mktemp("agency"), AGENCY)
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def website():
    """Return the example's pages as data."""
    return website_of_the_example()


def test_strict_build_of_the_example_says_nothing_but_information(example: Example) -> None:
    spoken = [line for line in example.stderr.splitlines() if line.strip() and not line.startswith("INFO ")]
    assert spoken == [], example.stderr


# Each of them builds a site.
pytestmark = pytest.mark.slow

# Runs a module of Python, and writes to a file the path of every file that is opened meanwhile.
WATCHED = """
import os, runpy, sys

told = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT)
def hear(event, values):
    if event == "open" and isinstance(values[0], (str, bytes)):
        os.write(told, os.path.abspath(os.fsencode(values[0])) + b"\\n")
sys.addaudithook(hear)
sys.argv.pop(0)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    "command",
    [("mkdocs", "build"), ("perimetre.drivers.cli.main", "check", "--today", str(TODAY.date()))],
    ids=["build", "check"],
)
def test_no_cache_in_a_project_is_read_or_written(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = make_small_repository(tmp_path / "house")
    planted = [folder / ".cache" / name for name in ("perimetre/fr/macros.cache", "plugin/a.pickle", "b.json")]
    for path in planted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"planted")
    before = files(folder)
    opened = tmp_path / "opened"
    watched = [sys.executable, "-c", WATCHED, str(opened), *command]
    own = environment(XDG_CACHE_HOME=str(tmp_path / "own"))
    done = subprocess.run(watched, cwd=folder, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {
        path.relative_to(folder).parts[0]
        for path in map(Path, opened.read_text("utf-8").splitlines())
        if path.is_relative_to(folder)
    }
    # The site is made in a folder beside its own, and put in its place whole.
    made = {"site" if name.startswith(".site.perimetre-") else name for name in made}
    assert "playbooks" in made
    assert made <= {"playbooks", "docs", "mkdocs.yml", "site"}
    assert {name: content for name, content in files(folder).items() if not name.startswith("site/")} == before


def test_what_grows_stale_is_told_and_stops_no_strict_build(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    card = folder / "playbooks" / "house" / "crises" / "bad-buzz.yml"
    text = card.read_text("utf-8")
    assert "last_reviewed_on" not in text
    card.write_text(f"{text}last_reviewed_on: 2019-05-04\n", "utf-8")
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "review-is-due" in done.stderr


def test_every_page_of_the_website_is_built(house: Path, website) -> None:
    built = {path.parent.relative_to(house / "site").as_posix() for path in (house / "site").rglob("index.html")}
    assert {page.path or "." for page in website.pages} <= built
    calendars = {path for path in files(house / "site") if path.endswith(".ics")}
    assert {path for path, _ in website.files if path.endswith(".ics")} == calendars
    text = (house / "site" / "veillee" / "calendars" / "night-watch.ics").read_bytes()
    assert text.startswith(b"BEGIN:VCALENDAR\r\n") and text.endswith(b"END:VCALENDAR\r\n")


class _Read(html.parser.HTMLParser):
    """Read a page as what a browser makes of it: elements, attributes and words, with every address from the top."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: " ".join((value or "").split()) for name, value in attrs}
        for name in kept.keys() & {"href", "src"}:
            if not re.match(r"[a-z]+:|#", kept[name]):
                kept[name] = posixpath.normpath(posixpath.join("/", self.folder, kept[name]))
        self.found.append((tag, sorted(kept.items())))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))


def test_framed_pages_are_what_the_templates_of_material_write(agency: Path, tmp_path: Path) -> None:
    plain = make_small_repository(tmp_path, AGENCY)
    # A house with templates of its own has all of its pages go through them.
    (plain / "overrides").mkdir()
    config = (plain / "mkdocs.yml").read_text("utf-8")
    (plain / "mkdocs.yml").write_text(
        config.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")
    )
    done = build(plain, "--strict")
    assert done.returncode == 0, done.stderr
    compared = 0
    for page in sorted((plain / "site").rglob("index.html")):
        path = page.relative_to(plain / "site")
        ours, theirs = _Read(path.parent.as_posix()), _Read(path.parent.as_posix())
        ours.feed((agency / "site" / path).read_text("utf-8"))
        theirs.feed(page.read_text("utf-8"))
        assert ours.found == theirs.found, path
        compared += 1
    assert compared > 100


def test_properdocs_builds_the_same_pages(agency: Path, tmp_path: Path) -> None:
    other = make_small_repository(tmp_path, AGENCY)
    done = build(other, "--strict", program="properdocs")
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = files(agency / "site"), files(other / "site")
    assert ours.keys() == theirs.keys()
    generator = re.compile(rb'<meta name="generator"[^>]*>')
    pages = [path for path in ours if path.endswith(".html")]
    different = [path for path in pages if generator.sub(b"", ours[path]) != generator.sub(b"", theirs[path])]
    assert pages
    assert different == []


def test_edit_button_opens_the_yaml_file_of_each_page(house: Path, website) -> None:
    edited = 0
    for page in website.pages:
        text = (house / "site" / page.path / "index.html").read_text("utf-8")
        found = re.findall(r'<a href="([^"]*)"[^>]*rel="edit"', text)
        if page.source is None:
            assert found == [], page.path
            continue
        assert found == [f"https://example.org/maison/manuel/edit/main/{page.source}"], page.path
        assert (house / page.source).is_file(), page.source
        edited += 1
    assert edited > len(website.pages) / 2


def test_nothing_is_asked_of_another_host(house: Path) -> None:
    found = {
        path: OUTSIDE.findall(LINK.sub(b"", content))
        for path, content in files(house / "site").items()
        if path.endswith((".html", ".css"))
    }
    assert len(found) > 10
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_site_holds_no_page_written_for_the_project(house: Path) -> None:
    assert not (house / "site" / "decisions").exists()


@pytest.mark.parametrize(("audience", "told"), [("public", False), ("internal", True), ("restricted", True)])
def test_robots_are_sent_away_unless_the_site_is_public(tmp_path: Path, audience: str, told: bool) -> None:
    folder = make_small_repository(tmp_path)
    done = build(folder, PERIMETRE_AUDIENCE=audience)
    assert done.returncode == 0, done.stderr
    pages = [content for path, content in files(folder / "site").items() if path.endswith(".html")]
    assert pages
    assert {b'<meta name="robots" content="noindex' in content for content in pages} == {told}
    # The public is given no calendar either: whose duty it is, and when, is the house's own.
    assert any(path.endswith(".ics") for path in files(folder / "site")) == told


def test_public_page_says_whose_it_is_where_it_stands_and_what_it_looks_like(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path, AGENCY)
    reconfigure(folder, ('site_url: ""', "site_url: https://charter.example.org/nos-marques/"))
    done = build(folder, "--strict", PERIMETRE_AUDIENCE="public")
    assert done.returncode == 0, done.stderr
    site = files(folder / "site")
    here = "https://charter.example.org/nos-marques/musee/"
    text = site["musee/index.html"].decode()
    (name,) = re.findall(r"<h1[^>]*>(.*?)</h1>", text)
    assert re.findall(r"<title>(.*?)</title>", text) == [f"{name} - Maison Ferrandel"]
    assert '<html lang="fr"' in text
    assert f'<link rel="canonical" href="{here}">' in text
    assert f'<meta property="og:url" content="{here}">' in text
    assert here.encode() in site["sitemap.xml"]
    named = re.findall(r'<link rel="(?:manifest|apple-touch-icon|icon)" href="(?:\.\./)*([^"]*)"', text)
    named += re.findall('og:image" content="https://charter.example.org/nos-marques/([^"]*)"', text)
    manifest = json.loads(site["manifest.webmanifest"])
    named += [icon["src"] for icon in manifest["icons"]]
    assert len(named) == 6
    assert [path for path in named if path not in site] == []
    assert (manifest["lang"], manifest["name"]) == ("fr", "Maison Ferrandel")


def test_title_of_a_page_names_its_brand(house: Path, website) -> None:
    homes = {page.brand: html.escape(page.title, quote=False) for page in website.pages if page.path == page.brand}
    for page in website.pages:
        text = (house / "site" / page.path / "index.html").read_text("utf-8")
        whose = [homes[page.brand]] if page.brand and page.path != page.brand else []
        title = " - ".join((html.escape(page.title), *whose, "Maison Ferrandel"))
        assert re.findall(r"<title>(.*?)</title>", text)[:1] == [title], page.path


def test_an_audience_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    done = build(make_small_repository(tmp_path), PERIMETRE_AUDIENCE="everybody")
    assert done.returncode == 1
    assert "everybody" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("program", PROGRAMS)
def test_broken_policy_fails_with_its_diagnostics_and_leaves_the_last_site(tmp_path: Path, program: str) -> None:
    folder = make_small_repository(tmp_path)
    assert build(folder, program=program).returncode == 0
    before = files(folder / "site")
    broken = break_a_reference(folder)
    done = build(folder, program=program)
    assert done.returncode == 1
    assert broken.relative_to(folder).as_posix() in done.stderr
    assert "nobody-at-all" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(folder / "site") == before


def test_broken_policy_is_told_as_check_tells_it(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    break_a_reference(folder)
    reading = read(folder / "playbooks", "fr", "internal", now=at_noon)
    errors = [found for found in reading.findings.diagnostics if found.severity == "error"]
    assert errors
    done = build(folder)
    for found in errors:
        assert found.span is not None
        assert re.search(rf"{re.escape(found.file)}:{found.span.line}\b", done.stderr), done.stderr


def test_what_a_rule_refuses_fails_as_check_tells_it_and_leaves_the_last_site(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("the last site", "utf-8")
    broken = break_a_rule(folder)
    loaded = load(folder / "playbooks")
    assert not [found for found in loaded.diagnostics if found.severity == "error"]
    today = TODAY.date()
    errors = [found for found in judged(loaded, today).diagnostics if found.severity == "error"]
    assert errors
    done = build(folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for found in errors:
        assert found.span is not None and found.file.endswith(broken.name)
        assert f"{found.file}:{found.span.line}:{found.span.column}" in done.stderr
        assert found.rule in done.stderr
        assert " ".join(say(found.message, "fr").split()) in " ".join(done.stderr.split())
    assert files(folder / "site") == {"index.html": b"the last site"}


@pytest.mark.parametrize("spoil", ["missing", "empty", "file"])
def test_playbooks_that_are_not_there_are_said_so(tmp_path: Path, spoil: str) -> None:
    folder = make_small_repository(tmp_path)
    (folder / "playbooks").rename(folder / "elsewhere")
    if spoil == "empty":
        (folder / "playbooks").mkdir()
    elif spoil == "file":
        (folder / "playbooks").write_text("not a folder", "utf-8")
    done = build(folder)
    assert done.returncode == 1
    assert "playbooks" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hand_written_page_at_the_address_of_ours_is_an_error(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    (folder / "docs" / "glossary.md").write_text("# Mine\n", "utf-8")
    done = build(folder)
    assert done.returncode == 1
    assert "glossary.md" in done.stderr
    assert not (folder / "site").exists()


def test_hand_written_pages_stand_in_the_navigation_and_may_link_to_ours(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    (folder / "docs" / "welcome.md").write_text("# Welcome\n\n[Words](glossary/index.md#page-title)\n", "utf-8")
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    assert 'href="../glossary/#page-title"' in (folder / "site" / "welcome" / "index.html").read_text("utf-8")
    assert "welcome/" in (folder / "site" / "index.html").read_text("utf-8")
    # What Markdown makes may stand on Material's script; what we make does not.
    needs = {
        path: b"javascripts/bundle." in text
        for path, text in files(folder / "site").items()
        if path.endswith("index.html")
    }
    assert [path for path, is_so in needs.items() if is_so] == ["welcome/index.html"]


@pytest.mark.parametrize(
    ("as_it_is", "asked"),
    [
        ("    - toc.follow", "    - toc.follow\n    - navigation.top"),
        # A template of its own may call what Material's script gives.
        ("  name: material", "  name: material\n  custom_dir: own"),
    ],
)
def test_house_that_asks_more_of_material_has_its_script_everywhere(tmp_path: Path, as_it_is: str, asked: str) -> None:
    folder = make_small_repository(tmp_path)
    (folder / "own" / "partials").mkdir(parents=True)
    (folder / "own" / "partials" / "comments.html").write_text("<p>Un mot ?</p>\n", "utf-8")
    reconfigure(folder, (as_it_is, asked))
    assert build(folder, "--strict").returncode == 0
    home = (folder / "site" / "index.html").read_bytes()
    assert b"javascripts/bundle." in home
    assert b"perimetre/around.js" not in home


# What a page says may hold «<brand>»: a tag of ours is none of its words.
TAG = re.compile(r"</?(?:a|b|dd|div|dl|dt|em|h[1-6]|li|p|span|strong|svg|t[dhr]|table|ul)\b")


def test_search_knows_every_section_once_and_in_the_file_of_its_brand(house: Path, website) -> None:
    folder = house / "site" / "search"
    places: dict[str, str] = {}
    # What is searched before a brand is chosen names the pages of brands once more.
    titles = json.loads((folder / "titles.json").read_bytes())["pages"]
    assert [page["url"] for page in titles] == [page.url for page in website.pages if page.brand and page.boost]
    for path in sorted(set(folder.rglob("*.json")) - {folder / "titles.json"}):
        for entry in json.loads(path.read_bytes()).get("pages", ()):
            for place in (entry["url"], *(f"{entry['url']}#{section['id']}" for section in entry["sections"])):
                assert place not in places, place
                places[place] = path.relative_to(folder).as_posix()
            assert not [section for section in entry["sections"] if TAG.search(section["text"])]
    # A sheet to print says again what a page says: the search leads to the page.
    found = [page for page in website.pages if page.boost]
    assert {f"{page.url}#{section.id}" for page in found for section in page.sections} <= places.keys()
    assert all((places[page.url] == f"brands/{page.brand}.json") == (page.brand is not None) for page in found)
    assert all(
        page.path.endswith(("/card", "/kit")) and page.url not in places for page in website.pages if not page.boost
    )


def test_every_page_fetches_next_to_nothing_of_the_search(house: Path) -> None:
    index = (house / "site" / "search" / "search_index.json").read_bytes()
    assert len(index) < 1_000
    assert json.loads(index)["docs"] == []


def test_navigation_of_a_page_names_its_own_brand_only(house: Path, website) -> None:
    brands = sorted({page.brand for page in website.pages if page.brand})
    assert len(brands) > 1
    for page in website.pages:
        text = (house / "site" / page.path / "index.html").read_text("utf-8")
        sidebar = text[text.index("md-sidebar--primary") : text.index("md-sidebar--secondary")]
        up = "../" * (page.path.count("/") + 1) if page.path else ""
        others = [brand for brand in brands if brand != page.brand and f'href="{up}{brand}/' in sidebar]
        assert others == [], page.path
