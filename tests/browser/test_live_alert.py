"""The alert: one question of the triage at a time, to an end that says how grave it is, whom to call, what to say."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from perimetre.model import Brand, Tree
from perimetre.model.escalation import Outcome
from perimetre.pipeline.loading import load
from tests.browser.test_accessibility import axe, page, violations
from tests.conftest import DEEP_ALONE, ROOT, examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")
NIGHT = dt.datetime(2026, 11, 24, 22, 40, tzinfo=ZoneInfo("Europe/Paris"))
BRANDS = ("veillee", pytest.param("osier-lin", marks=DEEP_ALONE))
SIGNS = {"no": "", "yes": "!", "doubt": "~"}
# What stands at the end, once the address says which answers were given.
END = """hash => {
  history.replaceState(null, "", hash);
  dispatchEvent(new PopStateEvent("popstate"));
  const shown = part => [...document.querySelectorAll(part)];
  const isHidden = part => document.querySelector(part).hidden;
  return isHidden(".pm-alert-end") ? null : {
    severity: shown(".pm-alert-severity .pm-tag")[0].textContent,
    links: shown(".pm-alert-outcome a, .pm-alert-perhaps a").map(link => link.getAttribute("href")),
    line: isHidden(".pm-alert-call") ? null : document.querySelector(".pm-alert-line").dataset.of,
    called: shown(".pm-alert-line .pm-now-call-now strong").length,
    nobody: shown(".pm-alert-line .pm-banner").length,
    message: !isHidden(".pm-alert-say"),
  };
}"""

Answers = dict[str, str]


@functools.cache
def brand_of(name: str) -> Brand:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return next(brand for brand in handbook.brands if brand.id == name)


class Walker:
    """Walk the trees of a brand as they are written."""

    def __init__(self, brand: Brand) -> None:
        assert brand.escalation.triage is not None
        self.brand = brand
        self.trees = {tree.id: tree for tree in brand.escalation.triage.trees}
        self.entry = brand.escalation.triage.entry or ""

    def paths(self, tree: str = "", answers: Answers | None = None) -> Iterator[tuple[Answers, Outcome]]:
        """Yield each way of answering yes and no, and where it ends."""
        tree, answers = tree or self.entry, dict(answers or {})
        for branch in self.trees[tree].branches:
            assert branch.outcome is not None
            yield from self._on({**answers, f"{tree}.{branch.id}": "yes"}, branch.outcome)
            answers[f"{tree}.{branch.id}"] = "no"
        otherwise = self.trees[tree].otherwise
        assert otherwise is not None
        yield from self._on(answers, otherwise)

    def _on(self, answers: Answers, outcome: Outcome) -> Iterator[tuple[Answers, Outcome]]:
        if outcome.tree is None:
            yield answers, outcome
        else:
            yield from self.paths(outcome.tree, answers)

    def severity(self, outcome: Outcome) -> int:
        """Return how grave an end is; -1: nothing is said."""
        crisis = self.brand.find("crisis", outcome.scenario) if outcome.scenario else None
        named = outcome.severity if outcome.severity is not None else getattr(crisis, "severity", None)
        numbers = {
            str(name): each.number for each in self.brand.escalation.severities for name in (each.id, each.number)
        }
        number = numbers.get(str(named))
        return -1 if number is None else number

    def line(self, outcome: Outcome) -> str | None:
        """Return the line that is called at an end."""
        crisis = self.brand.find("crisis", outcome.scenario) if outcome.scenario else None
        return outcome.line or getattr(crisis, "escalation_line", None)


def address_of(answers: Mapping[str, str]) -> str:
    by: dict[str, list[str]] = {}
    for key, answer in answers.items():
        tree, branch = key.split(".")
        by.setdefault(tree, []).append(f"{branch}{SIGNS[answer]}")
    return "#" + "&".join(f"{tree}={'.'.join(branches)}" for tree, branches in by.items())


def severity_shown(said: str) -> int:
    return int(said.split()[1]) if any(sign.isdigit() for sign in said) else -1


@pytest.fixture(scope="module", params=BRANDS)
def walker(request: pytest.FixtureRequest) -> Walker:
    return Walker(brand_of(request.param))


@pytest.fixture
def tab(browser: Browser, walker: Walker, address: str) -> Iterator[Tab]:
    """Return the page, open on a phone on a Tuesday night."""
    tab = opened(browser, f"{address}{walker.brand.id}/alert/")
    yield tab
    tab.context.close()


def opened(browser: Browser, url: str, **more: Any) -> Tab:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR", **more)
    context.clock.set_fixed_time(NIGHT)
    tab = context.new_page()
    tab.goto(url)
    tab.wait_for_selector(".pm-alert:not([hidden])")
    return tab


def test_each_path_ends_as_the_trees_say(tab: Tab, walker: Walker) -> None:
    paths = list(walker.paths())
    assert len(paths) > 60
    wrong = []
    ends = set()
    for answers, outcome in paths:
        end = tab.evaluate(END, address_of(answers))
        expected = (walker.severity(outcome), walker.line(outcome))
        told = None if end is None else (severity_shown(end["severity"]), end["line"])
        cards = [] if end is None else [href for href in end["links"] if "crises/" in href]
        if told != expected or cards != ([f"../crises/{outcome.scenario}/"] if outcome.scenario else []):
            wrong.append((answers, end, outcome))
        elif end["line"] is not None and not end["called"] and not end["nobody"]:
            wrong.append((answers, "nobody is named", outcome))
        ends.add(expected)
    assert wrong == []
    assert {severity for severity, _ in ends} >= {-1, 1, 2, 3, 4}


@pytest.mark.deep
@pytest.mark.only_deep
def test_each_scenario_at_the_end_of_a_path_has_its_message(tab: Tab, walker: Walker) -> None:
    ways = {outcome.scenario: (answers, outcome) for answers, outcome in walker.paths()}
    for answers, outcome in ways.values():
        crisis = walker.brand.find("crisis", outcome.scenario) if outcome.scenario else None
        holds = any(statement.kind == "holding" for statement in getattr(crisis, "statements", ()))
        assert tab.evaluate(END, address_of(answers))["message"] == holds, outcome.scenario


# Answer what is asked, each question by the next of some answers, and by no once they are used up.
ANSWER = """answers => {
  const isAsked = () => !document.querySelector(".pm-alert-ask").hidden;
  for (let count = 0; isAsked() && count < 90; count += 1) {
    document.querySelector(`[data-answer=${answers[count] ?? "no"}]`).click();
  }
  return isAsked() ? null : location.hash;
}"""


def ended(tab: Tab, answers: Mapping[str, str]) -> dict[str, Any] | None:
    """Answer what is asked besides with no; return the end."""
    tab.evaluate(END, address_of(answers))
    hash_ = tab.evaluate(ANSWER, [])
    end: dict[str, Any] | None = None if hash_ is None else tab.evaluate(END, hash_)
    return end


def test_who_does_not_know_is_told_what_would_be_graver(tab: Tab, walker: Walker) -> None:
    """Not knowing is never milder than yes, nor than no, whatever else is answered."""
    chance = random.Random(3)
    paths = list(walker.paths())
    wrong = []
    for _ in range(examples(3, 40)):
        answers, _ = chance.choice(paths)
        key = chance.choice(list(answers))
        before = dict(list(answers.items())[: list(answers).index(key)])
        ends = {answer: ended(tab, {**before, key: answer}) for answer in SIGNS}
        severities = {answer: severity_shown(end["severity"]) if end else -9 for answer, end in ends.items()}
        if -9 in severities.values() or severities["doubt"] < max(severities["yes"], severities["no"]):
            wrong.append((before, key, severities))
    assert wrong == []


@pytest.mark.deep
@pytest.mark.only_deep
def test_any_answers_come_to_an_end(tab: Tab) -> None:
    chance = random.Random(9)
    for _ in range(examples(3, 25)):
        tab.evaluate(END, "#")
        answers = [chance.choice(("no", "no", "doubt", "doubt", "yes")) for _ in range(90)]
        assert tab.evaluate(ANSWER, answers) is not None


def test_answers_stay_in_sight_can_be_changed_and_gone_back_on(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}veillee/alert/")
    assert "menacée maintenant" in tab.inner_text(".pm-alert-question")
    tab.get_by_role("button", name="Non", exact=True).click()
    tab.get_by_role("button", name="Non", exact=True).click()
    assert tab.locator(".pm-alert-list > li").count() == 2
    third = tab.inner_text(".pm-alert-question")
    tab.get_by_role("button", name="Revenir à la question précédente").click()
    assert "vouloir mourir" in tab.inner_text(".pm-alert-question")
    # So does the button of the browser, answer by answer.
    tab.go_back()
    assert tab.inner_text(".pm-alert-question") == third
    # An answer is changed: those given to other questions still hold.
    tab.get_by_role("button", name="Modifier").first.click()
    assert "menacée maintenant" in tab.inner_text(".pm-alert-question")
    tab.get_by_role("button", name="Non", exact=True).click()
    assert tab.inner_text(".pm-alert-question") == third
    tab.context.close()


def test_who_says_that_a_life_is_threatened_finds_the_numbers_the_line_and_what_to_say(
    browser: Browser, address: str
) -> None:
    tab = opened(browser, f"{address}veillee/alert/")
    tab.get_by_role("button", name="Oui", exact=True).click()
    end = tab.locator(".pm-alert-end")
    numbers = [
        link.get_attribute("href") for link in end.locator("a[href^='tel:']:visible, a[href^='sms:']:visible").all()
    ]
    assert {"tel:15", "tel:112", "sms:114", "tel:3114"} <= set(numbers)
    assert end.locator(".pm-alert-rescue").bounding_box()["y"] < 780  # type: ignore[index]
    linked = end.locator(".pm-alert-outcome a:visible")
    assert linked.all_inner_texts() == ["15", "17", "18", "112", "114"]
    assert " ".join(end.inner_text().split()).count("gravité 3") == 1
    # What has happened is asked still: the card of the scenario, and its first words.
    assert not end.locator(".pm-alert-say").is_visible()
    case = end.locator(".pm-alert-cases details", has_text="détresse").first
    case.locator("summary").click()
    assert case.locator("a[href='../crises/person-in-distress/']").is_visible()
    case.get_by_role("button", name="Le message d’attente").click()
    assert tab.evaluate("document.activeElement.id") == "alert-channel"
    tab.select_option("#alert-channel", "instagram")
    assert "3114" in end.locator(".pm-alert-statement").inner_text()
    # Where no words are ready, nothing is offered to copy.
    silent = tab.evaluate(
        """() => {
          const said = [...document.querySelectorAll(".pm-alert-statement blockquote")];
          const spoken = said.map(({ dataset }) => dataset.on);
          const options = [...document.querySelectorAll("#alert-channel option")].map(({ value }) => value);
          return options.find(value => spoken.every(on => on && !on.split(" ").includes(value)));
        }"""
    )
    tab.select_option("#alert-channel", silent)
    assert end.locator(".pm-alert-unsaid").is_visible()
    assert not end.locator(".pm-alert-statement").is_visible()
    assert not end.locator(".pm-message-copy").is_visible()
    tab.context.close()


def test_an_end_has_an_address_and_an_address_that_makes_no_sense_asks(browser: Browser, address: str) -> None:
    url = f"{address}veillee/alert/#first-question=now!"
    tab = opened(browser, url)
    assert "3" in tab.inner_text(".pm-alert-severity")
    assert "Quelqu’un est en danger" in tab.inner_text(".pm-alert-call")
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    for wrong in ("#first-question=zzz!", "#<script>", "#nowhere=now!", "#__proto__=x", "#="):
        tab.goto("about:blank")
        tab.goto(f"{address}veillee/alert/{wrong}")
        tab.wait_for_selector(".pm-alert:not([hidden])")
        assert tab.locator(".pm-alert-question").is_visible(), wrong
    assert errors == []
    tab.context.close()


def test_message_that_holds_is_copied_for_its_channel(browser: Browser, address: str) -> None:
    answers = (
        "first-question=now.distress.abuse-images.threatened.accident.hurt-by-a-product.hunted.health"
        "&what-is-it=press.whistle.executive.law.our-account!&from-our-accounts=taken!"
    )
    tab = opened(browser, f"{address}veillee/alert/#{answers}", permissions=["clipboard-read", "clipboard-write"])
    for channel, begins in (("instagram", "Ne vous fiez pas"), ("messages", "Bonjour. Ne vous fiez pas")):
        tab.select_option("#alert-channel", channel)
        tools = tab.locator(".pm-alert-statement .pm-message-tools:visible")
        tools.locator(".pm-message-copy").click()
        tools.locator("[data-pm-word=copied]").wait_for()
        assert tab.evaluate("navigator.clipboard.readText()").startswith(begins)
        # As on the card of the scenario: what is still to be filled in is said.
        assert "Heure du prochain point" in tools.locator(".pm-message-lacks").inner_text()
    tab.locator(".pm-alert-statement .pm-var[data-pm-var=next-word]:visible").first.click()
    tab.keyboard.type("à 23 h 45")
    tools.locator(".pm-message-copy").click()
    tools.locator("[data-pm-word=copied]").wait_for()
    assert "Heure du prochain point" not in tools.locator(".pm-message-lacks").inner_text()
    assert "à 23 h 45" in tab.evaluate("navigator.clipboard.readText()")
    tab.context.close()


def test_what_is_said_to_one_person_is_not_offered_for_all(browser: Browser, address: str) -> None:
    answers = "first-question=now.distress.abuse-images.threatened.accident.hurt-by-a-product!"
    tab = opened(browser, f"{address}veillee/alert/#{answers}")
    texts = tab.locator(".pm-alert-text:visible")
    tab.select_option("#alert-channel", "instagram")
    assert [" ".join(each.split("\n")[0].split()) for each in texts.all_inner_texts()] == [
        "À la personne blessée, en public en public",
        "À la personne blessée à une personne, en privé",
    ]
    assert "à quel numéro" not in texts.first.inner_text()
    # Where nobody writes in private, the words for one person are not there; where all is private, they come first.
    tab.select_option("#alert-channel", "tiktok")
    assert texts.count() == 1
    tab.select_option("#alert-channel", "messages")
    assert "en privé" in texts.first.inner_text()
    tab.context.close()


def test_alert_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}veillee/alert/")
    tab.locator("[data-answer=yes]").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    # What is asked next is read at once, and its answers follow.
    assert tab.evaluate("document.activeElement.matches('.pm-alert-question')")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.dataset.answer") == "yes"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.matches('.pm-alert-end')")
    for each in tab.locator(".pm-alert button:visible, .pm-alert select:visible").all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    tab.context.close()


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param("", marks=DEEP_ALONE),
        "#first-question=now.distress.abuse-images.threatened~",
        pytest.param("#first-question=now!", marks=DEEP_ALONE),
    ],
)
def test_alert_can_be_read_by_everybody(page: Tab, address: str, axe: str, answers: str) -> None:
    page.clock.set_fixed_time(NIGHT)
    page.goto(f"{address}veillee/alert/{answers}")
    page.wait_for_selector(".pm-alert:not([hidden])")
    page.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
    assert violations(page, axe) == []


def test_without_javascript_all_the_questions_stand_there(browser: Browser, address: str, walker: Walker) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}{walker.brand.id}/alert/")
    assert tab.locator(".pm-danger").first.is_visible()
    assert tab.locator("[data-ask]").first.is_visible()
    assert tab.locator("[data-ask]").count() == sum(len(tree.branches) for tree in walker.trees.values())
    context.close()


def test_trees_of_the_example_are_walked(walker: Walker) -> None:
    assert all(isinstance(tree, Tree) for tree in walker.trees.values())
    assert len({outcome.scenario for _, outcome in walker.paths() if outcome.scenario}) >= 20
