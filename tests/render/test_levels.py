"""Every level that the example's site shows is what the perimeter answers to the question that stands beside it.

Where a channel does not offer the act, what is shown is that it is impossible there, and no level.

A level is marked in the page with what it answers (`data-role`, `data-actions`, `data-on`: channels…); what an element
leaves out, one around it says. The perimeter is asked anew, with none of what made the page.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest

from perimetre.cover import Cover
from perimetre.model import Fact, Handbook
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import read_fact
from perimetre.perimeter.questions import IMPOSSIBLE, RANK, Answer, Question
from perimetre.pipeline.loading import load
from perimetre.render.pages import Page
from tests.conftest import DEEP, ROOT
from tests.support.shared import website_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

# A Sunday, when the service of the channels is closed.
OWN = {"level", "but", "some", "every"}
VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr", "source", "path", "circle", "rect", "line", "use"}


@dataclass(frozen=True)
class Shown:
    """A level that a page shows, with the question that it answers."""

    page: str
    level: str
    marks: dict[str, str]

    @property
    def but(self) -> bool:
        return "but" in self.marks


class Levels(HTMLParser):
    """Gather the levels of a page, each with the marks of the elements around it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.around = page.path, [dict[str, str]()]
        # The instant at which each role is asked.
        self.at: dict[str, dt.datetime] = {}
        self.shown: list[Shown] = []
        self.feed(page.lead)
        for section in page.sections:
            self.feed(section.html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name.removeprefix("data-"): value or "" for name, value in attributes if name.startswith("data-")}
        if at := given.pop("at", ""):
            self.at |= {role: dt.datetime.fromisoformat(at) for role in given["role"].split()}
        inherited = {
            name: value for name, value in self.around[-1].items() if name not in ("level", "but", "some", "every")
        }
        marks = inherited | given
        if "level" in given:
            self.shown.append(Shown(self.page, given["level"], marks))
        if tag not in VOID:
            self.around.append(marks)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.around.pop()


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


def kind_of(path: str) -> str:
    """Return what sort of page stands at an address."""
    return path.split("/")[1] if "/" in path else "home"


def levels_of(handbook: Handbook) -> Iterator[tuple[Perimeter, list[Shown], dict[str, dt.datetime]]]:
    site = website_of_the_example()
    kinds: set[str] = set()
    for brand in handbook.brands:
        perimeter = Perimeter(handbook, brand)
        for page in (Levels(page) for page in site.pages if page.brand == brand.id):
            # Of each kind of page the first, then one in eight; in depth, every page.
            is_new = kind_of(page.page) not in kinds and bool(page.shown)
            if not (DEEP or is_new or zlib.crc32(page.page.encode()) % 8 == 0):
                continue
            if page.shown:
                kinds.add(kind_of(page.page))
                asked = {role for shown in page.shown for role in shown.marks["role"].split()}
                assert asked <= page.at.keys(), f"{page.page} does not say of which hours its answers are"
                yield perimeter, page.shown, page.at


def ask(perimeter: Perimeter, shown: Shown, role: str, action: str, channel: str, at: dt.datetime) -> Question:
    named = {name: frozenset(shown.marks.get(name, "").split()) for name in ("says", "topics", "authors")}
    known = perimeter.brand.values.facts
    told = dict(fact.split("=") for fact in shown.marks.get("facts", "").split())
    facts = {name: read_fact(known[name], in_its_unit(known[name], value)) for name, value in told.items()}
    case = {name: shown.marks[name] for name in ("posture", "phase") if name in shown.marks}
    return Question(role=role, action=action, channel=channel, at=at, facts=facts, **named, **case)


def in_its_unit(fact: Fact, value: str) -> str:
    return f"{value}min" if fact.type == "duration" else value


class Asked:
    """The perimeter, asked each question once."""

    def __init__(self, perimeter: Perimeter) -> None:
        self.perimeter = perimeter
        self.answers: dict[tuple, Answer] = {}
        self.worst: dict[tuple, str] = {}
        self.spoken = {
            action for clause in perimeter.clauses if clause.matcher.says for action in clause.matcher.actions or ()
        }

    def answer(self, question: Question) -> Answer:
        key = (question.role, question.action, question.channel, question.says, question.topics, question.authors,
               tuple(question.facts.items()), question.posture, question.phase, question.at)  # fmt: skip
        if key not in self.answers:
            self.answers[key] = self.perimeter.decide(question, alternatives=False)
        return self.answers[key]

    def any_stricter(self, questions: list[Question], than: str) -> bool:
        """Say whether some case of one of the questions is stricter than a level."""
        return any(RANK[self.strictest(question)] > RANK[than] for question in questions)

    def strictest(self, question: Question) -> str:
        """Ask of each topic, each author, each act of speech, and of the facts that nobody told."""
        key = (question.role, question.action, question.channel, question.says, question.topics, question.authors,
               tuple(question.facts.items()), question.posture, question.phase, question.at)  # fmt: skip
        if key not in self.worst:
            self.worst[key] = max(self.cases(question), key=RANK.__getitem__)
        return self.worst[key]

    def cases(self, question: Question) -> Iterator[str]:
        answer = self.perimeter.decide(question)
        yield answer.authority
        yield from (dependence.authority for dependence in answer.depends_on)
        values = self.perimeter.brand.values
        action = values.actions[question.action]
        speaks = (action.public and not action.protective) or question.action in self.spoken
        for dimension in ("topics", "authors", *(["says"] if speaks else [])):
            for value in getattr(values, dimension):
                more = replace(question, **{dimension: getattr(question, dimension) | {value}})
                yield self.perimeter.decide(more, alternatives=False).authority


