"""What is asked from any page of a brand: a field in the header and on the home, a link without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.test_live_page import MORNING, phone, plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("veillee/", "veillee/voice/", "osier-lin/channels/", "veillee/crises/account-hijack/")


def test_header_of_every_page_of_a_brand_leads_to_its_answers(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING)
    tab = context.new_page()
    for path in PAGES:
        tab.goto(address + path)
        link = tab.locator(".md-header .pm-ask a")
        box = link.bounding_box()
        assert box is not None and box["height"] >= 44 and box["x"] + box["width"] <= 360
        assert not tab.locator(".md-header .pm-ask-field").is_visible()
        link.click()
        tab.wait_for_selector(".pm-live:not([hidden])")
        assert tab.url == f"{address}{path.split('/')[0]}/may-i/"
    # The house's own pages are of no brand.
    tab.goto(address)
    assert tab.locator(".pm-ask").count() == 0
    context.close()


def test_what_is_typed_in_the_header_is_looked_for(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    tab = context.new_page()
    tab.goto(f"{address}veillee/voice/")
    tab.fill(".md-header .pm-ask-field", "rembourser 60 €")
    tab.press(".md-header .pm-ask-field", "Enter")
    tab.wait_for_selector(".pm-live:not([hidden])")
    assert plain(tab.evaluate("document.activeElement.textContent")) == "Répondre en privé : Dédommager"
    # Asked again from the page that answers; nothing typed asks nothing.
    tab.fill(".md-header .pm-ask-field", "<b>insulte</b> & co #1")
    tab.press(".md-header .pm-ask-field", "Enter")
    tab.wait_for_function("document.querySelector('#live-find').value.includes('insulte')")
    assert tab.input_value("#live-find") == "<b>insulte</b> & co #1"
    context.close()


def test_home_asks_on_the_first_screen_of_a_phone(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING)
    tab = context.new_page()
    tab.goto(f"{address}veillee/")
    box = tab.locator("#home-ask").bounding_box()
    assert box is not None and box["y"] + box["height"] < 780
    # What is happening: the first tiles, whom to call among them, are there too.
    for tile in tab.locator(".pm-tiles > li").all()[:2]:
        tile_box = tile.bounding_box()
        assert tile_box is not None and tile_box["y"] + tile_box["height"] < 780
    tab.fill("#home-ask", "liker")
    tab.get_by_role("button", name="Demander").click()
    tab.wait_for_selector(".pm-live:not([hidden])")
    # What names one act alone is asked at once.
    assert tab.locator("[name=action]:checked").input_value() == "like"
    context.close()


def test_without_javascript_there_are_links(browser: Browser, address: str) -> None:
    for width in (360, 1280):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 780})
        tab = context.new_page()
        tab.goto(f"{address}veillee/")
        assert not tab.locator("#home-ask").is_visible()
        links = tab.locator(".pm-ask > a")
        assert [link.is_visible() for link in links.all()] == [True, True]
        links.first.click()
        assert tab.url == f"{address}veillee/may-i/"
        context.close()


def test_home_says_who_the_reader_is_once_they_have_said_it(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING)
    tab = context.new_page()
    tab.goto(f"{address}veillee/")
    assert not tab.locator(".pm-mine").is_visible()
    tab.goto(f"{address}veillee/may-i/")
    tab.select_option("#live-role", "duty-moderator")
    title = tab.locator("#live-role option:checked").inner_text()
    tab.goto(f"{address}veillee/")
    assert plain(tab.locator(".pm-mine").inner_text()).startswith(f"Vous êtes : {title}")
    # Another brand knows another reader.
    tab.goto(f"{address}osier-lin/")
    assert not tab.locator(".pm-mine").is_visible()
    context.close()
