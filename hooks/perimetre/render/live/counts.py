"""Write how long a text may be where it goes, for the crisis cockpit and the ready answers: `live/length.js` counts so.

Comes in: a brand's channels, its voice, a day. Goes out: of what reads a draft, the part with which lengths are counted
(a twelfth of the whole, which is mostly telephone numbers), and of each channel its way to count and its most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime

from perimetre.base.words import Message, message
from perimetre.model import Brand, Record
from perimetre.render.live.reading_over import Data, checks
from perimetre.render.live.relay_words import LEFT
from perimetre.voice import Draft, Linter

# The modules of `perimetre.voice` that length.js follows.
_MODULES = ("addresses", "counting", "emoji", "signs", "view")

# How it is told; `{names}` are filled in by the browser.
LENGTH_WORDS: dict[str, Message] = {
    "length-on": message("{channel}: {count} characters", **LEFT),
    "length-of": message("{channel}: {count} characters of {total}", **LEFT),
    "length-over": message("{channel}: {count} characters, {total} at most: too long", **LEFT),
}


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


class Counts:
    """How the network of each channel of a brand counts a text of a day, and the most that the voice allows there.

    Args:
        brand: the brand.
        day: the day; what the voice says before or after it does not count.
        may_see: whether a record is read by those for whom it is written.
    """

    def __init__(self, brand: Brand, day: date, may_see: Callable[[Record], bool]) -> None:
        self._linter = Linter(brand)
        self._at = datetime(day.year, day.month, day.day, 12)
        self._may_see = may_see

    def way(self, channel: str, *, case: str | None = None, private: bool = False) -> Data:
        """Return the way of a channel; `most`: the least of its bounds, or None; `case`: None for a publication."""
        ready = self._linter.prepare(Draft(at=self._at, channel=channel, case=case, private=private))
        bounds = (*ready.guide.bounds, *((each, each.max_length) for each in ready.mechanics.records))
        way = ready.counting
        return {
            "count": way.count,
            "links": way.links,
            "bare_handles": way.bare_handles,
            "most": min((most for record, most in bounds if most is not None and self._may_see(record)), default=None),
        }
