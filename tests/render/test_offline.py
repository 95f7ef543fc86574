"""What a copy of the site holds, in which order, and that each build is told from any other."""

from __future__ import annotations

import json
import re
from typing import Any

from perimetre.render.offline import worker

FILES = {
    path: f"{number:064x}"
    for number, path in enumerate(
        (
            "index.html",
            "404.html",
            "sitemap.xml",
            "offline.js",
            "assets/style.css",
            "assets/javascripts/bundle.js.map",
            "assets/javascripts/lunr/fr.js",
            "glossary/index.html",
            "reference/index.html",
            "écrit à la main/index.html",
            "it's (b)+c@d!,~.pdf",
            "search/house.json",
            "search/authors.json",
            "search/brands/lumen.json",
            "lumen/index.html",
            "lumen/may-i/index.html",
            "lumen/rules.0a1b2c3d4e5f.js",
            "lumen/checks.0a1b2c3d4e5f.js",
            "lumen/crises/hack/card/index.html",
            "lumen/voice/index.html",
            "lumen/calendars/night.ics",
            "lumen-nord/index.html",
        ),
        start=1,
    )
}


def told(files: dict[str, str] = FILES) -> dict[str, Any]:
    """Return what the script says of a site."""
    text = worker(files, ("lumen", "lumen-nord"), "fr", "assets/perimetre")
    data, _, rest = text.removeprefix("self.perimetreSite = ").partition(";\n")
    assert rest == 'importScripts("assets/perimetre/offline/copy.js");\n'
    return dict(json.loads(data))


def addresses(lists: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    return {brand: [address for address, _ in files] for brand, files in lists.items()}


def test_emergency_and_search_of_a_brand_come_before_the_rest() -> None:
    site = told()
    assert addresses(site["first"]) == {
        # As `encodeURIComponent` writes it, which the copy of a device looks a path up by.
        "": ["assets/style.css", "", "it's%20(b)%2Bc%40d!%2C~.pdf", "search/house.json"],
        "lumen": [
            "lumen/crises/hack/card/",
            "lumen/",
            "lumen/may-i/",
            "lumen/rules.0a1b2c3d4e5f.js",
            "search/brands/lumen.json",
        ],
        "lumen-nord": ["lumen-nord/"],
    }
    assert addresses(site["rest"]) == {
        "": [
            "glossary/",
            "reference/",
            "search/authors.json",
            "%C3%A9crit%20%C3%A0%20la%20main/",
        ],
        "lumen": ["lumen/calendars/night.ics", "lumen/checks.0a1b2c3d4e5f.js", "lumen/voice/"],
        "lumen-nord": [],
    }


def test_each_file_is_known_by_its_bytes_and_the_build_by_all_of_them() -> None:
    site = told()
    assert ["lumen/", FILES["lumen/index.html"][:16]] in site["first"]["lumen"]
    assert told()["version"] == site["version"]
    assert told(FILES | {"lumen/voice/index.html": "f" * 64})["version"] != site["version"]
    assert told(FILES | {"lumen/new/index.html": "f" * 64})["version"] != site["version"]
    # What no device keeps is of no build.
    assert told(FILES | {"sitemap.xml": "f" * 64})["version"] == site["version"]


def test_page_that_stands_in_the_place_of_another_names_its_files_from_the_top() -> None:
    for text in told()["pages"].values():
        assert re.findall(r'(?:href|src)="(?!\{site\})', text) == []
        assert "script-src 'self';" in text and '<html lang="fr">' in text
