"""A period changes something: some rule, some duty or some word of the voice names it, or something pauses in it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Brand, Situation, facts_named
from perimetre.perimeter.facts import ELECTION_PERIOD
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

# The others say how the house organises itself: nothing need be allowed or forbidden in them.
RESTRAINING = ("quiet-period", "electoral", "embargo", "national-mourning", "negotiation", "legal")


def find(view: View) -> Iterator[Problem]:
    """Yield the periods in which nothing is otherwise than before."""
    for period in view.live(view.brand.periods.periods):
        over = period.until is not None and period.recurring is None and period.until < view.today
        if period.kind not in RESTRAINING or period.pauses or over:
            continue
        # A period of the house does its work in whichever brand names it.
        brands = [brand for brand in view.handbook.brands if period in brand.periods.periods]
        if not any(period.id in _named(brand) for brand in brands):
            yield flaw(
                key(period, "id"),
                message("Nothing changes in the period `{id}`: no rule names it.", id=period.id),
                message("Write `during: [{id}]` on a rule of `scope.yml`, or what pauses in `pauses:`.", id=period.id),
            )


def _named(brand: Brand) -> frozenset[str]:
    """Return the periods that something names; a rule for any election period names each of them."""
    named = {id_ for term in brand.voice.lexicon for id_ in term.during}
    matches: list[Situation] = []
    for match in (rule.match for rules in (brand.scope.rules, brand.scope.red_lines) for rule in rules):
        matches += (situation for case in match.cases for situation in (case, *case.except_))
    for duty in brand.duties.duties:
        matches += duty.exempt
        if duty.trigger is not None and duty.trigger.match is not None:
            matches += duty.trigger.match.cases
    named.update(id_ for match in matches for id_ in match.during)
    if any(test.fact == ELECTION_PERIOD for match in matches for test in facts_named(match.when)):
        named.update(period.id for period in brand.periods.periods if period.kind == "electoral")
    return frozenset(named)


RULE = Check(
    id="period-changes-something",
    level="warning",
    needs=(77,),
    find=find,
)
