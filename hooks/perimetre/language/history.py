"""Say from how many earlier measures something holds: «after 2 earlier measures in 90 days»."""

from __future__ import annotations

from perimetre.base.words import Message, counted
from perimetre.language import typography
from perimetre.language.plain import TO_BE_COMPLETED
from perimetre.model.moderation import Earlier


def earlier(what: Earlier, language: str, ground: str | None) -> Message:
    """Return from how many earlier measures something holds.

    Args:
        language: `fr` or `en`, of the length of time.
        ground: the title of the ground that they were for, or None for any.
    """
    if what.count is None or what.per is None:
        return TO_BE_COMPLETED
    per = typography.duration(what.per.amount, what.per.unit, language)
    if ground is None:
        return counted(
            "after {count} earlier measure in {per}", "after {count} earlier measures in {per}", what.count, per=per
        )
    return counted(
        "after {count} earlier measure for “{ground}” in {per}",
        "after {count} earlier measures for “{ground}” in {per}",
        what.count,
        ground=ground,
        per=per,
    )
