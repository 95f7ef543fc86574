"""Stage judge: what should hold of a handbook, one rule a file, and what runs them.

Comes in: a `Handbook`, the day. Goes out: diagnostics. The registry is explicit: a new rule is a module of its name,
its page, its two examples, and one line here; a rule that only asks for the presence of something is a row of
`presence.py`, and rules that stand on the same ground may share a module.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import active_channel_has_perimeter, cm_is_not_the_fuse, presence, required_red_lines
from .base import Check

RULES: Mapping[str, Check] = {
    check.id: check
    for check in (
        active_channel_has_perimeter.RULE,
        cm_is_not_the_fuse.RULE,
        *required_red_lines.RULES,
        *presence.CHECKS,
    )
}
