"""Note what is read of a handbook while pages are made, so that only what has read a change is made again.

A part of the stage render, for a site that is served. Comes in: a handbook, then the next one. Goes out: the same, as a
`NotedHandbook`, with its brands, its desks and its site, which note each question that is put to them and the answer.
What was made stands for as long as the next handbook gives the same answers.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, cast

from perimetre.model import Brand, Handbook, PageNote, Workflow
from perimetre.model.basics import HOUSE, Named
from perimetre.model.people import Assignment
from perimetre.perimeter import steps
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Answer, Question
from perimetre.render.answer_hours import AnswerHours
from perimetre.render.desk import Desk
from perimetre.render.live.duty import LiveDuty
from perimetre.render.live.rules import LivePerimeter
from perimetre.render.readers import Readers, Site
from perimetre.render.surroundings import Besides

Key = tuple[Any, ...]
"""A question: what is asked (`find`), of whom (the id of a brand), with what."""

Noted = dict[Key, object]
"""What was read for the sake of one thing: questions, with their answers."""


class HandbookWatch:
    """The handbook of which the pages are made, and who is reading it; one for a server.

    Fields:
        handbook: the handbook as it is now.
        noted: what the pages are made of: the same, which notes what is read.
        desks: by id, those who draft the pages.
        site: which pages there are, once they are drafted.
    """

    def __init__(self, readers: Readers) -> None:
        self.handbook: Handbook
        self.noted = NotedHandbook(self)
        self.desks: dict[str, NotedDesk] = {}
        self.site = Site(paths=frozenset())
        self._readers = readers
        self._brands: Mapping[str, Brand] = {}
        self._noted: dict[str, NotedBrand] = {}
        self._at_work: Noted | None = None
        self._answers: Noted = {}
        self._alike: dict[tuple[Key, int], bool] = {}

    def turn(self, handbook: Handbook, ids: tuple[str, ...]) -> None:
        """Go on to another handbook.

        Args:
            handbook: the handbook as it is now.
            ids: the desks that there are: brands, and those of the house, which are none.
        """
        self.handbook = handbook
        house = () if handbook.house is None else (handbook.house,)
        self._brands = {brand.id: brand for brand in (*house, *handbook.brands)}
        self._noted = {id: self._noted.get(id) or NotedBrand(self, id) for id in self._brands}
        self._answers, self._alike = {}, {}
        self.desks = {
            id: self.desks.get(id)
            or NotedDesk(handbook=self.noted, readers=self._readers, brand=self._noted.get(id), watch=self)
            for id in ids
        }
        for desk in self.desks.values():
            desk.turn()

    def brand(self, id: str) -> NotedBrand:
        """Return a brand that notes what is read of it."""
        return self._noted[id]

    @contextlib.contextmanager
    def noting(self, reads: Noted) -> Iterator[None]:
        """Note in `reads` what is read from here on, and nowhere else."""
        before, self._at_work = self._at_work, reads
        try:
            yield
        finally:
            self._at_work = before

    def read(self, *key: Any) -> Any:
        """Return the answer to a question, and note it."""
        answer = self._look(key)
        if self._at_work is not None:
            self._at_work[key] = answer
        return answer

    def still_holds(self, reads: Noted) -> bool:
        """Say whether all questions have the same answers; those of today then take the place of the old ones."""
        new: Noted = {}
        for key, before in reads.items():
            now = self._look(key)
            if now is before:
                continue
            mark = (key, id(before))
            alike = self._alike.get(mark)
            if alike is None:
                alike = self._alike[mark] = bool(now == before)
            if not alike:
                return False
            new[key] = now
        reads.update(new)
        return True

    def _look(self, key: Key) -> object:
        if key not in self._answers:
            with self.noting({}):
                self._answers[key] = self._answer(*key)
        return self._answers[key]

    def _answer(self, what: str, of: str, *asked: Any) -> object:
        if what == "page":
            return of in self.site.paths, of in self.site.hidden
        if what == "house":
            return self.handbook.house is not None
        if what == "handbook":
            return getattr(self.handbook, of)
        if what == "brands":
            return tuple(brand.id for brand in self.handbook.brands)
        if what in _OF_DESKS:
            desk = self.desks.get(of)
            return getattr(desk, f"{what}_now")(*asked) if desk is not None else None
        brand = self._brands.get(of)
        if brand is None:
            return None
        answer = getattr(brand, what)
        if not asked:
            return answer
        return tuple(answer(*asked)) if what == "all" else answer(*asked)


# What a desk works out of the perimeter.
_OF_DESKS = frozenset(
    ("reply", "asking", "clauses", "instant", "hours", "surroundings", "circumstances", "orders", "live", "duty")
)


class NotedBrand(Brand):
    """A brand that notes what is read of it; always the brand as it is now."""

    __slots__ = ("_id", "_watch")
    _id: str
    _watch: HandbookWatch

    def __init__(self, watch: HandbookWatch, id_: str) -> None:
        """Stand for the brand of an id."""
        object.__setattr__(self, "_watch", watch)
        object.__setattr__(self, "_id", id_)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> object:
        """Note a field."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self._id if name == "id" else self._watch.read(name, self._id)

    def of(self, cls: type[Any]) -> Any:
        """Note a single file."""
        return self._watch.read("of", self._id, cls)

    def each(self, cls: type[Any]) -> tuple[Any, ...]:
        """Note the records of a folder."""
        return cast("tuple[Any, ...]", self._watch.read("each", self._id, cls))

    def note(self, kind: str) -> PageNote | None:
        """Note who answers for a page."""
        return cast("PageNote | None", self._watch.read("note", self._id, kind))

    def find(self, kind: Any, id_: str) -> Any:
        """Note one record."""
        return self._watch.read("find", self._id, kind, id_)

    def all(self, kind: str) -> Iterator[Named]:
        """Note the records of a namespace."""
        return iter(self._watch.read("all", self._id, kind))

    def assignments_on(self, day: dt.date) -> tuple[Assignment, ...]:
        """Note who holds what role."""
        return cast("tuple[Assignment, ...]", self._watch.read("assignments_on", self._id, day))


