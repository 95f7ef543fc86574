"""A browser that refuses to keep anything answers all the same, and the page says that it will ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.test_live_page import MORNING, level, phone, plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REFUSED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("refused", "SecurityError"); };
}"""


def test_what_is_not_kept_is_told_where_it_was_said(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING, service_workers="block")
    context.add_init_script(REFUSED)
    tab = context.new_page()
    told = tab.locator(".pm-unkept")
    tab.goto(f"{address}veillee/")
    assert not told.is_visible()
    tab.select_option("#home-role", "duty-moderator")
    assert plain(told.inner_text()).startswith("Ce navigateur ne garde rien : ")
    tab.goto(f"{address}veillee/may-i/#action=like&channel=instagram")
    tab.wait_for_selector(".pm-live-answer:visible")
    assert not told.is_visible()
    tab.locator(".pm-live-mine").click()
    assert told.is_visible()
    assert level(tab) is not None
    tab.goto(f"{address}veillee/now/#severity=3")
    tab.locator(".pm-now-line:focus [data-do=silent]").click()
    assert told.is_visible()
    # For as long as the page is open, what was tried is known.
    assert tab.locator(".pm-now-line [data-do=restart]:visible").count() == 1
    context.close()
