"""Measure the search, for `python -m tools.bench`: what a reader fetches, and what the engine takes in a browser."""

from __future__ import annotations

import gzip
import json
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

import perimetre.render
from perimetre.pipeline.publishing import read
from perimetre.render.search import AUTHORS, HOUSE, brand_file, brands, index_files
from tests.conftest import BROWSER_FLAGS, browser_path
from tests.support.queries import QUERIES

SCRIPTS = Path(perimetre.render.__path__[0]) / "assets" / "search"
ENGINE = ("minisearch.min.js", "words.js", "engine.js", "answers.js")
MEASURE = """
([parts, queries]) => {
  const took = (act) => { const began = performance.now(); act(); return performance.now() - began; };
  let engine;
  const made = [1, 2, 3].map(() => took(() => { engine = new PerimetreSearch.Engine(parts); }));
  return [made, queries.map((query) => took(() => engine.find(query)))];
}
"""


def searches(playbooks: Path) -> Iterator[str]:
    """Yield the lines on the search of the pages of `playbooks`."""
    website = read(playbooks, "fr", "internal").website
    assert website is not None
    files = {
        name: json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        for name, content in index_files(website)
    }
    scripts = {name: (SCRIPTS / name).read_bytes() for name in ("box.js", "worker.js", *ENGINE)}
    yield f"search, fetched by every page: {_weight(scripts, 'box.js', 'worker.js')}"
    yield f"search, fetched once the box is opened: the engine, {_weight(scripts, *ENGINE)}"
    for name in files:
        yield f"search, the index {name}: {_weight(files, name)}"
    first = brand_file(brands(website)[0])
    parts = [json.loads(files[name]) for name in (HOUSE, first, AUTHORS)]
    yield f"search of {first} in a browser: {_speed(parts)}"


def _weight(files: Mapping[str, bytes], *names: str) -> str:
    whole = sum(len(files[name]) for name in names)
    packed = sum(len(gzip.compress(files[name])) for name in names)
    return f"{whole / 1e3:.1f} kB, {packed / 1e3:.1f} kB packed"


def _speed(parts: list[object]) -> str:
    path = browser_path()
    if path is None:
        return "not measured, there is no Chromium and no Chrome here"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        page = browser.new_page()
        for name in ENGINE:
            page.add_script_tag(path=SCRIPTS / name)
        queries = [query.words for query in QUERIES if query.language == "fr"]
        made, asked = page.evaluate(MEASURE, [parts, queries])
        browser.close()
    slowest = statistics.quantiles(asked, n=20)[-1]
    return (
        f"the index is made in {statistics.median(made):.0f} ms, a question answered in "
        f"{statistics.median(asked):.0f} ms, in less than {slowest:.0f} ms nineteen times of twenty"
    )
