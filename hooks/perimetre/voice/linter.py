"""Judge a text by the voice of a brand: every check, in one call.

Stage judge, for words. Comes in: a brand, a text, what is known of it. Goes out: remarks at exact places, in the order
of the text. Nothing here reads a clock, a file or the network, and nothing that is written, in the draft or in the
lexicon, makes it slow: phrases are looked for by an automaton, and no pattern repeats a repetition.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from perimetre.base.words import message
from perimetre.perimeter.matching import in_force
from perimetre.voice import address, claims, mechanics, privacy, typography
from perimetre.voice.guidelines import Guide, Wanted
from perimetre.voice.lexicon import Lexicon
from perimetre.voice.phrases import tokens
from perimetre.voice.remarks import LONGEST, MOST, Draft, DraftTooLongError, Remark, settle

if TYPE_CHECKING:
    from perimetre.model import Brand, Guideline, Record, Term
    from perimetre.model.voice import Mechanic


def lint(
    brand: Brand,
    text: str,
    *,
    at: datetime,
    channel: str | None = None,
    case: str | None = None,
    topics: Iterable[str] = (),
    authors: Iterable[str] = (),
    kind: str | None = None,
    scenarios: Iterable[str] = (),
    mentions: Iterable[str] = (),
    private: bool = False,
    language: str = "fr",
) -> tuple[Remark, ...]:
    """Return what is to be mended in a draft of `brand`; the fields of `Draft` say what each argument is.

    Raises:
        DraftTooLongError: the text holds more than a million characters.
    """
    draft = Draft(
        at=at,
        channel=channel,
        case=case,
        topics=frozenset(topics),
        authors=frozenset(authors),
        kind=kind,
        scenarios=frozenset(scenarios),
        mentions=tuple(mentions),
        private=private,
        language=language,
    )
    return Linter(brand).lint(text, draft)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready:
    """What speaks of a draft: words, guidelines, mechanics, form of address; and what it is itself."""

    lexicon: Lexicon
    guide: Guide
    mechanics: tuple[Mechanic, ...]
    use: str | None
    language: str
    post: bool
    private: bool


_BOUNDS = ("channels", "channel_kinds", "cases", "topics", "authors", "language", "scenarios", "during")


class Linter:
    """A brand's voice, made ready: what is asked of it often is compiled once."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self.contacts = privacy.own_contacts(brand)
        self.names = _names(brand)
        self._kinds = {one.id: one.kind for one in brand.channels.channels}
        self._lexicons: dict[tuple[object, ...], Lexicon] = {}
        self._guides: dict[tuple[object, ...], Guide] = {}
        self._wanted: dict[str, Wanted] = {}
        self._ready: dict[Draft, Ready] = {}
        self._alike: dict[tuple[object, ...], Ready] = {}
        self._live: dict[tuple[str, date], tuple[tuple[Any, bool], ...]] = {}
        self._periods: dict[datetime, frozenset[str]] = {}

    def lint(self, text: str, draft: Draft, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in `text`, suggestions of typography included if asked.

        Raises:
            DraftTooLongError: the text holds more than a million characters.
        """
        return TextReading(self, text).remarks(self.prepare(draft), typographic=typographic)

    def prepare(self, draft: Draft) -> Ready:
        """Return what speaks of a draft; the same object for two drafts that nothing tells apart."""
        ready = self._ready.get(draft)
        if ready is None:
            ready = Ready(
                lexicon=self.lexicon(draft),
                guide=self.guide(draft),
                mechanics=tuple(self._speaking("mechanics", draft)),
                use=address.form_of_address(self.brand.voice.address, draft) if draft.language == "fr" else None,
                language=draft.language,
                post=draft.case is None,
                private=draft.private,
            )
            same = (ready.lexicon, ready.guide, *(one.id for one in ready.mechanics), ready.use)
            ready = self._alike.setdefault((*same, ready.language, ready.post, ready.private), ready)
            self._ready[draft] = ready
        return ready

    def lexicon(self, draft: Draft) -> Lexicon:
        """Return the lexicon that is switched on for a draft."""
        terms = self._speaking("lexicon", draft)
        key = (draft.language, *(one.id for one in terms))
        if key not in self._lexicons:
            self._lexicons[key] = Lexicon(terms, draft.language)
        return self._lexicons[key]

    def wanted(self, language: str) -> Wanted:
        """Return what the guidelines, the kinds of message and the mentions of the voice look for."""
        if language not in self._wanted:
            voice, kinds = self.brand.voice, self.brand.templates.message_kinds
            self._wanted[language] = Wanted(voice.guidelines, kinds, voice.required_mentions, language)
        return self._wanted[language]

    def guide(self, draft: Draft) -> Guide:
        """Return the guidelines, the parts and the mentions that speak of a draft."""
        guidelines = self._speaking("guidelines", draft)
        kind = next((one for one in self.brand.templates.message_kinds if one.id == draft.kind), None)
        mentions = [one for one in self.brand.voice.required_mentions if one.id in draft.mentions]
        key = (draft.language, draft.kind, tuple(one.id for one in guidelines), tuple(one.id for one in mentions))
        if key not in self._guides:
            self._guides[key] = Guide(guidelines, kind, mentions, draft.language)
        return self._guides[key]

    def _speaking(self, block: str, draft: Draft) -> list[Any]:
        """Return the records of a block of the voice that are live and speak of a draft."""
        day = draft.at.date()
        live = self._live.get((block, day))
        if live is None:
            # Most records speak everywhere: that is looked up once a record, not once a draft.
            live = self._live[block, day] = tuple(
                (one, any(getattr(one, name, None) for name in _BOUNDS))
                for one in getattr(self.brand.voice, block)
                if one.is_live(day)
            )
        return [one for one, bound in live if not bound or self._speaks(one, draft)]

    def _speaks(self, one: Term | Guideline | Mechanic, draft: Draft) -> bool:
        """Say whether a record speaks of a draft; what depends on something unknown does not."""
        return (
            _among(getattr(one, "channels", ()), draft.channel)
            and _among(getattr(one, "channel_kinds", ()), self._kinds.get(draft.channel or ""))
            and _among(getattr(one, "cases", ()), draft.case)
            and _meets(getattr(one, "topics", ()), draft.topics)
            and _meets(getattr(one, "authors", ()), draft.authors)
            and getattr(one, "language", None) in (None, draft.language)
            and self._is_on(one, draft)
        )

    def _is_on(self, one: Term | Guideline | Mechanic, draft: Draft) -> bool:
        """Say whether what waits for a scenario or a period is switched on."""
        scenarios, during = getattr(one, "scenarios", ()), getattr(one, "during", ())
        if not (scenarios or during):
            return True
        if draft.at not in self._periods:
            self._periods[draft.at] = frozenset(
                period.id for period in self.brand.periods.periods if in_force(period, draft.at)
            )
        opened = (crisis for crisis in self.brand.crises if crisis.id in draft.scenarios)
        return (
            bool(draft.scenarios & set(scenarios))
            or bool(self._periods[draft.at] & set(during))
            or any(one.id in crisis.lexicon for crisis in opened)
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
        self._known: dict[tuple[object, ...], Any] = {}

    def remarks(self, ready: Ready, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in the text where `ready` is what speaks of it."""
        text, linter, lexicon = self._text, self._linter, ready.lexicon
        found, whole = self._once(lexicon.found, text)
        remarks = list(lexicon.remarks(text, found, whole=whole))
        wanted = self._once(linter.wanted(ready.language).found, text)
        remarks += self._once(ready.guide.remarks, text, wanted, found, by=lexicon)
        named = tuple(one.id for one in ready.mechanics)
        remarks += self._once(
            mechanics.remarks, text, ready.mechanics, post=ready.post, names=linter.names, by=(named, ready.post)
        )
        remarks += self._once(privacy.remarks, text, linter.contacts, private=ready.private, by=ready.private)
        remarks += self._once(claims.remarks, text)
        if ready.language == "fr":
            said = linter.brand.voice.address
            remarks += self._once(address.remarks, text, ready.use, said.place if said else None, by=ready.use)
            remarks += self._once(typography.remarks, text) if typographic else ()
        return settle(remarks)

    def _once(self, check: Callable[..., Any], *asked: object, by: object = None, **named: object) -> Any:
        """Return what a check says, which it is asked once for all that `by` does not tell apart."""
        key = (check, by)
        if key not in self._known:
            said = check(*asked, **named)
            # No check needs to say more than is told.
            self._known[key] = said if isinstance(said, tuple) else tuple(itertools.islice(said, MOST + 1))
        return self._known[key]


def _among(named: tuple[str, ...], value: str | None) -> bool:
    return not named or value in named


def _meets(named: tuple[str, ...], values: frozenset[str]) -> bool:
    return not named or bool(values & set(named))


def _names(brand: Brand) -> frozenset[str]:
    """Return the words that a brand writes in capitals by right: its names, its lexicon's."""
    said: list[Record | str] = [one.term for one in brand.voice.lexicon if one.term]
    said += [one.title.in_("fr") for one in brand.channels.channels if one.title]
    said += [
        one.in_("fr") for mention in brand.voice.required_mentions for one in (mention.text, *mention.accepted) if one
    ]
    if brand.brand.name:
        said.append(brand.brand.name.in_("fr"))
    return frozenset(word for one in said for word in tokens(str(one)))
