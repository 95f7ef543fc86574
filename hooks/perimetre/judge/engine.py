"""Judge: run every rule over a handbook.

Comes in: a `Handbook`, the documents that it was built from, the day, and what the stages before found. Goes out: all
diagnostics: each with its level, as the house sets it; its place in the text; the page of its rule; and, where a
comment beside it sets it aside with a reason, that reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from perimetre.base.diagnostics import Diagnostic, FindingLevel, Place, Problem, Related, Span
from perimetre.base.memory import Memory
from perimetre.base.suggest import closest
from perimetre.base.words import Listing, Message, counted, message
from perimetre.judge.codes import EARLIER, ENGINE, SOFT
from perimetre.judge.comments import Suppression, suppressions
from perimetre.judge.registry import RULES
from perimetre.model import Brand, Handbook, Unread
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HANDBOOK, HOUSE, REQUIRED
from perimetre.reading.parse import Document
from perimetre.rules.kit.base import Check, View

_OFF = "off"


def views_of(handbook: Handbook, documents: Mapping[str, Document], today: date) -> tuple[View, ...]:
    """Return what the rules look at: each brand of the handbook on a day."""
    memory = Memory()
    return tuple(
        View(handbook=handbook, brand=brand, today=today, documents=documents, memory=memory)
        for brand in handbook.brands
    )


def judge(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    *,
    found: Iterable[Diagnostic] = (),
    views: tuple[View, ...] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what the rules find, and what was found before, in the order in which it is shown.

    Args:
        handbook: the handbook as built.
        documents: the documents that could be read, by path as printed.
        today: the day, in the house's zone.
        found: the diagnostics of the stages before, whose warnings and notes can change level or be set aside too.
        views: those of `views_of`, if they serve for more than this.
    """
    placer = _Placer(handbook, documents)
    levels, odd = _levels(handbook)
    views = views_of(handbook, documents, today) if views is None else views
    found = tuple(found)
    judged, unjudged = _run(handbook, documents, today, levels, placer, views, _slips(found, documents))
    before = [one for one in found if one.severity != "error"]
    meant = _meant(found)
    ours = [*_levelled(before, levels), *(one for one in judged if not meant & frozenset(_names(one.message)))]
    built = {check.id for check in RULES.values() if check.built}
    silent = {id_ for id_, level in levels.items() if level == _OFF} | unjudged.keys() | built
    ours, more = _set_aside(ours, documents, today, silent)
    own = [placer.diagnostic(id_, level, problem) for id_, level, problem in (*odd, *_unjudged(unjudged))]
    errors = (one for one in found if one.severity == "error")
    return tuple(sorted([*errors, *ours, *more, *own], key=lambda one: one.order))


def settle(
    handbook: Handbook, documents: Mapping[str, Document], today: date, check: Check, problems: Iterable[Problem]
) -> tuple[Diagnostic, ...]:
    """Return what a rule finds in the built pages as `judge` returns what the others find."""
    level = _levels(handbook)[0].get(check.id, check.level)
    if level == _OFF:
        return ()
    placer = _Placer(handbook, documents)
    found = [placer.diagnostic(check.id, _milder(level, one.level), one) for one in problems]  # type: ignore[arg-type]
    # Whether a comment is of use is said of the other rules only: this one looks at the pages of one kind of reader.
    return tuple(_set_aside(found, documents, today, RULES)[0]) if found else ()


def address(rule: str) -> str | None:
    """Return the address of a rule's page, from the site's root; None for a code of the stages before."""
    return f"reference/rules/{rule}/" if rule in RULES or rule in ENGINE else None


def _meant(found: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the names that misspelt words stood for: what a rule finds lacking of them is the slip's, said once."""
    return frozenset(
        str(one.hint.values["near"])
        for one in found
        if one.severity == "error" and one.hint is not None and "near" in one.hint.values
    )


def _names(said: Message) -> Iterator[str]:
    """Yield the names that a message speaks of."""
    waiting = list(said.values.values())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Message):
            waiting.extend(one.values.values())
        elif isinstance(one, Listing):
            waiting.extend(one.items)
        else:
            yield str(one).strip("`")


# --- running the rules ---------------------------------------------------------------------------------------------


