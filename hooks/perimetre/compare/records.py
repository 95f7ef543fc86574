"""Compare records one by one: what is added, removed, changed, and what of a change can be told apart from wording.

Comes in: what the house, or a brand, wrote before and after. Goes out: changes. What is known to protect more or less
is said so; what is changed otherwise is to be read; what explains and decides nothing is editorial.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields

from perimetre.base.diagnostics import Place
from perimetre.base.words import Message, message, say
from perimetre.compare.changes import Area, Change, Kind
from perimetre.compare.circles import who_reads
from perimetre.compare.fields import field_phrases, title_of
from perimetre.compare.keys import key_title
from perimetre.compare.neutral import ASIDE, neutral_field
from perimetre.compare.owners import Owner
from perimetre.compare.postures import posture_change, protects
from perimetre.compare.said import Said, SaidAlready
from perimetre.compare.saying import Names, few, quoted
from perimetre.compare.weighed import Weighed, of_parts, of_phrases
from perimetre.compare.weights import weighed
from perimetre.language.labels import word
from perimetre.model import Named, Part, Text
from perimetre.model.basics import Record
from perimetre.model.posture import PostureDeclared

# What explains, and decides nothing.
EDITORIAL = frozenset({"title", "description", "because", "examples", "reason", "purpose", "definition", "note"})
_UNSAID = ASIDE | {"id", "origin"}
AREAS_OF: Mapping[str, Area] = {
    "rule": "perimeter", "group": "perimeter", "period": "perimeter", "circuit": "perimeter",
    "role": "people", "person": "people", "training": "people", "department": "people", "agency": "people",
    "schedule": "cover", "line": "cover", "severity": "cover", "tree": "cover",
    "crisis": "crises", "term": "voice", "trait": "voice", "guideline": "voice", "mechanic": "voice",
    "mention": "voice",
    "template": "templates", "message_kind": "templates",
}  # fmt: skip
# Fields of which a change is told elsewhere than their records: who answers at a place.
AREAS_OF_FIELDS: Mapping[tuple[str, str], Area] = {("place", "manager"): "cover", ("place", "deputy"): "cover"}
# What protects by being there: what one must do, moderate or write, what one leaves alone, what is ready for a crisis.
PROTECTING = frozenset({"duty", "ground", "mention", "unspoken", "crisis"})
# Of a schedule whose duties are told, what tells them: absences and swaps one by one, its layers by whom they call.
ONE_BY_ONE = frozenset({"absences", "overrides"})
BY_DUTIES = frozenset({"layers"})
# What is told with the record that holds it.
ELSEWHERE = frozenset({"step", "statement", "phase", "branch", "layer", "variant", "part", "variable", "medium"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRecord:
    """What becomes of one record.

    Fields:
        sentence: what its change does, where somebody can tell; None: it comes, goes, or says other words.
        details: what explains that.
        keys: its fields that say something else, in what nobody can weigh.
        phrases: what they hold, and held.
    """

    kind: Kind
    namespace: str
    record: Named
    sentence: Message | None = None
    details: tuple[Message, ...] = ()
    keys: tuple[str, ...] = ()
    phrases: tuple[Message, ...] = ()
    side_is_old: bool = False
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()

    @property
    def alike(self) -> Hashable:
        """What the same is of records that are told together."""
        return self.kind, self.namespace, self.keys, self.record.id if self.sentence is not None else None


def record_changes(owner: Owner, told: SaidAlready, today: dt.date) -> Iterator[Change]:
    """Yield what becomes of the records that the house, or a brand, wrote.

    Args:
        owner: what it wrote, before and after.
        told: what is said already of what changes do.
        today: the day (in the house's zone): what is over protects nothing.
    """
    groups: dict[Hashable, list[_OfRecord]] = {}
    for found in _each(owner, told, today):
        groups.setdefault((found.alike, repr(found.sentence)), []).append(found)
    for several in groups.values():
        yield _change(owner, several)


def _each(owner: Owner, told: SaidAlready, today: dt.date) -> Iterator[_OfRecord]:
    names = Names(*owner.sides)
    for (namespace, id_), (before, after) in sorted(owner.records().items()):
        if namespace in ELSEWHERE or (before == after and type(before) is type(after)):
            continue
        if before is None or after is None:
            record = before or after
            assert record is not None
            kind: Kind = weighed_presence(record, today, added=before is None)
            if (owner.id, namespace, id_) not in told.of or namespace != "rule":
                yield _OfRecord(kind=kind, namespace=namespace, record=record, side_is_old=after is None)
            continue
        if namespace == "schedule" and any((brand, id_) in told.schedules for brand in owner.reaches):
            # What keeps people from being called, their rest and their notice move no shift: nothing has said them yet.
            said = Said(fields=ONE_BY_ONE | (BY_DUTIES if after.place in told.places else frozenset()))
        else:
            said = told.of.get((owner.id, namespace, id_), Said())
        yield from _of_pair(namespace, before, after, names, today, said)


def weighed_presence(record: Named, today: dt.date, *, added: bool) -> Kind:
    """Return what it is that a record comes, or goes: some protect by being there, while they are in force."""
    if _protects(record) and _counts(record, today):
        return "strengthened" if added else "weakened"
    return "added" if added else "removed"


def _protects(record: Named) -> bool:
    """Say whether somebody, or something, is protected by a record that is in force."""
    return (
        isinstance(record, PostureDeclared)
        or record.KIND in PROTECTING
        or getattr(record, "class_", None) in ("forbidden", "avoid", "careful")
    )


def _counts(record: Named, today: dt.date) -> bool:
    """Say whether a record is in force, today or later."""
    if isinstance(record, PostureDeclared):
        return protects(record, today)
    return isinstance(record, Record) and record.status == "approved" and not _is_over(record, today)


def _is_over(record: Record, today: dt.date) -> bool:
    return record.valid_until is not None and record.valid_until < today


def _of_pair(
    namespace: str, before: Named, after: Named, names: Names, today: dt.date, said: Said
) -> Iterator[_OfRecord]:
    left: list[str] = []
    wording: list[str] = []
    changed = changed_keys(before, after)
    for name in changed:
        known = weighed(before, after, name, names)
        if isinstance(before, PostureDeclared) and isinstance(after, PostureDeclared):
            known = tuple(posture_change(before, after, name, today))
        elif name in ("status", "valid_from", "valid_until"):
            known = tuple(_in_force(namespace, before, after, name, names, today))
        if not known and isinstance(before, Record) and isinstance(after, Record):
            known = tuple(who_reads(before, after, name, named(after, namespace), names))
        for what in known:
            yield _OfRecord(
                kind=what.kind, namespace=namespace, record=after, sentence=what.sentence, details=what.details,
                keys=(name,), stale=what.stale, agreed=what.agreed,
            )  # fmt: skip
        if not known and name not in said.fields:
            (wording if name in EDITORIAL else left).append(name)
    phrases = _left_to_say(before, after, names, left, said)
    if phrases:
        every = tuple(phrase for of_field in phrases.values() for phrase in of_field)
        yield _OfRecord(kind="review", namespace=namespace, record=after, keys=tuple(phrases), phrases=every)
    if wording or not changed:
        told = field_phrases(before, after, names, only=EDITORIAL)
        if sorted(_texts(before)) != sorted(_texts(after)):
            yield _OfRecord(kind="editorial", namespace=namespace, record=after, phrases=told)


def _left_to_say(
    before: Named, after: Named, names: Names, left: list[str], said: Said
) -> Mapping[str, tuple[Message, ...]]:
    """Return what nobody has said yet of some fields, by field; no phrase of one whose change has no words."""
    if type(before) is not type(after):
        return dict.fromkeys(left, ())
    before, after = said.without(before), said.without(after)
    phrases: dict[str, tuple[Message, ...]] = {}
    for name in left:
        every = field_phrases(before, after, names, only=(name,))
        new = tuple(phrase for phrase in every if say(phrase, "en") not in said.phrases)
        if new or not (every or _same(name, before, after)):
            phrases[name] = new
    return phrases


def _in_force(
    namespace: str, before: Named, after: Named, name: str, names: Names, today: dt.date
) -> Iterator[Weighed]:
    """Yield that what protects by being there counts no more, or counts now: a draft holds nobody, nor what is over.

    Of what counts as before, its dates say whether that is for longer or not.
    """
    if not (isinstance(before, Record) and isinstance(after, Record) and _protects(after)):
        return
    what = named(after, namespace)
    counts = _counts(before, today), _counts(after, today)
    if counts[0] != counts[1]:
        # One field makes it so: said once, and of the others what they hold.
        makes = "status" if before.status != after.status else "valid_until"
        if name == makes and counts[1]:
            yield Weighed("strengthened", message("In force: {what}.", what=what))
        elif name == makes:
            yield Weighed("weakened", message("No longer in force: {what}.", what=what))
    elif all(counts) and name in ("valid_from", "valid_until"):
        kept = [_days(record, name, today) for record in (before, after)]
        if kept[0] != kept[1]:
            is_longer = (kept[1] > kept[0]) is (name == "valid_until")
            phrases = field_phrases(before, after, names, only=(name,))
            yield of_phrases("strengthened" if is_longer else "weakened", what, phrases)


def _days(record: Record, name: str, today: dt.date) -> dt.date:
    """Return from which day a record holds, today at the earliest; or until which."""
    if name == "valid_until":
        return record.valid_until or dt.date.max
    return max(today, record.valid_from or today)


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
    names = [field.name for field in fields(type(after)) if field.name not in _UNSAID]
    if type(before) is not type(after):
        return names
    return [name for name in names if not _same(name, before, after)]


def _same(name: str, before: Part, after: Part) -> bool:
    old, new = getattr(before, name), getattr(after, name)
    return old == new or neutral_field(name, old) == neutral_field(name, new)


def _change(owner: Owner, several: list[_OfRecord]) -> Change:
    first = several[0]
    summary, details = first.sentence, first.details
    if summary is None:
        summary, details = _told(several)
    area, place = AREAS_OF.get(first.namespace, "records"), first.record.place
    if len(first.keys) == 1:
        key = first.keys[0].rstrip("_")
        area = AREAS_OF_FIELDS.get((first.namespace, key), area)
        place = Place(place.file, (*place.path, key), "key") if getattr(first.record, first.keys[0]) else place
    return Change(
        kind=first.kind,
        area=area,
        brand=owner.id,
        reaches=owner.reaches,
        summary=summary,
        details=details,
        place=place,
        side="old" if first.side_is_old else "new",
        about=tuple(sorted(found.record.id for found in several)),
        stale=tuple(name for found in several for name in found.stale),
        agreed=tuple(name for found in several for name in found.agreed),
    )


def _told(several: list[_OfRecord]) -> tuple[Message, tuple[Message, ...]]:
    """Return what becomes of records that change alike, and what explains it."""
    first = several[0]
    named = _named(several)
    if not first.keys and first.kind != "editorial":
        return _presence(first, named), ()
    keys = few(key_title(type(first.record), name) for name in first.keys)
    else_ = message("{what}, what changes: {keys}.", what=named, keys=keys) if first.keys else None
    if first.kind == "editorial":
        else_ = message("{what}.", what=named)
    if len({tuple(say(phrase, "en") for phrase in found.phrases) for found in several}) == 1:
        told = of_phrases(first.kind, named, first.phrases, else_)
    else:
        parts = [(_title(found), found.phrases) for found in several]
        told = of_parts(first.kind, named, parts, else_)
    return told.sentence, told.details


def _named(several: list[_OfRecord]) -> Message:
    """Return what records are called, after what they are; what has no name is counted."""
    kind, count = several[0].namespace, len(several)
    titles = few(_title(found) for found in several if title_of(found.record) is not None)
    if not titles.items:
        words = word("record_kind", kind) if count == 1 else word("record_kinds", kind)
        return message("{kinds} ({count})", kinds=words, count=count)
    if count == 1:
        return named(several[0].record, kind)
    return message("{kinds} ({count}): {titles}", kinds=word("record_kinds", kind), count=count, titles=titles)


def named(record: Named, namespace: str) -> Message:
    """Return what a record is, and what it is called: by its id, where nobody gave it a name."""
    titles = few([quoted(title_of(record) or record.id, 60)])
    return message("{kind} {titles}", kind=word("record_kind", namespace), titles=titles)


def _title(found: _OfRecord) -> Message:
    return quoted(title_of(found.record) or "…", 60)


def _presence(of: _OfRecord, named: Message) -> Message:
    """Return that records come or go: of what protects by being there, its tag does not say which."""
    if of.kind not in ("strengthened", "weakened"):
        return message("{what}.", what=named)
    return message("Removed: {what}.", what=named) if of.side_is_old else message("Added: {what}.", what=named)
