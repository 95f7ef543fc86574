"""The directory of numbers: locked in the site, opened on a device by its passphrase, locked again after a time."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import axe, page, violations
from tests.conftest import deep_alone
from tests.support.firefox import driven_firefox
from tests.support.serving import served
from tests.support.sites import BASE, build, files, make_small_repository

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")

PASSPHRASE = "brouette cantine violon été"
SOLENE = "06 39 98 77 03"
LINES = {"camille": "06 39 98 77 01", "nadir": "06 39 98 77 02", "solene": SOLENE, "agathe": "06 39 98 77 04",
         "judith": "06 39 98 77 05"}  # fmt: skip
FORM = ".pm-directory"
SHUT, OPEN = f"{FORM} [data-pm-state=shut]", f"{FORM} [data-pm-state=open]"
# What a browser does that lets a page keep nothing.
KEEPS_NOTHING = "Object.defineProperty(self, 'indexedDB', { get() { throw new Error('refused') } })"


def directory(folder: Path, lines: dict[str, str]) -> Path:
    """Write the directory of a house, outside its playbooks."""
    entries = "".join(f'  - {{id: {name}-mobile, value: "{number}"}}\n' for name, number in lines.items())
    path = folder / "numbers.yml"
    path.write_text(f"contacts:\n{entries}", "utf-8")
    return path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small house, built for its readers with a directory that stands elsewhere."""
    folder = make_small_repository(tmp_path_factory.mktemp("house"), BASE)
    named = directory(tmp_path_factory.mktemp("elsewhere"), LINES)
    done = build(folder, "--strict", PERIMETRE_CONTACTS=str(named), PERIMETRE_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def locked(house: Path) -> Iterator[str]:
    """Return the address of the site."""
    with served(house / "site") as (place, _):
        yield place


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone that has never opened the site."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
    yield context
    context.close()


# Where a bad night begins: it calls Solène by a number of the directory.
CALLS = "lumen/escalation/"


def type_passphrase(tab: Tab, words: str) -> None:
    """Open the directory as somebody does."""
    if not tab.locator(f"{FORM} input").is_visible():
        tab.locator(f"{FORM} summary").click()
    tab.locator(f"{FORM} input").fill(words)
    tab.keyboard.press("Enter")


def numbers(tab: Tab) -> set[str]:
    """Return the numbers that the page holds, unfolded."""
    return numbers_in(tab.locator("article").text_content() or "")


def numbers_in(text: str) -> set[str]:
    """Return the mobile numbers of a text."""
    return set(re.findall(r"06(?:\s\d\d){4}", text.replace("\u00a0", " ")))


def test_no_number_of_the_directory_is_in_clear_anywhere_in_the_site(house: Path) -> None:
    held = {path for path in files(house / "site") if path.endswith("directory.js") and not path.startswith("assets/")}
    assert held == {"lumen/directory.js"}
    written = [re.sub(r"\D", "", number).encode() for number in LINES.values()]
    for path, content in files(house / "site").items():
        bare = re.sub(rb"[\s\xa0.-]|&nbsp;", b"", content)
        assert not any(number in bare for number in written), path


def test_the_passphrase_opens_every_page_until_the_reader_locks_it(locked: str, phone: BrowserContext) -> None:
    tab = phone.new_page()
    tab.goto(f"{locked}{CALLS}")
    tab.wait_for_selector(SHUT)
    assert numbers(tab) == set()
    type_passphrase(tab, "brouette cantine violon")
    tab.wait_for_selector("[data-pm-word=wrong]:visible")
    assert numbers(tab) == set()
    type_passphrase(tab, PASSPHRASE)
    tab.wait_for_selector(OPEN)
    assert SOLENE in numbers(tab)
    assert tab.locator("a[href='tel:0639987703']").count() > 0
    # Another page of the same device, and the same one the next hour.
    other = phone.new_page()
    other.goto(f"{locked}{CALLS}")
    other.wait_for_selector(OPEN)
    assert SOLENE in numbers(other)
    other.locator(".pm-lock").click()
    other.wait_for_selector(SHUT)
    assert numbers(other) == set()
    other.reload()
    other.wait_for_selector(SHUT)


@deep_alone
@pytest.mark.slow
def test_the_passphrase_opens_it_in_firefox_too(locked: str) -> None:
    firefox = driven_firefox()
    script = Path(__file__).with_name("firefox-directory.mjs")
    command = ["node", str(script), firefox, f"{locked}{CALLS}", PASSPHRASE]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    read = json.loads(told.stdout)
    assert read["version"].startswith("firefox/")
    assert read["errors"] == []
    found = {step: SOLENE in numbers_in(read[step]) for step in ("shut", "wrong", "open", "again", "locked")}
    assert found == {"shut": False, "wrong": False, "open": True, "again": True, "locked": False}


def test_it_is_locked_again_after_twelve_hours(locked: str, phone: BrowserContext) -> None:
    phone.clock.install(time="2026-11-22T21:00:00")
    tab = phone.new_page()
    tab.goto(f"{locked}{CALLS}")
    tab.wait_for_selector(SHUT)
    type_passphrase(tab, PASSPHRASE)
    tab.wait_for_selector(OPEN)
    phone.clock.fast_forward("11:59:00")
    assert SOLENE in numbers(tab)
    phone.clock.fast_forward("00:02:00")
    tab.wait_for_selector(SHUT)
    assert numbers(tab) == set()


def test_a_browser_that_keeps_nothing_still_opens_the_page_and_says_so(locked: str, phone: BrowserContext) -> None:
    phone.add_init_script(KEEPS_NOTHING)
    tab = phone.new_page()
    tab.goto(f"{locked}{CALLS}")
    tab.wait_for_selector(SHUT)
    type_passphrase(tab, PASSPHRASE)
    tab.wait_for_selector(OPEN)
    assert tab.locator("[data-pm-word=unkept]").is_visible()
    assert SOLENE in numbers(tab)


def test_a_copy_without_its_directory_and_an_address_without_https_say_what_they_cannot_do(
    locked: str, phone: BrowserContext
) -> None:
    tab = phone.new_page()
    tab.route(
        "**/directory.js",
        lambda route: route.fulfill(status=404) if "lumen" in route.request.url else route.continue_(),
    )
    tab.goto(f"{locked}{CALLS}")
    tab.wait_for_selector(SHUT)
    type_passphrase(tab, PASSPHRASE)
    tab.wait_for_selector("[data-pm-word=missing]:visible")
    insecure = phone.new_page()
    insecure.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    insecure.goto(f"{locked}{CALLS}")
    insecure.wait_for_selector("[data-pm-word=insecure]:visible")


def test_what_opens_it_is_for_everybody(locked: str, page: Tab, axe: str) -> None:
    page.goto(f"{locked}{CALLS}")
    page.wait_for_selector(SHUT)
    assert violations(page, axe) == []
    type_passphrase(page, PASSPHRASE)
    page.wait_for_selector(OPEN)
    assert violations(page, axe) == []
    controls = page.locator(f"{FORM} :is(button, input):visible")
    sizes = controls.evaluate_all("parts => parts.map(part => part.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
