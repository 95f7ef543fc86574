"""What the browser answers from: the rules of a brand in one file, that any of its pages may bring."""

from __future__ import annotations

import gzip
import json
import re

from tests.support.shared import website_of_the_example


def test_rules_of_each_brand_are_one_script_named_for_what_it_holds() -> None:
    website = website_of_the_example()
    files = {path: text for path, text in website.files if "/rules." in path}
    brands = {page.brand for page in website.pages if page.kind == "perimeter/live"}
    assert {path.split("/")[0] for path in files} == brands
    assert len(files) == len(brands) > 1
    for path, text in files.items():
        brand, name = path.split("/")
        page = next(page for page in website.pages if page.path == f"{brand}/may-i")
        assert f'data-rules="../{name}"' in page.lead
        assert re.fullmatch(r"rules\.[0-9a-f]{12}\.js", name)
        # One assignment of plain data: nothing in it runs.
        begin = f'(self.PerimetreRules ??= {{}})["{brand}"] = '
        assert text.startswith(begin)
        assert json.loads(text.removeprefix(begin).removesuffix(";\n"))["rules"]
        assert len(gzip.compress(text.encode())) < 100_000


def test_public_is_given_no_rule_and_no_page_that_asks() -> None:
    website = website_of_the_example(audience="public")
    assert [path for path, _ in website.files if path.endswith(".js")] == []
    assert [page.path for page in website.pages if page.kind == "perimeter/live"] == []
