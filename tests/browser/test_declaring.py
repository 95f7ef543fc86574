"""The button that declares an alert opens the form of the code host, filled in for the moment of the tap."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

import perimetre.render
from perimetre.render.pages import Page
from tests.render.test_declaring import EDIT, page_of
from tests.support.rule_cases import BASE, load_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

ASSETS = Path(perimetre.render.__path__[0]) / "assets"
SITE = "http://handbook.test/lumen/alert-level/"
# In New York it is a quarter to six in the evening, in Paris a quarter to midnight.
NIGHT = dt.datetime(2026, 11, 22, 22, 45, tzinfo=dt.UTC)
ALERT = '.pm-declare-as[data-declares="alert"]'


def shown(page: Page | None) -> str:
    assert page is not None
    style = (ASSETS / "perimetre.css").read_text("utf-8")
    script = "\n".join((ASSETS / f"live/{name}.js").read_text("utf-8") for name in ("device", "message", "declare"))
    sections = "".join(f"<h2>{section.title}</h2>{section.html}" for section in page.sections)
    body = f'<div class="md-content"><article class="md-typeset">{page.lead}{sections}</article></div>'
    # What the theme says before our own style.
    style = f"html {{font-size: 125%}} * {{box-sizing: border-box}} {style}"
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>x</title><style>{style}</style>"
    return f"{head}{body}<script>{script}</script>"


@pytest.fixture(scope="module")
def written() -> str:
    return shown(page_of())


def visit(browser: Browser, html: str, at: dt.datetime = NIGHT, **more: Any) -> Tab:
    """Open the page on a phone far from the house, at an instant; the code host answers with an empty page."""
    viewport = {"width": 360, "height": 780}
    context = browser.new_context(viewport=viewport, timezone_id="America/New_York", locale="en-US", **more)
    context.clock.set_fixed_time(at)
    tab = context.new_page()
    context.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    context.route(SITE, lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.goto(SITE)
    return tab


def sent(url: str) -> tuple[str, str]:
    """Return the path of the file, and its text, that an address of the code host asks for."""
    address = urlsplit(url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://github.com/maison/manuel/new/main"
    asked = parse_qs(address.query, strict_parsing=True)
    return asked["filename"][0], asked["value"][0]


def test_button_opens_the_form_filled_in_for_the_moment_of_the_tap(browser: Browser, written: str) -> None:
    tab = visit(browser, written)
    tab.get_by_label("Why?").fill('Trois "brûlures" : 100 % vrai & partagé')
    tab.get_by_label("Where does it hold?").select_option("channels/page")
    # The page has been open for a while.
    tab.context.clock.set_fixed_time(NIGHT + dt.timedelta(minutes=20))
    tab.locator(f"{ALERT} a").last.click()
    tab.wait_for_url("https://github.com/**")
    path, text = sent(tab.url)
    assert path == "playbooks/brands/lumen/postures/2026-11-23-alert-0005.yml"
    assert text == (
        "id: 2026-11-23-alert-0005\n"
        "level: alert\n"
        "channels: [page]\n"
        "declared_by: communications-director\n"
        "declared_at: 2026-11-23T00:05\n"
        "until: 2026-11-24T00:05\n"
        "lifted_by: [communications-director]\n"
        'because: "Trois \\"brûlures\\" : 100 % vrai & partagé"\n'
    )
    # What the button sends is a declaration that the check accepts.
    assert load_files({**BASE, path.removeprefix("playbooks/"): text}).diagnostics == ()
    tab.context.close()


def test_end_is_that_of_the_house_s_clock_where_the_hour_changes(browser: Browser, written: str) -> None:
    tab = visit(browser, written, dt.datetime(2026, 10, 24, 21, 0, tzinfo=dt.UTC))
    text = tab.locator(f"{ALERT} pre").first.text_content() or ""
    # A day later, summer time has ended.
    assert "declared_at: 2026-10-24T23:00\nuntil: 2026-10-25T22:00\n" in text
    assert "because: to-complete\n" in text
    tab.context.close()


def test_by_keyboard_and_without_a_host_the_text_is_there_to_copy(browser: Browser) -> None:
    tab = visit(browser, shown(page_of(edit=None)))
    first = tab.locator(ALERT).first
    assert first.locator("a").count() == 0
    first.locator("summary").focus()
    tab.keyboard.press("Enter")
    text = first.locator("pre").text_content() or ""
    assert text.startswith("id: 2026-11-22-alert-2345\n")
    assert first.locator("pre").is_visible()
    assert first.locator("code").text_content() == "brands/lumen/postures/2026-11-22-alert-2345.yml"
    tab.context.close()


def test_message_to_whoever_may_declare_says_which_level_where_when_and_who_asks(browser: Browser) -> None:
    role = "{id: communications-director, "
    contact = "contact: [{mode: mail, value: direction@lumen.example.org, shared: true}], "
    people = next(path for path, text in BASE.items() if role in text)
    tab = visit(browser, shown(page_of({**BASE, people: BASE[people].replace(role, role + contact)})))
    tab.evaluate("localStorage.setItem('perimetre-role-lumen-name', 'Community manager')")
    tab.get_by_label("Why?").fill("Trois brûlures")
    tab.get_by_label("Where does it hold?").select_option("channels/page")
    tab.get_by_label("Which level do you ask for?").select_option("crisis")
    lines = tab.input_value("#declare-message").split("\n")
    assert lines[0].startswith("For Lumen, I ask for this alert level to be declared:")
    assert lines[0].endswith("crisis")
    assert lines[1] == "What is happening: Trois brûlures"
    assert lines[2].startswith("Where: ")
    # By the clock of the house, wherever the phone is.
    assert lines[3].startswith("When: Sunday") and "23:45" in lines[3]
    assert lines[4:] == ["I am: Community manager"]
    mail = tab.get_attribute("a[data-by=mail]", "href") or ""
    assert mail.startswith("mailto:direction@lumen.example.org?subject=For%20Lumen")
    # Of what nobody has told, no line.
    tab.evaluate("localStorage.clear()")
    tab.get_by_label("Why?").fill("")
    assert not any(line.endswith(":") for line in tab.input_value("#declare-message").split("\n"))
    tab.context.close()


def test_without_javascript_the_form_opens_with_blanks_to_fill_in(browser: Browser, written: str) -> None:
    tab = visit(browser, written, java_script_enabled=False)
    assert not tab.locator("form").is_visible()
    assert tab.get_by_text("without JavaScript").is_visible()
    path, text = sent(tab.locator(f"{ALERT} a").first.get_attribute("href") or "")
    assert path == f"{EDIT.folder}brands/lumen/postures/YYYY-MM-DD-a-few-words.yml"
    assert "declared_by: social-lead\ndeclared_at: YYYY-MM-DDTHH:MM\n" in text
    tab.context.close()


def test_what_is_touched_is_large_enough(browser: Browser, written: str) -> None:
    tab = visit(browser, written)
    for thing in tab.locator(".pm-declare-open, .pm-declare input, .pm-declare select").all():
        box = thing.bounding_box()
        assert box is not None and box["height"] >= 44
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.context.close()
