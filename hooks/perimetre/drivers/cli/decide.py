"""Ask the perimeter: `perimetre decide`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from perimetre.base.closed import POSTURES
from perimetre.base.diagnostics import Place
from perimetre.base.words import message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.remembered import capabilities_remembered, holidays_remembered, load
from perimetre.drivers.cli.shared import (
    CLEAN,
    Translate,
    UsageError,
    add_instant,
    add_path,
    asked_of,
    by_id,
    instant,
    known_one,
    known_ones,
    number,
    place_of,
    wall_time,
)
from perimetre.drivers.cli.texts import text_of

if TYPE_CHECKING:
    from datetime import datetime

    from perimetre.model import Brand, Handbook
    from perimetre.perimeter.derived import Source
    from perimetre.perimeter.facts import FactValue
    from perimetre.pipeline.loaded import Loaded
ABOUT = message("ask whether a role may do something, and on what conditions")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    for name, about in (
        ("--brand", message("the brand's id")),
        ("--role", message("who wants to act: a role's id")),
        ("--action", message("what they want to do: an action's id")),
        ("--channel", message("where: a channel's id")),
    ):
        parser.add_argument(name, action=_Once, required=True, metavar="ID", help=translate(about))
    for name, about in (
        ("--says", message("what the message does; may be given several times")),
        ("--topic", message("what it is about; may be given several times")),
        ("--author", message("who speaks to us; may be given several times")),
        ("--fact", message("something known, such as `amount=150`; may be given several times")),
    ):
        metavar = "NAME=VALUE" if name == "--fact" else "ID"
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=translate(about))
    posture = message("the posture, instead of the one that the brand has declared")
    parser.add_argument("--posture", action=_Once, choices=POSTURES, help=translate(posture))
    place = message("the place that it is about: its id")
    parser.add_argument("--place", action=_Once, metavar="ID", help=translate(place))
    phase = message("the phase of the crisis under way")
    parser.add_argument("--phase", action=_Once, metavar="ID", help=translate(phase))
    add_instant(parser, translate)
    posted = message("the instant at which what it is about was published: its age follows")
    parser.add_argument("--posted", action=_Once, type=instant, metavar="INSTANT", help=translate(posted))
    text = message("the message that it is about: a file, or `-`; what the text shows is not asked")
    parser.add_argument("--text", action=_Once, metavar="FILE", help=translate(text))
    history = message("what was already done against whoever wrote it: a CSV file, a measure a line (`on,ground`)")
    parser.add_argument("--history", action=_Once, metavar="FILE", help=translate(history))
    done = message(
        "what has been done already within a limit's window: `2`, or `amount=150`; may be given several times"
    )
    parser.add_argument(
        "--done", action="append", default=[], type=_counted, metavar="[NAME=]NUMBER", help=translate(done)
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=translate(message("the format of the answer"))
    )


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.perimeter.decisions import Perimeter
    from perimetre.perimeter.derived import derived
    from perimetre.perimeter.instead import acts_instead
    from perimetre.perimeter.questions import Question
    from perimetre.reports.decision import Teller

    loaded = load(options)
    asked = asked_of(options, loaded)
    handbook, brand, at = asked.handbook, asked.brand, asked.at
    channel = known_one(message("channel"), options.channel, by_id(brand.channels.channels)).id
    facts = _facts(options.fact, brand)
    found = _found(options, handbook, brand, at, channel, facts)
    for fact in found:
        if fact in facts:
            raise UsageError(message("The fact `{fact}` is told twice. Write it once.", fact=fact))
    phases = by_id(phase for crisis in brand.crises for phase in crisis.phases)
    question = Question(
        role=known_one(message("role"), options.role, by_id(brand.people.roles)).id,
        action=known_one(message("action"), options.action, brand.values.actions).id,
        channel=channel,
        says=known_ones(message("act of speech"), options.says, brand.values.says),
        topics=known_ones(message("topic"), options.topic, brand.values.topics),
        authors=known_ones(message("author"), options.author, brand.values.authors),
        posture=options.posture,
        phase=None if options.phase is None else known_one(message("phase"), options.phase, phases).id,
        place=None if options.place is None else place_of(brand, options.place).id,
        at=at,
        facts=facts | {fact: value for fact, (value, _) in found.items()},
        done=_done(options.done, brand),
    )
    with holidays_remembered(options.path), capabilities_remembered(options.path):
        perimeter = Perimeter(handbook, brand)
        answer = perimeter.decide(question)
        following = derived(perimeter, question, {fact: source for fact, (_, source) in found.items()})
        lack = answer.lack
        instead = tuple(acts_instead(question, lack, perimeter.decide)) if lack is not None else ()
    teller = Teller(handbook, brand, question, asked.language, _locator(loaded), following, instead)
    write(teller.as_json(answer) if options.format == "json" else teller.as_text(answer), options.output)
    return CLEAN


class _Once(argparse.Action):
    """Take a value, and refuse a second one: the first would be forgotten in silence."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - the signature of argparse
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep the value."""
        if getattr(namespace, self.dest) is not None:
            raise UsageError(message("`{option}` is given twice. Write it once.", option=option_string))
        setattr(namespace, self.dest, values)


def _found(
    options: argparse.Namespace,
    handbook: Handbook,
    brand: Brand,
    at: datetime,
    channel: str,
    facts: Mapping[str, FactValue],
) -> dict[str, tuple[FactValue, Source]]:
    """Return the facts that follow from what is given: the hour of publication, the text, the history, an age."""
    from perimetre.model.moderation import MEMBERSHIP
    from perimetre.perimeter.history import ACCOUNT_AGE, EARLIER, measures_counted, stage_of

    found: dict[str, tuple[FactValue, Source]] = {}
    if options.posted is not None:
        posted = wall_time(options.posted, handbook.settings_of(brand))
        if posted > at:
            raise UsageError(message("`{option}` is after the instant asked for.", option="--posted"))
        found["age-of-post"] = (int((at - posted).total_seconds()) // 60, "posted")
    if options.history == options.text == "-":
        raise UsageError(message("`{option}` is given twice. Write it once.", option="-"))
    if options.text is not None:
        from perimetre.voice import COUNTRY, Draft, Linter

        linter = Linter(brand, country=handbook.settings_of(brand).country or COUNTRY)
        remarks = linter.lint(text_of(options.text), Draft(at=at, channel=channel))
        named = any(remark.rule == "no-personal-data-in-public-text" for remark in remarks)
        found["personal-data-given"] = (named, "text")
    if options.history is not None:
        from perimetre.drivers.cli.history import measures_of

        measures = measures_of(options.history, brand, at)
        found[EARLIER] = (measures_counted(brand, options.action, measures, at.date()), "history")
    age = facts.get(ACCOUNT_AGE)
    if MEMBERSHIP not in facts and isinstance(age, int | float):
        stage = stage_of(brand, age)
        found |= {MEMBERSHIP: (stage, "account-age")} if stage is not None else {}
    return {fact: value for fact, value in found.items() if fact in brand.values.facts}


def _counted(text: str) -> str:
    """Return `2`, or `amount=150`, as it stands, once its number is one."""
    number(text.rpartition("=")[2])
    return text


def _done(assignments: Sequence[str], brand: Brand) -> dict[str, float]:
    """Read what has been done already: `2`, `amount=150`, `amount/month=150`; what is told twice is not known."""
    counted = {**brand.values.facts, **brand.values.actions, **by_id(brand.scope.rules)}
    done: dict[str, float] = {}
    for assignment in assignments:
        name, _, value = assignment.rpartition("=")
        if name:
            known_one(message("thing that a limit counts"), name.partition("/")[0], counted)
        if name in done:
            raise UsageError(message("`{option}` is given twice. Write it once.", option=f"--done {name}".strip()))
        done[name] = number(value)
        if not 0 <= done[name] < float("inf"):
            raise UsageError(message("`{text}` is not a number. Write it in digits: `150`.", text=value))
    return done


def _facts(assignments: Sequence[str], brand: Brand) -> dict[str, FactValue]:
    """Read the facts; one that is told twice is no known fact."""
    facts: dict[str, FactValue] = {}
    for name, value in (_fact(assignment, brand) for assignment in assignments):
        if name in facts:
            raise UsageError(message("The fact `{fact}` is told twice. Write it once.", fact=name))
        facts[name] = value
    return facts


def _fact(assignment: str, brand: Brand) -> tuple[str, FactValue]:
    """Read `amount=150`, `minor=yes`, `age-of-post=48h`, `volume-per-hour=3x` as the fact's type says."""
    from perimetre.perimeter.facts import DERIVED, AmbiguousNumberError, read_fact

    name, _, value = assignment.partition("=")
    fact = known_one(message("fact"), name, brand.values.facts)
    if fact.id in DERIVED:
        raise UsageError(
            message("`{fact}` follows from the channel and the hour, and is not told. Leave it out.", fact=fact.id)
        )
    if fact.type == "choice":
        return name, known_one(message("value"), value, by_id(fact.choices)).id
    try:
        return name, read_fact(fact, value)
    except AmbiguousNumberError:
        whole, decimals = value.replace(",", ".").split(".")
        raise UsageError(
            message(
                "`{fact}={value}` may be read as {thousands} or as {small}. Write `{fact}={thousands}`, or "
                "`{fact}={small}`.",
                fact=name,
                value=value,
                thousands=f"{whole}{decimals}",
                small=f"{whole}.{decimals}".rstrip("0").rstrip("."),
            )
        ) from None
    except ValueError:
        form = {
            "boolean": message("Write `yes` or `no`."),
            "duration": message("Write a duration, such as `48h` or `2d`."),
            "count": message("Write a number in digits, or `3x` for three times the usual."),
        }.get(fact.type or "", message("Write a number in digits, such as `150` or `12.5`."))
        raise UsageError(
            message("The fact `{fact}` cannot be “{value}”. {form}", fact=name, value=value, form=form)
        ) from None


def _locator(loaded: Loaded) -> Callable[[Place], tuple[str, int]]:
    return lambda place: (place.file, loaded.span_of(place).line)
