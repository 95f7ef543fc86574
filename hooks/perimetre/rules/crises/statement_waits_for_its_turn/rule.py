"""A statement waits for its turn: people in danger first, those concerned before the press and the public, in time."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.language.instants import length
from perimetre.model import Crisis
from perimetre.model.crisis import CrisisStep, ToldFirst
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import due, entries, missed, reached, steps_of

# Authorities have clocks of their own, which the law sets: they may be told after a first word in public.
BEFORE = ("danger-to-people", "families", "staff", "customers-concerned")
LAST = ("press", "public")


def find(view: View) -> Iterator[Problem]:
    """Yield those who are told before their turn: by the ranks, then by the steps and their times."""
    yield from _out_of_rank(view)
    for crisis in view.live(view.brand.crises):
        yield from _out_of_time(view, crisis)


def _out_of_rank(view: View) -> Iterator[Problem]:
    for crisis in view.live(view.brand.crises):
        told: dict[str, ToldFirst] = {}
        ranks: dict[str, int] = {}
        for entry in crisis.told_first:
            word = entry.audience.plain if entry.audience else None
            if entry.rank is not None and word in (*BEFORE, *LAST):
                told[word], ranks[word] = entry, entry.rank
        pairs = [
            (early, late)
            for early, rank in ranks.items()
            for late, other in ranks.items()
            if (early in LAST and late in BEFORE and other > rank)
            or (late == "danger-to-people" and early != late and other >= rank)
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
    last = [entry.rank for entry in crisis.told_first if entry.rank is not None and _word(entry) == "public"]
    steps = steps_of(crisis)
    speaking = [step for step in reached(steps, entries(crisis)).values() if _speaks(view, step)]
    if not last or not speaking:
        return
    for entry in crisis.told_first:
        if entry.rank is None or entry.rank >= last[0] or _word(entry) in ("authorities", *LAST):
            continue
        telling = steps.get(entry.step or "")
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
                value(entry, "step" if telling else "within"),
                what,
                message("Tell them in a step that comes before (`step:` here), or speak to the public later."),
                (public.place, message("The public is told here.")),
                about=[public.id],
            )
            break


def _word(entry: ToldFirst) -> str | None:
    return entry.audience.plain if entry.audience else None


def _said(entry: ToldFirst) -> Message:
    word = _word(entry)
    return message("`{audience}`", audience=word or entry.audience or "")


def _speaks(view: View, step: CrisisStep) -> bool:
    """Say whether a step says something of the crisis where everybody reads."""
    act = view.brand.values.actions.get(step.act or "")
    return act is not None and bool(act.public) and (step.statement is not None or step.act == "publish")


RULE = Check(
    id="statement-waits-for-its-turn",
    level="error",
    needs=(79,),
    find=find,
)
