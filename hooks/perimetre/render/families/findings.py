"""Tell what the rules found to the readers of a brand, where they may be told.

Comes in: a desk, diagnostics. Goes out: findings as a page shows them. What was found of a record that these readers
may not see is not told: neither its words nor its id.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from markupsafe import Markup, escape

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.judge.codes import EARLIER, ENGINE, LINT
from perimetre.judge.pages import page
from perimetre.judge.registry import RULES
from perimetre.language import typography
from perimetre.model.whole import VALUE_KINDS
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.schemas import translated
from perimetre.render.desk import Desk
from perimetre.render.pages import EditTemplate
from perimetre.rules.kit.discretion import Discretion
from perimetre.rules.kit.leaks import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """What a rule found, as a page shows it.

    Fields:
        title: the sentence that should hold.
        message, hint: what is wrong, what to write instead.
        place: where, in the words of a reader: what the file is about, and the line.
        href: the address at which the file is edited, or None.
    """

    rule: str
    title: str
    severity: str
    message: Markup
    hint: Markup | None
    place: str
    href: str | None
    reason: str | None
    until: dt.date | None


def title_of_rule(rule: str, desk: Desk) -> str:
    """Return the sentence that a rule, or the code of another finding, holds true; its id where it has none."""
    rule_page = page(rule, desk.language)
    if rule_page is not None:
        return rule_page.title
    sentence = ENGINE.get(rule) or EARLIER.get(rule) or LINT.get(rule)
    return desk.say(sentence).rstrip(".") if sentence else rule


def _filed(path: str) -> Filed | None:
    filed = kind_of(path)
    return filed if isinstance(filed, Filed) else None


class FindingsTeller:
    """Tells findings to the readers of a desk, where they may be told.

    Args:
        desk: the brand and its readers.
        edit: where files are edited; None: nowhere.
    """

    def __init__(self, desk: Desk, edit: EditTemplate | None) -> None:
        self._desk = desk
        self._edit = edit
        reader = Reader(audience=desk.readers.audience, closed=desk.readers.closed, today=desk.today)
        self._discretion = Discretion(desk.handbook, reader)

    def may_tell(self, finding: Diagnostic) -> bool:
        """Say whether a finding speaks of nothing that these readers may not see."""
        if self._discretion.hides_nothing:
            return True
        place = finding.place
        if place is None:
            # The stages before the judge speak of a line alone: nobody can say whose it is.
            return not self._discretion.hides_file(finding.file)
        if self._discretion.hides(place):
            return False
        return not self._discretion.hides_words((self._desk.say(finding.message), self._desk.say(finding.hint)))

    def shown(self, finding: Diagnostic) -> ShownFinding:
        """Return a finding as a page shows it."""
        line = finding.span.line if finding.span else None
        return ShownFinding(
            rule=finding.rule if finding.rule in RULES else "",
            title=title_of_rule(finding.rule, self._desk),
            severity=finding.severity,
            message=self._coded(finding.message),
            hint=self._coded(finding.hint) if finding.hint else None,
            place=self._place(finding, line),
            href=f"{self._edit.of(finding.file)}{f'#L{line}' if line else ''}" if self._edit else None,
            reason=finding.suppressed,
            until=finding.suppressed_until,
        )

    def _coded(self, message: Message) -> Markup:
        """Return words with what stands between backquotes called as a reader calls it, else as code."""
        return Markup("").join(
            (self._name(part) or Markup("<code>{}</code>").format(part)) if rank % 2 else escape(part)
            for rank, part in enumerate(self._desk.say(message).split("`"))
        )

    def _name(self, id_: str) -> Markup | None:
        """Return what a reader calls what an id names, between quotation marks; None where it names nothing."""
        name = self._names.get(id_)
        return escape(typography.typeset(f'"{name}"', self._desk.language)) if name else None

    @functools.cached_property
    def _names(self) -> Mapping[str, str]:
        """The names of what the ids of a brand name; an id of two things has none."""
        if self._desk.brand is None:
            return {}
        names: dict[str, set[str]] = {}
        for kind in VALUE_KINDS:
            for value in self._desk.values.of(kind).values():
                names.setdefault(value.id, set()).add(self._desk.say(value.label))
        for _, record in self._desk.brand.everything():
            for name in ("title", "name", "term"):
                if words := getattr(record, name, None):
                    names.setdefault(record.id, set()).add(self._desk.say(words))
                    break
        return {id_: called.pop() for id_, called in names.items() if len(called) == 1}

    def _place(self, finding: Diagnostic, line: int | None) -> str:
        parts = finding.file.split("/")
        filed = next(filter(None, (_filed("/".join(parts[start:])) for start in range(len(parts)))), None)
        if filed is None:
            return f"{finding.file}:{line}" if line else finding.file
        schema = translated(filed.kind.schema, self._desk.language)
        file = schema.get("title", filed.kind.id)
        if filed.kind.place == "folder":
            file = message("{kind}: {name}", kind=file, name=filed.name)
        return self._desk.say(message("{file}, line {line}", file=file, line=line) if line else file)
