"""Hold what a comparison found, as every report of it takes it: in order, with lines, and with who must agree.

Comes in: a `Comparison` and the two handbooks that were compared. Goes out: `Differences`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, zip_longest

from perimetre.base.diagnostics import Place, Span
from perimetre.base.words import Message, counted, few, message, say
from perimetre.compare import Change, Comparison
from perimetre.compare.decided import TO_DECIDE, Decisions
from perimetre.model import Handbook
from perimetre.model.basics import HOUSE
from perimetre.model.decision import Decision
from perimetre.model.owners import Owners

# Exact cases of one change, and sentences that explain one.
_CASES = 6
_DETAILS = 6
# Places of one side, turned into lines.
SpanOf = Callable[[Place], Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAsked:
    """Somebody whose agreement changes ask for.

    Fields:
        role: what the role is called; None where nobody answers for what is changed.
        roles: their ids; none: nobody answers for it.
        brand: the id of the brand, or "house".
        gaining: of the roles, what those are called that may do more themselves by one of the changes.
        changes: those that are theirs, each with the decision that comes with it and lets it be, or None.
    """

    role: object | None
    roles: frozenset[str]
    brand: str
    gaining: tuple[object, ...] = ()
    changes: tuple[tuple[Change, Decision | None], ...]

    @property
    def told(self) -> Message:
        """How many changes are theirs, and how many come with no decision."""
        undecided = sum(change.kind in TO_DECIDE and decision is None for change, decision in self.changes)
        changes = counted("{count} change", "{count} changes", len(self.changes))
        if not undecided:
            return changes
        lacking = counted(
            "{count} of them comes with no decision that names it and holds",
            "{count} of them come with no decision that names them and holds",
            undecided,
        )
        return message("{changes}; {lacking}", changes=changes, lacking=lacking)

    @property
    def who(self) -> object:
        """What whoever must agree is called, with a warning where they would agree to what frees themselves."""
        if self.role is None:
            return message("nobody is said to answer for it")
        if not self.gaining:
            return self.role
        gaining = few(self.gaining)
        return counted(
            "{who} – take care: {gaining} gains by it",
            "{who} – take care: {gaining} gain by it",
            len(self.gaining),
            who=self.role,
            gaining=gaining,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What changes from one handbook to another.

    Fields:
        comparison: the changes.
        old, new: the two handbooks.
        today: the day on which decisions hold, in the house's zone.
        spans: by side, what turns a symbolic place into lines.
        names: what the two sides are called: a revision, a folder, the working tree.
        language: `fr` or `en`.
        colour: whether the text goes to a terminal that shows colours.
        width: how many columns the terminal has to which the text goes; None: it goes elsewhere, its lines whole.
        against: the state before, as a command takes it.
        whole: whether the text shows the exact cases too; Markdown has some of them, JSON all.
    """

    comparison: Comparison
    old: Handbook
    new: Handbook
    today: date
    spans: Mapping[str, SpanOf]
    names: tuple[object, object]
    language: str
    colour: bool = False
    width: int | None = None
    whole: bool = False
    against: str = "main"
    _owners: Mapping[str, Owners] = field(init=False, repr=False)
    _decisions: Decisions = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find once who answers for what, on each side, and what was decided."""
        object.__setattr__(self, "_owners", {"old": Owners(self.old), "new": Owners(self.new)})
        object.__setattr__(self, "_decisions", Decisions(self.old, self.new, self.today))

    @property
    def changes(self) -> Sequence[Change]:
        """The changes, in the order in which one reads them."""
        return self.comparison.changes

    def brand(self, id_: str) -> object:
        """Return what a brand is called, the house's own word for the house."""
        if id_ == HOUSE:
            return message("The house")
        for handbook in (self.new, self.old):
            brand = handbook.brand(id_)
            if brand is not None and brand.brand.name is not None:
                return brand.brand.name
        return id_

    def by_brand(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[Change, ...]]]]]:
        """Yield each brand with its areas, and of each area the changes."""
        for brand, its_own in groupby(self.changes, lambda change: change.brand):
            yield brand, ((area, tuple(same)) for area, same in groupby(its_own, lambda change: change.area))

    def written(self, change: Change) -> tuple[str, int | None] | None:
        """Return the file and the line of a change; the line is None where the whole file is meant."""
        if change.place is None or not change.place.file:
            return None
        line = self.spans[change.side](change.place).line if change.place.path else None
        return change.place.file, line

    def cases(self, change: Change) -> Sequence[Message]:
        """Return what says that a change has exact cases, and where they are."""
        if not change.cases:
            return ()
        folded = counted(
            "{count} exact case: `perimetre diff --details` shows it.",
            "{count} exact cases: `perimetre diff --details` shows them.",
            len(change.cases),
        )
        return (folded,)

    def explained(self, change: Change) -> Sequence[Message]:
        """Return what explains a change, as much as somebody reads; all of it where the whole is asked for."""
        left = len(change.details) - _DETAILS
        if self.whole or left <= 1:
            return change.details
        more = counted(
            "and {count} more: `perimetre diff --details` shows it",
            "and {count} more: `perimetre diff --details` shows them",
            left,
        )
        return (*change.details[:_DETAILS], more)

    def shown(self, change: Change) -> Sequence[Message]:
        """Return some exact cases of a change: of each brand that has its own the largest, before any brand has two."""
        of_brand: dict[str, list[int]] = {}
        for rank, case in enumerate(change.cases):
            of_brand.setdefault(say(case.values.get("brand", ""), self.language), []).append(rank)
        turns = [rank for turn in zip_longest(*of_brand.values()) for rank in turn if rank is not None]
        # To count one other takes no less room than to say it.
        most = _CASES if len(turns) > _CASES + 1 else len(turns)
        return tuple(change.cases[rank] for rank in turns[:most])

    def verdict(self) -> Sequence[Message]:
        """Return what the changes come to, a sentence each, the gravest first; none where nothing changes."""
        of = self.comparison.of
        records = len(of("added", "removed", "renamed"))
        sentences = (
            counted(
                "{count} change weakens what protects: who answers, crises, voice.",
                "{count} changes weaken what protects: who answers, crises, voice.",
                len(of("weakened")),
            ),
            counted(
                "{count} change lets somebody do more than before.",
                "{count} changes let somebody do more than before.",
                len(of("widened")),
            ),
            counted(
                "{count} change asks for somebody else’s agreement.",
                "{count} changes ask for somebody else’s agreement.",
                len(of("rerouted")),
            ),
            counted(
                "{count} change gives a turn of duty to somebody else.",
                "{count} changes give a turn of duty to somebody else.",
                len(of("reassigned")),
            ),
            counted(
                "{count} change is for somebody to read.",
                "{count} changes are for somebody to read.",
                len(of("review")),
            ),
            counted(
                "{count} change lets somebody do less than before.",
                "{count} changes let somebody do less than before.",
                len(of("narrowed")),
            ),
            counted(
                "{count} change strengthens what protects.",
                "{count} changes strengthen what protects.",
                len(of("strengthened")),
            ),
            counted(
                "{count} record is added, removed or renamed.",
                "{count} records are added, removed or renamed.",
                records,
            ),
        )
        told = [sentence for sentence in sentences if sentence.count]
        if told or not self.changes:
            return told
        return [message("Only the wording changes: nothing else is allowed, asked or forbidden.")]

    def agreements(self) -> Sequence[AgreementAsked]:
        """Return whose agreement the changes ask for: of each that widens, weakens or must be read, its owner's."""
        asked: dict[tuple[str, frozenset[str]], list[Change]] = {}
        # The same roles agree, whichever a change names first: they are told as the first of their changes names them.
        named: dict[frozenset[str], tuple[str, ...]] = {}
        for change in self.comparison.of("widened", "weakened", "rerouted", "reassigned", "review"):
            if change.kind == "review" and change.place is None:
                # What follows from the others: people read again, nobody agrees.
                continue
            agreeing = self._agreeing(change)
            named.setdefault(frozenset(agreeing), agreeing)
            asked.setdefault((change.brand, frozenset(agreeing)), []).append(change)
        return [
            AgreementAsked(
                role=few((self._role(brand, role) for role in named[roles]), "or") if roles else None,
                roles=roles,
                brand=brand,
                gaining=tuple(
                    self._role(brand, role)
                    for role in named[roles]
                    if any(role in self._gaining(named[roles], change) for change in changes)
                ),
                changes=tuple((change, self._decision(change)) for change in changes),
            )
            for (brand, roles), changes in asked.items()
        ]

    def to_begin(self) -> Iterator[Message]:
        """Yield by which command the decisions that lack are begun, where some lack."""
        if any(
            change.kind in TO_DECIDE and decision is None
            for agreement in self.agreements()
            for change, decision in agreement.changes
        ):
            yield message(
                "To begin what is to be decided: `perimetre new decision --against {revision}`, in the folder that "
                "holds the change; it writes the record, with what changes and who may decide it.",
                revision=self.against,
            )

    def _agreeing(self, change: Change) -> tuple[str, ...]:
        """Return the roles of which one agrees: the owner of what changes, else whoever may decide it."""
        owner = self._owners[change.side].of(change.place) if change.place is not None else None
        deciders = [role.id for role in self._decisions.deciders(change)] if change.kind in TO_DECIDE else []
        if owner in deciders or not deciders:
            return (owner,) if owner is not None else ()
        return tuple(deciders)

    @staticmethod
    def _gaining(roles: Sequence[str], change: Change) -> tuple[str, ...]:
        """Return those of some roles that a change lets do more."""
        if change.kind not in ("widened", "mixed"):
            return ()
        # Of a role that decides higher than before, the change names that role alone.
        freed = change.roles if change.area == "perimeter" else change.about if len(change.about) == 1 else ()
        return tuple(role for role in roles if role in freed)

    def asked(self) -> Mapping[int, Message]:
        """Return, by the identity of each change that asks for an agreement, the decision made, or whose it is.

        Where one and the same agreement is asked for all, it is told once, for the whole (`agreements`).
        """
        told: dict[int, Message] = {}
        agreements = self.agreements()
        several = len({agreement.roles for agreement in agreements}) > 1
        for agreement in agreements:
            for change, decision in agreement.changes:
                if decision is not None:
                    told[id(change)] = message(
                        "Decision that comes with it: {title}", title=decision.title or decision.id
                    )
                elif agreement.role is not None and several:
                    told[id(change)] = message("Agreement: {who}", who=agreement.role)
        return told

    def _role(self, brand: str, id_: str) -> object:
        levels = [level for level in (self.new.brand(brand), self.old.brand(brand)) if level is not None]
        role = next((role for level in levels if (role := level.find("role", id_)) is not None), None)
        return getattr(role, "title", None) or id_

    def _decision(self, change: Change) -> Decision | None:
        """Return the decision that comes with a change, names it and lets it be."""
        naming = self._decisions.of(change)
        return naming.decision if naming is not None and naming.lack is None else None
