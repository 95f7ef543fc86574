"""A statement waits for its turn: people in danger first, those concerned before the press and the public, in time."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, message
from perimetre.language.instants import length
from perimetre.model import Crisis
from perimetre.model.crisis import CrisisStep, ToldFirst
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import due, entries, missed, reached, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield those who are told before their turn: by the ranks, then by the steps and their times."""
    yield from _out_of_rank(view)
    for crisis in view.live(view.brand.crises):
        yield from _out_of_time(view, crisis)


def _out_of_rank(view: View) -> Iterator[Problem]:
    when = _moments(view)
    for crisis in view.live(view.brand.crises):
        told: dict[str, ToldFirst] = {}
        ranks: dict[str, int] = {}
        for entry in crisis.told_first:
            word = entry.audience.plain if entry.audience else None
            if entry.rank is not None and word is not None and word in when:
                told[word], ranks[word] = entry, entry.rank
        pairs = [
            (early, late)
            for early, rank in ranks.items()
            for late, other in ranks.items()
            if (when[early] == "last" and when[late] != "last" and other > rank)
            or (when[late] == "first" and when[early] != "first" and other >= rank)
        ]
        early, late = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
        if len(late) == 1 < len(early):
            # Several before one: it is the one that is out of its place.
            yield flaw(
                value(told[late[0]], "rank"),
                message(
                    "`{audience}` is told after {others}.",
                    audience=late[0],
                    others=listed(early),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (told[early[0]].place, message("They come sooner.")),
            )
            continue
        for word in early:
            others = tuple(dict.fromkeys(after for before, after in pairs if before == word))
            yield flaw(
                value(told[word], "rank"),
                message(
                    "`{audience}` is told before {others}.",
                    audience=word,
                    others=listed(others),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (told[others[0]].place, message("They come later.")),
            )


def _out_of_time(view: View, crisis: Crisis) -> Iterator[Problem]:
    """Yield those whom the ranks put before the public, and whom a first word in public may precede."""
    moments = _moments(view)
    last = [entry.rank for entry in crisis.told_first if entry.rank is not None and _word(entry) == "public"]
    steps = steps_of(crisis)
    speaking = [step for step in reached(steps, entries(crisis)).values() if _speaks(view, crisis, step)]
    if not last or not speaking:
        return
    for entry in crisis.told_first:
        moment = moments.get(_word(entry) or "")
        if entry.rank is None or entry.rank >= last[0] or moment == "last" or _word(entry) == "authorities":
            continue
        telling = steps.get(_telling(entry, crisis) or "")
        undone = missed(steps, entries(crisis), telling.id) if telling else frozenset()
        for public in speaking:
            if public is telling:
                continue
            told_by, said_by = due(telling) if telling else None, due(public)
            if told_by is None:
                told_by = minutes(entry.within)
            if public.id in undone:
                what = message(
                    "{audience} are told before the public, and the step `{public}` may speak to it first.",
                    audience=_said(entry),
                    public=public.id,
                )
            elif told_by is not None and said_by is not None and told_by > said_by:
                what = message(
                    "{audience} are told before the public: they are within {told}, and the step `{public}` speaks "
                    "to it within {said}.",
                    audience=_said(entry),
                    told=length(told_by),
                    public=public.id,
                    said=length(said_by),
                )
            else:
                continue
            yield flaw(
                value(entry, "step")
                if entry.step
                else value(entry, "within")
                if entry.within
                else key(entry, "audience"),
                what,
                message("Tell them in a step that comes before (`step:` here), or speak to the public later."),
                (public.place, message("The public is told here.")),
                about=[public.id],
            )
            break


def _moments(view: View) -> dict[str, str]:
    """Return when each audience learns of a crisis; the others, as authorities whose delays the law sets, are free."""
    return {id_: audience.told for id_, audience in view.brand.values.audiences.items() if audience.told}


def _telling(entry: ToldFirst, crisis: Crisis) -> str | None:
    """Return the step that tells an audience: the one that is named, else the one whose message is for it."""
    meant = [statement.id for statement in crisis.statements if _word(entry) in statement.audience]
    return entry.step or next((step.id for step in crisis.steps if step.statement in meant), None)


def _said_at(entry: ToldFirst) -> Place:
    """Return the place of the step or the delay of an entry, or of its audience where it says neither."""
    named = next((name for name in ("step", "within") if getattr(entry, name) is not None), None)
    return value(entry, named) if named else key(entry, "audience")


def _word(entry: ToldFirst) -> str | None:
    return entry.audience.plain if entry.audience else None


def _said(entry: ToldFirst) -> Message:
    word = _word(entry)
    return message("`{audience}`", audience=word or entry.audience or "")


def _is_for_some(view: View, crisis: Crisis, step: CrisisStep) -> bool:
    """Say whether a step only speaks where neither the press nor the public reads."""
    moments = _moments(view)
    said = [statement for statement in crisis.statements if statement.id == step.statement and statement.audience]
    read_by = {channel.id: channel.read_by for channel in view.brand.channels.channels}
    return bool(said) and all(
        read_by.get(id_) and all(moments.get(audience) != "last" for audience in read_by[id_])
        for id_ in view.perimeter.ground.expand(said[0].everywhere)
    )


def _answers_those_in_danger(view: View, crisis: Crisis, step: CrisisStep) -> bool:
    """Say whether a step replies to those alone who learn first of all, as whoever is hurt, where they wrote."""
    moments = _moments(view)
    said = [statement for statement in crisis.statements if statement.id == step.statement and statement.audience]
    return bool(said) and step.act == "reply-public" and all(moments.get(word) == "first" for word in said[0].audience)


def _speaks(view: View, crisis: Crisis, step: CrisisStep) -> bool:
    """Say whether a step says something of the crisis where everybody reads."""
    act = view.brand.values.actions.get(step.act or "")
    if _is_for_some(view, crisis, step) or _answers_those_in_danger(view, crisis, step):
        return False
    return act is not None and bool(act.public) and (step.statement is not None or step.act == "publish")


RULE = Check(
    id="statement-waits-for-its-turn",
    level="error",
    needs=(79,),
    find=find,
)
