"""The site without a network: what a device keeps after one visit, and that it never shows two builds at once."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError

from tests.conftest import deep_alone
from tests.support.serving import served as serve
from tests.support.sites import AGENCY, build, files, make_small_repository, reconfigure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# Each of them builds a site, or two.
pytestmark = pytest.mark.slow

SOON = 60_000
CACHED = """async () => Promise.all((await caches.keys()).map(async name => {
  const cache = await caches.open(name);
  const kept = await Promise.all((await cache.keys()).map(async ({url}) => {
    const bytes = await (await cache.match(url)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [url, Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("")];
  }));
  return kept;
}))"""


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a house of three brands, with its site."""
    folder = make_small_repository(tmp_path_factory.mktemp("offline"), AGENCY)
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def served(first_build: Path) -> Iterator[str]:
    """Return the address of its site, which stands under a folder of a host."""
    with serve(first_build) as (place, _):
        yield f"{place}site/"


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """Return a device that has read nothing yet."""
    context: BrowserContext = browser.new_context(copies=True, locale="fr-FR", viewport={"width": 360, "height": 780})  # type: ignore[call-arg]
    yield context
    context.close()


def line(page: Page, state: str) -> bool:
    """Return whether the foot of the page says how it is with the copy."""
    return page.locator(f".pm-edition [data-when={state}]").is_visible()


def visit(device: BrowserContext, address: str) -> Page:
    """Open a page, and wait for the copy to be whole."""
    page = device.new_page()
    page.goto(address)
    page.locator(".pm-edition [data-when=whole]").wait_for(timeout=SOON)
    return page


def takes_over(page: Page) -> bool:
    """Return whether a page that was just opened is of the other build, or comes again by itself as it has it.

    Else it offers it: the browser still counts the page before as open, or lets the copy before finish what it does.
    """
    page.wait_for_function(
        """() => document.title.includes("rouvert")
                 || document.querySelector(".pm-edition [data-when=new]").checkVisibility()""",
        timeout=SOON,
    )
    return "rouvert" in page.title()


def kept(page: Page) -> dict[str, str]:
    """Return what the only copy on the device holds: each address, and the digest of what is kept of it."""
    (copy,) = page.evaluate(CACHED)
    return dict(copy)


def on_the_server(folder: Path, address: str) -> dict[str, str]:
    """Return each file of the site by its address, with its digest."""
    return {
        address + re.sub(r"(^|/)index\.html$", r"\1", path): hashlib.sha256(content).hexdigest()
        for path, content in files(folder / "site").items()
    }


@pytest.fixture
def published(first_build: Path) -> Iterator[Callable[[], None]]:
    """Return what publishes another build, in which a brand has another promise; the first comes back afterwards."""
    brand = first_build / "playbooks" / "brands" / "musee" / "brand.yml"
    before = brand.read_text("utf-8")

    def publish() -> None:
        text, count = re.subn(r"(?m)^(name: .*)$", r"\1 rouvert", before, count=1)
        assert count == 1
        brand.write_text(text, "utf-8")
        assert build(first_build).returncode == 0

    yield publish
    brand.write_text(before, "utf-8")
    assert build(first_build).returncode == 0


def test_after_one_visit_the_brand_is_read_and_searched_without_a_network(
    device: BrowserContext, served: str, first_build: Path
) -> None:
    page = visit(device, f"{served}musee/")
    there = on_the_server(first_build, served)
    held = kept(page)
    assert {address: digest for address, digest in held.items() if there.get(address) != digest} == {}
    assert {address for address in there if address.startswith(f"{served}musee/")} <= held.keys()
    device.set_offline(True)
    refused: list[str] = []
    # What a page had no time to load is no failure.
    page.on("requestfailed", lambda request: "ABORTED" in str(request.failure) or refused.append(request.url))
    for path in (
        "musee/",
        "musee/crises/",
        "musee/escalation/",
        "musee/questions/",
        "glossary/",
        "",
        "musee/questions",
    ):
        answer = page.goto(f"{served}{path}")
        assert answer is not None and answer.ok, path
        assert page.locator("h1").count() == 1, path
        assert line(page, "offline")
    page.goto(f"{served}musee/cockpit/")
    page.locator(".pm-cockpit:not([hidden]) .pm-cp-start").wait_for()
    page.goto(f"{served}musee/may-i/?q=x#action=publish")
    page.locator(".pm-live:not([hidden])").wait_for()
    page.goto(f"{served}musee/")
    page.locator("label.md-header__button[for=__search]").click()
    page.keyboard.type("astreinte")
    page.locator(".md-search-result__item").first.wait_for()
    assert refused == []
    # What nobody read on this device is not there, and that is said.
    page.goto(f"{served}laiterie/questions/")
    assert "n’est pas sur cet appareil" in page.locator("h1").inner_text()
    page.get_by_role("link").click()
    assert page.url == served


def test_newer_build_is_offered_and_never_mixed_with_the_one_that_is_shown(
    device: BrowserContext, served: str, first_build: Path, published: Callable[[], None]
) -> None:
    page = visit(device, f"{served}musee/")
    old = kept(page)
    other = device.new_page()
    other.goto(f"{served}musee/questions/")
    published()
    page.goto(f"{served}musee/crises/")
    page.locator(".pm-edition [data-when=new]").wait_for(timeout=SOON)
    # Until it is asked for, everything is of the first: pages, and what the search reads.
    assert "rouvert" not in page.title()
    index = page.evaluate("async url => (await fetch(url)).text()", f"{served}search/brands/musee.json")
    assert "rouvert" not in index
    page.locator(".pm-edition [data-when=new] button").click()
    page.wait_for_function("() => document.title.includes('rouvert')", timeout=SOON)
    page.locator(".pm-edition [data-when=whole]").wait_for(timeout=SOON)
    there, held = on_the_server(first_build, served), kept(page)
    assert {address: digest for address, digest in held.items() if there.get(address) != digest} == {}
    assert held.keys() >= {address for address in there if address.startswith(f"{served}musee/")}
    assert held != old
    # The page that was open meanwhile says so too, and loses nothing until it is read again.
    other.locator(".pm-edition [data-when=new] button").click()
    other.wait_for_function("() => document.title.includes('rouvert')", timeout=SOON)


@deep_alone
def test_newer_build_takes_over_by_itself_where_one_page_is_opened_alone(
    device: BrowserContext, served: str, published: Callable[[], None]
) -> None:
    page = visit(device, f"{served}musee/")
    published()
    page.goto(f"{served}musee/crises/")
    page.locator(".pm-edition [data-when=new]").wait_for(timeout=SOON)
    # What drives this browser holds the copy before: a page that is opened at that instant may never be answered.
    for path in ("questions", "crises", "escalation", "roles", "channels", "voice"):
        page.close()
        page = device.new_page()
        with contextlib.suppress(TimeoutError):
            page.goto(f"{served}musee/{path}/", timeout=SOON / 4)
            if takes_over(page):
                return
    pytest.fail("None of the pages that were opened alone was of the newer build, nor came again by itself.")


@deep_alone
def test_page_that_the_copy_lacks_comes_with_its_own_build(
    device: BrowserContext, served: str, published: Callable[[], None]
) -> None:
    page = visit(device, f"{served}musee/")
    published()
    page.goto(f"{served}laiterie/questions/")
    page.locator("article h1").wait_for(timeout=SOON)
    shown = page.evaluate("async url => (await fetch(url)).text()", f"{served}musee/")
    assert "rouvert" in shown


@deep_alone
def test_device_without_room_says_so_and_reads_on(device: BrowserContext, served: str) -> None:
    page = device.new_page()
    page.goto(f"{served}404.html")
    session = device.new_cdp_session(page)
    origin = served.removesuffix("site/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 200_000})
    page.goto(f"{served}musee/")
    page.locator(".pm-edition [data-when=full]").wait_for(timeout=SOON)
    answer = page.goto(f"{served}musee/crises/")
    assert answer is not None and answer.ok


@deep_alone
def test_house_that_wants_no_copies_has_those_of_earlier_builds_go(
    device: BrowserContext, served: str, first_build: Path
) -> None:
    page = visit(device, f"{served}musee/")
    config = (first_build / "mkdocs.yml").read_text("utf-8")
    reconfigure(first_build, (r"    audience: internal", "    audience: internal\n    offline: false"))
    try:
        assert build(first_build).returncode == 0
        page.goto(f"{served}musee/crises/")
        left = "(await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length"
        page.wait_for_function(f"async () => {left} === 0", timeout=SOON)
        page.goto(f"{served}musee/")
        page.wait_for_function("() => navigator.serviceWorker.controller === null", timeout=SOON)
    finally:
        (first_build / "mkdocs.yml").write_text(config, "utf-8")
        assert build(first_build).returncode == 0
