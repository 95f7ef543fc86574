"""The dependencies are bounded, the lock agrees with them, and the README speaks of the commands that exist."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DIRECT = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra),
]
LOCK = [
    line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
]
LOCKED = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in LOCK)}


@pytest.mark.parametrize("line", DIRECT)
def test_a_dependency_has_a_floor_and_a_ceiling(line: str) -> None:
    operators = {specifier.operator for specifier in Requirement(line).specifier}
    assert {">=", "<"} <= operators


@pytest.mark.parametrize("line", DIRECT)
def test_the_locked_version_is_within_the_bounds(line: str) -> None:
    requirement = Requirement(line)
    version = LOCKED.get(canonicalize_name(requirement.name))
    assert version is not None, "make lock"
    assert requirement.specifier.contains(version), "make lock"


@pytest.mark.parametrize("line", LOCK)
def test_a_line_of_the_lock_is_one_exact_version(line: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)


@pytest.mark.parametrize("line", DIRECT)
def test_the_reason_of_a_dependency_is_written_down(line: str) -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    assert f"| {Requirement(line).name} |" in reasons


def test_the_readme_lists_the_commands_of_make() -> None:
    commands = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)) - {"help"}
    listed = set(re.findall(r"^\| `make ([a-z-]+)` \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert listed == commands
