"""Make of a built site a copy that is read from a folder, with no server: stage render.

Comes in: the files of the site. Goes out: the files of the copy: links that name a file where a server would have shown
the page of a folder, and the index of the search as scripts, since a browser fetches nothing from a folder.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

# The first line of the file by which a folder is known as a copy.
MARK = "// Written by `perimetre export folder`: what is changed here is lost at the next export.\n"
MARKED = "search/search_index.js"

_LINK = re.compile(r'(<(?:a|area|form)\b[^>]*?\s(?:href|action)=")([^"]*)"')
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|/|#|$)", re.IGNORECASE)
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>\s*')
_EDITION = re.compile(r'<script src="[^"]*/offline/edition\.js"[^>]*></script>\s*')
_BOX = re.compile(r'<script src="([^"]*/search/)box\.js"[^>]*></script>')
# What only a server, or a search with workers, needs.
_LEFT = re.compile(
    r"\.map$|^(?:404\.html|offline\.js|manifest\.webmanifest|robots\.txt|sitemap\.xml(?:\.gz)?"
    r"|assets/javascripts/(?:lunr|workers)/.*|assets/perimetre/offline/.*|assets/perimetre/search/worker\.js)$"
)


def copied(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what the copy has for a file of the site: nothing, or one file.

    Args:
        path: where the file stands, from the top of the site.
        content: what it holds.
    """
    if _LEFT.search(path):
        return
    if path.endswith(".html"):
        yield path, _page(content.decode()).encode()
    elif path == "search/search_index.json":
        # As Material's script asks for it in a folder.
        yield MARKED, f"{MARK}var __index = {content.decode()};\n".encode()
    elif path.startswith("search/") and path.endswith(".json"):
        name = path.removeprefix("search/").removesuffix(".json")
        yield f"search/{name}.js", _part(name, content).encode()
    else:
        yield path, content


def explicit(address: str) -> str:
    """Return a relative address that names a file, where it named the page of a folder."""
    if _ELSEWHERE.match(address):
        return address
    path, sign, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
    if path.endswith("/") or posixpath.basename(path) in (".", ".."):
        path = f"{path.removesuffix('/')}/index.html"
    return f"{path}{sign}{rest}"


def _page(text: str) -> str:
    for gone in (_MANIFEST, _EDITION):
        text = gone.sub("", text)
    text = _BOX.sub(r'\g<0><script src="\1folder.js"></script>', text)
    return _LINK.sub(lambda link: f'{link[1]}{explicit(link[2])}"', text)


def _part(name: str, content: bytes) -> str:
    """Return a part of the index as a script, which says its name and what it holds."""
    part = json.loads(content)
    for entry in (*part.get("pages", ()), *part.get("choices", ())):
        entry["url"] = explicit(entry["url"]) or "index.html"
    written = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return f"perimetrePart({json.dumps(name)}, {written});\n"
