"""Start tags as the bytes of a file have them: where each attribute's value stands, and where one more may be put."""

import re

from msgspec import Struct

_NAME = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Edit(Struct, frozen=True, order=True):
    """Bytes of a file, from `start` to before `end`, that become others."""

    start: int
    end: int
    now: bytes


class Tag(Struct, frozen=True):
    """A start tag: its name as it stands, with its prefix, where the name ends, and where the whole tag ends.

    `values` are the first and the last byte of each attribute's value, quotation marks left out.
    """

    name: str
    named: int
    end: int
    values: dict[str, tuple[int, int]]

    @property
    def prefix(self) -> str:
        """`t:` of `<t:p>`; "" where there is none."""
        before, colon, _ = self.name.rpartition(":")
        return before + colon

    def stating(self, name: str, value: str) -> Edit:
        """What gives the attribute this value, which needs no escape."""
        if name not in self.values:
            return Edit(self.named, self.named, f' {name}="{value}"'.encode())
        start, end = self.values[name]
        return Edit(start, end, value.encode())


def tag(xml: bytes, at: int) -> Tag:
    """The start tag at a byte of a well-formed file; ValueError where there is none."""
    name = _NAME.match(xml, at)
    if name is None:
        raise ValueError(f"no start tag at byte {at}")
    end, values = name.end(), {}
    while found := _ATTRIBUTE.match(xml, end):
        values[found[1].decode()] = found.span(2 if found[2] is not None else 3)
        end = found.end()
    return Tag(name[1].decode(), name.end(), xml.index(b">", end) + 1, values)


def edited(xml: bytes, edits: list[Edit]) -> bytes:
    """The file with the edits, which don't overlap, made; every other byte is as it was."""
    parts: list[bytes] = []
    at = 0
    for one in sorted(edits):
        parts += [xml[at : one.start], one.now]
        at = one.end
    return b"".join([*parts, xml[at:]])


def line(xml: bytes, at: int) -> int:
    """The line of a byte, counted from 1."""
    return xml.count(b"\n", 0, at) + 1
