"""Say what filling in a form would do: what is wrong and beside which field, what changes, what is written, in words.

Comes in: the files as they will be, the handbook before and after. Goes out: a `Told`, and the message of a commit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from perimetre.base.diagnostics import Diagnostic, FindingLevel, KeyPath, Span
from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message, say
from perimetre.compare import Change
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.pipeline.adding.additions import CHANGED, Additions
from perimetre.pipeline.adding.changing import value_in
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.desk.fields import form_at, places_of
from perimetre.pipeline.desk.forms import DeskForm
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.parse import parse

_MARKED = "to-complete-is-completed"
# What a record that was there is called by.
_CALLED = ("title", "name", "person", "role", "brands")
# A day, alone or with its hour.
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?\Z", re.ASCII)
# In signs: git shows the first line of a message in one.
_SUBJECT = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInForm:
    """Something to look at.

    Fields:
        severity: how grave it is.
        text: what is wrong.
        hint: what to do about it, or "".
        field: the name of the field that it speaks of; None: it is about the whole, or stands elsewhere.
        where: the file and the line, as printed.
    """

    severity: FindingLevel
    text: str
    hint: str
    field: str | None
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSentence:
    """One thing that changes: what becomes of it, the sentence, what is listed below it."""

    kind: str
    sentence: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRecord:
    """A record as it is written: its file, and each key as it is called, with what it holds in words."""

    file: str
    rows: tuple[tuple[str, str], ...]


def brought(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what is found after and was not before: where it stands may have moved. The same is told once."""
    known = [(finding.rule, finding.file, finding.message) for finding in before]
    seen: list[object] = []
    for finding in after:
        told = (finding.rule, finding.file, finding.message)
        if finding.suppressed is not None:
            continue
        if told in known:
            known.remove(told)
        elif (line := (told, finding.span.line if finding.span is not None else 0)) not in seen:
            seen.append(line)
            yield finding


def found_in(
    form: DeskForm, files: Additions, findings: Sequence[Diagnostic], language: str
) -> tuple[FoundInForm, ...]:
    """Return findings as the form shows them; what is marked for the house is told elsewhere, by its marks."""
    fields = list(_fields(form, files))
    return tuple(
        FoundInForm(
            severity=finding.severity,
            text=say(finding.message, language),
            hint=say(finding.hint, language) if finding.hint is not None else "",
            field=_field_of(finding, fields),
            where=finding.file if finding.span is None else f"{finding.file}:{finding.span.line}",
        )
        for finding in findings
        if finding.rule != _MARKED
    )


# A file as printed, where in it a field has written, the field.
_Stretch = tuple[str, Span, str]


def _fields(form: DeskForm, files: Additions) -> Iterator[_Stretch]:
    addition = ADDITIONS[form.kind]
    for path, there, rank in files.records:
        document = parse(files.after[path]).document
        if document is None:
            continue
        written = [(name, keys) for name, at, keys in places_of(addition) if at == rank]
        if rank == CHANGED:
            written = [(change.value, (change.key,)) for change in addition.changes]
        for name, keys in written:
            field = form.field(name)
            if field is not None and _holds(document.data, (*there, *keys)):
                yield document.file, document.span_of((*there, *keys)), field.name


def _holds(data: object, path: KeyPath) -> bool:
    for step in path:
        if isinstance(data, dict) and step in data:
            data = data[step]
            continue
        if not isinstance(data, list) or not isinstance(step, int) or step >= len(data):
            return False
        data = data[step]
    return data != TO_COMPLETE


def _field_of(finding: Diagnostic, fields: Sequence[_Stretch]) -> str | None:
    found = finding.span
    if found is None:
        return None
    spans = [(span, name) for file, span, name in fields if file == finding.file]
    at = (found.line, found.column)
    for span, name in spans:
        if (span.line, span.column) <= at < (span.end_line, span.end_column):
            return name
    # It may stand at the key, before what it introduces; on a line that several have written, nobody can tell.
    names = {name for span, name in spans if span.line <= found.line <= span.end_line}
    return names.pop() if len(names) == 1 else None


