"""References as patterns: what a style makes of an edition or a section, with places for page, range and address.

A processor of styles renders each item once. Which page is cited, and under which address, is put in later: here, and
by the reader's scripts. The places are letters of Unicode's private use area; where a title has one of these letters
itself, it is written as `ESCAPE` and a digit.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from msgspec import Struct

from mastercopy.derive.bibliography import Citable

ITALIC, FIRST, LAST, ADDRESS, ESCAPE = PLACES = "\ue000\ue001\ue002\ue003\ue004"
"""Italics on or off; the first page (`44`, `xii`, `44n1`); the last page; the address; what follows is a letter."""

_ESCAPED = {ord(letter): f"{ESCAPE}{number}" for number, letter in enumerate(PLACES)}
_PLACE = re.compile(f"{ESCAPE}([0-4])|([{ITALIC}{FIRST}{LAST}{ADDRESS}])")
_NUMBERED = re.compile(r"(.*\D|)(\d+)", re.DOTALL | re.ASCII)


class Form(Struct, frozen=True):
    """What a style makes of one item: patterns.

    `entry` of the bibliography; `cited`, the note or what stands in brackets, without a page; the same with a `page`
    and with a range of `pages`. `collapse` is how the style shortens the range's second number (CSL 1.0.2, Appendix V).
    """

    style: str
    name: str
    entry: str
    cited: str
    page: str
    pages: str
    collapse: str = ""


class Reference(Struct, frozen=True):
    """What is cited, and its forms."""

    cited: Citable
    forms: tuple[Form, ...] = ()


References = Mapping[str, Reference]
"""By the key of the section; "" is the whole edition."""


def literal(text: str) -> str:
    """The text as a pattern that means nothing but its letters."""
    return text.translate(_ESCAPED)


def filled(pattern: str, *, first: str = "", last: str = "", address: str = "", collapse: str = "") -> str:
    """The letters of a reference, without italics; the range shortened as the style wants it."""
    runs = marked(pattern, first=first, last=last, address=address, collapse=collapse)
    return "".join(text for text, _ in runs)


def marked(
    pattern: str, *, first: str = "", last: str = "", address: str = "", collapse: str = ""
) -> tuple[tuple[str, bool], ...]:
    """The letters of a reference in runs, each with whether it is in italics."""
    values = {FIRST: first, LAST: collapsed(first, last, collapse), ADDRESS: address}
    return tuple(_runs(pattern, values))


def _runs(pattern: str, values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    run, italic, end = "", False, 0
    for found in _PLACE.finditer(pattern):
        run += pattern[end : found.start()]
        end = found.end()
        if found[2] == ITALIC:
            if run:
                yield run, italic
            run, italic = "", not italic
        else:
            run += values[found[2]] if found[2] else PLACES[int(found[1])]
    run += pattern[end:]
    if run:
        yield run, italic


def collapsed(first: str, last: str, collapse: str) -> str:
    """The second number of a range as a style's page-range-format has it; any other label is left as it is."""
    begin, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not begin or not end or begin[1] != end[1] or collapse in {"", "expanded"}:
        return last
    return _shortened(begin[2], end[2], collapse)


def _shortened(first: str, last: str, collapse: str) -> str:
    if len(first) != len(last):
        return last
    match collapse:
        case "minimal":
            return _changed(first, last, 1)
        case "minimal-two":
            return _changed(first, last, 2)
        case _:
            return _chicago(first, last, collapse)


def _chicago(first: str, last: str, collapse: str) -> str:
    """The Chicago Manual's table; its 15th edition gives all four digits where three of them change."""
    if len(first) < 3 or first.endswith("00"):
        return last
    differing = sum(one != other for one, other in zip(first, last, strict=True))
    if collapse != "chicago-16" and len(first) == 4 and differing >= 3:
        return last
    return _changed(first, last, 1 if first[-2] == "0" else 2)


def _changed(first: str, last: str, least: int) -> str:
    """The digits from the first that changes on, and no fewer than `least`."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=True)))
    return last[min(same, max(len(last) - least, 0)) :]
