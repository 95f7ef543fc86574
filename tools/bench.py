"""Measure, in one run on one machine: `python -m tools.bench` (`make bench`).

Each build and each check is a process of its own. T is our build, E that of an empty Material site, B that of a bare
MkDocs and Material (navigation pruned, no hook of ours) of as many Markdown pages with the same visible words.
Houses of more than two brands are the example's, with its small brand written out again under other names.
Read the ratios: the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import html.parser
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench_diff import diffs
from tools.bench_runs import COMMAND, PLAYBOOKS, Cost, build, check, example_brands, files_of, house, median, run
from tools.bench_search import searches
from tools.bench_shared import shared

BRANDS = (10, 20, 50)
CHECKED = 100
SCANNED = 20
SHARED, MACHINES = 20, 4


# --- the same words, as Markdown, for a bare MkDocs


BARE = """
site_name: Bare
theme:
  name: material
  language: fr
  font: false
  features:
    - content.action.edit
    - navigation.indexes
    - navigation.path
    - navigation.prune
    - navigation.tabs
    - navigation.top
    - search.highlight
    - toc.follow
plugins: [search]
markdown_extensions: [admonition, attr_list, tables, {toc: {permalink: true}}]
"""


class _Markdown(html.parser.HTMLParser):
    """Write our HTML as plain Markdown: paragraphs, lists, tables; nothing inline, which favours the bare build."""

    BLOCKS = frozenset(
        [
            "p",
            "div",
            "section",
            "article",
            "details",
            "summary",
            "figure",
            "figcaption",
            "blockquote",
            "dl",
            "dt",
            "dd",
            "ul",
            "ol",
            "h4",
            "h5",
            "h6",
            "pre",
        ]
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.words: list[str] = []
        self.cells: list[str] | None = None
        self.head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "tr":
            self.flush()
            self.cells = []
        elif tag in ("td", "th"):
            self.words = []
        elif tag == "table":
            self.flush()
            self.lines.append("")
            self.head = True
        elif self.cells is None and (tag in self.BLOCKS or tag == "li"):
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(" ".join("".join(self.words).split()).replace("|", "\\|"))
            self.words = []
        elif tag == "tr" and self.cells is not None:
            self.lines.append("| " + " | ".join(self.cells) + " |")
            if self.head:
                self.lines.append("|" + " --- |" * len(self.cells))
                self.head = False
            self.cells = None
        elif tag == "table":
            self.lines.append("")
        elif self.cells is None and tag == "li":
            self.flush("- ")
        elif self.cells is None and tag in self.BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def flush(self, mark: str = "") -> None:
        """End a paragraph."""
        text = " ".join("".join(self.words).split())
        self.words = []
        if text:
            self.lines += [f"{mark}{text}"] if mark else ["", text, ""]


def markdown(html_text: str) -> str:
    """Return the words of our HTML as Markdown."""
    parser = _Markdown()
    parser.feed(html_text)
    parser.close()
    parser.flush()
    return "\n".join(parser.lines)


def bare(folder: Path, playbooks: Path) -> int:
    """Write the bare site of the same words below `folder`; return the number of its pages."""
    from perimetre.pipeline.publishing import read

    website = read(playbooks, "fr", "internal").website
    assert website is not None
    for page in website.pages:
        path = folder / "docs" / page.path / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = [f"# {page.title}", markdown(page.lead)]
        for section in page.sections:
            parts += [f"{'#' * section.level} {section.title}", markdown(section.html)]
        path.write_text("\n\n".join(parts) + "\n", "utf-8")
    (folder / "mkdocs.yml").write_text(BARE, "utf-8")
    return len(website.pages)


# --- what is printed


def weight(site: Path) -> tuple[float, float]:
    """Return the size of a site (MB), and the mean weight of a page of the example's small brand (kB)."""
    total = sum(path.stat().st_size for path in files_of(site))
    pages = [path.stat().st_size for path in (site / example_brands()[-1]).rglob("index.html")]
    return total / 1e6, sum(pages) / len(pages) / 1e3


