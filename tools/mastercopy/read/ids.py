"""New ids for what has none, put into the bytes of a master without touching any other byte.

An id is a prefix and a number that neither the master, nor the register, nor the ledger of addresses has ever had.
A division's id is the editor's to choose, and never given here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from mastercopy.derive import labels

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
_NUMBERED = re.compile(r"([a-z]+)-(\d+)")
_SIGNS = {"*": "star", "**": "star2", "†": "dagger", "‡": "ddagger", "§": "section"}


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


@dataclass(slots=True)
class _Scan:
    """One pass with expat, which alone tells at which byte a start tag begins."""

    xml: bytes
    used: str
    found: list[tuple[int, str]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    page: str = ""
    last: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=None))

    def run(self) -> None:
        """Fills `found`."""
        for key in _keys(self.xml.decode() + self.used):
            self.taken.add(key)
            if match := _NUMBERED.fullmatch(key):
                self.last[match[1]] = max(self.last[match[1]], int(match[2]))
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.Parse(self.xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "pb":
            self.page = labels.number(attributes.get("n", ""))
        if "text" in self.path and "xml:id" not in attributes and (key := self._new(name, attributes)):
            self.taken.add(key)
            self.found.append((self.parser.CurrentByteIndex + 1 + len(name.encode()), key))
        self.path.append(name)

    def _end(self, name: str) -> None:
        del name
        self.path.pop()

    def _new(self, name: str, attributes: dict[str, str]) -> str:
        if name == "note" and attributes.get("type") != "reason":
            return self._note(attributes)
        prefix = PREFIXES.get(name)
        if prefix is None or (name in _NAMED and not attributes.get("ref")) or (name == "p" and "note" in self.path):
            return ""
        self.last[prefix] += 1
        return f"{prefix}-{self.last[prefix]}"

    def _note(self, attributes: dict[str, str]) -> str:
        """`p40-1`: the page and the label; an editor's note is numbered."""
        if attributes.get("type") == "editorial":
            self.last["ed"] += 1
            return f"ed-{self.last['ed']}"
        label = attributes.get("n", "")
        base = f"p{self.page or 'n'}-{_SIGNS.get(label) or labels.number(label) or 'note'}"
        return next(key for key in (base, *(f"{base}.{n}" for n in range(2, 10000))) if key not in self.taken)


def _keys(text: str) -> Iterator[str]:
    """Everything in the text that has the form of a key."""
    return iter(re.findall(r"[A-Za-z][\w.-]*", text))
