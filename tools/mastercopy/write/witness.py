"""The transcription written back from the master, in its own conventions and in the reading of the source.

A page begins with a line `page 39`; its notes stand at its foot, `[1]` before numbered ones and the sign itself
before others; emphasis is letter-spaced where the transcription has it so; the hyphen at the end of a page is there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mastercopy import walk
from mastercopy.model import (
    AnyNode,
    Block,
    Correction,
    Edition,
    Heading,
    Item,
    LineBreak,
    Mark,
    Note,
    NoteKind,
    NotePlace,
    PageBreak,
    Paragraph,
    Reading,
    Style,
    Styled,
    Text,
    Verse,
)


def witness(edition: Edition) -> str:
    """The transcription, its white space aside."""
    page = _Page(edition)
    page.write(edition.content)
    page.foot()
    return "".join(page.written).strip() + "\n"


def folded(transcription: str) -> str:
    """A transcription with every run of white space made one space: what the proof compares."""
    return " ".join(transcription.split())


def difference(expected: str, written: str) -> str:
    """The first place where two transcriptions differ, in words; "" where they don't."""
    one, other = folded(expected), folded(written)
    if one == other:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"at letter {at}: the transcription has {one[max(0, at - 30) : at + 30]!r}, the master gives {other[max(0, at - 30) : at + 30]!r}"


@dataclass(slots=True)
class _Page:
    edition: Edition
    written: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def write(self, nodes: Iterable[AnyNode]) -> None:
        for node in nodes:
            self._node(node)

    def _node(self, node: AnyNode) -> None:
        match node:
            case Text(value=value):
                self.written.append(value)
            case LineBreak():
                self.written.append("\n")
            case PageBreak():
                self._page_break(node)
            case Mark() | NotePlace():
                self._mark(node)
            case Styled(style=Style.SPACED):
                self.written.append(" ".join(walk.plain([node], reading=Reading.SOURCE)))
            case Item():
                self.write(node.label)
                self.written.append(" ")
                self.write(node.content)
            case Correction():
                self.write(node.source)
            case _:
                self.write(walk.children(node, Reading.SOURCE))
                if isinstance(node, Heading):
                    self.written.append(" " if node.run_in else "\n\n")
                elif isinstance(node, Paragraph | Verse):
                    self.written.append("\n\n")

    def _page_break(self, node: PageBreak) -> None:
        """The foot of the page that ends; the line of the page that begins, unless the break is the editors'."""
        if node.layer:
            return
        if node.hyphen:
            self.written.append("-")
        self.foot()
        if not node.supplied:
            self.written.append(f"\n\npage {node.label}\n\n")

    def _mark(self, node: Mark | NotePlace) -> None:
        note = self.edition.notes.get(node.note)
        if note is None:
            self.written.append(_sign(node.label) if isinstance(node, Mark) else "")
            return
        if note.kind is NoteKind.EDITORIAL:
            return
        if isinstance(node, Mark):
            self.written.append(_sign(self._label(note, Reading.EDITION)))
        if note.key not in self.notes:
            self.notes.append(note.key)

    def _label(self, note: Note, reading: Reading) -> str:
        return walk.plain(note.label, reading=reading)

    def foot(self) -> None:
        """The notes of the page that ends."""
        if self.notes:
            self.written.append("\n\n")
        for key in self.notes:
            note = self.edition.notes[key]
            self.written.append(f"{_sign(self._label(note, Reading.SOURCE))} {self._plain(note.content)}  ")
        self.notes.clear()

    def _plain(self, blocks: tuple[Block, ...]) -> str:
        inside = _Page(self.edition)
        inside.write(blocks)
        return "".join(inside.written).strip()


def _sign(label: str) -> str:
    return f"[{label}]" if re.fullmatch(r"\w+", label) else label
