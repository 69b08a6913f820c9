"""Printed page labels: the number that an address and an order can be made of."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_ARABIC = re.compile(r"(\d{1,9})([a-z]*)")
_ROMAN = re.compile(r"(?=[ivxlcdm])(m*)(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_UNSAFE = re.compile(r"[^a-z0-9]+")


class Order(NamedTuple):
    """Where a page number stands among numbers of its own series (arabic or roman); a letter after it comes later."""

    series: str
    number: int
    letter: str


def number(label: str) -> str:
    """The page number that is meant by a printed label: `51 [15]` and `[15]` mean 15, `XII` means xii.

    "" where the label has nothing that an address can be made of.
    """
    bracketed = _BRACKETED.search(label)
    meant = bracketed.group(1) if bracketed else label
    return _UNSAFE.sub("-", meant.casefold()).strip("-")


def order(meant: str) -> Order | None:
    """The place of a page number in its series, or None where it is neither arabic nor roman."""
    if match := _ARABIC.fullmatch(meant):
        return Order("arabic", int(match[1]), match[2])
    if _ROMAN.fullmatch(meant):
        return Order("roman", roman(meant), "")
    return None


def roman(numeral: str) -> int:
    """The value of a well-formed lower-case roman numeral."""
    values = [_DIGITS[letter] for letter in numeral]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))


def extent(printed: Iterable[str]) -> str:
    """Which pages there are, those that follow each other as a range: `xi–xiv, 38–51`."""
    runs: list[list[str]] = []
    before: Order | None = None
    for label in printed:
        here = order(number(label))
        if before and here and here == Order(before.series, before.number + 1, before.letter) and not here.letter:
            runs[-1][1:] = [label]
        else:
            runs.append([label])
        before = here
    return ", ".join("–".join(run) for run in runs)


def value(cited: str) -> int | None:
    """The value of a cited number, arabic or roman; None where it is neither."""
    if cited.isascii() and cited.isdecimal() and len(cited) < 10:
        return int(cited)
    return roman(cited) if _ROMAN.fullmatch(cited) else None
