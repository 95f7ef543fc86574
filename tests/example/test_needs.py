"""Each of the needs has its place in the example's data and on a page of its site; `docs/needs.md` says where."""

from __future__ import annotations

import functools
import html
from typing import Any

import pytest
import yaml

from perimetre.render import search
from tests.conftest import ROOT
from tests.support.shared import website_of_the_example

PLAYBOOKS = ROOT / "playbooks"
NEEDS = yaml.load((ROOT / "tests/cases/needs.yml").read_text("utf-8"), yaml.CSafeLoader)["needs"]
SPACES = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What each page says, in plain words, by its path."""
    return {
        page.path: plain(" ".join((page.title, page.lead, *(f"{one.title} {one.html}" for one in page.sections))))
        for page in website_of_the_example().pages
    }


def plain(text: str) -> str:
    # As the search reads it: what explains a word on hover is not part of the sentence.
    return html.unescape(search.plain(text)).translate(SPACES)


@functools.cache
def read(file: str) -> Any:
    """Return a file of the example, as plain data."""
    return yaml.load((PLAYBOOKS / file).read_text("utf-8"), yaml.CSafeLoader)


def at(data: Any, key: str) -> Any:
    """Return what stands at a key: a name steps into a mapping, an id or a rank into a list."""
    for step in key.split("/"):
        if isinstance(data, list):
            named = [one for one in data if isinstance(one, dict) and one.get("id") == step]
            data = named[0] if named else data[int(step)]
        else:
            data = data[step]
    return data


def table() -> str:
    """Return the table of `docs/needs.md`."""
    rows = ["| n | need | where the example holds it | the page that shows it |", "| --- | --- | --- | --- |"]
    for one in NEEDS:
        held = "<br>".join(f"`{place['file']}`: `{place['key']}`" for place in one["holds"])
        rows.append(f"| {one['n']} | {one['need']} | {held} | `{one['page']}/` |")
    return "\n".join(rows)


def missing() -> str:
    """Return the list of what has no place yet."""
    return "\n".join(f"- {one['n']}: {one['missing']}" for one in NEEDS if "missing" in one)


def test_each_need_is_there_once_in_its_order() -> None:
    assert [one["n"] for one in NEEDS] == list(range(1, len(NEEDS) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("need", NEEDS, ids=lambda one: f"{one['n']:02}")
def test_need_is_held_by_the_data_and_shown_by_a_page(need: dict[str, Any], pages: dict[str, str]) -> None:
    for place in need["holds"]:
        assert at(read(place["file"]), place["key"]) not in (None, "", [], {}, "to-complete"), place
    assert need["page"] in pages
    assert need["shows"].translate(SPACES) in pages[need["page"]]


def test_table_of_the_docs_is_this_one() -> None:
    said = (ROOT / "docs/needs.md").read_text("utf-8")
    assert table() in said, f"docs/needs.md should hold:\n\n{table()}"
    assert missing() in said, f"docs/needs.md should hold:\n\n{missing()}"
