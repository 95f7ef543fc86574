"""Write what the pages of a brand share as files of the site, each named for what it holds."""

from __future__ import annotations

import hashlib
import json

from perimetre.render.live.rules import LivePerimeter


def rules_file(brand: str, live: LivePerimeter) -> tuple[str, str]:
    """Return the file that gives a brand's rules to any page of the site: its path from the top, and its text.

    A script, that a page may bring from a folder as from a server; named for what it holds, so that no cache gives the
    rules of another build.
    """
    version = hashlib.sha256(live.data.encode()).hexdigest()[:12]
    return f"{brand}/rules.{version}.js", f"(self.PerimetreRules ??= {{}})[{json.dumps(brand)}] = {live.data};\n"
