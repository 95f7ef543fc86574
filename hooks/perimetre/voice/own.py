"""Judge the handbook's own words: ready answers, statements, language elements, good and bad examples.

Stage judge. Comes in: a brand. Goes out: what is to be mended, at symbolic places; the rules of `rules/` choose by rule
and level. A text is judged on each channel where it may go, and told once. What it leaves to be filled in is
read with its example. A bad example that a guideline says that it detects must be caught by it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.memory import Memory
from perimetre.base.words import counted, message
from perimetre.voice.counting import Counting
from perimetre.voice.guidelines import Guide, Wanted
from perimetre.voice.lexicon import Lexicon, quoted
from perimetre.voice.linter import Linter, Ready
from perimetre.voice.phones import COUNTRY
from perimetre.voice.phrases import words_of
from perimetre.voice.remarks import Draft, Remark, RemarkLevel
from perimetre.voice.view import view_of

if TYPE_CHECKING:
    from perimetre.model import Brand, Guideline, Template, Text
    from perimetre.model.templates import Variable

_VARIABLE = re.compile(r"\{\{ ?([^{}\n]{1,80}?) ?\}\}")
SAID_OF_WORDS = "our-own-words-follow-the-voice"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A text of the handbook that the public reads, or could.

    Fields:
        text: what is said, its variables filled in with their examples.
        filled: for each variable, where its example stands in `text`, and where the variable stands in what is written.
        place: where it is written.
        drafts: the circumstances in which it may be said, one a channel.
        origin: "house", or the brand that wrote it.
    """

    text: str
    filled: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    place: Place
    drafts: tuple[Draft, ...]
    origin: str

    def written_at(self, start: int, end: int) -> Place:
        """Return the place of a stretch of `text`; of the whole where it is empty. A variable is taken whole."""
        if start >= end:
            return self.place
        return replace(self.place, within=(self._written(start)[0], self._written(end - 1)[1]))

    def _written(self, character: int) -> tuple[int, int]:
        """Return the stretch that a character of `text` comes from."""
        moved = 0
        for (start, end), variable in self.filled:
            if start <= character < end:
                return variable
            if end <= character:
                moved = variable[1] - end
        return character + moved, character + moved + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFinding:
    """A remark on the handbook's own words.

    Fields:
        rule: the rule that it breaks: `our-own-words-follow-the-voice` for the lexicon, the guidelines, the form of
            address and bad examples that pass; else that of the remark (`claims-have-a-source`…).
        level: the level of the remark.
        problem: what to say, at the place of the words.
        origin: who wrote the text: "house", or a brand.
    """

    rule: str
    level: RemarkLevel
    problem: Problem
    origin: str


_VOICE = frozenset(
    {"words-are-ours", "guideline-is-followed", "address-is-kept", "required-mention-is-there", "letters-are-plain"}
)


def judge_own_words(
    brand: Brand, *, at: datetime, memory: Memory | None = None, country: str = COUNTRY
) -> tuple[OwnFinding, ...]:
    """Return what is to be mended in the words of a brand, those of the house that it takes over included.

    What only asks to be weighed (`careful`) and typography are left out: the site sets the texts itself.

    Args:
        brand: the brand.
        at: the instant at which the words are judged.
        memory: what has been read for the handbook's other brands; none: nothing yet.
        country: that of the house, whose telephone numbers are known by their form.
    """
    linter = Linter(brand, memory, country=country)
    findings: list[OwnFinding] = []
    # What a guideline wants in every text, and that these have not, by guideline.
    lacking: dict[str, list[tuple[OwnWords, Remark]]] = {}
    # The variants of a ready answer may be said in the same circumstances, which are kept with what speaks of them.
    prepared: dict[int, tuple[tuple[Draft, ...], tuple[Ready, ...]]] = {}
    for words in own_words(brand, at=at):
        grave: dict[tuple[object, ...], Remark] = {}
        # Channels that nothing tells apart are one.
        if id(words.drafts) not in prepared:
            prepared[id(words.drafts)] = words.drafts, tuple(dict.fromkeys(map(linter.prepare, words.drafts)))
        several = prepared[id(words.drafts)][1]
        for remarks in linter.remarks(words.text, several, typographic=False):
            for remark in remarks:
                if remark.level in ("error", "warning"):
                    grave.setdefault((remark.rule, remark.source, remark.start, remark.end), remark)
        for remark in grave.values():
            if remark.rule == "guideline-is-followed" and remark.start == remark.end:
                lacking.setdefault(remark.source, []).append((words, remark))
            else:
                findings.append(_finding(words, remark))
    for several_lack in lacking.values():
        findings += _lacking(several_lack)
    findings += _passing_examples(linter, brand, at)
    return tuple(findings)


