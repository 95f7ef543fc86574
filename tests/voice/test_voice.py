"""What a draft is told, whatever the voice: cases as data, properties, and the handbook's own words."""

from __future__ import annotations

import copy
import datetime as dt
import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perimetre.base.words import say
from perimetre.voice import Draft, DraftTooLongError, Linter, Remark, judge_own_words
from perimetre.voice.counting import IN_SIGNS, excess
from perimetre.voice.emoji import emoji
from perimetre.voice.phrases import PhraseFinder, tokens, words_of
from perimetre.voice.view import view_of
from tests.support.voices import CASES, EVERYTHING, NOON, brand_of, lint, some


def files(group: dict[str, Any]) -> dict[str, Any]:
    return {name: data for name, data in copy.deepcopy(group).items() if name != "cases"}


def collected() -> list[Any]:
    params = []
    for path in sorted(CASES.glob("*.yml")):
        group = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        params += [pytest.param(files(group), case, id=f"{path.stem}: {case['name']}") for case in group["cases"]]
    return params


def stretch(text: str, wanted: str, nth: int, at: int | None) -> tuple[int, int]:
    start = -1 if at is None else at - 1
    for _ in range(nth):
        start = text.index(wanted, start + 1)
    return start, start + len(wanted)


KNOWN = ("channel", "case", "kind", "scenarios", "mentions", "private")


@pytest.mark.parametrize(("written", "case"), collected())
def test_a_draft_is_told_what_to_mend(written: dict[str, Any], case: dict[str, Any]) -> None:
    at = dt.datetime.fromisoformat(case["at"]) if "at" in case else NOON
    remarks = lint(brand_of(**written), case["text"], at=at, **{name: case[name] for name in KNOWN if name in case})
    rest = {"source", "others", "level", "instead", "nth", "at"}
    expected = []
    for expectation in case.get("expect", ()):
        (rule,) = set(expectation) - rest
        places = stretch(case["text"], expectation[rule], expectation.get("nth", 1), expectation.get("at"))
        if not expectation[rule] and "at" not in expectation:
            places = (0, 0)
            if rule == "message-fits-its-channel":
                places = (len(case["text"]),) * 2
        expected.append(
            (
                *places,
                rule,
                expectation.get("source"),
                expectation["level"],
                expectation.get("instead"),
                expectation.get("others"),
            )
        )
    judged = [remark for remark in remarks if case.get("typographic") or remark.rule != "typography-is-french"]
    given_back = [
        (
            remark.start,
            remark.end,
            remark.rule,
            remark.source if "source" in asked else None,
            remark.level,
            list(remark.replacements) if "instead" in asked else None,
            list(remark.others) if "others" in asked else None,
        )
        for remark, asked in zip(judged, [*case.get("expect", ()), *[{}] * len(judged)], strict=False)
    ]
    assert given_back == expected, [
        (case["text"][remark.start : remark.end], remark.rule, remark.message.text) for remark in judged
    ]
    for remark in judged:
        assert say(remark.message, "en") and say(remark.message, "fr")


# --- properties ----------------------------------------------------------------------------------------------------

ODD = [
    "écologique",
    "Ecologiques",
    "n'hésitez",
    "pas",
    "tu",
    "t’",
    "👩‍👩‍👧",
    "é",
    "e\u0301",
    "#a_b",
    "@",
    "06 39 98 12 34",
    "90 %",
    "!",
]
drafts = st.lists(
    st.sampled_from([*ODD, " ", "\n", "\n\n", "«", "»", '"', ".", "\u200d", "\ufe0f", "İ", "ﬁ"]) | st.text(max_size=3)
)


@some
@given(drafts.map("".join), st.sampled_from([None, "instagram", "reviews"]), st.sampled_from([None, "complaint"]))
def test_remarks_stand_within_the_text_and_come_in_order(text: str, channel: str | None, case: str | None) -> None:
    remarks = lint(EVERYTHING, text, at=NOON, channel=channel, case=case)
    assert all(0 <= remark.start <= remark.end <= len(text) for remark in remarks)
    assert [remark.order for remark in remarks] == sorted(remark.order for remark in remarks)


