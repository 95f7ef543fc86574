"""The pages are HTML as it is written down: the Nu checker finds on no kind of page but what Material writes."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
import yaml

from tests.browser.test_pages import kinds
from tests.conftest import ROOT, deep_alone
from tests.support.sites import Example

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
KNOWN = yaml.load((ROOT / "tests" / "cases" / "html.yml").read_text("utf-8"), yaml.CSafeLoader)["known"]


@pytest.fixture
def found(example: Example) -> dict[str, list[str]]:
    """Return what the checker finds: each message, and where."""
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        pytest.skip("The checker is not here: npm install --ignore-scripts --no-package-lock, and a Java")
    site = example.folder / "site"
    pages = [site / path / "index.html" for path in kinds()] + [site / "404.html"]
    assert len(pages) > 25
    command = [java, "-Xss4m", "-XX:+UseSerialGC", "-jar", CHECKER, "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    told: dict[str, list[str]] = {}
    for one in json.loads(done.stderr)["messages"]:
        where = f"{one.get('url', '').removeprefix(f'file:{site}')}: {one.get('extract', '')}"
        told.setdefault(one["message"], []).append(where)
    return told


@deep_alone
def test_nothing_is_wrong_on_any_kind_of_page_but_what_is_known(found: dict[str, list[str]]) -> None:
    ours = {
        text: (len(places), places[0])
        for text, places in found.items()
        if not any(text.startswith(known["says"]) for known in KNOWN)
    }
    assert ours == {}
    # What is gone is known no longer.
    assert [known["says"] for known in KNOWN if not any(text.startswith(known["says"]) for text in found)] == []
    assert [known for known in KNOWN if len(known["because"]) < 20] == []
