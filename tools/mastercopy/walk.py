"""Reading order, and the letters of the text in either reading."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from mastercopy.model import (
    Anchor,
    AnyNode,
    Cell,
    Citation,
    Correction,
    Division,
    Figure,
    Foreign,
    Gap,
    Heading,
    Item,
    Label,
    LineBreak,
    Link,
    List,
    Mark,
    Mention,
    NotePlace,
    PageBreak,
    Paragraph,
    Quotation,
    Reading,
    Row,
    SetOff,
    Speech,
    Styled,
    Table,
    Text,
    Topic,
    Verse,
)


def children(node: AnyNode, reading: Reading) -> tuple[AnyNode, ...]:
    """What stands directly in `node`, in reading order; of a correction, the reading that is wanted."""
    match node:
        case Text():
            return ()
        case Mention() | Paragraph() | Quotation() | Citation() | Styled() | Heading() | Link() | Foreign():
            return node.content
        case PageBreak() | Mark() | Topic() | Anchor() | NotePlace() | LineBreak() | Gap():
            return ()
        case SetOff() | Figure() | Cell() | Label():
            return node.content
        case Correction():
            return node.edition if reading is Reading.EDITION else node.source
        case Item():
            return (*node.label, *node.content)
        case List():
            return node.items
        case Division():
            return (*node.lead, *node.head, *node.content)
        case Table():
            return (*node.caption, *node.rows)
        case Row():
            return node.cells
        case Verse():
            return tuple(inline for line in node.lines for inline in line)
        case Speech():
            return (*node.speaker, *node.content)
        case _:
            assert_never(node)


def is_text(content: Sequence[AnyNode]) -> bool:
    """Whether it is just letters, as that of most mentions: nothing to go into."""
    return len(content) == 1 and isinstance(content[0], Text)


def nodes(roots: Iterable[AnyNode], *, reading: Reading = Reading.EDITION) -> Iterator[AnyNode]:
    """Every node in and below `roots` in reading order, a container before what it contains."""
    stack = [iter(roots)]
    while stack:
        for node in stack[-1]:
            yield node
            below = children(node, reading)
            if below:
                stack.append(iter(below))
                break
        else:
            stack.pop()


def plain(roots: Iterable[AnyNode], *, reading: Reading = Reading.EDITION) -> str:
    """The letters of `roots` and nothing else: without marks, page numbers, and notes."""
    return "".join(node.value for node in nodes(roots, reading=reading) if isinstance(node, Text))


def letters(roots: Iterable[AnyNode], *, reading: Reading = Reading.EDITION) -> str:
    """The letters of `roots` as a reader sees them in a line: a space where the edition keeps the end of a line."""
    found = (node for node in nodes(roots, reading=reading) if isinstance(node, _WORDS))
    return "".join(node.value if isinstance(node, Text) else " " for node in found)


def words(roots: Iterable[AnyNode], *, reading: Reading = Reading.EDITION) -> str:
    """The letters of `roots` in one line, one space between words."""
    return " ".join(filter(None, letters(roots, reading=reading).split(" ")))


_WORDS = (Text, LineBreak)


def lines(roots: Iterable[AnyNode], *, reading: Reading = Reading.EDITION) -> Iterator[str]:
    """The text of each paragraph, heading, item, cell and line of verse below `roots`, in reading order."""
    for run in runs(roots):
        yield from _split(run, reading)


def runs(roots: Iterable[AnyNode]) -> Iterator[tuple[AnyNode, ...]]:
    """The inlines of each paragraph, heading, item, cell and line of verse below `roots`; points between them alone."""
    for node in roots:
        match node:
            case Paragraph() | Heading() | Cell():
                yield node.content
            case Verse():
                yield from node.lines
            case Item():
                yield from _labelled(node)
            case Speech():
                yield node.speaker
                yield from runs(node.content)
            case Table():
                yield node.caption
                yield from runs(node.rows)
            case PageBreak() | Anchor() | Topic() | NotePlace() | Mark():
                yield (node,)
            case _:
                yield from runs(children(node, Reading.EDITION))


def _labelled(item: Item) -> Iterator[tuple[AnyNode, ...]]:
    """The runs of an item: its label stands in the line of its first words, alone before a list or a quotation."""
    match item.content:
        case (Paragraph(content=content), *others):
            yield (*item.label, Text(" "), *content)
        case (Verse(lines=(first, *further)), *others):
            yield (*item.label, Text(" "), *first)
            yield from further
        case others:
            yield item.label
    yield from runs(others)


def _split(content: tuple[AnyNode, ...], reading: Reading) -> Iterator[str]:
    """The text of `content`, cut where the edition keeps the end of a line; empty lines left out."""
    line = ""
    for node in nodes(content, reading=reading):
        if isinstance(node, Text):
            line += node.value
        elif isinstance(node, LineBreak):
            if stripped := line.strip(" "):
                yield stripped
            line = ""
    if stripped := line.strip(" "):
        yield stripped
