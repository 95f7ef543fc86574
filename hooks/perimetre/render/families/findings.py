"""Tell what the rules found to the readers of a brand, where they may be told.

Comes in: a desk, diagnostics. Goes out: findings as a page shows them. What was found of a record that these readers
may not see is not told: neither its words nor its id.
"""

from __future__ import annotations

import datetime as dt
import re

from markupsafe import Markup, escape

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message
from perimetre.judge.codes import EARLIER, ENGINE, LINT
from perimetre.judge.pages import page
from perimetre.judge.registry import RULES
from perimetre.render.desk import Desk
from perimetre.render.pages import EditTemplate
from perimetre.rules.kit.leaks import Reader, hidden_records, hidden_texts, reduced


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """What a rule found, as a page shows it.

    Fields:
        title: the sentence that should hold.
        message, hint: what is wrong, what to write instead.
        place: where, in a few words.
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


# Sooner, a word of a hidden record is anybody's.
_SHORT = 4


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
        hidden = hidden_records(desk.handbook, reader)
        self._places = {(record.place.file, tuple(record.place.path)) for record in hidden}
        # A record that nobody here may read is not named either, nor quoted.
        self._words = {text.words for text in hidden_texts(desk.handbook, reader) if len(text.words) >= _SHORT}
        self._ids = {record.id for record in hidden}

    def may_tell(self, finding: Diagnostic) -> bool:
        """Say whether a finding speaks of nothing that these readers may not see."""
        if not self._places:
            return True
        place = finding.place
        if place is None:
            # The stages before the judge speak of a line alone: nobody can say whose it is.
            return all(file != finding.file for file, _ in self._places)
        if any((place.file, place.path[:size]) in self._places for size in range(len(place.path) + 1)):
            return False
        message, hint = self._desk.say(finding.message), self._desk.say(finding.hint)
        # An id stands alone, or among the words of a command.
        spans = re.findall(r"`([^`]+)`", message + hint)
        if self._ids & {word for span in spans for word in (span, *re.split(r"[^\w-]+", span))}:
            return False
        text = f" {reduced(message)} {reduced(hint)} "
        return not any(f" {words} " in text for words in self._words)

    def shown(self, finding: Diagnostic) -> ShownFinding:
        """Return a finding as a page shows it."""
        line = finding.span.line if finding.span else None
        return ShownFinding(
            rule=finding.rule if finding.rule in RULES else "",
            title=title_of_rule(finding.rule, self._desk),
            severity=finding.severity,
            message=self._coded(finding.message),
            hint=self._coded(finding.hint) if finding.hint else None,
            place=f"{finding.file}:{line}" if line else finding.file,
            href=f"{self._edit.of(finding.file)}{f'#L{line}' if line else ''}" if self._edit else None,
            reason=finding.suppressed,
            until=finding.suppressed_until,
        )

    def _coded(self, message: Message) -> Markup:
        """Return words with what stands between backquotes as code."""
        return Markup("").join(
            Markup("<code>{}</code>").format(part) if rank % 2 else escape(part)
            for rank, part in enumerate(self._desk.say(message).split("`"))
        )
