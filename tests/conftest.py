"""What every test may ask for, and the rule that nothing is silently left untried on CI."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.sites import Example

ROOT = Path(__file__).parent.parent

# In the order of preference; the last ones are where macOS keeps them.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No sandbox: containers and root have none. The others keep a test's browser from talking to anybody by itself.
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytest_plugins = ["pytester"]

# A slow machine is no failure: timings are `make bench`'s.
settings.register_profile("perimetre", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("perimetre")

# `make test-deep` draws many more examples of the properties that bear the mark `deep`, and runs nothing else.
DEEP = os.environ.get("PERIMETRE_DEPTH") == "deep"
# The marks of what `make test-deep` alone runs.
DEEP_ALONE = (pytest.mark.deep, pytest.mark.only_deep)

on_ci = os.environ.get("CI", "").lower() in {"true", "1"}
# Names the folder of what one process of tests works out for all (`tests/support/shared.py`).
SESSION = "PERIMETRE_TESTS"

Test = TypeVar("Test")
skipped_as_allowed: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known and the list of permitted skips empty; remember no verdict from one test to another."""
    # Where a file stands in the place of the folder, nothing is remembered; what else is kept there goes on as ever.
    nowhere = Path(tempfile.mkdtemp(prefix="perimetre-tests-"))
    (nowhere / "perimetre").touch()
    os.environ["XDG_CACHE_HOME"] = str(nowhere)
    config.add_cleanup(lambda: shutil.rmtree(nowhere, ignore_errors=True))
    if SESSION not in os.environ:
        session = tempfile.mkdtemp(prefix="perimetre-session-")
        os.environ[SESSION] = session
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SESSION), ignore_errors=True))
    config.addinivalue_line("markers", "browser: driven in a real browser; `make test-fast` leaves it out")
    config.addinivalue_line("markers", "slow: takes seconds; `make test-fast` leaves it out")
    config.addinivalue_line("markers", "deep: draws many more examples in `make test-deep`")
    config.addinivalue_line("markers", "only_deep: takes minutes; `make test-deep` alone runs it")
    config.addinivalue_line("markers", "may_skip_on_ci(reason): the only tests that CI may leave out, and why")
    config.stash[skipped_as_allowed] = []


def pytest_collection_finish() -> None:
    """Look for what nobody holds any more among what the tests make, seldom: what they start with all stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is driven in a browser, and the properties: they are what can be looked into deeper."""
    if not DEEP and (minutes_long := [item for item in items if item.get_closest_marker("only_deep")]):
        config.hook.pytest_deselected(items=minutes_long)
        items[:] = [item for item in items if item not in minutes_long]
    for item in items:
        if {"browser", "address"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.deep)


def deep_alone(test: Test) -> Test:
    """Leave a test to `make test-deep`: another one asks the same of less in `make test`."""
    for mark in DEEP_ALONE:
        test = mark(test)
    return test


def examples(usual: int, deep: int) -> int:
    """Return how many examples a property draws: `usual` in `make test`, `deep` in `make test-deep`."""
    return deep if DEEP else usual


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Fail on CI a test that skips itself, unless it bears the marker `may_skip_on_ci`."""
    report = yield
    if on_ci and report.skipped:
        if item.get_closest_marker("may_skip_on_ci"):
            item.config.stash[skipped_as_allowed].append(item.nodeid)
        else:
            refuse(report, call)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    """Fail on CI a whole file that skips itself: no marker can excuse it."""
    report = yield
    if on_ci and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skips itself, and on CI nothing may be skipped."
    return report


def refuse(report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    """Turn the report of a skipped test into a failure that keeps the reason of the skip."""
    reason = call.excinfo.value if call.excinfo else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"On CI nothing may be skipped, and this test was: {reason}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print on CI how many tests were left out with permission."""
    if on_ci:
        terminalreporter.write_line(f"Left out with permission: {len(config.stash[skipped_as_allowed])}")


def browser_path() -> str | None:
    """Return the path of a Chromium or Chrome that the machine has, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def example() -> Example:
    """The example, built once, for the tests that only read its site."""
    from tests.support.sites import build_example

    return build_example(Path(os.environ[SESSION]))


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the handbook of the example as they do for a person who asks twice: built once for all."""
    folder = Path(os.environ[SESSION], "remembered")
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


def keep_no_copy(browser: Browser) -> None:
    """Have what a test opens keep no copy of the site, which takes longer than the test; `copies=True` lets it."""

    def wrapped(make: Callable[..., Any]) -> Callable[..., Any]:
        def opened(*, copies: bool = False, **options: Any) -> Any:
            made = make(**options)
            if not copies:
                made.add_init_script("delete Navigator.prototype.serviceWorker")
            return made

        return opened

    for name in ("new_context", "new_page"):
        setattr(browser, name, wrapped(getattr(browser, name)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole session; a test makes its own page and closes it.

    An installed Chromium or Chrome comes first, then Playwright's own; where there is none the test is skipped.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = browser_path() or playwright.chromium.executable_path
        if not Path(path).exists():
            install = "apt-get install chromium" if shutil.which("apt-get") else ".venv/bin/playwright install chromium"
            pytest.skip(f"There is no Chromium and no Chrome here. This brings one: {install}")
        launched = playwright.chromium.launch(executable_path=path, headless=True, args=list(BROWSER_FLAGS))
        keep_no_copy(launched)
        yield launched
        launched.close()
