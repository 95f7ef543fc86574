"""What the browser finds in a draft is what `perimetre lint` finds: the same drafts, in a real browser and here."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import perimetre.render
from perimetre.pipeline.loading import load
from perimetre.render.live.reading_over import checks
from perimetre.voice import Draft
from tests.conftest import DEEP, ROOT
from tests.support.read_over import ReadOver, drafts_of_the_corpus
from tests.support.sites import TODAY
from tests.support.voices import CASES, EVERYTHING, NOON, brand_of, some

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

LIVE = Path(perimetre.render.__path__[0]) / "assets" / "live"
PAGES = LIVE.parent / "pages.js"
AT_ONCE = 500
BRANDS = ("veillee", "osier-lin")
# What a case of `tests/cases/voice/` may say and the page does not ask.
UNASKED = ("topics", "authors", "scenarios", "mentions", "kind")
ASK = """asked => asked.map(([text, draft]) => {
  const { lineAndColumn } = PerimetreLint;
  return linter.findings(text, draft).map(told => ({
    rule: told.rule, severity: told.severity, message: told.words, hint: told.hint,
    at: [...lineAndColumn(text, told.start), ...lineAndColumn(text, told.end)],
    replacements: told.replacements, source: told.source, others: told.others,
  }));
})"""

Asked = Sequence[tuple[str, Draft]]
Differences = Callable[[ReadOver, Asked], list[Any]]


@pytest.fixture(scope="module")
def differences(browser: Browser) -> Iterator[Differences]:
    """Return a function that asks both: each draft of which they tell otherwise, the browser first."""
    tab: Tab = browser.new_page()
    tab.evaluate("data => { self.PerimetreChecks = data }", checks())
    scripts = re.search(r'"\.pm-draft": \[(.*?)\]', PAGES.read_text("utf-8"), re.DOTALL)
    assert scripts
    for name in re.findall(r'"live/((?:lint|length)[\w-]*\.js)"', scripts[1]):
        tab.add_script_tag(path=LIVE / name)
    ready: list[ReadOver] = []

    def compare(read: ReadOver, asked: Asked) -> list[Any]:
        if ready != [read]:
            tab.evaluate("data => { self.linter = new PerimetreLint.Linter(data) }", read.data)
            ready[:] = [read]
        found = []
        for start in range(0, len(asked), AT_ONCE):
            several = asked[start : start + AT_ONCE]
            answers = tab.evaluate(ASK, [[text, read.asked(draft)] for text, draft in several])
            for (text, draft), answer in zip(several, answers, strict=True):
                expected = read.told(text, draft)
                if answer != expected:
                    found.append((text, draft, answer, expected))
        return found

    yield compare
    tab.close()


@pytest.fixture(scope="module", params=BRANDS)
def example_brand(request: pytest.FixtureRequest) -> ReadOver:
    """Return a brand of the example."""
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == request.param)
    return ReadOver(brand, TODAY.date())


def test_the_corpus_is_as_large_as_it_was_promised() -> None:
    assert len(drafts_of_the_corpus()) >= 300


def asked_of(read: ReadOver) -> Iterator[tuple[str, Draft]]:
    """Yield each draft of the corpus for a channel and a case, in turn; in depth, for each channel."""
    channels = [channel.id for channel in read.brand.channels.channels]
    cases = itertools.cycle((None, *read.brand.values.cases))
    turns = itertools.cycle(channels)
    for number, draft in enumerate(drafts_of_the_corpus()):
        for channel in channels if DEEP else (next(turns),):
            yield (
                draft["text"],
                Draft(
                    at=TODAY.replace(tzinfo=None) + dt.timedelta(days=number % 150),
                    channel=channel,
                    case=next(cases) if number % 2 else None,
                    private=number % 7 == 0,
                    language=draft["language"],
                ),
            )


@pytest.mark.browser
def test_each_draft_of_the_corpus_is_told_the_same_on_both_brands(
    example_brand: ReadOver, differences: Differences
) -> None:
    asked = list(asked_of(example_brand))
    assert {draft.channel for _, draft in asked} == {channel.id for channel in example_brand.brand.channels.channels}
    assert differences(example_brand, asked) == []
    # The comparison compares something: most rules of the voice are met.
    met = {finding["rule"] for text, draft in asked[:200] for finding in example_brand.told(text, draft)}
    assert len(met) >= 7


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.yml")))
def test_each_case_of_the_voice_is_told_the_same(name: str, differences: Differences) -> None:
    group = yaml.load((CASES / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)
    files = {key: copy.deepcopy(value) for key, value in group.items() if key != "cases"}
    brand = brand_of(**files)
    # The page offers the brand's own channels, and knows of no other.
    offered = {None, *(channel.id for channel in brand.channels.channels)}
    asked = [
        (
            case["text"],
            Draft(
                at=dt.datetime.fromisoformat(case["at"]) if "at" in case else NOON,
                **{key: case[key] for key in ("channel", "case", "private") if key in case},
            ),
        )
        for case in group["cases"]
        if not any(key in case for key in UNASKED) and case.get("channel") in offered
    ]
    assert asked
    assert differences(ReadOver(brand, dt.date(2026, 1, 1)), asked) == []


@pytest.mark.browser
def test_the_levels_of_the_house_hold_there_too(differences: Differences) -> None:
    levels: Any = {"words-are-ours": "off", "typography-is-french": "warning"}
    asked = [("C'est gratuit, tu vois...", Draft(at=NOON))]
    read = ReadOver(EVERYTHING, dt.date(2026, 1, 1), levels)
    assert {finding["severity"] for finding in read.told(*asked[0])} == {"warning"}
    assert differences(read, asked) == []


# A channel of each way to count, and a short text on each.
NETWORKS = ("X", "Instagram", "Mastodon", "Bluesky", "TikTok", "LinkedIn", "Threads", "Forum")
COUNTED = {
    "channels": {
        "channels": [
            {"id": name.lower(), "title": name, "network": name, "kind": "social", "ownership": "owned"}
            | {"state": "active", "audience": "Tous"}
            for name in NETWORKS
        ]
    },
    "voice": {
        "lexicon": [{"id": "words", "term": "fête", "forms": ["dû", "élève"], "class": "forbidden"}],
        "mechanics": [
            {"id": f"most-{most}", "channels": [name.lower()], "max_length": most}
            for name, most in zip(NETWORKS, (12, 14, 16, 18, 20, 22, 24, 26), strict=True)
        ],
    },
}


@pytest.mark.browser
def test_each_network_counts_the_same(differences: Differences) -> None:
    read = ReadOver(brand_of(**COUNTED), dt.date(2026, 1, 1))
    counts = {read.linter.counting(name.lower()) for name in NETWORKS}
    assert {way.count for way in counts} == {"signs", "utf-16", "weighted", "emoji-bytes"}
    texts = [
        *(draft["text"] for draft in drafts_of_the_corpus()),
        "Une fete, un eleve et du pain pour la FÊTE, Elève !",
    ]
    channels = itertools.cycle(NETWORKS)
    several = NETWORKS if DEEP else NETWORKS[:1]
    asked = [
        (text, Draft(at=NOON, channel=channel.lower())) for text in texts for channel in {next(channels), *several}
    ]
    assert differences(read, asked) == []


PIECES = [draft["text"] for draft in drafts_of_the_corpus() if len(draft["text"]) < 200]
READ = ReadOver(EVERYTHING, dt.date(2026, 1, 1))


@pytest.mark.browser
def test_any_draft_is_told_the_same(differences: Differences) -> None:
    @some
    @given(
        st.lists(
            st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=5).map(" ".join), max_size=20
        ),
        st.sampled_from(("instagram", "reviews", "forum", "discord")),
        st.sampled_from((None, "complaint", "question")),
        st.sampled_from(("fr", "en")),
    )
    def told_the_same(texts: list[str], channel: str, case: str | None, language: str) -> None:
        draft = Draft(at=NOON, channel=channel, case=case, language=language)
        # The browser's own unit is half a pair; no keyboard types one.
        whole = [text.encode("utf-16", "ignore").decode("utf-16") for text in texts]
        assert differences(READ, [(text, draft) for text in whole]) == []

    told_the_same()
