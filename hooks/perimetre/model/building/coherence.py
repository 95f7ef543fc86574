"""Check what the model stands on: no circle, lawful derogations, one class per word, facts by type (build).

Each check is told once where it stands: what the house says is checked in the house, and a brand's view only where the
brand has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.base.suggest import closest
from perimetre.base.words import few, message
from perimetre.model.basics import HOUSE, Part, Record
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.inheritance import OwnerFiles, TermScope, scope_of, strictness
from perimetre.model.escalation import Criterion
from perimetre.model.matches import MOST_WAYS, FactTest, Match, Situation, facts_named, too_many_ways
from perimetre.model.scope import Group, GroupOf, RedLine, Rule
from perimetre.model.values import Fact
from perimetre.model.voice import Term
from perimetre.model.whole import Brand

# The list of values, or the namespace, that the members of a group come from.
MEMBERS: Mapping[GroupOf, str] = {
    "roles": "role",
    "actions": "action",
    "says": "says",
    "channels": "channel",
    "topics": "topic",
    "authors": "author",
    "places": "place",
    "brands": "brand",
}


def check_deputies(brand: Brand, findings: BuildFindings) -> None:
    """Report each circle of deputies, once: nobody would be left to answer."""
    roles = {role.id: role for role in brand.people.roles}
    deputies = {role.id: [role.deputy] for role in roles.values() if role.deputy is not None and role.deputy in roles}
    for circle in circles(deputies):
        if _concerns(brand, [roles[id_] for id_ in circle]):
            first = roles[circle[0]]
            findings.add(
                "deputy-has-no-loop",
                _key(first, "deputy"),
                message(
                    "The deputies go round in a circle: {circle}.",
                    circle=" → ".join(f"`{id_}`" for id_ in (*circle, circle[0])),
                ),
                message("End the chain with a role that has no deputy, or whose deputy is outside the circle."),
                related=tuple(
                    (_key(roles[id_], "deputy"), message("`{role}` is in the circle.", role=id_)) for id_ in circle[1:]
                ),
            )


def check_groups(brand: Brand, knows: Mapping[GroupOf, frozenset[str]], findings: BuildFindings) -> None:
    """Report the groups that go round in a circle, bear the id of what they could hold, or name what nobody knows.

    Args:
        brand: the brand in effect.
        knows: by sort of group, every id that a member may have; a sort that is not judged is left out.
        findings: where to report.
    """
    groups = {group.id: group for group in brand.scope.groups}
    inner = {id_: [member for member in group.members if member in groups] for id_, group in groups.items()}
    for circle in circles(inner):
        if _concerns(brand, [groups[id_] for id_ in circle]):
            findings.add(
                "groups-have-no-loop",
                _key(groups[circle[0]], "members"),
                message(
                    "The groups go round in a circle: {circle}.",
                    circle=" → ".join(f"`{id_}`" for id_ in (*circle, circle[0])),
                ),
                message("Take one of them out of the other."),
            )
    for group in groups.values():
        if group.origin == brand.id and group.of is not None and group.of in knows:
            _check_group(group, groups, knows[group.of], findings)


def _check_group(group: Group, groups: Mapping[str, Group], known: frozenset[str], findings: BuildFindings) -> None:
    if group.id in known:
        findings.add(
            "id-is-unique",
            _key(group, "id"),
            message("A group cannot be called `{id}`: one of those that it could hold already is.", id=group.id),
            message("Give the group another id."),
        )
    fellows = {fellow.id for fellow in groups.values() if fellow.of == group.of}
    for rank, member in enumerate(group.members):
        if member not in known and member not in fellows:
            place = Place(group.place.file, (*group.place.path, "members", rank))
            near = closest(member, sorted((known | fellows) - {group.id}))
            line = findings.line_with(place, member, near) if near else None
            hint = message("Did you mean `{near}`? Write `{line}`.", near=near, line=line) if line else None
            if member in groups:
                text = message("The group `{word}` is not of the same sort as this one.", word=member)
                hint = message("A group holds only things of one sort, and groups of them.")
            else:
                text = message("A group of this sort cannot hold anything called `{word}`.", word=member)
            about = (member, near) if near else (member,)
            fixes = [(place, near)] if near and line and member not in groups else []
            findings.add("reference-resolves", place, text, hint, about=about, fixes=fixes)


def check_derogations(layer: OwnerFiles, house: OwnerFiles | None, findings: BuildFindings) -> None:
    """Report the derogations that name what cannot be set aside, or what is not in force."""
    for record in layer.records.values():
        if not isinstance(record, Rule):
            continue
        for rank, id_ in enumerate(record.derogates):
            place = Place(record.place.file, (*record.place.path, "derogates", rank))
            of_house = house.records.get(("rule", id_)) if house else None
            named = layer.records.get(("rule", id_)) or of_house
            if isinstance(named, (Rule, RedLine)):
                _check_derogation(record, named, named is of_house, place, findings)


def _check_derogation(
    record: Rule, named: Rule | RedLine, of_house: bool, place: Place, findings: BuildFindings
) -> None:
    here = ((named.place, message("It is written here.")),)
    if isinstance(named, RedLine):
        findings.add(
            "derogation-is-allowed",
            place,
            message("`{id}` is a red line: nothing sets a red line aside.", id=named.id),
            message("Take `{id}` out of `derogates`.", id=named.id),
            related=here,
        )
    elif named.is_derogation:
        findings.add(
            "derogation-is-allowed",
            place,
            message("`{id}` is itself a derogation: a derogation sets aside rules only.", id=named.id),
            message("Name the rules themselves."),
            related=here,
        )
    elif of_house and not named.derogable:
        findings.add(
            "derogation-is-allowed",
            place,
            message("The house does not let a brand set its rule `{id}` aside.", id=named.id),
            message(
                "Ask the house to write `derogable: true` on the rule, or take `{id}` out of `derogates`.", id=named.id
            ),
            related=here,
        )
    elif named.status != "approved" or not _meet(record, named):
        findings.add(
            "derogation-names-a-live-rule",
            place,
            message(
                "The rule `{id}` is not in force while this derogation is: there is nothing to set aside.", id=named.id
            ),
            message("Take `{id}` out of `derogates`, or check the status and the dates of both.", id=named.id),
            related=here,
        )


def _meet(rule: Rule, other: Rule) -> bool:
    """Say whether two rules are ever in force on the same day."""
    first = max(rule.valid_from or date.min, other.valid_from or date.min)
    ends = [day for day in (rule.valid_until, rule.until, other.valid_until, other.until) if day is not None]
    return all(first <= day for day in ends)


def check_lexicon(layer: OwnerFiles, house: OwnerFiles | None, findings: BuildFindings) -> None:
    """Report a word that has two classes for the same use, and a brand that frees a word that the house restrains."""
    common = [term for term in house.records.values() if isinstance(term, Term)] if house else []
    seen: dict[tuple[str, TermScope], Term] = {}
    for term in layer.records.values():
        if not isinstance(term, Term) or term.class_ is None or term.term is None:
            continue
        word = term.term.casefold()
        first = seen.setdefault((word, scope_of(term)), term)
        if first.class_ != term.class_:
            findings.add(
                "term-has-one-class",
                _key(term, "class"),
                message("“{word}” has two classes for the same use.", word=term.term),
                message(
                    "Keep one entry; or use `channels`, `cases`, `during` or `scenarios` to say where each applies."
                ),
                related=((_key(first, "class"), message("The other class is here.")),),
            )
        for other in common:
            if (
                other.class_
                and (other.term or "").casefold() == word
                and strictness(term) < strictness(other)
                and scope_of(term).is_within(scope_of(other))
            ):
                findings.add(
                    "term-has-one-class",
                    _key(term, "class"),
                    message(
                        "The house is stricter about “{word}”: a brand may tighten the use of a word, never loosen it.",
                        word=term.term,
                    ),
                    message(
                        "Write `class: {stricter}`, or delete the entry: the house's then holds.", stricter=other.class_
                    ),
                    related=((_key(other, "class"), message("The house's class is here.")),),
                )


def check_facts(layer: OwnerFiles, facts: Mapping[str, Fact], findings: BuildFindings) -> None:
    """Report a fact that is asked what it cannot be: an amount that is `true`, a choice that is not in its list."""
    for reading in layer.readings:
        for test in reading.noted:
            if isinstance(test, Match):
                for rank, name in test.said_twice:
                    findings.add(
                        "case-adds-to-what-all-say",
                        _key(test.any_[rank], name),
                        message("`{key}` is said for all the cases, and again in this one.", key=name),
                        message("Say it once: above `any`, where it holds for all the cases; or in each of them."),
                        related=((_key(test, name), message("It is said for all of them here.")),),
                    )
            together = [case.when for case in test.cases] if isinstance(test, Match) else []
            if isinstance(test, Situation) and (too_many_ways(test.when) or too_many_ways(*together)):
                findings.add(
                    "condition-can-be-read",
                    _key(test, "when" if too_many_ways(test.when) else "any"),
                    message("This condition may hold in more than {count} ways: nobody can read it.", count=MOST_WAYS),
                    message("Write several rules, each with some of the cases."),
                )
            if not isinstance(test, FactTest | Criterion):
                continue
            if isinstance(test, FactTest) and any(other.times_usual for other in facts_named(test.not_)):
                findings.add(
                    "fact-is-asked-by-its-type",
                    _key(test, "not"),
                    message("`not` cannot be said of a number of times the usual."),
                    message("Say it the other way round: in what cases this does hold."),
                )
            fact = facts.get(test.fact or "")
            if fact is None or fact.type is None:
                continue
            bounds = [bound for bound in (test.above, test.up_to) if bound is not None]
            choices = test.choices if isinstance(test, FactTest) else ()
            if fact.type == "boolean":
                wrong, hint = bool(bounds or choices or test.times_usual), message("Write `true` or `false`.")
            elif fact.type == "choice":
                ids = [choice.id for choice in fact.choices]
                wrong = bool(bounds) or test.is_ is not None or any(choice not in ids for choice in choices)
                hint = message("Write one or more of {words}.", words=few((f"`{id_}`" for id_ in ids), "or"))
            elif fact.type == "duration":
                wrong = _is_no_measure(test, bounds, Duration)
                hint = message("Give bounds that are durations: `{example}`.", example="{above: 48h}")
            else:
                wrong = _is_no_measure(test, bounds, (int, float))
                hint = message("Give bounds that are numbers: `{example}`.", example="{above: 50, up_to: 150}")
            if wrong:
                findings.add(
                    "fact-is-asked-by-its-type",
                    test.place,
                    message("The fact `{fact}` cannot be this: its type is `{type}`.", fact=fact.id, type=fact.type),
                    hint,
                )


def _is_no_measure(
    test: FactTest | Criterion, bounds: Iterable[float | Duration], wanted: type | tuple[type, ...]
) -> bool:
    """Say whether what is asked of a measure is not a bound of its type."""
    choices = test.choices if isinstance(test, FactTest) else ()
    return bool(choices) or test.is_ is not None or any(not isinstance(bound, wanted) for bound in bounds)


def circles(graph: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the circles of a graph, each node in one at most, each circle from its least node."""
    known: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in sorted(graph):
        # The nodes of the path, each with those that remain to be seen after it; no recursion, so no depth matters.
        path: dict[str, Iterator[str]] = {start: iter(sorted(graph[start]))} if start not in done else {}
        while path:
            node = next(reversed(path))
            following = next(path[node], None)
            if following is None:
                done.add(node)
                del path[node]
            elif following in path:
                nodes = list(path)
                circle = nodes[nodes.index(following) :]
                if not any(set(circle) & set(other) for other in known):
                    least = circle.index(min(circle))
                    known.append((*circle[least:], *circle[:least]))
            elif following not in done:
                path[following] = iter(sorted(graph.get(following, ())))
    return known


def _concerns(brand: Brand, records: Iterable[Record]) -> bool:
    """Say whether a finding on records is the brand's to be told: one of them is its own, or it is the house."""
    return brand.id == HOUSE or any(record.origin == brand.id for record in records)


def _key(record: Part, key: str) -> Place:
    return Place(record.place.file, (*record.place.path, key))
