"""What a master is without the words of its sections: enough to know where everything else stands.

The outline of a section has its start tag, its headings and its page breaks, with a dot for whatever words stand
between them. So a master in which some sections are whole and the others outlines has the same divisions, titles and
pages as the whole; the rest of the program reads it as any other.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from mastercopy.read import passed
from mastercopy.read.tags import tag


class Chunk(Struct, frozen=True):
    """A section in the bytes of a master: from where to where, its outline, and which pages of the print it is on.

    `first` and `last` are their places among the page breaks of the text, of all paginations, counted from 0; -1 is
    what stands before the first. `within`: the number of the element that it is in.
    """

    key: str
    start: int
    end: int
    outline: bytes
    first: int
    last: int
    within: int


def chunks(xml: bytes, keys: Collection[str]) -> tuple[Chunk, ...]:
    """The divisions of these keys, none of which is in another; `xml` is well-formed and has no DOCTYPE."""
    return tuple(cut.chunk for cut in _scanned(xml, keys, pieces=False))


def outlined(xml: bytes, found: Collection[Chunk], shown: Mapping[str, bytes]) -> bytes:
    """The master with what is shown of each section, by its key, in its place; the others are left out."""
    parts: list[bytes] = []
    at = 0
    for chunk in found:
        parts += [xml[at : chunk.start], shown.get(chunk.key, b"")]
        at = chunk.end
    return b"".join([*parts, xml[at:]])


def sharing(found: Collection[Chunk], chunk: Chunk, *, more: int = 0) -> dict[str, Chunk]:
    """The sections that share a page of the print with one of them, or so many pages `more`; itself among them."""
    return {one.key: one for one in found if one.first <= chunk.last + more and one.last >= chunk.first - more}


def around(xml: bytes, found: Sequence[Chunk], chunk: Chunk) -> dict[str, bytes]:
    """What is near a section: of those that share a page with it, the blocks on that page and else an outline.

    Of its neighbours, of those on the page before and after, and of all that are in the same part as it, the outlines;
    of those further away nothing.
    """
    at = found.index(chunk)
    beside = [*found[max(0, at - 1) : at + 2], *(one for one in found if one.within == chunk.within)]
    beside += sharing(found, chunk, more=1).values()
    near = sharing(found, chunk)
    small = outlined(xml, found, {key: xml[one.start : one.end] for key, one in near.items()})
    cuts = {cut.chunk.key: cut for cut in _scanned(small, near)}
    pages = cuts.pop(chunk.key).chunk
    outlines = {one.key: one.outline for one in beside if one is not chunk}
    return outlines | {key: cut.on(small, pages.first, pages.last) for key, cut in cuts.items()}


_DOT = "<p>·</p>".encode()
"""Words that are left out."""


class _Piece(Struct, frozen=True):
    """What stands in a section, from where to where: its outline in parts, and the pages on which it may have words."""

    start: int
    end: int
    parts: tuple[bytes, ...]
    first: int
    last: int


class _Cut(Struct, frozen=True):
    """A section, its start tag, what stands in it, and its end tag."""

    chunk: Chunk
    opening: bytes
    pieces: tuple[_Piece, ...]
    closing: bytes

    def on(self, xml: bytes, first: int, last: int) -> bytes:
        """The section in which only what may be on some pages is whole, with what stands before and after it."""
        content, at, before = self.opening, self.chunk.start + len(self.opening), False
        for one in self.pieces:
            whole = one.first <= last and one.last >= first
            content += xml[at : one.start] if whole or before else b"\n"
            content += xml[one.start : one.end] if whole else b"\n".join(one.parts)
            at, before = one.end, whole
        return b"".join((content, xml[at : self.chunk.end - len(self.closing)], self.closing))


def _joined(parts: Sequence[bytes]) -> bytes:
    """The parts in lines; one dot stands for many."""
    return b"\n".join(part for at, part in enumerate(parts) if part != _DOT or parts[at - 1] != _DOT)


def _scanned(xml: bytes, keys: Collection[str], *, pieces: bool = True) -> list[_Cut]:
    """The sections of these keys; without `pieces`, which take memory, none of them says what stands in it."""
    scan = _Scan(xml, frozenset(keys), pieces)
    scan.run()
    return scan.cuts


class _Scan(Struct):
    """One pass with expat, which alone tells at which byte a tag begins.

    `depth` is that of the element, `inside` that of the section that is open, 0 where none is; `head` and `aside` those
    of what is kept whole, or left out. `open`: the numbers of the elements around the sections. `words`: whether some
    came since the last break. `parts` are those of the piece that began `piece` bytes and `on` pages into the text.
    """

    xml: bytes
    keys: frozenset[str]
    with_pieces: bool
    cuts: list[_Cut] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    opened: int = 0
    key: str = ""
    start: int = 0
    piece: int = 0
    on: int = -1
    depth: int = 0
    inside: int = 0
    head: int = 0
    aside: int = 0
    words: bool = False
    breaks: int = 0
    first: int = -1
    begun: bool = False
    parser: passed.Parser = field(default_factory=passed.parser)

    def run(self) -> None:
        """Fills the list."""
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.Parse(self.xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        at = self.parser.CurrentByteIndex
        if not self.inside:
            self._enter(attributes.get(passed.XML_ID, ""), at)
        else:
            self._within(name, at)
        if name == f"{passed.TEI}pb" and not self.aside:
            self._break(at)

    def _enter(self, key: str, at: int) -> None:
        """An element that is in no section; perhaps it is one."""
        if key and key in self.keys:
            self.key, self.start, self.inside = key, at, self.depth
            self.words = self.begun = False
            self.first = self.breaks - 1
            self.pieces = []
            return
        self.opened += 1
        self.open.append(self.opened)

    def _within(self, name: str, at: int) -> None:
        top = self.depth == self.inside + 1
        if top:
            self.piece, self.on, self.parts = at, self.breaks - 1, []
        if name in passed.ASIDE and not self.aside:
            self.aside = self.depth
        elif top and name == f"{passed.TEI}head" and not self.aside:
            self.head = self.depth

    def _break(self, at: int) -> None:
        self.breaks += 1
        if self.inside and not self.head:
            self._dot()
            self.parts.append(self.xml[at : tag(self.xml, at).end])
        if self.inside and not self.begun:
            self.first = self.breaks - 1
            self.begun = True

    def _closed(self, begun: int) -> int:
        """The byte after the element that ends here and began there; expat tells the end of an empty one's only tag."""
        at = self.parser.CurrentByteIndex
        return at if self.xml[at - 2 : at] == b"/>" and tag(self.xml, begun).end == at else self.xml.index(b">", at) + 1

    def _dot(self) -> None:
        if self.words:
            self.parts.append(_DOT)
            self.words = False

    def _text(self, text: str) -> None:
        if self.inside and not self.aside and text.strip(" \t\r\n"):
            self.begun = True
            self.words = self.words or not self.head

    def _end(self, name: str) -> None:  # noqa: ARG002 # as expat calls it
        if not self.inside:
            self.open.pop()
        elif self.depth == self.inside + 1:
            self._ends_piece()
        elif self.depth == self.inside:
            self._ends_section()
        if self.depth == self.aside:
            self.aside = 0
        self.depth -= 1

    def _ends_piece(self) -> None:
        end = self._closed(self.piece)
        if self.head:
            self.parts.append(self.xml[self.piece : end])
            self.head = 0
        else:
            self._dot()
        self.pieces.append(_Piece(self.piece, end, tuple(self.parts), self.on, self.breaks - 1))

    def _ends_section(self) -> None:
        at, end = self.parser.CurrentByteIndex, self._closed(self.start)
        opening = self.xml[self.start : tag(self.xml, self.start).end]
        closing = self.xml[at:end]
        whole = _joined([opening, *(part for piece in self.pieces for part in piece.parts), closing])
        within = self.open[-1] if self.open else 0
        found = Chunk(self.key, self.start, end, whole, self.first, self.breaks - 1, within)
        self.cuts.append(_Cut(found, opening, tuple(self.pieces) if self.with_pieces else (), closing))
        self.inside = 0
