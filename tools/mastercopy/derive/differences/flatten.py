"""The one pass over an edition that makes its units."""

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive.differences import facts
from mastercopy.derive.differences.units import Break, Feature, Part, Strand, Unit
from mastercopy.derive.sections import title
from mastercopy.model import (
    Anchor,
    AnyNode,
    Block,
    Correction,
    Division,
    Edition,
    Figure,
    Item,
    LineBreak,
    List,
    Mark,
    Note,
    NotePlace,
    PageBreak,
    Paragraph,
    Reading,
    SetOff,
    Speech,
    Table,
    Text,
    Topic,
    Verse,
)


def text(edition: Edition, sections: Iterable[str]) -> Strand:
    """The text without its notes; `sections` are the keys of the divisions that have a page of their own."""
    pass_ = _Pass(edition.header.people, frozenset(sections))
    pass_.blocks(edition.content)
    return pass_.strand()


def notes(edition: Edition, notes: Iterable[Note], shown: Iterable[str]) -> Strand:
    """The notes one after the other; `shown`: the section of each."""
    pass_ = _Pass(edition.header.people, frozenset())
    for note, section in zip(notes, shown, strict=True):
        pass_.note, pass_.section = note.key, section
        pass_.blocks(note.content)
        pass_.ends()
    return pass_.strand()


def label(edition: Edition, note: Note, section: str) -> Unit:
    """The label that the print has for a note."""
    pass_ = _Pass(edition.header.people, frozenset(), note.key, section)
    pass_.unit("printed label", "", note.label)
    return pass_.units[0]


class _Line(Struct):
    """A unit that is being read: its words so far, and whether the last of them may go on."""

    words: list[str] = field(default_factory=list)
    open: bool = False
    features: list[Feature] = field(default_factory=list)
    breaks: list[tuple[PageBreak, int, int]] = field(default_factory=list)

    def add(self, letters: str) -> None:
        """Adds letters; a space ends a word."""
        pieces = letters.split(" ")
        if self.open and pieces[0]:
            self.words[-1] += pieces[0]
        elif pieces[0]:
            self.words.append(pieces[0])
        self.words += filter(None, pieces[1:])
        self.open = bool(pieces[-1]) or (len(pieces) == 1 and self.open)

    @property
    def at(self) -> int:
        """The word that comes next, or that may go on."""
        return len(self.words) - self.open

    def put(self, node: PageBreak) -> None:
        """Keeps where a page begins."""
        self.breaks.append((node, self.at, len(self.words[-1]) if self.open else 0))


class _Pass(Struct):
    """The state of the pass. `waiting`: points that belong to the unit that comes next; `words`: how many so far."""

    people: Mapping[str, str]
    sections: frozenset[str]
    note: str = ""
    section: str = ""
    division: str = ""
    path: tuple[tuple[str, str], ...] = ()
    waiting: list[AnyNode] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    words: int = 0

    def strand(self) -> Strand:
        """All that was found."""
        self.ends()
        printed = tuple(one for one in self.breaks if not one.layer and not self.note)
        others = tuple(one for one in self.breaks if one.layer or self.note)
        return Strand(tuple(self.units), printed, others, tuple(self.parts))

    def ends(self) -> None:
        """Gives what still waits a unit without words: nothing follows that it could stand in."""
        if self.waiting:
            self.unit("point", "", ())

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Goes through blocks."""
        for block in blocks:
            match block:
                case Paragraph():
                    self.unit(block.kind or "paragraph", block.key, block.content)
                case SetOff():
                    self.waiting.append(block)
                    self._within("quotation", block.key, block.content)
                case List():
                    for item in block.items:
                        self._item(item)
                case Table():
                    self._table(block)
                case Verse():
                    self._verse(block)
                case Figure():
                    self.waiting.append(block)
                    self.unit("figure", block.key, ())
                    self._within("figure", block.key, block.content)
                case Speech():
                    self.unit("speaker", block.key, block.speaker)
                    self._within("speech", block.key, block.content)
                case Division():
                    self._division(block)
                case PageBreak() | Topic() | Anchor() | NotePlace() | Mark():
                    self.waiting.append(block)
                case _:
                    assert_never(block)

    def _within(self, kind: str, key: str, content: Iterable[Block]) -> None:
        """Goes through what a block holds."""
        outside, self.path = self.path, (*self.path, (kind, key))
        self.blocks(content)
        self.path = outside

    def _item(self, item: Item) -> None:
        outside, self.path = self.path, (*self.path, ("item", item.key))
        first = item.content[0] if item.content else None
        if item.label and isinstance(first, Paragraph):
            self.unit(first.kind or "paragraph", first.key, (*item.label, Text(" "), *first.content))
            self.blocks(item.content[1:])
        else:
            if item.label:
                self.unit("label", "", item.label)
            self.blocks(item.content)
        self.path = outside

    def _table(self, table: Table) -> None:
        outside, self.path = self.path, (*self.path, ("table", table.key))
        if table.caption:
            self.unit("caption", "", table.caption)
        for row in table.rows:
            for cell in row.cells:
                self.waiting.append(cell)
                self.unit("cell", "", cell.content)
        self.path = outside

    def _verse(self, verse: Verse) -> None:
        outside, self.path = self.path, (*self.path, ("verse", verse.key))
        for line in verse.lines:
            self.unit("line", "", line)
        self.path = outside

    def _division(self, division: Division) -> None:
        outside = self.division, self.section, self.path
        parent, self.division, self.path = self.division, division.key, ()
        self.section = division.key if division.key in self.sections else self.section
        self.parts.append(Part(division.key, division.kind, title(division), parent, len(self.units)))
        self.waiting += division.lead
        for heading in division.head:
            self.unit("run-in heading" if heading.run_in else "heading", "", heading.content)
        self.blocks(division.content)
        self.division, self.section, self.path = outside

    def unit(self, kind: str, key: str, content: Sequence[AnyNode]) -> None:
        """Reads a unit: what waits for it, and its content."""
        line = _Line()
        for node in self.waiting:
            if isinstance(node, PageBreak):
                line.put(node)
            else:
                line.features.append(replace(facts.feature(node, self.people), start=0, end=0, words=""))
        self.waiting = []
        corrected = self._inlines(content, line)
        words = tuple(line.words)
        source = tuple(filter(None, walk.letters(content, reading=Reading.SOURCE).split(" "))) if corrected else words
        near = next((own for _, own in reversed((*self.path, (kind, key))) if own), "")
        where = self.path, self.division, self.section, self.note, self.words
        self.units.append(Unit(kind, key, words, source, tuple(line.features), near, *where))
        for node, word, letters in line.breaks:
            whole = word < len(words) and letters == len(words[word])
            at = self.words + word + whole
            about = facts.of_break(node)
            self.breaks.append(Break(node.label, node.layer, at, 0 if whole else letters, about))
        self.words += len(words)

    def _inlines(self, content: Iterable[AnyNode], line: _Line) -> bool:
        """Reads inlines; whether there is a correction among them."""
        corrected = False
        for node in content:
            if isinstance(node, Text):
                line.add(node.value)
                continue
            if isinstance(node, PageBreak):
                line.put(node)
                continue
            if isinstance(node, LineBreak):
                line.add(" ")
            own = len(line.features)
            line.features.append(facts.feature(node, self.people))
            start, below = line.at, walk.children(node, Reading.EDITION)
            corrected |= self._inlines(below, line) | isinstance(node, Correction)
            words = walk.words(below) if below else ""
            end = max(len(line.words), start) if words else start
            line.features[own] = replace(line.features[own], start=start, end=end, words=words)
        return corrected
