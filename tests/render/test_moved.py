"""Where a brand that has another id was: its former addresses lead to those of today, and the device follows."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.support.sites import build, files, make_small_house

FORMER = re.compile(r'data-former="([^"]*)"')


@pytest.mark.slow
def test_former_addresses_of_a_brand_lead_to_those_of_today(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    brand = folder / "playbooks" / "brands" / "lumen" / "brand.yml"
    brand.write_text(brand.read_text("utf-8") + "\nformerly: [lanterne]\n", "utf-8")
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    site = files(folder / "site")
    ours = {path for path in site if path.startswith("lumen/") and path.endswith("index.html")}
    theirs = {path for path in site if path.startswith("lanterne/") and not path.endswith(".ics")}
    assert {path.replace("lanterne/", "lumen/", 1) for path in theirs} == ours
    assert len(ours) > 20
    for path in theirs:
        page = site[path].decode()
        (address,) = re.findall(r'content="0; url=([^"]+)"', page)
        assert f'<link rel="canonical" href="{address}">' in page
        assert f'<a href="{address}">' in page
        led = (folder / "site" / path).parent.joinpath(address).resolve() / "index.html"
        assert led == (folder / "site" / path.replace("lanterne/", "lumen/", 1)).resolve()
        assert "<script" not in page
    # No calendar is led elsewhere: whoever subscribed to it finds it where it was.
    calendars = {path for path in site if path.startswith("lumen/") and path.endswith(".ics")}
    assert len(calendars) > 2
    assert all(site[path.replace("lumen/", "lanterne/", 1)] == site[path] for path in calendars)
    (former,) = FORMER.findall(site["index.html"].decode())
    assert json.loads(html.unescape(former)) == {"lanterne": "lumen"}
