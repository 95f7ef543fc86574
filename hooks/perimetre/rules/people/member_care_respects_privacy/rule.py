"""Care for members respects their privacy: what is kept of them, how long, how they leave."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the circles of members that do not say what becomes of what is known."""
    for programme in view.live(view.brand.brand.member_programmes):
        missing = [name for name in ("data", "kept_for", "leaves_by") if getattr(programme, name) is None]
        if missing:
            yield flaw(
                key(programme, "id"),
                message(
                    "`{id}` does not say what is known of its members, how long it is kept, and how they leave.",
                    id=programme.id,
                ),
                message("Write {keys}.", keys=Listing(tuple(f"`{name}:`" for name in missing))),
            )


RULE = Check(
    id="member-care-respects-privacy",
    level="warning",
    needs=(23,),
    find=find,
)
