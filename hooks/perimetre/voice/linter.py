"""Judge a text by the voice of a brand: every check, in one call.

Stage judge, for words. Comes in: a brand, a text, what is known of it. Goes out: remarks at exact places, in the order
of the text. Nothing here reads a clock, a file or the network, and nothing that is written, in the draft or in the
lexicon, makes it slow: phrases are looked for by an automaton, and no pattern repeats a repetition.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from perimetre.base.diagnostics import Place
from perimetre.base.memory import Memory
from perimetre.base.words import message
from perimetre.model import Brand, Guideline, Mention, Term
from perimetre.model.voice import Mechanic, MessageKind
from perimetre.perimeter.matching import in_force
from perimetre.voice import address, claims, mechanics, privacy, typography
from perimetre.voice.guidelines import Guide, Wanted, Wish, phrases_of_guideline, phrases_of_kind, phrases_of_mention
from perimetre.voice.lexicon import Lexicon, TermFound, phrases_of_term
from perimetre.voice.phrases import Found, tokens, words_of
from perimetre.voice.remarks import LONGEST, MOST, Draft, DraftTooLongError, Remark, settle

Speaking = TypeVar("Speaking", Term, Guideline, Mechanic)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready:
    """What speaks of a draft, words, guidelines, mechanics, form of address; and what it is itself."""

    lexicon: Lexicon
    guide: Guide
    wanted: Wanted
    mechanics: tuple[Mechanic, ...]
    address: Place | None
    use: str | None
    language: str
    post: bool
    private: bool


class _Case(NamedTuple):
    """What tells a draft from another for the records of a voice: what none of them names is left out."""

    at: datetime
    language: str
    channel: str | None
    channel_kind: str | None
    case: str | None
    topics: frozenset[str]
    authors: frozenset[str]
    scenarios: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """Of which drafts a record speaks; nothing in a field: of all."""

    language: str | None = None
    channels: tuple[str, ...] = ()
    channel_kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    during: tuple[str, ...] = ()

    def admits(self, case: _Case) -> bool:
        """Say whether it speaks of a case, whatever is open or in force; what depends on something unknown does not."""
        return (
            self.language in (None, case.language)
            and (not self.channels or case.channel in self.channels)
            and (not self.channel_kinds or case.channel_kind in self.channel_kinds)
            and (not self.cases or case.case in self.cases)
            and (not self.topics or not case.topics.isdisjoint(self.topics))
            and (not self.authors or not case.authors.isdisjoint(self.authors))
        )


_EVERYWHERE = _Bounds()


class _Block(Generic[Speaking]):
    """The records of a block of the voice that are live on a day, each with the drafts of which it speaks."""

    def __init__(self, records: Iterable[Speaking], day: date) -> None:
        self._live: list[Speaking] = [record for record in records if record.is_live(day)]
        # Most records speak everywhere.
        self.bound: list[tuple[Speaking, _Bounds]] = [
            (record, bounds) for record in self._live if (bounds := _bounds(record)) != _EVERYWHERE
        ]
        self._speaking: dict[frozenset[str], tuple[Speaking, ...]] = {}

    def speaking(self, is_on: Callable[[Speaking, _Bounds], bool]) -> tuple[Speaking, ...]:
        """Return the records that speak of a case, as the same tuple for the same."""
        silent = frozenset([record.id for record, bounds in self.bound if not is_on(record, bounds)])
        records = self._speaking.get(silent)
        if records is None:
            records = self._speaking[silent] = tuple(record for record in self._live if record.id not in silent)
        return records


class _Voice:
    """What a voice says on a day, and what its records name: what none of them does tells no draft from another."""

    def __init__(self, brand: Brand, day: date) -> None:
        voice = brand.voice
        self.lexicon = _Block(voice.lexicon, day)
        self.guidelines = _Block(voice.guidelines, day)
        self.mechanics = _Block(voice.mechanics, day)
        bounds = [bounds for _, bounds in (*self.lexicon.bound, *self.guidelines.bound, *self.mechanics.bound)]
        bounds += [
            _Bounds(channels=exception.channels, cases=exception.cases, authors=exception.authors)
            for exception in (voice.address.exceptions if voice.address else ())
        ]
        self.channels = frozenset(named for each in bounds for named in each.channels)
        self.channel_kinds = frozenset(named for each in bounds for named in each.channel_kinds)
        self.cases = frozenset(named for each in bounds for named in each.cases)
        self.topics = frozenset(named for each in bounds for named in each.topics)
        self.authors = frozenset(named for each in bounds for named in each.authors)
        # Something is switched on by a scenario that it names, or that names it; or by a period.
        self.scenarios = frozenset(named for each in bounds for named in each.scenarios)
        if any(each.scenarios or each.during for each in bounds):
            self.scenarios |= {crisis.id for crisis in brand.crises if crisis.lexicon}


class Linter:
    """A brand's voice, made ready: what is asked of it often is compiled once.

    Args:
        brand: the brand.
        memory: what has been made ready for the handbook's other brands; none: nothing yet.
    """

    def __init__(self, brand: Brand, memory: Memory | None = None) -> None:
        self.brand = brand
        self.memory = memory or Memory()
        self.once = self.memory.once
        self.contacts = privacy.own_contacts(brand)
        self.names = _names(brand)
        self._kinds = {channel.id: channel.kind for channel in brand.channels.channels}
        self._voices: dict[date, _Voice] = {}
        self._periods: dict[datetime, frozenset[str]] = {}
        self._ready: dict[tuple[object, ...], Ready] = {}
        self._lexicons: dict[tuple[int, str], Lexicon] = {}
        self._wanted: dict[str, Wanted] = {}

    def lint(self, text: str, draft: Draft, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in `text`, suggestions of typography included if asked.

        Raises:
            DraftTooLongError: the text holds more than a million characters.
        """
        return TextReading(self, text).remarks(self.prepare(draft), typographic=typographic)

    def prepare(self, draft: Draft) -> Ready:
        """Return what speaks of a draft; the same object for two drafts that nothing tells apart."""
        case = self._case(draft)
        key = (case, draft.kind, draft.mentions, draft.case is None, draft.private)
        ready = self._ready.get(key)
        if ready is None:
            form = self.brand.voice.address
            ready = self._ready[key] = self.once(
                _ready,
                self._lexicon(case),
                self._guide(draft, case),
                self.wanted(draft.language),
                form.place if form else None,
                *self._voice(draft.at).mechanics.speaking(functools.partial(self._is_on, case)),
                use=address.form_of_address(form, draft) if draft.language == "fr" else None,
                language=draft.language,
                post=draft.case is None,
                private=draft.private,
            )
        return ready

    def lexicon(self, draft: Draft) -> Lexicon:
        """Return the lexicon that is switched on for a draft."""
        return self._lexicon(self._case(draft))

    def _lexicon(self, case: _Case) -> Lexicon:
        terms = self._voice(case.at).lexicon.speaking(functools.partial(self._is_on, case))
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

    def _guide(self, draft: Draft, case: _Case) -> Guide:
        """Return the guidelines, the parts and the mentions that speak of a draft."""
        kind = next((kind for kind in self.brand.templates.message_kinds if kind.id == draft.kind), None)
        mentions = tuple(mention for mention in self.brand.voice.required_mentions if mention.id in draft.mentions)
        guidelines = self._voice(draft.at).guidelines.speaking(functools.partial(self._is_on, case))
        return self.once(_guide, kind, mentions, *guidelines, language=draft.language)

    def _voice(self, at: datetime) -> _Voice:
        day = at.date()
        voice = self._voices.get(day)
        if voice is None:
            voice = self._voices[day] = _Voice(self.brand, day)
        return voice

    def _case(self, draft: Draft) -> _Case:
        voice, kind = self._voice(draft.at), self._kinds.get(draft.channel or "")
        return _Case(
            draft.at,
            draft.language,
            draft.channel if draft.channel in voice.channels else None,
            kind if kind in voice.channel_kinds else None,
            draft.case if draft.case in voice.cases else None,
            draft.topics & voice.topics,
            draft.authors & voice.authors,
            draft.scenarios & voice.scenarios,
        )

    def _is_on(self, case: _Case, record: Term | Guideline | Mechanic, bounds: _Bounds) -> bool:
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


