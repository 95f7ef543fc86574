"""A mandate is live: the people of an agency hold roles only while a mandate of it is in force."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the agencies whose people work without a mandate; what outlives one is `access-ends-with-the-mandate`'s."""
    mandates = view.live(view.brand.brand.mandates)
    working = {person for people in view.holders.values() for person in people}
    agencies = dict.fromkeys(
        person.agency
        for person in view.people.values()
        if person.employment == "agency" and person.id in working and person.agency is not None
    )
    for agency in agencies:
        theirs = [mandate for mandate in mandates if mandate.agency == agency]
        if any(
            (mandate.from_ is None or mandate.from_ <= view.today) and (mandate.to is None or mandate.to >= view.today)
            for mandate in theirs
        ):
            continue
        what = message("`{agency}` has no mandate in force, although its people hold roles.", agency=agency)
        hint = message("Renew the mandate in `brand.yml`, or end the assignments of its people.")
        begins = [mandate for mandate in theirs if mandate.from_ is not None and mandate.from_ > view.today]
        if begins:
            hint = message(
                "Begin the assignments of its people with the mandate: `from: {day}`; or begin the mandate sooner.",
                day=str(min(mandate.from_ for mandate in begins if mandate.from_ is not None)),
            )
            yield flaw(key(begins[0], "from"), what, hint, about=[agency])
        elif theirs:
            yield flaw(key(theirs[-1], "to"), what, hint, about=[agency])
        else:
            yield flaw(view.lacking("brand", "mandates"), what, hint, about=[agency])


RULE = Check(
    id="mandate-is-live",
    level="error",
    needs=(83,),
    find=find,
)
