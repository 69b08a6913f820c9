"""The transcription written back from the master, in its own conventions and in the reading of the source.

A page begins with a line `page 39`; its notes stand at its foot, `[1]` before numbered ones and the sign itself
before others; emphasis is letter-spaced where the transcription has it so; the hyphen at the end of a page is there.
"""

import re
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct, field

from mastercopy import walk
from mastercopy.model import (
    AnyNode,
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
    Row,
    Speech,
    Style,
    Styled,
    Table,
    Text,
    Verse,
)


def witness(edition: Edition) -> str:
    """The transcription, its white space aside."""
    page = _Page(edition)
    page.write(edition.content)
    page.foot(last=True)
    return "".join(page.written).strip() + "\n"


def folded(transcription: str) -> str:
    """A transcription with every run of white space made one space: what the proof compares."""
    return " ".join(transcription.split())


class Departure(Struct, frozen=True):
    """Where a transcription and what is written back differ first: its line, and what stands there in each."""

    line: int
    transcription: str
    master: str

    def __str__(self) -> str:
        return f"the transcription has {self.transcription!r} here, and the master gives {self.master!r}"


def departure(transcription: str, written: str) -> Departure | None:
    """The first place where the two differ, white space aside; None where they don't."""
    one, other = folded(transcription), folded(written)
    if one == other:
        return None
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    around = slice(max(0, at - 30), at + 30)
    letters = len("".join(one[:at].split()))
    before = next(islice(re.finditer(r"\S|\Z", transcription), letters, None)).start()
    return Departure(transcription.count("\n", 0, before) + 1, one[around], other[around])


class _Page(Struct):
    """What is written so far.

    `notes` are those at the foot of the page that is being written, each with the words of it that are still to come,
    a part for each page; `done` all notes that have had their place; `late` the detached ones whose mark came first.
    """

    edition: Edition
    written: list[str] = field(default_factory=list)
    notes: list[tuple[str, list[str]]] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    late: dict[str, None] = field(default_factory=dict)

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
                self._spaced(node)
            case Item():
                self.write(node.label)
                self.written.append(" ")
                self.write(node.content)
            case Verse(lines=lines):
                self._each(lines, "\n")
            case Table(rows=rows, caption=caption):
                self._each((caption, rows), "\n")
            case Row(cells=cells):
                self._each(((cell,) for cell in cells), "  ")
                self.written.append("\n")
            case Speech(speaker=speaker, content=content):
                self._each((speaker, content), "\n")
            case _:
                self.write(walk.children(node, Reading.SOURCE))
                if isinstance(node, Heading):
                    self.written.append(" " if node.run_in else "\n\n")
                elif isinstance(node, Paragraph):
                    self.written.append("\n\n")

    def _each(self, parts: Iterable[Iterable[AnyNode]], after: str) -> None:
        for part in parts:
            self.write(part)
            self.written.append(after)

    def _spaced(self, node: Styled) -> None:
        """Letters with spaces between them; a page break or a mark among them stays where it is."""
        for inner in walk.nodes(node.content, reading=Reading.SOURCE):
            if isinstance(inner, Text):
                self.written.append(" ".join(inner.value))
                self.written.append(" ")
            elif isinstance(inner, PageBreak | Mark | NotePlace | LineBreak):
                self._node(inner)
        if self.written and self.written[-1] == " ":
            self.written.pop()

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
        self._sign_and_note(node)

    def _sign_and_note(self, node: Mark | NotePlace) -> None:
        """The sign of a mark. A note is at the foot of the page of its first mark, a detached one where it stands.

        Its words have a part for each page on which it stands; the notes in it come after it.
        """
        note = self.edition.notes.get(node.note)
        if note is None:
            self.written.append(_sign(node.label) if isinstance(node, Mark) else "")
            return
        if note.kind is NoteKind.EDITORIAL:
            return
        if isinstance(node, Mark):
            self.written.append(_sign(self._label(note, Reading.EDITION)))
        if note.key in self.done:
            return
        if isinstance(node, Mark) and note.detached:
            self.late[note.key] = None
            return
        self.done.add(note.key)
        inside = _Part(self.edition, done=self.done, late=self.late)
        inside.write(note.content)
        parts = "".join(inside.written).split(_NEXT_PAGE)
        self.notes += [(f"{_sign(self._label(note, Reading.SOURCE))} ", parts), *inside.notes]

    def _label(self, note: Note, reading: Reading) -> str:
        return walk.plain(note.label, reading=reading)

    def foot(self, *, last: bool = False) -> None:
        """The notes of the page that ends; at the `last`, all of them."""
        if last:
            while waiting := [key for key in self.late if key not in self.done]:
                for key in waiting:
                    self._mark(NotePlace(key))
        notes, self.notes = self.notes, []
        if notes:
            self.written.append("\n\n")
        for sign, (part, *more) in notes:
            shown = " ".join([part, *more]) if last else part
            self.written.append(f"{sign}{shown.strip()}  ")
            if more and not last:
                self.notes.append(("", more))


class _Part(_Page):
    """A note: a page break in it, or its further part, is where the foot of the next page has the rest."""

    def _page_break(self, node: PageBreak) -> None:
        if not node.layer:
            self.written.append(f"{'-' if node.hyphen else ''}{_NEXT_PAGE}")

    def _mark(self, node: Mark | NotePlace) -> None:
        if isinstance(node, NotePlace) and node.note in self.done:
            self.written.append(_NEXT_PAGE)
        else:
            self._sign_and_note(node)


_NEXT_PAGE = "\f"


def _sign(label: str) -> str:
    return f"[{label}]" if re.fullmatch(r"\w+", label) else label
