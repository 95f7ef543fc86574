"""Read the house, look at what a form would do, save it: what the desk's pages ask for, one thing at a time.

Comes in: what was posted. Goes out: values for the pages. The files are read again each time: somebody else may have
changed them, with an editor or by a pull. What is saved is what was shown, to the byte, or nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message, say
from perimetre.compare import Change, compare
from perimetre.drivers.cli.adding import check_and_write, differences, flag, shown_folder, worked_out
from perimetre.drivers.cli.cache import Cache
from perimetre.drivers.cli.fix import difference
from perimetre.drivers.cli.remembered import load_changed, load_collected
from perimetre.drivers.cli.shared import language_of, today_of
from perimetre.drivers.desk.git import Kept, WorkBranch
from perimetre.drivers.schemas_kept import keep_beside
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.pipeline.adding.additions import Additions, refused
from perimetre.pipeline.adding.derived import id_from
from perimetre.pipeline.desk.answers import given_in, kept
from perimetre.pipeline.desk.forms import DeskForm, form_of, names_in
from perimetre.pipeline.desk.told import (
    ChangeSentence,
    FoundInForm,
    WrittenRecord,
    brought,
    called,
    commit_message,
    found_in,
    records_in,
    sentences,
)
from perimetre.pipeline.editor.schemas import IDS
from perimetre.pipeline.editor.settings import FOLDER
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.loading import judged
from perimetre.reading.sources import Source, collect

# Of what was shown, as many as may still be saved.
_SHOWN = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What a form would do.

    Fields:
        id: by which it is saved; "" where it cannot be.
        form: the form.
        posted: what was filled in.
        lacks: of each field that cannot be taken, what is to be done.
        refusal: why nothing can be written, or "".
        found: what is to be looked at.
        left: what is left to the house: the key, what is to be written.
        changes: what changes.
        records: what is written, in words.
        lines: what is written, as it stands in the files.
        elsewhere: how many errors the handbook has besides.
        asks_rules: whether the rules are still to be asked.
        files: the files as they will be; None: there are none.
        commit: the message of the commit.
    """

    id: str = ""
    form: DeskForm
    posted: Mapping[str, Sequence[str]]
    lacks: Mapping[str, str]
    refusal: str = ""
    found: tuple[FoundInForm, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    changes: tuple[ChangeSentence, ...] = ()
    records: tuple[WrittenRecord, ...] = ()
    lines: str = ""
    elsewhere: int = 0
    asks_rules: bool = False
    files: Additions | None = None
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved: what was shown, the files, where they are kept, what was left out of them."""

    looked: LookedAt
    files: tuple[str, ...]
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file that somebody has changed since it was read, and how."""

    file: str
    lines: str


class Work:
    """One person's desk.

    Args:
        options: the command's: the folder, the language, the day.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._folder: Path = options.path
        # What is shown and saved does not wait for the rules.
        self._lock, self._judging = threading.Lock(), threading.Lock()
        self._judged: tuple[Loaded, JudgedBefore] | None = None
        self._shown: dict[str, LookedAt] = {}
        loaded = self._load()
        self.language = language_of(options, loaded)
        self._house = self.language if options.language is None else self._language_of_house(loaded)

    @staticmethod
    def _language_of_house(loaded: Loaded) -> str:
        return language_of(argparse.Namespace(language=None), loaded)

    def form(self, kind: str, brand: str | None) -> DeskForm:
        """Return a form, with the house's own words to choose from.

        Raises:
            PerimetreError: there is no handbook.
        """
        with self._lock:
            return self._form(kind, brand, self._load())

    def title(self) -> Message | object:
        """Return what the handbook is called."""
        with self._lock:
            loaded = self._load()
        return loaded.handbook.settings.title if loaded.handbook is not None else ""

    def warm(self) -> None:
        """Ask the rules of the house as it is, so that the first look waits less."""
        with self._judging:
            self._before(self._load())

    def quick(self, kind: str, brand: str | None, posted: Mapping[str, Sequence[str]]) -> LookedAt:
        """Return what can be said at once while somebody types: the form, the words that name nothing."""
        with self._lock:
            return self._look(kind, brand, posted, is_quick=True)

    def look(
        self, kind: str, brand: str | None, posted: Mapping[str, Sequence[str]], *, with_rules: bool = True
    ) -> LookedAt:
        """Return all that a form would do; it may then be saved.

        Args:
            kind, brand, posted: the form, and what was filled in.
            with_rules: whether the rules are asked at once, which takes seconds; else `rules` asks them.
        """
        with self._lock:
            looked = self._look(kind, brand, posted, is_quick=False)
            if looked.id:
                looked = replace(looked, asks_rules=True)
                self._shown[looked.id] = looked
                for old in list(self._shown)[:-_SHOWN]:
                    del self._shown[old]
        return self._with_rules(looked) if looked.id and with_rules else looked

    def rules(self, id_: str) -> LookedAt | None:
        """Return what was shown under an id with what the rules find of it; None: nothing is shown under it."""
        looked = self._shown.get(id_)
        return self._with_rules(looked) if looked is not None else None

    def shown(self, id_: str, kind: str, brand: str | None, posted: Mapping[str, Sequence[str]]) -> LookedAt | None:
        """Return what was shown under an id, if it is of the same form filled in the same way."""
        looked = self._shown.get(id_)
        if looked is None or looked.form.kind != kind or looked.form.brand not in (brand, None):
            return None
        return looked if looked.posted == kept(looked.form, posted) else None

    def changed(self, looked: LookedAt) -> tuple[ChangedFile, ...]:
        """Return the files that are no longer what was read for what was shown."""
        assert looked.files is not None
        found = []
        for path, after in looked.files.after.items():
            before = looked.files.before.get(path, replace(after, content=b""))
            now = _read(self._folder / path, before)
            if now != before:
                found.append(ChangedFile(file=before.file, lines="\n".join(difference(before, now))))
        return tuple(found)

    def save(self, looked: LookedAt) -> Saved:
        """Write what was shown, and keep it on a branch.

        Raises:
            PerimetreError: a file was changed meanwhile, or cannot be written; none is.
        """
        assert looked.files is not None
        with self._lock:
            files = [self._folder / path for path in looked.files.after]
            # What an editor knows of the house goes with what is new in it.
            ids = self._folder.parent / FOLDER / IDS
            files += [ids] if ids.is_file() else []
            branch = WorkBranch(self._folder, files, f"desk/{_slug(looked)}")
            check_and_write(looked.files, self._folder)
            keep_beside(self._folder, self._load())
            saved = branch.keep(looked.commit)
            self._shown.pop(looked.id, None)
        names = tuple(source.file for source in looked.files.after.values())
        return Saved(looked=looked, files=names, kept=saved)

    def _load(self) -> Loaded:
        return load_changed(collect(self._folder, environment=os.environ), self._folder, Cache(self._folder))

    def _form(self, kind: str, brand: str | None, loaded: Loaded) -> DeskForm:
        if loaded.handbook is None:
            raise PerimetreError(message("There is no handbook here, so nothing can be added. Run `perimetre check`."))
        return form_of(kind, brand, loaded.handbook, self.language)

    def _look(self, kind: str, brand: str | None, posted: Mapping[str, Sequence[str]], *, is_quick: bool) -> LookedAt:
        loaded = self._load()
        form = self._form(kind, brand, loaded)
        values = kept(form, posted)
        given, lacks = given_in(form, values)
        looked = LookedAt(
            form=form,
            posted=values,
            lacks={name: say(told, self.language) for name, told in lacks.items()},
        )
        if lacks:
            return looked
        try:
            files = worked_out(kind, given, form.brand, loaded, self._house)
        except PerimetreError as error:
            return replace(looked, refusal=_in_the_form(say(error.message, self.language), form, self.language))
        after = load_collected(files.among(loaded.sources), self._folder, shown_folder(loaded), keep=False)
        assert loaded.handbook is not None
        is_refused = refused(loaded, after) is not None
        looked = replace(
            looked,
            refusal=say(message("As it is, this cannot be saved."), self.language) if is_refused else "",
            found=found_in(form, files, tuple(brought(loaded.diagnostics, after.diagnostics)), self.language),
            files=files,
        )
        if is_quick:
            return looked
        changes: tuple[Change, ...] = ()
        if after.handbook is not None and not is_refused:
            changes = compare(loaded.handbook, after.handbook, today=self._today(loaded)).changes
        of_house = form if self.language == self._house else form_of(kind, form.brand, loaded.handbook, self._house)
        return replace(
            looked,
            id="" if is_refused else _digest(files, values),
            left=tuple((key, hint) for _, key, hint in files.left()),
            changes=sentences(changes, self.language),
            records=records_in(form, files, names_in(loaded.handbook, self.language), self.language),
            lines=differences(files),
            elsewhere=sum(one.severity == "error" and one.suppressed is None for one in loaded.diagnostics),
            commit=commit_message(of_house, called(of_house, given), sentences(changes, self._house), self._house),
        )

    def _with_rules(self, looked: LookedAt) -> LookedAt:
        """Return what was looked at with what the rules find of it."""
        assert looked.files is not None
        with self._judging:
            loaded = self._load()
            before, memory = self._before(loaded)
            after = load_collected(looked.files.among(loaded.sources), self._folder, shown_folder(loaded), keep=False)
            found = judged(after, self._today(loaded), JudgeMemory(memory)).diagnostics
        told = found_in(looked.form, looked.files, tuple(brought(before.diagnostics, found)), self.language)
        return replace(looked, found=told, asks_rules=False)

    def _before(self, loaded: Loaded) -> tuple[Loaded, JudgedBefore]:
        """Return what the rules find of the house as it is, and what they remember of it."""
        if self._judged is None or self._judged[0].sources != loaded.sources:
            memory = JudgeMemory(self._judged[1] if self._judged is not None else None)
            found = judged(loaded, self._today(loaded), memory)
            known = memory.now() or (self._judged[1] if self._judged is not None else JudgedBefore())
            self._judged = found, known
        return self._judged

    def _today(self, loaded: Loaded) -> date:
        return today_of(self._options, loaded)


def _in_the_form(text: str, form: DeskForm, language: str) -> str:
    """Return what the command line says, with the fields as the page calls them where it names its options."""
    for field in form.fields:
        called = say(message("“{words}”", words=field.label), language)
        text = text.replace(f"`{flag(field.name)}`", called)
    return text


def _read(path: Path, before: Source) -> Source:
    try:
        return replace(before, content=path.read_bytes())
    except OSError:
        return replace(before, content=b"")


def _digest(files: Additions, values: Mapping[str, Sequence[str]]) -> str:
    digest = hashlib.sha256(repr(sorted(values.items())).encode())
    for path, after in files.after.items():
        before = files.before.get(path)
        digest.update(repr((path, before.content if before is not None else None, after.content)).encode())
    return digest.hexdigest()[:24]


def _slug(looked: LookedAt) -> str:
    words = id_from(called(looked.form, {name: values[0] for name, values in looked.posted.items() if values}))
    return f"{looked.form.kind}-{words[:40].strip('-')}".strip("-")
