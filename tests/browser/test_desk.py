"""The desk in a real browser: each form is filled in, looked at and saved; a stranger’s page is refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perimetre.drivers.desk.server import DeskServer
from tests.browser.test_accessibility import ALL, AXE, RUN
from tests.support.desks import desk_of
from tests.support.repositories import SETTINGS, Repo, small_repository
from tests.support.serving import served

# By form, what is filled in, and what is then read in the files. That of a brand is not here: a mission of this house
# names an objective of its only brand, so that another is refused.
EDITS: dict[str, tuple[dict[str, str | list[str]], str]] = {
    "absence": ({"person": "agathe", "from": "2026-12-24", "to": "2026-12-31"}, "person: agathe, from: 2026-12-24"),
    "swap": (
        {"person": "judith", "instead_of": "agathe", "from": "2027-02-01", "from-at": "18:00", "to": "2027-02-02"},
        "from: 2027-02-01T18:00",
    ),
    "person": ({"name": "Zoé Lanvin", "role": "social-lead", "from": "2027-01-04"}, "name: Zoé Lanvin"),
    "departure": ({"person": "nadir", "to": "2027-02-26"}, "left_on: 2027-02-26"),
    "template": ({"name": "Merci encore", "case": "praise", "text": "Merci.\nÀ bientôt."}, "Merci encore"),
    "variant": ({"template": "thanks", "name": "Long", "text": "Merci {{prenom}}, vraiment."}, "title: Long"),
    "term": ({"term": "génial", "class": "avoid", "replace_by": "bon"}, "term: génial"),
    "channel": ({"name": "Bluesky", "of_kind": "social", "objectives": ["trust"]}, "title: Bluesky"),
    "period": ({"name": "Soldes", "of_kind": "seasonal", "effects": "Rien.", "to": "2027-02-02"}, "title: Soldes"),
    "statement": ({"scenario": "bad-buzz", "name": "Point", "text": "Nous revenons à 18 h."}, "title: Point"),
    "step": (
        {"after": "bad-buzz/keep", "name": "Compter", "actor": "cm-on-duty", "within": "8min"},
        "id: compter",
    ),
    "step-change": ({"step": "bad-buzz/call", "name": "Appeler l’astreinte"}, "Appeler l’astreinte"),
    "crisis": ({"name": "Une panne du site", "of_kind": "outage"}, "title: Une panne du site"),
    "operation": ({"name": "Le concours de mars", "of_kind": "contest"}, "title: Le concours de mars"),
    "place": ({"name": "Boutique de Nice"}, "title: Boutique de Nice"),
    "rule": ({"name": "Aimer", "authority": "notify", "actions": ["like"]}, "title: Aimer"),
    "agency": ({"name": "Les Veilleurs"}, "title: Les Veilleurs"),
}
# A page of somebody else, which sends a form to the desk as soon as it is opened.
TRAP = """<!doctype html><title>Un chaton</title><form method="post" action="{address}form/absence">
<input name="person" value="agathe"><input name="from" value="2026-12-24"><input name="to" value="2026-12-31">
<input name="do" value="save"></form><script>document.forms[0].submit()</script>"""


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return small_repository(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def server(repo: Repo) -> Iterator[DeskServer]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        with desk_of(repo.top / "playbooks") as opened:
            yield opened


@pytest.fixture(scope="module")
def context(browser: Any, server: DeskServer) -> Iterator[Any]:
    """A browser that has opened the desk."""
    made = browser.new_context(locale="fr-FR", reduced_motion="reduce", bypass_csp=True)
    page = made.new_page()
    page.goto(server.address)
    page.close()
    yield made
    made.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


def home(server: DeskServer) -> str:
    return server.address.partition("?")[0]


def fill(page: Any, values: dict[str, str | list[str]]) -> None:
    """Fill a form in as a person does."""
    for name, value in values.items():
        field = page.locator(f'#form [name="{name}"]')
        if isinstance(value, list):
            for one in value:
                page.locator(f'#form [name="{name}"][value="{one}"]').check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def written(repo: Repo) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((repo.top / "playbooks").rglob("*.yml")))


@pytest.mark.parametrize("kind", EDITS)
def test_each_form_is_filled_in_looked_at_and_saved(page: Any, server: DeskServer, repo: Repo, kind: str) -> None:
    values, said = EDITS[kind]
    before = repo.git("rev-parse", "HEAD")
    page.goto(home(server))
    page.click(f'a[href="/form/{kind}"]')
    fill(page, values)
    page.click('button[value="look"]')
    # The rules are asked while one reads.
    page.wait_for_selector("#rules > :not(.aside)")
    assert page.locator("#shown .record").count() >= 1 and page.locator("#shown .alert").count() == 0
    assert said not in written(repo)
    page.click('button[value="save"]')
    page.wait_for_url("**/saved/*")
    assert "desk/" in page.inner_text(".good") and said in written(repo)
    assert repo.git("rev-list", "--count", f"{before}..HEAD") == "1" and repo.git("status", "--porcelain") == ""


def test_a_slip_is_told_while_one_types_and_what_was_shown_can_no_longer_be_saved(
    page: Any, server: DeskServer
) -> None:
    page.goto(f"{home(server)}form/step")
    fill(page, {**EDITS["step"][0], "name": "Compter deux fois", "within": "demain"})
    page.wait_for_selector("#live .wrong")
    assert "demain" in page.inner_text("#live")
    fill(page, {"within": "9min"})
    page.wait_for_selector("#live .good")
    page.click('button[value="look"]')
    assert page.locator('button[value="save"]').is_visible()
    fill(page, {"within": "10min"})
    assert not page.locator('button[value="save"]').is_visible()


def test_without_scripts_it_is_saved_all_the_same(browser: Any, context: Any, server: DeskServer, repo: Repo) -> None:
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(f"{home(server)}form/term")
    fill(page, {"term": "merveilleux", "class": "careful"})
    page.click('button[value="look"]')
    page.click('button[value="save"]')
    assert "/saved/" in page.url and "term: merveilleux" in written(repo)
    plain.close()


def test_a_stranger_s_page_that_posts_to_it_is_refused(
    page: Any, server: DeskServer, repo: Repo, tmp_path: Path
) -> None:
    state = repo.state()
    tmp_path.joinpath("index.html").write_text(TRAP.format(address=home(server)), "utf-8")
    with served(tmp_path) as (stranger, _):
        # The worst: another server of this machine, in the very browser that holds the desk.
        page.goto(stranger)
        page.wait_for_url(f"{home(server)}**")
        assert page.title().startswith("Ce n’est pas fait")
        # Nor can its scripts read the desk.
        page.goto(stranger.replace("index.html", "") + "nothing")
        read = "address => fetch(address, {credentials: 'include'}).then(one => one.text(), () => 'refused')"
        assert page.evaluate(read, home(server)) == "refused"
    assert repo.state() == state


def test_each_page_is_accessible_and_holds_in_a_phone(page: Any, server: DeskServer) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not here. This brings it: npm install --ignore-scripts --no-package-lock")
    axe = AXE.read_text("utf-8")
    for path, kind in (("", None), ("form/rule", "rule"), ("form/absence", "absence"), ("form/absence", "lacking")):
        page.goto(f"{home(server)}{path}")
        if kind == "absence":
            fill(page, {"person": "judith", "from": "2027-03-01", "to": "2027-03-02"})
        if kind in ("absence", "lacking"):
            page.click('button[value="look"]')
            page.wait_for_selector("#shown")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.evaluate(axe)
        for width, scheme in itertools.product((360, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(RUN, ALL)
            assert found == [], (path, kind, width, scheme, found)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, kind, width)
        page.set_viewport_size({"width": 360, "height": 800})
        small = page.evaluate(SMALL)
        assert small == [], (path, kind, small)


# What one touches, and is lower than a finger is wide; a box to tick is touched by its words.
SMALL = """() => [...document.querySelectorAll(
  "main a:not(li a, p a), button, select, textarea, summary, input:not([type=hidden], [type=checkbox]), .box, .cards a"
)].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.9).map(one => one.outerHTML)"""