WORDS = ["écologique", "influenceur", "n’hésitez pas", "édition limitée", "vous auriez dû", "sans danger", "fake news"]
FORMS = (
    str,
    str.upper,
    str.capitalize,
    lambda word: word.replace("’", "'"),
    lambda word: unicodedata.normalize("NFD", word),
    lambda word: word.replace(" ", "\u00a0"),
    lambda word: word.replace(" ", "-"),
    lambda word: "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign)),
)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", range(len(FORMS)))
def test_a_word_is_found_however_it_is_typed(word: str, form: int) -> None:
    written = FORMS[form](word)
    if word == "vous auriez dû" and "û" not in unicodedata.normalize("NFC", written.lower()):
        pytest.fail("unreachable") if form != len(FORMS) - 1 else None
        return  # « du » is another word than « dû »
    text = f"Et, {written}."
    remarks = [remark for remark in lint(EVERYTHING, text, at=NOON) if remark.rule == "words-are-ours"]
    assert [text[remark.start : remark.end] for remark in remarks] == [written]


@some
@given(
    st.lists(st.sampled_from(["influenceur", "chevaux", "gros", "prix de gros", "fake news", "Bonjour"]), max_size=8)
)
def test_writing_what_is_preferred_ends_the_remarks(words: list[str]) -> None:
    text = ", ".join(words)
    remarks = [remark for remark in lint(EVERYTHING, text, at=NOON) if remark.rule == "words-are-ours"]
    assert not [
        remark for remark in lint(EVERYTHING, mended(text, remarks), at=NOON) if remark.rule == "words-are-ours"
    ]


def mended(text: str, remarks: list[Remark]) -> str:
    for remark in reversed(remarks):
        text = text[: remark.start] + remark.replacements[0] + text[remark.end :]
    return text


@some
@given(st.text(alphabet="aà'\".:;!?«» 1€%…\n", max_size=40))
def test_typography_once_mended_is_right(text: str) -> None:
    """Each pass mends what does not overlap; a few reach a text about which nothing is said."""
    for _ in range(8):
        remarks = [remark for remark in lint(EVERYTHING, text, at=NOON) if remark.rule == "typography-is-french"]
        if not remarks:
            return
        apart, reach = [], -1
        for remark in remarks:
            if remark.start > reach:
                apart.append(remark)
                reach = remark.end
        text = mended(text, apart)
    raise AssertionError(text)


class Counting(list):
    """A list that counts how often it is read."""

    reads = 0

    def __getitem__(self, at: Any) -> Any:
        Counting.reads += 1
        return super().__getitem__(at)


@pytest.mark.parametrize("count", [500, 5000])
def test_what_repeats_itself_takes_steps_in_proportion(count: int) -> None:
    """The worst for a search by words: phrases that end in each other, over a text that nearly holds them all."""
    phrases: PhraseFinder[int] = PhraseFinder((("a",) * many + ("b",) * (many % 2), many) for many in range(1, 100))
    phrases.back = Counting(phrases.back)
    Counting.reads = 0
    places = sum(1 for _ in phrases.find(words_of(view_of("a " * count))))
    assert places <= 4 * count
    assert Counting.reads <= 6 * count


def test_phrases_are_those_of_a_slow_search() -> None:
    written = ["a", "b a", "a b a", "c", "a c a"]
    phrases: PhraseFinder[str] = PhraseFinder((tokens(phrase), phrase) for phrase in written)
    text = "a b a c a b a a c"
    slow = sorted(
        (text.rindex("", 0, at + len(phrase)), phrase)
        for phrase in written
        for at in range(len(text))
        if f" {text} "[at : at + len(phrase) + 2] == f" {phrase} "
    )
    phrases_found = phrases.find(words_of(view_of(text)))
    assert sorted((phrase.end, meaning) for phrase in phrases_found for meaning in phrase.meanings) == slow


@pytest.mark.parametrize(
    ("text", "count", "signs"),
    [
        ("Bonsoir", 0, 7),
        ("👩‍👩‍👧‍👦", 1, 1),
        ("🇫🇷🇧🇪", 2, 2),
        ("👋🏽👋", 2, 2),
        ("❤️ 1️⃣", 2, 3),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1, 1),
        ("© ™ 12 #", 0, 8),
        ("e\u0301te\u0301", 0, 3),
        ("🏃‍♀️", 1, 1),
    ],
)
def test_emoji_are_counted_as_people_count_them(text: str, count: int, signs: int) -> None:
    assert len(list(emoji(text))) == count
    over = excess(view_of(text), IN_SIGNS, 0)
    assert over is not None and over.total == signs


