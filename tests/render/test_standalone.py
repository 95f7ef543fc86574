"""What a copy that is read from a folder has of the site: links that name files, the search as scripts."""

from __future__ import annotations

import json

import pytest

from perimetre.render.standalone import MARK, copied, explicit


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("../voice/", "../voice/index.html"),
        ("../voice/#tone", "../voice/index.html#tone"),
        ("voice/?q=a/b", "voice/index.html?q=a/b"),
        ("./", "./index.html"),
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../..#top", "../../index.html#top"),
        ("../calendars/night.ics", "../calendars/night.ics"),
        ("assets/a.css", "assets/a.css"),
        ("#here", "#here"),
        ("", ""),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:112", "tel:112"),
    ],
)
def test_address_of_a_page_names_its_file(address: str, expected: str) -> None:
    assert explicit(address) == expected


def test_only_what_a_tag_says_is_a_link() -> None:
    page = '<p>href="voice/"</p><a class="x" href="voice/">a</a><b><a href="../">b</a></b>'
    ((path, content),) = copied("index.html", page.encode())
    assert path == "index.html"
    assert content.decode() == (
        '<p>href="voice/"</p><a class="x" href="voice/index.html">a</a><b><a href="../index.html">b</a></b>'
    )


def test_index_becomes_scripts_whose_answers_name_files() -> None:
    part = {"choices": [{"url": "lumen/"}], "pages": [{"url": "lumen/voice/", "title": "«</script>»"}, {"url": ""}]}
    ((path, content),) = copied("search/brands/lumen.json", json.dumps(part).encode())
    assert path == "search/brands/lumen.js"
    name, _, rest = content.decode().removeprefix("perimetrePart(").partition(", ")
    assert json.loads(name) == "brands/lumen"
    assert json.loads(rest.removesuffix(");\n")) == {
        "choices": [{"url": "lumen/index.html"}],
        "pages": [{"url": "lumen/voice/index.html", "title": "«</script>»"}, {"url": "index.html"}],
    }
    ((path, content),) = copied("search/search_index.json", b'{"docs":[]}')
    assert (path, content.decode()) == ("search/search_index.js", f'{MARK}var __index = {{"docs":[]}};\n')


@pytest.mark.parametrize("path", ["offline.js", "sitemap.xml", "404.html", "assets/javascripts/bundle.js.map"])
def test_what_only_a_server_needs_is_left(path: str) -> None:
    assert list(copied(path, b"")) == []