def own_words(brand: Brand, *, at: datetime) -> Iterator[OwnWords]:
    """Yield the texts of a brand that the public reads: ready answers, what crises hold ready, good examples."""
    for template in brand.templates.templates:
        if template.is_live(at.date()):
            yield from _of_template(brand, template, at)
    for crisis in brand.crises:
        if not crisis.is_live(at.date()):
            continue
        base, examples = Draft(at=at, scenarios=frozenset({crisis.id})), _examples(crisis.variables)
        anywhere = _Drafts([base])
        by_channels: dict[tuple[object, ...], _Drafts] = {}
        for statement in crisis.statements:
            language = statement.language
            for said in statement.wordings:
                key = (statement.kind, *said.channels)
                if key not in by_channels:
                    on = said.channels or (None,)
                    by_channels[key] = _Drafts(replace(base, channel=id_, kind=statement.kind) for id_ in on)
                yield from _spoken(said.text, said.place, "text", by_channels[key], crisis.origin, language, examples)
        for number, text in enumerate(crisis.language_elements):
            place = replace(crisis.place, path=(*crisis.place.path, "language_elements", number))
            yield from _spoken(text, place, None, anywhere, crisis.origin, examples=examples)
        for question in crisis.questions:
            yield from _spoken(question.a, question.place, "a", anywhere, crisis.origin, examples=examples)
    for trait in brand.voice.traits:
        for example in trait.do if trait.is_live(at.date()) else ():
            draft = Draft(at=at, channel=example.channel, case=example.case)
            yield from _spoken(example.text, example.place, "text", _Drafts([draft]), trait.origin)
    for guideline in brand.voice.guidelines:
        if guideline.is_live(at.date()):
            drafts = _Drafts(_where(brand, guideline, at))
            for number, text in enumerate(guideline.good):
                place = replace(guideline.place, path=(*guideline.place.path, "good", number))
                yield from _spoken(text, place, None, drafts, guideline.origin)