def test_a_draft_that_is_too_long_is_refused() -> None:
    with pytest.raises(DraftTooLongError):
        lint(EVERYTHING, "a" * 1_000_001, at=NOON)


def test_a_flood_of_remarks_says_that_there_are_more() -> None:
    remarks = lint(EVERYTHING, "sale " * 3000, at=NOON)
    assert len(remarks) == 1001
    assert any("more to fix" in remark.message.text for remark in remarks)


def test_a_draft_of_nothing_but_forbidden_words_says_that_it_was_not_read_to_its_end() -> None:
    remarks = lint(EVERYTHING, "sale " * 30_000, at=NOON)
    assert any("not read to its end" in remark.message.text and remark.level == "error" for remark in remarks)


# --- the handbook's own words --------------------------------------------------------------------------------------


def own(**written: Any) -> list[tuple[str, str, tuple[Any, ...], str]]:
    return [
        (finding.rule, finding.level, finding.problem.place.path, finding.origin)
        for finding in judge_own_words(brand_of(**written), at=NOON)
    ]


SAFE = {"lexicon": [{"id": "safe", "term": "sans danger", "class": "forbidden", "scenarios": ["recall"]}]}


def test_a_ready_answer_with_a_forbidden_word_is_told_once_for_all_its_channels() -> None:
    templates = {
        "templates": [
            {
                "id": "t",
                "title": "T",
                "case": "question",
                "variants": [{"id": "v", "text": "C’est {{what}}."}, {"id": "w", "text": "Oui."}],
                "variables": [{"id": "what", "label": "Quoi", "example": "gratuit"}],
            }
        ]
    }
    voice = {"lexicon": [{"id": "free", "term": "gratuit", "class": "forbidden"}]}
    assert own(voice=voice, templates=templates) == [
        ("our-own-words-follow-the-voice", "error", ("templates", 0, "variants", 0, "text"), "lumen")
    ]
    assert own(voice={"lexicon": [{"id": "free", "term": "gratis", "class": "forbidden"}]}, templates=templates) == []


def test_a_statement_is_judged_in_its_crisis() -> None:
    crisis = {
        "id": "recall",
        "title": "Rappel",
        "statements": [{"id": "s", "channels": ["forum"], "text": "C’est sans danger."}],
    }
    findings = own(voice=SAFE, **{"crises/recall": crisis})
    assert findings == [("our-own-words-follow-the-voice", "error", ("statements", 0, "text"), "lumen")]


def test_a_bad_example_that_passes_is_told() -> None:
    guideline = {"id": "g", "title": "G", "strength": "must", "detect": {"max_sentences": 1}, "good": ["Oui."]}
    caught = {**guideline, "bad": ["Oui. Non."]}
    passes = {**guideline, "bad": ["Oui. Non.", "Oui, non."]}
    assert own(voice={"guidelines": [caught]}) == []
    assert own(voice={"guidelines": [passes]}) == [
        ("our-own-words-follow-the-voice", "error", ("guidelines", 0, "bad", 1), "lumen")
    ]


def test_a_good_example_follows_its_guideline() -> None:
    guideline = {
        "id": "g",
        "title": "G",
        "strength": "must",
        "cases": ["complaint"],
        "detect": {"emoji": "none"},
        "good": ["Oui 🎉"],
    }
    assert own(voice={"guidelines": [guideline]}) == [
        ("our-own-words-follow-the-voice", "error", ("guidelines", 0, "good", 0), "lumen")
    ]


@pytest.mark.parametrize(
    ("country", "found"),
    [("FR", ["06 39 98 12 34", "0470 12 34 56"]), ("BE", ["0470 12 34 56"]), ("ES", ["612 34 56 78"])],
)
def test_a_number_without_a_country_is_one_of_the_house(country: str, found: list[str]) -> None:
    text = "Appelez le 06 39 98 12 34, le 0470 12 34 56 ou le 612 34 56 78."
    remarks = Linter(EVERYTHING, country=country).lint(text, Draft(at=NOON))
    numbers = [text[one.start : one.end] for one in remarks if one.rule == "no-personal-data-in-public-text"]
    assert numbers == found


def test_a_linter_serves_many_drafts() -> None:
    linter = Linter(EVERYTHING)
    draft = Draft(at=NOON)
    assert linter.lint("C’est sale.", draft) == linter.lint("C’est sale.", draft) != ()
