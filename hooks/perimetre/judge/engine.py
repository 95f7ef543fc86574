"""Judge: run every rule over a handbook.

Comes in: a `Handbook`, the documents that it was built from, the day, and what the stages before found. Goes out: all
diagnostics: each with its level, as the house sets it; its place in the text; the page of its rule; and, where a
comment beside it sets it aside with a reason, that reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from perimetre.base.diagnostics import GRAVEST_FIRST, Diagnostic, FindingLevel, Place, Problem, SetLevel, levelled
from perimetre.base.frozen import dataclass
from perimetre.base.memory import Memory
from perimetre.base.shards import Shard
from perimetre.base.suggest import closest
from perimetre.base.words import counted, message, some
from perimetre.judge.brands import Asker, Looked
from perimetre.judge.codes import EARLIER, ENGINE, LINT, SOFT
from perimetre.judge.comments import set_aside
from perimetre.judge.memory import JudgeMemory
from perimetre.judge.placing import Placer
from perimetre.judge.registry import RULES
from perimetre.model import Handbook, Unread
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import REQUIRED
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.reads import Reads, kinds_read
from perimetre.rules.kit.view import View


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
    memory: JudgeMemory | None = None,
    jobs: int = 1,
    looked: Looked | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what the rules find, and what was found before, in the order in which it is shown.

    Args:
        handbook: the handbook as built.
        documents: the documents that could be read, by path as printed.
        today: the day, in the house's zone.
        found: the diagnostics of the stages before, whose warnings and notes can change level or be set aside too.
        views: those of `views_of`, if they serve for more than this.
        memory: what the rules found before, if somebody remembers it.
        jobs: how many processes may work side by side.
        looked: what came of looking at all the brands of this very handbook on this day, elsewhere; None: they are
            looked at here.
    """
    placer = Placer(handbook, documents)
    levels, odd = _levels(handbook)
    views = views_of(handbook, documents, today) if views is None else views
    found = tuple(found)
    errors = [earlier for earlier in found if earlier.severity == "error"]
    asker = _asker(handbook, documents, today, found, memory or JudgeMemory())
    judged, unjudged = _run(handbook, documents, today, _rules(levels), placer, views, asker, looked, jobs)
    # What a rule finds lacking of the id that a slip stood for is the slip's, said once.
    meant = frozenset[str]().union(*(error.about for error in errors))
    # What could not be judged is said once: the rules that wait are said with the files that they wait for.
    told = {"unread-file-is-not-judged"} if unjudged else set()
    ours = [
        *levelled((earlier for earlier in found if earlier.severity != "error" and earlier.rule not in told), levels),
        *(diagnostic for diagnostic in judged if not meant & diagnostic.about),
    ]
    built = {check.id for check in RULES.values() if check.built}
    silent = {id_ for id_, level in levels.items() if level == "off"} | unjudged.keys() | built
    ours, more = set_aside(ours, placer, today, silent)
    own = [placer.diagnostic(id_, level, problem) for id_, level, problem in (*odd, *_unjudged(unjudged, errors))]
    return tuple(sorted([*errors, *ours, *more, *own], key=lambda diagnostic: diagnostic.order))


def look(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    shard: Shard,
    *,
    found: Iterable[Diagnostic] = (),
    memory: JudgeMemory | None = None,
    jobs: int = 1,
) -> Looked:
    """Return what comes of looking at some of the brands, for `judge`; arguments as for it.

    Args:
        shard: which brands.
    """
    views = views_of(handbook, documents, today)
    rules = _rules(_levels(handbook)[0])
    asker = _asker(handbook, documents, today, tuple(found), memory or JudgeMemory())
    return asker.look(rules.of_brands, rules.each(), shard.of(views), jobs)


def _asker(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    found: Sequence[Diagnostic],
    memory: JudgeMemory,
) -> Asker:
    # What a rule read of files that are in error is not what they mean.
    is_sure = not handbook.unread and not any(earlier.severity == "error" for earlier in found)
    memory.begin(handbook, documents, today, sure=is_sure)
    return Asker(unreadable=_Unreadable(handbook, documents, found), memory=memory)