class TextReading:
    """A text, read once for all the circumstances in which it may be said.

    Args:
        linter: the voice.
        text: what is said.

    Raises:
        DraftTooLongError: the text holds more than a million characters.
    """

    def __init__(self, linter: Linter, text: str) -> None:
        if len(text) > LONGEST:
            raise DraftTooLongError(
                message("A draft has at most {most} characters; this one has {count}.", most=LONGEST, count=len(text))
            )
        self._linter = linter
        self._text = text

    def remarks(self, ready: Ready, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in the text where `ready` is what speaks of it."""
        text, linter, once = self._text, self._linter, self._linter.once
        plain = once(_read, linter.memory, ready, text=text)
        remarks = list(plain.remarks)
        # Names and numbers are each brand's.
        if plain.runs:
            remarks += _some(mechanics.shouting(text, plain.runs, ready.mechanics, linter.names))
        if plain.sightings is not None:
            remarks += _some(privacy.remarks(text, plain.sightings, linter.contacts, private=ready.private))
        if typographic and ready.language == "fr":
            remarks += once(_typography, text=text)
        return settle(remarks) if remarks else ()


# --- what is made once for all the brands of a house ---------------------------------------------------------------


class _Plain(NamedTuple):
    """What a text is, whatever brand says it.

    Fields:
        remarks: what is to be mended wherever the same speaks of it.
        runs: its words in capitals.
        sightings: what in it may name somebody.
    """

    remarks: tuple[Remark, ...]
    runs: tuple[tuple[int, int], ...]
    sightings: privacy.Sightings | None


def _read(memory: Memory, ready: Ready, *, text: str) -> _Plain:
    once = memory.once
    words = once(words_of, text=text)
    found, whole = once(Lexicon.found, ready.lexicon, words, text=text)
    wanted = once(Wanted.found, ready.wanted, words)
    remarks = [
        *once(_lexical, ready.lexicon, found, text=text, whole=whole),
        *once(_guided, ready.guide, wanted, found, text=text),
        *once(_mechanical, *ready.mechanics, text=text, post=ready.post),
        *once(_claims, text=text),
    ]
    if ready.use is not None:
        remarks += once(_address, ready.address, text=text, use=ready.use)
    return _Plain(tuple(remarks), once(mechanics.runs, text=text), once(privacy.sightings, text=text))


def _ready(
    lexicon: Lexicon,
    guide: Guide,
    wanted: Wanted,
    address: Place | None,
    *mechanics: Mechanic,
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


def _lexical(lexicon: Lexicon, found: Sequence[TermFound], *, text: str, whole: bool) -> tuple[Remark, ...]:
    return _some(lexicon.remarks(text, found, whole=whole))


def _guided(
    guide: Guide, wanted: Sequence[Found[Wish]], found: Sequence[TermFound], *, text: str
) -> tuple[Remark, ...]:
    return _some(guide.remarks(text, wanted, found))


def _mechanical(*several: Mechanic, text: str, post: bool) -> tuple[Remark, ...]:
    return _some(mechanics.remarks(text, several, post=post))


def _claims(*, text: str) -> tuple[Remark, ...]:
    return _some(claims.remarks(text))


def _address(place: Place | None, *, text: str, use: str) -> tuple[Remark, ...]:
    return _some(address.remarks(text, use, place))


def _typography(*, text: str) -> tuple[Remark, ...]:
    return _some(typography.remarks(text))


# --- of which drafts something speaks ------------------------------------------------------------------------------


def _bounds(record: Term | Guideline | Mechanic) -> _Bounds:
    if isinstance(record, Term):
        return _Bounds(
            language=record.language,
            channels=record.channels,
            cases=record.cases,
            topics=record.topics,
            authors=record.authors,
            scenarios=record.scenarios,
            during=record.during,
        )
    if isinstance(record, Guideline):
        return _Bounds(
            channels=record.channels,
            channel_kinds=record.channel_kinds,
            cases=record.cases,
            topics=record.topics,
            authors=record.authors,
        )
    return _Bounds(channels=record.channels, channel_kinds=record.channel_kinds)


def _names(brand: Brand) -> frozenset[str]:
    """Return the words that a brand writes in capitals by right: its names, its lexicon's."""
    names = [term.term for term in brand.voice.lexicon if term.term]
    names += [channel.title.in_("fr") for channel in brand.channels.channels if channel.title]
    names += [
        text.in_("fr")
        for mention in brand.voice.required_mentions
        for text in (mention.text, *mention.accepted)
        if text
    ]
    if brand.brand.name:
        names.append(brand.brand.name.in_("fr"))
    return frozenset(word for name in names for word in tokens(name))
