"""Say of a brand that comes what it lets its community managers do, and of one that goes that it goes.

Comes in: two handbooks, the day. Goes out: changes: one for each brand, with its perimeter in a few sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from perimetre.base.words import Listing, Message, message
from perimetre.compare.changes import Change, Kind
from perimetre.compare.reach import Reach
from perimetre.compare.saying import Names, quoted
from perimetre.language.labels import AUTHORITIES
from perimetre.model import Brand, Handbook
from perimetre.perimeter.questions import RANK

# What goes without saying is not said: the rest is passed on.
_TOLD = ("free", "template", "notify", "approve", "forbidden")


def brand_changes(old: Handbook, new: Handbook, today: date) -> Iterator[Change]:
    """Yield the brands that are added, with what may be done there, or removed."""
    before, after = ({brand.id: brand for brand in handbook.brands} for handbook in (old, new))
    gone = [before[id_] for id_ in sorted(before.keys() - after.keys())]
    for id_ in sorted(after.keys() - before.keys()):
        brand = after[id_]
        summary = message("A brand is added: {name}, with all that it says.", name=quoted(brand.brand.name or id_))
        yield _change("added", brand, summary, (*_same_brand(gone, brand), *_perimeter(new, brand, today)))
    for brand in gone:
        name = quoted(brand.brand.name or brand.id)
        summary = message("A brand is removed: {name}, with all that it said.", name=name)
        yield _change("removed", brand, summary, ())


def _same_brand(gone: Iterable[Brand], brand: Brand) -> Iterator[Message]:
    """Yield what to write where a brand that comes has most of the records of one that goes."""
    for former in gone:
        if len(former.own.keys() & brand.own.keys()) * 2 > max(len(former.own), len(brand.own)):
            yield message(
                "If it is the brand `{former}` under another id, write `formerly: [{former}]` in its `brand.yml`: what "
                "changes in it is then told.",
                former=former.id,
            )


def _perimeter(handbook: Handbook, brand: Brand, today: date) -> Iterator[Message]:
    """Yield where a brand speaks, then how far each role of community manager goes there, a sentence each."""
    names = Names((handbook, brand))
    channels = [channel.id for channel in brand.channels.channels]
    if channels:
        yield message("Channels: {channels}.", channels=Listing(tuple(map(names.channel, channels))))
    reach = Reach(handbook, brand)
    for role in brand.people.roles:
        if not role.community_manager:
            continue
        freest: dict[str, int] = {}
        for (act, _), rank in reach.of((role.id,), today).items():
            freest[act] = min(rank, freest.get(act, rank))
        for level in _TOLD:
            acts = sorted(act for act, rank in freest.items() if rank == RANK[level])
            if acts:
                yield message(
                    "{role}, {level} at the most: {acts}.",
                    role=names.title("role", role.id),
                    level=AUTHORITIES[level].word,
                    acts=Listing(tuple(names.label("actions", act) for act in acts)),
                )


def _change(kind: Kind, brand: Brand, summary: Message, details: tuple[Message, ...]) -> Change:
    return Change(
        kind=kind,
        area="records",
        brand=brand.id,
        reaches=(brand.id,),
        summary=summary,
        details=details,
        place=brand.brand.place if brand.brand.place.file else None,
        side="old" if kind == "removed" else "new",
        about=(brand.id,),
    )
