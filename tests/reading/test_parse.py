"""The reader: what it accepts, what it refuses, where it points and what it tells to write."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import perimetre.reading.parse
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import say
from perimetre.reading.parse import Parsed, parse
from perimetre.reading.reader.refusals import CODES, MAX_BYTES, MAX_DIAGNOSTICS
from perimetre.reading.reader.table import REFUSALS
from perimetre.reading.sources import Source
from tests.conftest import ROOT, examples

CASES = ROOT / "tests" / "cases"
FILES = sorted((CASES / "parse").glob("*.yml"))
SUITE = ROOT.parent / "shared" / "yaml-test-suite"


def read(content: str | bytes) -> Parsed:
    return parse(Source("a.yml", "a.yml", content.encode() if isinstance(content, str) else content))


def places(parsed: Parsed) -> list[str]:
    return [f"{d.rule} {d.span.line}:{d.span.column}" if d.span else d.rule for d in parsed.diagnostics]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case_gives_what_it_says(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    expected = re.findall(r"^# expect: (.+?)\r?$", text, re.MULTILINE)
    assert expected, "a case says what it expects"
    parsed = read(file.read_bytes())
    assert (places(parsed) or ["ok"]) == expected
    assert (parsed.document is None) == bool(parsed.diagnostics)
    hints = " ".join(say(d.hint, "en") for d in parsed.diagnostics if d.hint)
    for fix in re.findall(r"^# fix: (.+?)\r?$", text, re.MULTILINE):
        assert fix in hints


# The refusals whose hint gives the very line to type, whole.
WHOLE_LINE = re.compile(
    r"yaml-(missing-(colon|space|hyphen)|tab-indent|dash-bullet|no-break-space|quotes-needed|colon-in-text|hash-in-text|"
    r"quote-in-text|escape|unclosed-bracket|leading-zero|leading-plus|number|invisible-character|not-composed|tag|"
    r"indentation|curly-quotes)\Z"
)
WITH_LINE = [
    file
    for file in FILES
    if (text := file.read_text(encoding="utf-8")).count("# fix: `") == 1
    and WHOLE_LINE.match(re.search(r"^# expect: (\S+)", text, re.MULTILINE)[1])
]


@pytest.mark.parametrize("file", WITH_LINE, ids=lambda file: file.stem)
def test_corrected_line_mends_the_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    (diagnostic,) = read(text).diagnostics
    lines = text.split("\n")
    # The line may hold an invisible break, which a text editor shows as one line.
    row = diagnostic.span.line - 1
    lines[row] = re.search(r"^# fix: `(.*)`$", text, re.MULTILINE)[1]
    again = read("\n".join(lines))
    # Some cases make the same mistake on the next line too.
    assert not any(d.span and d.span.line <= row + 1 for d in again.diagnostics)


def test_every_refusal_of_the_reader_has_a_case() -> None:
    with_a_case = {
        line.split()[0] for file in FILES for line in re.findall(r"^# expect: (.+)$", file.read_text(), re.MULTILINE)
    }
    # These cannot stand in a file that also holds a comment, or take a large file: tested below.
    elsewhere = {"yaml-encoding", "yaml-too-deep", "yaml-syntax"}
    assert {code for code in CODES if code.startswith("yaml-")} - with_a_case == elsewhere


def test_every_refusal_fills_its_words() -> None:
    for name, (text, hint) in REFUSALS.items():
        assert re.fullmatch(r"(yaml|file|folder)(-[a-z]+\d*)+(\.[a-z0-9]+)?", name)
        assert text.text.endswith((".", "."))
        assert hint is None or hint.text.strip()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["yaml-empty"]),
        (b"\xef\xbb\xbf", ["yaml-empty"]),
        (b"a: \xe9t\xe9\n", ["yaml-encoding 1:4"]),
        ("a: été\n".encode("utf-16"), ["yaml-encoding 1:1"]),
        ("a: oui\n".encode("utf-16-le"), ["yaml-encoding 1:1"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["yaml-encoding 1:1"]),
        (b"a: b\nc: \xff", ["yaml-encoding 2:4"]),
        (b"a: \x07", ["yaml-invisible-character 1:4"]),
        (b"a: \xed\xa0\x80", ["yaml-encoding 1:4"]),
        (b"[" * 50_000, ["yaml-too-deep 1:41"]),
        (b"- " * 41 + b"a", ["yaml-too-deep 1:81"]),
        (b"- " * 50_000, ["yaml-too-deep 1:81"]),
        (b"a" * (MAX_BYTES + 1), ["file-too-large"]),
        (b"a: &a [x]\nb: &b [*a, *a]\n", ["yaml-anchor 1:4", "yaml-anchor 2:4", "yaml-alias 2:8", "yaml-alias 2:12"]),
        (b"...\n", ["yaml-syntax 1:1"]),
    ],
)
def test_hostile_content_is_refused(content: bytes, expected: list[str]) -> None:
    assert places(read(content)) == expected


def test_marks_and_line_ends_of_windows_are_accepted() -> None:
    document = read(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n").document
    assert document.data == {"a": 1, "b": ["x"]}
    assert document.span_of(("b", 0)).line == 3
    assert document.lines[1] == "b:"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22:00", "22:00"),
        ("9:30", "9:30"),
        ("no", "no"),
        ("2026-11-22", "2026-11-22"),
        ("1_000", "1_000"),
        ("1,5", "1,5"),
        ("10 000", "10 000"),
        ("06 39 98 00 00", "06 39 98 00 00"),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("0x1F", 31),
        ("0o17", 15),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("'12'", "12"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    read_value = read(f"a: {text}\n").document.data["a"]
    assert (type(read_value), read_value) == (type(value), value)


DOCUMENT = """# c
id: été 👩 x
rules:
  - id: r1
    label: |
      x
      y

    empty:
  -
  - [a, 'b']
