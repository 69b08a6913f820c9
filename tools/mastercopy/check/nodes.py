"""The nodes that the rules are about, sorted once by what they are."""

from collections.abc import Iterable
from typing import TypeVar, cast

from mastercopy import walk
from mastercopy.model import AnyNode, Correction, Edition, Reading, Text

K = TypeVar("K", bound=AnyNode)


class Nodes:
    """Every node of an edition, of its text and its notes and of both readings of each correction, but no texts.

    Texts are half of all nodes, and no rule is about one by itself. `all` has the nodes in reading order, the text
    before the notes.
    """

    __slots__ = ("_sorted", "all")

    def __init__(self, edition: Edition) -> None:
        """Goes through the whole edition."""
        self.all: list[AnyNode] = []
        _gather(edition.content, self.all)
        for note in edition.notes.values():
            _gather(note.label, self.all)
            _gather(note.content, self.all)
        self._sorted: dict[type, list[AnyNode]] = {}
        for node in self.all:
            self._sorted.setdefault(type(node), []).append(node)

    def of(self, kind: type[K]) -> list[K]:
        """Those of one type, in reading order."""
        return cast("list[K]", self._sorted.get(kind, []))


def _gather(nodes: Iterable[AnyNode], found: list[AnyNode]) -> None:
    for node in nodes:
        if isinstance(node, Text):
            continue
        found.append(node)
        below = walk.children(node, Reading.EDITION)
        if below and not walk.is_text(below):
            _gather(below, found)
        if isinstance(node, Correction):
            _gather(node.source, found)
