"""A TEI master to an `Edition`: the tables put together, and the whole read in one pass."""

from lxml import etree

from mastercopy.model import Block, Edition, Header
from mastercopy.problems import Problem
from mastercopy.read import blocks, header, notes, phrases, pointers
from mastercopy.read.desk import TEI, BlockReader, Desk, InlineReader, name
from mastercopy.read.settle import closed, settled

INLINES: dict[str, InlineReader] = {**phrases.TABLE, **notes.INLINES}
BLOCKS: dict[str, BlockReader] = {**blocks.TABLE, **notes.BLOCKS}


def edition(root: etree._Element, file: str) -> tuple[Edition, tuple[Problem, ...]]:
    """The edition that `root` holds, and what is wrong with it as far as reading shows.

    The edition is complete also where there are problems: their text is kept.
    """
    desk = Desk(file, INLINES, BLOCKS)
    text = root.find(f"{TEI}text")
    if root.tag != f"{TEI}TEI" or text is None:
        desk.problem(root, "S001", f"<{name(root)}> isn't a TEI document with a text")
        return Edition(file, Header(""), (), {}), tuple(desk.problems)
    desk.pagination = _pagination(text)
    content = closed(settled(block for part in text for block in _part(part, desk)))
    notes.unkept(desk)
    keys, lost = pointers.keys(root, file)
    return Edition(file, header.header(root, desk), content, desk.notes, keys), (*desk.problems, *lost)


def _pagination(text: etree._Element) -> str:
    """The main one of the text's paginations: that which names no edition, or else that of the first page break."""
    found = [phrases.pagination(pb) for pb in text.iter(f"{TEI}pb")]
    return "" if "" in found else next(iter(found), "")


def _part(part: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """The blocks of the front, the body or the back; of anything else in the text, its text."""
    if part.tag in {f"{TEI}front", f"{TEI}body", f"{TEI}back"}:
        return blocks.blocks(part, desk)
    return blocks.one(part, desk)
