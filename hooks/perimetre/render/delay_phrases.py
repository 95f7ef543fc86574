"""Say the delays of a page: by when, from what, by what law (stage render)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup, escape

from perimetre.base.closed import ClockName
from perimetre.base.durations import Duration
from perimetre.base.words import message, say
from perimetre.language import delays
from perimetre.model.crisis import CrisisStep, Interrupt, ToldFirst
from perimetre.model.delays import CountedIn, Delay, Within, whole
from perimetre.model.values import LegalDelay
from perimetre.render.given import given
from perimetre.render.tools import COLONS, Tools


class DelayPhrases:
    """The phrases on delays that templates call, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    @given
    def told_within(self, notice: ToldFirst, steps: Iterable[CrisisStep]) -> Within | None:
        """Return within what time somebody is told: as it is written, else as the step that tells them says."""
        return notice.within or next((step.within for step in steps if step.id == notice.step), None)

    @given
    def due(
        self,
        within: Within | None,
        steps: Iterable[CrisisStep] = (),
        *,
        clock: ClockName | None = None,
        hours: CountedIn | None = None,
        first: bool = False,
        short: bool = False,
    ) -> Markup:
        """Return « sous 72 heures, délai légal, à la CNIL, si… », the text of law linked.

        Args:
            within: the delay as it is written.
            steps: those that it may count from.
            clock: what else says that it counts from, and `hours` how.
            first: whether it begins a sentence.
            short: whether the length of a short form stands alone.
        """
        if within is None or (short and isinstance(within, Duration)):
            return escape(self._tools.dur(within))
        named = {step.id: self._tools.say(step.title or step.id) for step in steps}
        words = delays.delay(whole(within, from_=clock, hours=hours), self._language, named)
        said = escape(words[:1].upper() + words[1:] if first else words)
        basis = within.basis if isinstance(within, Delay) else None
        return Markup("{} ({})").format(said, self._tools.legal(basis)) if basis else said

    @given
    def is_length(self, within: Within) -> bool:
        """Say whether a delay is a length and nothing more."""
        return isinstance(within, Duration)

    @given
    def after(self, within: Within, steps: Iterable[CrisisStep]) -> Markup:
        """Return « après 4 heures », « 4 heures après la détection »: when something is so late that another begins."""
        if isinstance(within, Duration):
            return escape(say(message("after {delay}", delay=self._tools.dur(within)), self._language))
        return self.due(replace(within, offset=within.latest, not_after=None), steps)

    @given
    def not_over(self, interrupt: Interrupt, steps: Iterable[CrisisStep]) -> Markup:
        """Return « Toujours pas fini après 4 heures »; what is not done is said by the interrupt itself, if it does."""
        if interrupt.after is None:
            return Markup()
        after = self.after(interrupt.after, steps)
        if interrupt.on:
            return after
        return Markup(say(message("Still not over {after}", after="{}"), self._language)).format(after)

    @given
    def legal_delay(self, delay: LegalDelay) -> Markup:
        """Return « 72 heures : la CNIL, sauf si… »."""
        within = delay.within
        length = self._tools.dur(within) if within and within.minutes else say(message("at once"), self._language)
        parts = [self._tools.t(text) for text in (delay.to, delay.when) if text]
        return Markup("{}{}{}").format(length, COLONS[self._language] + " " if parts else "", Markup(", ").join(parts))
