"""Turn the fields declared as Markdown into safe HTML: the only way from a manager's text to markup.

A part of the stage render. Comes in: Markdown as typed (bounded), a language, and a function that resolves the links
to pages of the handbook. Goes out: `Markup`. Paragraphs, lists, emphasis, quotes, tables, inline code and links are
kept; raw HTML is shown as the text that it is; pictures and other addresses than http, https, mailto and the handbook's
own pages are dropped. What markdown-it makes is cleaned again by nh3, so that a fault in one is not a hole.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from perimetre.language.typography import NBSP, typeset

MAX_LENGTH = 20_000
"""Characters of one field that are rendered; the schema refuses longer ones, so this only bounds the work."""

_TAGS = {
    "p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "pre", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HANDBOOK = "handbook"
_PATH = re.compile(r"(?P<path>[a-z0-9/-]{0,200})(?:#(?P<anchor>[a-z0-9-]{1,100}))?")
_HREF = re.compile(r'<a href="handbook:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

Resolve = Callable[[str, str | None], str | None]
"""(path of a page, anchor or None) → the relative address, or None where there is no such page for these readers."""


def _allowed(address: str) -> bool:
    return bool(re.match(r"(?i)(https?://|mailto:|handbook:)", address)) or bool(_PATH.fullmatch(address))


class _PlainMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name that markdown-it calls
        return _allowed(url)


@functools.cache
def _parser() -> MarkdownIt:
    parser = _PlainMarkdown("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable("table")
    return parser.disable(["image", "html_block", "html_inline", "reference"])


def markdown(text: str, language: str, resolve: Resolve) -> Markup:
    """Return the safe HTML of `text`; a link to a page that `resolve` does not know keeps its words only."""
    clean = _clean(text[:MAX_LENGTH], language)
    if _HANDBOOK + ":" in clean:
        clean = _HREF.sub(functools.partial(_relink, resolve=resolve), clean)
    return Markup(clean)


def _relink(anchor: re.Match[str], resolve: Resolve) -> str:
    address, words = anchor.groups()
    target = _PATH.fullmatch(html.unescape(address))
    href = resolve(target["path"].strip("/"), target["anchor"]) if target else None
    return f'<a href="{html.escape(href)}">{words}</a>' if href else words


@functools.lru_cache(maxsize=4096)
def _clean(text: str, language: str) -> str:
    parser = _parser()
    tokens = parser.parse(text)
    for token in _all(tokens):
        if token.type == "text":
            token.content = typeset(token.content, language)
        elif token.type in ("heading_open", "heading_close"):
            # A field is inside a section that has its title: its own headings would break the page's outline.
            token.tag = "p"
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
            if not re.match(r"(?i)[a-z]+:", href):
                token.attrSet("href", f"{_HANDBOOK}:{href}")
        elif token.type in ("th_open", "td_open"):
            token.attrs = {"scope": "col"} if token.type == "th_open" else {}
        elif token.type == "fence":
            token.info = ""
    clean = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "th": {"scope"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", _HANDBOOK},
        link_rel="noopener noreferrer",
    )
    return clean.replace("&nbsp;", NBSP)


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or ()))]
