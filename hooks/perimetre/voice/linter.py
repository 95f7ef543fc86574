"""Judge a text by the voice of a brand: every check, in one call.

Stage judge, for words. Comes in: a brand, a text, what is known of it. Goes out: remarks at exact places, in the order
of the text. Nothing here reads a clock, a file or the network, and nothing that is written, in the draft or in the
lexicon, makes it slow: phrases are looked for by an automaton, and no pattern repeats a repetition.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from perimetre.base.diagnostics import Place
from perimetre.base.memory import Memory
from perimetre.base.words import message
from perimetre.model import Brand, Guideline, Mention, Record, Term
from perimetre.model.templates import MessageKind
from perimetre.model.voice import Mechanic
from perimetre.perimeter.matching import in_force
from perimetre.voice import address, capitals, claims, letters, mechanics, privacy, typography
from perimetre.voice.counting import IN_SIGNS, Counting, counting_of, ways_of
from perimetre.voice.guidelines import Guide, Wanted, Wish, phrases_of_guideline, phrases_of_kind, phrases_of_mention
from perimetre.voice.lexicon import Lexicon, TermFound, phrases_of_term
from perimetre.voice.phones import COUNTRY
from perimetre.voice.phrases import Found, Words, tokens, words_of
from perimetre.voice.remarks import LONGEST, MOST, Draft, DraftTooLongError, Remark, settle
from perimetre.voice.speaking import Bounds, Speech, VoiceOfDay
from perimetre.voice.view import TextView, view_of


class Mechanics:
    """The mechanics that speak of a draft."""

    def __init__(self, *records: Mechanic) -> None:
        self.records = records


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready:
    """What speaks of a draft, words, guidelines, mechanics, form of address; how it is counted; what it is itself."""

    lexicon: Lexicon
    guide: Guide
    wanted: Wanted
    mechanics: Mechanics
    counting: Counting
    address: Place | None
    use: str | None
    language: str
    post: bool
    private: bool


class Linter:
    """A brand's voice, made ready: what is asked of it often is compiled once.

    Args:
        brand: the brand.
        memory: what has been made ready for the handbook's other brands; none: nothing yet.
        country: that of the house, whose telephone numbers are known by their form.
    """

    def __init__(self, brand: Brand, memory: Memory | None = None, *, country: str = COUNTRY) -> None:
        self.brand = brand
        self.country = country
        self.memory = memory or Memory()
        self.once = self.memory.once
        self.contacts = privacy.own_contacts(brand)
        self.names = own_names(brand)
        self._kinds = {channel.id: channel.kind for channel in brand.channels.channels}
        ways = ways_of(brand.values.networks.values())
        self._counting = {channel.id: counting_of(channel, ways) for channel in brand.channels.channels}
        self._voices: dict[date, VoiceOfDay] = {}
        self._periods: dict[datetime, frozenset[str]] = {}
        self._ready: dict[tuple[object, ...], Ready] = {}
        self._lexicons: dict[tuple[int, str], Lexicon] = {}
        self._wanted: dict[str, Wanted] = {}

    def lint(self, text: str, draft: Draft, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in `text`, suggestions of typography included if asked.

        Raises:
            DraftTooLongError: the text holds more than a million characters.
        """
        (remarks,) = self.remarks(text, (self.prepare(draft),), typographic=typographic)
        return remarks

    def remarks(self, text: str, several: Sequence[Ready], *, typographic: bool = True) -> Iterator[tuple[Remark, ...]]:
        """Yield what is to be mended in a text for each of what speaks of it; it is read once for all of them.

        Raises:
            DraftTooLongError: the text holds more than a million characters.
        """
        if len(text) > LONGEST:
            raise DraftTooLongError(
                message("A draft has at most {most} characters; this one has {count}.", most=LONGEST, count=len(text))
            )
        sight = self.once(_sight, text=text, country=self.country)
        view = sight.view
        named: dict[bool, tuple[Remark, ...]] = {}
        for ready, remarks in zip(several, self.once(_read, self.memory, sight, *several), strict=True):
            more: list[Remark] = []
            # Names and numbers are each brand's.
            if sight.runs:
                more += _some(capitals.shouting(view, sight.runs, ready.mechanics.records, self.names))
            if sight.sightings is not None:
                if ready.private not in named:
                    numbers = privacy.remarks(view, sight.sightings, self.contacts, private=ready.private)
                    named[ready.private] = _some(numbers)
                more += named[ready.private]
            if typographic and ready.language == "fr":
                more += _some(typography.remarks(view))
            yield settle(_as_typed((*remarks, *more), view)) if remarks or more else ()

    def prepare(self, draft: Draft) -> Ready:
        """Return what speaks of a draft; the same object for two drafts that nothing tells apart."""
        case, counting = self._case(draft), self.counting(draft.channel)
        key = (case, counting, draft.kind, draft.mentions, draft.case is None, draft.private)
        ready = self._ready.get(key)
        if ready is None:
            form = self.brand.voice.address
            ready = self._ready[key] = self.once(
                _ready,
                self._lexicon(case),
                self._guide(draft, case),
                self.wanted(draft.language),
                self.once(Mechanics, *self._voice(draft.at).mechanics.speaking(case, self._is_on)),
                counting,
                form.place if form else None,
                use=address.form_of_address(form, draft) if draft.language == "fr" else None,
                language=draft.language,
                post=draft.case is None,
                private=draft.private,
            )
        return ready

    def counting(self, channel: str | None) -> Counting:
        """Return how the network of a channel counts."""
        return self._counting.get(channel or "", IN_SIGNS)

    def lexicon(self, draft: Draft) -> Lexicon:
        """Return the lexicon that is switched on for a draft."""
        return self._lexicon(self._case(draft))

    def _lexicon(self, case: Speech) -> Lexicon:
        terms = self._voice(case.at).lexicon.speaking(case, self._is_on)
        # The terms are kept by their block.
        lexicon = self._lexicons.get((id(terms), case.language))
        if lexicon is None:
            phrases = (self.once(phrases_of_term, term, language=case.language) for term in terms)
            lexicon = self._lexicons[id(terms), case.language] = self.once(Lexicon, *phrases, language=case.language)
        return lexicon

    def wanted(self, language: str) -> Wanted:
        """Return what the guidelines, the kinds of message and the mentions of the voice look for."""
        wanted = self._wanted.get(language)
        if wanted is None:
            voice, once = self.brand.voice, self.once
            wanted = self._wanted[language] = once(
                Wanted,
                *(once(phrases_of_guideline, guideline, language=language) for guideline in voice.guidelines),
                *(once(phrases_of_kind, kind, language=language) for kind in self.brand.templates.message_kinds),
                *(once(phrases_of_mention, mention, language=language) for mention in voice.required_mentions),
            )
        return wanted

    def _guide(self, draft: Draft, case: Speech) -> Guide:
        """Return the guidelines, the parts and the mentions that speak of a draft."""
        kind = next((kind for kind in self.brand.templates.message_kinds if kind.id == draft.kind), None)
        mentions = tuple(mention for mention in self.brand.voice.required_mentions if mention.id in draft.mentions)
        guidelines = self._voice(draft.at).guidelines.speaking(case, self._is_on)
        return self.once(_guide, kind, mentions, *guidelines, language=draft.language)

    def _voice(self, at: datetime) -> VoiceOfDay:
        day = at.date()
        voice = self._voices.get(day)
        if voice is None:
            voice = self._voices[day] = VoiceOfDay(self.brand, day)
        return voice

    def _case(self, draft: Draft) -> Speech:
        voice, kind = self._voice(draft.at), self._kinds.get(draft.channel or "")
        return Speech(
            draft.at,
            draft.language,
            draft.channel if draft.channel in voice.channels else None,
            kind if kind in voice.channel_kinds else None,
            draft.case if draft.case in voice.cases else None,
            draft.topics & voice.topics,
            draft.authors & voice.authors,
            draft.scenarios & voice.scenarios,
        )

    def _is_on(self, case: Speech, record: Term | Guideline | Mechanic, bounds: Bounds) -> bool:
        """Say whether a record speaks of a case; what waits for a scenario or a period must be switched on."""
        if not bounds.admits(case):
            return False
        if not (bounds.scenarios or bounds.during):
            return True
        if case.at not in self._periods:
            self._periods[case.at] = frozenset(
                period.id for period in self.brand.periods.periods if in_force(period, case.at)
            )
        opened = (crisis for crisis in self.brand.crises if crisis.id in case.scenarios)
        return (
            not case.scenarios.isdisjoint(bounds.scenarios)
            or not self._periods[case.at].isdisjoint(bounds.during)
            or any(record.id in crisis.lexicon for crisis in opened)
        )


