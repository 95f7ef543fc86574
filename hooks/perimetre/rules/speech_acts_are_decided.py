"""Speech acts are decided: apologise, promise… what commits the house is foreseen on every channel of ours."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Listing, message
from .asking import where
from .base import Check, Problem, View, flaw


def find(view: View) -> Iterator[Problem]:
    """Yield the risky acts of speech of which nothing is said."""
    live = view.perimeter.live(view.today)
    for says in view.brand.values.says.values():
        if not says.risky:
            continue
        naming = [
            one.matcher
            for one in live
            if one.matcher.says is not None and says.id in one.matcher.says and not one.matcher.when
        ]
        missing = [one for one in where(view) if not any(m.channels is None or one in m.channels for m in naming)]
        if missing:
            yield flaw(
                view.lacking("scope", "rules"),
                message(
                    "Nothing says whether one may `{says}` on {channels}.",
                    says=says.id,
                    channels=Listing(tuple(f"`{one}`" for one in missing)),
                ),
                message("Write a rule with `says: [{says}]`.", says=says.id),
            )


RULE = Check(
    id="speech-acts-are-decided",
    level="error",
    needs=(72,),
    ground=(
        "scope",
        "channels",
        "people",
        "values",
    ),
    find=find,
)
