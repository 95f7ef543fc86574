"""The policy of a page: what its templates write may run, what its article holds may not."""

from __future__ import annotations

import base64
import hashlib

from perimetre.render.policy import with_policy


def page(head: str = "", article: str = "", foot: str = "") -> str:
    """Return a page as a theme writes it."""
    return (
        f'<!doctype html><head><meta charset="utf-8">{head}</head>'
        f"<body><article class='x'>{article}</article>{foot}</body>"
    )


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directive(written: str, name: str) -> list[str]:
    """Return the words of a directive of the policy of a page."""
    policy = written.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0]
    return next(part.split()[1:] for part in policy.split("; ") if part.startswith(f"{name} "))


def test_scripts_and_styles_of_the_templates_are_named_by_their_hash() -> None:
    written = with_policy(page(head="<script>a()</script><style>b{}</style>", foot="<script>c('é')\r\n</script>"))
    assert directive(written, "script-src") == ["'self'", hash_of("a()"), hash_of("c('é')\n")]
    assert directive(written, "style-src") == ["'self'", hash_of("b{}")]


def test_what_stands_in_the_article_is_never_trusted() -> None:
    hostile = "<script>a()</script></article><article><script>b()</script><style>c{}</style>"
    written = with_policy(page(article=hostile))
    assert directive(written, "script-src") == ["'self'"]
    assert directive(written, "style-src") == ["'self'"]


def test_data_and_files_have_no_hash() -> None:
    foot = '<script id="x" type="application/json">{}</script><script src="a.js"></script><script></script>'
    assert directive(with_policy(page(foot=foot)), "script-src") == ["'self'"]


def test_policy_comes_before_all_that_it_speaks_of() -> None:
    written = with_policy(page(head="<script>a()</script>"))
    assert written.index("http-equiv") < written.index("<script>")
    assert written.index("charset") < written.index("http-equiv")


def test_server_that_writes_its_own_script_is_let_to_and_to_nothing_else() -> None:
    written = with_policy(page(head="<script>a()</script>"), served=True)
    assert directive(written, "script-src") == ["'self'", "'unsafe-inline'"]
    assert directive(written, "default-src") == ["'self'"]


def test_what_is_no_page_is_left_alone() -> None:
    assert with_policy("<p>part</p>") == "<p>part</p>"