# --- what is made once for all the brands of a house ---------------------------------------------------------------


class _Sight(NamedTuple):
    """What a text is, whatever speaks of it.

    Fields:
        view: how it is looked at.
        words: its words.
        runs: its words in capitals.
        sightings: what in it may name somebody.
        claims: the figures that nothing proves.
        disguised: the words in letters that look like others.
    """

    view: TextView
    words: Words
    runs: tuple[tuple[int, int], ...]
    sightings: privacy.Sightings | None
    claims: tuple[Remark, ...]
    disguised: tuple[Remark, ...]


def _sight(*, text: str, country: str) -> _Sight:
    view = view_of(text)
    return _Sight(
        view,
        words_of(view),
        capitals.runs(view),
        privacy.sightings(view, country),
        _some(claims.remarks(view)),
        _some(letters.remarks(view)),
    )


def _as_typed(remarks: Sequence[Remark], view: TextView) -> Sequence[Remark]:
    """Return remarks with their stretches in what was typed."""
    if view.is_as_typed:
        return remarks
    places = ((remark, view.place(remark.start, remark.end)) for remark in remarks)
    return [replace(remark, start=start, end=end) for remark, (start, end) in places]


def _read(memory: Memory, sight: _Sight, *several: Ready) -> tuple[tuple[Remark, ...], ...]:
    """Return what is to be mended in a text for each of what speaks of it, names and numbers apart."""
    once, view = memory.once, sight.view
    told: list[tuple[Remark, ...]] = []
    for ready in several:
        found, whole = once(Lexicon.found, ready.lexicon, sight.words, view)
        wanted = once(Wanted.found, ready.wanted, sight.words)
        remarks = [
            *once(_lexical, ready.lexicon, found, view, whole=whole),
            *once(_guided, ready.guide, wanted, found, view, counting=ready.counting),
            *once(_mechanical, ready.mechanics, view, counting=ready.counting, post=ready.post),
            *sight.claims,
            *sight.disguised,
        ]
        if ready.use is not None:
            remarks += once(_address, ready.address, view, use=ready.use)
        told.append(tuple(remarks))
    return tuple(told)


