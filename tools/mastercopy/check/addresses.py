"""A: published addresses. What was published once is kept, or the ledger says what became of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from mastercopy.derive import labels
from mastercopy.derive.addresses import OPENING, Address, Kind, key
from mastercopy.derive.ledger import Fate, Fault, Row, State
from mastercopy.derive.record import Anchor
from mastercopy.problems import Problem
from mastercopy.sources import Release

_TEXTS = frozenset(
    {Kind.DIVISION, Kind.NOTE, Kind.PARAGRAPH, Kind.QUOTATION, Kind.ITEM, Kind.VERSE, Kind.TABLE, Kind.SPEECH}
)
"""Kinds whose words are enough to know them again."""
_ALIKE = 0.4
"""The least that two openings of the same text have in common, as difflib counts words."""
_FEW = 4
"""Words of which too little is left to say anything by them."""


class Published(Struct, frozen=True):
    """What is known of earlier releases: the ledger's file, its faults, what became of its addresses, the last release.

    `anchors` are the addresses of the last release.
    """

    file: str
    faults: tuple[Fault, ...]
    fates: tuple[Fate, ...]
    last: Release | None
    anchors: Mapping[str, Anchor]


def check(published: Published, current: Mapping[str, Address]) -> Iterator[Problem]:
    """All problems of this family."""
    for fault in published.faults:
        yield Problem(published.file, fault.line, "A003", fault.message)
    yield from _lacking(published)
    for fate in published.fates:
        yield from _fate(fate, published)
    yield from reused(published, current)


def _lacking(published: Published) -> Iterator[Problem]:
    """A003: the ledger is missing, or is without addresses that the last release published."""
    known = {fate.row.address for fate in published.fates}
    lacking = [address for address in published.anchors if address not in known]
    if lacking and published.last and not published.faults:
        file = published.file or f"{published.last.folder.rpartition('/releases/')[0]}/anchors.tsv"
        message = (
            f"the ledger is without {len(lacking)} addresses that version {published.last.version} published, such as "
            f"{lacking[0]}; take it back from version control"
        )
        yield Problem(file, 1, "A003", message)


def _fate(fate: Fate, published: Published) -> Iterator[Problem]:
    """A001: a published address is lost. A002: one that was given up is used again. A003: one that leads nowhere."""
    row = fate.row
    match fate.state:
        case State.LOST if row.now and row.now != row.address:
            message = f"{row.address} is said to have moved to {row.now}, which isn't on the site"
            yield Problem(published.file, row.line, "A003", message)
        case State.LOST:
            file, line = _place(row.address, published)
            words = _opening(row.address, published)
            message = (
                f"the address {row.address} ({row.kind}, {row.label}{words}), published since {row.since}, is gone. "
                f"Put back what it stands for, or say what became of it: `mastercopy moved` or `mastercopy withdrawn`"
            )
            yield Problem(file, line, "A001", message)
        case State.AGAIN:
            became = f"moved to {row.now}" if row.now else "was withdrawn"
            message = f"{row.address} {became}, and something else has this address now; give it another xml:id"
            yield Problem(published.file, row.line, "A002", message)
        case State.CIRCLE:
            yield Problem(published.file, row.line, "A003", f"{row.address} is said to have moved in a circle")
        case _:
            pass


def reused(published: Published, current: Mapping[str, Address]) -> Iterator[Problem]:
    """A002: a published address stands for something else: of another kind, or with the words of another address."""
    before = {(one.kind, one.digest): one.address for one in published.anchors.values() if one.digest}
    many = Counter((one.kind, one.digest) for one in published.anchors.values())
    for fate in published.fates:
        row, now, was = fate.row, current.get(fate.to), published.anchors.get(fate.row.address)
        if now is None or row.now or key(row.address) != key(now.address):
            continue
        if row.kind != now.kind:
            yield _other(row, published, f"was a {row.kind} and is a {now.kind} now")
        elif was is not None and was.digest != now.digest and now.kind in _TEXTS:
            words = (now.kind, now.digest)
            other = before.get(words, "")
            left = other and key(other) != key(row.address) and not _has(other, now.digest, current)
            if left and many[words] == 1:
                yield _other(row, published, f"has the words now that {other} had")
            elif not _alike(was.opening, now.opening):
                yield _other(row, published, f"began {_quoted(was.opening)} and begins {_quoted(now.opening)} now")


def _has(address: str, digest: str, current: Mapping[str, Address]) -> bool:
    """Whether what stands at an address has just these words today."""
    return address in current and current[address].digest == digest


def _other(row: Row, published: Published, message: str) -> Problem:
    file, line = _place(row.address, published)
    advice = "Give what is new another xml:id; if it is the same thing, say so with `mastercopy kept`"
    what = f"the address {row.address} ({row.label}), published since {row.since},"
    return Problem(file, line, "A002", f"{what} {message}. {advice}")


def _alike(before: str, after: str) -> bool:
    """Whether two openings can be of the same text, corrected; of a few words nothing can be said."""
    was, now = before.split()[:-1], after.split()[:-1]
    return min(len(was), len(now)) < _FEW or SequenceMatcher(None, was, now, autojunk=False).ratio() >= _ALIKE


def _opening(address: str, published: Published) -> str:
    was = published.anchors.get(address)
    return f": {_quoted(was.opening)}" if was and was.opening else ""


def _quoted(opening: str) -> str:
    return f"“{opening} …”" if len(opening) == OPENING else f"“{opening}”"


def _place(address: str, published: Published) -> tuple[str, int]:
    """The file and the line of the last release's master or register that had it; the ledger's where they don't."""
    own = key(address).removeprefix("fn-")
    sought = re.compile(rb"xml:id\s*=\s*[\"']%s[\"']" % re.escape(own).encode())
    for name, content in published.last.files.items() if published.last else ():
        if name.endswith(".xml") and published.last:
            found = sought.search(content) or _page(content, own)
            if found:
                return f"{published.last.folder}/{name}", content.count(b"\n", 0, found.start()) + 1
    line = next((fate.row.line for fate in published.fates if fate.row.address == address), 1)
    return published.file, line


_BREAK = re.compile(rb"<(?:\w+:)?pb\b[^>]*?\sn\s*=\s*[\"']([^\"']*)")


def _page(content: bytes, own: str) -> re.Match[bytes] | None:
    """The page break whose marker has this id."""
    breaks = _BREAK.finditer(content)
    return next((found for found in breaks if f"p{labels.number(found[1].decode(errors='replace'))}" == own), None)
