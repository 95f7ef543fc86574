"""Draft what has changed, of a brand: each merge, the latest first, in sentences; and when each page last did.

Comes in: a desk, a `History` that holds what these readers may be told. Goes out: drafts, never for the public.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.compare import AREAS
from perimetre.compare.crises import name_of
from perimetre.model import RedLine
from perimetre.model.basics import Record
from perimetre.model.crisis import Crisis
from perimetre.model.statements import PreparedQuestion, Statement
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.history import History, PastChange, ToldChange

PATH = "governance/changes"
# What of a file's path names the file, whoever's it is: `scope.yml`, `crises/recall.yml`.
_OWNED = re.compile(r"(?:^|/)(?:house|brands/[a-z0-9-]+)/(.+)\Z")
# The pages that show how far one may go, besides those of the files that say it.
_SHOW_THE_PERIMETER = ("roles/role.", "channels/channel.", "perimeter/actions.", "perimeter/matrix.")
# Those of them that show it for one thing, by what stands before its id in their address.
_PAGES_OF_ONE = {"roles": "roles", "questions": "roles", "channels": "channels", "perimeter/actions": "actions"}
# What lets somebody do more, or protects less: what is read first.
_MARKED = {
    "widened": "forbidden",
    "mixed": "forbidden",
    "weakened": "forbidden",
    "rerouted": "careful",
    "reassigned": "careful",
    "review": "careful",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One thing that has changed, as the page shows it.

    Fields:
        kind: the word for what became of it, and `mark` the colour in which it stands, or "".
        decision: the id of the decision that came with it, where these readers have its page; else None.
    """

    kind: str
    mark: str
    sentence: Markup
    holds: tuple[Markup, ...]
    details: tuple[Markup, ...]
    decision: str | None


def drafts(desk: Desk, history: History) -> list[PageDraft]:
    """Return the draft of what has changed."""
    brand = desk.the_brand
    return [
        desk.draft(
            PATH,
            message("What has changed"),
            "governance/changes.html",
            kind="brand",
            group="governance",
            past=[(past, _by_area(desk, past)) for past in history.of(brand.id)],
            since=history.since,
            is_whole=history.is_whole,
            is_cut=history.is_cut,
        )
    ]


class ChangeDates:
    """Says when what the pages of a brand say was last changed, wording apart.

    Args:
        desk: the brand and its readers.
        history: what these readers may be told of the past.
    """

    def __init__(self, desk: Desk, history: History) -> None:
        self._desk = desk
        self._past = history.of(desk.the_brand.id)

    def dated(self, draft: PageDraft) -> PageDraft:
        """Return a draft with its date, where the history tells it; of a scenario, with what is to be agreed again."""
        if isinstance(draft.head, Crisis):
            draft = draft.showing(unagreed=self._unagreed(draft.head))
        if draft.template == "crises/kit.html":
            cards = draft.things["cards"]
            assert isinstance(cards, list)
            draft = draft.showing(
                unagreed={text: day for card in cards for text, day in self._unagreed(card.crisis).items()}
            )
        if draft.template == "crises/cockpit.html":
            draft = draft.showing(stale=self._stale(draft.things["scenarios"]))
        for past in self._past:
            if any(change.kind != "editorial" and self._bears_on(change, draft) for change in past.changes or ()):
                return dataclasses.replace(draft, changed=past.at)
        return draft

    def _stale(self, scenarios: object) -> Mapping[str, str]:
        """Return what is said of the messages that are to be agreed again, by scenario and message: «recall/notice»."""
        assert isinstance(scenarios, list)
        return {
            f"{crisis.id}/{name_of(text)}": self._desk.say(
                message("changed on {day}, after it was agreed: to be agreed again", day=day)
            )
            for crisis in scenarios
            for text, day in self._unagreed(crisis).items()
            if isinstance(text, Statement)
        }

    def _unagreed(self, crisis: Crisis) -> Mapping[Statement | PreparedQuestion | Crisis, dt.date]:
        """Return since when the words of a text are no longer those that were agreed; of a scenario, its messages."""
        days: dict[str, dt.date | None] = {}
        for past in self._past:
            for change in past.changes or ():
                if change.area == "crises" and crisis.id in change.about:
                    # The newest word counts: an agreement given anew ends what came before.
                    days = {**dict.fromkeys(change.stale, past.at.date()), **dict.fromkeys(change.agreed), **days}
        texts: tuple[Statement | PreparedQuestion | Crisis, ...] = (*crisis.statements, *crisis.questions, crisis)
        since = {text: days.get(name_of(text)) for text in texts}
        return {text: day for text, day in since.items() if day is not None}

    def _bears_on(self, change: ToldChange, draft: PageDraft) -> bool:
        source, file = _OWNED.search(draft.source or ""), _OWNED.search(change.file)
        is_of_its_file = source is not None and file is not None and source[1] == file[1]
        if change.area == "perimeter":
            shows_it = is_of_its_file or draft.template.startswith(_SHOW_THE_PERIMETER)
            return shows_it and self._takes_in(change, draft)
        # A page of one record among those of a file is changed by what changes that record alone.
        is_of_all = not isinstance(draft.head, Record) or (source is not None and "/" in source[1])
        return is_of_its_file and (is_of_all or (isinstance(draft.head, Record) and draft.head.id in change.about))

    def _takes_in(self, change: ToldChange, draft: PageDraft) -> bool:
        """Say whether a change of the perimeter bears on what the page of one role, channel or mission shows."""
        rules = [self._desk.the_brand.find("rule", about) for about in change.about]
        if draft.template == "perimeter/red-lines.html":
            return any(rule is None or isinstance(rule, RedLine) for rule in rules)
        _, _, path = draft.path.partition("/")
        family, _, id_ = path.rpartition("/")
        dimension = _PAGES_OF_ONE.get(family)
        if dimension is None:
            return True
        shown = {id_}
        if dimension == "actions":
            shown = {action.id for action in self._desk.actions_by_mission().get(id_, ())}
        taken = [self._desk.taken(dimension, getattr(rule, "match", None)) for rule in rules]
        # A rule that is there no more may have borne on anything.
        return not taken or any(values is None or not shown.isdisjoint(values) for values in taken)


def _by_area(desk: Desk, past: PastChange) -> Sequence[tuple[str, list[ShownChange]]] | None:
    """Return each area with what has changed of it; None where nobody can tell."""
    if past.changes is None:
        return None
    areas = {area: [_shown(desk, change) for change in past.changes if change.area == area] for area in AREAS}
    return [(area, changes) for area, changes in areas.items() if changes]


def _shown(desk: Desk, change: ToldChange) -> ShownChange:
    decisions = {decision.id for decision in desk.seen(desk.the_brand.decisions)}
    return ShownChange(
        kind=change.kind,
        mark=_MARKED.get(change.kind, ""),
        sentence=_coded(change.sentence),
        holds=tuple(_coded(line) for line in change.holds),
        details=tuple(map(_coded, change.details)),
        decision=change.decision if change.decision in decisions else None,
    )


def _coded(sentence: str) -> Markup:
    """Return a sentence with what stands between backquotes as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if rank % 2 else escape(part)
        for rank, part in enumerate(sentence.split("`"))
    )
