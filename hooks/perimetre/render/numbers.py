"""Say by which number each level of a line is called, and who calls those whose number the reader has not.

A part of the stage render. One `CallNumbers` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator

from markupsafe import Markup, escape

from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, say
from perimetre.cover import last_resort
from perimetre.cover.chains import Level
from perimetre.cover.lines import ordered
from perimetre.language import typography
from perimetre.language.labels.heat import EVERYBODY_CALLED
from perimetre.model import Contact, Line, LineStep, Person, Role, Schedule
from perimetre.model.escalation import ContactMode
from perimetre.model.refs import PLACE_MANAGER
from perimetre.model.text import Text
from perimetre.render.given import given
from perimetre.render.live.duty import Card
from perimetre.render.reaching import dialled
from perimetre.render.tools import COLONS, Tools

_CALLED = ("phone", "sms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways to reach somebody that the reader may use.

    Fields:
        name: whose they are.
        contacts: the ways, those that are called first.
        person: whose own they are; None: they ring at whoever is there.
    """

    name: Markup
    contacts: tuple[Contact, ...]
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReach:
    """How those whom a level calls are reached.

    Fields:
        numbers: what the reader may use.
        without: those whom the reader cannot call: turns, roles, people.
        by_name: whether some are the own numbers of those who take turns, and ring at one of them alone.
    """

    numbers: tuple[Ways, ...] = ()
    without: tuple[str, ...] = ()
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledLevel:
    """A level of a line, as whoever calls goes through it.

    Fields:
        level: the level.
        call: those whom nobody of the line has called before it.
        again: those who have been called, and have not answered.
    """

    level: Level
    call: tuple[str, ...]
    again: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCall:
    """Whom one calls when in doubt: the first of the gravest lines whose number the reader has.

    Fields:
        target: the turn, the role or the person, as the line names it.
        who: the name.
        contact: the number, as it stands in the data.
    """

    target: str
    who: str
    contact: Contact


