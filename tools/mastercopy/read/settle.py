"""Where points between blocks go: a page break belongs to the text that follows.

So it is moved to the beginning of that text: into the paragraph, the first cell of the row, the item, the line of
verse, before the heading of a division.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mastercopy.model import (
    Anchor,
    Block,
    Division,
    Item,
    List,
    Mark,
    NotePlace,
    PageBreak,
    Paragraph,
    Point,
    Row,
    SetOff,
    Speech,
    Table,
    Topic,
    Verse,
)

POINTS = (PageBreak, Topic, Anchor, NotePlace, Mark)


def settled(found: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with each point at the beginning of the text after it, where there is one.

    Points at the end of a division go on to what follows the division.
    """
    settled_blocks: list[Block] = []
    waiting: list[Point] = []
    for block in unpacked(found):
        if isinstance(block, POINTS):
            waiting.append(block)
        elif waiting and (opened := _opened(block, tuple(waiting))) is not None:
            settled_blocks.append(opened)
            waiting.clear()
        else:
            settled_blocks.extend(waiting)
            waiting.clear()
            settled_blocks.append(block)
        if settled_blocks and isinstance(last := settled_blocks[-1], Division):
            settled_blocks[-1], trailing = _closed(last)
            waiting.extend(trailing)
    return (*settled_blocks, *waiting)


def unpacked(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a paragraph that holds nothing but points is these points."""
    for block in found:
        if isinstance(block, Paragraph) and all(isinstance(inline, POINTS) for inline in block.content):
            if block.key:
                yield Anchor(block.key, line=block.line)
            yield from (inline for inline in block.content if isinstance(inline, POINTS))
        else:
            yield block


def _opened(block: Block, points: tuple[Point, ...]) -> Block | None:
    """The block with `points` before its first words, or None where it has no place for them."""
    match block:
        case Paragraph():
            return replace(block, content=(*points, *block.content))
        case Division():
            return replace(block, lead=(*points, *block.lead))
        case List(items=(first, *rest)):
            if (item := opened_item(first, points)) is not None:
                return replace(block, items=(item, *rest))
        case Speech(speaker=(_, *_) as speaker):
            return replace(block, speaker=(*points, *speaker))
        case Speech(content=(first_block, *others)):
            if (opened := _opened(first_block, points)) is not None:
                return replace(block, content=(opened, *others))
        case Table(caption=(_, *_) as caption):
            return replace(block, caption=(*points, *caption))
        case Table(rows=(Row(cells=(cell, *cells)) as row, *rows)):
            opened_row = replace(row, cells=(replace(cell, content=(*points, *cell.content)), *cells))
            return replace(block, rows=(opened_row, *rows))
        case Verse(lines=(first_line, *lines)):
            return replace(block, lines=((*points, *first_line), *lines))
        case SetOff(content=(first_block, *others)):
            if (opened := _opened(first_block, points)) is not None:
                return replace(block, content=(opened, *others))
        case _:
            pass
    return None


def opened_item(item: Item, points: tuple[Point, ...]) -> Item | None:
    """The item with `points` before its printed label or its first words, or None where it has neither."""
    if item.label or not points:
        return replace(item, label=(*points, *item.label))
    if item.content and (opened := _opened(item.content[0], points)) is not None:
        return replace(item, content=(opened, *item.content[1:]))
    return None


def closed(found: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of the whole text; page breaks after the last division, which nothing follows, go back into it."""
    kept = len(found)
    while kept and isinstance(found[kept - 1], POINTS):
        kept -= 1
    if not kept or kept == len(found) or not isinstance(last := found[kept - 1], Division):
        return found
    below = closed((*last.content, *found[kept:]))
    return (*found[: kept - 1], replace(last, content=below))


def _closed(division: Division) -> tuple[Division, tuple[Point, ...]]:
    """The division without the page breaks at its end, and these."""
    kept = len(division.content)
    while kept and isinstance(division.content[kept - 1], PageBreak):
        kept -= 1
    trailing = tuple(point for point in division.content[kept:] if isinstance(point, PageBreak))
    if not trailing or not (kept or division.head):
        return division, ()
    return replace(division, content=division.content[:kept]), trailing
