"""A legal delay is in the law: a text sets it, and the card says to whom and in what case."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.language.instants import length
from perimetre.model.crisis import LegalClock
from perimetre.model.values import LegalBasis
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the delays that are given in the name of a law which does not set them, or without whom and when."""
    bases = view.brand.values.legal_bases
    for crisis in view.live(view.brand.crises):
        for clock in crisis.legal_clocks:
            basis = bases.get(clock.basis or "")
            if basis is not None and clock.within is not None and clock.kind in (None, "legal"):
                yield from _unfounded(clock, basis)


def _unfounded(clock: LegalClock, basis: LegalBasis) -> Iterator[Problem]:
    assert clock.within is not None
    house = message(
        "Write `kind: house` if the house set it, `kind: contract` if a contract did; if your counsel finds it in a "
        "text, add that text to `legal_bases` of `values.yml` with its `delays`."
    )
    if not basis.delays:
        yield flaw(
            value(clock, "basis"),
            message(
                "`{basis}` sets no delay: that of {within} is not the law's.",
                basis=basis.id,
                within=length(clock.within.minutes),
            ),
            house,
            about=[basis.id],
        )
        return
    set_by_law = [delay.within for delay in basis.delays if delay.within is not None]
    if not any(
        (delay.minutes, delay.unit == "wd") == (clock.within.minutes, clock.within.unit == "wd") for delay in set_by_law
    ):
        yield flaw(
            value(clock, "within"),
            message(
                "`{basis}` does not set {within}, but {delays}.",
                basis=basis.id,
                within=length(clock.within.minutes),
                delays=Listing(tuple(f"`{delay}`" for delay in set_by_law)),
            ),
            house,
            about=[basis.id],
        )
        return
    for name, text in (("to", clock.to), ("when", clock.when)):
        if text is None:
            yield flaw(
                key(clock, name),
                message("This legal delay does not say to whom.")
                if name == "to"
                else message("This legal delay does not say in what case it runs."),
                message("Add `{name}:`, as the law says it.", name=name),
                about=[basis.id],
            )


RULE = Check(
    id="legal-delay-is-in-the-law",
    level="error",
    needs=(38,),
    find=find,
)
