"""Every address that the site has, what it is, and what stands there.

An address is the path of a page of the site, with or without a fragment: `text/iv-1/`, `p/44/`, `text/iv-1/#par-3`. It
is made of an xml:id or of a printed page number, never of a position, a title or a counter.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive.index import Indexes, called
from mastercopy.derive.leaves import Leaf
from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import (
    Anchor,
    AnyNode,
    Cell,
    Citation,
    Correction,
    Division,
    Edition,
    Figure,
    Heading,
    Item,
    LineBreak,
    Mention,
    NoteKind,
    Paragraph,
    Quotation,
    Reading,
    SetOff,
    Speech,
    Table,
    Text,
    Topic,
    Verse,
)
from mastercopy.register import Entry


class Kind(StrEnum):
    """What an address names."""

    LIST = "list"
    DIVISION = "division"
    PAGE = "page"
    NOTE = "note"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    ITEM = "item"
    VERSE = "verse"
    TABLE = "table"
    FIGURE = "figure"
    SPEECH = "speech"
    REFERENCE = "reference"
    MENTION = "mention"
    POINT = "point"
    CORRECTION = "correction"
    ENTRY = "index entry"
    RELEASE = "release"


_KINDS: Mapping[type[AnyNode], Kind] = {
    Paragraph: Kind.PARAGRAPH,
    Quotation: Kind.QUOTATION,
    SetOff: Kind.QUOTATION,
    Item: Kind.ITEM,
    Verse: Kind.VERSE,
    Table: Kind.TABLE,
    Figure: Kind.FIGURE,
    Speech: Kind.SPEECH,
    Citation: Kind.REFERENCE,
    Mention: Kind.MENTION,
    Topic: Kind.POINT,
    Anchor: Kind.POINT,
    Correction: Kind.CORRECTION,
    Division: Kind.DIVISION,
}
_PATH = re.compile(r"(text|p)/([A-Za-z0-9][A-Za-z0-9._-]*)/(?:#([A-Za-z0-9][A-Za-z0-9._-]*))?")
CONTENTS = "text/"
"""The address of the edition as a whole."""
OPENING = 60
"""Letters of a text by which people know it again."""


class Address(Struct, frozen=True):
    """An address of the site.

    `label`: how people call it (`p. 44 n. 1`, a title, a heading). `page` is the label of the page of the print, and
    `section` the key of the section, on which it is; both "" where there is none. `words` are the letters that it
    stands for, in the reading of the edition.
    """

    address: str
    kind: Kind
    label: str
    page: str = ""
    section: str = ""
    words: str = ""

    @property
    def digest(self) -> str:
        """The first 16 digits of the SHA-256 of its words in UTF-8; "" where it has none."""
        return digest(self.words)

    @property
    def opening(self) -> str:
        """Its first words, up to `OPENING` letters."""
        return self.words[:OPENING].replace("\n", " ")


def digest(words: str) -> str:
    """The first 16 digits of the SHA-256 of words in UTF-8; "" of none."""
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""


def key(address: str) -> str:
    """What an address is made of, wherever the site shows it: the same key, the same thing; "" of what is no address.

    That of a page of the print is the id of its marker, `p44`.
    """
    match = _PATH.fullmatch(address)
    if match is None:
        return "text" if address == CONTENTS else ""
    folder, name, fragment = match.groups()
    return fragment or (name if folder == "text" else f"p{name}")


def path(section: str, fragment: str = "") -> str:
    """The address of a section or of a place in it."""
    return f"text/{section}/#{fragment}" if fragment else f"text/{section}/"


def addresses(
    edition: Edition,
    survey: Survey,
    sections: Iterable[Section],
    leaves: Iterable[Leaf],
    apparatus: "Apparatus",
) -> tuple[Address, ...]:
    """All addresses: pages of the print, divisions and what is in them, notes, index entries, and lists."""
    return (
        *_pages(survey, leaves),
        *_text(edition, survey, sections),
        *_notes(survey),
        *_labels(survey),
        *_entries(apparatus.indexes, apparatus.cited),
        Address(CONTENTS, Kind.LIST, "contents"),
        *(Address(path(name), Kind.LIST, name) for name in apparatus.lists),
    )


class Apparatus(Struct, frozen=True):
    """What the site has beside the text: the indexes, the entries of the index of passages, and the lists' names."""

    indexes: Indexes
    cited: tuple[Entry, ...]
    lists: tuple[str, ...]


def _entries(indexes: Indexes, cited: Iterable[Entry]) -> Iterator[Address]:
    for kind, entries in indexes.items():
        for indexed in entries:
            heading = walk.words(indexed.entry.heading)
            yield Address(path(kind, indexed.entry.key), Kind.ENTRY, heading, words=heading)
            for sub, _ in indexed.subs:
                words = f"{heading}: {sub.words}"
                yield Address(path(kind, sub.key), Kind.ENTRY, words, words=words)
    for entry in cited:
        heading = walk.words(entry.heading)
        yield Address(path("passages", entry.key), Kind.ENTRY, heading, words=heading)


