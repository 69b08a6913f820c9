"""A correction put into the bytes of a master: what is there stays, and markup is put round it.

The form is that of the encoding guide: a `choice` of `sic` and `corr`, with who, what kind, which change, and why.
"""

import re

from msgspec import Struct

from mastercopy.model import Change, CorrectionKind
from mastercopy.read import header, ids
from mastercopy.read.placed import Placed
from mastercopy.read.sought import Place
from mastercopy.read.tags import Edit, edited, tag
from mastercopy.read.xml import parse

_LETTERS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold (2.2)."""


class Slip(Struct, frozen=True):
    """What the edition reads instead of some words, why, whose slip it was; who says so, and on which day (ISO 8601).

    `who` is the id of somebody in the header.
    """

    reading: str
    why: str
    kind: CorrectionKind
    who: str
    day: str


def corrected(text: Placed, place: Place, slip: Slip, changes: tuple[Change, ...], *, used: str) -> tuple[bytes, str]:
    """The master with the correction, and the correction's id.

    `changes` are the entries of the list of changes that may still grow; where none is of that day and by that person,
    the list gets one. `used` is any text that ids of old stand in.
    """
    xml = text.xml
    key = ids.fresh(xml, used, ids.PREFIXES["choice"])
    like = tag(xml, text.elements[place.element].start).prefix
    of_day = (one.key for one in changes if one.key and (one.when, one.who) == (slip.day, slip.who))
    change = next(of_day, "")
    edits = [] if change else [_change(text, change := ids.fresh(xml, used, "r"), slip)]
    corr = f'<{like}corr resp="#{slip.who}" type="{slip.kind}" change="#{change}">{_escaped(slip.reading)}'
    why = f'<{like}note type="reason">{_escaped(slip.why)}</{like}note>'
    opening = f'<{like}choice xml:id="{key}"><{like}sic>'
    closing = f"</{like}sic>{corr}{why}</{like}corr></{like}choice>"
    edits += [
        Edit(place.start, place.start, opening.encode()),
        Edit(place.end, place.end, closing.encode()),
    ]
    return edited(xml, edits), key


def open_changes(xml: bytes, released: bytes | None) -> tuple[Change, ...]:
    """The entries of a master's list of changes that its last release doesn't have."""
    published = {one.key for one in _changes(released)} if released is not None else set()
    return tuple(one for one in _changes(xml) if one.key not in published)


def unwritable(words: str) -> str:
    """The first letter that XML can't hold, as a code; "" where there is none."""
    found = _LETTERS.search(words)
    return f"U+{ord(found[0]):04X}" if found else ""


def _changes(xml: bytes) -> tuple[Change, ...]:
    root, _ = parse(xml, "")
    return () if root is None else header.changes(root)


def _change(text: Placed, key: str, slip: Slip) -> Edit:
    """A new entry in the list of changes, laid out as the others are; and the list, where there is none."""
    xml = text.xml
    if text.changes < 0:
        like = next((tag(xml, one.start).prefix for one in text.elements if one.name == "teiHeader"), "")
        entry = _entry(like, key, slip)
        return Edit(text.header, text.header, f"<{like}revisionDesc>{entry}</{like}revisionDesc>".encode())
    entries = [one.start for one in text.elements if one.name == "change" and one.start < text.changes]
    first, last = entries[0], entries[-1]
    new = _entry(tag(xml, last).prefix, key, slip).encode()
    space = xml[len(xml[:last].rstrip()) : last]
    days = [one.when for one in _changes(xml)]
    if len(days) > 1 and days == sorted(days, reverse=True) and days[0] != days[-1]:
        return Edit(first, first, new + space)
    at = len(xml[: text.changes].rstrip())
    return Edit(at, at, space + new)


def _entry(like: str, key: str, slip: Slip) -> str:
    return f'<{like}change xml:id="{key}" when="{slip.day}" who="#{slip.who}">Corrections.</{like}change>'


def _escaped(words: str) -> str:
    """Words as the text of an element has them."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