class NotedHandbook(Handbook):
    """A handbook that notes what is read of it, and of its brands; always the handbook as it is now."""

    __slots__ = ("_watch",)
    _watch: HandbookWatch

    def __init__(self, watch: HandbookWatch) -> None:
        """Stand for the handbook that somebody watches."""
        object.__setattr__(self, "_watch", watch)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> object:
        """Note a field."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "brands":
            return tuple(self._watch.brand(id_) for id_ in self._watch.read("brands", ""))
        if name == "house":
            return self._watch.brand(HOUSE) if self._watch.read("house", "") else None
        return self._watch.read("handbook", name)


class NotedSite(Site):
    """A site that notes which pages are asked for."""

    __slots__ = ("_watch",)
    _watch: HandbookWatch

    def __init__(self, watch: HandbookWatch) -> None:
        """Stand for the site that somebody watches."""
        object.__setattr__(self, "_watch", watch)

    def has(self, path: str) -> bool:
        """Note whether there is a page."""
        return bool(self._watch.read("page", path)[0])

    def hides(self, path: str) -> bool:
        """Note whether there is a page that the readers may not read."""
        return bool(self._watch.read("page", path)[1])


class _AskedQuestion:
    """A question as a key: the facts that it gives are not one themselves."""

    __slots__ = ("_values", "question")

    def __init__(self, question: Question) -> None:
        self.question = question
        values = (getattr(question, field.name) for field in dataclasses.fields(question))
        self._values = tuple(tuple(value.items()) if isinstance(value, Mapping) else value for value in values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AskedQuestion) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)


class NotedDesk(Desk):
    """A desk of which each answer of the perimeter is noted; the perimeter stands until what it was made of changes."""

    def __init__(self, *, watch: HandbookWatch, **known: Any) -> None:
        """Sit down with a handbook that is watched."""
        super().__init__(**known)
        self._watch = watch
        self._id = self.brand.id if self.brand is not None else ""
        self._compiled: Perimeter | None = None
        self._ground: Noted = {}
        self._duty: LiveDuty | None = None
        self._duty_ground: Noted = {}

    def turn(self) -> None:
        """Go on to another handbook."""
        if self._compiled is not None and not self._watch.still_holds(self._ground):
            self._compiled, self._ground = None, {}
            self._answers.clear()
            self._besides.clear()
            self.__dict__.pop("_surroundings", None)

    @property
    def _perimeter(self) -> Perimeter:
        if self._compiled is None:
            self._compiled = Perimeter(self.handbook, self.the_brand)
        return self._compiled

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules and red lines in force today that the readers may see."""
        return cast("tuple[Clause, ...]", self._watch.read("clauses", self._id))

    def answer(self, role: str, action: str, channel: str) -> Answer:
        """Note an unconditional answer of the perimeter."""
        return cast("Answer", self._watch.read("reply", self._id, role, action, channel))

    def ask(self, question: Question) -> Answer:
        """Note an answer of the perimeter."""
        return cast("Answer", self._watch.read("asking", self._id, _AskedQuestion(question)))

    def besides(self, role: str, action: str, channel: str) -> Besides:
        """Note what makes an unconditional answer another one."""
        return cast("Besides", self._watch.read("surroundings", self._id, role, action, channel))

    def besides_of(self, question: Question) -> Besides:
        """Note what makes an answer another one."""
        return cast("Besides", self._watch.read("circumstances", self._id, _AskedQuestion(question)))

    def live_perimeter(self) -> LivePerimeter:
        """Note the perimeter as browsers are given it."""
        return cast("LivePerimeter", self._watch.read("live", self._id))

    def live_now(self) -> LivePerimeter:
        """Return what `live_perimeter` notes."""
        with self._watch.noting(self._ground):
            return super().live_perimeter()

    @property
    def live_duty(self) -> LiveDuty:
        """Note who is called when, as browsers are given it."""
        return cast("LiveDuty", self._watch.read("duty", self._id))

    def duty_now(self) -> LiveDuty:
        """Return what `live_duty` notes; it stands until what it was made of changes."""
        if self._duty is None or not self._watch.still_holds(self._duty_ground):
            self._duty_ground = {}
            with self._watch.noting(self._duty_ground):
                self._duty = self.duty_written()
        return self._duty

    def asked_by(self, workflow: Workflow) -> Mapping[str, tuple[Question, ...]]:
        """Note what the steps of a scenario or a procedure ask."""
        read = self._watch.read("orders", self._id, workflow.KIND or "", workflow.id)
        return cast("Mapping[str, tuple[Question, ...]]", read)

    @property
    def instant(self) -> dt.datetime:
        """Note the instant of which the pages speak."""
        return cast("dt.datetime", self._watch.read("instant", self._id))

    def hours_of(self, role: str) -> AnswerHours:
        """Note the hours of which the answers given to a role are."""
        return cast("AnswerHours", self._watch.read("hours", self._id, role))

    def reply_now(self, role: str, action: str, channel: str) -> Answer:
        """Return what `answer` notes."""
        key = (role, action, channel)
        if key not in self._answers:
            self._answers[key] = self._asked_now(self.question(role, action, channel))
        return self._answers[key]

    def asking_now(self, asked: _AskedQuestion) -> Answer:
        """Return what `ask` notes."""
        return self._asked_now(asked.question)

    def _asked_now(self, question: Question) -> Answer:
        with self._watch.noting(self._ground):
            return super().ask(question)

    def surroundings_now(self, role: str, action: str, channel: str) -> Besides:
        """Return what `besides` notes."""
        key = (role, action, channel)
        if key not in self._besides:
            self._besides[key] = self.circumstances_now(_AskedQuestion(self.question(role, action, channel)))
        return self._besides[key]

    def circumstances_now(self, asked: _AskedQuestion) -> Besides:
        """Return what `besides_of` notes."""
        with self._watch.noting(self._ground):
            return super().besides_of(asked.question)

    def orders_now(self, kind: str, id_: str) -> Mapping[str, tuple[Question, ...]]:
        """Return what `asked_by` notes: the perimeter does not stand on the scenarios."""
        with self._watch.noting(self._ground):
            perimeter, day = self._perimeter, super().instant_now().date()
        workflow = self.the_brand.find(kind, id_)
        if not isinstance(workflow, Workflow):
            return {}
        return steps.asked_by(perimeter, workflow, day, lambda role: self.hours_of(role).at)

    def instant_now(self) -> dt.datetime:
        """Return what `instant` notes."""
        with self._watch.noting(self._ground):
            return super().instant_now()

    def hours_now(self, role: str) -> AnswerHours:
        """Return what `hours_of` notes."""
        with self._watch.noting(self._ground):
            return super().hours_now(role)

    def clauses_now(self) -> tuple[Clause, ...]:
        """Return what `clauses` notes."""
        with self._watch.noting(self._ground):
            return self.clauses_in_force()
