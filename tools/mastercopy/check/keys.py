"""D: keys and the addresses that are made of them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from mastercopy.check.nodes import Nodes
from mastercopy.derive.survey import Survey
from mastercopy.model import (
    Citation,
    Correction,
    Division,
    Edition,
    Item,
    Mention,
    PageBreak,
    Paragraph,
    Quotation,
    Topic,
)
from mastercopy.problems import Problem
from mastercopy.register import EntryKind, Register

PAGES_OF_OUR_OWN = frozenset({
    *map(str, EntryKind), "passages", "pages", "corrections", "history", "sources", "overview", "data", "index",
    "readme",
})  # fmt: skip
"""Pages beside those of divisions, in the same folder."""

_FILES = frozenset({"index", "readme"})

_NAMES: Final[Mapping[type[Mention | Topic | Citation | Correction], str]] = {
    Mention: "mention",
    Topic: "index point",
    Citation: "reference",
    Correction: "correction",
}
_LONGEST = 100
"""Letters of a key: file systems allow 255 in a name, and nobody copies so many."""
_PLAIN = r"[A-Za-z][A-Za-z0-9]*(?:[-._][A-Za-z0-9]+)*"
_GENERATED = (
    r"(?:d\d+e\d+|id[mp]?\d{4,}|_?Toc\d{5,}|N[0-9A-F]{5,})\Z|(?=.{18})[-\w.]*?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
)
_LASTING = re.compile(rf"(?!{_GENERATED}){_PLAIN}", re.IGNORECASE | re.ASCII)
"""Plain, and not such as programs make anew each time: those of XSLT, of word processors, UUIDs."""


def check(edition: Edition, register: Register, survey: Survey, nodes: Nodes) -> Iterator[Problem]:
    """All problems of this family."""
    named = [
        _Named(source.file, line, key, key.casefold()) for source in (edition, register) for key, line in source.keys
    ]
    yield from repeated(named)
    yield from unstable(named)
    yield from taken(named, edition, register, survey)
    yield from missing(edition, nodes)
    yield from homeless(edition)
    yield from unaddressed(edition, nodes)


class _Named(Struct, frozen=True):
    """A key where it stands; `folded` is what it has in common with those that differ in case only."""

    file: str
    line: int
    key: str
    folded: str


def repeated(named: list[_Named]) -> Iterator[Problem]:
    """D001: one key, one thing, in the master and the register together; case makes no difference."""
    first: dict[str, _Named] = {}
    for one in named:
        if (before := first.setdefault(one.folded, one)) is not one:
            message = f"the key '{one.key}' is used already, at {before.file}:{before.line}; give another"
            yield Problem(one.file, one.line, "D001", message)


def unstable(named: list[_Named]) -> Iterator[Problem]:
    """D002: a key is part of an address for ever, so it is plain, and not made anew by a program each time."""
    for one in named:
        if len(one.key) <= _LONGEST and _LASTING.fullmatch(one.key):
            continue
        if len(one.key) <= _LONGEST and re.fullmatch(_PLAIN, one.key):
            message = f"the key '{one.key}' looks like one that a program makes anew each time; give one that stays"
        else:
            message = f"the key '{one.key}' can't be part of an address: letters A–Z and a–z, digits, single - . _"
        yield Problem(one.file, one.line, "D002", message)


def taken(named: list[_Named], edition: Edition, register: Register, survey: Survey) -> Iterator[Problem]:
    """D002: a key that is the address of something else."""
    pages = {page.address: page.label for page in survey.pages}
    opened = {*survey.opens, *(entry.key for entry in register.entries)}
    for page in survey.pages:
        if page.number in _FILES:
            message = f"the page number '{page.label}' can't be an address: a file of this name means its folder"
            yield Problem(edition.file, page.line, "D002", message)
    for one in named:
        if one.folded in pages:
            why = f"is the address of page {pages[one.folded]}"
        elif one.folded in PAGES_OF_OUR_OWN and one.key in opened:
            why = "is the address of a page that the program makes"
        elif one.folded.startswith(("fn-", "fnref")):
            why = "begins as the addresses of notes do"
        else:
            continue
        yield Problem(one.file, one.line, "D002", f"the key '{one.key}' {why}; give another")


def missing(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """D003: what a locator or a list leads to has a key."""
    for kind, what in _NAMES.items():
        for node in nodes.of(kind):
            if not node.key:
                message = f"this {what} has no xml:id, so nothing can lead to it; `mastercopy ids` gives one"
                yield Problem(edition.file, node.line, "D003", message)


def homeless(edition: Edition) -> Iterator[Problem]:
    """D004: text outside of every division has no page of the site."""
    for block in edition.content:
        if not isinstance(block, Division | PageBreak):
            yield Problem(
                edition.file, block.line, "D004", "this stands in no division; put it in a div with an xml:id"
            )


def unaddressed(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """D005: paragraphs and quotations can be cited when they have keys; one notice for all that have none."""
    parts = {id(block) for item in nodes.of(Item) for block in item.content}
    parts |= {id(block) for note in edition.notes.values() for block in note.content}
    without: list[Paragraph | Quotation] = [quotation for quotation in nodes.of(Quotation) if not quotation.key]
    without += [one for one in nodes.of(Paragraph) if not one.kind and not one.key and id(one) not in parts]
    if without:
        counted = Counter(type(node).__name__.casefold() for node in without)
        what = " and ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in sorted(counted.items()))
        message = f"{what} from here on can't be cited yet; `mastercopy ids` gives each an xml:id"
        yield Problem(edition.file, min(node.line for node in without), "D005", message)
