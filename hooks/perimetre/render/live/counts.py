"""Write how long a text may be where it goes, for the crisis cockpit: `render/assets/live/length.js` counts with it.

Comes in: a brand's channels, its voice, a day. Goes out: of what reads a draft, the part with which lengths are counted
(a twelfth of the whole, which is mostly telephone numbers), and of each channel its way to count and its most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from perimetre.model import Brand, Channel, Record
from perimetre.render.live.reading_over import Data, checks
from perimetre.voice import Draft, Linter

# The modules of `perimetre.voice` that length.js follows.
_MODULES = ("addresses", "counting", "emoji", "signs", "view")


def counts_file(brand: str) -> tuple[str, str]:
    """Return the script with which the pages of a brand count: its path from the top of the site, its text."""
    whole = checks()

    def part(of: Mapping[str, object]) -> Data:
        return {name: value for name, value in of.items() if name.partition(".")[0] in _MODULES}

    # Words are folded by another page, and telephone numbers read.
    data = {
        "patterns": part(whole["patterns"]),
        "classes": whole["classes"],
        "tables": part(whole["tables"]),
        "folded": {},
        "combining": "",
        "zeros": [],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(written.encode()).hexdigest()[:12]
    return f"{brand}/counts.{version}.js", f"self.PerimetreChecks ??= {written};\n"


def ways_of_channels(
    brand: Brand,
    channels: Iterable[Channel],
    day: date,
    name: Callable[[Channel], str],
    may_see: Callable[[Record], bool],
) -> Mapping[str, Data]:
    """Return how the network of each channel counts a text of that day, by the channel's name; `most`: or None."""
    linter = Linter(brand)
    at = datetime(day.year, day.month, day.day, 12)
    ways = {}
    for channel in channels:
        ready = linter.prepare(Draft(at=at, channel=channel.id))
        bounds = [each.max_length for each in ready.mechanics.records if each.max_length is not None and may_see(each)]
        way = ready.counting
        ways[name(channel)] = {
            "count": way.count,
            "links": way.links,
            "bare_handles": way.bare_handles,
            "most": min(bounds, default=None),
        }
    return ways