HEAD = (
    "brands  pages  check s     T s     B s  (T-E)/(B-E)  less check    T/B  ms/page  "
    "MB peak (B)  MB site (B)  kB/page (B)"
)


def sites(folder: Path, sizes: tuple[int, ...]) -> Iterator[str]:
    """Yield the lines of the table of builds."""
    empty = folder / "empty"
    (empty / "docs").mkdir(parents=True)
    (empty / "docs" / "index.md").write_text("# Empty\n", "utf-8")
    (empty / "mkdocs.yml").write_text(BARE, "utf-8")
    nothing = build(empty, times=3)
    yield f"E, the build of an empty Material site: {nothing.wall:.2f} s, {nothing.memory:.0f} MB"
    yield ""
    yield HEAD
    first: float | None = None
    for brands in (len(example_brands()), *sizes):
        times = 3 if brands < 10 else 1
        ours, theirs = folder / f"ours-{brands}", folder / f"bare-{brands}"
        ours.mkdir()
        theirs.mkdir()
        house(ours, brands)
        pages = bare(theirs, ours / "playbooks")
        judged = check(ours, times)
        t, b = build(ours, times), build(theirs, times)
        (size, page), (bare_size, bare_page) = weight(ours / "site"), weight(theirs / "site")
        each = (t.wall - nothing.wall) / pages * 1e3
        first = first or each
        yield (
            f"{brands:6}  {pages:5}  {judged.wall:7.2f}  {t.wall:6.2f}  {b.wall:6.2f}  "
            f"{(t.wall - nothing.wall) / (b.wall - nothing.wall):11.2f}  "
            f"{(t.wall - judged.wall - nothing.wall) / (b.wall - nothing.wall):10.2f}  {t.wall / b.wall:5.2f}  "
            f"{each:7.2f}  {t.memory:5.0f} ({b.memory:.0f})   {size:5.1f} ({bare_size:.1f})   "
            f"{page:5.1f} ({bare_page:.1f})"
        )
        growth = each / first
        shutil.rmtree(ours)
        shutil.rmtree(theirs)
    yield ""
    yield f"growth: a page of the largest house takes {growth:.2f} times as long as one of the example (1.00 is linear)"


def checks(folder: Path, brands: int) -> Iterator[str]:
    """Yield the lines on checking."""
    bare_start = median(5, lambda: run([sys.executable, "-c", IMPORTS], folder))
    help_text = median(5, lambda: run([*COMMAND, "--help"], folder))
    example = median(5, lambda: run([*COMMAND, "check", str(PLAYBOOKS)], folder))
    yield (
        f"check of the example: {example.cpu:.2f} s of processor, {example.cpu - bare_start.cpu:.2f} s beyond "
        f"interpreter and imports; --help: {help_text.wall:.2f} s"
    )
    large = folder / "checked"
    large.mkdir()
    house(large, brands)
    cost = check(large)
    yield (
        f"check of a house of {brands} brands: {cost.wall:.1f} s, {cost.cpu:.1f} s of processor, {cost.memory:.0f} MB"
    )
    yield ""
    yield from diffs(folder, PLAYBOOKS, large / "playbooks")
    shutil.rmtree(large)


