"""Begin what an incident, or an exercise, taught: its log says how it went; the rest is the house's to complete.

Comes in: a log that was lived, and the brand that lived it. Goes out: the text of a file of `lessons/`, valid as it
stands. What a repository keeps, it keeps for ever: the file names roles, never people. What was filled in, and who
gave an agreement, stay in the log; notes and reasons are quoted, without what can be known for a number, an address or
a name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import yaml

from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import LANGUAGES, Listing, Message, counted, message, say
from perimetre.language import instants
from perimetre.model import Brand, Crisis, Settings, Text
from perimetre.reading.logs import LivedLog, LoggedDelay, LoggedInject, LoggedPromise, LoggedStep
from perimetre.reading.reader.characters import sound
from perimetre.voice import COUNTRY
from perimetre.voice.privacy import Sightings, sightings
from perimetre.voice.view import view_of

_LINE_ENDS = re.compile(r"[ \t\r\n\f\v]+")
# A minute is no delay: hours are shown without their seconds.
_LATE = dt.timedelta(minutes=1)
# What a line holds of a text that somebody typed, in letters; what a part holds, in lines; what all hold, in bytes.
_LONGEST_TEXT, _MOST_LINES, _ROOM = 300, 150, 600_000
_LONGEST_NAME, _SHORT = 42, 6
# Read by others than these, a lesson would tell what the card keeps.
_CLOSED = ("restricted",)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDraft:
    """A lesson that is begun.

    Fields:
        id: its id, which is the name of its file: the same for every export of an incident.
        text: the file.
        quoted: how many notes and reasons, typed by hand, it quotes.
        removed: how many numbers, addresses and names were taken out of them.
    """

    id: str
    text: str
    quoted: int
    removed: int


def lesson_id(log: LivedLog, zone: str) -> str:
    """Return the id of the lesson of an incident: the day on which it was opened, its card, a sign of its own."""
    own = hashlib.sha256(log.id.encode()).hexdigest()[:_SHORT]
    return f"{_wall(log.opened, zone).date()}-{log.scenario[:_LONGEST_NAME].rstrip('-')}-{own}"


def lesson_draft(
    log: LivedLog, crisis: Crisis, brand: Brand, settings: Settings, *, today: dt.date, language: str
) -> LessonDraft:
    """Return the lesson of an incident.

    Args:
        log: what was written down of it.
        crisis: the card that was followed, as it is today.
        brand: the brand that lived it.
        settings: those of the brand.
        today: the day; one that has not come is that of a clock that was wrong.
        language: of its sentences, `fr` or `en`.
    """
    return _LessonWriter(log, crisis, brand, settings, language).draft(today)


class _LessonWriter:
    def __init__(self, log: LivedLog, crisis: Crisis, brand: Brand, settings: Settings, language: str) -> None:
        self._log = log
        self._crisis = crisis
        self._language = language
        self._zone = settings.timezone or "UTC"
        self._country = settings.country or COUNTRY
        self._roles = {
            role.title.in_(language_) for role in brand.people.roles if role.title for language_ in LANGUAGES
        }
        names = sorted(filter(None, (person.name for person in brand.people.people)), key=len, reverse=True)
        anybody = "|".join(rf"\b{re.escape(name)}\b" for name in names)
        self._names = re.compile(anybody, re.IGNORECASE) if names else None
        self._day = _wall(log.began, self._zone).date()
        self._quoted = self._removed = self._used = 0

    def draft(self, today: dt.date) -> LessonDraft:
        log = self._log
        id_ = lesson_id(log, self._zone)
        day = _wall(log.opened if log.exercise else log.began, self._zone)
        parts = [part for part in map(self._part, *zip(*self._parts(), strict=True)) if part["lines"]]
        record: dict[str, object] = {
            "id": id_,
            "title": self._title(day),
            "happened_on": day.date() if day.date() <= today else TO_COMPLETE,
            "crisis": self._crisis.id,
            **({"exercise": True} if log.exercise else {}),
            **({"confidentiality": "restricted"} if self._crisis.confidentiality in _CLOSED else {}),
            **({"compartment": self._crisis.compartment} if self._crisis.compartment else {}),
            "what": self._say(self._what()),
            "lesson": TO_COMPLETE,
            **({"log": parts} if parts else {}),
        }
        written = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=float("inf"))
        head = "".join(f"# {self._say(line)}\n" for line in self._head())
        return LessonDraft(id=id_, text=head + written, quoted=self._quoted, removed=self._removed)

    def _head(self) -> Iterator[Message]:
        if self._log.exercise:
            yield message("Begun from the log of an exercise. Write `lesson`: what it taught.")
        else:
            yield message("Begun from the log. Write `lesson`, and under `changed` what is done differently since.")
        yield message("Read `log` over: notes are quoted as they were typed. Take out whatever names somebody.")

    def _title(self, day: dt.datetime) -> str:
        values = {"title": _titled(self._crisis.title, self._language) or self._crisis.id, "day": instants.day(day)}
        exercise = message("Exercise: {title}, {day}", **values)
        return self._say(exercise if self._log.exercise else message("{title}, {day}", **values))

    def _what(self) -> Message:
        log = self._log
        late = [step for step in log.steps if step.done and step.due and step.done - step.due > _LATE]
        missed = [delay for delay in log.delays if delay.due and (delay.met or log.last) - delay.due > _LATE]
        broken = [promise for promise in log.promises if self._gap(promise)]
        ignored = [each for each in log.injects or () if each.came and not each.answered]
        done, aside = [step for step in log.steps if step.done], [step for step in log.steps if step.aside]
        early = [step for step in log.steps if not step.done and not step.aside and step.due and step.due > log.last]
        left = [step for step in log.steps if not step.done and not step.aside and step not in early]
        counts = (
            (len(done), counted("{count} step done", "{count} steps done", len(done))),
            (len(late), counted("{count} of them late", "{count} of them late", len(late))),
            (len(aside), counted("{count} step set aside", "{count} steps set aside", len(aside))),
            (len(left), counted("{count} step not done", "{count} steps not done", len(left))),
            (len(early), counted("{count} step not due yet", "{count} steps not due yet", len(early))),
            (len(log.texts), counted("{count} text sent", "{count} texts sent", len(log.texts))),
            (len(missed), counted("{count} delay missed", "{count} delays missed", len(missed))),
            (len(broken), counted("{count} promised update missed", "{count} promised updates missed", len(broken))),
            (
                len(ignored),
                counted("{count} event never dealt with", "{count} events never dealt with", len(ignored)),
            ),
        )
        values = {
            "title": _titled(self._crisis.title, self._language) or self._crisis.id,
            "start": instants.instant(_wall(log.began, self._zone)),
            "end": instants.instant(_wall(log.last, self._zone)),
            "counts": Listing(tuple(words for count, words in counts if count))
            if any(count for count, _ in counts)
            else message("nothing noted"),
        }
        if log.ended:
            return message("Card followed: “{title}”. First sign: {start}. Closed: {end}. {counts}.", **values)
        return message("Card followed: “{title}”. First sign: {start}. Not closed on {end}. {counts}.", **values)

    # --- how it went -------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[tuple[Message, Iterable[Message]]]:
        log = self._log
        done = sorted((step for step in log.steps if step.done), key=lambda step: step.done or log.began)
        yield message("Steps done"), map(self._done, done)
        yield message("Steps set aside or postponed"), self._aside()
        yield (
            message("Steps not done"),
            (self._not_done(step) for step in log.steps if not step.done and not step.aside),
        )
        yield (
            message("Texts that left"),
            (
                message(
                    "{hour}: {text} → {channel}",
                    hour=self._hour(text.sent),
                    text=self._clean(text.title),
                    channel=self._clean(text.channel),
                )
                for text in log.texts
            ),
        )
        yield message("Updates that were promised"), map(self._promise, log.promises)
        yield message("Delays of the law, of contracts, of the house"), map(self._delay, log.delays)
        yield message("Channels lost"), self._lost()
        yield message("Agreements and hand-overs"), self._agreed()
        injects = self._answered() if log.injects is None else map(self._inject, log.injects)
        yield message("What came in, in the exercise"), injects
        yield message("Notes, as they were typed"), self._noted()

    def _part(self, title: Message, lines: Iterable[Message]) -> dict[str, object]:
        written: list[str] = []
        over = 0
        for line in lines:
            said = self._say(line)
            size = len(said.encode())
            if len(written) < _MOST_LINES and self._used + size < _ROOM:
                self._used += size
                written.append(said)
            else:
                over += 1
        if over:
            more = counted(
                "and {count} more line, in the log itself", "and {count} more lines, in the log itself", over
            )
            written.append(self._say(more))
        return {"title": self._say(title), "lines": written}

    def _done(self, step: LoggedStep) -> Message:
        assert step.done is not None
        late = step.done - step.due if step.due else None
        if late is None:
            how = message("no delay was set")
        elif late > _LATE:
            how = message("{span} late", span=_length(late))
        else:
            how = message("in time")
        by = [each.by for each in self._log.events if each.step == step.id and each.type == "done"]
        values = {"hour": self._hour(step.done), "step": self._clean(step.title), "how": how}
        # Whoever did it is said by a role of the house: anything else may be a name.
        if by and by[-1] in self._roles:
            return message("{hour}: {step} ({how}; {who})", who=by[-1], **values)
        return message("{hour}: {step} ({how})", **values)

    def _aside(self) -> Iterator[Message]:
        titles = {step.id: step.title for step in self._log.steps}
        known = {step.id: _titled(step.title, self._language) or step.id for step in self._crisis.steps}
        aside = {step.id for step in self._log.steps if step.aside}
        last = {each.step: each for each in self._log.events if each.type == "skipped"}
        for event in self._log.events:
            step = self._clean(titles.get(event.step) or known.get(event.step) or event.step)
            values = {"hour": self._hour(event.at), "step": step, "because": self._quote(event.because)}
            if event.type == "skipped" and event.step in aside and last[event.step] is event:
                yield message("{hour}: set aside: {step}. Reason: {because}", **values)
            elif event.type == "postponed":
                until = self._hour(event.until) if event.until else message("an hour that cannot be read")
                yield message("{hour}: postponed, new hour {until}: {step}. Reason: {because}", until=until, **values)

    def _not_done(self, step: LoggedStep) -> Message:
        if step.due is None:
            return message("{step}: no delay was set", step=self._clean(step.title))
        values = {"step": self._clean(step.title), "due": self._hour(step.due)}
        late = self._log.last - step.due
        if late > _LATE:
            return message("{step}: due {due}, {span} late", span=_length(late), **values)
        if late < dt.timedelta():
            return message("{step}: due {due}, not due yet", **values)
        return message("{step}: due {due}", **values)

    def _gap(self, promise: LoggedPromise) -> dt.timedelta | None:
        """Return by how much a promise was missed; nothing where it was kept, moved before its hour, or is not due."""
        late = (promise.made or promise.moved or self._log.last) - promise.due
        return late if late > _LATE else None

    def _promise(self, promise: LoggedPromise) -> Message:
        late = self._gap(promise)
        values = {"due": self._hour(promise.due), "span": _length(late) if late else None}
        if promise.made:
            made = self._hour(promise.made)
            if late:
                return message("{due}: made, {hour}, {span} late", hour=made, **values)
            return message("{due}: made, {hour}, in time", hour=made, due=values["due"])
        if promise.moved and promise.moved_to:
            values |= {"hour": self._hour(promise.moved), "other": self._hour(promise.moved_to)}
            if late:
                return message("{due}: missed; another hour noted {span} later, {hour}: {other}", **values)
            return message("{due}: another hour noted before, {hour}: {other}", **values)
        if late:
            return message("{due}: not made, {span} late", **values)
        return message("{due}: not due yet", due=values["due"])

    def _lost(self) -> Iterator[Message]:
        for event in self._log.events:
            values = {"hour": self._hour(event.at), "channel": self._clean(event.channel)}
            if event.type == "lost":
                yield message("{hour}: lost: {channel}", **values)
            elif event.type == "found":
                yield message("{hour}: found again, or taken for lost by mistake: {channel}", **values)
        for channel in self._log.lost:
            yield message("{channel}: lost when the log ends", channel=self._clean(channel))

    def _inject(self, inject: LoggedInject) -> Message:
        text = self._clean(inject.says)
        if inject.came is None:
            return message("{text}: the exercise ended before it came", text=text)
        values = {"hour": self._hour(inject.came), "text": text}
        if inject.answered is None:
            return message("{hour}: {text}: never dealt with", **values)
        return message("{hour}: {text}: dealt with, {at}", at=self._hour(inject.answered), **values)

    def _delay(self, delay: LoggedDelay) -> Message:
        what = ", ".join(map(self._clean, delay.words)) or "?"
        late = (delay.met or self._log.last) - delay.due if delay.due else None
        values = {"what": what, "span": _length(late) if late and late > _LATE else None}
        if delay.met:
            met = self._hour(delay.met)
            if values["span"]:
                return message("{what}: met, {met}, {span} late", met=met, **values)
            return message("{what}: met, {met}", what=what, met=met)
        if values["span"]:
            return message("{what}: not met, {span} late", **values)
        return message("{what}: not met when the log ends", what=what)

    def _agreed(self) -> Iterator[Message]:
        statements = {each.id: _titled(each.title, self._language) or each.id for each in self._crisis.statements}
        taken_back = {each.of for each in self._log.events if each.type == "withdrawn"}
        for event in self._log.events:
            hour = self._hour(event.at)
            if event.type == "agreed" and event.statement in statements and event.id not in taken_back:
                yield message("{hour}: agreement received: {text}", hour=hour, text=statements[event.statement])
            elif event.type == "handed":
                yield message("{hour}: handed over to the next shift", hour=hour)

    def _answered(self) -> Iterator[Message]:
        for event in self._log.events:
            if event.type == "answered" and event.says:
                yield message("{hour}: {text}", hour=self._hour(event.at), text=self._clean(event.says))

    def _noted(self) -> Iterator[Message]:
        for event in self._log.events:
            if event.type == "noted" and event.text.strip():
                yield message("{hour}: {text}", hour=self._hour(event.at), text=self._quote(event.text))

    # --- words -------------------------------------------------------------------------------------------------------

    def _quote(self, typed: str) -> Message | str:
        """Return what somebody typed, between quotation marks, without what is known to name somebody."""
        text = self._shown(typed)
        if not text:
            return "?"
        self._quoted += 1
        return message("“{text}”", text=text)

    def _unnamed(self, text: str) -> tuple[str, int]:
        view = view_of(text)
        seen = sightings(view, self._country)
        stretches = [] if seen is None else [view.place(start, end) for start, end in _named(seen)]
        if seen is not None:
            stretches += [view.place(start, end) for start, end in view.of("handle")]
        if self._names:
            stretches += [found.span() for found in self._names.finditer(text)]
        place, count = 0, 0
        kept: list[str] = []
        for start, end in sorted(stretches):
            if start >= place:
                kept += (text[place:start], self._say(message("[removed]")))
                count += 1
            place = max(place, end)
        return "".join((*kept, text[place:])), count

    def _clean(self, text: str) -> str:
        """Return a stranger's words as a line holds them; a sign in their place where there are none."""
        return self._shown(text) or "?"

    def _shown(self, text: str) -> str:
        """Return a stranger's text on one line, without what nobody sees or what names somebody, cut to its length.

        It is cut last: half of an address is still somebody's.
        """
        line = _LINE_ENDS.sub(" ", sound(_LINE_ENDS.sub(" ", text[: 4 * _LONGEST_TEXT]))).strip()
        line, removed = self._unnamed(line)
        self._removed += removed
        return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1].rstrip() + "…"

    def _hour(self, at: dt.datetime) -> Message:
        """Return an instant by the clock of the house; the day too, where it is another than that of the first sign."""
        wall = _wall(at, self._zone)
        hour = instants.hour(wall.hour * 60 + wall.minute)
        if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset():
            # The hour comes twice: which one is it?
            hour = message("{hour} ({offset})", hour=hour, offset=wall.tzname() or "")
        return hour if wall.date() == self._day else message("{day}, {hour}", day=instants.day(wall), hour=hour)

    def _say(self, words: Message) -> str:
        return _LINE_ENDS.sub(" ", say(words, self._language)).strip()


def _named(seen: Sightings) -> Iterator[tuple[int, int]]:
    """Yield the stretches of what names somebody, of whatever sort."""
    yield from (*seen.accounts, *seen.social_security, *seen.cards, *seen.mails, *seen.orders)
    yield from ((start, end) for start, end, _ in seen.phones)


def _wall(at: dt.datetime, zone: str) -> dt.datetime:
    return at.astimezone(ZoneInfo(zone))


def _length(span: dt.timedelta) -> Listing:
    return instants.length(round(span.total_seconds() / 60))


def _titled(text: Text | None, language: str) -> str:
    return "" if text is None or text.is_to_complete else text.in_(language)
