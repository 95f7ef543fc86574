"""An agency's mandate is live: nobody works for the brand under a mandate that has ended, or under none."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people of an agency who work without a mandate."""
    mandates = view.live(view.brand.brand.mandates)
    working = {person for people in view.holders.values() for person in people}
    for person in view.people.values():
        if person.employment != "agency" or person.id not in working or person.agency is None:
            continue
        theirs = [mandate for mandate in mandates if mandate.agency == person.agency]
        if any(
            (mandate.from_ is None or mandate.from_ <= view.today) and (mandate.to is None or mandate.to >= view.today)
            for mandate in theirs
        ):
            continue
        what = message("`{agency}` has no mandate in force, although its people hold roles.", agency=person.agency)
        hint = message("Renew the mandate in `brand.yml`, or end the assignments of its people.")
        if theirs:
            yield flaw(key(theirs[-1], "to"), what, hint, about=[person.agency])
        else:
            yield flaw(view.lacking("brand", "mandates"), what, hint, about=[person.agency])


RULE = Check(
    id="mandate-is-live",
    level="error",
    needs=(83,),
    find=find,
)