def remembered(folder: Path) -> Iterator[str]:
    """Yield the lines on what the commands remember: nothing yet, nothing changed, a comment or a word changed."""
    place, cache = folder / "remembered", folder / "cache"
    place.mkdir()
    house(place, 0)
    brand = example_brands()[0]
    asked = ["--brand", brand, "--at", "2026-11-30T10:00"]
    decided = ["--role", "community-manager", "--action", "reply-public", "--channel", _channel(brand)]
    changed = place / "playbooks" / "brands" / brand / "templates.yml"

    def fresh(command: list[str]) -> Cost:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        return run([*COMMAND, *command], place, cache)

    def after_a_comment(command: list[str]) -> Cost:
        with changed.open("a", encoding="utf-8") as file:
            file.write("# one line more\n")
        return run([*COMMAND, *command], place, cache)

    def after_a_word(command: list[str]) -> Cost:
        text = changed.read_text("utf-8")
        changed.write_text(re.sub(r"^( +title: .*)$", r"\1 encore", text, count=1, flags=re.MULTILINE), "utf-8")
        return run([*COMMAND, *command], place, cache)

    for command in (["check"], ["decide", *asked, *decided], ["oncall", *asked]):
        cold = median(5, lambda command=command: fresh(command)).cpu
        again = median(5, lambda command=command: run([*COMMAND, *command], place, cache)).cpu
        comment = median(5, lambda command=command: after_a_comment(command)).cpu
        word = median(5, lambda command=command: after_a_word(command)).cpu
        yield (
            f"{command[0]}: {cold:.2f} s of processor with nothing remembered; nothing changed: {again:.2f} s, "
            f"{again / cold:.2f} of it; a comment more: {comment:.2f} s, {comment / cold:.2f} of it; "
            f"a word changed: {word:.2f} s, {word / cold:.2f} of it"
        )
    shutil.rmtree(place)
    shutil.rmtree(cache)


def _channel(brand: str) -> str:
    from perimetre.pipeline.loading import load

    handbook = load(PLAYBOOKS).handbook
    found = handbook.brand(brand) if handbook else None
    assert found is not None
    return found.channels.channels[0].id


def jobs(folder: Path, brands: int) -> Iterator[str]:
    """Yield what processes side by side save: seconds on the clock, and of processor."""
    place = folder / "jobs"
    place.mkdir()
    house(place, brands)
    costs = {count: run([*COMMAND, "check", "--jobs", str(count)], place) for count in (1, os.cpu_count() or 1)}
    for count, cost in costs.items():
        yield (
            f"check of {brands} brands, --jobs {count}: {cost.wall:.1f} s, {cost.wall / costs[1].wall:.2f} of one; "
            f"{cost.cpu:.1f} s of processor"
        )
    shutil.rmtree(place)


def perimeters() -> Iterator[str]:
    """Yield the lines on the whole perimeter of each brand of the example, asked at once."""
    from datetime import datetime

    from perimetre.perimeter.decisions import Perimeter
    from perimetre.perimeter.whole_space import Space
    from perimetre.pipeline.loading import load

    handbook = load(PLAYBOOKS).handbook
    assert handbook is not None
    for brand in handbook.brands:
        started = time.process_time()
        space = Space(Perimeter(handbook, brand), datetime(2026, 12, 1, 12))
        verdicts = [space.verdict(mask) for mask in space.count()]
        seconds = time.process_time() - started
        classes = ", ".join(f"{len(dimension.classes)} of {dimension.name}" for dimension in space.dimensions)
        yield (
            f"perimeter of {brand.id}: {space.cells:,} cells in {len(verdicts):,} verdicts, "
            f"{seconds:.2f} s of processor; classes: {classes}"
        )


TERMS = 5_000
LETTERS = 1_000_000
# Of the words of the draft, how many are of the lexicon: none, what a draft may hold, nothing else.
SHARES = (0.0, 0.02, 1.0)


