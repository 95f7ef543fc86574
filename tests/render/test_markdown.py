"""The fields declared as Markdown reach a page by one path, and nothing dangerous goes through it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.markdown import markdown

PAGES = {"lumen/triage": "../triage/"}


def resolve(path: str, anchor: str | None) -> str | None:
    found = PAGES.get(path)
    return f"{found}#{anchor}" if found and anchor else found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**gras**", "<p><strong>gras</strong></p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("# Un titre", "<p>Un titre</p>"),
        ("Vraiment ?", "<p>Vraiment\u00a0?</p>"),
        ("`a:b!`", "<p><code>a:b!</code></p>"),
        ("[triage](lumen/triage)", '<p><a href="../triage/">triage</a></p>'),
        ("[triage](lumen/triage/#danger)", '<p><a href="../triage/#danger">triage</a></p>'),
        ("[rien](lumen/nulle-part)", "<p>rien</p>"),
        ("[a](https://example.org/)", '<p><a href="https://example.org/" rel="noopener noreferrer">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("{{7*7}}", "<p>{{7*7}}</p>"),
    ],
)
def test_markdown_shows(typed: str, shown: str) -> None:
    assert re.sub(r">\s+<", "><", str(markdown(typed, "fr", resolve)).strip()) == shown


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            '"',
            "'",
            "script",
            "[x]",
            "(javascript:a)",
            "![",
            "](",
            "onerror=",
            "&lt;",
            "\n",
            "*",
            "`",
            "#",
            "- ",
        ]
    ),
    max_size=20,
).map("".join)


@given(HOSTILE)
def test_markdown_makes_only_the_tags_it_allows(text: str) -> None:
    made = str(markdown(text, "fr", resolve))
    tags = set(re.findall(r"</?([a-z0-9]+)", made))
    assert tags <= {"p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "pre", "hr"}
    assert not re.search(r'href="(?!https?:|mailto:|\.\./)', made)


@pytest.mark.slow
def test_markdown_of_a_huge_text_is_cut() -> None:
    assert len(markdown("a" * 1_000_000, "fr", resolve)) < 21_000
