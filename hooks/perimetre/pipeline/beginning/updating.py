"""Bring a house up to date with the templates of this version, and keep what it changed.

Comes in: what the house was begun from, its files as they are, the files that this version would begin it with. Goes
out: an `Update`. A small file of the house, `MANIFEST`, holds what was answered then and the print of each file as it
was begun: a file that still has it is of ours, any other is the house's.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.pipeline.beginning.beginning import Answers

MANIFEST = ".perimetre-init.json"
_FORM = 1


class ManifestError(PerimetreError):
    """What a house was begun from is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunFrom:
    """What a house was begun from.

    Fields:
        answers: what was answered.
        prints: the SHA-256 of each file as it was begun, by path.
    """

    answers: Answers
    prints: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What another version of the templates changes in a house.

    Fields:
        written: the files that it writes: those that are new, those that nobody changed, those that both changed, each
            at another place.
        both: those that the house changed, and the templates at the same place, as the templates would have them: they
            stay.
        taken_out: those that the house took out, and of which the templates have another version: they stay out.
        no_more: those that are there, and of which the templates have none any more: they stay.
        prints: of each file, what the house is then begun from.
    """

    written: Mapping[str, str]
    both: Mapping[str, str]
    taken_out: tuple[str, ...]
    no_more: tuple[str, ...]
    prints: Mapping[str, str]


def print_of(text: str) -> str:
    """Return what tells a text from any other, whatever its ends of lines: git may have changed them."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).hexdigest()


def manifest(answers: Answers, prints: Mapping[str, str]) -> str:
    """Return the file that says what a house was begun from."""
    answered = {**dataclasses.asdict(answers), "today": answers.today.isoformat(), "channels": list(answers.channels)}
    written = {"form": _FORM, "answers": answered, "files": dict(sorted(prints.items()))}
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def begun_from(text: str) -> BegunFrom:
    """Return what a house was begun from.

    Raises:
        ManifestError: the file does not say it.
    """
    try:
        written = json.loads(text)
        answered = written["answers"]
        name, brand, language, country, host = (
            str(answered[key]) for key in ("name", "brand", "language", "country", "host")
        )
        answers = Answers(
            name=name,
            brand=brand,
            language=language,
            country=country,
            channels=tuple(map(str, answered["channels"])),
            host=host,
            today=date.fromisoformat(answered["today"]),
        )
        prints = {str(path): str(held) for path, held in written["files"].items()}
        if written["form"] != _FORM:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text_ = message("`{file}` cannot be read. Bring it back from the history of the house.", file=MANIFEST)
        raise ManifestError(text_) from error
    return BegunFrom(answers=answers, prints=prints)


def updated(
    prints: Mapping[str, str],
    held: Mapping[str, str],
    begun: Mapping[str, str],
    merge: Callable[[str, str, str], str | None],
) -> Update:
    """Return what this version changes in a house.

    Args:
        prints: of each file, that of the text from which it was begun.
        held: the texts of the house's files, by path, of those that were begun or would be.
        begun: the files that this version would begin it with.
        merge: what brings both changes of a file together, given its path, its text and that of the templates; it
            returns None where they meet.
    """
    written: dict[str, str] = {}
    both: dict[str, str] = {}
    taken_out = []
    now = dict(prints)
    for path, text in begun.items():
        was, is_now, becomes = prints.get(path), held.get(path), print_of(text)
        if becomes == was:
            continue
        if is_now is None and was is not None:
            taken_out.append(path)
        elif is_now is None or print_of(is_now) == was:
            written[path] = text
            now[path] = becomes
        elif print_of(is_now) == becomes:
            now[path] = becomes
        elif was is not None and (together := merge(path, is_now, text)) is not None:
            written[path] = together
            now[path] = becomes
        else:
            both[path] = text
    no_more = tuple(path for path in prints if path not in begun and path in held)
    return Update(written=written, both=both, taken_out=tuple(taken_out), no_more=no_more, prints=now)