def words(size: int = TERMS, letters: int = LETTERS) -> Iterator[str]:
    """Yield what a draft of so many letters costs against a lexicon of that size, and what compiling it does."""
    import random
    from dataclasses import replace
    from datetime import datetime

    from perimetre.model.voice import VoiceFile
    from perimetre.pipeline.loading import load
    from perimetre.voice import Draft, Linter

    handbook = load(PLAYBOOKS).handbook
    assert handbook is not None
    brand = handbook.brands[0]
    drawn = random.Random(1)
    syllables = ("ba", "ré", "con", "ti", "mou", "leur", "pli", "gé", "san", "vo", "tra", "mi", "ne", "que", "lu", "fa")

    def word(most: int) -> str:
        return "".join(drawn.choice(syllables) for _ in range(drawn.randint(2, most)))

    known = [word(4) for _ in range(2 * size)]
    first = next(one for one in brand.voice.lexicon if one.class_ == "forbidden")
    phrases = {" ".join(drawn.choice(known) for _ in range(drawn.randint(1, 4))): None for _ in range(2 * size)}
    terms = [
        replace(first, id=f"term-{number}", term=phrase, forms=(), exceptions=(), scenarios=(), during=())
        for number, phrase in enumerate(list(phrases)[:size])
    ]
    began = time.process_time()
    voice = replace(brand.voice, lexicon=tuple(terms))
    linter = Linter(replace(brand, single={**brand.single, VoiceFile: voice}))
    draft = Draft(at=datetime(2026, 12, 1, 12), channel=brand.channels.channels[0].id)
    linter.prepare(draft)
    yield f"words: {len(terms):,} terms made ready, once, in {time.process_time() - began:.2f} s of processor"
    for share in SHARES:
        said: list[str] = []
        length = 0
        while length < letters:
            said.append(drawn.choice(known) if drawn.random() < share else word(4) + drawn.choice(("x", "x,", "x.")))
            length += len(said[-1]) + 1
        text = " ".join(said)[:letters]
        costs = []
        for _ in range(5):
            began = time.process_time()
            told = len(linter.lint(text, draft))
            costs.append(time.process_time() - began)
        yield (
            f"words: {letters:,} characters, {share:.0%} of their words of the lexicon: "
            f"{statistics.median(costs):.2f} s of processor, {told:,} remarks"
        )


# What a check imports, without the check.
IMPORTS = "import perimetre.drivers.cli.main, perimetre.pipeline.loading, perimetre.reports"


# --- cover


def covers(scanned: int) -> Iterator[str]:
    """Yield what a year of a schedule costs, and how the exact cover compares with the scan minute by minute."""
    from datetime import date

    from hypothesis import HealthCheck, Phase, given, settings

    from perimetre.cover import Cover
    from perimetre.pipeline.loading import load
    from tests.cover.test_cover import compare
    from tests.support.minutes import ZONES, houses

    handbook = load(PLAYBOOKS).handbook
    for brand in handbook.brands if handbook else ():
        for schedule in Cover(handbook, brand, date(2026, 11, 22)).schedules:
            times = []
            for _ in range(5):
                # The public holidays are read once, by the first.
                exact = Cover(handbook, brand, date(2026, 11, 22))
                began = time.process_time()
                pieces = len(exact.segments_of(schedule.id))
                times.append((time.process_time() - began) * 1000)
            yield f"cover: {brand.id}, {schedule.id}: 400 days, {pieces} stretches, {statistics.median(times):.1f} ms"
    slow = settings(
        max_examples=scanned,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    counts = {"houses": 0, "schedules": 0, "minutes": 0}

    def scan(drawn: tuple) -> None:
        # A difference fails there and then, with the house that shows it.
        counts["minutes"] += compare(*drawn, days=3)
        counts["houses"] += 1
        counts["schedules"] += len(drawn[0]["schedules"])

    for zone in sorted(ZONES):
        slow(given(houses(zone))(scan))()
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        yield f"cover: up to {zone}: {told} compared with the scan minute by minute, 0 differences"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brands", type=int, nargs="*", default=BRANDS, help="sizes of the synthetic houses")
    parser.add_argument("--checked", type=int, default=CHECKED, help="size of the house that is only checked")
    parser.add_argument("--shared", type=int, default=SHARED, help="size of the house that machines share")
    parser.add_argument("--scanned", type=int, default=SCANNED, help="random houses a zone, scanned minute by minute")
    options = parser.parse_args()
    for lines in (covers(options.scanned), words(), searches(PLAYBOOKS)):
        for line in lines:
            print(line, flush=True)
        print()
    with tempfile.TemporaryDirectory(prefix="perimetre-bench-") as name:
        folder = Path(name)
        for lines in (
            perimeters(),
            remembered(folder),
            jobs(folder, options.checked),
            shared(folder, options.shared, MACHINES),
            checks(folder, options.checked),
            sites(folder, tuple(options.brands)),
        ):
            for line in lines:
                print(line, flush=True)
            print()


if __name__ == "__main__":
    main()
