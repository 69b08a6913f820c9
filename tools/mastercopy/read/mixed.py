"""Text and elements in one another, and the end of an element's text: lxml's `tail` exists in this module only."""

from dataclasses import replace

from lxml import etree

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
from mastercopy.read.desk import TEI, Desk, folded, line, name

BREAKS = frozenset({f"{TEI}pb", f"{TEI}lb"})
CONTAINERS = frozenset(
    f"{TEI}{element}" for element in "body front back div list table row lg sp figure epigraph opener closer".split()
)
"""What holds no text directly."""


def content(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """What stands in the element, as inlines; what is only a block is read as its text, and is a problem."""
    found: list[Inline] = []
    raw = element.text
    here = element
    for child in element:
        if raw:
            _add(found, raw, line(here), desk, before=child)
        reader = desk.inlines.get(child.tag, unknown)
        found.extend(reader(child, desk))
        raw, here = child.tail, child
    if raw:
        _add(found, raw, line(here), desk, before=None)
    return tuple(found)


def body(element: etree._Element, desk: Desk, *, key: str = "", kind: str = "") -> tuple[Block, ...]:
    """What stands in the element, as blocks: runs of text between blocks are paragraphs of the kind.

    A paragraph that a list or a quotation interrupts goes on after it; the first part has the key.
    """
    found: list[Block] = []
    run: list[Inline] = []
    desk.space = True
    raw, here = element.text, element

    def close() -> None:
        if inlines := trimmed(run):
            first = not any(isinstance(block, Paragraph) for block in found)
            found.append(Paragraph(inlines, key if first else "", kind, line=line(element)))
        run.clear()
        desk.space = True

    for child in element:
        if raw:
            _add(run, raw, line(here), desk, before=child)
        if is_block(child, desk):
            close()
            found.extend(desk.blocks[child.tag](child, desk))
            desk.space = True
        else:
            run.extend(desk.inlines.get(child.tag, unknown)(child, desk))
        raw, here = child.tail, child
    if raw:
        _add(run, raw, line(here), desk, before=None)
    close()
    return tuple(found)


def paragraph_content(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """The inlines of an element that is a paragraph of its own: no white space at either end."""
    desk.space = True
    found = trimmed(list(content(element, desk)))
    desk.space = True
    return found


def is_block(element: etree._Element, desk: Desk) -> bool:
    """Whether the element is a block here: a quotation where it holds blocks, a note where it isn't in a line."""
    if element.tag == f"{TEI}note":
        parent = element.getparent()
        return parent is not None and parent.tag in CONTAINERS
    if element.tag == f"{TEI}quote":
        return any(child.tag in desk.blocks and child.tag not in desk.inlines for child in element)
    return element.tag in desk.blocks and element.tag not in desk.inlines


def unknown(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An element that no table knows: a problem, and its text is kept."""
    desk.problem(element, "S002", f"<{name(element)}> is an element that the reader doesn't know here")
    return content(element, desk)


def trimmed(run: list[Inline]) -> tuple[Inline, ...]:
    """The run without white space at its end; nothing where only that is in it. Points may stand after the end."""
    for at in range(len(run) - 1, -1, -1):
        match run[at]:
            case Text(value=value) as last:
                stripped = value.rstrip(" ")
                run[at : at + 1] = [replace(last, value=stripped)] if stripped else []
            case PageBreak() | Mark() | Topic() | Anchor() | NotePlace():
                continue
            case Correction(source=source, edition=edition) as last:
                run[at] = replace(last, source=trimmed(list(source)), edition=trimmed(list(edition)))
            case LineBreak() | Gap():
                pass
            case last:
                run[at] = replace(last, content=trimmed(list(last.content)))
        break
    return tuple(run)


def _add(found: list[Inline], raw: str, at: int, desk: Desk, *, before: etree._Element | None) -> None:
    """Appends text with its white space folded: one space, none after another, none at a break inside a word."""
    text = folded(raw)
    if desk.space:
        text = text.lstrip(" ")
    if before is not None and before.tag in BREAKS and before.get("break") == "no":
        text = text.rstrip(" ")
    if not text:
        return
    desk.space = text.endswith(" ")
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.value + text, line=last.line)
    else:
        found.append(Text(text, line=at))
