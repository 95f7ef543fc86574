"""Write what `phonenumbers` knows of the numbers of each country as data, for the browser that reads a draft.

Comes in: nothing but the library. Goes out: a value made of mappings, lists and words. The script of the page,
`render/assets/live/lint-phones.js`, goes through it as the library does; only what `perimetre.voice.phones` asks of the
library is written.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from perimetre.render.live.patterns import as_javascript

# In the order in which the library tries them; the first ones are services, which are nobody's.
KINDS = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
    "fixed_line",
    "mobile",
)
# The patterns of the library, by the names that its modules give them.
_OF_MATCHER = (
    "_PATTERN",
    "_SLASH_SEPARATED_DATES",
    "_TIME_STAMPS",
    "_TIME_STAMPS_SUFFIX",
    "_MATCHING_BRACKETS",
    "_PUB_PAGES",
    "_SECOND_NUMBER_START_PATTERN",
    "_UNWANTED_END_CHAR_PATTERN",
)
_OF_PARSER = (
    "_VALID_START_CHAR_PATTERN",
    "_VALID_PHONE_NUMBER_PATTERN",
    "_VALID_ALPHA_PHONE_PATTERN",
    "_EXTN_PATTERN",
    "_PLUS_CHARS_PATTERN",
    "_CAPTURING_DIGIT_PATTERN",
)


@functools.cache
def dialling() -> dict[str, Any]:
    """Return the countries, their codes and the patterns by which a number is found in a text."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, phonenumbermatcher, phonenumberutil

    regions: dict[str, Any] = {}
    for code, several in COUNTRY_CODE_TO_REGION_CODE.items():
        for region in several:
            found = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
            if found is not None:
                # What is of no country (satellites, toll-free of the world) is known by its code.
                regions[region if region != "001" else str(code)] = _country(found)
    patterns = {name: as_javascript(getattr(phonenumbermatcher, name)) for name in _OF_MATCHER}
    patterns |= {name: as_javascript(getattr(phonenumberutil, name)) for name in _OF_PARSER}
    inner = getattr(phonenumbermatcher, "_INNER_MATCHES")  # noqa: B009 - it is not exported
    return {
        "codes": {
            str(code): [region if region != "001" else str(code) for region in several]
            for code, several in COUNTRY_CODE_TO_REGION_CODE.items()
        },
        "regions": regions,
        "patterns": patterns,
        "inner": [as_javascript(pattern) for pattern in inner],
        "letters": getattr(phonenumberutil, "_ALPHA_PHONE_MAPPINGS"),  # noqa: B009 - it is not exported
    }


@functools.cache
def zeros() -> tuple[int, ...]:
    """Return the code points of the digit zero of each writing: nine more follow each."""
    signs = map(chr, range(0x110000))
    return tuple(ord(sign) for sign in signs if unicodedata.category(sign) == "Nd" and unicodedata.digit(sign) == 0)


def _country(known: Any) -> dict[str, Any]:
    written = {
        "code": known.country_code,
        "abroad": known.international_prefix,
        "prefix": (known.national_prefix or "").replace("~", ""),
        "parsing": known.national_prefix_for_parsing,
        "transform": known.national_prefix_transform_rule,
        "leading": known.leading_digits,
        "same": known.same_mobile_and_fixed_line_pattern or None,
        "general": [known.general_desc.national_number_pattern, *_lengths(known.general_desc)],
        "kinds": [_kind(getattr(known, name)) for name in KINDS],
    }
    return {name: value for name, value in written.items() if value not in (None, "")}


def _kind(described: Any) -> list[Any] | int:
    if described is None or not described.national_number_pattern:
        return 0
    return [described.national_number_pattern, list(described.possible_length)]


def _lengths(described: Any) -> tuple[list[int], list[int]]:
    return list(described.possible_length), list(described.possible_length_local_only)
