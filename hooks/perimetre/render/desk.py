"""Give the families of pages what they draft with: the handbook, one brand, the reader, the day, the perimeter's grid.

A part of the stage render. Comes in: a handbook, a language, an audience, a day. Goes out: drafts, through
`Desk.draft`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from perimetre.language.plain import plain
from perimetre.model.basics import PageNote, Record
from perimetre.model.handbook import Brand, Handbook
from perimetre.perimeter.decisions import Answer, Clause, Perimeter, Question
from perimetre.render import tools
from perimetre.render.drafts import PageDraft, PageGroup
from perimetre.render.pages import AUDIENCES, Audience

R = TypeVar("R", bound=Record)


@dataclass(kw_only=True)
class Desk:
    """One brand (or the house, where `brand` is None) seen by one kind of reader, in one language, on one day."""

    handbook: Handbook
    language: str
    audience: Audience
    today: dt.date
    brand: Brand | None = None
    _answers: dict[tuple[str, str, str], Answer] = field(default_factory=dict)

    @functools.cached_property
    def _perimeter(self) -> Perimeter:
        return Perimeter(self.handbook, self.the_brand)

    @property
    def the_brand(self) -> Brand:
        """The brand, where there is one: what drafts the pages of a brand is never given the house's desk."""
        assert self.brand is not None
        return self.brand

    @property
    def values(self) -> Any:
        """The words in use: the brand's, else the house's."""
        return self.brand.values if self.brand else self.handbook.values

    @property
    def is_public(self) -> bool:
        """Whether the readers are the public."""
        return self.audience == "public"

    def seen(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that the readers may see."""
        return tools.shown_records(records, self.audience, self.today)

    def say(self, what: object) -> str:
        """Return any value as plain words."""
        return plain(what, self.language)

    def words(self, list_: str, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the labels and the everyday words of values, for the search."""
        found = [getattr(self.values, list_)[id] for id in dict.fromkeys(ids) if id in getattr(self.values, list_)]
        return tuple(
            one for value in found for one in (self.say(value.label), *tools.synonyms_of(value, self.language))
        )

    def may_read(self, audience: Audience) -> bool:
        """Say whether a page of `audience` is for these readers."""
        return AUDIENCES.index(audience) <= AUDIENCES.index(self.audience)

    def level_of(self, head: Record | PageNote | None) -> Audience:
        """Return who may read the page that `head` speaks for: as it says, else as the handbook says, else internal."""
        defaults = self.handbook.settings.defaults
        said = getattr(head, "confidentiality", None) or getattr(defaults, "confidentiality", None)
        return said or "internal"

    def draft(
        self,
        path: str,
        title: object,
        template: str,
        /,
        *,
        kind: str | None = None,
        head: Record | PageNote | None = None,
        source: str | None = None,
        audience: Audience | None = None,
        group: PageGroup = "before",
        parent: str | None = None,
        keywords: Iterable[str] = (),
        description: object = None,
        boost: float = 1.0,
        **things: object,
    ) -> PageDraft:
        """Return a draft; below a brand, `path` and `parent` are relative to it.

        Args:
            kind: the kind of file that the page shows; it gives the source and, without `head`, the note of the page.
            head: the record that the page shows.
        """
        brand = self.brand
        if brand is not None:
            path = f"{brand.id}/{path}" if path else brand.id
            parent = f"{brand.id}/{parent}" if parent else parent
            if kind is not None:
                source = source or brand.files.get(kind)
                head = head or getattr(getattr(brand, kind), "page", None)
        if isinstance(head, Record) and source is None:
            source = head.place.file or None
        return PageDraft(
            path=path,
            title=title,
            template=template,
            brand=brand.id if brand else None,
            things=things,
            description=description,
            source=source,
            head=head,
            keywords=tuple(dict.fromkeys(keywords)),
            boost=boost,
            audience=audience or self.level_of(head),
            group=group,
            parent=parent,
        )

    def page_of(
        self, path: str, title: object, template: str, /, *, records: Iterable[Record], named: str, **more: Any
    ) -> Iterator[PageDraft]:
        """Yield the draft of a page that shows records, unless its readers see none of them.

        Args:
            records: what the page shows; the template is given those that the readers may see, under `named`.
            more: what `draft` takes.
        """
        seen = self.seen(records)
        if seen:
            yield self.draft(path, title, template, **{named: seen}, **more)

    @functools.cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules and red lines in force today that the readers may see."""
        return tuple(clause for clause in self._perimeter.live(self.today) if clause.said in self.seen((clause.said,)))

    # --- the perimeter -------------------------------------------------------------------------------------------

    @property
    def cm_roles(self) -> tuple[Any, ...]:
        """The live roles of community manager, else none."""
        return tuple(one for one in self.seen(self.the_brand.people.roles) if one.community_manager)

    @property
    def channels(self) -> tuple[Any, ...]:
        """The channels of the brand that are or will be open."""
        return tuple(one for one in self.seen(self.the_brand.channels.channels) if one.state != "retired")

    @property
    def own_channels(self) -> tuple[str, ...]:
        """The active channels that are ours: those that a summary speaks of; every active one where none is ours."""
        active = [one for one in self.channels if one.state == "active"]
        ours = [one for one in active if one.ownership in ("owned", "managed")]
        return tuple(one.id for one in ours or active)

    @property
    def assignments(self) -> tuple[Any, ...]:
        """Who holds what role for this brand today."""
        return self.the_brand.assignments_on(self.today)

    def actions_by_mission(self) -> Mapping[str, tuple[Any, ...]]:
        """Return the actions that can be allowed or not, under their missions, in the order of the values."""
        by: dict[str, list[Any]] = {key: [] for key in self.values.mission_keys}
        for action in self.values.actions.values():
            by.setdefault(action.mission, []).append(action)
        return {key: tuple(actions) for key, actions in by.items() if actions}

    def answer(self, role: str, action: str, channel: str) -> Answer:
        """Return the unconditional answer of the perimeter, in normal times, at noon today."""
        key = (role, action, channel)
        if key not in self._answers:
            self._answers[key] = self.ask(Question(role=role, action=action, channel=channel, at=self.noon))
        return self._answers[key]

    @property
    def noon(self) -> dt.datetime:
        """The instant of which the pages speak: noon today."""
        return dt.datetime.combine(self.today, dt.time(12))

    def ask(self, question: Question) -> Answer:
        """Return what the perimeter answers, without the words of the rules that the readers may not see."""
        return _told(self._perimeter.decide(question, alternatives=False), self.seen)


# What an answer gathers from its rules that is written freely, each with what it is called in a rule.
_WORDED = {
    "instead": "instead",
    "conditions": "conditions",
    "consult": "consult",
    "limits": "limit",
    "meanwhile": "meanwhile",
    "if_no_answer": "if_no_answer",
}


def _told(answer: Answer, seen: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Answer:
    """Return the answer without the words that only hidden rules say; what they decide stays."""
    shown = seen(answer.rules)
    if len(shown) == len(answer.rules):
        return answer
    hidden = [rule for rule in answer.rules if rule not in shown]
    kept = {}
    for name, said in _WORDED.items():
        ours = [one for rule in shown for one in _several(getattr(rule, said, ()))]
        theirs = [one for rule in hidden for one in _several(getattr(rule, said, ()))]
        kept[name] = tuple(one for one in getattr(answer, name) if one in ours or one not in theirs)
    return dataclasses.replace(answer, **kept)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
