"""Make of a page a document that is printed by itself: stage render.

Comes in: a page, and where the site is. Goes out: the text of an HTML file that stands beside the assets of the site
and needs nothing else: no script, no navigation. Its links lead to its own places, to what is called or written to, and
to the site where somebody said where that is; no link is left that leads nowhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from perimetre.render.pages import Page, content
from perimetre.render.paper import page_address

# Where the assets are, from the folder of the document.
ASSETS = "assets"

_LINK = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_TO_CONTENTS = re.compile(r'(<li><a href="#([^"]+)">)(.*?)(</a>)', re.DOTALL)
_MARK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
# What only a browser does with a page.
_LIVE = re.compile(r"<(template|script|button)\b.*?</\1>", re.DOTALL)
_STAYS = re.compile(r"^(?:#|(?:tel|sms|mailto|https?):)", re.IGNORECASE)
_CONTENTS = re.compile(r'<ol class="pm-contents">.*?</ol>\s*(?:</div>|<p)', re.DOTALL)


def document(page: Page, language: str, site_url: str = "", pages: Mapping[str, int] | None = None) -> str:
    """Return a page as a document.

    Args:
        page: the page.
        language: "fr" or "en".
        site_url: where the site is published; "": nobody said, and what leads there is text.
        pages: on which sheet each of its places is, by the place's name, for its table of contents; None: nobody knows.
    """
    body = _LIVE.sub("", _MARK.sub("", content(page, "")))
    body = _LINK.sub(_led(page_address(site_url, page.path)), body)
    if pages:
        body = _CONTENTS.sub(lambda contents: _numbered(contents.group(), pages), body)
    title = html.escape(page.title)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<link rel="stylesheet" href="{ASSETS}/perimetre.css">\n</head>\n<body class="pm-document">\n'
        f'<article class="md-content__inner md-typeset">\n{body}\n</article>\n</body>\n</html>\n'
    )


def _led(here: str) -> Callable[[re.Match[str]], str]:
    """Return what writes a link anew, of a page whose address is `here`, or that has none."""

    def written(link: re.Match[str]) -> str:
        before, href, after, words = link.groups()
        if _STAYS.match(href):
            return link.group()
        if not here:
            return words
        return f'<a{before} href="{html.escape(urljoin(here, html.unescape(href)))}"{after}>{words}</a>'

    return written


def _numbered(contents: str, pages: Mapping[str, int]) -> str:
    def numbered(entry: re.Match[str]) -> str:
        begun, place, words, end = entry.groups()
        number = f'<span class="pm-contents-page">{pages[place]}</span>' if place in pages else ""
        return f"{begun}{words}{number}{end}"

    return _TO_CONTENTS.sub(numbered, contents)