z: {a: 1}
"""


@pytest.mark.parametrize(
    ("path", "at", "expected"),
    [
        ((), "value", (2, 1, 12, 10)),
        (("id",), "key", (2, 1, 2, 3)),
        (("id",), "value", (2, 5, 2, 12)),
        (("rules",), "key", (3, 1, 3, 6)),
        (("rules", 0), "value", (4, 5, 9, 11)),
        (("rules", 0), "key", (4, 5, 4, 11)),
        (("rules", 0, "label"), "value", (5, 12, 7, 8)),
        (("rules", 0, "empty"), "value", (9, 5, 9, 10)),
        (("rules", 1), "value", (10, 3, 10, 4)),
        (("rules", 2, 1), "value", (11, 9, 11, 12)),
        (("z",), "value", (12, 4, 12, 10)),
        (("z", "a"), "value", (12, 8, 12, 9)),
        (("z", "missing"), "value", (12, 1, 12, 2)),
        (("rules", 0, "missing", "deeper"), "value", (4, 5, 4, 11)),
        (("rules", 7), "value", (3, 1, 3, 6)),
        (("missing",), "value", (2, 1, 2, 12)),
    ],
)
def test_every_value_has_its_place(path: tuple[str | int, ...], at: str, expected: tuple[int, ...]) -> None:
    span = read(DOCUMENT).document.span_of(path, at)
    assert (span.line, span.column, span.end_line, span.end_column) == expected


def test_duplicate_key_shows_both_places() -> None:
    (diagnostic,) = read("a: 1\nb: 2\na: 3\n").diagnostics
    assert (diagnostic.span.line, diagnostic.related[0].span.line) == (3, 1)


def test_reader_asks_for_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perimetre.reading.parse.yaml, "__with_libyaml__", False)
    with pytest.raises(PerimetreError, match="libyaml"):
        read("a: b")


def test_reader_says_what_to_install_where_libyaml_is_not() -> None:
    program = (
        "import sys\n"
        "sys.modules['yaml._yaml'] = None\n"
        "from perimetre.base.diagnostics import PerimetreError\n"
        "from perimetre.reading.parse import parse\n"
        "from perimetre.reading.sources import Source\n"
        "try:\n"
        "    parse(Source('a.yml', 'a.yml', b'a: b'))\n"
        "except PerimetreError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install" in run.stdout


def check(parsed: Parsed, content: bytes) -> None:
    """Whatever comes in, a document or located diagnostics that can be said come out."""
    assert (parsed.document is None) == bool(parsed.diagnostics)
    assert len([finding for finding in parsed.diagnostics if finding.severity == "error"]) <= MAX_DIAGNOSTICS
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for diagnostic in parsed.diagnostics:
        say(diagnostic.message, "en")
        say(diagnostic.hint, "en")
        assert diagnostic.rule in CODES
        if diagnostic.span:
            assert 1 <= diagnostic.span.line <= diagnostic.span.end_line <= lines + 1
            assert diagnostic.span.column >= 1
            assert (
                diagnostic.span.line < diagnostic.span.end_line or diagnostic.span.column <= diagnostic.span.end_column
            )
    if parsed.document:
        json.dumps(parsed.document.data, allow_nan=False)
        for path in paths(parsed.document.data):
            span = parsed.document.span_of(path)
            assert (span.line, span.column) <= (span.end_line, span.end_column)
            assert parsed.document.span_of(path, "key").line <= span.line


def paths(data: object) -> list[tuple[str | int, ...]]:
    known, waiting = [], [((), data)]
    while waiting:
        path, value = waiting.pop()
        known.append(path)
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [((*path, key), below) for key, below in pairs]
    return known


PIECES = st.lists(
    st.sampled_from(
        [*"\n\n\n  -:?#'\"[]{},&*!|>%@`\t\\–“”\u00a0é", ": ", "- ", "\n  ", "\n    ", "\r\n", "a", "b1", "é\u0301"]
    ),
    max_size=60,
).map("".join)


@given(st.text() | PIECES)
@settings(max_examples=examples(300, 3000), deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    check(read(content), content)


@given(st.binary(max_size=300))
@settings(max_examples=examples(100, 1000), deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    check(read(content), content)


EXAMPLE = "\n".join(file.read_text(encoding="utf-8") for file in FILES if file.stem.startswith("ok-"))


@given(st.data())
@settings(max_examples=examples(150, 1500), deadline=None)
def test_any_damage_to_an_example_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([DOCUMENT, EXAMPLE.replace("\r", ""), DOCUMENT * 2]))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(PIECES) + text[place + data.draw(st.integers(0, 5)) :]
    content = text.encode()
    check(read(content), content)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text(st.characters(min_codepoint=32, max_codepoint=126)),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé", min_size=1), inner, max_size=4),
        max_leaves=20,
    ).filter(lambda value: value is not None)
)
@settings(max_examples=examples(75, 600), deadline=None)
def test_plain_data_written_as_json_is_read_as_it_is(value: object) -> None:
    assert read(json.dumps(value, ensure_ascii=False)).document.data == value


@pytest.mark.skipif(not SUITE.is_dir(), reason="the official YAML cases are not beside the project")
def test_official_cases(capsys: pytest.CaptureFixture[str]) -> None:
    known = (
        yaml.load((CASES / "yaml-suite-differences.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["differences"]
        or {}
    )
    counts = {"equal": 0, "refused": 0, "different": 0, "invalid refused": 0}
    wrong: list[str] = []
    for file in sorted(SUITE.rglob("in.yaml")):
        name = file.parent.relative_to(SUITE).as_posix()
        parsed = read(file.read_bytes())
        if (file.parent / "error").exists():
            counts["invalid refused"] += 1
            if parsed.document:
                wrong.append(f"{name}: invalid, accepted")
        elif parsed.diagnostics:
            counts["refused"] += 1
        elif json.dumps(parsed.document.data) == json.dumps(json.loads((file.parent / "in.json").read_text())):
            counts["equal"] += 1
        elif name in known:
            counts["different"] += 1
        else:
            wrong.append(f"{name}: read otherwise than the official data, and not listed")
    with capsys.disabled():
        # A test's output is the one place where counts that nobody may miss can stand.
        print("\nofficial YAML cases:", ", ".join(f"{count} {what}" for what, count in counts.items()))  # noqa: T201
    assert not wrong
    assert counts["invalid refused"] == 94
    assert counts["different"] == len(known)
    assert counts["equal"] >= 100