def _run(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    levels: Mapping[str, str],
    placer: _Placer,
    views: tuple[View, ...],
    slips: tuple[Unread, ...],
) -> tuple[list[Diagnostic], dict[str, tuple[str, ...]]]:
    """Return what the rules find, and the rules that could not be judged, each with the files that it lacks."""
    found: dict[object, Diagnostic] = {}
    first: dict[object, str] = {}
    unjudged: dict[str, tuple[str, ...]] = {}
    house = handbook.house or (handbook.brands[0] if handbook.brands else None)
    above = View(handbook=handbook, brand=house, today=today, documents=documents, views=views) if house else None
    unread = {brand.id: _unread(handbook, brand, slips) for brand in (*handbook.brands, *((house,) if house else ()))}
    for check in RULES.values():
        level = levels.get(check.id, check.level)
        if level == _OFF or check.built:
            continue
        for view in ([above] if above else []) if check.whole else views:
            missing = _unread(handbook, None, slips) if check.whole else unread[view.brand.id]
            if lacking := [missing[kind] for kind in check.ground if kind in missing]:
                unjudged[check.id] = (*unjudged.get(check.id, ()), *lacking)
                continue
            for id_, problem in _problems(check, view):
                known = (id_, problem.place, problem.message.text, str(problem.message.values))
                # A slip in a record of the house is told once, by the first brand, whatever else differs in the others.
                if len(problem.place.path) > 1 and first.setdefault(known[:3], view.brand.id) != view.brand.id:
                    continue
                # What stands in no file is of one that is missing, which is said already.
                if problem.place.file and known not in found and not placer.is_open(problem.place):
                    severity = "error" if id_ != check.id else _milder(level, problem.level)
                    found[known] = placer.diagnostic(id_, severity, problem)  # type: ignore[arg-type]
    return list(found.values()), unjudged


def _milder(level: str, other: str | None) -> str:
    """Return the milder of a rule's level, as the house sets it, and that of what was found."""
    order = ("error", "warning", "info")
    return level if other is None else max(level, other, key=order.index)


def _problems(check: Check, view: View) -> Iterator[tuple[str, Problem]]:
    """Yield what a rule finds, each with the id that it bears."""
    try:
        for problem in check.find(view):
            yield check.id, problem
    except Exception as error:
        # Whatever the rule did wrong, silence would say that all is well.
        said = message(
            "The rule `{rule}` failed on this handbook and could not be checked: {reason}.",
            rule=check.id,
            reason=f"{type(error).__name__}: {error}",
        )
        hint = message("Tell the Périmètre team; until then, check by hand what this rule looks at.")
        yield "rule-does-not-crash", Problem(place=Place(view.file("brand")), message=said, hint=hint)


def _slips(found: Iterable[Diagnostic], documents: Mapping[str, Document]) -> tuple[Unread, ...]:
    """Return the files in which a word names nothing: what they say is not what is meant, and is not judged."""
    files = {one.file: documents.get(one.file) for one in found if one.rule == "reference-resolves"}
    filed = [(file, kind_of(document.path)) for file, document in sorted(files.items()) if document is not None]
    return tuple(Unread(one.kind.id, one.origin, file) for file, one in filed if isinstance(one, Filed))


def _unread(handbook: Handbook, brand: Brand | None, slips: tuple[Unread, ...]) -> dict[str, str]:
    """Return the kinds of file that a brand (all, for None) has and that could not be read, each with the file."""
    origins = None if brand is None else {brand.id, HOUSE, HANDBOOK}
    found = {one.kind: one.file for one in (*slips, *handbook.unread) if origins is None or one.origin in origins}
    # A required file that is missing is said once, by its place: what it would hold is not said to be missing too.
    if brand is not None and brand.id != HOUSE:
        for kind in REQUIRED:
            own = brand.files.get(kind, "")
            if f"brands/{brand.id}/" not in own:
                found.setdefault(kind, f"brands/{brand.id}/{kind}.yml")
    return found


def _unjudged(unjudged: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, FindingLevel, Problem]]:
    if not unjudged:
        return
    files = tuple(sorted({file for several in unjudged.values() for file in several}))
    yield (
        "rule-has-its-ground",
        "info",
        Problem(
            place=Place(files[0]),
            message=counted(
                "{count} rule is not checked until {files} can be read without an error: {rules}.",
                "{count} rules are not checked until {files} can be read without an error: {rules}.",
                len(unjudged),
                files=Listing(tuple(f"`{file}`" for file in files)),
                rules=Listing(tuple(f"`{id_}`" for id_ in sorted(unjudged))),
            ),
            hint=message("First fix what is reported on these files."),
        ),
    )


# --- levels --------------------------------------------------------------------------------------------------------


def _levels(handbook: Handbook) -> tuple[dict[str, str], list[tuple[str, FindingLevel, Problem]]]:
    """Return the levels that the house gives, and what is wrong with them."""
    levels: dict[str, str] = {}
    odd: list[tuple[str, FindingLevel, Problem]] = []
    for one in handbook.settings.rule_levels:
        if one.rule is None or one.level is None:
            continue
        if one.rule in RULES or one.rule in SOFT:
            levels[one.rule] = one.level
            continue
        near = closest(one.rule, [*RULES, *SOFT])
        if one.rule in ENGINE or one.rule in EARLIER:
            said = message("The level of `{rule}` cannot be changed.", rule=one.rule)
            hint = message("Delete this entry.")
        else:
            said = message("No rule is called `{rule}`.", rule=one.rule)
            hint = (
                message("Did you mean `{near}`?", near=near)
                if near
                else message("Delete this entry, or write the id of a rule.")
            )
        place = Place(one.place.file, (*one.place.path, "rule"))
        odd.append(("rule-level-names-a-rule", "error", Problem(place=place, message=said, hint=hint)))
    return levels, odd


