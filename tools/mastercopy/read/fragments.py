"""Parts of a master as TEI documents of their own, cut out of its bytes: nothing of the text is written anew.

Distributed Text Services 1.0, "XML/TEI encoding and sub-tree representation": a part stands in a `dts:wrapper`, inside
of what it stands in in the master.

A page isn't an element. It goes from its break to the next one of the main pagination, and what is open there is opened
again. An element that begins elsewhere has `sameAs` for its xml:id, so an id stands where its element begins, and
nowhere else; one that has nothing before the break begins with the page. By `xml:base`, pointers lead into the whole.
"""

import re
from collections.abc import Collection, Mapping
from html import escape

from msgspec import Struct, field

from mastercopy.read import passed
from mastercopy.read.desk import keys

_PAGE_BREAK = f"{passed.TEI}pb"
_TEXT = f"{passed.TEI}text"
_AROUND = 2
"""How many elements are around all that is in the text: TEI and text."""

_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_ONLY_A_TAG = re.compile(_TAG.pattern + rb"\s*")
_WRAPPER = b'<dts:wrapper xmlns:dts="https://w3id.org/api/dts#">'
_WRAPPED = b"</dts:wrapper>"


class Place(Struct, frozen=True):
    """A place in the bytes of a master; `open` is where the elements begin that are open there, the outermost first."""

    at: int
    open: tuple[int, ...]


class Cuts(Struct, frozen=True):
    """Where the parts of a master begin; a division ends at the byte beside, a page where the next begins, or `end`.

    `made_from` is what files of it say that they are made from; `whole` leads from each to the file of the whole.
    """

    xml: bytes
    made_from: str
    whole: str
    divisions: Mapping[str, tuple[Place, int]]
    pages: tuple[Place, ...]
    end: Place


def cuts(xml: bytes, divisions: Collection[str], *, made_from: str, whole: str) -> Cuts:
    """Where the divisions of these keys and all pages begin and end. `xml` is well-formed and has no DOCTYPE."""
    scan = _Scan(xml, frozenset(divisions))
    scan.run()
    main = "" if "" in scan.paginations else next(iter(scan.paginations), "")
    pages = tuple(place for pagination, place in scan.breaks if pagination == main)
    return Cuts(xml, made_from, whole, scan.divisions, pages, scan.end)


def division(cut: Cuts, key: str) -> bytes:
    """The document of a division, its bytes as they are."""
    place, end = cut.divisions[key]
    return _document(cut, place.open, [cut.xml[place.at : end]])


def page(cut: Cuts, number: int) -> bytes:
    """The document of a page, counted from 0: its bytes as they are, between the tags of what is open there."""
    here, after = (*cut.pages, cut.end)[number : number + 2]
    opened = (_reopened(_tag(cut.xml, at)) for at in here.open[_AROUND:])
    closed = (_closing(_tag(cut.xml, at)) for at in reversed(after.open[_AROUND:]))
    inside = [*opened, cut.xml[here.at : after.at], *closed]
    return _document(cut, here.open[:_AROUND], inside)


def _document(cut: Cuts, around: tuple[int, ...], inside: list[bytes]) -> bytes:
    """A file that says what it is made from: what is inside, wrapped, in the elements that are around it."""
    root, *others = (_tag(cut.xml, at) for at in around)
    # Two hyphens would end the comment.
    said = f"<!-- Made from {cut.made_from.replace('--', '- -')}. Correct it there: this file is written anew. -->"
    lines = (
        b'<?xml version="1.0" encoding="UTF-8"?>',
        said.encode(),
        b"".join((_reopened(root, cut.whole), *map(_reopened, others))),
        b"".join((_WRAPPER, *inside, _WRAPPED)),
        b"".join(map(_closing, (*reversed(others), root))),
    )
    return b"".join(b"%b\n" % line for line in lines)


class _Tag(Struct, frozen=True):
    """A start tag as it is written, values in their quotes."""

    name: bytes
    attributes: list[tuple[bytes, bytes]]


def _tag(xml: bytes, at: int) -> _Tag:
    found = _TAG.match(xml, at)
    if found is None:
        raise ValueError(f"no start tag at byte {at}")
    return _Tag(found[1], _ATTRIBUTE.findall(found[2]))


def _reopened(tag: _Tag, base: str = "") -> bytes:
    """The start tag of an element that begins elsewhere; `base`: what pointers in it are relative to."""
    attributes = dict(tag.attributes)
    if key := attributes.pop(b"xml:id", b""):
        attributes[b"sameAs"] = key[:1] + b"#" + key[1:]
    if base:
        attributes[b"xml:base"] = b'"%b"' % escape(base).encode()
    return b"<%b%b>" % (tag.name, b"".join(b" %b=%b" % pair for pair in attributes.items()))


def _closing(tag: _Tag) -> bytes:
    return b"</%b>" % tag.name


class _Scan(Struct):
    """One pass with expat, which alone tells at which byte a tag begins.

    `open` is where the elements begin that are open, `begun` the divisions among them by their depth; `aside` says how
    many of what is open stands aside from the text.
    """

    xml: bytes
    keys: frozenset[str]
    divisions: dict[str, tuple[Place, int]] = field(default_factory=dict)
    breaks: list[tuple[str, Place]] = field(default_factory=list)
    paginations: list[str] = field(default_factory=list)
    end: Place = field(default_factory=lambda: Place(0, ()))
    open: list[int] = field(default_factory=list)
    begun: dict[int, str] = field(default_factory=dict)
    aside: int = 0
    parser: passed.Parser = field(default_factory=passed.parser)

    def run(self) -> None:
        """Fills the lists."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.Parse(self.xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if name == _PAGE_BREAK:
            self._break(at, attributes)
        elif name in passed.ASIDE:
            self.aside += 1
        if attributes.get(passed.XML_ID) in self.keys:
            self.begun[len(self.open)] = attributes[passed.XML_ID]
        self.open.append(at)

    def _break(self, at: int, attributes: dict[str, str]) -> None:
        """A page begins; with it begin the elements that have nothing before it."""
        pagination = attributes.get("ed") or " ".join(keys(attributes.get("edRef")))
        self.paginations.append(pagination)
        if self.aside:
            return
        depth = len(self.open)
        while depth > _AROUND and _ONLY_A_TAG.fullmatch(self.xml, self.open[depth - 1], at):
            depth -= 1
            at = self.open[depth]
        self.breaks.append((pagination, Place(at, tuple(self.open[:depth]))))

    def _end(self, name: str) -> None:
        at = self.open.pop()
        if name in passed.ASIDE:
            self.aside -= 1
        elif name == _TEXT and len(self.open) == _AROUND - 1:
            self.end = Place(self.parser.CurrentByteIndex, (*self.open, at))
        if key := self.begun.pop(len(self.open), ""):
            self.divisions[key] = Place(at, tuple(self.open)), self._after(at)

    def _after(self, at: int) -> int:
        """The byte after the element that ends here and begins there."""
        tag = _TAG.match(self.xml, at)
        if tag is not None and tag[3]:
            return tag.end()
        return self.xml.index(b">", self.parser.CurrentByteIndex) + 1