def _ready(
    lexicon: Lexicon,
    guide: Guide,
    wanted: Wanted,
    mechanics: Mechanics,
    counting: Counting,
    address: Place | None,
    *,
    use: str | None,
    language: str,
    post: bool,
    private: bool,
) -> Ready:
    return Ready(
        lexicon=lexicon,
        guide=guide,
        wanted=wanted,
        mechanics=mechanics,
        counting=counting,
        address=address,
        use=use,
        language=language,
        post=post,
        private=private,
    )


def _guide(kind: MessageKind | None, mentions: tuple[Mention, ...], *guidelines: Guideline, language: str) -> Guide:
    return Guide(guidelines, kind, mentions, language)


def _some(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks: no check needs to say more than is told."""
    return tuple(itertools.islice(remarks, MOST + 1))


def _lexical(lexicon: Lexicon, found: Sequence[TermFound], view: TextView, *, whole: bool) -> tuple[Remark, ...]:
    return _some(lexicon.remarks(view, found, whole=whole))


def _guided(
    guide: Guide, wanted: Sequence[Found[Wish]], found: Sequence[TermFound], view: TextView, *, counting: Counting
) -> tuple[Remark, ...]:
    return _some(guide.remarks(view, counting, wanted, found))


def _mechanical(speaking: Mechanics, view: TextView, *, counting: Counting, post: bool) -> tuple[Remark, ...]:
    return _some(mechanics.remarks(view, speaking.records, counting, post=post))


def _address(place: Place | None, view: TextView, *, use: str) -> tuple[Remark, ...]:
    return _some(address.remarks(view, use, place))


def own_names(brand: Brand, may_see: Callable[[Record], bool] = lambda _record: True) -> frozenset[str]:
    """Return the words that a brand writes in capitals by right: its names, its lexicon's.

    Args:
        brand: the brand.
        may_see: whether a record may be told; what only others hold is left out.
    """
    terms = filter(may_see, brand.voice.lexicon)
    # « DGCCRF », « Express » : what the lexicon writes small may be shouted as any other word.
    written = [word for term in terms for form in (term.term, *term.forms) if form for word in form.split()]
    names = [word for word in written if not word.islower()]
    names += [each.title.in_("fr") for each in filter(may_see, brand.channels.channels) if each.title]
    mentions = filter(may_see, brand.voice.required_mentions)
    names += [text.in_("fr") for mention in mentions for text in (mention.text, *mention.accepted) if text]
    if brand.brand.name:
        names.append(brand.brand.name.in_("fr"))
    return frozenset(word for name in names for word in tokens(name))
