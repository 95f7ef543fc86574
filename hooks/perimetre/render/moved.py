"""Lead from the addresses that a brand had under an earlier id to those of today.

Comes in: a `Website` and the ids that its brands had. Goes out: small files beside the pages, one for each address of
before: it says where the page is now, and a browser goes there by itself.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.words import message, say
from perimetre.model import Handbook
from perimetre.render.pages import Website, link

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{address}">
<title>{title}</title>
</head>
<body>
<p>{sentence} <a href="{address}">{title}</a></p>
</body>
</html>
"""


def former_ids(handbook: Handbook) -> Mapping[str, str]:
    """Return the id of today by each that a brand had before, and that no brand has now; of two claims, the first."""
    return claimed((brand.id, brand.brand.formerly) for brand in handbook.brands)


def claimed(named: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, str]:
    """Return the id of today by each former one that nothing has now; of two claims, the first.

    Args:
        named: of each thing, its id and those that it had before.
    """
    things = list(named)
    taken = {id_ for id_, _ in things}
    former: dict[str, str] = {}
    for id_, formerly in things:
        for before in formerly:
            if before not in taken:
                former.setdefault(before, id_)
    return former


def moved_pages(website: Website) -> Iterator[tuple[str, str]]:
    """Yield the files that lead from the former addresses of the pages of brands, by their paths in the site."""
    here = {page.path for page in website.pages}
    for former, brand in website.former.items():
        for page in website.pages:
            below = page.path.removeprefix(brand)
            path = f"{former}{below}"
            if page.brand == brand and page.path != path and below[:1] in ("", "/") and path not in here:
                said = message("This page is now at another address:")
                yield (
                    f"{path}/index.html",
                    _PAGE.format(
                        language=website.language,
                        address=html.escape(link(page.path, here=path)),
                        title=html.escape(page.title),
                        sentence=html.escape(say(said, website.language)),
                    ),
                )
