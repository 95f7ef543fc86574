"""A house whose every text is hostile, built by a real MkDocs: each page is visited, each live part is used."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from perimetre.judge.registry import RULES
from perimetre.model.text import Text
from tests.browser.test_hostile import CLICK, MORNING, TYPED
from tests.conftest import deep_alone
from tests.render.test_hostile import HOSTILE
from tests.support.keys import Data, house, unfold, written
from tests.support.serving import Still, served
from tests.support.sites import build, make_small_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What the strict reader refuses is not for a site to show.
STRINGS = tuple(text for text in HOSTILE if "\x00" not in text)


def hostile_house(hostile: str) -> tuple[dict[str, Data], int]:
    """Return the files of the house that uses every key, each text of them replaced, and how many texts that is."""
    files, count = house(), 0
    for each in tuple(written(files)):
        options = tuple(unfold(each.hint))
        inside = [typing.get_args(option)[0] for option in options if typing.get_origin(option) is tuple]
        at: typing.Any = files[each.file]
        for step in each.path[:-1]:
            at = at[step]
        if not isinstance(at, dict):
            # A duration or an event that is written in one word.
            continue
        if Text in options:
            at[each.path[-1]] = hostile
            count += 1
        elif Text in inside and isinstance(each.value, list):
            at[each.path[-1]] = [hostile]
            count += 1
    # The house is not clean, and what is hostile is no better: it is told, and does not keep the site from being built.
    levels = files["handbook.yml"]["rule_levels"]
    said = {level["rule"] for level in levels}
    levels += [{"rule": rule, "level": "info", "reason": hostile} for rule in RULES if rule not in said]
    return files, count


@deep_alone
@pytest.mark.slow
def test_nothing_runs_on_any_page_of_a_hostile_house(browser: Browser, tmp_path: Path) -> None:
    files, count = hostile_house(" ".join(STRINGS))
    make_small_house(tmp_path)
    for path, data in files.items():
        file = tmp_path / "playbooks" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    done = build(tmp_path, PERIMETRE_AUDIENCE="restricted")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    # A page at a former address leads elsewhere at once, and says nothing of the house.
    written = (path for path in site.rglob("index.html") if 'http-equiv="refresh"' not in path.read_text("utf-8"))
    found = sorted(path.parent.relative_to(site).as_posix() for path in written)
    # The pages of the rules, some two hundred, hold no text of the house.
    pages = [path for path in found if not path.startswith("reference/rules/")]
    assert len(pages) > 50

    context = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 780})
    context.clock.set_fixed_time(MORNING)
    tab = context.new_page()
    ran: list[str] = []
    tab.on("dialog", lambda dialog: (ran.append(tab.url), dialog.dismiss()))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(f"{tab.url}: {error}"))
    tab.on("console", lambda told: errors.extend([f"{tab.url}: {told.text}"] if told.type == "error" else []))
    typed = 0
    with served(site, Still) as (here, _):
        for path in pages:
            tab.goto(f"{here}{path}/")
            tab.evaluate(CLICK)
            typed += TYPED in (tab.text_content("article") or "")
            assert tab.locator("article :is(img[src=x], [onerror], [onmouseover])").count() == 0, path
        context.close()
    counts = f"{len(STRINGS)} strings in {count} fields, on {len(pages)} pages; they are read as typed on {typed}"
    print(counts)  # noqa: T201
    assert ran == []
    assert errors == []
    assert [url for url in asked if not url.startswith(here)] == []
    assert typed > len(pages) / 2