def sentences(changes: Sequence[Change], language: str) -> tuple[ChangeSentence, ...]:
    """Return what changes, a sentence each; the same sentence of several brands is told once."""
    told: dict[tuple[str, str], ChangeSentence] = {}
    for change in changes:
        kind = say(word("change_kind", change.kind), language)
        sentence = say(change.summary, language)
        more = tuple(say(line, language) for line in (*change.lists, *change.holds, *change.details))
        told.setdefault((kind, sentence), ChangeSentence(kind=kind, sentence=sentence, more=more))
    return tuple(told.values())


def records_in(form: DeskForm, files: Additions, names: Mapping[str, str], language: str) -> tuple[WrittenRecord, ...]:
    """Return the records as they are written, in the words of their schemas and of the choices of the form.

    Of a record that was there: what it is called, and what is changed.

    Args:
        form: the form.
        files: the files as they will be.
        names: how those are called whom the form does not name, by id.
        language: of what is said.
    """
    changed = {change.key for change in ADDITIONS[form.kind].changes}
    labels = {**names, **{choice.id: choice.label for field in form.fields for choice in field.choices}}
    records = []
    for path, there, rank in files.records:
        document, filed = parse(files.after[path]).document, kind_of(path)
        data = value_in(document.data, there) if document is not None else None
        if document is None or not isinstance(data, dict) or not isinstance(filed, Filed):
            continue
        above = tuple(0 if isinstance(step, int) else step for step in there)
        rows = (
            row
            for key, value in data.items()
            if key != "id" and (rank != CHANGED or key in changed or key in _CALLED)
            for row in _row(filed.kind.id, (*above, key), value, labels, language)
        )
        records.append(WrittenRecord(file=document.file, rows=tuple(rows)))
    return tuple(records)


def _row(
    file: str, path: KeyPath, value: object, labels: Mapping[str, str], language: str
) -> Iterator[tuple[str, str]]:
    form = form_at(file, path, language)
    title = form.title if form is not None and form.title else str(path[-1])
    words = dict(form.choices) if form is not None else {}
    said = {**{word: about.rstrip(".") for word, about in words.items() if about}, **labels}
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _row(file, (*path, key), inner, labels, language)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            if isinstance(one, dict):
                for key, inner in one.items():
                    if key != "id":
                        yield from _row(file, (*path, 0, key), inner, labels, language)
    elif value != TO_COMPLETE:
        values = value if isinstance(value, list) else [value]
        yield title, ", ".join(_word(one, said, language) for one in values if one != TO_COMPLETE)


def _word(value: object, said: Mapping[str, str], language: str) -> str:
    if isinstance(value, bool):
        return say(message("yes") if value else message("no"), language)
    text = str(value)
    return said.get(text) or _moment(text, language) or text


def _moment(text: str, language: str) -> str:
    """Return a day, or a day and an hour, as it is said; "" where the text is none that there is."""
    if not _DAY.match(text):
        return ""
    with contextlib.suppress(ValueError):
        moment = dt.datetime.fromisoformat(text)
        return plain(moment.date() if "T" not in text else moment, language)
    return ""


def commit_message(form: DeskForm, called: str, told: Sequence[ChangeSentence], language: str) -> str:
    """Return the message of a commit: what is added and of whom, then what it changes, in sentences.

    Args:
        form: the form.
        called: how the record is called, or whom it is about.
        told: what changes.
        language: that of the house.
    """
    subject = say(message("Add {what}: {name}", what=form.what, name=" ".join(called.split())), language)
    if len(subject) > _SUBJECT:
        subject = f"{subject[: _SUBJECT - 1].rstrip()}…"
    lines = [f"- {one.sentence}" for one in told]
    return "\n".join([subject, "", *lines]) + "\n" if lines else f"{subject}\n"


def called(form: DeskForm, given: Mapping[str, object]) -> str:
    """Return how what is added is called: its name, else whom it is about."""
    labels = {choice.id: choice.label for field in form.fields for choice in field.choices}
    first = str(given.get("name") or next(iter(given.values()), ""))
    return labels.get(first, first)