def _labels(survey: Survey) -> Iterator[Address]:
    """What has a key in the printed label of a note: a correction."""
    for own, printed in survey.notes.items():
        place = Place(printed.pages[0], printed.section, own)
        for node in walk.nodes(printed.note.label):
            if isinstance(node, Correction) and node.key:
                words = walk.words(node.edition)
                yield _address(path(place.section, node.key), Kind.CORRECTION, place, survey, words)


def _pages(survey: Survey, leaves: Iterable[Leaf]) -> Iterator[Address]:
    """Each page twice: by itself, and where it begins in the running text."""
    for leaf in leaves:
        page = survey.pages[leaf.page]
        words = "\n".join(walk.lines(leaf.content))
        for address in (f"p/{page.number}/", path(page.section, page.address)):
            yield Address(address, Kind.PAGE, f"p. {page.label}", page.label, page.section, words)


def _notes(survey: Survey) -> Iterator[Address]:
    for own, printed in survey.notes.items():
        place = Place(printed.pages[0], printed.section, own)
        words = "\n".join(walk.lines(printed.note.content))
        found = _address(path(printed.section, f"fn-{own}"), Kind.NOTE, place, survey, words)
        if printed.note.kind is NoteKind.EDITORIAL:
            found = replace(found, label=f"{found.label.removesuffix(' n.')} editors’ note".strip())
        yield found
        yield from _Pass(survey).addresses(printed.note.content, printed.section)


def _address(address: str, kind: Kind, place: Place, survey: Survey, words: str) -> Address:
    return Address(address, kind, _label(place, survey), survey.label(place.page), place.section, words)


def _label(place: Place, survey: Survey) -> str:
    """How people call a place: `p. 44`, `p. 44 n. 1`; "" before the first page."""
    return f"p. {called(place, survey)}" if survey.label(place.page) else ""


def _text(edition: Edition, survey: Survey, sections: Iterable[Section]) -> Iterator[Address]:
    titles = {section.key: title(section.division) for section in sections}
    pass_ = _Pass(survey, frozenset(titles))
    for found in pass_.addresses(edition.content, ""):
        own = key(found.address)
        if found.kind is Kind.DIVISION and own in titles:
            yield replace(found, address=path(own), label=titles[own])
        yield found


class _Pass(Struct):
    """One pass over the text: the letters so far, how many they are, and from where to where each thing with a key.

    `sections` are the divisions with a page of their own. What stands on theirs is none of the words of the division
    that they are in: `apart` says from where to where.
    """

    survey: Survey
    sections: frozenset[str] = frozenset()
    said: list[str] = []
    length: int = 0
    spans: list[tuple[int, int, str, Kind]] = []
    apart: dict[str, list[tuple[int, int]]] = {}

    def addresses(self, roots: Iterable[AnyNode], section: str) -> Iterator[Address]:
        """What has a key in the roots, in reading order."""
        self.said, self.spans, self.length, self.apart = [], [], 0, {}
        for root in roots:
            self._visit(root)
        text = "".join(self.said)
        labels: dict[tuple[int, str], str] = {}
        for start, minus_end, own, kind in sorted(self.spans, key=_IN_ORDER):
            place = self.survey.places.get(own) or Place(-1, section)
            at = place.page, place.note
            if at not in labels:
                labels[at] = _label(place, self.survey)
            words = self._words(text, start, -minus_end, own).strip(" ")
            words = " ".join(filter(None, words.split(" "))) if "  " in words else words
            page = self.survey.label(place.page)
            yield Address(path(place.section, own), kind, labels[at], page, place.section, words)

    def _words(self, text: str, start: int, end: int, own: str) -> str:
        """The words from one letter to another, without those that stand apart."""
        if own not in self.apart:
            return text[start:end]
        pieces = []
        for first, last in self.apart[own]:
            pieces.append(text[start:first])
            start = last
        return " ".join((*pieces, text[start:end]))

    def _visit(self, node: AnyNode) -> None:
        if isinstance(node, Text):
            self.said.append(node.value)
            self.length += len(node.value)
            return
        kind = _KINDS.get(type(node))
        parted = isinstance(node, _PARTED)
        if parted:
            self.said.append(" ")
            self.length += 1
        start = self.length
        for child in walk.children(node, Reading.EDITION):
            before = self.length
            self._visit(child)
            if isinstance(node, Division):
                if isinstance(child, Heading):
                    start = self.length  # a division is what stands under its headings
                elif isinstance(child, Division) and child.key in self.sections:
                    self.apart.setdefault(node.key, []).append((before, self.length))
        if kind is not None and (own := getattr(node, "key", "")) and own not in self.survey.ends:
            self.spans.append((start, -self.length, own, kind))
        if parted:
            self.said.append(" ")
            self.length += 1


_IN_ORDER = itemgetter(0, 1)
_PARTED = (Paragraph, Heading, Item, Verse, Cell, Speech, SetOff, Division, LineBreak)
"""What is no word with what stands beside it."""
