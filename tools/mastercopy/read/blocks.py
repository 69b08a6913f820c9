"""How the elements that make lines of their own are read: a table from element to function."""

from lxml import etree
from msgspec.structs import replace

from mastercopy.model import (
    Anchor,
    Block,
    Cell,
    Correction,
    Division,
    Figure,
    Gap,
    Heading,
    Inline,
    Item,
    LineBreak,
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
    Text,
    Topic,
    Verse,
)
from mastercopy.read.desk import TEI, BlockReader, Desk, key, keys, line
from mastercopy.read.flat import flat
from mastercopy.read.mixed import body, children, is_block, paragraph_content, stranger
from mastercopy.read.settle import POINTS, settled, unpacked


def blocks(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """The blocks in a container; points between them moved to the text that follows."""
    return settled(body(element, desk))


def paragraph(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A p, or another element whose text is a paragraph; set off where the print sets it so."""
    kind = "" if element.tag in {f"{TEI}p", f"{TEI}ab"} else str(element.tag).removeprefix(TEI)
    found = body(element, desk, key=key(element), kind=kind)
    if element.get("rend") != "set-off":
        return found
    return (SetOff(settled(found), line=line(element)),)


def set_off(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A quotation or an epigraph that holds blocks."""
    source = "".join(keys(element.get("source")))
    return (SetOff(blocks(element, desk), key(element), source, line=line(element)),)


def division(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A div: its headings, then its blocks. Page breaks in a heading stand before it."""
    if not key(element):
        desk.problem(element, "D003", "a division needs an xml:id: the address of its page is made of it")
    lead: list[Point] = []
    heads: list[Heading] = []
    found: list[Block] = []
    begun = False
    for block in unpacked(body(element, desk)):
        if not begun and isinstance(block, Paragraph) and block.kind in _HEADS:
            points, words = _parted(block.content)
            lead.extend(point for point in found if isinstance(point, POINTS))
            found.clear()
            lead.extend(points)
            heads.append(Heading(words, block.kind == "head-run-in", line=block.line))
        else:
            found.append(block)
            begun = begun or not isinstance(block, POINTS)
    return (
        Division(key(element), element.get("type", ""), tuple(heads), settled(found), tuple(lead), line=line(element)),
    )


_HEADS = frozenset({"head", "head-run-in"})


def _parted(content: tuple[Inline, ...]) -> tuple[tuple[Point, ...], tuple[Inline, ...]]:
    """The page breaks of a heading, how deep they may stand, and the heading without them."""
    points: list[Point] = []
    words: list[Inline] = []
    for inline in content:
        match inline:
            case PageBreak():
                points.append(inline)
            case Text() | Mark() | Topic() | Anchor() | NotePlace() | LineBreak() | Gap():
                words.append(inline)
            case Correction(source=source, edition=edition):
                found, kept = _parted(edition)
                points.extend(found)
                words.append(replace(inline, source=_parted(source)[1], edition=kept))
            case _:
                found, kept = _parted(inline.content)
                points.extend(found)
                words.append(replace(inline, content=kept))
    return tuple(points), tuple(words)


def head(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A head, as a paragraph that the container takes for its heading."""
    kind = "head-run-in" if element.get("rend") == "run-in" else "head"
    return (Paragraph(paragraph_content(element, desk), key(element), kind, line=line(element)),)


def listing(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A list: items, each after its printed label if it has one. A break between items opens the next item."""
    before: list[Block] = []
    items: list[Item] = []
    label: tuple[Inline, ...] = ()
    waiting: list[Point] = []
    for child in children(element, desk):
        if child.tag == f"{TEI}label":
            label = (*label, *waiting, *paragraph_content(child, desk))
            waiting.clear()
        elif child.tag == f"{TEI}item":
            content = settled((*waiting, *body(child, desk)))
            items.append(Item(content, label, key(child), line=line(child)))
            label = ()
            waiting.clear()
        else:
            for block in one(child, desk):
                if isinstance(block, POINTS):
                    waiting.append(block)
                elif items:
                    items[-1] = replace(items[-1], content=settled((*items[-1].content, *waiting, block)))
                    waiting.clear()
                else:
                    before += [*waiting, block]
                    waiting.clear()
    if label:
        items.append(Item((), label, line=line(element)))
    return (*before, List(tuple(items), line=line(element)), *waiting)


def table(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A table: a break between rows opens the first cell of the next row. What is no row stands after the table."""
    captions: list[Block] = []
    rows: list[Row] = []
    waiting: list[Point] = []
    after: list[Block] = []
    for child in children(element, desk):
        if child.tag == f"{TEI}row":
            rows.append(_row(child, desk, waiting, after))
        elif child.tag == f"{TEI}head" and not rows:
            captions += [*waiting, *head(child, desk)]
            waiting.clear()
        else:
            _sort(one(child, desk), waiting, after)
    return (Table(tuple(rows), flat(settled(captions)), key(element), line=line(element)), *waiting, *after)


def _row(element: etree._Element, desk: Desk, waiting: list[Point], after: list[Block]) -> Row:
    """A row; the points that wait open its first cell, and those after its last cell wait for the next row's."""
    cells: list[Cell] = []
    for child in children(element, desk):
        if child.tag != f"{TEI}cell":
            _sort(one(child, desk), waiting, after)
            continue
        heading = "label" in {child.get("role"), element.get("role")}
        words = (*waiting, *flat(settled(body(child, desk))))
        waiting.clear()
        cells.append(Cell(words, heading, _count(child, "cols"), _count(child, "rows"), line=line(child)))
    return Row(tuple(cells), line=line(element))


def _sort(found: tuple[Block, ...], points: list[Point], others: list[Block]) -> None:
    """Puts each point on the one list, and each other block on the other."""
    for block in found:
        if isinstance(block, POINTS):
            points.append(block)
        else:
            others.append(block)


_WIDEST = 100
"""How many columns or rows a cell may span."""


def _count(element: etree._Element, attribute: str) -> int:
    value = element.get(attribute, "1")
    return min(int(value[:9]), _WIDEST) if value.isascii() and value.isdecimal() and value.strip("0") else 1


def verse(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A group of lines; groups in it are groups of their own, and a break between lines opens the next line."""
    found: list[Block] = []
    lines: list[tuple[Inline, ...]] = []
    waiting: list[Point] = []
    named = key(element)

    def close() -> None:
        nonlocal named
        if lines:
            found.append(Verse(tuple(lines), named, line=line(element)))
            named = ""
        lines.clear()

    for child in children(element, desk):
        if child.tag == f"{TEI}l":
            lines.append((*waiting, *paragraph_content(child, desk)))
            waiting.clear()
            continue
        for block in one(child, desk):
            if isinstance(block, POINTS):
                waiting.append(block)
            else:
                close()
                found += [*waiting, block]
                waiting.clear()
    close()
    if named:
        found.insert(0, Anchor(named, line=line(element)))
    return settled((*found, *waiting))


def verse_line(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A line of verse that stands in no group."""
    return (Verse((paragraph_content(element, desk),), key(element), line=line(element)),)


def figure(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A figure: the picture, what it shows, and the words printed with it."""
    graphic, description = element.find(f"{TEI}graphic"), element.find(f"{TEI}figDesc")
    found = tuple(block for child in children(element, desk) for block in one(child, desk))
    picture = "" if graphic is None else graphic.get("url", "")
    said = "" if description is None else " ".join("".join(map(str, description.itertext())).split())
    return (Figure(picture, said, settled(found), key(element), line=line(element)),)


def speech(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A speech: who speaks, as printed, and what."""
    speaker: tuple[Inline, ...] = ()
    found: list[Block] = []
    before: list[Block] = []
    for child in children(element, desk):
        if child.tag == f"{TEI}speaker":
            speaker, before, found = (*speaker, *paragraph_content(child, desk)), [*before, *found], []
        else:
            found.extend(one(child, desk))
    said = Speech(speaker, settled(found), key(element), line=line(element))
    return settled((*before, said)) if before else (said,)


def nothing(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """An element that its container has read already."""
    del element, desk
    return ()


def one(child: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A child of a container that takes no text: a block, a point, or what is neither, kept as a paragraph."""
    if is_block(child, desk):
        return desk.blocks[child.tag](child, desk)
    reader = desk.inlines.get(child.tag)
    found = () if reader is None else reader(child, desk)
    if found and all(isinstance(inline, POINTS) for inline in found):
        return tuple(inline for inline in found if isinstance(inline, POINTS))
    return stranger(child, desk)


TABLE: dict[str, BlockReader] = {
    f"{TEI}{element}": reader
    for reader, elements in (
        (paragraph, "p ab byline trailer dateline salute signed stage"),
        (head, "head"),
        (set_off, "quote epigraph"),
        (blocks, "opener closer"),
        (division, "div"),
        (listing, "list"),
        (table, "table"),
        (verse, "lg"),
        (verse_line, "l"),
        (figure, "figure"),
        (speech, "sp"),
        (nothing, "graphic figDesc"),
    )
    for element in elements.split()
}
