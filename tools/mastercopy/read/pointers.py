"""R001 for pointers that say nothing to readers, and so are in no model: `next`, `resp`, `who` and their like."""

from collections.abc import Iterator

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read.desk import TEI, line

_ATTRIBUTES = ("next", "prev", "resp", "who", "ref")
_POINTING = etree.XPath("//*[" + " or ".join(f"contains(@{name}, '#')" for name in _ATTRIBUTES) + "]")
_SAID_ELSEWHERE = {(f"{TEI}note", "next"), (f"{TEI}note", "prev"), (f"{TEI}corr", "resp")}
"""The parts of a note (N004), and who corrected (C001)."""


def lost(root: etree._Element, known: frozenset[str], file: str) -> Iterator[Problem]:
    """A problem for each of them that leads to none of the keys of the file."""
    found = _POINTING(root)
    elements = found if isinstance(found, list) else []
    for element in (one for one in elements if isinstance(one, etree._Element)):  # noqa: SLF001 # its only name
        for what in _ATTRIBUTES:
            if (str(element.tag), what) in _SAID_ELSEWHERE:
                continue
            for pointer in (element.get(what) or "").split():
                if pointer.startswith("#") and pointer[1:] not in known:
                    message = f"{what} points at '{pointer[1:]}', and nothing has that xml:id"
                    yield Problem(file, line(element), "R001", message)
