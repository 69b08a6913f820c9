"""What a file names and points at, beside its text: its xml:ids, and pointers that say nothing to readers.

Those (`next`, `resp`, `who` and their like) are in no model, so that they lead somewhere (R001) is seen to here.
"""

from collections.abc import Iterator

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read.desk import TEI, XML_ID, line

_ATTRIBUTES = frozenset({"next", "prev", "resp", "who", "ref"})
_SAID_ELSEWHERE = {(f"{TEI}note", "next"), (f"{TEI}note", "prev"), (f"{TEI}corr", "resp")}
"""The parts of a note (N004), and who corrected (C001)."""

Keys = tuple[tuple[str, int], ...]
"""Each xml:id of a document with its line, in document order."""


def keys(root: etree._Element, file: str) -> tuple[Keys, tuple[Problem, ...]]:
    """The keys of the document, and a problem for each pointer that no model has and that leads to none of them."""
    named: list[tuple[str, int]] = []
    pointing: list[tuple[etree._Element, str, str]] = []
    for element in root.iter():
        items: list[tuple[str, str]] = element.items()  # type: ignore[assignment] # stubbed as str or bytes
        for attribute, value in items:
            if attribute == XML_ID:
                named.append((value, element.sourceline or 1))  # type: ignore[arg-type, truthy-bool, unreachable] # as in line
            elif attribute in _ATTRIBUTES and "#" in value and (element.tag, attribute) not in _SAID_ELSEWHERE:
                pointing.append((element, attribute, value))
    known = frozenset(key for key, _ in named)
    return tuple(named), tuple(problem for one in pointing for problem in _lost(*one, known, file))


def _lost(element: etree._Element, attribute: str, value: str, known: frozenset[str], file: str) -> Iterator[Problem]:
    for pointer in value.split():
        if pointer.startswith("#") and pointer[1:] not in known:
            message = f"{attribute} points at '{pointer[1:]}', and nothing has that xml:id"
            yield Problem(file, line(element), "R001", message)
