"""Write who is called at an instant: for a person at a terminal, or as JSON (`schemas/output/oncall.schema.json`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from perimetre.base.words import Message, counted, message, say
from perimetre.cover import Call, Cover, StepCall, Target
from perimetre.language import typography
from perimetre.language.labels import word
from perimetre.language.labels.heat import EVERYBODY_CALLED
from perimetre.model import Contact, Line, Person, PlaceOfBrand, Role, Schedule, Text
from perimetre.model.refs import PLACE_MANAGER
from perimetre.reports import plain
from perimetre.reports.answer_words import AnswerWords
from perimetre.reports.places import PlaceWords


def _calls(line: Line, place: PlaceOfBrand) -> bool:
    """Say whether a step of a line, as one of its places has it, calls somebody who answers for the place."""
    return any({place.manager, place.deputy} & {*step.call} for step in line.steps)


class _Sheet:
    """What every sheet says of those who are called.

    Args:
        cover: who can be reached when.
        language: `fr` or `en`.
    """

    def __init__(self, cover: Cover, language: str) -> None:
        self.cover = cover
        self.language = language

    def _target(self, target: Target) -> str:
        person = self.cover.person(target.person) if target.person else None
        role = self.cover.brand.find(Role, target.role) if target.role else None
        title = self._said(role.title) if role is not None else target.target
        if target.target == PLACE_MANAGER:
            return "  – " + self._say(message("whoever manages the place: say which, with `--place`"))
        if person is None:
            return "  – " + self._say(message("{role}: nobody at this hour", role=title))
        name = person.name or person.id
        if not target.reachable:
            if target.present:
                return "  – " + self._say(message("{name}, {role}: no way to reach them", name=name, role=title))
            return "  – " + self._say(message("{name}, {role}: cannot be reached at this hour", name=name, role=title))
        values: dict[str | None, str] = {
            contact.mode: self._number(contact) for contact in (*reversed(person.contact), *reversed(target.shared))
        }
        shared = {contact.mode for contact in target.shared}
        ways = [self._way(mode, values.get(mode), shared=mode in shared) for mode in target.modes]
        means = typography.listing(tuple(ways), self.language, "or")
        return "  ☎ " + self._say(message("{name}, {role}: {means}", name=name, role=title, means=means))

    def _number(self, contact: Contact) -> str:
        return contact.value or self.cover.brand.contacts.number(contact.contact_ref)

    def _way(self, mode: str, number: str | None, *, shared: bool) -> str:
        way = " ".join(filter(None, (self._say(word("contact_mode", mode)), number)))
        return self._say(message("{way} (the number of whoever is on duty)", way=way)) if shared else way

    def _said(self, text: Text | None) -> str:
        return text.in_(self.language) if text is not None else ""

    def _say(self, what: object) -> str:
        return say(what, self.language)


class ScheduleSheet(_Sheet):
    """Say who holds a schedule.

    Args:
        cover: who can be reached when, over the days that are looked at for what comes next.
        schedule: the schedule.
        minute: the instant, in minutes since 1970 in UTC.
        language: `fr` or `en`.
    """

    def __init__(self, cover: Cover, schedule: Schedule, minute: int, language: str) -> None:
        super().__init__(cover, language)
        self.schedule = schedule
        self.minute = minute

    def as_text(self) -> str:
        """Return who holds it at that instant, and until when; or that nobody does, and who is next."""
        return plain.lines("\n".join(self._lines()) + "\n")

    def _lines(self) -> Iterator[str]:
        title = self._said(self.schedule.title) or self.schedule.id
        yield self._say(message("{schedule}, {instant}", schedule=title, instant=self._instant(self.minute)))
        yield ""
        yield from (self._target(target) for target in self.cover.targets([self.schedule.id], self.minute))
        for segment in self.cover.segments_of(self.schedule.id):
            if segment.start <= self.minute < segment.end:
                yield "  " + self._say(message("Until {instant}", instant=self._instant(segment.end)))
                return
            if segment.start > self.minute:
                people = (self.cover.person(stint.person) for stint in segment.people)
                names = tuple(dict.fromkeys(person.name or person.id for person in people if person))
                following = typography.listing(names, self.language, "and")
                yield "  " + self._say(
                    message("Next: {names}, from {instant}", names=following, instant=self._instant(segment.start))
                )
                return

    def _instant(self, minute: int) -> str:
        return typography.instant(self.cover.clock.wall(minute), self.language)


class PersonSheet(_Sheet):
    """Say when somebody is on duty.

    Args:
        cover: who can be reached when, over the days that are looked at.
        person: whose duties.
        minute: the instant from which, in minutes since 1970 in UTC.
        language: `fr` or `en`.
    """

    def __init__(self, cover: Cover, person: Person, minute: int, language: str) -> None:
        super().__init__(cover, language)
        self.person = person
        self.minute = minute

    def as_text(self) -> str:
        """Return their duties by time, the one that they are on first; or that they have none in those days."""
        return plain.lines("\n".join(self._lines()) + "\n")

    def as_json(self) -> str:
        """Return their duties as one JSON object; instants by the clock of the brand, the end excluded."""
        duties = [
            {"schedule": schedule.id, "from": self._written(start), "to": self._written(end)}
            for start, end, schedule in self._duties()
        ]
        sheet = {"person": self.person.id, "at": self._written(self.minute), "until": self._written(self.cover.end)}
        return plain.as_json({**sheet, "duties": duties})

    def _duties(self) -> list[tuple[int, int, Schedule]]:
        duties: list[tuple[int, int, Schedule]] = []
        for schedule in self.cover.schedules:
            last: tuple[int, int] | None = None
            for segment in self.cover.segments_of(schedule.id):
                if segment.end <= self.minute or self.person.id not in {stint.person for stint in segment.people}:
                    continue
                if last and last[1] == segment.start:
                    # One duty, during which somebody else comes or goes.
                    last = (last[0], segment.end)
                    duties[-1] = (*last, schedule)
                else:
                    last = (segment.start, segment.end)
                    duties.append((*last, schedule))
        return sorted(duties, key=lambda duty: (duty[0], duty[1], duty[2].id))

    def _lines(self) -> Iterator[str]:
        name = self.person.name or self.person.id
        yield self._say(message("{name}, {instant}", name=name, instant=self._instant(self.minute)))
        yield ""
        duties = self._duties()
        for start, end, schedule in duties:
            title = self._said(schedule.title) or schedule.id
            yield "  - " + self._say(message("{label}: {text}", label=title, text=self._span(start, end)))
        if not duties:
            yield "  " + self._say(message("No duty until {instant}.", instant=self._instant(self.cover.end)))

    def _span(self, start: int, end: int) -> Message:
        if start <= self.minute:
            return message("now, until {end}", end=self._instant(end))
        began, ends = self.cover.clock.wall(start), self.cover.clock.wall(end)
        if began.date() == ends.date():
            return message(
                "on {day}, from {start} to {end}",
                day=typography.date(began.date(), self.language, weekday=True),
                start=typography.hour(began.strftime("%H:%M"), self.language),
                end=typography.hour(ends.strftime("%H:%M"), self.language),
            )
        return message("from {start} to {end}", start=self._instant(start), end=self._instant(end))

    def _instant(self, minute: int) -> str:
        return typography.instant(self.cover.clock.wall(minute), self.language)

    def _written(self, minute: int) -> str:
        return self.cover.clock.wall(minute).strftime("%Y-%m-%dT%H:%M")


class CallSheet(_Sheet):
    """Put a call into words.

    Args:
        cover: who can be reached when.
        call: the line, followed from an instant.
        language: `fr` or `en`.
    """

    def __init__(self, cover: Cover, call: Call, language: str) -> None:
        super().__init__(cover, language)
        self.call = call
        self._place: PlaceWords | None = None
        if cover.place is not None:
            words = AnswerWords(cover.handbook, cover.brand, language)
            self._place = PlaceWords(cover.handbook, words, cover.place, self._wall(0))

    def as_json(self) -> str:
        """Return the call as one JSON object."""
        call = self.call
        delay = None
        if (call.expected, call.worst) != (None, None):
            delay = {"expected": call.expected, "worst": call.worst}
        sheet = {
            "at": self._wall(0).strftime("%Y-%m-%dT%H:%M"),
            "brand": self.cover.brand.id,
            "severity": call.number,
            "line": call.line.id,
            "place": self._place.as_data() if self._place is not None else None,
            "steps": [
                {
                    "after_minutes": step.after_minutes,
                    "targets": [
                        {
                            "role": target.role,
                            "person": target.person,
                            "modes": list(target.modes),
                            "reachable": target.reachable,
                            "shared": [
                                {"mode": contact.mode, "value": self._number(contact)} for contact in target.shared
                            ],
                        }
                        for target in step.targets
                    ],
                }
                for step in call.steps
            ],
            "minutes_to_decision_maker": delay,
        }
        return plain.as_json(sheet)

    def as_text(self) -> str:
        """Return the call as lines to read in a hurry: who, at what hour, how; then what to do if nobody answers."""
        return plain.lines("\n".join(self._lines()) + "\n")

    def _lines(self) -> Iterator[str]:
        call = self.call
        severity = self.cover.severity(call.number)
        grave = f"{call.number} ({self._said(severity.title)})" if severity and severity.title else str(call.number)
        yield self._say(
            message(
                "{line}, severity {severity}, {instant}",
                line=self._said(call.line.title) or call.line.id,
                severity=grave,
                instant=typography.instant(self._wall(0), self.language),
            )
        )
        if self._place is not None and self.cover.place is not None:
            yield ""
            yield self._said(self.cover.place.title) or self.cover.place.id
            yield from (f"  - {self._say(line)}" for line in self._place.lines())
            yield from self._lines_of(self.cover.place)
        for step in call.steps:
            yield ""
            yield from self._step(step)
        yield ""
        if call.line.repeat:
            yield self._say(
                counted(
                    "If nobody answers, begin again: {count} more time.",
                    "If nobody answers, begin again: {count} more times.",
                    call.line.repeat,
                )
            )
        if call.fallback is not None:
            yield self._say(message("If still nobody answers:"))
            yield from (self._target(target) for target in call.fallback.targets)
            if call.line.fallback and call.line.fallback.call and not call.fallback.targets:
                yield f"  {self._say(EVERYBODY_CALLED)}"
            then = call.line.fallback.then if call.line.fallback else None
            if then is not None:
                yield f"  {self._said(then)}"
        yield self._verdict()

    def _lines_of(self, place: PlaceOfBrand) -> Iterator[str]:
        """Yield that the line is the brand's, where it calls nobody of the place, and which lines do."""
        if _calls(self.call.line, place):
            return
        yield ""
        yield self._say(message("This line is the brand’s: it calls nobody who answers for the place."))
        for line in self.cover.lines:
            if _calls(line, place):
                title = self._said(line.title) or line.id
                yield self._say(message("This one does: {line} (`--line {id}`).", line=title, id=line.id))

    def _step(self, step: StepCall) -> Iterator[str]:
        if step.is_empty:
            yield self._say(message("Skip: nobody can be reached at this step"))
        elif step.minutes == 0:
            yield self._say(message("Now, {hour}", hour=self._hour(0)))
        else:
            yield self._say(
                message(
                    "{hour}, after {delay} without an answer",
                    hour=self._hour(step.minutes),
                    delay=typography.duration(step.minutes, "min", self.language),
                )
            )
        yield from (self._target(target) for target in step.targets)
        if step.tell is not None and not step.is_empty:
            yield "  " + self._say(message("To say: {what}", what=self._said(step.tell)))

    def _verdict(self) -> str:
        call = self.call
        if call.worst is None:
            return self._say(
                message("Nobody on this line can decide at severity {severity} at this hour.", severity=call.number)
            )
        if call.worst == 0:
            return self._say(message("The first person called can decide."))
        worst = typography.duration(call.worst, "min", self.language)
        if call.expected == call.worst:
            return self._say(message("Somebody who can decide is called within {worst}.", worst=worst))
        return self._say(
            message(
                "Somebody who can decide is called within {expected} if everyone answers, and {worst} at worst.",
                expected=typography.duration(call.expected or 0, "min", self.language),
                worst=worst,
            )
        )

    def _wall(self, later: int) -> datetime:
        return self.cover.clock.wall(self.call.minute + later)

    def _hour(self, later: int) -> str:
        return typography.hour(self._wall(later).strftime("%H:%M"), self.language)
