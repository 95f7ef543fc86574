"""Read the pages of the rules: what each checks, why it matters, a bad and a good example, how to mend (stage judge).

Comes in: a rule's id and a language. Goes out: a `RulePage`, which the site lays out and `perimetre explain` prints.
A page is `page.<language>.md` in the rule's folder: a title, then three parts under `##` headings. The examples are
files of their own, `bad.yml` and `good.yml`, the same in all languages, which a test runs.
"""

from __future__ import annotations

import functools
import re

from perimetre.base.diagnostics import LEVEL_WORDS
from perimetre.base.frozen import dataclass
from perimetre.base.words import Listing, Message, message, say
from perimetre.judge.codes import EARLIER, ENGINE, LINT, MENDINGS, SITE
from perimetre.judge.registry import FOLDERS, RULES
from perimetre.reading.reader.table import REFUSALS

_EXPECTED = re.compile(r"[ \t]*#[^\n]*\bexpect: [^\n]*$", re.MULTILINE)
_FIELD = re.compile(r"(?<!\{)\{[a-z_]+\}(?!\})")
_FILE = re.compile(r"^# file: (\S+).*$", re.MULTILINE)

# The needs by the document that they come from, as `needs.md` lists them.
SOURCES: tuple[tuple[range, Message], ...] = (
    (range(1, 14), message("the community manager's place in the strategy")),
    (range(14, 27), message("what a community manager is and does")),
    (range(27, 45), message("role and management of the community manager")),
    (range(45, 64), message("the eleven missions")),
    (range(64, 71), message("to those who neglect it")),
    (range(71, 86), message("what a real team also lives by")),
    (range(86, 103), message("what a brand means to say, measures and keeps")),
    (range(103, 113), message("what a team owes itself and those whom it cites")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """A rule's page.

    Fields:
        title: the sentence that should hold.
        problem: what the rule checks.
        why: why it matters.
        bad, good: YAML; the line that the bad one breaks is marked by a comment.
        fix: how to mend.
        level: the default level.
        needs: the numbers of the needs that it keeps true.
    """

    id: str
    title: str
    problem: str
    why: str
    bad: str
    good: str
    fix: str
    level: str
    needs: tuple[int, ...]


@functools.lru_cache(maxsize=1024)
def page(rule: str, language: str) -> RulePage | None:
    """Return the page of a rule; None where nothing is called so."""
    check = RULES.get(rule)
    if check is None:
        return None
    text = (FOLDERS[rule] / f"page.{language}.md").read_text("utf-8")
    title, *parts = re.split(r"^##? [^\n]*\n", text, flags=re.MULTILINE)
    title = text.partition("\n")[0].removeprefix("# ")
    problem, why, fix = (part.strip() for part in parts)
    return RulePage(
        id=rule,
        title=title,
        problem=problem,
        why=why,
        fix=fix,
        bad=_example(rule, "bad", language),
        good=_example(rule, "good", language),
        level=check.level,
        needs=check.needs,
    )


def source_of(need: int) -> Message | None:
    """Return the document that a need comes from; None for a number that is no need's."""
    return next((source for needs, source in SOURCES if need in needs), None)


def other_checks(language: str) -> dict[str, str]:
    """Return the sentence of each check that is no rule's (of the reader, the form, drafts), by its id, in order."""
    sentences = {**LINT, **SITE, **EARLIER, **ENGINE}
    return {id_: _blanked(sentences[id_], language) for id_ in sorted(sentences)}


def mendings(code: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return what is said of a code that is no rule's in each case, and what to do then; fields become ellipses."""
    if code in MENDINGS:
        return ((other_checks(language)[code], say(MENDINGS[code], language)),)
    return tuple(
        (_blanked(refusal.text, language), _blanked(refusal.hint, language) if refusal.hint else "")
        for name, refusal in REFUSALS.items()
        if name.partition(".")[0] == code
    )


def explain(name: str, language: str) -> str | None:
    """Return the page of a rule, or the sentence of another code, as plain text; None where nothing is called so."""
    rule_page = page(name, language)
    if rule_page is None:
        text = other_checks(language).get(name)
        if text is None:
            return None
        cases = mendings(name, language)
        fix = "\n".join(f"- {case}\n  {hint}" if len(cases) > 1 else hint for case, hint in cases)
        parts = [name, text, *([_titled(message("How to fix it"), fix, language)] if fix else [])]
        return "\n\n".join(parts) + "\n"
    sources: list[Message] = []
    for source in (source_of(need) for need in rule_page.needs):
        if source is not None and source not in sources:
            sources.append(source)
    parts = [
        f"{name} ({say(LEVEL_WORDS[rule_page.level], language)})",
        f"{rule_page.title}.",
        rule_page.problem,
        _titled(message("Why it matters"), rule_page.why, language),
        _titled(message("Bad"), _indented(rule_page.bad), language),
        _titled(message("Good"), _indented(rule_page.good), language),
        _titled(message("How to fix it"), rule_page.fix, language),
    ]
    if sources:
        parts.append(say(message("Source: {sources}.", sources=Listing(tuple(sources))), language))
    return "\n\n".join(parts) + "\n"


def _blanked(sentence: Message, language: str) -> str:
    from perimetre.base.words import translations

    return _FIELD.sub("…", translations(language).gettext(sentence.text)).replace("{{", "{").replace("}}", "}")


def _titled(title: Message, text: str, language: str) -> str:
    return f"{say(title, language)}\n{text}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def _example(rule: str, name: str, language: str) -> str:
    text = (FOLDERS[rule] / f"{name}.yml").read_text("utf-8")
    mark = "  # " + say(message("here"), language)
    text = _EXPECTED.sub(mark, text)
    return _FILE.sub(lambda match: f"# {match[1]}", text).strip() + "\n"
