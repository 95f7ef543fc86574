"""Make what installs the site on a device, and lets it be read there without a network: stage render.

Comes in: what the site is called. Goes out: the manifest of the application, as text.
"""

from __future__ import annotations

import json

MANIFEST = "manifest.webmanifest"
# As the style sheet has them: the paper, in the light.
_PAPER = "#fdfcf9"
_SIZES = (192, 512)


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
