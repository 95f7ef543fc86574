"""The workflows: what they may do is in their form; what they do is run here, on real repositories, step by step."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.support import gitlab
from tests.support.gitlab import lines_of
from tests.support.repositories import SCOPE, SETTINGS, WIDER, Repo, small_repository
from tests.support.sites import environment, files, make_small_house

HOUSE = ROOT / "hooks" / "perimetre" / "drivers" / "ci" / "house"
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
THEIRS = sorted(HOUSE.glob("github-*.yml"))
GITLAB = (ROOT / ".gitlab-ci.yml", HOUSE / "gitlab-ci.yml", HOUSE / "gitlab-ci-in-parts.yml")
ACTION = ROOT / "action.yml"
# What nobody proposing a change can choose.
SAFE = re.compile(r"^(github\.(token|action_path)|runner\.temp|inputs\.\w+|matrix\.shard|steps\.\w+\.outputs\.\w+)$")
# What our code is, as the version of requirements.txt is that of a house.
OUR_CODE = "'constraints.txt', 'hooks/**', 'schemas/**'"
PIP = "python3 -m venv .venv && .venv/bin/python -m pip install -qq --requirement requirements.txt"


def read(path: Path) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as a truth.
    return gitlab.parsed(path.read_text("utf-8").replace("\non:\n", '\n"on":\n'))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return read(path)["jobs"]


def steps(path: Path) -> Iterator[dict[str, Any]]:
    if path == ACTION:
        yield from read(path)["runs"]["steps"]
    else:
        yield from (step for job in jobs(path).values() for step in job["steps"])


def commands(path: Path) -> str:
    """Return all that a file has a shell run."""
    if path in GITLAB:
        lines = [line for job in read(path).values() if isinstance(job, dict) for line in job.get("script", ())]
        return "\n".join(line for line in lines if isinstance(line, str))
    return "\n".join(step["run"] for step in steps(path) if "run" in step)


# --- their form ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*OURS, *THEIRS, ACTION], ids=lambda path: path.name)
def test_actions_are_pinned_by_their_whole_hash_and_say_their_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8"))
    assert used
    for name, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name


def test_one_action_has_one_version_everywhere() -> None:
    used = {name for path in (*OURS, *THEIRS, ACTION) for name in re.findall(r"uses: (\S+)", path.read_text("utf-8"))}
    assert len(used) == len({name.partition("@")[0] for name in used})


@pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.name)
def test_nothing_may_be_written_unless_a_job_says_so_and_such_a_job_reads_no_proposal(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert set(workflow["on"]) <= {"pull_request", "push", "schedule", "workflow_dispatch"}
    for name, job in workflow["jobs"].items():
        rights = job["permissions"]
        assert job["timeout-minutes"] <= 120
        checkouts = [step for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts), name
        if set(rights.values()) != {"read"}:
            proposed = [step for step in checkouts if "pull_request" in workflow["on"] and "base.sha" not in str(step)]
            assert proposed == [], name
            assert "mkdocs" not in str(job) and "ci.review" not in str(job), name


@pytest.mark.parametrize("path", [*OURS, *THEIRS, ACTION], ids=lambda path: path.name)
def test_no_expression_stands_in_a_command_and_only_what_is_safe_in_its_variables(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
        for value in step.get("env", {}).values():
            for expression in re.findall(r"\$\{\{ ?(.*?) ?\}\}", value):
                assert SAFE.match(expression), expression


@pytest.mark.parametrize("path", [*OURS, *THEIRS, ACTION, *GITLAB, ROOT / ".ci" / "review"], ids=lambda path: path.name)
def test_the_yaml_only_calls_what_there_is(path: Path) -> None:
    text = path.read_text("utf-8") if path.name == "review" else commands(path)
    modules = re.findall(r"-m (perimetre\.[\w.]+)", text)
    assert modules or path in (ACTION,)
    for name in modules:
        assert import_module(name).main
    # Nothing that stands in the current folder is imported.
    assert text.count("-P -m perimetre.") == len(modules)
    for script in re.findall(r"\.ci/[\w-]+", text):
        assert os.access(ROOT / script, os.X_OK), script
    for line in text.splitlines():
        assert len(line) < 160 and line.count("&&") <= 2, line


def without_what_is_the_project_s(workflow: dict[str, Any]) -> dict[str, Any]:
    """Return a workflow of ours as that of a house should be: with a version to install, without the tests."""
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if step.get("id") == "install":
                step["run"] = PIP
            if "actions/cache@" in step.get("uses", ""):
                for key in ("key", "restore-keys"):
                    step["with"][key] = step["with"][key].replace(OUR_CODE, "'requirements.txt'")
            if "codeowners" in step.get("run", ""):
                step["run"] = step["run"].replace("@ferrandel/", '"@$GITHUB_REPOSITORY_OWNER/"')
                step["if"] = "${{ hashFiles('head/.github/CODEOWNERS') != '' }}"
            if "ci.tell" in step.get("run", ""):
                del step["env"]["PYTHONPATH"]
                step["run"] = step["run"].replace("python3 -P", "base/.venv/bin/python -P")
    workflow["jobs"].pop("tests", None)
    return workflow


def compared(workflow: dict[str, Any]) -> dict[str, Any]:
    for job in workflow["jobs"].values():
        told = any("ci.tell" in step.get("run", "") for step in job["steps"])
        # To tell, a house installs its version, and we read the files.
        job["steps"] = [step for step in job["steps"] if not (told and step.get("id") == "install")]
        for step in job["steps"]:
            if step.get("id") == "install":
                del step["name"]
    return workflow


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_the_workflow_of_a_house_is_ours_with_a_pinned_version(path: Path) -> None:
    theirs = compared(read(HOUSE / f"github-{path.name}"))
    assert theirs == compared(without_what_is_the_project_s(read(path)))


def caches(path: Path) -> list[dict[str, Any]]:
    return [step["with"] for step in steps(path) if "cache" in step.get("uses", "")]


@pytest.mark.parametrize("path", [*OURS, *THEIRS, ACTION], ids=lambda path: path.name)
def test_what_reads_a_proposal_keeps_nothing_and_believes_nothing_that_was_kept(path: Path) -> None:
    if path == ACTION or "pull_request" in read(path)["on"]:
        assert caches(path) == []
        assert not any("cache" in str(step.get("with", {})) for step in steps(path))


@pytest.mark.parametrize(
    "path", [path for path in (*OURS, *THEIRS) if "handbook" in path.name], ids=lambda path: path.name
)
def test_what_is_kept_is_of_one_code_and_kept_anew_each_time(path: Path) -> None:
    (cache,) = caches(path)
    assert cache["path"] == "~/.cache/perimetre"
    assert cache["key"].endswith("-${{ github.run_id }}") and cache["key"].startswith(cache["restore-keys"])
    assert re.search(r"hashFiles\('(base/)?(requirements|constraints)\.txt'", cache["restore-keys"])


@pytest.mark.parametrize("path", GITLAB, ids=lambda path: path.name)
def test_on_gitlab_what_is_kept_is_the_main_branch_s_and_lies_outside_of_the_project(path: Path) -> None:
    pipeline = read(path)
    keeping = {name: job for name, job in pipeline.items() if isinstance(job, dict) and "cache" in job}
    assert keeping and "cache" not in pipeline.get("default", {})
    for job in keeping.values():
        # A pipeline in parts is the main branch's alone.
        rules = job.get("rules", pipeline["workflow"]["rules"])
        assert not any("merge_request" in rule["if"] for rule in rules)
        lines = [part for line in job["script"] for part in lines_of(pipeline, line)]
        assert job["cache"]["paths"] == [".kept"]
        assert lines.index(next(line for line in lines if line.startswith("test -z"))) == 0
        assert any(line.endswith('export XDG_CACHE_HOME="$PWD/../kept"') for line in lines)
        assert "mv ../kept .kept" in lines[-1]


def test_a_house_begins_with_the_version_of_the_package_that_brings_the_template() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version is not None
    assert f"perimetre[site]=={version[1]}\n" in (HOUSE / "requirements.txt").read_text("utf-8")


def test_a_hook_of_pre_commit_runs_the_command() -> None:
    (hook,) = yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert hook["entry"] == "perimetre check" and hook["pass_filenames"] is False


# --- what they do --------------------------------------------------------------------------------------------------


@dataclass
class Runner:
    """Runs the steps of a job in a folder, as the code host would, but for what it would fetch.

    Fields:
        folder: where.
        checkout: brings what a step asks for to a folder.
        more: variables of every step.
        package: the folder of the package that is installed; None: that of the clone where it is.
        kept: what the steps have kept, by name.
        log: all that the steps have said.
    """

    folder: Path
    checkout: Callable[[Mapping[str, Any], Path], None]
    more: Mapping[str, str] = field(default_factory=dict)
    package: Path | None = None
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)
    log: str = ""

    def run(self, job: Mapping[str, Any]) -> bool:
        """Run a job; return whether every step of it went well."""
        well = True
        for step in job["steps"]:
            if well or "always()" in step.get("if", ""):
                well = self._step(step) and well
        return well

    def _step(self, step: Mapping[str, Any]) -> bool:
        given = step.get("with", {})
        used = step.get("uses", "").partition("@")[0]
        if used == "actions/checkout":
            self.checkout(given, self.folder / given.get("path", "."))
        elif used == "actions/upload-artifact":
            self.kept[given["name"]] = files(self.folder / given["path"])
            return bool(self.kept[given["name"]]) or given.get("if-no-files-found") == "ignore"
        if step.get("id") == "install":
            self._install(self.folder / step.get("working-directory", "."))
        elif "run" in step:
            return self._shell(step["run"], self.folder / step.get("working-directory", "."), step.get("env", {}))
        return True

    def _shell(self, command: str, folder: Path, variables: Mapping[str, str]) -> bool:
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=folder,
            env={**environment(), **SETTINGS, **variables, **self.more},
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += done.stdout + done.stderr
        return done.returncode == 0

    def _install(self, folder: Path) -> None:
        """Install the package that stands in a folder: what is slow of it is ours already."""
        programs = folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        for name, arguments in (("python", ""), ("perimetre", "-P -m perimetre.drivers.cli.main ")):
            place = programs / name
            hooks = self.package or folder / "hooks"
            place.write_text(f'#!/bin/sh\nPYTHONPATH="{hooks}" exec "{sys.executable}" {arguments}"$@"\n', "utf-8")
            place.chmod(place.stat().st_mode | stat.S_IXUSR)


def try_things_out(house: Repo) -> None:
    """Let what widens come with no decision, as it does here: `tests/drivers/ci/test_review.py` sees it refused."""
    settings = (house.top / "playbooks" / "handbook.yml").read_text("utf-8")
    assert "rule_levels" not in settings
    levels = "rule_levels:\n  - {rule: widening-has-a-decision, level: info, reason: Une maison qui essaie.}\n"
    house.write("playbooks/handbook.yml", settings + levels)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Make the repository of a small house, with the package, the hook and the schemas of this one."""
    made = Repo.new(tmp_path_factory.mktemp("workflows") / "origin")
    make_small_house(made.top)
    kept_out = shutil.ignore_patterns("__pycache__")
    for folder in ("hooks", "schemas"):
        shutil.copytree(ROOT / folder, made.top / folder, ignore=kept_out)
    (made.top / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    # As in a real house, what Python compiles beside the code is nothing that git knows.
    (made.top / ".gitignore").write_text((ROOT / ".gitignore").read_text("utf-8"), "utf-8")
    made.write(".github/CODEOWNERS", "")
    made.write("Makefile", "check:\n")
    made.write("docs/.gitkeep", "")
    try_things_out(made)
    made.commit("Begin")
    written = subprocess.run(
        [sys.executable, "-P", "-m", "perimetre.drivers.cli.main", "codeowners", "--prefix", "@ferrandel/"],
        cwd=made.top,
        env={**environment(), "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True,
        text=True,
        check=True,
    )
    made.write(".github/CODEOWNERS", written.stdout)
    made.commit("Say who looks at what")
    return made


@pytest.fixture
def review(base: Repo, tmp_path: Path) -> Runner:
    """The job that reads a proposal, which is the branch `proposal`."""
    base.git("branch", "--force", "proposal", "main")

    def checkout(given: Mapping[str, Any], folder: Path) -> None:
        # GitHub brings the merge of the proposal into its base, unless it is told otherwise.
        is_base = given.get("ref") == "${{ github.event.pull_request.base.sha }}"
        base.git("clone", "--quiet", "--branch", "main" if is_base else "proposal", str(base.top), str(folder))

    return Runner(folder=tmp_path, checkout=checkout, more={"GITHUB_ACTIONS": "true"})


def propose(base: Repo, folder: Path, change: Callable[[Repo], None]) -> None:
    """Commit a change on the branch `proposal`, in a clone of its own."""
    base.git("clone", "--quiet", "--branch", "proposal", str(base.top), str(folder))
    fork = Repo(folder)
    change(fork)
    fork.commit("Propose")
    fork.git("push", "--quiet", "origin", "HEAD:proposal")


@pytest.mark.slow
def test_a_proposal_is_checked_compared_and_built(base: Repo, review: Runner, tmp_path: Path) -> None:
    propose(base, tmp_path / "fork", lambda fork: fork.write(SCOPE, WIDER.format(title="On aime sans demander")))
    assert review.run(jobs(OURS[1])["review"]), review.log
    comment = review.kept["review"]["comment.md"].decode()
    assert comment.startswith("# Ce que change cette proposition\n\n**1 changement permet plus qu’avant.**")
    assert b"On aime sans demander" in review.kept["site"]["lumen/perimeter/rules/index.html"]


@pytest.mark.slow
def test_a_fork_that_changes_what_judges_changes_nothing_and_runs_nothing(
    base: Repo, review: Runner, tmp_path: Path
) -> None:
    witness = tmp_path / "ran"
    orders = f"'$(touch {witness}) `touch {witness}` ${{{{ github.token }}}} @everyone <script>1</script> ::error::x'"

    def change(fork: Repo) -> None:
        run = f"open({str(witness)!r}, 'w')\n"
        for path in ("hooks/handbook_site.py", "hooks/perimetre/__init__.py", "hooks/perimetre/drivers/ci/review.py"):
            fork.write(path, run)
        for path in ("yaml.py", "sitecustomize.py", "perimetre/__init__.py", "playbooks/yaml.py", "mkdocs/__init__.py"):
            fork.write(path, run)
        fork.write("mkdocs.yml", f"site_name: $(touch {witness})\nhooks: [yaml.py]\n")
        fork.write("Makefile", f"check:\n\ttouch {witness}\n")
        fork.write(".ci/install", f"#!/bin/sh\ntouch {witness}\n").chmod(0o755)
        fork.write(".github/workflows/pull-request.yml", "on: pull_request_target\n")
        fork.write("schemas/scope.schema.json", "{}")
        fork.write(".gitattributes", "*.yml export-ignore filter=spy\n")
        fork.write("playbooks/brands/lumen/operations/$(touch ran) `touch ran`.yml", "id: x\n")
        fork.write(SCOPE, WIDER.format(title=orders).replace("free", "freee"))

    propose(base, tmp_path / "fork", change)
    assert not review.run(jobs(OURS[1])["review"])
    assert not witness.exists() and not list(tmp_path.rglob("ran"))
    assert "::error file=playbooks/brands/lumen/scope.yml,line=6" in review.log
    assert "site" not in review.kept
    comment = review.kept["review"]["comment.md"].decode()
    assert comment.startswith("**Comparaison impossible")
    assert "<script" not in comment and "@everyone" not in comment
    judged = Repo(tmp_path / "base")
    changed = judged.git("status", "--porcelain", "--untracked-files=all", "--", ".", ":!.venv").splitlines()
    assert changed and all("playbooks/" in line for line in changed)


@pytest.mark.slow
def test_a_proposal_that_changes_no_playbook_is_told_nothing(base: Repo, review: Runner, tmp_path: Path) -> None:
    propose(base, tmp_path / "fork", lambda fork: fork.write("README.md", "# A house\n"))
    assert review.run(jobs(OURS[1])["review"]), review.log
    assert review.kept["review"]["comment.md"] == b""


@pytest.mark.slow
def test_owners_that_drift_are_noticed(base: Repo, review: Runner, tmp_path: Path) -> None:
    def change(fork: Repo) -> None:
        fork.replace(
            "playbooks/brands/lumen/channels.yml", "title: Page\n", "title: Page\n    owner: night-moderator\n"
        )

    propose(base, tmp_path / "fork", change)
    assert not review.run(jobs(OURS[1])["review"])
    assert "`perimetre codeowners --prefix @ferrandel/ --output ../head/.github/CODEOWNERS`" in review.log


@pytest.mark.slow
def test_by_night_what_is_due_is_kept_to_be_told(base: Repo, tmp_path: Path) -> None:
    def checkout(given: Mapping[str, Any], folder: Path) -> None:
        base.git("clone", "--quiet", "--branch", "main", str(base.top), str(folder / given.get("path", "")))

    night = Runner(folder=tmp_path / "night", checkout=checkout)
    assert night.run(jobs(OURS[0])["build"]), night.log
    assert "due.md" in night.kept["told"] and "check.sarif" in night.kept["told"]
    assert "index.html" in night.kept["site"]


@pytest.mark.slow
def test_a_house_of_its_own_reviews_with_its_version_and_its_own_settings(tmp_path: Path) -> None:
    house = Repo.new(tmp_path / "origin")
    make_small_house(house.top)
    try_things_out(house)
    house.write(
        "mkdocs.yml", "site_name: Maison\ntheme: {name: material, language: fr, font: false}\nplugins: [perimetre]\n"
    )
    house.write("docs/.gitkeep", "")
    house.write("requirements.txt", (HOUSE / "requirements.txt").read_text("utf-8"))
    house.commit("Begin")
    house.git("branch", "proposal")

    def change(fork: Repo) -> None:
        fork.write("mkdocs.yml", "site_name: Theirs\nhooks: [theirs.py]\n")
        fork.write("theirs.py", f"open({str(tmp_path / 'ran')!r}, 'w')\n")
        fork.write("requirements.txt", "perimetre-of-theirs\n")
        fork.write(SCOPE, WIDER.format(title="On aime sans demander"))

    propose(house, tmp_path / "fork", change)

    def checkout(given: Mapping[str, Any], folder: Path) -> None:
        branch = "main" if "base.sha" in given.get("ref", "") else "proposal"
        house.git("clone", "--quiet", "--branch", branch, str(house.top), str(folder))

    work = Runner(folder=tmp_path / "work", checkout=checkout, package=ROOT / "hooks")
    steps_of_the_job = jobs(HOUSE / "github-pull-request.yml")["review"]
    # There is no CODEOWNERS in this house.
    steps_of_the_job["steps"] = [step for step in steps_of_the_job["steps"] if "hashFiles" not in step.get("if", "")]
    assert work.run(steps_of_the_job), work.log
    assert not (tmp_path / "ran").exists()
    assert work.kept["review"]["comment.md"].decode().startswith("# Ce que change cette proposition")
    assert b"<title>" in work.kept["site"]["index.html"] and b"Theirs" not in work.kept["site"]["index.html"]
    assert (tmp_path / "work/base/requirements.txt").read_text() == (HOUSE / "requirements.txt").read_text()


@pytest.mark.slow
def test_the_action_reviews_what_it_is_told_and_says_where(tmp_path: Path) -> None:
    house = small_repository(tmp_path / "house")
    try_things_out(house)
    house.commit("Try things out")
    house.write(SCOPE, WIDER.format(title="On aime sans demander"))
    action = tmp_path / "action"
    shutil.copytree(ROOT / ".ci", action / ".ci")
    shutil.copytree(ROOT / "hooks", action / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", action / "schemas")
    runner = Runner(folder=house.top, checkout=lambda *_: None)
    runner._install(action)
    variables = {"GITHUB_OUTPUT": str(tmp_path / "output"), "FOLDER": str(tmp_path / "review")}
    given = {"ACTION": str(action), "BASE": "main", "LANGUAGE_ASKED": "en", "PLAYBOOKS": "playbooks"}
    (step,) = (step for step in steps(ACTION) if step.get("id") == "review")
    assert set(step["env"]) == {*given, "FOLDER"}
    house.write("yaml.py", "raise SystemExit('run')\n")
    assert runner._shell(step["run"], house.top, {**variables, **given}), runner.log
    assert (tmp_path / "output").read_text() == f"folder={tmp_path / 'review'}\n"
    assert (tmp_path / "review/comment.md").read_text("utf-8").startswith("# What this change does")


@pytest.mark.slow
def test_on_gitlab_the_target_branch_judges_too(base: Repo, review: Runner, tmp_path: Path) -> None:
    propose(base, tmp_path / "fork", lambda fork: fork.write(SCOPE, WIDER.format(title="On aime sans demander")))
    project = Repo(tmp_path / "project")
    base.git("clone", "--quiet", "--branch", "proposal", str(base.top), str(project.top))
    pipeline = read(GITLAB[0])
    lines = [part for line in pipeline["review"]["script"] for part in lines_of(pipeline, line)]
    installed = [line for line in lines if line == ".ci/install"]
    assert installed
    variables = {
        "CI_PROJECT_DIR": str(project.top),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "NO_MKDOCS_2_WARNING": "1",
    }
    review.folder = project.top
    before, after = "\n".join(lines[: lines.index(".ci/install")]), lines[lines.index(".ci/install") + 1 :]
    assert review._shell(before, project.top, variables), review.log
    review._install(tmp_path / "base")
    assert review._shell("\n".join(after), tmp_path / "base", variables), review.log
    comment = (project.top / "review" / "comment.md").read_text("utf-8")
    assert comment.startswith("# Ce que change cette proposition")
    assert (project.top / "site" / "index.html").is_file() and (project.top / "review" / "check.json").is_file()
