"""P: the pages of the print."""

import re
import unicodedata
from collections.abc import Iterator
from typing import cast

from mastercopy import walk
from mastercopy.check.nodes import Nodes
from mastercopy.derive import labels
from mastercopy.derive.survey import Survey
from mastercopy.model import (
    Cell,
    Correction,
    Edition,
    Heading,
    Inline,
    Item,
    LineBreak,
    PageBreak,
    Paragraph,
    Reading,
    Speech,
    Table,
    Text,
    Verse,
    Word,
)
from mastercopy.problems import Problem

_HYPHEN_AT_END = re.compile(r"\w[\u0300-\u036f]*[-\u2010\u00ad] ?$")
_NUMBERS = re.compile(r"(\d{1,9})")


def check(edition: Edition, survey: Survey, nodes: Nodes) -> Iterator[Problem]:
    """All problems of this family."""
    yield from repeated(edition, survey)
    yield from descending(edition, survey)
    yield from descending_images(edition, survey)
    yield from unsaid(edition, nodes)
    yield from unnumbered(edition, nodes)
    yield from before_the_first(edition, survey)
    yield from uneven(edition, nodes)


def repeated(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """P001: a page number means one page."""
    first: dict[str, int] = {}
    for page in survey.pages:
        if page.number and page.number in first:
            message = f"the page number {page.number} comes twice; a page has it already at line {first[page.number]}"
            yield Problem(edition.file, page.line, "P001", message)
        first.setdefault(page.number, page.line)


def descending(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """P002: page numbers ascend, the arabic and the roman each in its own series."""
    last: dict[str, tuple[labels.Order, str]] = {}
    for page in survey.pages:
        order = labels.order(page.number)
        if order is None:
            continue
        before = last.get(order.series)
        if before is not None and order < before[0]:
            message = f'page {page.label} comes after page {before[1]}; of a misprint say what is meant: n="51 [15]"'
            yield Problem(edition.file, page.line, "P002", message)
        last[order.series] = order, page.label


def descending_images(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """P002: where the images of two pages differ in a number only, it ascends; two pages may share an image."""
    last = ""
    for page in (page for page in survey.pages if page.image):
        if _descends(_NUMBERS.split(last), _NUMBERS.split(page.image)):
            message = f"the image {page.image} of page {page.label} comes after {last}"
            yield Problem(edition.file, page.line, "P002", message)
        last = page.image


def _descends(before: list[str], now: list[str]) -> bool:
    """Whether two addresses, numbers and what is between them, differ in one number only, and it falls."""
    differing = [(one, other) for one, other in zip(before, now, strict=False) if one != other]
    if len(before) != len(now) or len(differing) != 1:
        return False
    one, other = differing[0]
    return one.isdecimal() and other.isdecimal() and int(other) < int(one)


_Run = Paragraph | Heading | Cell | Verse | Speech | Item | Table
_RUNS = frozenset({Paragraph, Heading, Cell, Verse, Speech, Item, Table})


def unsaid(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """P003: whether a word goes on over a page break is never guessed."""
    for run in _runs_with_breaks(nodes):
        for line in _lines(run):
            yield from _unsaid(edition.file, line)


def _lines(run: _Run) -> tuple[tuple[Inline, ...], ...]:
    match run:
        case Verse(lines=lines):
            return lines
        case Speech(speaker=speaker):
            return (speaker,)
        case Item(label=label):
            return (label,)
        case Table(caption=caption):
            return (caption,)
        case _:
            return (run.content,)


def _runs_with_breaks(nodes: Nodes) -> Iterator[_Run]:
    """The paragraphs and their like in which a page begins: the last one before a break that stands in it."""
    run: _Run | None = None
    for node in nodes.all:
        kind = type(node)
        if kind in _RUNS:
            run = cast("_Run", node)
        elif kind is PageBreak and run is not None:
            yield run
            run = None


def _unsaid(file: str, content: tuple[Inline, ...]) -> Iterator[Problem]:
    before = ""
    waiting: PageBreak | None = None
    for node in walk.nodes(content):
        if isinstance(node, PageBreak):
            waiting = node if node.word is Word.UNSAID and not node.layer else None
        elif isinstance(node, LineBreak):
            before = ""
        elif isinstance(node, Text) and node.value:
            if waiting is not None and (met := _meet(before, node.value)):
                message = f'{met} of page {waiting.label}: does the word go on (break="no") or end there (break="yes")?'
                yield Problem(file, waiting.line, "P003", message)
            waiting = None
            before = node.value


def _meet(before: str, after: str) -> str:
    if _HYPHEN_AT_END.search(before[-9:]):
        return "a hyphen stands before the beginning"
    last = before.rstrip("".join(letter for letter in set(before[-9:]) if unicodedata.category(letter) in _MARKS))
    return "letters stand on both sides of the beginning" if last[-1:].isalnum() and after[0].isalnum() else ""


_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Accents, vowel signs, joiners: no letters by themselves, and no end of a word."""


def unnumbered(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """P004: a page without a printed number has a supplied one, in square brackets."""
    for node in nodes.of(PageBreak):
        if not node.layer and not labels.number(node.label):
            message = 'this page break has no number; where the print has none, supply it in brackets: n="[40]"'
            yield Problem(edition.file, node.line, "P004", message)


def before_the_first(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """P005: text before the first page break stands on a page too."""
    if not survey.pages:
        return
    for node in walk.nodes(edition.content):
        if isinstance(node, PageBreak) and not node.layer:
            return
        if isinstance(node, Text):
            message = 'text stands before the first page break; supply its page: <pb n="…" type="supplied" resp="…"/>'
            yield Problem(edition.file, node.line, "P005", message)
            return


def uneven(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """P006: a page begins in both readings of a correction or in neither."""
    for node in nodes.of(Correction):
        breaks = [
            [inner.label for inner in walk.nodes(reading, reading=which) if isinstance(inner, PageBreak)]
            for reading, which in ((node.source, Reading.SOURCE), (node.edition, Reading.EDITION))
        ]
        if breaks[0] != breaks[1]:
            message = "the sic and the corr of this choice don't have the same page breaks"
            yield Problem(edition.file, node.line, "P006", message)
