"""What a master is without the words of its sections: enough to know where everything else stands.

The outline of a section has its start tag, its headings and its page breaks, with a dot for whatever words stand
between them. So a master in which some sections are whole and the others outlines has the same divisions, titles and
pages as the whole; the rest of the program reads it as any other.
"""

from collections.abc import Collection

from msgspec import Struct, field

from mastercopy.read import passed
from mastercopy.read.tags import tag


class Chunk(Struct, frozen=True):
    """A section in the bytes of a master: from where to where, its outline, and which pages of the print it is on.

    `first` and `last` are their places among the page breaks of the text, of all paginations, counted from 0; -1 is
    what stands before the first.
    """

    key: str
    start: int
    end: int
    outline: bytes
    first: int
    last: int


def chunks(xml: bytes, keys: Collection[str]) -> tuple[Chunk, ...]:
    """The divisions of these keys, none of which is in another; `xml` is well-formed and has no DOCTYPE."""
    scan = _Scan(xml, frozenset(keys))
    scan.run()
    return tuple(scan.chunks)


def outlined(xml: bytes, found: Collection[Chunk], whole: Collection[str]) -> bytes:
    """The master with outlines in place of all sections but some."""
    parts: list[bytes] = []
    at = 0
    for chunk in found:
        kept = xml[chunk.start : chunk.end] if chunk.key in whole else chunk.outline
        parts += [xml[at : chunk.start], kept]
        at = chunk.end
    return b"".join([*parts, xml[at:]])


class _Scan(Struct):
    """One pass with expat, which alone tells at which byte a tag begins.

    `depth` is that of the element, `inside` that of the section that is open, 0 where none is; `head` and `aside` those
    of what is kept whole, or left out. `words`: whether some came since the last break.
    """

    xml: bytes
    keys: frozenset[str]
    chunks: list[Chunk] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    key: str = ""
    start: int = 0
    depth: int = 0
    inside: int = 0
    head: int = 0
    head_at: int = 0
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
        elif name in passed.ASIDE and not self.aside:
            self.aside = self.depth
        elif name == f"{passed.TEI}head" and self.depth == self.inside + 1 and not self.aside:
            self._dot()
            self.head, self.head_at = self.depth, at
        if name == f"{passed.TEI}pb" and not self.aside:
            self._break(at)

    def _enter(self, key: str, at: int) -> None:
        if key and key in self.keys:
            self.key, self.start, self.inside = key, at, self.depth
            self.words = self.begun = False
            self.first = self.breaks - 1
            self.parts = [self.xml[at : tag(self.xml, at).end]]

    def _break(self, at: int) -> None:
        self.breaks += 1
        if self.inside and not self.head:
            self._dot()
            self.parts.append(self.xml[at : tag(self.xml, at).end])
        if self.inside and not self.begun:
            self.first = self.breaks - 1
            self.begun = True

    def _closed(self, begun: int) -> int:
        """The byte after the element that ends here and began there."""
        at = self.parser.CurrentByteIndex
        return tag(self.xml, at).end if at == begun else self.xml.index(b">", at) + 1

    def _dot(self) -> None:
        """Words that are left out."""
        if self.words and not self.head:
            self.parts.append("<p>·</p>".encode())
            self.words = False

    def _text(self, text: str) -> None:
        if self.inside and not self.aside and text.strip(" \t\r\n"):
            self.begun = True
            self.words = self.words or not self.head

    def _end(self, name: str) -> None:  # noqa: ARG002 # as expat calls it
        if self.depth == self.head:
            self.parts.append(self.xml[self.head_at : self._closed(self.head_at)])
            self.head = 0
        elif self.depth == self.inside:
            self._dot()
            at, end = self.parser.CurrentByteIndex, self._closed(self.start)
            if at > self.start:
                self.parts.append(self.xml[at:end])
            self.chunks.append(Chunk(self.key, self.start, end, b"\n".join(self.parts), self.first, self.breaks - 1))
            self.inside = 0
        if self.depth == self.aside:
            self.aside = 0
        self.depth -= 1
