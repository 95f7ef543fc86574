"""Make what installs the site on a device, and lets it be read there without a network: stage render.

Comes in: the files of a built site, each with its digest, and what the site is called. Goes out: the manifest of the
application and the script at the top of the site that says what a copy holds, as text. What keeps the copy, and what
tells the reader of it, is in `render/assets/offline/`.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from perimetre.base.words import message, say
from perimetre.render.policy import with_policy

MANIFEST = "manifest.webmanifest"
# At the top of the site: a browser lets a script answer for the folder that it stands in.
WORKER = "offline.js"
# As the style sheet has them: the paper, in the light.
_PAPER = "#fdfcf9"
_SIZES = (192, 512)
# What `encodeURIComponent` leaves as it is, and the bar between folders: a browser looks a path up as it writes it so.
_AS_IT_IS = "/!'()*~"
# How much of the digest of a file tells one build of it from another, in signs of hexadecimal.
_SHORT = 16

# What readers read; what else stands in the folder of a site (a map of it, a licence, an archive) is for others.
_KEPT = re.compile(r"\.(?:html|css|js|json|webmanifest|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ics|pdf)$")
# What no page of ours asks for: the page for a wrong address, and the search that ours stands in the place of.
_NEVER = re.compile(rf"^(?:404\.html|{WORKER}|robots\.txt|assets/javascripts/(?:lunr|workers)/.*)$")
# The pages of a brand that one reads when it heats up, and the data by which they answer: kept before all the others.
_URGENT = re.compile(
    r"^(?:|(?:now|alert|cockpit|may-i|triage|questions|crises|escalation)/(?:.*/)?"
    r"|(?:today|rules|scenarios|counts)\.[0-9a-f]+\.js)$"
)
# What is written for authors, or found by them, comes last, with the pages written by hand and their script.
_LATER = re.compile(r"^(?:reference/.*|assets/javascripts/.*|search/(?:authors\.json|brands/.*)|.+/)$")


def manifest(name: str, language: str, icons: str) -> str:
    """Return the manifest of the site, which stands at its top: every address in it is read from there.

    Args:
        name: what the site is called.
        language: "fr" or "en".
        icons: the folder of its icons, from the top of the site.
    """
    content = {
        "name": name,
        "short_name": name,
        "lang": language,
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        # The whole picture is painted: it may be cut round.
        "icons": [
            {"src": f"{icons}/{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in _SIZES
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def worker(digests: Mapping[str, str], brands: Collection[str], language: str, assets: str) -> str:
    """Return the script at the top of the site: which build it is, and what a copy of it holds, in which order.

    Args:
        digests: the files of the site by their path from its top, each with the SHA-256 of its bytes, in hexadecimal.
        brands: those whose pages stand in folders of their own; a device keeps those that are read on it.
        language: "fr" or "en".
        assets: the folder of our assets, from the top of the site.
    """
    kept = {
        path: digest
        for path, digest in sorted(digests.items())
        if _KEPT.search(path) and not _NEVER.match(path) and not _is_for_subscribers(path, brands)
    }
    first: dict[str, list[tuple[str, str]]] = {"": [], **{brand: [] for brand in brands}}
    rest: dict[str, list[tuple[str, str]]] = {"": [], **{brand: [] for brand in brands}}
    for path, digest in kept.items():
        address = re.sub(r"(^|/)index\.html$", r"\1", path)
        brand = next((brand for brand in brands if address.startswith(f"{brand}/")), "")
        is_first = bool(_URGENT.match(address.removeprefix(f"{brand}/"))) if brand else not _LATER.match(address)
        if index := re.match(r"search/brands/(.+)\.json$", path):
            brand, is_first = index[1], True
        (first if is_first else rest)[brand if brand in first else ""].append(
            (quote(address, _AS_IT_IS), digest[:_SHORT])
        )
    content = {
        "version": hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:_SHORT],
        "first": first,
        "rest": rest,
        "pages": {name: _alone(name, text, language, assets) for name, text in _PAGES.items()},
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f'self.perimetreSite = {written};\nimportScripts("{assets}/offline/copy.js");\n'


def no_worker(assets: str) -> str:
    """Return the script at the top of a site of which no copy is kept; what an earlier build has left goes."""
    return f'importScripts("{assets}/offline/retire.js");\n'


_PAGES = {
    "absent": (
        message("This page is not on this device"),
        message(
            "Without a network, only what the device keeps can be read. It keeps the rest once it is online again."
        ),
    ),
    "changed": (
        message("A new version of the handbook is being loaded"),
        message("This page comes with it. Without a network, it waits until there is one."),
    ),
}


def _alone(name: str, text: Iterable[object], language: str, assets: str) -> str:
    """Return a page that stands in the place of any other; `{site}` in it: the address of the top of the site."""
    title, said = (html.escape(say(part, language), quote=False) for part in text)
    home = html.escape(say(message("Back to the home page"), language), quote=False)
    script = f'<script src="{{site}}{assets}/offline/edition.js"></script>' if name == "changed" else ""
    return with_policy(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title>"
        f'<link rel="stylesheet" href="{{site}}{assets}/offline/alone.css"></head>'
        f'<body><main><h1>{title}</h1><p class="pm-edition" data-led role="status">{said}</p>'
        f'<p><a href="{{site}}">{home}</a></p></main>{script}</body></html>'
    )


def _is_for_subscribers(path: str, brands: Collection[str]) -> bool:
    """Say whether a calendar stands at an address that its brand had before: no page leads there."""
    return path.endswith(".ics") and path.partition("/")[0] not in brands
