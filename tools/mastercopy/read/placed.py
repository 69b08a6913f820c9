"""The text of a master with the bytes that it stands at: expat alone tells where each run of letters begins.

Only what is text of the source counts, in the reading of the edition: no header, no reason, no note of the editors, no
description of a figure; and of a correction the corr.
"""

from collections.abc import Mapping
from itertools import accumulate

from msgspec import Struct, field
from msgspec.structs import replace

from mastercopy.read import passed, phrases
from mastercopy.read.desk import TEI, keys

_IN_LINE = {tag.removeprefix(TEI) for tag in phrases.TABLE} | {"sic", "corr", "note"}
"""Elements that part no words: all others are blocks."""
_NO_TEXT = frozenset({"figDesc", "gap"})
JOINS = "\0"
"""No letter of XML: a break in a word stands here, and white space beside it is none."""
READING, SOURCE = "", "sic"
"""The flows beside those of the notes: the text in the edition's reading, and what corrections have replaced."""


class Element(Struct, frozen=True):
    """An element of the text: the byte of its start tag, and the element that it stands in (-1: none)."""

    name: str
    key: str
    start: int
    parent: int


class Piece(Struct, frozen=True):
    """Letters that stand together, from byte `start` to before `end`.

    `whole`: they are a reference or the end of a line, and nothing can be put among them; or nothing stands there, and
    the text is `JOINS`, or a space between two blocks. `cdata`: the bounds of the CDATA section that they are in.
    `tags` counts the tags before them, `page` is their place among the pages of the main pagination (-1: before all).
    """

    text: str
    start: int
    end: int
    element: int
    page: int
    tags: int
    whole: bool = False
    cdata: tuple[int, int] | None = None


class Placed(Struct, frozen=True):
    """The text of a master, whose bytes are `xml`: its flows, of notes by `#` and their key, and all its elements.

    `tags` are the elements whose tags were passed, in order, each with whether it was its start. `header` is where a
    header ends, and where its list of changes does (-1: it has none).
    """

    xml: bytes
    flows: Mapping[str, tuple[Piece, ...]]
    elements: tuple[Element, ...]
    tags: tuple[tuple[int, bool], ...]
    header: int
    changes: int

    def above(self, element: int) -> tuple[Element, ...]:
        """An element, and those that it stands in, the innermost first."""
        found: list[Element] = []
        while element >= 0:
            found.append(self.elements[element])
            element = found[-1].parent
        return tuple(found)


def placed(xml: bytes) -> Placed:
    """The text of a well-formed master."""
    scan = _Scan(xml)
    scan.run()
    # As `read.tei` has it: breaks that name an edition count where no other does.
    main = "" if "" in scan.breaks else next(iter(scan.breaks), "")
    pages = [*accumulate((int(name == main) for name in scan.breaks), initial=-1)]
    flows = {
        key: tuple(replace(piece, page=pages[piece.page]) for piece in pieces) for key, pieces in scan.flows.items()
    }
    return Placed(xml, flows, tuple(scan.elements), tuple(scan.tags), scan.header, scan.changes)


class _Scan(Struct):
    """One pass. `flow` is where letters go, None where they are no text; `above` what holds of each open element."""

    xml: bytes
    flows: dict[str, list[Piece]] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)
    tags: list[tuple[int, bool]] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    header: int = -1
    changes: int = -1
    flow: str | None = None
    open: list[tuple[int, str | None]] = field(default_factory=list)
    continued: dict[str, str] = field(default_factory=dict)
    section: tuple[int, int] = (-1, 0)
    within: bool = False
    parser: passed.Parser = field(default_factory=passed.parser)

    def run(self) -> None:
        """Fills the lists."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.parser.StartCdataSectionHandler = self._opens
        self.parser.EndCdataSectionHandler = self._closes
        self.parser.Parse(self.xml, True)

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.removeprefix(passed.TEI)
        number = len(self.elements)
        above = self.open[-1][0] if self.open else -1
        key = attributes.get(passed.XML_ID, "")
        self.elements.append(Element(name, key, self.parser.CurrentByteIndex, above))
        self.tags.append((number, True))
        self.open.append((number, self.flow))
        if name == "text" and len(self.open) == 2:
            self.flow = READING
        elif self.flow is not None:
            self._enters(name, key, attributes)

    def _enters(self, name: str, key: str, attributes: dict[str, str]) -> None:
        """What an element of the text means for the letters in it."""
        if name in {"pb", "lb"} and attributes.get("break") == "no":
            self._parted(JOINS)
        elif name not in _IN_LINE or name == "lb":
            self._parted()
        if name == "note":
            self.flow = self._note(key, attributes)
        elif name in _NO_TEXT:
            self.flow = None
        elif name == "sic":
            self.flow = SOURCE
            self._parted()
        elif name == "pb" and self.flow == READING:
            self.breaks.append(attributes.get("ed") or " ".join(keys(attributes.get("edRef"))))

    def _note(self, key: str, attributes: dict[str, str]) -> str | None:
        """The flow of a note; a further part goes on with the note that it belongs to."""
        if attributes.get("type") in {"reason", "editorial"} or self.flow == SOURCE:
            return None
        previous = "".join(keys(attributes.get("prev")))
        self.continued[key] = self.continued.get(previous, previous) or key
        return f"#{self.continued[key]}"

    def _end(self, qualified: str) -> None:
        number, flow = self.open.pop()
        name = qualified.removeprefix(passed.TEI)
        if name == "teiHeader" and self.header < 0:
            self.header = self.parser.CurrentByteIndex
        elif name == "revisionDesc" and self.header < 0:
            self.changes = self.parser.CurrentByteIndex
        if self.flow is not None and name not in _IN_LINE:
            self._parted()
        self.tags.append((number, False))
        self.flow = flow

    def _parted(self, by: str = " ") -> None:
        """Between two blocks words are parted, though no space stands there."""
        self._add(by, self.parser.CurrentByteIndex, self.parser.CurrentByteIndex, whole=True)

    def _letters(self, text: str) -> None:
        if self.flow is None:
            return
        start = self.parser.CurrentByteIndex
        if self.xml.startswith(b"&", start) and not self.within:
            self._add(text, start, self.xml.index(b";", start) + 1, whole=True)
        elif text == "\n":
            self._add(text, start, start + (2 if self.xml.startswith(b"\r\n", start) else 1), whole=True)
        else:
            self._add(text, start, start + len(text.encode()))

    def _add(self, text: str, start: int, end: int, *, whole: bool = False) -> None:
        if self.flow is not None:
            piece = Piece(text, start, end, self.open[-1][0], len(self.breaks), len(self.tags), whole)
            self.flows.setdefault(self.flow, []).append(piece)

    def _opens(self) -> None:
        self.within = True
        self.section = self.parser.CurrentByteIndex, len(self.flows.get(self.flow or "", ()))

    def _closes(self) -> None:
        """Tells the pieces of a CDATA section its bounds."""
        self.within = False
        if self.flow is None:
            return
        start, first = self.section
        pieces = self.flows.get(self.flow, [])
        bounds = start, self.parser.CurrentByteIndex + len("]]>")
        pieces[first:] = [replace(piece, cdata=bounds) for piece in pieces[first:]]
