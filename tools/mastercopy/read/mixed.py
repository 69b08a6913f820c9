"""Text and elements in one another, and the end of an element's text: lxml's `tail` exists in this module only."""

from collections.abc import Iterable

from lxml import etree
from msgspec.structs import replace

from mastercopy.model import (
    Anchor,
    Block,
    Correction,
    Gap,
    Inline,
    LineBreak,
    Mark,
    NotePlace,
    PageBreak,
    Paragraph,
    Text,
    Topic,
)
from mastercopy.read.desk import TEI, BlockReader, Desk, folded, line, name
from mastercopy.read.flat import flat

_NOTE, _QUOTE = f"{TEI}note", f"{TEI}quote"
_EITHER = frozenset({_NOTE, _QUOTE})
"""What stands in a line or as a block, by what is in it or around it."""
_BREAKS = frozenset({f"{TEI}pb", f"{TEI}lb"})
CONTAINERS = frozenset(
    f"{TEI}{element}"
    for element in [
        "body",
        "front",
        "back",
        "div",
        "list",
        "table",
        "row",
        "lg",
        "sp",
        "figure",
        "epigraph",
        "opener",
        "closer",
    ]
)
"""What holds no text directly."""


def content(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """What stands in the element, as inlines; a block among them is a problem, and its text is kept."""
    found: list[Inline] = []
    if text := element.text:
        _add(found, text, element, desk)
    if not len(element):
        return tuple(found)
    for child in element:
        tag = child.tag
        if tag in _BREAKS:
            _close_up(found, child)
        found.extend(desk.inlines.get(tag, unknown)(child, desk))
        if text := child.tail:
            _add(found, text, child, desk)
    return tuple(found)


def _close_up(found: list[Inline], child: etree._Element) -> None:
    """Before a break inside a word there is no white space."""
    if child.get("break") == "no":
        trimmed(found)


def body(element: etree._Element, desk: Desk, *, key: str = "", kind: str = "") -> tuple[Block, ...]:
    """What stands in the element, as blocks: runs of text between blocks are paragraphs of the kind.

    A paragraph that a list or a quotation interrupts goes on after it; the first part has the key.
    """
    found: list[Block] = []
    run: list[Inline] = []
    desk.space = True

    def close() -> None:
        if inlines := trimmed(run):
            first = not any(isinstance(block, Paragraph) for block in found)
            found.append(Paragraph(inlines, key if first else "", kind, line=line(element)))
        run.clear()
        desk.space = True

    if text := element.text:
        _add(run, text, element, desk)
    for child in element:
        tag = child.tag
        inline = desk.inlines.get(tag)
        if inline is not None and tag not in _EITHER:
            if tag in _BREAKS:
                _close_up(run, child)
            run.extend(inline(child, desk))
        elif (read := _block_reader(child, desk)) is not None:
            close()
            found.extend(read(child, desk))
            desk.space = True
        else:
            run.extend((inline or unknown)(child, desk))
        if text := child.tail:
            _add(run, text, child, desk)
    close()
    return tuple(found)


def _block_reader(element: etree._Element, desk: Desk) -> BlockReader | None:
    """What reads the element as blocks, or None where it stands in a line."""
    if is_block(element, desk):
        return desk.blocks[element.tag]
    if element.tag not in desk.inlines and any(is_block(below, desk) for below in element):
        return stranger
    return None


def children(element: etree._Element, desk: Desk) -> Iterable[etree._Element]:
    """The children of an element that holds no words of its own; a problem where it does."""
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        desk.problem(element, "S001", f"words stand directly in a <{name(element)}>")
    return element


def paragraph_content(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """The inlines of an element that is a paragraph of its own: no white space at either end."""
    desk.space = True
    found = trimmed(list(content(element, desk)))
    desk.space = True
    return found


def is_block(element: etree._Element, desk: Desk) -> bool:
    """Whether the element is a block here: a quotation where it holds blocks, a note where it isn't in a line."""
    tag = element.tag
    if tag == _NOTE:
        parent = element.getparent()
        return parent is not None and parent.tag in CONTAINERS
    if tag == _QUOTE:
        return any(is_block(child, desk) for child in element)
    return tag in desk.blocks and tag not in desk.inlines


def unknown(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An element that no table knows among words: a problem, and its text is kept; a block's as lines of their own."""
    _report(element, desk)
    if element.tag not in desk.blocks:
        return content(element, desk)
    lines = flat(desk.blocks[element.tag](element, desk))
    desk.space = True
    return (LineBreak(), *lines, LineBreak()) if lines else ()


def stranger(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """An element that no table knows among blocks: a problem, and what it holds is kept."""
    _report(element, desk)
    return body(element, desk)


def _report(element: etree._Element, desk: Desk) -> None:
    desk.problem(element, "S002", f"<{name(element)}> is an element that the reader doesn't know here")


def trimmed(run: list[Inline]) -> tuple[Inline, ...]:
    """The run without white space at its end; nothing where only that is in it. Points may stand after the end."""
    for at in range(len(run) - 1, -1, -1):
        match run[at]:
            case Text(value=value) as last:
                stripped = value.rstrip(" ")
                if stripped != value:
                    run[at : at + 1] = [Text(stripped, line=last.line)] if stripped else []
            case PageBreak() | Mark() | Topic() | Anchor() | NotePlace():
                continue
            case Correction(source=source, edition=edition) as last:
                run[at] = replace(last, source=trimmed(list(source)), edition=trimmed(list(edition)))
            case LineBreak() | Gap():
                pass
            case last:
                inside = trimmed(list(last.content))
                if inside != last.content:
                    run[at] = replace(last, content=inside)
        break
    return tuple(run)


def _add(found: list[Inline], raw: str, after: etree._Element, desk: Desk) -> None:
    """Appends text with its white space folded. `after`: the element that it stands in or after."""
    text = folded(raw)
    if desk.space:
        text = text.lstrip(" ")
        if not text:
            return
    desk.space = text[-1] == " "
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.value + text, line=last.line)
    else:
        found.append(Text(text, line=line(after)))
