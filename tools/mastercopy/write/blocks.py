"""Blocks as Markdown: each a run of lines, blank lines between them."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from mastercopy import walk
from mastercopy.model import (
    Anchor,
    Block,
    Cell,
    Division,
    Figure,
    Gap,
    Heading,
    Inline,
    Item,
    List,
    Mark,
    NotePlace,
    PageBreak,
    Paragraph,
    Row,
    SetOff,
    Speech,
    Table,
    Topic,
    Verse,
)
from mastercopy.write import escape
from mastercopy.write.inlines import Setting, inlines, path, span

_LEVELS = 6
_INDENT = "    "


def blocks(content: Iterable[Block], setting: Setting, *, level: int = 1) -> list[str]:
    """The blocks as lines of Markdown; `level` is that of the headings of divisions among them."""
    lines: list[str] = []
    before: Block | None = None
    for block in content:
        written = block_lines(block, setting, level)
        if not written:
            continue
        if lines:
            lines.append("")
            if isinstance(block, List | SetOff | Table) and type(block) is type(before):
                lines += ["<!-- -->", ""]
        lines += written
        before = block
    return lines


def block_lines(block: Block, setting: Setting, level: int) -> list[str]:
    """One block as lines of Markdown."""
    match block:
        case Paragraph(content=content, key=key, kind=kind):
            return _attributed(_line(content, setting), key, kind, setting)
        case SetOff():
            return _set_off(block, setting, level)
        case List():
            return _list(block, setting, level)
        case Table():
            return _table(block, setting)
        case Verse(lines=lines, key=key):
            written = (_line(line, setting).strip(" ") for line in lines)
            return _attributed("<br>\n".join(filter(None, written)), key, "verse", setting)
        case Figure():
            return _figure(block, setting, level)
        case Speech(speaker=speaker, content=content, key=key):
            words = _attributed(_line(speaker, setting), key, "speaker", setting)
            return [*words, *([""] if words else []), *blocks(content, setting, level=level)]
        case Division():
            return division(block, setting, level)
        case PageBreak() | Topic() | Anchor() | NotePlace() | Mark():
            return list(filter(None, [inlines([block], setting)]))
        case _:
            assert_never(block)


def division(block: Division, setting: Setting, level: int) -> list[str]:
    """A division inside the page of another: its heading at `level`, or an anchor where it has none."""
    lead = list(filter(None, [inlines(block.lead, setting)]))
    head = headings(block.head, setting, key=block.key, level=level)
    if not head and block.key:
        head = [span("", key=block.key)]
    below = blocks(block.content, setting, level=level + 1)
    return _spaced([lead, head, below])


def headings(head: tuple[Heading, ...], setting: Setting, *, key: str, level: int) -> list[str]:
    """The first heading that has words, as Markdown's with the division's key; the others as paragraphs under it."""
    said = [heading for heading in head if inlines(heading.content, setting).strip()]
    if not said:
        return []
    first, *others = said
    said_of = f"{f'#{key}' if key else ''}{_contents_label(first, setting)}".strip()
    line = f"{'#' * min(level, _LEVELS)} {inlines(first.content, setting)}{f' {{{said_of}}}' if said_of else ''}"
    return _spaced([[line], *(_attributed(_line(other.content, setting), "", "subtitle", setting) for other in others)])


def _contents_label(heading: Heading, setting: Setting) -> str:
    """What the table of contents shows instead of a heading that has something of ours beside a footnote's mark."""
    ours = any(
        isinstance(node, Gap) or (isinstance(node, Mark) and node.note not in setting.notes)
        for node in walk.nodes([heading])
    )
    return f" data-toc-label={escape.attribute(walk.words([heading]))}" if ours else ""


def _line(content: tuple[Inline, ...], setting: Setting) -> str:
    return inlines(content, setting, first=True)


