"""Judge a text by the voice of a brand: every check, in one call.

Stage judge, for words. Comes in: a brand, a text, what is known of it. Goes out: remarks at exact places, in the order
of the text. Nothing here reads a clock, a file or the network, and nothing that is written, in the draft or in the
lexicon, makes it slow: phrases are looked for by an automaton, and no pattern repeats a repetition.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from ..matching import in_force
from ..words import message
from . import address, claims, mechanics, privacy, typography
from .guidelines import Guide
from .lexicon import Lexicon
from .phrases import tokens
from .remarks import LONGEST, MOST, Draft, DraftTooLongError, Remark, settle

if TYPE_CHECKING:
    from ..model import Brand, Guideline, Record, Term
    from ..model.voice import Mechanic

Scoped = TypeVar("Scoped", "Term", "Guideline", "Mechanic")


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
    post: bool
    private: bool


_BOUNDS = ("channels", "channel_kinds", "cases", "topics", "authors")


class Linter:
    """A brand's voice, made ready: what is asked of it often is compiled once."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._kinds = {one.id: one.kind for one in brand.channels.channels}
        self._contacts = privacy.own_contacts(brand)
        self._names = _names(brand)
        self._lexicons: dict[tuple[object, ...], Lexicon] = {}
        self._guides: dict[tuple[object, ...], Guide] = {}
        self._ready: dict[Draft, Ready] = {}
        # Most records speak everywhere: that is looked up once a record, not once a draft.
        self._bound: dict[int, bool] = {}
        self._alike: dict[tuple[object, ...], Ready] = {}

    def lint(self, text: str, draft: Draft, *, typographic: bool = True) -> tuple[Remark, ...]:
        """Return what is to be mended in `text`, suggestions of typography included if asked.

        Raises:
            DraftTooLongError: the text holds more than a million characters.
        """
        if len(text) > LONGEST:
            raise DraftTooLongError(
                message(
                    "A draft holds {most} characters at most; this one holds {count}.", most=LONGEST, count=len(text)
                )
            )
        ready = self.prepare(draft)
        found, whole = ready.lexicon.found(text)
        remarks = list(ready.lexicon.remarks(text, found, whole=whole))
        remarks += ready.guide.remarks(text, found)
        checks = [
            mechanics.remarks(text, ready.mechanics, post=ready.post, names=self._names),
            privacy.remarks(text, self._contacts, private=ready.private),
            claims.remarks(text),
        ]
        if draft.language == "fr":
            said = self.brand.voice.address
            checks.append(address.remarks(text, ready.use, said.place if said else None))
            checks += [typography.remarks(text)] if typographic else []
        # No check needs to say more than is told.
        for check in checks:
            remarks += itertools.islice(check, MOST + 1)
        return settle(remarks)

    def prepare(self, draft: Draft) -> Ready:
        """Return what speaks of a draft; the same object for two drafts that nothing tells apart."""
        ready = self._ready.get(draft)
        if ready is None:
            voice = self.brand.voice
            ready = Ready(
                lexicon=self.lexicon(draft),
                guide=self.guide(draft),
                mechanics=tuple(one for one in voice.mechanics if self._speaks(one, draft)),
                use=address.form_of_address(voice.address, draft),
                post=draft.case is None,
                private=draft.private,
            )
            same = (id(ready.lexicon), id(ready.guide), *(one.id for one in ready.mechanics), ready.use)
            ready = self._alike.setdefault((*same, ready.post, ready.private), ready)
            self._ready[draft] = ready
        return ready

    def lexicon(self, draft: Draft) -> Lexicon:
        """Return the lexicon that is switched on for a draft."""
        opened = {one for crisis in self.brand.crises if crisis.id in draft.scenarios for one in crisis.lexicon}
        periods = {one.id for one in self.brand.periods.periods if in_force(one, draft.at)}
        terms = [
            one
            for one in self.brand.voice.lexicon
            if self._speaks(one, draft)
            and one.language in (None, draft.language)
            and (
                not (one.scenarios or one.during)
                or one.id in opened
                or draft.scenarios & set(one.scenarios)
                or periods & set(one.during)
            )
        ]
        key = (draft.language, *(one.id for one in terms))
        if key not in self._lexicons:
            self._lexicons[key] = Lexicon(terms, draft.language)
        return self._lexicons[key]

    def guide(self, draft: Draft) -> Guide:
        """Return the guidelines, the parts and the mentions that speak of a draft."""
        guidelines = [one for one in self.brand.voice.guidelines if self._speaks(one, draft)]
        kind = next((one for one in self.brand.templates.message_kinds if one.id == draft.kind), None)
        mentions = [one for one in self.brand.voice.required_mentions if one.id in draft.mentions]
        key = (draft.language, draft.kind, tuple(one.id for one in guidelines), tuple(one.id for one in mentions))
        if key not in self._guides:
            self._guides[key] = Guide(guidelines, kind, mentions, draft.language)
        return self._guides[key]

    def _speaks(self, one: Scoped, draft: Draft) -> bool:
        """Say whether a record is live and speaks of a draft; what depends on something unknown does not."""
        if not one.is_live(draft.at.date()):
            return False
        bound = self._bound.get(id(one))
        if bound is None:
            bound = self._bound[id(one)] = any(getattr(one, name, ()) for name in _BOUNDS)
        return not bound or (
            _among(getattr(one, "channels", ()), draft.channel)
            and _among(getattr(one, "channel_kinds", ()), self._kinds.get(draft.channel or ""))
            and _among(getattr(one, "cases", ()), draft.case)
            and _meets(getattr(one, "topics", ()), draft.topics)
            and _meets(getattr(one, "authors", ()), draft.authors)
        )


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
