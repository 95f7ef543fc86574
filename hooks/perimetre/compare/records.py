"""Compare records one by one: what is added, removed, changed, and what of a change can be told apart from wording.

Comes in: what the house, or a brand, wrote before and after. Goes out: changes. What is known to protect more or less
is said so; what is changed otherwise is to be read; what explains and decides nothing is editorial.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields

from perimetre.base.durations import Duration
from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Area, Change, Kind
from perimetre.compare.keys import key_title, value_meaning
from perimetre.compare.neutral import ASIDE, neutral_field
from perimetre.compare.owners import Owner
from perimetre.compare.postures import posture_change, protects
from perimetre.compare.saying import Later, Names, apart, few, quoted
from perimetre.compare.values import value_phrases
from perimetre.compare.weights import weighed
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model import Named, Part, Text
from perimetre.model.posture import PostureDeclared

# What explains, and decides nothing.
EDITORIAL = frozenset({"title", "description", "because", "examples", "reason", "purpose", "definition", "note"})
EDITORIAL_ALSO = ASIDE | {"id", "owner", "origin"}
AREAS_OF: Mapping[str, Area] = {
    "rule": "perimeter", "group": "perimeter", "period": "perimeter", "circuit": "perimeter",
    "role": "people", "person": "people", "training": "people", "department": "people", "agency": "people",
    "schedule": "cover", "line": "cover", "severity": "cover", "tree": "cover",
    "crisis": "crises", "term": "voice", "trait": "voice", "guideline": "voice", "mechanic": "voice",
    "mention": "voice",
    "template": "templates", "message_kind": "templates",
}  # fmt: skip
# What is compared elsewhere, by what it does.
BY_EFFECT = frozenset({"rule", "circuit", "schedule", "line"})
# What is told with the record that holds it.
ELSEWHERE = frozenset({"step", "statement", "phase", "branch", "layer", "variant", "part", "variable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRecord:
    """What becomes of one record."""

    kind: Kind
    namespace: str
    sentence: Message | None
    keys: tuple[str, ...]
    record: Named
    side_is_old: bool = False
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


def record_changes(owner: Owner, told: Collection[str], today: dt.date) -> Iterator[Change]:
    """Yield what becomes of the records that the house, or a brand, wrote.

    Args:
        owner: what it wrote, before and after.
        told: the ids of rules of which it is said already what they do.
        today: the day (in the house's zone): what is over protects nothing.
    """
    groups: dict[object, list[_OfRecord]] = {}
    for found in _each(owner, told, today):
        # What is alike is told together, but what has a sentence of its own.
        alike = (found.kind, found.namespace, found.keys) if found.sentence is None else found.record.id
        groups.setdefault((alike, found.kind, found.namespace, repr(found.sentence)), []).append(found)
    for several in groups.values():
        yield _change(owner, several)


def _each(owner: Owner, told: Collection[str], today: dt.date) -> Iterator[_OfRecord]:
    names = Names(*owner.sides)
    for (namespace, id_), (before, after) in sorted(owner.records().items()):
        if namespace in ELSEWHERE or (before == after and type(before) is type(after)):
            continue
        if before is None or after is None:
            record = before or after
            assert record is not None
            kind: Kind = weighed_presence(record, today, added=before is None)
            if not (namespace == "rule" and id_ in told):
                yield _OfRecord(
                    kind=kind, namespace=namespace, sentence=None, keys=(), record=record, side_is_old=after is None
                )
            continue
        yield from _of_pair(namespace, before, after, names, today, is_told=namespace in BY_EFFECT and id_ in told)


def weighed_presence(record: Named, today: dt.date, *, added: bool) -> Kind:
    """Return what it is that a record comes, or goes: some protect by being there."""
    if isinstance(record, PostureDeclared):
        is_needed = protects(record, today)
    else:
        is_needed = getattr(record, "class_", None) in ("forbidden", "avoid", "careful") or record.KIND == "duty"
    if is_needed:
        return "strengthened" if added else "weakened"
    return "added" if added else "removed"


def _of_pair(
    namespace: str, before: Named, after: Named, names: Names, today: dt.date, *, is_told: bool
) -> Iterator[_OfRecord]:
    left: list[str] = []
    changed = changed_keys(before, after)
    for name in changed:
        known = weighed(before, after, name, names)
        if isinstance(before, PostureDeclared) and isinstance(after, PostureDeclared):
            known = tuple(posture_change(before, after, name, today))
        for what in known:
            yield _OfRecord(
                kind=what.kind,
                namespace=namespace,
                sentence=what.sentence,
                keys=(name,),
                record=after,
                stale=what.stale,
                agreed=what.agreed,
            )
        if not known and name not in EDITORIAL:
            left.append(name)
    if is_told:
        return
    if left:
        values = _values(before, after, left) or _with_values(before, after, left, names)
        yield _OfRecord(kind="review", namespace=namespace, sentence=values, keys=tuple(left), record=after)
    elif all(name in EDITORIAL for name in changed) and sorted(_texts(before)) != sorted(_texts(after)):
        yield _OfRecord(kind="editorial", namespace=namespace, sentence=None, keys=(), record=after)


def _texts(part: Part) -> Iterator[str]:
    """Yield each text of a part, as it is written."""
    for field in fields(part):
        yield from _texts_in(getattr(part, field.name))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, Text):
        yield repr((value.plain, value.fr, value.en))
    elif isinstance(value, Part):
        yield from _texts(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_in(item)


def changed_keys(before: Part, after: Part) -> list[str]:
    """Return the fields of which something else is said."""
    names = [field.name for field in fields(type(after)) if field.name not in EDITORIAL_ALSO]
    if type(before) is not type(after):
        return names
    return [name for name in names if not _same(name, before, after)]


def _same(name: str, before: Part, after: Part) -> bool:
    old, new = getattr(before, name), getattr(after, name)
    return old == new or neutral_field(name, old) == neutral_field(name, new)


def _values(before: Named, after: Named, names: list[str]) -> Message | None:
    """Return the sentence of a change of plain values, before and after; None where they are not plain."""
    values = [(name, getattr(before, name), getattr(after, name)) for name in names]
    if not all(_is_plain(old) and _is_plain(new) for _, old, new in values):
        return None
    return message(
        "{kind} {title}: {values}.",
        kind=word("record_kind", after.KIND or ""),
        title=quoted(title_of(after)),
        values=apart([_value(after.KIND, *value) for value in values]),
    )


def _with_values(before: Named, after: Named, left: list[str], names: Names) -> Message | None:
    """Return the values that a change holds among what is to be read; None where it holds none."""
    phrases = value_phrases(before, after, names, left)
    if not phrases:
        return None
    return message(
        "{kind} {title}: {values}. To be read: {keys}.",
        kind=word("record_kind", after.KIND or ""),
        title=quoted(title_of(after)),
        values=apart(phrases),
        keys=few(key_title(after.KIND, name) for name in left),
    )


def _is_plain(value: object) -> bool:
    return (
        value is None
        or isinstance(value, bool | int | float | dt.date | Duration)
        or (isinstance(value, str) and len(value) < 60)
    )


def _value(kind: str | None, name: str, old: object, new: object) -> Message:
    before, after = (None if said is None else _plain(kind, name, said) for said in (old, new))
    key = key_title(kind, name)
    if before is None:
        return message("{key} is now said: {after}", key=key, after=after)
    if after is None:
        return message("{key} is no longer said (before: {before})", key=key, before=before)
    return message("{key} is {after} (before: {before})", key=key, before=before, after=after)


def _plain(kind: str | None, name: str, value: object) -> object:
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    return value_meaning(kind, name, value) or Later(lambda language: plain(value, language))


def title_of(record: Named) -> object:
    """Return what a record is called: its title, its name, its word; else its id."""
    for name in ("title", "name", "term", "label"):
        title = getattr(record, name, None)
        if isinstance(title, Text) or (isinstance(title, str) and title):
            return title
    return record.id


_SENTENCES: Mapping[str, Callable[..., Message]] = {
    "added": lambda n, **words: counted("{kind}: added, {titles}.", "{kind}: {count} added, {titles}.", n, **words),
    "removed": lambda n, **words: counted(
        "{kind}: removed, {titles}.", "{kind}: {count} removed, {titles}.", n, **words
    ),
    "editorial": lambda n, **words: counted(
        "{kind}: wording alone, {titles}.", "{kind}: wording alone of {count}, {titles}.", n, **words
    ),
}


def _change(owner: Owner, several: list[_OfRecord]) -> Change:
    first = several[0]
    kind, titles = word("record_kind", first.namespace), few(quoted(title_of(found.record), 60) for found in several)
    count = len(several)
    summary = first.sentence
    if summary is None and not first.keys:
        which = "removed" if first.side_is_old else "added" if first.kind in ("strengthened", "added") else "editorial"
        summary = _SENTENCES[which](count, kind=kind, titles=titles)
    elif summary is None:
        summary = counted(
            "{kind}: {titles} to be read, what changes is {keys}.",
            "{kind}: {count} to be read, {titles}; what changes is {keys}.",
            count,
            kind=kind,
            titles=titles,
            keys=few(key_title(first.record.KIND, name) for name in first.keys),
        )
    return Change(
        kind=first.kind,
        area=AREAS_OF.get(first.namespace, "records"),
        brand=owner.id,
        reaches=owner.reaches,
        summary=summary,
        place=first.record.place,
        side="old" if first.side_is_old else "new",
        about=tuple(sorted(found.record.id for found in several)),
        stale=tuple(name for found in several for name in found.stale),
        agreed=tuple(name for found in several for name in found.agreed),
    )
