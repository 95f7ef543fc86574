"""Find the decision that comes with a change and lets it be: who decided it, why, until when.

Comes in: a comparison, the two handbooks, the day. Goes out: of a change, the decision that names it and what that one
lacks; the problems of `widening-has-a-decision`. Who may decide is read in the handbook before: nobody becomes a
decider by the change that they decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Change, Comparison
from perimetre.compare.renames import renames
from perimetre.compare.saying import day, few, quoted, settled
from perimetre.compare.stakes import highest_severity
from perimetre.cover.ranks import Ranks
from perimetre.model import Brand, Circuit, Handbook, Role, Rule
from perimetre.model.basics import HOUSE
from perimetre.model.decision import Decision
from perimetre.model.escalation import Severity
from perimetre.model.owners import Owners
from perimetre.model.posture import PostureDeclared
from perimetre.rules.kit.texts import says_nothing

# What somebody must have decided; `mixed` goes with `widened`.
TO_DECIDE = frozenset({"widened", "mixed", "weakened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLack:
    """What a decision lacks to let a change be.

    Fields:
        what: the end of a sentence that begins with the decision.
        hint: what to write.
        key: the key of the decision at which to write it; None: the whole decision.
    """

    what: Message
    hint: Message
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingDecision:
    """A decision that comes with a change and names it.

    Fields:
        decision: the decision.
        lack: what it lacks; None: it lets the change be.
    """

    decision: Decision
    lack: DecisionLack | None


class Decisions:
    """The decisions that come with what changes from one handbook to another."""

    def __init__(self, old: Handbook, new: Handbook, today: date) -> None:
        """Note what was decided before.

        Args:
            old: the handbook before, whose roles decide.
            new: the handbook after.
            today: the day (in the house's zone).
        """
        names = renames(old, new)
        self._old, self._new, self._today = names.before, new, today
        self._owners = Owners(self._old)
        self._ranks: dict[str, Ranks] = {}
        # Of a brand that has another id: its folder of before, by that of today.
        self._folders = {_folder(new, id_): _folder(old, former) for former, id_ in names.brands.items()}

    def of(self, change: Change) -> NamingDecision | None:
        """Return the decision that comes with a change and names what it is about: one that holds, else the first."""
        namings = [
            NamingDecision(decision=decision, lack=self._lack(decision, change))
            for decision in self.coming_with(change.brand)
            if names(decision, change)
        ]
        whole = [naming for naming in namings if naming.lack is None]
        return next(iter((*whole, *namings)), None)

    def coming_with(self, brand: str) -> Sequence[Decision]:
        """Return the decisions that a brand has, or the house, and that were not there before."""
        known = {decision.id for decision in self.before(brand)}
        level = self._new.brand(brand)
        return [
            decision
            for decision in (level.decisions if level is not None else ())
            if not known & {decision.id, *decision.formerly}
        ]

    def before(self, brand: str) -> Sequence[Decision]:
        """Return the decisions that a brand had, or the house."""
        level = self._old.brand(brand)
        return level.decisions if level is not None else ()

    def not_begun(self, comparison: Comparison) -> Mapping[str, Sequence[Change]]:
        """Return, by brand (or "house"), what must be decided and that no decision that comes with it names yet."""
        changes: dict[str, list[Change]] = {}
        for change in comparison.of("widened", "weakened"):
            if self.of(change) is None:
                changes.setdefault(change.brand, []).append(change)
        return changes

    def deciders(self, change: Change) -> Sequence[Role]:
        """Return the roles that may decide a change: of the brand's side, as high as whoever answers for it.

        Those whom the records of the change name stand first (`_concerned`): a reader is told of some alone.
        """
        level = self._old.brand(change.brand)
        roles = level.people.roles if level is not None else ()
        first = {id_: rank for rank, id_ in enumerate(dict.fromkeys(self._concerned(change)))}
        may = [role for role in roles if self._refusal(role.id, change) is None]
        return sorted(may, key=lambda role: first.get(role.id, len(first)))

    def _concerned(self, change: Change) -> Iterator[str]:
        """Yield the roles that what changes names, as it was: who answers for it, who agrees there, who decided it."""
        owner, level = self._owner(change), self._old.brand(change.brand)
        if owner is not None:
            yield owner.id
        if level is None:
            return
        for id_ in change.about:
            rule, circuits = level.find(Rule, id_), [level.find(Circuit, id_)]
            if rule is not None:
                circuits += [level.find(Circuit, named) for named in (*rule.validation, *filter(None, [rule.lift]))]
            yield from (who for circuit in circuits if circuit is not None for step in circuit.steps for who in step.of)
            severity = level.find(Severity, id_)
            if severity is not None and severity.leads:
                yield severity.leads
        for decision in self.before(change.brand):
            if names(decision, change):
                yield from decision.decided_by

    def lifted(self, change: Change) -> Sequence[PostureDeclared]:
        """Return the declarations, as they were, that a change makes hold less; none where it is another change."""
        level = self._old.brand(change.brand)
        records = [level.own.get(("posture", id_)) for id_ in change.about] if level is not None else []
        postures = [record for record in records if isinstance(record, PostureDeclared)]
        return postures if len(postures) == len(change.about) else ()

    def _lack(self, decision: Decision, change: Change) -> DecisionLack | None:
        """Return the first thing that a decision lacks; None where it has all."""
        ends = [end for end in (decision.until, decision.review_on) if end is not None]
        if decision.kind == "narrowing":
            what = message("is said to narrow")
            return DecisionLack(
                what=what, hint=message("Write `kind: widening`, if that is what was decided."), key="kind"
            )
        if not decision.is_live(self._today):
            what = message("is not in force")
            return DecisionLack(what=what, hint=message("Approve it, and look at its dates: it must hold today."))
        if decision.decided_on is None or not decision.decided_by:
            what = message("does not say yet who decided, and when")
            return DecisionLack(what=what, hint=self._who_may(change), key="decided_by")
        refusals = [self._refusal(role, change) for role in decision.decided_by]
        if all(refusals) and refusals[0] is not None:
            return DecisionLack(what=refusals[0], hint=self._who_may(change), key="decided_by")
        if says_nothing(decision.why):
            what = message("does not say why")
            return DecisionLack(
                what=what, hint=message("Write the reason under `why`, in a sentence or two."), key="why"
            )
        if not ends and self.lifted(change):
            # An alert that is over is over.
            return None
        if not ends:
            what = message("has no end, and no day on which it is looked at again")
            hint = message("Write `until`, the day on which it ends, or `review_on`, the day on which one looks again.")
            return DecisionLack(what=what, hint=hint)
        if max(ends) < self._today:
            what = message("has come to its end, {day}", day=day(max(ends)))
            hint = message("Write a day that is yet to come, or take back what was decided.")
            return DecisionLack(what=what, hint=hint, key="until" if decision.until == max(ends) else "review_on")
        return None

    def _who_may(self, change: Change) -> Message:
        roles = self.deciders(change)
        if not roles:
            return message("Nobody on the brand’s side may decide it yet: say first, in `people.yml`, who does.")
        ids = few((f"`{role.id}`" for role in roles), "or")
        return message("It may be decided by {roles}: write who did, in `decided_by`.", roles=ids)

    def _refusal(self, id_: str, change: Change) -> Message | None:
        """Return why a role may not decide a change, as the end of a sentence; None where it may."""
        role = self._role_before(id_, change)
        if role is None:
            return message("is decided by `{role}`, a role that was not there before this change", role=id_)
        title = quoted(role.title or role.id)
        if role.side != "brand":
            return message("is decided by {role}, who is not on the brand’s side", role=title)
        postures = self.lifted(change)
        if postures:
            # Whoever the house lets lift an alert decides that it is over, whatever else they decide.
            if all(id_ in posture.lifted_by for posture in postures):
                return None
            return message("is decided by {role}, who may not lift this alert level", role=title)
        if role.community_manager or role.trainee:
            return message("is decided by {role}, and nobody widens their own perimeter", role=title)
        owner, stake = self._owner(change), self._stake(change)
        if owner is not None and role.id == owner.id and (role.decides_up_to or 0) >= stake:
            return None
        # As much as whoever answers for it, and more than nothing; for what protects less, as high as what it protects.
        needed = stake or (max(1, owner.decides_up_to or 0) if owner is not None else 1)
        if (role.decides_up_to or 0) >= needed:
            return None
        return message(
            "is decided by {role}, who decides alone up to severity {up_to}: here {needed} is asked for",
            role=title,
            up_to=role.decides_up_to or 0,
            needed=needed,
        )

    def _stake(self, change: Change) -> int:
        """Return the severity on which what protects less bears: the highest on which anybody decides, at most."""
        level = self._old.brand(change.brand)
        if change.kind != "weakened" or level is None:
            return 0
        if change.brand not in self._ranks:
            self._ranks[change.brand] = Ranks(level, self._today)
        highest = max((role.decides_up_to or 0 for role in level.people.roles if _may_decide(role)), default=0)
        return min(highest_severity(self._ranks[change.brand], change.about), highest)

    def _role_before(self, id_: str, change: Change) -> Role | None:
        before = self._old.brand(change.brand)
        return before.find(Role, id_) if before is not None else None

    def _owner(self, change: Change) -> Role | None:
        """Return the role that answered before for what changes; for the file where it is written, if it is new."""
        level = self._old.brand(change.brand)
        if level is None:
            return None
        records = (record for id_ in change.about for (_, known), record in level.own.items() if known == id_)
        place = next((record.place for record in records), None)
        if place is None and change.place is not None:
            folder, _, name = change.place.file.rpartition("/")
            place = Place(f"{self._folders.get(folder, folder)}/{name}")
        owner = self._owners.of(place) if place is not None else self._owners.usual
        return level.find(Role, owner) if owner is not None else None


def _may_decide(role: Role) -> bool:
    return role.side == "brand" and not role.community_manager and not role.trainee


def _folder(handbook: Handbook, brand: str) -> str:
    level = handbook.brand(brand)
    return level.brand.place.file.rpartition("/")[0] if level is not None else ""


def names(decision: Decision, change: Change) -> bool:
    """Say whether a decision names something of what makes a change."""
    return not {*decision.rules, *decision.records}.isdisjoint(change.about)


def rules_of(change: Change, level: Brand | None) -> Sequence[str]:
    """Return the rules in force of those that make a change; `level`: what its brand, or the house, says after it."""
    return [id_ for id_ in change.about if level is not None and level.find("rule", id_) is not None]


def undecided(
    comparison: Comparison, old: Handbook, new: Handbook, today: date, against: str = "main"
) -> Iterator[Problem]:
    """Yield each cause of what widens or weakens that no decision lets be, told once.

    Args:
        comparison: what changes.
        old, new: the two handbooks.
        today: the day (in the house's zone).
        against: what a command writes after `--against` to compare with `old`.
    """
    decisions = Decisions(old, new, today)
    causes: dict[tuple[str, tuple[str, ...]], list[Change]] = {}
    # What a file of the house says less of is less for its brands too: one cause, told first as the house's.
    for change in sorted(comparison.of("widened", "weakened"), key=lambda change: change.brand != HOUSE):
        causes.setdefault((_place(change, new).file, change.about), []).append(change)
    for changes in causes.values():
        naming = decisions.of(changes[0])
        if naming is None or naming.lack is not None:
            problem = _problem(changes, naming, decisions, new, against)
            related = tuple((place, settled(told)) for place, told in problem.related)
            hint = settled(problem.hint) if problem.hint is not None else None
            yield replace(problem, message=settled(problem.message), hint=hint, related=related)


def _problem(
    changes: Sequence[Change], naming: NamingDecision | None, decisions: Decisions, new: Handbook, against: str
) -> Problem:
    first = changes[0]
    place, level = _place(first, new), new.brand(first.brand)
    if naming is not None and naming.lack is not None:
        lack, decision = naming.lack, naming.decision
        what = message(
            "The decision {title}, which names this, {lack}. {change}",
            title=quoted(decision.title or decision.id),
            lack=lack.what,
            change=_told(changes),
        )
        written = Place(decision.place.file, (*decision.place.path, *([lack.key] if lack.key else ())), "key")
        related = ((written, message("This is the decision.")),)
        return Problem(place=place, message=what, hint=lack.hint, related=related, about=frozenset(first.about))
    if first.kind == "weakened":
        what = message(
            "This protects less, and no decision that comes with it names it. {change}", change=_told(changes)
        )
    else:
        what = message(
            "This lets somebody do more, and no decision that comes with it names it. {change}", change=_told(changes)
        )
    rules = rules_of(first, level)
    hint = message(
        "Have it decided, then write who, why, and until when: `perimetre new decision --against {against}` begins "
        "the record ({ids} under `{key}`).",
        against=against,
        ids=few((f"`{id_}`" for id_ in (rules or first.about)), "and"),
        key="rules" if rules else "records",
    )
    return Problem(
        place=place, message=what, hint=hint, related=tuple(_nearly(first, decisions)), about=frozenset(first.about)
    )


def _nearly(change: Change, decisions: Decisions) -> Iterator[tuple[Place, Message]]:
    """Yield the decisions that one might take for that of a change, each with why it is not."""
    for decision in decisions.coming_with(change.brand):
        yield decision.place, message("This decision comes with the change, and names something else.")
    for decision in decisions.before(change.brand):
        if names(decision, change):
            yield decision.place, message("This decision was there before: it says nothing of what changes now.")
    for brand in change.reaches if change.brand == HOUSE else ():
        for decision in decisions.coming_with(brand):
            if names(decision, change) and decision.origin != HOUSE:
                yield decision.place, message("This is a brand’s decision, and what changes is the house’s.")


def _told(changes: Sequence[Change]) -> Message:
    """Return the sentence of the first change, with the lists of which it names some, and how many come with it."""
    left, said = len(changes) - 1, changes[0].summary
    for listed in changes[0].lists:
        said = message("{said} {more}", said=said, more=listed)
    if not left:
        return said
    more = counted("{count} more change comes of it.", "{count} more changes come of it.", left)
    return message("{said} {more}", said=said, more=more)


def _place(change: Change, new: Handbook) -> Place:
    """Return where a change is written after; of what is gone, the list that held it."""
    if change.place is None:
        level: Brand | None = new.brand(change.brand)
        return level.brand.place if level is not None and level.brand.place.file else new.settings.place
    if change.side == "new":
        return change.place
    return Place(change.place.file, change.place.path[:1], "key")
