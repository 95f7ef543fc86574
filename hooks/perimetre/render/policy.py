"""Say in each page what a browser may run and fetch for it: a Content-Security-Policy.

Comes in: a page of HTML, whole. Goes out: the same page with its policy: scripts and styles of the site's own files,
and those inline ones that a template wrote, each by its hash; nothing of another host, no `eval`. What stands in the
article of a page is never trusted: an element that a text could have brought in there has no hash, and does not run.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re

# What MkDocs' live reload needs: its script is another one at each answer, and no hash can name it.
SERVED = "'unsafe-inline'"

_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
# A script of a type that browsers do not run holds data.
_DATA = re.compile(r"""\btype=["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc=", re.IGNORECASE)


def with_policy(page: str, *, served: bool = False) -> str:
    """Return a page that says what may run in it.

    Args:
        page: the page, whole: HTML; nothing is changed in one that does not say its charset.
        served: whether it is shown by a server that writes a script of its own into it.
    """
    charset = _CHARSET.search(page)
    if charset is None:
        return page
    hashes: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    start = page.find("<article", charset.end())
    end = page.rfind("</article>")
    # A page without an article is one that a template wrote whole.
    trusted = page if start < 0 or end < start else f"{page[:start]}\n{page[end:]}"
    for element, attributes, text in _INLINE.findall(trusted):
        if text and not _DATA.search(attributes) and not _SOURCE.search(attributes):
            hashes[element.lower()][_hash(text)] = None
    policy = _policy((SERVED,) if served else tuple(hashes["script"]), tuple(hashes["style"]))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{page[: charset.end()]}{meta}{page[charset.end() :]}"


@functools.lru_cache(maxsize=256)
def _policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *scripts)),
            " ".join(("style-src 'self'", *styles)),
            # The icons of the theme's style sheet are in its addresses.
            "img-src 'self' data:",
            "worker-src 'self'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


@functools.lru_cache(maxsize=256)
def _hash(text: str) -> str:
    # As a browser reads it.
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(read.encode()).digest()).decode()}'"
