"""The rule that nothing is silently left untried on CI, and the browser that tests are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

LEFT_OUT = """
    import pytest

    def test_skips_itself():
        pytest.skip("no reason good enough")
"""
PERMITTED = """
    import pytest

    @pytest.mark.may_skip_on_ci(reason="its data are elsewhere")
    def test_skips_itself():
        pytest.skip("its data are elsewhere")
"""
WHOLE_FILE = """
    import pytest

    pytest.skip("not today", allow_module_level=True)
"""

Run = Callable[[str, str], pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a file of tests under our conftest, with CI set or empty."""

    def run_with(source: str, ci: str) -> pytest.RunResult:
        monkeypatch.setenv("CI", ci)
        pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess()

    return run_with


@pytest.mark.parametrize("source", [LEFT_OUT, PERMITTED, WHOLE_FILE])
def test_a_skip_passes_on_a_person_s_machine(run: Run, source: str) -> None:
    run(source, "").assert_outcomes(skipped=1)


def test_a_skip_fails_on_ci_and_keeps_its_reason(run: Run) -> None:
    result = run(LEFT_OUT, "true")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*this test was: no reason good enough*"])


def test_a_file_that_skips_itself_fails_on_ci(run: Run) -> None:
    run(WHOLE_FILE, "true").assert_outcomes(errors=1)


def test_a_permitted_skip_is_counted_on_ci(run: Run) -> None:
    result = run(PERMITTED, "true")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["Left out with permission: 1"])


def test_the_browser_shows_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Qui appeler ?</h1>")
    assert page.inner_text("h1") == "Qui appeler ?"
    page.close()
