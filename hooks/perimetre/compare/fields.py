"""Say of each field of a record what it held and what it holds: values, words, names, what joins a list or leaves it.

Comes in: a record before and after. Goes out: a phrase for each thing that is said otherwise, wherever it stands in the
record. Nobody reads an id there, nor a key: what has no name in the words of the house is said to change, no more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import fields

from perimetre.base.durations import Duration
from perimetre.base.words import Listing, Message, message, say
from perimetre.compare.keys import is_listed, key_title, value_meaning
from perimetre.compare.neutral import ASIDE, neutral, neutral_field
from perimetre.compare.new_names import refs_of
from perimetre.compare.saying import Later, Names, few, quoted
from perimetre.compare.values import inform_words, limit_words
from perimetre.language import describe
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model import Condition, Hours, Inform, Limit, Named, Part, Text
from perimetre.model.basics import Record
from perimetre.model.contacts import DirectoryEntry
from perimetre.model.delays import Delay, latest
from perimetre.model.escalation import Criterion
from perimetre.model.matches import AllBut, FactTest, Times
from perimetre.model.shared import Contact, Time
from perimetre.model.statements import PreparedQuestion
from perimetre.model.values import LISTS, Synonyms

_UNSAID = ASIDE | {"id", "origin"}
# What is not repeated: how somebody is reached, what only the restricted edition shows, who reads what is kept apart.
_KEPT = frozenset({"strategies", "contact_ref", "compartments", "employment", "trained", "immersed_on", "left_on"})
# What goes with words that are agreed again: it is not told beside them.
_AGREED = frozenset({"version", "edition", "approval", "approved_by", "approved_at", "approvals"})
_UNTOLD = "{key} changes, without details"
# What an item of a list is called by, the first that it has.
_WORDS = ("name", "term", "handle")
_TITLES = ("title", *_WORDS, "label", "q", "text", "item", "what", "said", "phrase", "act")
_BLANK = re.compile(r"\{\{ ?([\w.-]+) ?\}\}")
_ID = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")
# Where the id of something that says no kind is looked for, before the values.
_FIRST = ("role", "channel", "place", "audience", "group")
# Of words that have changed, as many are shown around the change; and characters at most.
_AROUND, _LONGEST = 4, 140


def field_phrases(
    before: Part,
    after: Part,
    names: Names,
    *,
    only: Collection[str] | None = None,
    leave: Collection[str] = (),
    around: Sequence[Part] = (),
) -> tuple[Message, ...]:
    """Return what becomes of the fields of a record, a phrase each, each once.

    Args:
        before, after: a record, a part of one, or a file.
        names: the names of whose it is.
        only: the fields that are looked at; None: all.
        leave: the fields that are not.
        around: what holds the record, before and after: its other parts are called there as they are titled.
    """
    if type(before) is not type(after):
        return ()
    local = {id_: title for part in (*around, before, after) for id_, title in _local(part).items()}
    phrases = _Fields(names, local).of_parts(before, after, only, leave)
    told = tuple({say(phrase, "en"): phrase for phrase in phrases}.values())
    # Which fields change, the sentence says already.
    return told if any(phrase.text != _UNTOLD for phrase in told) else ()


def _local(record: Part) -> dict[str, object]:
    """Return what the parts of a record are called, by id: its steps, its statements."""
    titles: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else ():
            if isinstance(item, Named) and (title := title_of(item)) is not None:
                titles[item.id] = title
    return titles


def title_of(item: Part) -> object | None:
    """Return what a part is called in the words of the house: a title, a name, a word; None where it has none."""
    for name in _TITLES:
        title = getattr(item, name, None)
        # A word of the lexicon looks like an id, and is none.
        if isinstance(title, Text) or (title and (name in _WORDS or not _ID.fullmatch(str(title)))):
            return title
    return None


class _Fields:
    """Says what becomes of fields.

    Args:
        names: the names of whose they are.
        local: what the parts of the record are called, by id.
    """

    def __init__(self, names: Names, local: Mapping[str, object]) -> None:
        self._names = names
        self._local = local

    def of_parts(
        self, before: Part, after: Part, only: Collection[str] | None = None, leave: Collection[str] = ()
    ) -> Iterator[Message]:
        names = [
            field.name
            for field in fields(type(after))
            if field.name not in _UNSAID
            and not _is_of_records(getattr(before, field.name), getattr(after, field.name))
            and field.name not in leave
            and (only is None or field.name in only)
            and neutral_field(field.name, getattr(before, field.name))
            != neutral_field(field.name, getattr(after, field.name))
        ]
        for name in [name for name in names if name not in _AGREED] or names:
            yield from self._of_values(type(after), name, getattr(before, name), getattr(after, name))

    def _of_values(self, cls: type[Part], name: str, old: object, new: object) -> Iterator[Message]:
        if name in _KEPT or issubclass(cls, DirectoryEntry) or _reaches(old) or _reaches(new):
            yield message("{key} changes, without details", key=key_title(cls, name))
        elif name in ("title", "name", "term") and issubclass(cls, Named) and not _is_empty(new):
            # What bears the name is named already.
            before = self._said(cls, name, old)
            yield message("now bears this name (before: {before})", before=before or message("no name"))
        elif isinstance(old, Synonyms) and isinstance(new, Synonyms):
            yield from self._of_lists(cls, name, *((*words.plain, *words.fr, *words.en) for words in (old, new)))
        elif isinstance(old, Limit) and isinstance(new, Limit):
            yield limit_words(old, new, self._names)
        elif isinstance(old, Inform) and isinstance(new, Inform):
            yield inform_words(old, new, self._names)
        elif isinstance(old, FactTest) and isinstance(new, FactTest) and old.fact == new.fact:
            after, before = self._names.test(new), self._names.bounds(old)
            yield message("{after} (before: {before})", after=after, before=before)
        elif isinstance(old, Criterion) and isinstance(new, Criterion) and new.fact is not None:
            after, before = (self._names.criterion(sign) for sign in (new, old))
            yield message("{after} (before: {before})", after=after, before=before)
        elif isinstance(old, Part) and type(old) is type(new) and not _is_another_delay(old, new):
            yield from self._headed(cls, name, old, new)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            yield from self._of_lists(cls, name, old, new)
        elif isinstance(old, Text) and isinstance(new, Text):
            yield self._of_texts(key_title(cls, name), old, new)
        else:
            yield self._changed(cls, name, old, new)

    def _headed(self, cls: type[Part], name: str, old: Part, new: Part) -> Iterator[Message]:
        """Yield what becomes of a part, after what it is called; its own title, else that of its key."""
        title = title_of(new) if isinstance(new, Named | PreparedQuestion) else None
        head = key_title(cls, name) if title is None else quoted(title, 60)
        for phrase in self.of_parts(old, new):
            yield phrase if name == "match" else message("{head}, {value}", head=head, value=phrase)

    def _changed(self, cls: type[Part], name: str, old: object, new: object) -> Message:
        key = key_title(cls, name)
        before, after = (None if _is_empty(value) else self._said(cls, name, value) for value in (old, new))
        if after is not None and _is_empty(old):
            return message("{key} is now said: {after}", key=key, after=after)
        if before is not None and _is_empty(new):
            return message("{key} is no longer said (before: {before})", key=key, before=before)
        if before is None or after is None or say(before, "en") == say(after, "en"):
            return message("{key} changes, without details", key=key)
        return message("{key} is {after} (before: {before})", key=key, before=before, after=after)

    def _of_lists(self, cls: type[Part], name: str, old: Sequence[object], new: Sequence[object]) -> Iterator[Message]:
        """Yield what becomes of a list: of what is in both, what becomes of it; then what joins it, what leaves it."""
        same = {neutral(item) for item in old} & {neutral(item) for item in new}
        left = [{_key(item): item for item in items if neutral(item) not in same} for items in (old, new)]
        pairs = [key for key in left[1] if key in left[0]]
        # One thing in the place of another is that thing, said otherwise.
        if not pairs and len(left[0]) == len(left[1]) == 1 and _is_alike(*left[0].values(), *left[1].values()):
            before, after = (next(iter(side.values())) for side in left)
            yield from self._of_values(cls, name, before, after)
            return
        for key in pairs:
            yield from self._of_values(cls, name, left[0][key], left[1][key])
        lost, gained = ([item for key, item in side.items() if key not in pairs] for side in left)
        key_words = key_title(cls, name)
        words = [[self._said(cls, name, item) for item in items] for items in (gained, lost)]
        if any(said is None for side in words for said in side):
            yield message("{key} changes, without details", key=key_words)
            return
        if gained:
            yield message("{key}: also {items}", key=key_words, items=few(words[0]))
        if lost:
            yield message("{key}: no longer {items}", key=key_words, items=few(words[1]))
        if not pairs and not lost and not gained:
            yield message("{key}: in another order", key=key_words)

    def _said(self, cls: type[Part], name: str, value: object) -> object | None:
        """Return what a value is called; None where it has no name in the words of the house."""
        match value:
            case bool():
                return message("yes") if value else message("no")
            case Text():
                return self._anywhere(value.plain or "") or self._quoted(value)
            case Delay() | Duration():
                within = latest(value)
                return None if within is None else _plain(within)
            case int() | float() | dt.date() | Time():
                return _plain(value)
            case Limit():
                return self._names.limit(value)
            case Hours():
                return Later(lambda language: " ".join(describe.hours((value,), language)))
            case Times():
                return Later(lambda language: describe.times(value, language))
            case Condition():
                return self._quoted(value.value or "")
            case Criterion():
                is_words = value.fact is None and value.text is not None
                return self._quoted(value.text) if is_words else self._names.criterion(value)
            case FactTest():
                return self._names.test(value) if value.fact is not None else None
            case AllBut():
                names = [self._said(cls, name, item) for item in value.not_]
                if None in names:
                    return None
                return message("all but {names}", names=few(names))
            case str():
                return self._named(cls, name, value)
            case tuple():
                words = [self._said(cls, name, item) for item in value]
                return None if None in words else few(words)
            case Part():
                title = title_of(value)
                return self._quoted(title) if title is not None else self._composed(value)
        return None

    def _composed(self, part: Part) -> object | None:
        """Return what the fields of a part without a title say, one after the other."""
        said = []
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name in _UNSAID or field.name in _KEPT or _is_empty(value) or value == field.default:
                continue
            words = self._said(type(part), field.name, value)
            if words is None:
                return None
            said.append(message("{key}: {words}", key=key_title(type(part), field.name), words=words))
        return message("“{words}”", words=Listing(tuple(said))) if said else None

    def _named(self, cls: type[Part], name: str, id_: str) -> object | None:
        kinds = refs_of(cls).get(name, ())
        named = (title for kind in kinds if (title := self._names.of(kind, id_)))
        known = quoted(self._local[id_], 60) if id_ in self._local else next(named, None)
        if known is not None:
            return known
        if kinds:
            standing = word("who", id_)
            return None if isinstance(standing, str) else standing
        meaning = value_meaning(cls, name, id_)
        if meaning is not None or is_listed(cls, name):
            return meaning
        # What is of no closed list is in the words of the house, unless it is the id of something.
        return self._anywhere(id_) or quoted(id_, _LONGEST)

    def _quoted(self, text: object) -> Message:
        """Return a text between quotation marks, its blanks as pages show them."""
        return quoted(Later(lambda language: self._filled(text, language)), _LONGEST)

    def _filled(self, text: object, language: str) -> str:
        """Return a text whose blanks are called as they are labelled: «[Displayed first name]»."""
        return _BLANK.sub(
            lambda blank: f"[{plain(self._local.get(blank[1], '…'), language)}]",
            plain(text, language),
        )

    def _of_texts(self, key: object, old: Text, new: Text) -> Message:
        """Return what becomes of words: all of them where they are few, else where they differ."""

        def words(language: str) -> str:
            before, after = (self._filled(text, language) for text in (old, new))
            if before == after:
                return say(message("{key} changes in another language", key=key), language)
            excerpts = _excerpts(before.split(" "), after.split(" "))
            quotations = [message("“{words}”", words=excerpt) for excerpt in excerpts]
            told = message("{key} is {after} (before: {before})", key=key, before=quotations[0], after=quotations[1])
            return say(told, language)

        return message("{words}", words=Later(words))

    def _anywhere(self, id_: str) -> object | None:
        """Return what is called by an id, whatever it is."""
        if not _ID.fullmatch(id_):
            return None
        return next((title for kind in (*_FIRST, *LISTS) if (title := self._names.of(kind, id_))), None)


def _is_another_delay(old: object, new: object) -> bool:
    """Say whether two delays are not as long: that says it all."""
    return isinstance(old, Delay) and isinstance(new, Delay) and neutral(latest(old)) != neutral(latest(new))


def _is_alike(old: object, new: object) -> bool:
    """Say whether two things may be one, said otherwise: what is named by an id is another."""
    return type(old) is type(new) and not isinstance(old, Named | str)


def _is_of_records(*values: object) -> bool:
    """Say whether values are lists of records: each is compared by itself, and may be hidden by itself."""
    return any(isinstance(item, Record) for value in values if isinstance(value, tuple) for item in value)


def _reaches(value: object) -> bool:
    """Say whether a value is how somebody is reached."""
    return any(isinstance(item, Contact) for item in (value if isinstance(value, tuple) else (value,)))


def _is_empty(value: object) -> bool:
    return value is None or value == () or value == ""


def _key(item: object) -> Hashable:
    """Return what makes an item of a list the same one before and after."""
    match item:
        case Named():
            return item.id
        case Inform():
            return item.who, item.when
        case FactTest():
            return item.fact or neutral(item)
    question = getattr(item, "q", None)
    return neutral(question if isinstance(question, Text) else item)


def _plain(value: object) -> Later:
    return Later(lambda language: plain(value, language))


def _excerpts(before: list[str], after: list[str]) -> tuple[str, str]:
    shortest = min(len(before), len(after))
    start = next((rank for rank in range(shortest) if before[rank] != after[rank]), shortest)
    end = next((rank for rank in range(shortest - start) if before[-1 - rank] != after[-1 - rank]), shortest - start)
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return _excerpt(before, first, last), _excerpt(after, first, last)


def _excerpt(words: list[str], first: int, last: int) -> str:
    whole = " ".join(words)
    if len(whole) <= _LONGEST:
        return whole
    shown = " ".join(words[first : len(words) - last])
    if len(shown) > _LONGEST:
        return ("…" if first else "") + shown[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return ("…" if first else "") + shown + ("…" if last else "")
