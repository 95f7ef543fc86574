"""A legal delay is in the law: a text sets it, to whom, in what case; and what the law sets is not the house’s."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.durations import Duration
from perimetre.base.words import Listing, message
from perimetre.language.instants import length
from perimetre.model import Part
from perimetre.model.delays import Delay
from perimetre.model.values import LegalBasis
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.delays import written
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the delays that are dressed as the law's, the law's dressed as others, and those without whom and when."""
    bases = view.brand.values.legal_bases
    delays = tuple(written(view))
    at_once = {delay.basis for delay, _ in delays if delay.is_legal and delay.latest and not delay.latest.minutes}
    for delay, part in delays:
        basis = bases.get(delay.basis or "")
        if delay.is_legal and delay.basis is None:
            yield flaw(
                value(part, "kind"),
                message("This delay is said to be the law’s, and names no text of law."),
                message("Add `basis:`; or write `kind: house` or `kind: contract`, as it is."),
            )
        elif basis is not None and delay.latest is not None:
            if delay.is_legal:
                yield from _unfounded(delay, part, basis)
            else:
                yield from _dressed(delay, part, basis, is_kept=basis.id in at_once)


def _unfounded(delay: Delay, part: Part, basis: LegalBasis) -> Iterator[Problem]:
    assert delay.latest is not None
    house = message(
        "Write `kind: house` if the house set it, `kind: contract` if a contract did; if your counsel finds it in a "
        "text, add that text to `legal_bases` of `values.yml` with its `delays`."
    )
    within = length(abs(delay.latest.minutes))
    if not basis.delays:
        yield flaw(
            value(part, "basis"),
            message("`{basis}` sets no delay: that of {within} is not the law's.", basis=basis.id, within=within),
            house,
            about=[basis.id],
        )
        return
    if not any(_same(set_by_law, delay.latest) for set_by_law in _set_by(basis)):
        yield flaw(
            _bound(delay, part),
            message(
                "`{basis}` does not set {within}, but {delays}.",
                basis=basis.id,
                within=within,
                delays=Listing(tuple(f"`{set_by_law}`" for set_by_law in _set_by(basis))),
            ),
            house,
            about=[basis.id],
        )
        return
    for name, text in (("to", delay.to), ("when", delay.when)):
        if text is None:
            yield flaw(
                key(part, name),
                message("This legal delay does not say to whom.")
                if name == "to"
                else message("This legal delay does not say in what case it runs."),
                message("Add `{name}:`, as the law says it.", name=name),
                about=[basis.id],
            )


def _dressed(delay: Delay, part: Part, basis: LegalBasis, *, is_kept: bool) -> Iterator[Problem]:
    """Yield a delay of the law that is given for another's, or one of the house that lets the law's go by.

    Args:
        delay: what is not said to be the law's.
        part: where it is written.
        basis: the text of law that it names.
        is_kept: whether what the text wants at once stands somewhere as the law's: the house may then write another
            delay for what comes before, while it still doubts.
    """
    assert delay.latest is not None
    set_by_law = _set_by(basis)
    longest = max((legal.minutes for legal in set_by_law), default=0)
    if any(_same(legal, delay.latest) for legal in set_by_law):
        yield flaw(
            value(part, "kind"),
            message(
                "`{basis}` sets this delay of {within}: it is the law’s.",
                basis=basis.id,
                within=length(abs(delay.latest.minutes)),
            ),
            message("Write `kind: legal`, with `to:` and `when:`."),
            about=[basis.id],
        )
    elif set_by_law and not longest and delay.latest.minutes > 0 and not is_kept:
        yield flaw(
            _bound(delay, part),
            message(
                "`{basis}` leaves no time, and this delay is {within}: whoever keeps it breaks the law.",
                basis=basis.id,
                within=length(delay.latest.minutes),
            ),
            message("Write `at-once`, and that it is the law’s; or add the law’s delay beside this one."),
            about=[basis.id],
        )
    elif delay.latest.minutes > longest > 0:
        yield flaw(
            _bound(delay, part),
            message(
                "`{basis}` leaves {legal}, and this delay is {within}: whoever keeps it breaks the law.",
                basis=basis.id,
                legal=length(longest),
                within=length(delay.latest.minutes),
            ),
            message("Write a shorter delay than the law’s."),
            about=[basis.id],
        )


def _set_by(basis: LegalBasis) -> tuple[Duration, ...]:
    return tuple(delay.within for delay in basis.delays if delay.within is not None)


def _same(legal: Duration, written_: Duration) -> bool:
    return (abs(legal.minutes), legal.unit == "wd") == (abs(written_.minutes), written_.unit == "wd")


def _bound(delay: Delay, part: Part) -> Place:
    """Return where it is written how late it may be."""
    if part is not delay:
        return value(part, "within")
    return value(part, "not_after" if delay.not_after is not None else "offset")


RULE = Check(
    id="legal-delay-is-in-the-law",
    level="error",
    needs=(38,),
    find=find,
)