class CallNumbers:
    """The numbers that templates print, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    @given
    def reach(self, call: Iterable[str], step: LineStep | None = None) -> CallReach:
        """Return how those whom a level calls are reached; `step`: where it says by what means."""
        if self._tools.brand is None or self._tools.readers.is_public:
            return CallReach()
        asked = {contact.mode for contact in step.contact} if step is not None else set()
        by_voice = not asked or bool(asked & {*_CALLED})
        numbers: dict[Ways, None] = {}
        without: list[str] = []
        by_name = False
        for target in call:
            several = tuple(self._numbers(target))
            numbers |= dict.fromkeys(several)
            turn = self._turn_by_name(target)
            by_name |= bool(several and turn)
            if not by_voice:
                continue
            called = [each for each in several if any(contact.mode in _CALLED for contact in each.contacts)]
            if not called:
                without.append(target)
            elif turn:
                # Whoever of a turn has no number here may be the one who holds it tonight.
                known = {each.person for each in called}
                without += [person.id for person in turn if person.id not in known and person.id not in without]
        return CallReach(numbers=tuple(self._once(numbers)), without=tuple(without), by_name=by_name)

    @given
    def first_ways(self, call: Iterable[str]) -> tuple[Markup, ...]:
        """Return by which number or address one reaches each of those whom one asks, each once."""
        return tuple(dict.fromkeys(self._tools.way(ways.contacts[0]) for ways in self.reach(call).numbers))

    @given
    def mail_of(self, call: Iterable[str]) -> str:
        """Return the first address at which those whom one asks are written to, as the reader may know it; "": none."""
        contacts = (contact for target in call for ways in self._numbers(target) for contact in ways.contacts)
        mails = (self._tools.value_of(contact) for contact in contacts if contact.mode == "mail")
        # What an address of mail may not hold is no address.
        return next((mail for mail in mails if "@" in mail and not set(mail) & set(' <>"?&')), "")

    def _once(self, numbers: Iterable[Ways]) -> Iterator[Ways]:
        """Yield each number once, with all those whom it reaches."""
        same: dict[Hashable, list[Ways]] = {}
        for ways in numbers:
            key = tuple((contact.mode, self._tools.value_of(contact)) for contact in ways.contacts)
            same.setdefault(key, []).append(ways)
        for several in same.values():
            names = tuple(dict.fromkeys(ways.name for ways in several))
            person = several[0].person if len(several) == 1 else None
            yield Ways(
                name=Markup(say(Listing(names, "or"), self._language)), contacts=several[0].contacts, person=person
            )

    @given
    def in_order(self, levels: Iterable[Level]) -> Iterator[CalledLevel]:
        """Yield the levels of a line as one calls them: somebody who was called is called again, not anew."""
        called: set[str] = set()
        for level in levels:
            new = tuple(target for target in level.call if target not in called)
            again = tuple(target for target in level.call if target in called)
            yield CalledLevel(level=level, call=new, again=again)
            called |= {*new}

    @given
    def by_number(self, targets: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield those to call one after the other; together, those whom one number reaches."""
        last: tuple[str, ...] = ()
        for target in targets:
            together = self.reach((*last, target))
            if last and (len(together.numbers) != 1 or together.without):
                yield last
                last = ()
            last = (*last, target)
        if last:
            yield last

    @given
    def who_at(self, card: Card) -> Markup:
        """Return who is called at some hours: the person, else what the line names."""
        return self._tools.ref("person", card.person) if card.person else self._tools.who(card.target)

    @given
    def reach_at(self, card: Card) -> CallReach:
        """Return how whoever is called at some hours is reached."""
        reached = self.reach((card.target,))
        numbers = tuple(ways for ways in reached.numbers if ways.person in (None, card.person))
        if not numbers and card.stands_in_for and card.person:
            # Whoever stands in is not of the turn, and has a number of their own.
            numbers = self.reach((card.person,)).numbers
        called = any(contact.mode in _CALLED for ways in numbers for contact in ways.contacts)
        return CallReach(numbers=numbers, without=() if called else (card.target,))

    def _numbers(
        self, target: str, usable: Callable[[Iterable[Contact]], tuple[Contact, ...]] | None = None
    ) -> Iterator[Ways]:
        """Yield the ways to reach those behind a target; `usable`: which of them (those before the reader)."""
        usable = usable or self._legible
        shared = usable(self._tools.turn_contacts(target))
        if shared:
            yield Ways(name=escape(say(message("The number of whoever is on duty"), self._language)), contacts=shared)
            return
        role, person = self._tools.lookup("role", target), self._tools.lookup("person", target)
        if isinstance(role, Role) and (own := usable(role.contact)):
            yield Ways(name=self._tools.who(target), contacts=own)
            return
        people = list(self._tools.holders(target)) if role is not None else []
        if isinstance(person, Person):
            people = [person]
        # Who holds a turn is another one each week: what rings at one of them alone is read by several, or by those who
        # read every number.
        turn = self._turn_by_name(target)
        everything = self._tools.readers.reads_directory or self._tools.readers.opens_directory
        for each in turn or people:
            contacts = each.contact if everything or not turn else [one for one in each.contact if one.shared]
            if own := usable(contacts):
                yield Ways(name=escape(each.name or each.id), contacts=own, person=each.id)

    def _turn_by_name(self, target: str) -> tuple[Person, ...]:
        """Return those whom the reader may see who take a turn that has no number of its own; of no turn: nobody."""
        turn = self._tools.lookup("schedule", target)
        if (
            self._tools.readers.is_public
            or not isinstance(turn, Schedule)
            or self._legible(self._tools.turn_contacts(target))
        ):
            return ()
        today = self._tools.readers.today
        layers = (id for layer in turn.layers if layer.to is None or layer.to >= today for id in layer.named)
        stand_ins = (each.person for each in turn.overrides if each.to is None or each.to.date() >= today)
        named = dict.fromkeys(id for id in (*layers, *stand_ins) if id)
        return tuple(each for id in named if isinstance(each := self._tools.lookup("person", id), Person))

    def _legible(self, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
        """Return the contacts that the reader has before them, those that are called first."""
        legible = [contact for contact in contacts if self._tools.value_of(contact)]
        return tuple(sorted(legible, key=lambda contact: contact.mode not in _CALLED))

    @given
    def first_call(self) -> FirstCall | None:
        """Return whom to call when in doubt, a turn before anybody else; None: the reader has no number."""
        brand = self._tools.brand
        if brand is None or self._tools.readers.is_public:
            return None
        numbers = {
            name: each.number or 0 for each in brand.escalation.severities for name in (each.id, str(each.number))
        }
        lines = [line for line in self._tools.seen(brand.escalation.lines) if line.default]
        lines.sort(key=lambda line: -max((numbers.get(str(name), 0) for name in line.severities), default=0))
        targets = dict.fromkeys(target for line in lines for step in ordered(line) for target in step.call)
        for is_turn in (True, False):
            for target in targets:
                if is_turn and not self._tools.turn_contacts(target):
                    continue
                by_name = self._turn_by_name(target)
                for each in self._numbers(target):
                    # One touch calls whoever is there, not the one who had the turn last week.
                    if each.contacts[0].mode == "phone" and not by_name:
                        return FirstCall(target=target, who=self._named(target), contact=each.contacts[0])
        return None

    @given
    def call_link(self, first: FirstCall) -> Markup:
        """Return the number to call when in doubt, in one touch: « Appeler : Cadre de permanence, 01… »."""
        value = self._tools.value_of(first.contact)
        number = typography.typeset(value, self._language)
        words = say(message("Call: {who}, {number}", who=first.who, number=number), self._language)
        return Markup('<a href="tel:{}">{}</a>').format(dialled(value), words)

    @given
    def dialling(self, text: Text) -> Markup:
        """Return a text with the emergency numbers in it to touch: « 15, 17, 18 ou 112 ; 114 par SMS »."""
        ways = {
            number.number.replace(" ", ""): {"call": "tel", "sms": "sms"}.get(number.by or "")
            for number in self._tools.values.emergency_numbers.values()
            if number.number
        }

        def linked(written: re.Match[str]) -> str:
            number = written.group()
            way = ways.get(number)
            return Markup('<a href="{}:{}">{}</a>').format(way, number, number) if way else number

        # Escaped already: what a character reference holds is no number.
        return Markup(re.sub(r"(?<![\w.,+#-])\d{2,6}(?![\w-])", linked, str(self._tools.t(text))))

    def _named(self, target: str) -> str:
        """Return who is called: the role of a turn, in the singular, rather than the turn."""
        turn = self._tools.lookup("schedule", target)
        if isinstance(turn, Schedule) and turn.role:
            return self._tools.title_of("role", turn.role)
        return str(self._tools.who(target).striptags())

    @given
    def no_number(self, without: Iterable[str], called: Iterable[str] = (), *, named: bool = False) -> Markup:
        """Return that the reader cannot call some people, and who calls them.

        Args:
            without: whom.
            called: who has not answered.
            named: whether it stands after their name, which need not be said again.
        """
        without = tuple(without)
        who = self._tools.whos(without)
        if without == (PLACE_MANAGER,):
            if not self._tools.has(self._tools.root("places")):
                return Markup()
            link = Markup('<a href="{}">{}</a>').format(
                self._tools.here("places"), say(message("the page of the place"), self._language)
            )
            if named:
                return self._filled(message("The number is on {page}.", page="{page}"), page=link)
            said = message("{who}: the number is on {page}.", who="{who}", page="{page}")
            return self._filled(said, who=who, page=link)
        relay = self.first_call()
        if relay is None or relay.target in called:
            keeper = self._tools.who(self._tools.keeper)
            nowhere = self._filled(self._nowhere(without), who=who, keeper=keeper)
            opened = self._sealed(without)
            return Markup('<span class="pm-unopened">{}</span>').format(nowhere) + opened if opened else nowhere
        said = message(
            "{who}: you cannot call from here. Call {number} ({relay}), who puts you through.",
            who="{who}",
            number="{number}",
            relay="{relay}",
        )
        relayed = self._filled(said, who=who, number=self._tools.way(relay.contact), relay=escape(relay.who))
        return relayed + self._sealed(without)

    def _nowhere(self, targets: Iterable[str]) -> Message:
        """Return where the numbers of some are that nobody puts one through to: it may be that nobody wrote them."""
        contacts = [contact for target in targets for contact in self._noted(target) if contact.mode in _CALLED]
        if any(contact.contact_ref for contact in contacts):
            return message("{who}: the number is in the directory, not on this page.", who="{who}")
        if any(contact.value and contact.value != TO_COMPLETE for contact in contacts):
            return message("{who}: the number is not on this page.", who="{who}")
        if self._tools.keeper is not None:
            return message(
                "{who}: no number is noted; ask whoever keeps the handbook ({keeper}).", who="{who}", keeper="{keeper}"
            )
        return message("{who}: no number is noted.", who="{who}")

    def _noted(self, target: str) -> Iterator[Contact]:
        """Yield all that the house notes to reach those behind a target, whether these readers have it or not."""
        yield from self._tools.turn_contacts(target)
        role, person = self._tools.lookup("role", target), self._tools.lookup("person", target)
        if isinstance(role, Role):
            yield from role.contact
        own = (person,) if isinstance(person, Person) else self._tools.holders(target)
        for each in (*own, *self._turn_by_name(target)):
            yield from each.contact

    def _sealed(self, targets: Iterable[str]) -> Markup:
        """Return the numbers behind some targets that the reader's device opens; they show once it has."""
        numbers: dict[Markup, None] = {}
        for target in targets:
            for ways in self._numbers(target, self._opened):
                opened = Markup(", ").join(self._tools.way(contact) for contact in ways.contacts)
                shown = Markup(' <span class="pm-opened" hidden>{}{} {}.</span>')
                numbers[shown.format(ways.name, COLONS[self._language], opened)] = None
        return Markup("").join(numbers)

    def _opened(self, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
        return tuple(contact for contact in contacts if contact.mode in _CALLED and self._tools.is_sealed(contact))

    def _filled(self, words: Message, **by: Markup) -> Markup:
        """Return our own words with what the house writes in its places, as text: nothing in it is a place or a tag."""
        return Markup(say(words, self._language)).format(**by)

    @given
    def last_call(self, line: Line) -> tuple[str, ...]:
        """Return whom to call when nobody on a line has answered: none of those who have been called."""
        return last_resort(self._tools.brand, line) if self._tools.brand is not None else ()

    @given
    def called_by(self, line: Line) -> tuple[str, ...]:
        """Return whom the levels of a line call."""
        return tuple(target for step in line.steps for target in step.call)

    @given
    def contact_order(self, means: Iterable[ContactMode]) -> str:
        """Return by what means one calls, in their order: « Appelez, puis rappelez toutes les 5 minutes. »."""
        tried = [self._tried(each) for each in means if each.mode is not None]
        if not tried:
            return ""
        words = typography.SEMICOLONS[self._language].join(tried)
        return f"{words[:1].upper()}{words[1:]}."

    def _tried(self, means: ContactMode) -> str:
        tried = self._tools.word("reach_by", means.mode)
        if means.after is not None:
            later = message("{delay} later, {act}", delay=self._tools.dur(means.after), act=tried)
            tried = say(later, self._language)
        if means.repeat_every is not None:
            delay = self._tools.each(means.repeat_every)
            again = message("do so again {delay}", delay=delay)
            if means.mode == "phone":
                again = message("call again {delay}", delay=delay)
            tried = say(message("{act}, then {again}", act=tried, again=again), self._language)
        return tried

    @given
    def everybody_called(self) -> str:
        """Return what to do where nobody is left to call."""
        return say(EVERYBODY_CALLED, self._language)