def settle(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    check: Check,
    problems: Iterable[Problem],
    *,
    before: Handbook | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what a rule finds in the built pages, or in what changes, as `judge` returns what the others find.

    Args:
        handbook: the handbook.
        documents: the documents that could be read, by path as printed.
        today: the day, in the house's zone.
        check: the rule.
        problems: what it finds.
        before: for a rule that looks at what changes, the handbook before. Its levels count, and no comment sets
            anything aside: both would come with the very change that is looked at.
    """
    level = _levels(before or handbook)[0].get(check.id, check.level)
    if level == "off":
        return ()
    placer = Placer(handbook, documents)
    found = [placer.diagnostic(check.id, _milder(level, problem.level), problem) for problem in problems]
    if before is not None:
        return tuple(found)
    # Whether a comment is of use is said of the other rules only: this one looks at the pages of one kind of reader.
    return tuple(set_aside(found, placer, today, RULES)[0]) if found else ()


# --- running the rules ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """The rules that are asked of a handbook.

    Fields:
        levels: the level of each, as the house sets it.
        of_brands: those that look at a brand.
        of_the_whole: those that look at the whole handbook.
    """

    levels: Mapping[str, FindingLevel]
    of_brands: tuple[Check, ...]
    of_the_whole: tuple[Check, ...]

    def each(self, known: Callable[[Check], bool] = lambda check: False) -> list[Callable[[View], object]]:  # noqa: ARG005
        """Return what those of the whole handbook ask of each brand; `known`: whether one is not asked again."""
        return [check.each for check in self.of_the_whole if check.each is not None and not known(check)]


def _rules(levels: Mapping[str, SetLevel]) -> _Rules:
    asked: dict[Check, FindingLevel] = {}
    for check in RULES.values():
        level = levels.get(check.id, check.level)
        if not (check.built or check.compared) and level != "off":
            asked[check] = level
    return _Rules(
        levels={check.id: level for check, level in asked.items()},
        of_brands=tuple(check for check in asked if not check.whole),
        of_the_whole=tuple(check for check in asked if check.whole),
    )


def _run(
    handbook: Handbook,
    documents: Mapping[str, Document],
    today: date,
    rules: _Rules,
    placer: Placer,
    views: tuple[View, ...],
    asker: Asker,
    looked: Looked | None,
    jobs: int,
) -> tuple[list[Diagnostic], dict[str, frozenset[str]]]:
    """Return what the rules find, and the rules that could not be judged, each with the files that it lacks."""
    house = handbook.house or (handbook.brands[0] if handbook.brands else None)
    above = View(handbook=handbook, brand=house, today=today, documents=documents, views=views) if house else None
    if looked is None:
        each = rules.each(lambda check: above is None or asker.memory.recall(check.id, above.brand.id) is not None)
        looked = asker.look(rules.of_brands, each, views, jobs)
    else:
        each = rules.each()
    asker.memory.add(looked.remembered)
    for view, known in zip(views, looked.each, strict=True):
        view.known.update({each[rank]: worth for rank, worth in known.items()})
    asked = looked.asked
    for check in rules.of_the_whole:
        if above is not None:
            asked.add(asker.ask(check, above))
    judged: list[Diagnostic] = []
    told: set[tuple[str, Place, frozenset[str]]] = set()
    for rule, id_, problem in asked.problems:
        # What stands in no file is of one that is missing, which is said already.
        if not problem.place.file or placer.is_open(problem.place):
            continue
        severity = "error" if id_ != rule else _milder(rules.levels[rule], problem.level)
        diagnostic = placer.diagnostic(id_, severity, problem)
        # The same of the same is told once: a slip in a record of the house, by the first brand.
        key = (id_, problem.place, diagnostic.about)
        if key not in told:
            told.add(key)
            judged.append(diagnostic)
    return judged, asked.unjudged


def _milder(level: FindingLevel, other: FindingLevel | None) -> FindingLevel:
    """Return the milder of a rule's level, as the house sets it, and that of what was found."""
    return level if other is None else max(level, other, key=GRAVEST_FIRST.index)


class _Unreadable:
    """The files that could not be read, by whose they are and by kind."""

    def __init__(self, handbook: Handbook, documents: Mapping[str, Document], found: Iterable[Diagnostic]) -> None:
        self._files: dict[tuple[str, str], set[str]] = {}
        for unread in (*handbook.unread, *_slips(found, documents)):
            self._files.setdefault((unread.origin, unread.kind), set()).add(unread.file)
        # A required file that is missing is said once, by its place: what it would hold is not said to be missing too.
        for brand in handbook.brands:
            for kind in REQUIRED:
                file = f"brands/{brand.id}/{kind}.yml"
                if f"brands/{brand.id}/" not in brand.files.get(kind, "") and (brand.id, kind) not in self._files:
                    self._files[brand.id, kind] = {file}

    def among(self, reads: Reads) -> frozenset[str]:
        """Return those that would have been read. What the house says is read in each brand."""
        if not self._files:
            return frozenset()
        every = reads.all()
        if any(some.everything for some in every):
            return frozenset[str]().union(*self._files.values())
        read = kinds_read(every)
        return frozenset[str]().union(*(files for key, files in self._files.items() if key in read))


def _slips(found: Iterable[Diagnostic], documents: Mapping[str, Document]) -> tuple[Unread, ...]:
    """Return the files in which a word names nothing, nor is near one that does: nobody knows what they mean.

    Where there is a word to write instead, the file has been read with it (`pipeline/meant.py`).
    """
    named = {earlier.file for earlier in found if earlier.rule == "reference-resolves" and not earlier.fixes}
    places = [(file, kind_of(documents[file].path)) for file in sorted(named) if file in documents]
    return tuple(Unread(filed.kind.id, filed.origin, file) for file, filed in places if isinstance(filed, Filed))


def _unjudged(
    unjudged: Mapping[str, frozenset[str]], errors: Iterable[Diagnostic]
) -> Iterator[tuple[str, FindingLevel, Problem]]:
    """Yield the one note on what is not judged: how many mistakes hide it, in which files."""
    if not unjudged:
        return
    files = sorted(frozenset[str]().union(*unjudged.values()))
    yield (
        "rule-has-its-ground",
        "info",
        Problem(
            place=Place(files[0]),
            message=counted(
                "{count} mistake may hide others. {then}",
                "{count} mistakes may hide others. {then}",
                max(1, sum(error.file in files for error in errors)),
                then=counted(
                    "The rest is checked once this file is corrected: {files}.",
                    "The rest is checked once these files are corrected: {files}.",
                    len(files),
                    files=some(f"`{file}`" for file in files),
                ),
            ),
        ),
    )


# --- levels --------------------------------------------------------------------------------------------------------


def _levels(handbook: Handbook) -> tuple[dict[str, SetLevel], list[tuple[str, FindingLevel, Problem]]]:
    """Return the levels that the house gives, and what is wrong with them."""
    levels: dict[str, SetLevel] = {}
    odd: list[tuple[str, FindingLevel, Problem]] = []
    for setting in handbook.settings.rule_levels:
        rule = setting.rule
        if rule is None or setting.level is None:
            continue
        if rule in RULES or rule in SOFT or rule in LINT:
            levels[rule] = setting.level
            continue
        near = closest(rule, [*RULES, *SOFT, *LINT])
        if rule in ENGINE or rule in EARLIER:
            what = message("The level of `{rule}` cannot be changed.", rule=rule)
            hint = message("Delete this entry.")
        else:
            what = message("No rule is called `{rule}`.", rule=rule)
            hint = (
                message("Did you mean `{near}`?", near=near)
                if near
                else message("Delete this entry, or write the id of a rule.")
            )
        place = Place(setting.place.file, (*setting.place.path, "rule"))
        odd.append(("rule-level-names-a-rule", "error", Problem(place=place, message=what, hint=hint)))
    return levels, odd