def _levelled(found: Iterable[Diagnostic], levels: Mapping[str, str]) -> Iterator[Diagnostic]:
    for one in found:
        level = levels.get(one.rule, one.severity)
        if level != _OFF:
            yield replace(one, severity=level)  # type: ignore[arg-type]


# --- what is set aside ---------------------------------------------------------------------------------------------


def _set_aside(
    found: list[Diagnostic], documents: Mapping[str, Document], today: date, silent: Iterable[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return the diagnostics, those that a comment sets aside with its reason, and what is wrong with the comments.

    Args:
        found: what may be set aside.
        documents: where the comments are.
        today: the day.
        silent: the rules that were not judged, of which nobody knows whether a comment is of use.
    """
    comments = [one for document in documents.values() for one in suppressions(document)]
    if not comments:
        return found, []
    more: list[Diagnostic] = []
    reasons: dict[tuple[str, int, str], int] = {}
    used: set[tuple[int, str]] = set()
    for rank, one in enumerate(comments):
        wrong = _wrong(one, today)
        if wrong is not None:
            more.append(wrong)
            continue
        for rule in one.rules:
            reasons[one.file, one.line, rule] = rank
    kept = []
    for one in found:
        line = one.span.line if one.span else 1
        by = reasons.get((one.file, line, one.rule))
        if by is None:
            kept.append(one)
            continue
        used.add((by, one.rule))
        kept.append(replace(one, suppressed=comments[by].reason, suppressed_until=comments[by].until))
    silent = frozenset(silent)
    for (_, _, rule), rank in reasons.items():
        if (rank, rule) not in used and rule not in silent:
            more.append(_unused(comments[rank], rule))
    return kept, more


def _wrong(one: Suppression, today: date) -> Diagnostic | None:
    """Return what is wrong with a comment by itself."""
    example = "# perimetre: ignore[channel-has-cadence] une page qui ne publie pas (until 2027-03-01)"
    if one.odd is not None or not one.rules:
        said = message("This comment sets nothing aside: it cannot be read.")
        return _about(one, "suppression-has-a-reason", "error", said, message("Write `{example}`.", example=example))
    if not one.reason:
        said = message("This comment sets a finding aside without a reason.")
        hint = message("Write why after the bracket: `{example}`.", example=example)
        return _about(one, "suppression-has-a-reason", "error", said, hint)
    if one.until is not None and one.until < today:
        said = message("This comment set a finding aside until {day}: that day has passed.", day=one.until.isoformat())
        hint = message("Fix what it was about and delete the comment; or decide again, with a new date.")
        return _about(one, "suppression-is-used", "warning", said, hint)
    return None


def _unused(one: Suppression, rule: str) -> Diagnostic:
    hint: Message = message("Delete the comment: what it was about is fixed, or is on another line.")
    if rule in ENGINE or (rule in EARLIER and rule not in SOFT):
        said = message("`{rule}` cannot be set aside.", rule=rule)
    elif rule not in RULES and rule not in SOFT:
        said = message("This comment names a rule that does not exist: `{rule}`.", rule=rule)
        near = closest(rule, [*RULES, *SOFT])
        hint = message("Did you mean `{near}`?", near=near) if near else message("Write the id of a rule.")
    else:
        said = message("This comment sets nothing aside: `{rule}` has nothing to say here.", rule=rule)
    return _about(one, "suppression-is-used", "warning", said, hint)


def _about(one: Suppression, rule: str, severity: FindingLevel, said: Message, hint: Message) -> Diagnostic:
    return Diagnostic(
        rule=rule, severity=severity, message=said, hint=hint, file=one.file, span=one.span, url=address(rule)
    )


# --- places --------------------------------------------------------------------------------------------------------


class _Placer:
    """Turns symbolic places into lines and columns."""

    def __init__(self, handbook: Handbook, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._open = {(place.file, place.path) for place in handbook.to_complete}

    def is_open(self, place: Place) -> bool:
        """Say whether a place is, or is inside, something that the house has yet to complete."""
        return bool(self._open) and any(
            (place.file, place.path[:size]) in self._open for size in range(1, len(place.path) + 1)
        )

    def span(self, place: Place) -> Span | None:
        """Return where a place stands; None for a file that could not be read."""
        document = self._documents.get(place.file)
        return document.span_of(place.path, place.at) if document else None

    def diagnostic(self, rule: str, severity: FindingLevel, problem: Problem) -> Diagnostic:
        """Return a problem as every report takes it."""
        return Diagnostic(
            rule=rule,
            severity=severity,
            message=problem.message,
            hint=problem.hint,
            file=problem.place.file,
            span=self.span(problem.place),
            url=address(rule),
            place=problem.place,
            related=tuple(
                Related(file=place.file, span=self.span(place), message=said) for place, said in problem.related
            ),
        )