class _Drafts:
    """The circumstances in which something may be said, in each language in which it is."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = tuple(drafts)
        self._in: dict[str, tuple[Draft, ...]] = {}

    def in_(self, language: str) -> tuple[Draft, ...]:
        """Return those of a language: the same each time."""
        if language not in self._in:
            self._in[language] = tuple(
                draft if draft.language == language else replace(draft, language=language) for draft in self._drafts
            )
        return self._in[language]


def _of_template(brand: Brand, template: Template, at: datetime) -> Iterator[OwnWords]:
    base = Draft(
        at=at,
        case=template.case,
        topics=frozenset(template.topics),
        authors=frozenset(template.authors),
        kind=template.kind,
        private=bool(template.private),
    )
    examples = _examples(template.variables)
    by_channels: dict[tuple[str, ...], _Drafts] = {}
    for variant in template.variants:
        named = variant.channels or template.channels
        if named not in by_channels:
            channels = [
                channel.id
                for channel in brand.channels.channels
                if channel.state != "retired"
                and (not named or channel.id in named)
                and (not template.channel_kinds or channel.kind in template.channel_kinds)
            ]
            by_channels[named] = _Drafts(replace(base, channel=id_) for id_ in channels or (None,))
        drafts = by_channels[named]
        yield from _spoken(variant.text, variant.place, "text", drafts, template.origin, variant.language, examples)


def _examples(variables: Iterable[Variable]) -> dict[str, Text]:
    return {variable.id: variable.example for variable in variables if variable.example}


def _spoken(
    text: Text | None,
    place: Place,
    key: str | None,
    drafts: _Drafts,
    origin: str,
    language: str | None = None,
    examples: dict[str, Text] | None = None,
) -> Iterator[OwnWords]:
    """Yield a text in each language in which it is written."""
    if text is None or text.is_to_complete:
        return
    at = place if key is None else replace(place, path=(*place.path, key))
    languages = {"fr": text.fr, "en": text.en} if text.plain is None else {language or "fr": text.plain}
    for spoken, written in languages.items():
        if not written:
            continue
        here = at if text.plain is not None else replace(at, path=(*at.path, spoken))
        given = {name: example.in_(spoken) for name, example in (examples or {}).items()}
        words, filled = _filled(written, given)
        yield OwnWords(text=words, filled=filled, place=here, drafts=drafts.in_(spoken), origin=origin)


def _filled(
    written: str, examples: Mapping[str, str]
) -> tuple[str, tuple[tuple[tuple[int, int], tuple[int, int]], ...]]:
    """Return a text with its variables filled in, and for each where it stands then, and where it stood."""
    pieces: list[str] = []
    filled: list[tuple[tuple[int, int], tuple[int, int]]] = []
    place = size = 0
    for variable in _VARIABLE.finditer(written):
        example = examples.get(variable[1])
        if example is None:
            continue
        before = written[place : variable.start()]
        start = size + len(before)
        size, place = start + len(example), variable.end()
        pieces += [before, example]
        filled.append(((start, size), variable.span()))
    return "".join([*pieces, written[place:]]), tuple(filled)


def _where(brand: Brand, guideline: Guideline, at: datetime) -> list[Draft]:
    """Return circumstances in which a guideline speaks."""
    base = Draft(
        at=at,
        case=guideline.cases[0] if guideline.cases else None,
        topics=frozenset(guideline.topics[:1]),
        authors=frozenset(guideline.authors[:1]),
    )
    if not (guideline.channels or guideline.channel_kinds):
        return [base]
    return [
        replace(base, channel=channel.id)
        for channel in brand.channels.channels
        if (not guideline.channels or channel.id in guideline.channels)
        and (not guideline.channel_kinds or channel.kind in guideline.channel_kinds)
    ]


def _lacking(several: list[tuple[OwnWords, Remark]]) -> Iterator[OwnFinding]:
    """Yield what is to be said of the texts in which one guideline misses something: one cause, one finding."""
    first, *others = (_finding(words, remark) for words, remark in several)
    guideline = next(iter(several[0][1].places), None)
    if not others or guideline is None:
        yield from (first, *others)
        return
    problem = replace(
        first.problem,
        place=guideline,
        message=counted(
            "{said} {count} of our texts lacks it.",
            "{said} {count} of our texts lack it.",
            len(several),
            said=first.problem.message,
        ),
        hint=message("Write it in each; or say in the guideline where it holds (`channels:`, `cases:`, `topics:`)."),
        related=tuple((finding.problem.place, message("It is lacking here.")) for finding in (first, *others)),
    )
    yield replace(first, problem=problem)


def _finding(words: OwnWords, remark: Remark) -> OwnFinding:
    problem = Problem(
        place=words.written_at(remark.start, remark.end),
        message=remark.message,
        hint=remark.hint,
        related=tuple((place, message("the rule it breaks")) for place in remark.places),
        about=frozenset((remark.source or remark.rule, *remark.others)),
    )
    rule = SAID_OF_WORDS if remark.rule in _VOICE else remark.rule
    return OwnFinding(rule=rule, level=remark.level, problem=problem, origin=words.origin)


def _passing_examples(linter: Linter, brand: Brand, at: datetime) -> Iterator[OwnFinding]:
    """Yield the bad examples that the guideline which gives them does not catch, though it says how to."""
    for guideline in brand.voice.guidelines:
        if guideline.detect is None or not guideline.bad or not guideline.is_live(at.date()):
            continue
        draft = _where(brand, guideline, at)[:1] or [Draft(at=at)]
        counting = linter.counting(draft[0].channel)
        uncaught = linter.once(_uncaught, guideline, counting, linter.lexicon(draft[0]), linter.wanted("fr"))
        for number, bad in uncaught:
            place = replace(guideline.place, path=(*guideline.place.path, "bad", number))
            what = message("Nothing in `detect` catches this bad example: “{text}”.", text=quoted(bad))
            hint = message("Add to `detect` what gives it away, or write `by_hand: true` instead of `detect`.")
            yield OwnFinding(
                rule=SAID_OF_WORDS,
                level="error",
                problem=Problem(place=place, message=what, hint=hint),
                origin=guideline.origin,
            )


def _uncaught(
    guideline: Guideline, counting: Counting, lexicon: Lexicon, wanted: Wanted
) -> tuple[tuple[int, str], ...]:
    """Return the bad examples that a guideline does not catch, each with its number."""
    guide = Guide([guideline], None, (), "fr")
    uncaught = []
    for number, text in enumerate(guideline.bad):
        bad = text.in_("fr")
        view = view_of(bad)
        words = words_of(view)
        remarks = guide.remarks(view, counting, wanted.found(words), lexicon.found(words, view)[0])
        if not text.is_to_complete and not any(True for _ in remarks):
            uncaught.append((number, bad))
    return tuple(uncaught)
