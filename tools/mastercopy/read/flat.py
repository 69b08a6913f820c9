"""Blocks as one run of inlines, for places that hold only words: a cell of a table, words around which TEI has none."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from mastercopy.model import (
    Anchor,
    Block,
    Division,
    Figure,
    Gap,
    Inline,
    Item,
    LineBreak,
    List,
    Mark,
    NotePlace,
    PageBreak,
    Paragraph,
    SetOff,
    Speech,
    Table,
    Text,
    Topic,
    Verse,
)
from mastercopy.read.settle import POINTS


def flat(found: Iterable[Block]) -> tuple[Inline, ...]:
    """The lines of the blocks, the end of a line between each and the next; what has a key leaves an anchor."""
    run: list[Inline] = []
    begun = False
    for line in _lines(found):
        words = any(not isinstance(inline, POINTS) for inline in line)
        if words and begun:
            run.append(LineBreak())
        run.extend(line)
        begun = begun or words
    return tuple(run)


def _lines(found: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in found:
        match block:
            case PageBreak() | Topic() | Anchor() | NotePlace() | Mark():
                yield (block,)
            case Paragraph(content=content, key=key):
                yield (*_anchor(key), *content)
            case Verse(lines=lines, key=key):
                yield _anchor(key)
                yield from lines
            case SetOff(content=below, key=key):
                yield _anchor(key)
                yield from _lines(below)
            case Figure(description=shown, content=below, key=key):
                yield (*_anchor(key), Gap(f"figure: {shown}" if shown else "figure"))
                yield from _lines(below)
            case Speech(speaker=speaker, content=below, key=key):
                yield (*_anchor(key), *speaker)
                yield from _lines(below)
            case List(items=items):
                for item in items:
                    yield from _item(item)
            case Table(rows=rows, caption=caption, key=key):
                yield (*_anchor(key), *caption)
                for row in rows:
                    yield _spaced(cell.content for cell in row.cells)
            case Division(key=key, lead=lead, head=head, content=below):
                yield (*_anchor(key), *lead)
                for heading in head:
                    yield heading.content
                yield from _lines(below)
            case _:
                assert_never(block)


def _anchor(key: str) -> tuple[Inline, ...]:
    return (Anchor(key),) if key else ()


def _item(item: Item) -> Iterator[tuple[Inline, ...]]:
    """The lines of an item: its label stands before its first words."""
    below = _lines(item.content)
    yield (*_anchor(item.key), *_spaced((item.label, next(below, ()))))
    yield from below


def _spaced(parts: Iterable[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    run: list[Inline] = []
    for part in parts:
        if part and run:
            run.append(Text(" "))
        run.extend(part)
    return tuple(run)