@pytest.mark.deep
def test_every_level_shown_is_what_the_perimeter_answers(handbook: Handbook) -> None:
    kinds: Counter[str] = Counter()
    impossible = 0
    differences: list[str] = []
    asked: dict[int, Asked] = {}
    for perimeter, levels, at in levels_of(handbook):
        engine = asked.setdefault(id(perimeter), Asked(perimeter))
        for shown in levels:
            kinds[kind_of(shown.page)] += 1
            impossible += shown.level == IMPOSSIBLE
            by_action = {}
            for action in shown.marks["actions"].split():
                questions = [
                    ask(perimeter, shown, role, action, channel, at[role])
                    for role in shown.marks["role"].split()
                    for channel in shown.marks["on"].split()
                ]
                by_action[action] = questions
            assert by_action and all(by_action.values()), shown
            differences += differing(engine, shown, by_action)
    assert not differences, f"{len(differences)} of {sum(kinds.values())}: {differences[:5]}"
    assert {"home", "questions", "perimeter", "channels", "roles", "missions", "crises"} <= kinds.keys(), kinds
    assert sum(kinds.values()) > (3000 if DEEP else 500), kinds
    assert impossible > (100 if DEEP else 20), impossible


def test_each_duty_is_answered_at_hours_at_which_it_is_on(handbook: Handbook) -> None:
    """What the pages ask for a role with turns is asked when somebody really holds one of them."""
    own: dict[tuple[str, str], set[dt.datetime]] = {}
    for perimeter, _, at in levels_of(handbook):
        for role, instant in at.items():
            own.setdefault((perimeter.brand.id, role), set()).add(instant)
    assert all(len(instants) == 1 for instants in own.values()), own
    for (brand_id, role), (instant,) in own.items():
        brand = handbook.brand(brand_id)
        assert brand is not None
        turns = [
            schedule
            for schedule in brand.people.schedules
            if schedule.role == role and (not schedule.brands or brand_id in schedule.brands)
        ]
        cover = Cover(handbook, brand, instant.date() - dt.timedelta(days=2), 7)
        held = [
            duty for schedule in turns for duty in cover.unrolled(schedule).duties
            if duty.start <= cover.clock.of(instant) < duty.end
        ]  # fmt: skip
        assert held or not turns, (brand_id, role, instant)
        assert all(duty.role == role for duty in held)
    # By day in the office, in the evening on duty.
    by_day, on_duty = (own["veillee", role] for role in ("community-manager", "duty-moderator"))
    assert {instant.hour for instant in by_day} == {12}
    assert {instant.hour for instant in on_duty} == {21}


def test_doors_of_the_questions_lead_to_each_duty_and_its_own_sums() -> None:
    pages = {page.path: page for page in website_of_the_example().pages}
    for path in ("veillee/questions", "veillee/questions/duty-moderator"):
        lead = pages[path].lead
        assert "Je suis de jour" in lead and "Je suis de permanence" in lead
        assert 'href="' in lead and "le soir, la nuit, le week-end, les jours fériés" in lead
        sums = next(part.html for part in pages[path].sections if part.id == "refund-how-much")
        day, night = re.findall(r"<li data-at=.*?</li>", sums, re.DOTALL)[:2]
        assert re.search(r"jusqu’à 30\s€\s*<[^>]*>\s*(<[^>]*>[^<]*<[^>]*>)*\s*libre", day), day
        assert "libre" not in night and "personne ne donne cet accord à ces heures" in night
        assert sums.count("pm-detail--impossible") == 1
        assert "rétractation" in sums
    assert "Aux heures de bureau" in pages["veillee/questions"].lead
    assert "Le soir, la nuit, le week-end" in pages["veillee/questions/duty-moderator"].lead
    assert not [path for path, page in pages.items() if "2026 à 12" in page.lead and page.brand]


def differing(engine: Asked, shown: Shown, by_action: dict[str, list[Question]]) -> Iterator[str]:
    if "some" in shown.marks:
        # A level that some action has on some channel: these are the questions where it does.
        there = [
            one for questions in by_action.values() for one in questions if engine.answer(one).shown == shown.level
        ]
        if not there:
            yield f"{shown.page}: {shown.level} is answered nowhere ({shown.marks})"
        elif (shown.level != IMPOSSIBLE and engine.any_stricter(there, shown.level)) != shown.but:
            yield f"{shown.page}: the exceptions of {shown.level} ({shown.marks})"
        return
    for action, every in by_action.items():
        # What is impossible on one channel says nothing of how far one may go on another.
        questions = [one for one in every if engine.answer(one).shown != IMPOSSIBLE]
        if not questions or (shown.level == IMPOSSIBLE and "every" in shown.marks):
            impossible = not questions and shown.level == IMPOSSIBLE and not shown.but
            if not impossible:
                yield f"{shown.page}: {action} is shown {shown.level}, and is impossible ({shown.marks})"
            continue
        levels = [engine.answer(question).shown for question in (every if "every" in shown.marks else questions)]
        strictest = max(levels, key=lambda level: RANK.get(level, -1))
        if strictest != shown.level or ("every" in shown.marks and set(levels) != {shown.level}):
            yield f"{shown.page}: {action} is shown {shown.level}, and is {levels} ({shown.marks})"
        elif engine.any_stricter(questions, shown.level) != shown.but:
            yield f"{shown.page}: the exceptions of {action}, {shown.level} ({shown.marks})"
