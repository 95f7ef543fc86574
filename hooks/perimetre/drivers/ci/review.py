"""Review the playbooks that are here, for a code host: `python -P -m perimetre.drivers.ci.review --into FOLDER`.

Goes out: annotations on standard output; in the folder, `check.sarif`, `check.json` (Code Quality, as GitLab takes it),
`change.md` (what changes since the base), `summary.md` (the page of the job), `comment.md` (what a pull request is
told; empty where there is nothing to say). Exit status: that of the check, which asks for the decision of what widens.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from perimetre.base.words import LANGUAGES, counted, say
from perimetre.drivers.cli.main import main as perimetre
from perimetre.reports.markdown import code, escaped
from perimetre.reports.plain import without_orders

# The formats of the check that are files, by name.
_FILES = {"sarif": "check.sarif", "gitlab": "check.json", "markdown": "check.md"}
# Of so many errors a comment says which they are, in so many characters each: the page of the job says all.
_ERRORS = 10
_LONGEST = 300


def review(options: argparse.Namespace) -> int:
    """Check, compare and write; return the exit status of the check."""
    into: Path = options.into
    into.mkdir(parents=True, exist_ok=True)
    asked = [f"--language={options.language}", *([f"--today={options.today}"] if options.today else [])]
    site = [f"--site-url={options.site_url}"] if options.site_url else []
    # A workflow of GitHub reads its annotations in the log; elsewhere a person reads it.
    form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    change, is_compared = _change(options, asked) if options.base else ("", False)
    # What cannot be compared is said; it does not keep the rest from being checked.
    asked_of_check = [*asked, *([f"--against={options.base}"] if is_compared else [])]
    asked_of_check += [f"--parts={options.parts}"] if options.parts else []
    status = perimetre(["check", str(options.path), f"--format={form}", *asked_of_check])
    for name, file in _FILES.items():
        more = site if name in ("sarif", "markdown") else []
        perimetre(["check", str(options.path), f"--format={name}", f"--output={into / file}", *more, *asked_of_check])
    check = _read(into / _FILES["markdown"])
    (into / "change.md").write_text(change, "utf-8")
    (into / "summary.md").write_text("\n".join(part for part in (change, check) if part), "utf-8")
    # Whoever reads the comment of a check that found nothing learns nothing from it.
    head = "\n\n".join([*check.split("\n\n")[:3], *_errors(into, options.language)]) + "\n" if status else ""
    (into / "comment.md").write_text("\n".join(part for part in (change, head) if part), "utf-8")
    if (page := os.environ.get("GITHUB_STEP_SUMMARY")) is not None:
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(_read(into / "summary.md"))
    return status


def _change(options: argparse.Namespace, asked: Sequence[str]) -> tuple[str, bool]:
    """Return what changes since the base, in Markdown, and True; why it cannot be told, and False, where it cannot."""
    file: Path = options.into / "change.md"
    file.unlink(missing_ok=True)
    told = io.StringIO()
    with contextlib.redirect_stderr(told):
        status = perimetre(
            ["diff", options.base, f"--path={options.path}", "--format=markdown", f"--output={file}", *asked]
        )
    sys.stderr.write(told.getvalue())
    if status != 2 or file.exists():
        return _read(file), status != 2
    why = told.getvalue().strip().removeprefix("perimetre: ").splitlines()
    return (f"**{escaped(why[0])}**\n" if why else ""), False


def _errors(into: Path, language: str) -> Sequence[str]:
    """Return the first errors of a check, in a list, each on a line: which file, which line, what is wrong."""
    results = json.loads(_read(into / _FILES["sarif"]) or '{"runs": [{"results": []}]}')["runs"][0]["results"]
    errors = [found for found in results if found["level"] == "error" and not found["suppressions"]]
    lines = []
    for error in errors[:_ERRORS]:
        place = error["locations"][0]["physicalLocation"] if error["locations"] else {}
        file, line = place.get("artifactLocation", {}).get("uri", ""), place.get("region", {}).get("startLine")
        where = code(unquote(f"{file}:{line}" if line else file))
        # What is wrong, then what to write.
        told = [text[:_LONGEST] + ("…" if text[_LONGEST:] else "") for text in error["message"]["text"].split("\n", 1)]
        lines.append(f"- {where} {'<br>'.join(without_orders(escaped(' '.join(text.split()))) for text in told)}")
    left = len(errors) - len(lines)
    if left:
        more = counted(
            "and {count} more error, on the page of the job", "and {count} more errors, on the page of the job", left
        )
        lines.append(f"- {say(more, language)}")
    return ["\n".join(lines)] if lines else []


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Review the playbooks; return the exit status of the check."""
    parser = argparse.ArgumentParser(prog="review", description="Review the playbooks that are here.")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--path", type=Path, default=Path("playbooks"))
    parser.add_argument("--base", default="")
    parser.add_argument("--site-url", default="")
    parser.add_argument("--parts", default="")
    parser.add_argument("--language", default="fr", choices=LANGUAGES)
    parser.add_argument("--today", default="")
    return review(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