def _attributed(line: str, key: str, kind: str, setting: Setting) -> list[str]:
    """A paragraph with its attribute list under it; just its place where it has no words.

    In a note it is a span, since the links back to the marks come between a paragraph and its attribute list.
    """
    if not line.strip(" "):
        return [span("", key=key)] if key else []
    if setting.in_note:
        return span(line, key=key, classes=kind).split("\n")
    said = [f"#{key}"] if key else []
    said += [f".{kind}"] if kind else []
    return [*line.split("\n"), f"{{: {' '.join(said)} }}"] if said else line.split("\n")


def _spaced(parts: Iterable[list[str]]) -> list[str]:
    """The parts that have lines, a blank line between them."""
    lines: list[str] = []
    for part in parts:
        if part:
            lines += ["", *part] if lines else part
    return lines


def _set_off(block: SetOff, setting: Setting, level: int) -> list[str]:
    if block.key:
        inside = opened(span("", key=block.key), block.content, setting, level=level)
    else:
        inside = blocks(block.content, setting, level=level)
    return [f"> {line}".rstrip() for line in inside]


def opened(opening: str, content: tuple[Block, ...], setting: Setting, *, level: int) -> list[str]:
    """The blocks with `opening` before their first words, or as a paragraph of its own before what isn't words."""
    if content and isinstance(content[0], Paragraph | Verse) and (words := block_lines(content[0], setting, level)):
        others = blocks(content[1:], setting, level=level)
        return _spaced([[opening + words[0], *words[1:]], others])
    return _spaced([[opening.rstrip(" ") or _NO_WORDS], blocks(content, setting, level=level)])


_NO_WORDS = span("", classes="n")
"""What Markdown needs before a list or a table that an item begins with."""


def _list(block: List, setting: Setting, level: int) -> list[str]:
    return _spaced(_item(item, setting, level) for item in block.items)


def _item(item: Item, setting: Setting, level: int) -> list[str]:
    """An item; its key is on its printed label, or on an anchor before its words."""
    label = inlines(item.label, setting)
    opening = span(label, key=item.key, classes="n" if label else "")
    first, *rest = opened(f"{opening} " if label else opening, item.content, setting, level=level)
    return [f"- {first}", *(f"{_INDENT}{line}".rstrip() for line in rest)]


def _table(block: Table, setting: Setting) -> list[str]:
    """A pipe table. Markdown wants a heading row: an empty one is taken away when the page is rendered."""
    grid = list(_grid(block.rows, setting))
    width = max((len(row) for row in grid), default=0)
    headed = bool(block.rows) and all(cell.heading for cell in block.rows[0].cells)
    caption = _attributed(_line(block.caption, setting), block.key, "caption", setting)
    if not caption and block.key:
        caption = [span("", key=block.key)]
    if not width:
        return caption
    rows = grid if headed else [[""] * width, *grid]
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return _spaced([caption, [lines[0], "|" + " --- |" * width, *lines[1:]]])


def _grid(rows: tuple[Row, ...], setting: Setting) -> Iterator[list[str]]:
    """The cells of each row; one that spans others is followed, or has under it, cells marked as spanned."""
    covered: dict[int, int] = {}
    for row in rows:
        written: list[str] = []
        for cell in row.cells:
            _cover(written, covered)
            at = len(written)
            written.append(_cell(cell, setting))
            written.extend([_SPANNED] * (cell.columns - 1))
            if cell.rows > 1:
                covered.update({at + column: cell.rows for column in range(cell.columns)})
        _cover(written, covered)
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        yield written


_SPANNED = span("", classes="spanned")


def _cover(written: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(written)):
        written.append(_SPANNED)


def _cell(cell: Cell, setting: Setting) -> str:
    words = inlines(cell.content, setting)
    said = "".join(
        f" {name}={count}" for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
    )
    return f"{words or span('', classes='empty')} {{{said} }}" if said else words


def _figure(block: Figure, setting: Setting, level: int) -> list[str]:
    shown = escape.text(block.description) or "figure"
    if block.picture:
        picture = f"![{shown}]({setting.beside}{path(block.picture)}){{.figure}}"
    else:
        picture = span(f"Figure: {shown}", classes="figure ed")
    return _spaced([_attributed(picture, block.key, "", setting), blocks(block.content, setting, level=level)])
