"""New ids for what has none, put into the bytes of a master without touching any other byte.

An id is a prefix and a number that neither the master, nor the register, nor the ledger of addresses has ever had.
A division's id is the editor's to choose, and never given here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, count

from msgspec import Struct, field

from mastercopy.derive import labels
from mastercopy.read import passed

PREFIXES = {
    "p": "par",
    "quote": "q",
    "bibl": "b",
    "persName": "m",
    "placeName": "m",
    "orgName": "m",
    "rs": "m",
    "title": "m",
    "term": "m",
    "index": "m",
    "choice": "c",
    "item": "i",
    "lg": "v",
    "table": "t",
    "figure": "f",
    "sp": "sp",
}
_NAMED = frozenset({"persName", "placeName", "orgName", "rs", "title", "term"})
_NUMBERED = re.compile(r"([a-z]+)-(\d{1,9})", re.IGNORECASE)
_SIGNS = {"*": "star", "**": "star2", "†": "dagger", "‡": "ddagger", "§": "section"}
_TAG_NAME = re.compile(rb"<[^\s/>]+")


def given(xml: bytes, used: str) -> tuple[bytes, tuple[str, ...]]:
    """The master with an id for everything that should have one, and the new ids in the order of the text.

    `xml` is well-formed; `used` is any text that ids of old stand in: the register, the ledger of addresses.
    """
    scan = _Scan(xml, used)
    scan.run()
    parts: list[bytes] = []
    at = 0
    for offset, key in scan.found:
        parts += [xml[at:offset], f' xml:id="{key}"'.encode()]
        at = offset
    return b"".join([*parts, xml[at:]]), tuple(key for _, key in scan.found)


def fresh(xml: bytes, used: str, prefix: str) -> str:
    """The next id with the prefix, as `given` would give it."""
    scan = _Scan(xml, used)
    scan.count()
    return scan.numbered(prefix)


class _Scan(Struct):
    """One pass with expat, which alone tells at which byte a start tag begins."""

    xml: bytes
    used: str
    found: list[tuple[int, str]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    page: str = ""
    layered: bool = True
    last: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    parser: passed.Parser = field(default_factory=passed.parser)

    def run(self) -> None:
        """Fills `found`."""
        self.count()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.Parse(self.xml, True)

    def count(self) -> None:
        """Finds all that may have been an id."""
        text = f"{self.xml.decode()}\n{self.used}"
        self.taken.update(_keys(text))
        for prefix, number in _NUMBERED.findall(text):
            self.last[prefix.lower()] = max(self.last[prefix.lower()], int(number))

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        """Only elements of TEI count, whatever prefix they have."""
        name = qualified.removeprefix(passed.TEI)
        if name == "pb":
            self._page(attributes)
        if "text" in self.path and passed.XML_ID not in attributes and (key := self._new(name, attributes)):
            self.taken.add(key)
            at = self.parser.CurrentByteIndex
            tag = _TAG_NAME.match(self.xml, at)
            if tag is None:
                raise ValueError(f"no start tag at byte {at}")
            self.found.append((tag.end(), key))
        self.path.append(name)

    def _page(self, attributes: dict[str, str]) -> None:
        """Breaks that name an edition count as long as no other has come."""
        layer = bool(attributes.get("ed") or attributes.get("edRef"))
        if not layer or self.layered:
            self.page, self.layered = labels.number(attributes.get("n", "")), layer

    def _end(self, name: str) -> None:
        del name
        self.path.pop()

    def _new(self, name: str, attributes: dict[str, str]) -> str:
        if name == "note" and attributes.get("type") != "reason":
            return self._note(attributes)
        prefix = PREFIXES.get(name)
        named = attributes.get("ref") or attributes.get("ana")
        if prefix is None or (name in _NAMED and not named) or (name == "p" and "note" in self.path):
            return ""
        return self.numbered(prefix)

    def numbered(self, prefix: str) -> str:
        """The next id with the prefix."""
        self.last[prefix] += 1
        while f"{prefix}-{self.last[prefix]}" in self.taken:
            self.last[prefix] += 1
        return f"{prefix}-{self.last[prefix]}"

    def _note(self, attributes: dict[str, str]) -> str:
        """`p40-1`: the page and the label; an editor's note is numbered."""
        if attributes.get("type") == "editorial":
            return self.numbered("ed")
        label = attributes.get("n", "")
        base = f"p{self.page or 'n'}-{_SIGNS.get(label) or labels.number(label) or 'note'}"
        keys = chain((base,), (f"{base}.{n}" for n in count(2)))
        return next(key for key in keys if key not in self.taken)


def _keys(text: str) -> Iterator[str]:
    """Everything in the text that has the form of a key, in small letters; of a note's address, the note's key too."""
    for found in re.findall(r"[A-Za-z][A-Za-z0-9._-]*", text):
        key = found.lower().rstrip("-._")
        yield key
        yield key.removeprefix("fn-")
