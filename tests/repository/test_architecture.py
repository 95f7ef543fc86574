"""What holds for the whole of the code: which way imports run, who touches the world, and what no file may say.

That only the command and the reports print, and that all that is public says what it is, is ruff's to tell (T20, D1).
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tools.architecture import PACKAGE, ROOMS, imported, tree_of

# A module may import the rooms above its own in this list, and nothing else of the package.
LEVEL = {room: level for level, room in enumerate(ROOMS)}

# What lets a module reach outside: only the first stage and the two drivers may.
OUTSIDE = {"subprocess", "socket", "http", "urllib.request", "requests", "shutil", "tempfile"}
TOUCHES_THE_WORLD = {"reading/sources.py", "reading/revisions.py", "drivers"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def module_id(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def top_of(path: Path) -> str:
    """Return the room that a file is in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tracked() -> list[Path]:
    """Return the files of the repository; where there is no git, those that a clone would hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {".git", ".venv", "site", "build", "dist", "node_modules", "__pycache__"}
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def backwards(path: Path) -> Iterator[str]:
    """Yield what a module imports from its own floor or a higher one, outside its room."""
    own = top_of(path)
    for line, name in imported(path):
        parts = name.split(".")
        if own == "__init__" and parts[0] == "perimetre":
            yield f"{module_id(path)}:{line}: the package imports {name}"
        elif parts[0] == "perimetre" and len(parts) > 1 and parts[1] != own and LEVEL[parts[1]] >= LEVEL[own]:
            yield f"{module_id(path)}:{line}: {own} imports {parts[1]}"


def test_every_room_has_its_floor() -> None:
    assert {top_of(path) for path in MODULES} == {"__init__", *LEVEL}


def test_imports_run_one_way() -> None:
    assert [told for path in MODULES for told in backwards(path)] == []


def test_only_the_driver_of_the_site_knows_mkdocs() -> None:
    builders = {"mkdocs", "material", "properdocs"}
    others = [path for path in MODULES if path.relative_to(PACKAGE).parts[:2] != ("drivers", "mkdocs")]
    knowing = [
        (module_id(path), name) for path in others for _, name in imported(path) if name.split(".")[0] in builders
    ]
    assert knowing == []


def test_the_core_reaches_nothing_outside() -> None:
    core = [path for path in MODULES if not {top_of(path), module_id(path)} & TOUCHES_THE_WORLD]
    reached = [
        (module_id(path), name)
        for path in core
        for _, name in imported(path)
        if any(name == outside or name.startswith(f"{outside}.") for outside in OUTSIDE)
    ]
    assert reached == []


def test_no_name_of_a_type_is_borne_twice() -> None:
    where: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(module_id(path))
    assert {name: places for name, places in where.items() if len(places) > 1} == {}


# Put together here, so that this file passes its own test.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))]
PLACES = [
    re.escape(str(ROOT)) + r"(?![\w-])",
    "/" + r"(?:home|Users)/\w+/",
    "/" + r"root/",
    "/" + r"opt/\w+/",
    "/" + r"tmp/\w+",
    "--(?:extra-)?" + "index-url",
    "--find-" + "links",
]
FORBIDDEN = re.compile("|".join([*(re.escape(host) for host in HOSTS), *PLACES]))


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        # The word of the pattern must not follow another of a path: `docs/root/` is no machine's.
        for match in FORBIDDEN.finditer(text):
            if match.start() == 0 or not re.match(r"[\w.}~-]", text[match.start() - 1]):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(ROOT)}:{line}: {match.group()}")
    assert found == []


def test_the_hook_only_hands_the_events_on() -> None:
    """What mkdocs.yml names holds no logic, so that nothing but the driver depends on the builder."""
    tree = ast.parse((ROOT / "hooks" / "handbook_site.py").read_text("utf-8"))
    kinds = {type(node) for node in tree.body}
    assert kinds <= {ast.Expr, ast.ImportFrom, ast.Import, ast.Assign}, kinds


def test_no_text_file_ends_without_a_line_break() -> None:
    """A missing one makes noise in the diff of whoever adds the next line."""
    texts = {".py", ".md", ".yml", ".json", ".toml", ".html", ".css", ".js", ".po", ".svg", ".txt"}
    cases = ROOT / "tests" / "cases"  # where a missing line break may be the very case
    ends = [path for path in tracked() if path.suffix in texts and cases not in path.parents and path.stat().st_size]
    assert [str(path.relative_to(ROOT)) for path in ends if not path.read_bytes().endswith(b"\n")] == []
